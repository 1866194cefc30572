"""Two records side by side, and what becomes of the connections of both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.accounts import queries as accounts
from kithkin.audit import journal, looks
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import door, fates
from kithkin.connections.door import Record
from kithkin.connections.fates import Fate, Side, Word
from kithkin.contacts.models import Contact
from kithkin.persons.models import Duplicate

from . import comparing, words
from .comparing import Line
from .words import Chip

WHY = {
    "name": gettext_lazy("same name"),
    "near-name": gettext_lazy("names nearly alike"),
    "rare-name": gettext_lazy("hardly anybody else is called so"),
    "birth-date": gettext_lazy("same birth date"),
    "email": gettext_lazy("same email"),
    "phone": gettext_lazy("same phone"),
}
CHIPS = {
    Word.NOTHING: Chip(gettext_lazy("None"), "", "minus"),
    Word.ALLOWED: Chip(gettext_lazy("Allowed"), "good", "check"),
    Word.WAITING: Chip(gettext_lazy("Waiting"), "wait", "clock"),
    Word.NO: Chip(gettext_lazy("No"), "stop", "ban"),
}
ASKED = Chip(gettext_lazy("Asked anew"), "wait", "mail")
ENDED = Chip(gettext_lazy("Over"), "wait", "history")


@dataclass(frozen=True, slots=True)
class Row:
    """One other person: how both records stand, and what comes of it."""

    fate: Fate

    @property
    def kept(self) -> Chip:
        """How the record that stays stands."""
        return _chip(self.fate.kept)

    @property
    def gone(self) -> Chip:
        """How the one that goes stands."""
        return _chip(self.fate.gone)

    @property
    def after(self) -> Chip:
        """What is, once they are joined."""
        if self.fate.asks_anew:
            return ASKED
        lapsed = self.fate.word == Word.ALLOWED and _is_over(self.fate.ends_at)
        return ENDED if lapsed else CHIPS[self.fate.word]

    @property
    def opens(self) -> list:
        """What is open then."""
        is_open = self.fate.word == Word.ALLOWED and not _is_over(self.fate.ends_at)
        return words.scopes(self.fate.scopes) if is_open else []


@dataclass(frozen=True, slots=True)
class Pair:
    """Everything that the page of one pair shows, for the record that would be kept."""

    kept: Record
    gone: Record
    lines: list[Line]
    rows: list[Row]


def pair(duplicate: Duplicate, wished: Contact | None, *, by: Actor) -> Pair:
    """Both records, once it is written down who looks at them and why; without a wish the better one would stay."""
    note(duplicate, by=by)
    contacts = {duplicate.first_id: duplicate.first, duplicate.second_id: duplicate.second}
    records = {record.contact_id: record for record in door.records(by, contacts.values())}
    sign_in = accounts.who_signs_in(contacts)
    kept_id = wished.pk if wished else _better(records.values(), sign_in)
    [gone_id] = contacts.keys() - {kept_id}
    own, its = records[kept_id], records[gone_id]
    lines = comparing.lines(own, its, sign_in)
    left = [fate for fate in fates.of(contacts[kept_id], contacts[gone_id]) if fate.other.erased_at is None]
    return Pair(own, its, lines, [Row(fate) for fate in left])


def _better(records: Iterable[Record], sign_in: set[int]) -> int:
    """Which record to propose: the proven email first, then the one that signs in, then the older."""
    best = max(records, key=lambda each: (each.proven, each.contact_id in sign_in, -each.contact_id))
    return best.contact_id


@action
def note(duplicate: Duplicate, *, by: Actor) -> None:
    """What cannot be written down is not shown."""
    for contact_id in (duplicate.first_id, duplicate.second_id):
        looks.for_case(contact_id, looks.Why.DUPLICATE, duplicate.pk, by=by)
    journal.write("duplicate.read", by=by, about=duplicate, first=duplicate.first_id, second=duplicate.second_id)


def why(duplicate: Duplicate) -> list:
    """The reasons in words; the operator's own where he put them together."""
    found = [WHY[each] for each in duplicate.why if each in WHY]
    return found or [_("put together by an operator")]


def _chip(side: Side) -> Chip:
    if side.word == Word.ALLOWED and not side.by_switch and _is_over(side.ends_at):
        return ENDED
    return CHIPS[side.word]


def _is_over(ends_at: datetime | None) -> bool:
    return ends_at is not None and ends_at <= clock.now()
