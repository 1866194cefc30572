"""The pretend bank. Its page stands alone, as a real one would: it knows a payment, not who is signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kithkin.base import actor
from kithkin.base.actor import Counter
from kithkin.base.money import Money
from kithkin.sales import paying, queries
from kithkin.sales.gateways import Pretend
from kithkin.sales.models import Payment
from kithkin.shop.answers import see_other
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def pretend(request: HttpRequest, payment: str) -> HttpResponse:
    """Say what would be paid, with a button for either end; POST is the bank's answer to the house."""
    attempt = queries.attempt(payment)
    if attempt.gateway != Pretend.name:
        raise Http404
    if request.method == "POST":
        return _answered(request, attempt)
    context = {
        "payment": attempt,
        "amount": Money(attempt.amount, attempt.currency),
        "shop": {"organisation": attempt.order.organisation},
    }
    return render(request, "shop/checkout/pay.html", context)


def _answered(request: HttpRequest, attempt: Payment) -> HttpResponse:
    bank = actor.system(attempt.order.organisation_id, Counter.SHOP)
    with refusals.as_message(request):
        paying.finish(attempt, request.POST.dict(), by=bank)
    return see_other("shop:confirmation", attempt.order.number)
