"""A holder does not want what somebody bought for him: signed in, by the link in his letter, or a child's guardian."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Actor, by_link
from kithkin.base.verdict import Refused
from kithkin.sales import links, queries, rules
from kithkin.sales.actions import returning
from kithkin.sales.models import Ticket
from kithkin.sales.places import of_ticket
from kithkin.shop.answers import see_other
from kithkin.shop.entry import behind_link, signed_in
from kithkin.shop.guarding import deciding
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def declining(request: HttpRequest, ticket: str) -> HttpResponse:
    """Ask whether it is meant; POST gives the ticket back to whoever bought it."""
    return _page(request, ticket, request.actor)


@require_http_methods(["GET", "HEAD", "POST"])
@deciding
def for_child(request: HttpRequest, connection: str, ticket: str) -> HttpResponse:
    """The same for a child, by a guardian."""
    return _page(request, ticket, request.member, child=request.connection.child.first_name)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The same from the letter; what cannot be given back any more is shown as it is."""
    found = links.behind(token)
    if found is None:
        return render(request, "shop/tickets/unknown_link.html", {"messages": ()}, status=404)
    by = by_link(found.holder)
    if not rules.may_decline(by, found):
        return see_other("shop:ticket-link", token)
    if request.method != "POST":
        frame = {"shop": {"organisation": found.line.order.organisation}, "messages": (), "token": token}
        return render(request, "shop/tickets/declining_by_link.html", _asked(found) | frame)
    try:
        returning.decline(found, by=by)
    except Refused:  # somebody was quicker: the page behind the link says how it stands
        return see_other("shop:ticket-link", token)
    return see_other("shop:ticket-declined")


@require_safe
def declined(request: HttpRequest) -> HttpResponse:
    """The same for everybody: the link that led here is over."""
    return render(request, "shop/tickets/declined.html")


def _page(request: HttpRequest, public_id: str, by: Actor, child: str = "") -> HttpResponse:
    found = queries.ticket_of(by, public_id)
    if not rules.may_decline(by, found):
        raise Http404
    if request.method != "POST":
        return render(request, "shop/tickets/declining.html", _asked(found) | {"child": child})
    with refusals.as_message(request):
        returning.decline(found, by=by)
        messages.success(request, _("The ticket was given back."))
    return see_other("shop:tickets")


def _asked(ticket: Ticket) -> dict:
    return {"place": of_ticket(ticket), "purchaser": ticket.line.order.purchaser}
