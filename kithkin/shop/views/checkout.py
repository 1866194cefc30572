"""Paying or reserving, and the confirmation."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.verdict import Refused
from kithkin.sales import paying, queries, shown
from kithkin.sales.actions import order as orders
from kithkin.sales.models import Basket, Order, Payment
from kithkin.shop import held
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.confirmed import Confirmed
from kithkin.shop.entry import signed_in
from kithkin.shop.timeleft import TimeLeft


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def checkout(request: HttpRequest) -> HttpResponse:
    """Names, seats and sum once more; POST orders and goes on to the payment, or reserves."""
    if request.method == "POST":
        return _ordered(request)
    full = queries.basket_of(request.actor)
    if full is None or full.is_over:
        return see_other("shop:basket")
    full.basket.organisation = request.point_of_sale.organisation
    context = {
        "full": full,
        "people": held.people(full),
        "together": held.together(full),
        "time": TimeLeft(full),
        "reserved_until": _reserved_until(full.basket),
    }
    return render(request, "shop/checkout/checkout.html", context)


@require_safe
@signed_in
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    """What was ordered, and what happens next. A member's order that the reader paid has only its own page."""
    order = shown.order(request.actor, number)
    if not order.is_own:
        return redirect("shop:order", number)
    return render(request, "shop/checkout/confirmation.html", {"order": order, "confirmed": Confirmed(order)})


def _ordered(request: HttpRequest) -> HttpResponse:
    """The basket that the page showed becomes an order, once however often it is sent."""
    full = queries.basket(request.actor, request.POST.get("basket", ""))
    if full is None:
        return see_other("shop:basket")
    try:
        if request.POST.get("how") == "reserve":
            return SeeOther(_back(orders.place(full.basket, by=request.actor, pay_now=False)))
        return SeeOther(paying.order_now(full.basket, page=_pay_page, back=_back, by=request.actor))
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return see_other("shop:basket")


def _pay_page(payment: Payment) -> str:
    return reverse("shop:pay", args=[payment.public_id])


def _back(order: Order) -> str:
    return reverse("shop:confirmation", args=[order.number])


def _reserved_until(basket: Basket) -> datetime | None:
    """Until when a reservation would be kept; None where the organiser does not offer it, or no longer."""
    try:
        return queries.reserved_until(basket)
    except Refused:
        return None
