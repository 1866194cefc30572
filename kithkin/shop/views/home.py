"""Home: what is on, and what is waiting for me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kithkin.base.actor import Kind
from kithkin.catalogue import queries as catalogue
from kithkin.connections import door
from kithkin.sales import shown

MATCHES = 6


def home(request: HttpRequest) -> HttpResponse:
    """The next matches and the season ticket; for a customer also what his group waits for."""
    organisation_id = request.point_of_sale.organisation_id
    known = request.actor.kind == Kind.CUSTOMER
    context = {
        "matches": catalogue.next_matches(organisation_id, MATCHES),
        "offer": catalogue.offer(organisation_id),
        "unpaid": shown.waiting_for_payment(request.actor) if known else [],
        "waiting": _waiting(request) if known else [],
    }
    return render(request, "shop/home/home.html", context)


def _waiting(request: HttpRequest) -> list[door.Card]:
    if not request.point_of_sale.friends_and_family:
        return []
    return [card for card in door.people(request.actor) if not card.active]
