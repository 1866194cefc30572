"""The basket: your seats, and how long they are kept."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithkin.base.verdict import Refused
from kithkin.catalogue import queries as catalogue
from kithkin.sales import choosing, queries
from kithkin.sales.actions import basket as baskets
from kithkin.sales.actions.basket import Person
from kithkin.sales.queries import FullBasket
from kithkin.shop import held
from kithkin.shop.answers import see_other
from kithkin.shop.entry import signed_in
from kithkin.shop.forms.basket import Seating
from kithkin.shop.places import instead_words
from kithkin.shop.timeleft import TimeLeft


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def basket(request: HttpRequest) -> HttpResponse:
    """Your seats; POST says who sits where, or asks for the seats of a basket whose time is over."""
    full = queries.basket_of(request.actor)
    if full is None:
        return render(request, "shop/basket/empty.html")
    if full.is_over:
        return _once_more(request, full) if request.method == "POST" else _over(request, full)
    if request.method == "POST":
        return _seated(request, full)
    return _page(request, full, Seating(full.seats))


@require_POST
@signed_in
def extension(request: HttpRequest) -> HttpResponse:
    """Some more minutes, once."""
    if full := queries.basket_of(request.actor):
        _try(request, partial(baskets.extend, full.basket, by=request.actor))
    return see_other("shop:checkout" if request.POST.get("then") == "checkout" else "shop:basket")


@require_POST
@signed_in
def removal(request: HttpRequest) -> HttpResponse:
    """One person stays at home, or all seats are let go."""
    full = queries.basket_of(request.actor)
    wanted = request.POST.get("person", "")
    if full and wanted == "all":
        _try(request, partial(baskets.let_go, full.basket, by=request.actor), _("You let all seats go."))
    leaving = [seat for seat in full.seats if str(seat.position) == wanted] if full else []
    for seat in leaving:
        words = _("%(name)s's seat was let go.") % {"name": seat.called}
        _try(request, partial(baskets.remove, full.basket, seat.holder_id, by=request.actor), words)
    return see_other("shop:basket")


def _try(request: HttpRequest, change: Callable[[], object], words: str = "") -> None:
    """Do it and say so; or say why not."""
    try:
        change()
    except Refused as refusal:
        messages.warning(request, refusal.message)
    else:
        if words:
            messages.success(request, words)


def _seated(request: HttpRequest, full: FullBasket) -> HttpResponse:
    """Everybody to the seat that was chosen for him."""
    form = Seating(full.seats, request.POST)
    if not form.is_valid():
        return _page(request, full, form, status=422)
    offer = catalogue.priced(full.basket.product)
    for one, other in form.swaps:
        _try(request, partial(baskets.swap, full.basket, one, other, offer, by=request.actor))
    return see_other("shop:basket")


def _page(request: HttpRequest, full: FullBasket, form: Seating, status: int = 200) -> HttpResponse:
    people = held.people(full)
    context = {
        "full": full,
        "form": form,
        "people": people,
        "together": held.together(full),
        "blocks": held.blocks(full, people, queries.around(full, request.actor)),
        "time": TimeLeft(full),
    }
    return render(request, "shop/basket/basket.html", context, status=status)


def _over(request: HttpRequest, full: FullBasket) -> HttpResponse:
    context = {"full": full, "people": held.people(full), "together": held.together(full)}
    return render(request, "shop/basket/over.html", context)


def _once_more(request: HttpRequest, full: FullBasket) -> HttpResponse:
    """The same people on the same seats, or on the nearest ones that are left."""
    offer = catalogue.offer(request.actor.organisation_id)
    if offer is None:
        return see_other("shop:season-ticket")
    people = [Person(seat.holder_id, seat.holder_name, seat.tariff_id) for seat in full.seats]
    seats = [seat.seat_id for seat in full.seats]
    try:
        got = choosing.hold_these(offer, people, seats, pos=request.point_of_sale, by=request.actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return see_other("shop:season-ticket")
    if got.lost:
        messages.warning(request, instead_words(offer.geometry, got))
    return see_other("shop:basket")
