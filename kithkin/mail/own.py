"""Which letters go out in the organiser's own words."""

import logging
from collections.abc import Iterable, Mapping

from django.db import connection

from kithkin.base import rows

from .checking import fits
from .documents import Document
from .models import Letter
from .wording import Wording

log = logging.getLogger(__name__)


def words(letters: Iterable[Letter], documents: Mapping[str, Document]) -> dict[Letter, Wording]:
    """Letters with the organiser's words for them, in one query; the others get the house's."""
    letters = [letter for letter in letters if letter.template in documents]
    texts = _texts(letters) if letters else {}
    found = {}
    for letter in letters:
        text = texts.get((letter.organisation_id, letter.template, letter.language))
        if text and fits(wording := Wording(documents[letter.template], text)):
            found[letter] = wording
        elif text:
            log.warning("The own text of %s no longer fits; the house's goes out", letter.template)
    return found


def _texts(letters: list[Letter]) -> dict[tuple[int, str, str], str]:
    asked: list[set] = [
        {letter.organisation_id for letter in letters},
        {letter.template for letter in letters},
        {letter.language for letter in letters},
    ]
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS.format(*map(rows.places, asked)), [value for each in asked for value in each])
        return {
            (organisation, template, language): text for organisation, template, language, text in cursor.fetchall()
        }


_TEXTS = """
SELECT organisation_id, template, language, text FROM mail_lettertext
WHERE organisation_id IN ({}) AND template IN ({}) AND language IN ({})
"""
