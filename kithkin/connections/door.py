"""The door: the only exit for anything private about another person. Closed unless a rule opens it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db import DatabaseError
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from kithkin.audit import reads
from kithkin.base import clock
from kithkin.base.actor import Actor, Kind, Power, customer
from kithkin.base.addresses import masked
from kithkin.base.joined import Joined, Part
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails

from . import guardians, rules
from .models import Connection
from .scopes import Scope

EVERYTHING = "everything"  # what a guardian saw who took along all that is held about a child


@dataclass(frozen=True, slots=True)
class Card:
    """What one actor may know of one contact. `email` and `phone` are None while they are closed."""

    contact_id: int
    name: str
    first_name: str
    connection_id: str = ""
    kind: str = ""
    asks_for: str = ""
    active: bool = False
    open: frozenset[Scope] = frozenset()
    email: str | None = None
    phone: str | None = None
    why_hidden: str = ""
    asked_at: datetime | None = None
    may_ask_again: bool = False
    ask_again_from: datetime | None = None
    guards: bool = False  # a child for whom the lead decides
    guarded: bool = False  # the same, or somebody who was such a child
    # For reckoning a tariff, of those who opened their details and of the lead's own children; no page shows it.
    born: date | None = field(default=None, repr=False)

    @property
    def initial(self) -> str:
        """For the round picture beside the name."""
        return self.first_name[:1].upper()

    @property
    def sees_tickets(self) -> bool:
        """Whether the ticket list may offer this person."""
        return Scope.SEE_TICKETS in self.open

    @property
    def sees_orders(self) -> bool:
        """Whether the order history may offer this person."""
        return Scope.SEE_ORDERS in self.open

    @property
    def pays_reservations(self) -> bool:
        """Whether this person's own reservations may be paid."""
        return Scope.PAY_RESERVATIONS in self.open


@dataclass(frozen=True, slots=True)
class OwnCard:
    """What a contact sees of himself."""

    contact_id: int
    name: str
    first_name: str
    number: str
    email: str
    phone: str
    birth_date: date | None

    @property
    def initial(self) -> str:
        """For the round picture beside the name."""
        return self.first_name[:1].upper()


@dataclass(frozen=True, slots=True)
class Record:
    """What an operator who looks into duplicates may know of one contact."""

    contact_id: int
    name: str
    number: str
    language: str
    created_at: datetime
    email: str
    proven: bool
    phone: str
    birth_date: date | None


def group(actor: Actor) -> list[Card]:
    """The lead's people by name, in one query; private fields of those who allow it, noted before they are shown."""
    return _noted(actor, _led(actor))


def card(actor: Actor, connection_id: str) -> Card | None:
    """One of them, by the connection's own id; None for everybody else."""
    found = [card for card in _led(actor) if card.connection_id == connection_id]
    return _noted(actor, found)[0] if found else None


def people(actor: Actor) -> list[Card]:
    """The lead's people by name and state alone: nothing private leaves, so nothing is noted."""
    return [replace(card, email=None, phone=None, born=None) for card in _led(actor)]


def cards(actor: Actor, contacts: QuerySet[Contact]) -> list[Card]:
    """The same for given contacts: an operator gets his organisation's, a lead his own people, nobody else any."""
    if actor.kind == Kind.OPERATOR:
        return _operators_cards(actor, contacts)
    wanted = set(contacts.values_list("pk", flat=True))
    return [card for card in group(actor) if card.contact_id in wanted]


def records(actor: Actor, contacts: Iterable[Contact]) -> list[Record]:
    """Two records side by side, for an operator with the power to join them; he notes the look himself."""
    if actor.kind != Kind.OPERATOR or not actor.has(Power.MERGE_CONTACTS):
        return []
    own = [contact for contact in contacts if contact.organisation_id == actor.organisation_id]
    found = PrivateDetails.objects.in_bulk([contact.pk for contact in own])
    return [_record(contact, found.get(contact.pk) or PrivateDetails(contact=contact)) for contact in own]


def _record(contact: Contact, details: PrivateDetails) -> Record:
    return Record(
        contact.pk,
        contact.name,
        contact.number,
        contact.language,
        contact.created_at,
        details.email,
        details.email_proven_at is not None,
        details.phone,
        details.birth_date,
    )


def names(actor: Actor, contact_ids: Iterable[int]) -> dict[int, str]:
    """How the lead calls his people, by contact; those who are not his people are left out."""
    wanted = set(contact_ids)
    return {card.contact_id: card.name for card in _led(actor) if card.contact_id in wanted}


def own(actor: Actor) -> OwnCard:
    """A contact's own details. Raises Contact.DoesNotExist for an actor who stands for nobody."""
    contact, details = next(_OWN.rows(_SELF, [actor.contact_id]), (None, None))
    if contact is None:
        raise Contact.DoesNotExist
    details = details or PrivateDetails(contact=contact)
    return OwnCard(
        contact.pk,
        contact.name,
        contact.first_name,
        contact.number,
        details.email,
        details.phone,
        details.birth_date,
    )


