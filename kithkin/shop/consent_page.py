"""What a page that asks for consent shows, as plain values: enough to say every line of it once more."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from kithkin.connections.presets import Preset
from kithkin.connections.scopes import Scope

Line = str | Promise
Lines = Iterator[Line]


class Place(StrEnum):
    """Where a consent is decided."""

    LINK = "link"
    OWN = "own"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Shows:
    """What a page shows besides how the consent stands.

    `guarded` is a child who answers itself: it finds what closes, and nothing that opens. `guards` is a lead who
    decides for it; `unasked`, that the organiser asks for no consent at present.
    """

    place: str
    guarded: bool = False
    guards: bool = False
    unasked: bool = False
    for_good: bool = False
    all_blocked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Shows):
    """What a page shows; plain values, so that they fit into its seal."""

    standing: str
    asks: str
    scopes: tuple[str, ...] = ()
    renews: bool = False

    @property
    def open(self) -> frozenset[Scope]:
        """What is open, or was until it ended."""
        return frozenset(map(Scope, self.scopes))

    @property
    def asked(self) -> frozenset[Scope]:
        """What Allow opens."""
        return Preset(self.asks).rights

    @property
    def by_link(self) -> bool:
        """Whether it is the page behind the mailed link."""
        return self.place == Place.LINK
