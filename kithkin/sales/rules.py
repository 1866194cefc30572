"""Who may buy for whom, who may pay what."""

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from kithkin.base import clock, rows
from kithkin.base.actor import Actor, Counter, Kind
from kithkin.base.verdict import Verdict
from kithkin.catalogue import queries as catalogue
from kithkin.connections import guardians
from kithkin.connections import rules as consent
from kithkin.connections.scopes import Scope
from kithkin.organisations.models import PointOfSale

from .models import Order, Payment, Ticket


def may_buy_for(actor: Actor, contact_ids: Iterable[int], pos: PointOfSale) -> Verdict:
    """For himself, and where Friends & Family is on for members of his group; no consent is needed."""
    if actor.kind != Kind.CUSTOMER or actor.organisation_id != pos.organisation_id:
        return Verdict(False, _("Sign in to buy."))
    others = set(contact_ids) - {actor.contact_id}
    if not others:
        return Verdict(True)
    with connection.cursor() as cursor:
        cursor.execute(_LED.format(these=rows.places(others)), [actor.contact_id, *others])
        led = {child_id for (child_id,) in cursor.fetchall()}
    return Verdict(pos.friends_and_family and others == led, _("You can only buy for people in your group."))


# An organisation's people lead each other only: the pair tells of the organisation.
_LED = (
    "SELECT child_id FROM connections_connection WHERE parent_id = %s AND removed_at IS NULL AND child_id IN ({these})"
)
# The same as a column for a list, in SQL.
LEADS = """EXISTS (SELECT 1 FROM connections_connection c
    WHERE c.parent_id = {lead} AND c.child_id = {holder} AND c.removed_at IS NULL)"""


def may_pay(actor: Actor, order: Order) -> Verdict:
    """His own order; a member's own reservation only while the member allows it."""
    if actor.kind != Kind.CUSTOMER or actor.organisation_id != order.organisation_id:
        return Verdict(False, _("Sign in to pay."))
    if actor.contact_id == order.purchaser_id:
        return Verdict(True)
    if order.state != Order.State.RESERVED:
        return Verdict(False, _("Only reservations can be paid for somebody."))
    return consent.may(actor, Scope.PAY_RESERVATIONS, order.purchaser)


def is_still_allowed(payment: Payment) -> bool:
    """Whether the payer may still pay what he began to pay: consent may have ended while he was at the bank."""
    order = payment.order
    payer = Actor(Kind.CUSTOMER, order.organisation_id, Counter.SHOP, payment.payer_id)
    return payment.payer_id == order.purchaser_id or bool(consent.may(payer, Scope.PAY_RESERVATIONS, order.purchaser))


def may_take_over(actor: Actor, ticket: Ticket) -> Verdict:
    """The holder alone, signed in or by the link in his letter, and only what somebody else bought."""
    is_holder = actor.kind in (Kind.CUSTOMER, Kind.LINK) and actor.contact_id == ticket.holder_id
    return Verdict(is_holder and ticket.line.order.purchaser_id != ticket.holder_id, _("This is not yours to take."))


def may_decline(actor: Actor, ticket: Ticket) -> Verdict:
    """As taking over, until the season is over and the ticket his alone; and a guardian in a child's name."""
    is_his = bool(may_take_over(actor, ticket)) or _is_for_his_child(actor, ticket)
    ends = catalogue.priced(ticket.line.product).product.season.ends
    is_to_come = ticket.taken_over_at is None and ends >= clock.now().date()
    return Verdict(is_his and is_to_come, _("This is not yours to give back."))


def _is_for_his_child(actor: Actor, ticket: Ticket) -> bool:
    """What somebody else than this guardian bought for the child."""
    others = ticket.line.order.purchaser_id not in (actor.contact_id, actor.guardian_id)
    return others and actor.contact_id == ticket.holder_id and guardians.speaks_for(actor) is not None


def may_settle(actor: Actor, payment: Payment) -> Verdict:
    """The payer in front of the gateway's page, or the house when the gateway calls back."""
    is_payer = actor.kind == Kind.CUSTOMER and actor.contact_id == payment.payer_id
    return Verdict(is_payer or actor.kind == Kind.SYSTEM, _("This is not your payment."))
