"""Tickets without a person of their own: those that came back to whoever paid them, and those of whom is erased."""

from django.db.models import Q, QuerySet
from django.http import Http404

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.catalogue import queries as catalogue

from .models import OrderLine, Ticket


def tickets(actor: Actor) -> QuerySet[Ticket]:
    """Those that this purchaser may name somebody for, the oldest order first; of a season that is not over."""
    without = Q(line__came_back_at__isnull=False) | Q(holder__erased_at__isnull=False)
    his = Ticket.objects.filter(
        without,
        state=Ticket.State.VALID,
        taken_over_at=None,
        line__order__purchaser_id=actor.contact_id,
        line__order__organisation_id=actor.organisation_id,
        line__product__season__ends__gte=clock.now().date(),
    )
    return his.order_by("line__order__made_at", "line__order_id", "line__position")


def ticket(actor: Actor, public_id: str) -> Ticket:
    """One of them. Else 404."""
    found = tickets(actor).filter(public_id=public_id).select_related("line__order", "line__product").first()
    if actor.contact_id is None or found is None:
        raise Http404
    return found


def is_unnamed(line: OrderLine) -> bool:
    """The same of a line with its ticket and holder at hand, of an order of the reader's own."""
    ends = catalogue.priced(line.product).product.season.ends
    is_nobodys = line.came_back_at is not None or line.holder.erased_at is not None
    return is_nobodys and line.ticket.taken_over_at is None and ends >= clock.now().date()


def have_one(actor: Actor, ticket: Ticket) -> set[int]:
    """Who goes with another ticket of this season that this purchaser bought: whoever else bought is not asked."""
    bought = OrderLine.objects.filter(
        order__purchaser_id=actor.contact_id,
        order__organisation_id=actor.organisation_id,
        product__season_id=catalogue.priced(ticket.line.product).product.season_id,
        ticket__state=Ticket.State.VALID,
        came_back_at=None,
    )
    return set(bought.order_by().values_list("holder_id", flat=True))
