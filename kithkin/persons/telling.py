"""Everything that the house holds about a person, for that person: gathered floor by floor when he asks for it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kithkin.accounts import keeping as accounts
from kithkin.audit import journal
from kithkin.audit import keeping as audit
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.money import Money
from kithkin.connections import door
from kithkin.connections import keeping as connections
from kithkin.connections.limits import Limit
from kithkin.contacts import keeping as contacts
from kithkin.contacts.models import Contact
from kithkin.mail import keeping as mail
from kithkin.sales import keeping as sales

from . import acts, keeping

Rows = list[dict[str, Any]]
# They would tell a lead what the members have said, or that an address was known.
_SILENT_LIMITS = (Limit.RECIPIENT, Limit.DOUBLED)


@dataclass(frozen=True, slots=True)
class Told:
    """The sections in the order in which a person reads them, each a list of rows."""

    contact: Contact
    at: datetime
    sections: dict[str, Rows]

    def as_json(self) -> str:
        """For machines: moments in ISO 8601, money with its currency."""
        whole = {"made_at": self.at, "organisation": self.contact.organisation.name, **self.sections}
        return json.dumps(whole, default=_plain, ensure_ascii=False, indent=2)


def tell(contact: Contact, *, by: Actor) -> Told:
    """Gather it, for himself or a child's guardian, and note that it was asked for; a fixed number of statements."""
    door.may_take_all(by, contact).require()  # its own transaction: the log has to stand before anything is read
    return _gather(contact, by=by)


@action
def _gather(contact: Contact, *, by: Actor) -> Told:
    journal.write("contact.told", by=by, about=contact)
    known = contacts.told(contact) | accounts.told(contact) | connections.told(contact)
    known |= sales.told(contact) | mail.told(contact) | audit.told(contact) | keeping.told(contact)
    known["acts"] = list(_acts(known["acts"], contact))
    known["limits_met"] = [row for row in known["limits_met"] if row["what"] not in _SILENT_LIMITS]
    _name(known, connections.names(contact))
    if by.kind == Kind.GUARDIAN:  # what another guardian has shown of himself is that one's
        known["guardians"] = [row | {"document": ""} for row in known["guardians"]]
    return Told(contact, clock.now(), known)


def _acts(entries: Rows, contact: Contact) -> Iterable[dict]:
    """What was done with his own record, and of what he did to others only what he knows he did."""
    for entry in entries:
        about, about_id, by_himself = entry.pop("about"), entry.pop("about_id"), entry.pop("contact_id") == contact.pk
        about_himself = (about, about_id) == (audit.CONTACT, contact.pk)
        if about_himself or entry["what"] in acts.OF_OTHERS:
            yield {**entry, "by_you": by_himself}


def _name(known: dict[str, Rows], names: dict[int, str]) -> None:
    """Numbers of people become the names by which he knows them."""
    for section, column in (("seen_by_others", "lead_id"), ("seen_by_you", "member_id")):
        known[section] = [{"who": names.get(row.pop(column), ""), **row} for row in known[section]]


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency}
    if isinstance(value, date):  # a moment, too
        return value.isoformat()
    return str(value)
