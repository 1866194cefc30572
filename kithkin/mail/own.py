"""Which letters go out in the organiser's own words."""

import logging
from collections.abc import Iterable, Mapping

from .checking import fits
from .documents import Document
from .models import Letter, LetterText
from .wording import Wording

log = logging.getLogger(__name__)


def words(letters: Iterable[Letter], documents: Mapping[str, Document]) -> dict[Letter, Wording]:
    """Letters with the organiser's words for them, in one query; the others get the house's."""
    letters = [letter for letter in letters if letter.template in documents]
    texts = _texts(letters)
    found = {}
    for letter in letters:
        text = texts.get((letter.organisation_id, letter.template, letter.language))
        if text and fits(wording := Wording(documents[letter.template], text)):
            found[letter] = wording
        elif text:
            log.warning("The own text of %s no longer fits; the house's goes out", letter.template)
    return found


def _texts(letters: list[Letter]) -> dict[tuple[int, str, str], str]:
    found = LetterText.objects.filter(
        organisation_id__in={letter.organisation_id for letter in letters},
        template__in={letter.template for letter in letters},
        language__in={letter.language for letter in letters},
    )
    rows = found.values_list("organisation_id", "template", "language", "text")
    return {(organisation, template, language): text for organisation, template, language, text in rows}
