"""What two records say of a person, line by line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kithkin.base.numbers import show_contact_number
from kithkin.connections.door import Record
from kithkin.sales.models import Order, Ticket
from kithkin.ui import dates

from . import words


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


def lines(kept: Record, gone: Record, sign_in: set[int]) -> list[Line]:
    """All that both say; `sign_in` are the contacts of those who can."""
    both = (kept, gone)
    orders, tickets = _counts([each.contact_id for each in both])
    rows = (
        (_("Name"), *(each.name for each in both)),
        (_("Contact number"), *(show_contact_number(each.number) for each in both)),
        (_("Email"), *map(_email, both)),
        (_("Phone"), *(each.phone for each in both)),
        (_("Birth date"), *(_day(each.birth_date) for each in both)),
        (_("Language"), *(str(words.language(each.language)) for each in both)),
        (_("Account"), *(_("Can sign in") if each.contact_id in sign_in else _("No password yet") for each in both)),
        (_("Known since"), *(_day(each.created_at) for each in both)),
        (_("Orders"), *(str(orders[each.contact_id]) for each in both)),
        (_("Tickets"), *(str(tickets[each.contact_id]) for each in both)),
    )
    return [Line(label, one or _("None given"), other or _("None given")) for label, one, other in rows]


def _counts(contact_ids: Iterable[int]) -> tuple[Counter, Counter]:
    """How many orders each has made, and how many tickets are in each one's name."""
    orders = Order.objects.filter(purchaser__in=contact_ids).values_list("purchaser", flat=True)
    tickets = Ticket.objects.filter(holder__in=contact_ids, state=Ticket.State.VALID).values_list("holder", flat=True)
    return Counter(orders), Counter(tickets)


def _email(record: Record) -> str:
    if not record.email:
        return ""
    said = _("%(email)s, proven") if record.proven else _("%(email)s, not proven")
    return said % {"email": record.email}


def _day(day: date | datetime | None) -> str:
    return dates.plain_day(day) if day else ""
