"""What other people have done for a person: bought, reserved, paid. For that person's own log."""

from django.db.models import QuerySet

from kithkin.base.actor import Actor

from .models import OrderLine, Payment


def bought_for(actor: Actor) -> QuerySet[OrderLine]:
    """What other people have reserved or bought for this person, the newest first."""
    held = OrderLine.objects.filter(holder_id=actor.contact_id, order__organisation_id=actor.organisation_id)
    others = held.exclude(order__purchaser_id=actor.contact_id).select_related("order", "product")
    return others.order_by("-order__made_at", "-pk")


def paid_for(actor: Actor) -> QuerySet[Payment]:
    """What other people have paid of this person's own orders, the newest first."""
    own = Payment.objects.filter(order__purchaser_id=actor.contact_id, order__organisation_id=actor.organisation_id)
    paid = own.filter(state=Payment.State.PAID).exclude(payer_id=actor.contact_id).select_related("order")
    return paid.order_by("-settled_at", "-pk")
