"""The purchaser says who goes with a ticket that has come back to him."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused, WrongMove
from kithkin.contacts.models import Contact
from kithkin.mail import outbox
from kithkin.organisations.models import PointOfSale
from kithkin.sales import queries, rules, unnamed
from kithkin.sales.codes import renew
from kithkin.sales.models import OrderLine, Ticket
from kithkin.sales.posting import letter


@action
def name_holder(ticket: Ticket, holder: Contact, called: str, *, pos: PointOfSale, by: Actor) -> None:
    """Himself or one of his people, each once a season; `called` is how the purchaser knows him.

    A ticket that changes hands gets a new code. The new holder hears of it as of any purchase.
    """
    rules.may_buy_for(by, [holder.pk], pos).require()
    line = _held_still(ticket, by)
    if holder.pk in unnamed.have_one(by, ticket):
        raise Refused(_("This seat cannot be sold in this name."))
    if holder.pk != line.holder_id:
        renew([line.pk])
    named = {"holder_id": holder.pk, "holder_name": called, "came_back_at": None}
    OrderLine.objects.filter(pk=line.pk).update(**named)
    Ticket.objects.filter(line_id=line.pk).update(holder_id=holder.pk)
    journal.write("ticket.holder-named", by=by, about=holder, line=line.pk, lead=line.order.purchaser_id)
    if holder.pk != by.contact_id:
        outbox.post_many([letter("ticket-for-you", holder, line=line.pk)])


def _held_still(ticket: Ticket, by: Actor) -> OrderLine:
    """The line of this ticket, with all that have come back locked: naming twice at once is one after the other."""
    lines = OrderLine.objects.filter(ticket__in=unnamed.tickets(by).order_by().values("pk"))
    line = next((line for line in queries.held_still(lines) if line.pk == ticket.line_id), None)
    if line is None:
        raise WrongMove(_("Somebody is named for this ticket already. Load the page again."))
    return line
