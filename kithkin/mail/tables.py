"""What the domains tell the postman: whom a letter goes to, what it says, who signs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.module_loading import import_string

from .blocks import Block
from .documents import Document
from .models import Letter


@dataclass(frozen=True)
class Envelope:
    """A letter that may go: the address as stored, the reader's language, what the template needs."""

    to: str
    language: str
    context: Mapping[str, Any]
    secret: str = ""  # whoever only looks at the letter sees dots instead
    enclosed: tuple[Block, ...] = ()  # comes after what the template says
    on_paper: bool = False  # makes sense printed, where there is no address
    to_others: bool = False  # others get one in its place

    @property
    def has_a_way(self) -> bool:
        """Somebody gets it, by mail or printed; a letter that others get in its place has none."""
        return bool(self.to) or self.on_paper


@dataclass(frozen=True)
class Sender:
    """The organisation that a letter comes from, as the letter shows it."""

    name: str
    email: str
    postal_address: str
    hue: int


# Letters of one template, all at once; None, or left out: it may no longer go.
Facts = Callable[[list[Letter]], Mapping[int, Envelope | None]]
Senders = Callable[[set[int]], Mapping[int, Sender]]


class Table(NamedTuple):
    """Each template with the function that knows its facts; who signs; what organisers may word themselves."""

    facts: Mapping[str, Facts]
    senders: Senders
    documents: Mapping[str, Document] = MappingProxyType({})


WIRED = "kithkin.project.letters.TABLE"


def wired() -> Table:
    """The table of this installation; by name, because the wiring is a floor above."""
    return import_string(WIRED)
