"""Home: what is on, and what is waiting for me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kithkin.catalogue import queries as catalogue
from kithkin.shop import todo
from kithkin.shop.entry import settled

MATCHES = 6


@require_safe
@settled
def home(request: HttpRequest) -> HttpResponse:
    """The next matches and the season ticket; for a customer also what he has to do for himself and his group."""
    organisation_id = request.point_of_sale.organisation_id
    context = {
        "matches": catalogue.next_matches(organisation_id, MATCHES),
        "offer": catalogue.offer(organisation_id),
        "todo": todo.items(request),
    }
    return render(request, "shop/home/home.html", context)
