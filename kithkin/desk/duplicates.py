"""Two records side by side: what differs, and what becomes of the connections of both."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.accounts import queries as accounts
from kithkin.audit import journal, looks
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.numbers import show_contact_number
from kithkin.connections import door, fates
from kithkin.connections.door import Record
from kithkin.connections.fates import Fate, Side, Word
from kithkin.contacts.models import Contact
from kithkin.persons.models import Duplicate
from kithkin.sales.models import Order, Ticket
from kithkin.ui import dates

from . import words
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
class Line:
    """One thing of both records, and whether it differs."""

    label: str | Promise
    kept: str
    gone: str

    @property
    def differs(self) -> bool:
        """Whether an operator has to look twice."""
        return self.kept.casefold() != self.gone.casefold()


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


def pair(duplicate: Duplicate, kept: Contact, *, by: Actor) -> Pair:
    """Both records, once it is written down who looks at them and why."""
    gone = duplicate.second if kept == duplicate.first else duplicate.first
    note(duplicate, by=by)
    own, its = door.records(by, [kept, gone])
    return Pair(own, its, _lines(own, its), [Row(fate) for fate in fates.of(kept, gone)])


@action
def note(duplicate: Duplicate, *, by: Actor) -> None:
    """What cannot be written down is not shown."""
    for contact_id in (duplicate.first_id, duplicate.second_id):
        looks.for_case(contact_id, looks.Why.DUPLICATE, duplicate.pk, by=by)
    journal.write("duplicate.read", by=by, about=duplicate, first=duplicate.first_id, second=duplicate.second_id)


def better(duplicate: Duplicate, by: Actor) -> Contact:
    """Which record to propose: the proven email first, then the one that signs in, then the older."""
    one, other = duplicate.first, duplicate.second
    proven = {record.contact_id: record.proven for record in door.records(by, [one, other])}
    return max(one, other, key=lambda each: (proven[each.pk], accounts.has_login(each.pk), -each.pk))


def why(duplicate: Duplicate) -> list:
    """The reasons in words; the operator's own where he put them together."""
    found = [WHY[each] for each in duplicate.why if each in WHY]
    return found or [_("put together by an operator")]


def _lines(kept: Record, gone: Record) -> list[Line]:
    counts = {each.contact_id: _counts(each.contact_id) for each in (kept, gone)}
    rows = (
        (_("Name"), kept.name, gone.name),
        (_("Contact number"), show_contact_number(kept.number), show_contact_number(gone.number)),
        (_("Email"), _email(kept), _email(gone)),
        (_("Phone"), kept.phone, gone.phone),
        (_("Birth date"), _day(kept.birth_date), _day(gone.birth_date)),
        (_("Language"), str(words.language(kept.language)), str(words.language(gone.language))),
        (_("Account"), _account(kept), _account(gone)),
        (_("Known since"), _day(kept.created_at), _day(gone.created_at)),
        (_("Orders"), *(str(counts[each.contact_id][0]) for each in (kept, gone))),
        (_("Tickets"), *(str(counts[each.contact_id][1]) for each in (kept, gone))),
    )
    return [Line(label, one or _("None given"), other or _("None given")) for label, one, other in rows]


def _counts(contact_id: int) -> tuple[int, int]:
    tickets = Ticket.objects.filter(holder=contact_id, state=Ticket.State.VALID)
    return Order.objects.filter(purchaser=contact_id).count(), tickets.count()


def _email(record: Record) -> str:
    if not record.email:
        return ""
    said = _("%(email)s, proven") if record.proven else _("%(email)s, not proven")
    return said % {"email": record.email}


def _account(record: Record) -> str:
    return _("Can sign in") if accounts.has_login(record.contact_id) else _("No password yet")


def _day(day) -> str:
    return dates.plain_day(day) if day else ""


def _chip(side: Side) -> Chip:
    if side.word == Word.ALLOWED and not side.by_switch and _is_over(side.ends_at):
        return ENDED
    return CHIPS[side.word]


def _is_over(ends_at: datetime | None) -> bool:
    return ends_at is not None and ends_at <= clock.now()
