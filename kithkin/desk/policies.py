"""The versions of the privacy policy, as the desk lists and shows them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet
from django.utils.functional import Promise

from kithkin.organisations.models import PolicyText
from kithkin.ui import paragraphs
from kithkin.ui.paragraphs import Block

from . import words


@dataclass(frozen=True, slots=True)
class Shown:
    """One text in blocks, and its language by code and name."""

    code: str
    language: str | Promise
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Version:
    """One version: when it came into force, in which languages."""

    number: int
    since: datetime
    languages: list[str]


def versions(texts: QuerySet[PolicyText]) -> list[Version]:
    """What these texts are versions of, in their order; the words themselves stay where they are."""
    rows = texts.values_list("version", "published_at", "language")
    groups = [list(found) for _number, found in groupby(rows, key=itemgetter(0))]
    return [Version(*found[0][:2], _spoken({language for *_rest, language in found})) for found in groups]


def shown(texts: dict[str, str]) -> list[Shown]:
    """Texts as readers will see them, in the shop's order of languages."""
    return [Shown(code, name, paragraphs.read(texts[code])) for code, name in words.LANGUAGES.items() if code in texts]


def _spoken(codes: set[str]) -> list[str]:
    return [str(name) for code, name in words.LANGUAGES.items() if code in codes]
