"""From the mailed link to everybody who acts for the member: a fresh code, sent to the address of the mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.accounts import actions
from kithkin.base.actor import by_link
from kithkin.connections import door, queries
from kithkin.connections.models import Consent
from kithkin.shop import code_visits
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.entry import behind_link
from kithkin.shop.forms.access_code import CodeForm
from kithkin.shop.views.acting import receipt_page

UNKNOWN = "shop/consent/unknown.html"


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def access_code(request: HttpRequest, token: str) -> HttpResponse:
    """Offer to send a code, take it, and open the member's page for some minutes."""
    asked = queries.request_behind(token)
    if asked is None:
        return render(request, UNKNOWN, {"messages": ()}, status=404)
    timezone.activate(asked.connection.organisation.timezone)
    if request.method != "POST":
        return _page(request, asked, token)
    if "code" in request.POST:
        return _entered(request, asked, token)
    actions.send_code(asked.connection.child, by=by_link(asked.connection.child))
    return SeeOther(f"{request.path}?sent=1")


@require_safe
@behind_link
def receipt(request: HttpRequest, token: str, kind: str = "") -> HttpResponse:
    """The receipt for this one lead."""
    asked = queries.request_behind(token)
    if asked is None:
        return render(request, UNKNOWN, {"messages": ()}, status=404)
    organisation = asked.connection.organisation
    timezone.activate(organisation.timezone)
    frame = {"base": "ui/narrow.html", "messages": (), "shop": {"organisation": organisation}, "token": token}
    return receipt_page(request, asked.connection, kind, frame)


def _entered(request: HttpRequest, asked: Consent, token: str) -> HttpResponse:
    form, member = CodeForm(request.POST), asked.connection.child
    secret = actions.enter_code(member, form.cleaned_data["code"], by=by_link(member)) if form.is_valid() else ""
    if secret:
        return code_visits.remember(see_other("shop:acting"), secret)
    form.refuse()
    return _page(request, asked, token, form)


def _page(request: HttpRequest, asked: Consent, token: str, form: CodeForm | None = None) -> HttpResponse:
    context = {
        "shop": {"organisation": asked.connection.organisation},
        "messages": (),
        "token": token,
        "address": door.masked_address(asked.connection),
        "sent": form or "sent" in request.GET,
        "form": form or CodeForm(),
    }
    return render(request, "shop/acting/code.html", context, status=422 if form else 200)
