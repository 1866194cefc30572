"""Orders, own and those that members have opened; paying later what was reserved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kithkin.base import numbers
from kithkin.base.verdict import Refused
from kithkin.connections.scopes import Scope
from kithkin.sales import paying, queries, shown
from kithkin.shop import paging, people
from kithkin.shop.entry import signed_in


@require_safe
@signed_in
def orders(request: HttpRequest) -> HttpResponse:
    """The order history, by person and page (second seed: only members who have consented can be chosen)."""
    choice = people.choice(request, Scope.SEE_ORDERS)
    found = shown.order_page(request.actor, of=choice.chosen, page=paging.number(request))
    pages = paging.ways(request, more=found.more)
    return render(request, "shop/orders/orders.html", {"orders": found.cards, "choice": choice, "pages": pages})


@require_safe
@signed_in
def order(request: HttpRequest, number: str) -> HttpResponse:
    """One order: whom it is for, what it costs, how it stands."""
    return _page(request, number)


@require_POST
@signed_in
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Begin to pay an order: his own, or a reservation of a member who allows it."""
    unpaid = queries.order_to_pay(request.actor, number)
    people.require_open(request, own=unpaid.purchaser_id == request.actor.contact_id)
    try:
        bank = paying.begin(
            unpaid,
            key=request.POST.get("key", "") or numbers.public_id(),
            page=lambda payment: reverse("shop:pay", args=[payment.public_id]),
            back=reverse("shop:order", args=[number]),
            by=request.actor,
        )
    except Refused as refusal:
        return _page(request, number, refusal.message, status=409)
    return redirect(bank)


def _page(request: HttpRequest, number: str, said: str = "", status: int = 200) -> HttpResponse:
    found = shown.order(request.actor, number)
    people.require_open(request, own=found.is_own)
    context = {"order": found, "key": numbers.public_id(), "said": said}
    return render(request, "shop/orders/order.html", context, status=status)
