"""What an operator types into the one search box: a name, a contact number, an email or an order number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from kithkin.base import names, numbers
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.connections.models import Connection
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.sales.models import Order

from .sheet import readable

MOST = 50
_ORDER = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")


class Sort(StrEnum):
    """What the typed text was taken for."""

    NAME = "name"
    NUMBER = "number"
    EMAIL = "email"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Found:
    """The contacts, at most MOST of them; whether there are more; what is wrong with what was typed."""

    sort: Sort
    contacts: list[Contact] = field(default_factory=list)
    more: bool = False
    problem: str = ""
    case: str = ""  # what leads to the sheets of these contacts

    @property
    def only(self) -> Contact | None:
        """The one contact that a number or an email can mean; a name may always mean others, too."""
        return self.contacts[0] if len(self.contacts) == 1 and self.sort is not Sort.NAME else None


def find(actor: Actor, typed: str) -> Found:
    """The contacts of the operator's organisation that fit what he typed."""
    if "@" in typed:
        return _by_email(actor, typed)
    has_digits = re.search(r"\d", typed) is not None
    if _ORDER.fullmatch(typed.upper()):  # as four letters, a hyphen and four letters may be a name
        found = _by_order(actor, typed.upper())
        if found.contacts or (has_digits and re.search("[A-Z]", typed.upper())):
            return found
    return _by_number(actor, typed) if has_digits else _by_name(actor, typed)


def _by_email(actor: Actor, typed: str) -> Found:
    try:
        holders = letters.holders(actor.organisation_id, typed)
    except Refused as refused:
        return Found(Sort.EMAIL, problem=refused.message)
    return _found(Sort.EMAIL, actor, [contact.pk for contact in holders])


def _by_number(actor: Actor, typed: str) -> Found:
    if not numbers.is_contact_number(typed):
        return Found(Sort.NUMBER, problem=_("This is no contact number: its check digits do not fit. Read it again."))
    bears = Contact.objects.filter(organisation_id=actor.organisation_id, number=numbers.bare(typed))
    joined = bears.filter(merged_into__isnull=False).values("merged_into")  # the old number still stands on papers
    fitting = readable(actor).filter(Q(pk__in=bears) | Q(pk__in=joined))
    return _found(Sort.NUMBER, actor, list(fitting.values_list("pk", flat=True)))


def _by_order(actor: Actor, number: str) -> Found:
    """Who bought the order, and who holds a ticket of it: looking them up is a case of its own."""
    orders = Order.objects.filter(organisation_id=actor.organisation_id, number=number)
    ids = [each for pair in orders.values_list("purchaser", "lines__holder") for each in pair if each]
    return _found(Sort.ORDER, actor, list(dict.fromkeys(ids)), case=f"order-{number}")


def _by_name(actor: Actor, typed: str) -> Found:
    """Every word typed must begin or stand within the name, however it is spelled or accented."""
    wanted = [names.key(word) for word in typed.split() if names.fold(word)]
    if not wanted:
        return Found(Sort.NAME, problem=_("Write some letters of the name."))
    fitting = sorted(_fitting(actor, wanted))
    return _found(Sort.NAME, actor, [contact_id for *_names, contact_id in fitting])


def _fitting(actor: Actor, wanted: list[str]) -> Iterator[tuple[str, str, int]]:
    """Family name, first name and id of those who fit. Read in one go: 50,000 take a quarter of a second."""
    for contact_id, first, last in readable(actor).values_list("pk", "first_name", "last_name").iterator():
        name = (names.key(last), names.key(first))
        if all(word in name[0] or word in name[1] for word in wanted):
            yield *name, contact_id


def _found(sort: Sort, actor: Actor, ids: list[int], case: str = "") -> Found:
    """The rows in the order of their ids, with how many each acts for and how many act for him."""
    shown = readable(actor).annotate(leads=_count("parent"), led_by=_count("child")).in_bulk(ids[:MOST])
    return Found(
        sort, [shown[contact_id] for contact_id in ids[:MOST] if contact_id in shown], len(ids) > MOST, case=case
    )


def _count(end: str) -> Coalesce:
    """How many standing connections have this contact at that end."""
    standing = Connection.objects.filter(**{end: OuterRef("pk")}, removed_at=None).order_by().values(end)
    counted = standing.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
