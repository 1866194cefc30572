"""The seat map: stands, one block, its seats."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.verdict import Refused
from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.queries import Offer
from kithkin.sales import choosing, queries
from kithkin.sales.queries import FullBasket
from kithkin.shop import candidates, ground, seating
from kithkin.shop.answers import see_other
from kithkin.shop.entry import signed_in
from kithkin.shop.forms.season import Coming
from kithkin.shop.forms.seats import Picked
from kithkin.shop.places import instead_words
from kithkin.shop.views.season import chosen_before


@require_safe
@signed_in
def stands(request: HttpRequest) -> HttpResponse:
    """All blocks, drawn and listed, with how many seats are free in each."""
    offer, basket, coming = _wish(request)
    if coming is None:
        return _who_first(request)
    occupancy = queries.occupancy(offer, request.actor, basket)
    context = {
        "coming": coming,
        "ground": ground.drawn(offer.geometry),
        "stands": seating.stands(offer, occupancy),
        "carried": _carried(request, coming),
    }
    return render(request, "shop/seats/stands.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def block(request: HttpRequest, block: int) -> HttpResponse:
    """One block, drawn and listed; POST holds the seats that were picked."""
    offer, basket, coming = _wish(request)
    if coming is None:
        return _who_first(request)
    shape = offer.geometry.block(block)
    if request.method == "POST":
        picked = Picked(shape, len(coming.people), request.POST)
        if answer := _held(request, coming, picked):
            return answer
    else:
        picked = Picked(shape, len(coming.people), seat=[seat.seat_id for seat in basket.seats] if basket else [])
    occupancy = queries.occupancy(offer, request.actor, basket, blocks=[block])
    context = {
        "coming": coming,
        "picked": picked,
        "view": seating.BlockView(offer, shape, occupancy, coming, picked.ticked),
        "carried": _carried(request, coming),
    }
    return render(request, "shop/seats/block.html", context, status=422 if picked.errors else 200)


def _wish(request: HttpRequest) -> tuple[Offer | None, FullBasket | None, Coming | None]:
    """Who is to be seated: as the address or the form says, else as in the basket."""
    offer = catalogue.offer(request.actor.organisation_id)
    if offer is None:
        return None, None, None
    basket = queries.basket_of(request.actor)
    people = candidates.to_reckon(request)
    told = request.POST if request.method == "POST" else request.GET
    if "who" in told:
        coming = Coming(offer, people, told)
    elif basket:
        coming = Coming(offer, people, **chosen_before(basket, people))
    else:
        return offer, None, None
    return offer, basket, coming if coming.ticked else None


def _carried(request: HttpRequest, coming: Coming) -> str:
    """What the links take along when the wish is not in a basket yet."""
    told = request.POST if request.method == "POST" else request.GET
    return f"?{urlencode(coming.kept)}" if "who" in told else ""


def _who_first(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Say first who is coming, then choose the seats."))
    return see_other("shop:season-ticket")


def _held(request: HttpRequest, coming: Coming, picked: Picked) -> HttpResponse | None:
    """The picked seats, kept; None when the page has to say something about them."""
    if not picked.is_valid():
        return None
    try:
        held = choosing.hold_these(
            coming.offer, coming.people, picked.cleaned_data["seat"], pos=request.point_of_sale, by=request.actor
        )
    except Refused as refusal:
        picked.add_error("seat", refusal.message)
        return None
    if held.lost:
        messages.warning(request, instead_words(coming.offer.geometry, held))
    return see_other("shop:basket")
