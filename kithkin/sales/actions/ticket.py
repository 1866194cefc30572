"""What a holder does with his ticket."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, numbers
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import WrongMove
from kithkin.sales import rules
from kithkin.sales.codes import new_code
from kithkin.sales.models import Ticket, VoidCode


@action
def take_over(ticket: Ticket, *, by: Actor) -> Ticket:
    """The holder makes his own what somebody else bought for him: a new code, the old one void (design decision 18).

    The order keeps name, seat and price. Pressed twice, it is taken over once.
    """
    rules.may_take_over(by, ticket).require()
    now, old = clock.now(), ticket.code
    fresh = {"code": new_code(), "public_id": numbers.public_id(), "taken_over_at": now}
    untouched = Ticket.objects.filter(pk=ticket.pk, code=old, state=Ticket.State.VALID, taken_over_at=None)
    if not untouched.update(**fresh):
        raise WrongMove(_("This ticket is yours already, or is no longer valid. Load the page again."))
    VoidCode.objects.create(ticket=ticket, code=old, since=now)
    journal.write("ticket.taken-over", by=by, about=ticket)
    for name, value in fresh.items():
        setattr(ticket, name, value)
    return ticket
