"""Tickets on the screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kithkin.catalogue import queries as catalogue
from kithkin.connections.scopes import Scope
from kithkin.sales import papers, shown
from kithkin.sales.cards import TicketCard
from kithkin.shop import people
from kithkin.shop.entry import signed_in
from kithkin.shop.people import Choice


@require_safe
@signed_in
def tickets(request: HttpRequest) -> HttpResponse:
    """The ticket list, by person (second seed: only members who have consented can be chosen)."""
    choice = people.choice(request, Scope.SEE_TICKETS)
    context = {
        "tickets": [(card, _declining(card, choice)) for card in shown.tickets(request.actor, of=choice.chosen)],
        "choice": choice,
        "matches": catalogue.next_matches(request.point_of_sale.organisation_id, 4),
    }
    return render(request, "shop/tickets/tickets.html", context)


@require_safe
@signed_in
def pdf(request: HttpRequest, ticket: str) -> HttpResponse:
    """One ticket as a file to print or keep."""
    card = shown.ticket(request.actor, ticket)
    people.require_open(request, own=card.is_own or bool(card.order))
    return paper([card], f"ticket-{card.seat.row}{card.seat.number}.pdf")


@require_safe
@signed_in
def order_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """All tickets of an own order in one file."""
    return paper(shown.order_tickets(request.actor, number), f"tickets-{number}.pdf")


def _declining(card: TicketCard, choice: Choice) -> str:
    """Where the reader gives it back, for himself or a child; empty where that is not for him to say."""
    if card.may_decline and card.is_own:
        return reverse("shop:ticket-declining", args=[card.public_id])
    if card.may_decline and card.holder_id in choice.children:
        return reverse("shop:child-ticket-declining", args=[choice.children[card.holder_id], card.public_id])
    return ""


def paper(cards: list[TicketCard], name: str) -> HttpResponse:
    """These tickets as a file that no cache keeps."""
    return HttpResponse(
        papers.pdf(cards),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"},
    )
