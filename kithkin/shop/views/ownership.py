"""This is mine: a holder takes over a ticket that somebody bought for him, signed in or by the link in his letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import by_link, customer
from kithkin.base.verdict import Refused
from kithkin.persons import strangers
from kithkin.sales import links, queries, rules, shown
from kithkin.sales.actions import ticket as tickets
from kithkin.sales.cards import TicketCard
from kithkin.sales.models import Ticket
from kithkin.sales.places import of_ticket
from kithkin.shop.answers import see_other
from kithkin.shop.entry import behind_link, signed_in
from kithkin.shop.views.tickets import paper
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ownership(request: HttpRequest, ticket: str) -> HttpResponse:
    """Ask whether it is meant; POST takes the ticket over."""
    found = queries.ticket_of(request.actor, ticket)
    if not rules.may_take_over(request.actor, found):
        raise Http404
    if request.method != "POST":
        return render(request, "shop/tickets/ownership.html", {"ticket": found, "place": of_ticket(found)})
    with refusals.as_message(request):
        tickets.take_over(found, by=request.actor)
        messages.success(request, _("This ticket is yours alone now. Its code is new."))
    return see_other("shop:tickets")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Say who bought it and where it is; a pressed button takes it over, and its new code is shown."""
    found = _behind(token)
    if found is None:
        return render(request, "shop/tickets/unknown_link.html", {"messages": ()}, status=404)
    said = ""
    if request.method == "POST":
        try:
            tickets.take_over(found, by=by_link(found.holder))
        except Refused as refusal:
            said = refusal.message
        else:
            return see_other("shop:ticket-link", token)
    return render(request, "shop/tickets/by_link.html", _context(found, token, said), status=409 if said else 200)


@require_safe
@behind_link
def by_letter_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket as a file, once it is the holder's own."""
    found = _behind(token)
    if found is None or not found.taken_over_at:
        raise Http404
    return paper([_card(found)], f"ticket-{found.public_id[:6]}.pdf")


def _behind(token: str) -> Ticket | None:
    found = links.behind(token)
    if found:
        timezone.activate(found.line.order.organisation.timezone)
    return found


def _context(found: Ticket, token: str, said: str) -> dict:
    order = found.line.order
    return {
        "shop": {"organisation": order.organisation},
        "messages": (),
        "token": token,
        "purchaser": order.purchaser,
        "place": of_ticket(found),
        "card": _card(found) if found.taken_over_at else None,
        "may_decline": bool(rules.may_decline(by_link(found.holder), found)),
        "stranger": found.holder.name if _may_disown(found) else "",
        "said": said,
    }


def _may_disown(found: Ticket) -> bool:
    return links.is_fresh(found) and bool(strangers.may_disown(by_link(found.holder), found.holder))


def _card(found: Ticket) -> TicketCard:
    return shown.ticket(customer(found.holder), found.public_id)