_OWN = Joined(Part("m", Contact), Part("d", PrivateDetails))
_SELF = """
SELECT {columns} FROM contacts_contact m LEFT JOIN vault_privatedetails d ON d.contact_id = m.id WHERE m.id = %s
"""


def may_take_all(actor: Actor, contact: Contact) -> Verdict:
    """Whether this actor may take along all that is held about a contact: himself, or for a child its guardian.

    A guardian's look is noted in the child's log first; what cannot be noted stays closed.
    """
    if actor.kind == Kind.CUSTOMER and actor.contact_id == contact.pk:
        return Verdict(True)
    if actor.contact_id != contact.pk or guardians.speaks_for(actor) is None or actor.guardian_id is None:
        return Verdict(False, _("Only the person can ask for this."))
    try:
        reads.note(actor.guardian_id, [contact.pk], EVERYTHING)
    except DatabaseError:
        return Verdict(False, _not_noted())
    return Verdict(True)


def masked_address(connection: Connection) -> str:
    """Where a request was mailed to, as far as the page behind its link may say it: first letter and host."""
    details = PrivateDetails.objects.filter(contact_id=connection.child_id).only("email").first()
    return masked(details.email) if details else ""


def as_seen_by(lead: Contact, *, by: Actor) -> Card | None:
    """The very card that this lead would get of the member who asks; nothing is noted, for nobody looked."""
    if by.kind not in (Kind.CUSTOMER, Kind.LINK) or lead.organisation_id != by.organisation_id:
        return None
    return next((card for card in _led(customer(lead)) if card.contact_id == by.contact_id), None)


_FLAGS = {f"open_{scope}": rules.opened(scope) for scope in Scope} | {"active": rules.ACTIVE}
_PEOPLE = f"""
SELECT c.*, m.first_name AS child_first, m.last_name AS child_last,
    o.requests_per_pair, o.resend_hours, d.email, d.phone, d.birth_date,
    CASE WHEN {rules.GUARDS} THEN 1 ELSE 0 END AS guards,
    {", ".join(f"CASE WHEN {condition} THEN 1 ELSE 0 END AS {flag}" for flag, condition in _FLAGS.items())}
{rules.FROM}
LEFT JOIN vault_privatedetails d ON d.contact_id = c.child_id AND {rules.opened(Scope.SEE_CONTACT_DETAILS)}
{rules.WHERE}
"""


def _led(actor: Actor) -> list[Card]:
    if actor.kind != Kind.CUSTOMER:
        return []
    found = [_card(connection) for connection in Connection.objects.raw(_PEOPLE, rules.led_by(actor))]
    return sorted(found, key=lambda card: (card.name.casefold(), card.contact_id))


def _card(row) -> Card:
    opened = frozenset(scope for scope in Scope if getattr(row, f"open_{scope}"))
    # Until consent, the names as the lead typed them (design decision 5).
    first, last = (row.child_first, row.child_last) if row.active else (row.typed_first, row.typed_last)
    next_ask = _ask_again_from(row)
    return Card(
        contact_id=row.child_id,
        name=f"{first} {last}",
        first_name=first,
        connection_id=row.public_id,
        kind=row.kind,
        asks_for=row.asks_for,
        active=bool(row.active),
        open=opened,
        email=row.email,
        phone=row.phone,
        why_hidden="" if Scope.SEE_CONTACT_DETAILS in opened else _("Closed until the person allows it."),
        asked_at=row.asked_at if row.asks else None,
        may_ask_again=next_ask is not None and next_ask <= clock.now(),
        ask_again_from=next_ask,
        guards=bool(row.guards),
        guarded=row.how == Connection.How.GUARDIAN,
        born=row.birth_date if row.guards or row.email or row.phone else None,
    )


def _ask_again_from(row) -> datetime | None:
    """When the lead may ask again, from his own presses only; None when he has asked often enough."""
    if row.asks >= row.requests_per_pair:
        return None
    return row.asked_at + timedelta(hours=row.resend_hours if row.asks > 1 else 0)


def _noted(actor: Actor, found: list[Card]) -> list[Card]:
    """Write the read into the member's log first; what cannot be logged stays closed (design decision 23)."""
    seen = [card.contact_id for card in found if card.email or card.phone]
    if not seen:
        return found
    try:
        reads.note(actor.contact_id, seen, Scope.SEE_CONTACT_DETAILS)
    except DatabaseError:
        return [replace(card, email=None, phone=None, born=None, why_hidden=_not_noted()) for card in found]
    return found


def _not_noted() -> str:
    return _("We could not note that you looked, so this stays closed for now. Load the page again.")


def _operators_cards(actor: Actor, contacts: QuerySet[Contact]) -> list[Card]:
    readable = rules.open_to(actor, Scope.SEE_CONTACT_DETAILS).filter(pk__in=contacts.values("pk"))
    details = PrivateDetails.objects.filter(contact_id=OuterRef("pk"))
    found = readable.annotate(email=Subquery(details.values("email")[:1]), phone=Subquery(details.values("phone")[:1]))
    return [
        Card(contact.pk, contact.name, contact.first_name, email=contact.email, phone=contact.phone)
        for contact in found.order_by("last_name", "first_name", "pk")
    ]
