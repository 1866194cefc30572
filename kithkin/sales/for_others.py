"""What other people have done for a person: bought, reserved, paid. For that person's own log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kithkin.audit import journal
from kithkin.base.actor import Actor, Kind
from kithkin.contacts.models import Contact

from . import furnished
from .models import OrderLine, Payment

NAMED, DECLINED = "ticket.holder-named", "ticket.declined"


@dataclass(frozen=True, slots=True)
class Handed:
    """A ticket came to this person after its purchase, or he gave it back, himself or by a guardian."""

    at: datetime
    lead_id: int
    line: OrderLine
    declined: bool
    by_guardian: bool


def handed(actor: Actor) -> list[Handed]:
    """All such changes, the newest first; of tickets only, as nobody is named for what is not paid."""
    noted = list(journal.about(Contact, actor.contact_id, (NAMED, DECLINED)))
    ids = {each.facts["line"] for each in noted}
    lines = {line.pk: line for line in furnished.found(f"line.id {furnished.one_of(ids)}", ids)} if ids else {}
    return [
        Handed(
            each.at,
            each.facts["lead"],
            lines[each.facts["line"]],
            each.what == DECLINED,
            each.kind == Kind.GUARDIAN,
        )
        for each in noted
    ]


def bought_for(actor: Actor, named: list[int]) -> QuerySet[OrderLine]:
    """What other people have reserved or bought for this person, the newest first, without lines named later."""
    held = OrderLine.objects.filter(holder_id=actor.contact_id, order__organisation_id=actor.organisation_id)
    others = held.exclude(order__purchaser_id=actor.contact_id).exclude(pk__in=named)
    return others.select_related("order", "product").order_by("-order__made_at", "-pk")


def paid_for(actor: Actor) -> QuerySet[Payment]:
    """What other people have paid of this person's own orders, the newest first."""
    own = Payment.objects.filter(order__purchaser_id=actor.contact_id, order__organisation_id=actor.organisation_id)
    paid = own.filter(state=Payment.State.PAID).exclude(payer_id=actor.contact_id).select_related("order")
    return paid.order_by("-settled_at", "-pk")
