"""People who act for me: who, what, since when; change, renew, end, block; the log, the preview and the receipt."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithkin.accounts import actions as accounts
from kithkin.connections import actions, door, guardians, queries, receipt
from kithkin.connections.models import Connection
from kithkin.sales import shown
from kithkin.shop import answering, code_visits, leads, member_log, page_text, paging, words
from kithkin.shop.answers import see_other
from kithkin.shop.entry import as_member
from kithkin.shop.forms.consent import AnswerForm


@require_safe
@as_member
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who acts for the reader, what waits for an answer, and the newest of the log."""
    return _people(request, {})


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def lead(request: HttpRequest, connection: str) -> HttpResponse:
    """What one lead saw and did; POST answers, changes, renews, ends or blocks."""
    found = _led(request, connection)
    if request.method != "POST":
        return _log(request, found)
    consent = leads.consent_of(found, queries.latest(found))
    form = AnswerForm(consent, request.POST)
    if form.is_valid() and answering.answered(consent, form, by=request.member):
        return _told(request, _("Noted. It counts from this moment."))
    return _people(request, {connection: form}, status=422)


@require_safe
@as_member
def log(request: HttpRequest) -> HttpResponse:
    """What everybody saw and did, page by page."""
    return _log(request, None)


@require_safe
@as_member
def log_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole log to take away, of everybody or of one lead: for a spreadsheet, or as data."""
    of = request.GET.get("of", "")
    found = _led(request, of).parent_id if of else None
    acts = member_log.whole(request.member, found)
    if kind == "json":
        return _file(JsonResponse({"log": member_log.as_data(acts)}, json_dumps_params={"indent": 2}), "log.json")
    return _file(HttpResponse(member_log.as_table(acts), content_type="text/csv; charset=utf-8"), "log.csv")


@require_safe
@as_member
def preview(request: HttpRequest, connection: str) -> HttpResponse:
    """The card that the lead gets now, and the tickets and orders he could open; nothing of it is noted."""
    found = _led(request, connection)
    card = door.as_seen_by(found.parent, by=request.member)
    if card is None:
        raise Http404
    tickets, orders = shown.as_seen_by(found.parent, by=request.member)
    context = {"lead": found.parent, "card": card, "can": words.can(card), "closed": words.closed(card)}
    return _render(request, "shop/acting/preview.html", context | {"tickets": tickets, "orders": orders})


@require_safe
@as_member
def proof(request: HttpRequest, connection: str, kind: str = "") -> HttpResponse:
    """The receipt, to read and print or as data."""
    found = _led(request, connection)
    return receipt_page(request, found, kind, _base(request))


@require_http_methods(["GET", "HEAD", "POST"])
@as_member
def everybody(request: HttpRequest) -> HttpResponse:
    """Ask whether it is meant; POST ends all that is open, and nobody may ask again. A child's guardians stay."""
    staying = guardians.of(_me(request).pk)
    if request.method != "POST":
        return _render(request, "shop/acting/everybody.html", {"staying": staying})
    leads_closed = actions.block(_me(request), None, by=request.member)
    return _told(request, words.blocked(leads_closed, [each.connection.parent for each in staying]))


@require_POST
@as_member
def asking(request: HttpRequest) -> HttpResponse:
    """People may ask again; nothing that ended comes back by itself."""
    actions.unblock(_me(request), None, by=request.member)
    return _told(request, _("People may ask you again. Nothing is open by that."))


@require_POST
@as_member
def closing(request: HttpRequest) -> HttpResponse:
    """End the visit that a code opened."""
    if request.code_visit:
        accounts.end_visit(request.code_visit, by=request.member)
    return code_visits.forget(see_other("shop:home"))


def receipt_page(request: HttpRequest, connection: Connection, kind: str, frame: dict) -> HttpResponse:
    """The receipt of a connection in either form."""
    written = receipt.receipt(connection, queries.latest(connection))
    if kind == "json":
        return _file(JsonResponse(written, json_dumps_params={"indent": 2}), "receipt.json")
    processing = written["pii_processing"]
    known = {"lead": connection.parent.first_name, "club": connection.organisation.name}
    context = {
        "receipt": written,
        "connection": connection,
        "valid_until": _day(processing["x_valid_until"]),
        "read": page_text.filled(processing["privacy_notice"]["text"], **known),
        "happened": member_log.happened(connection),
    }
    return render(request, "shop/acting/receipt.html", frame | context)


def _day(moment: str) -> datetime | None:
    return datetime.fromisoformat(moment) if moment else None


def _people(request: HttpRequest, bound: dict[str, AnswerForm], status: int = 200) -> HttpResponse:
    organisation = request.point_of_sale.organisation
    blocked = queries.blocked(request.member)
    cards = leads.cards(request.member, organisation, bound, blocked)
    context = {
        "waiting": [card for card in cards if card["standing"] == "question"],
        "cards": [card for card in cards if card["standing"] != "question"],
        "all_blocked": None in blocked,
        "guarded": any(card["guarded"] for card in cards),
        "staying": guardians.of(_me(request).pk) if any(card["guards"] for card in cards) else [],
        "log": member_log.page(request.member),
    }
    return _render(request, "shop/acting/people.html", context, status=status)


def _log(request: HttpRequest, connection: Connection | None) -> HttpResponse:
    found = member_log.page(request.member, paging.number(request), connection.parent_id if connection else None)
    pages = paging.ways(request, more=found.more)
    return _render(request, "shop/acting/log.html", {"log": found, "pages": pages, "connection": connection})


def _led(request: HttpRequest, connection: str) -> Connection:
    try:
        return queries.as_member(request.member, connection)
    except Connection.DoesNotExist:
        raise Http404 from None


def _me(request: HttpRequest):
    return request.code_visit.contact if request.code_visit else request.contact


def _told(request: HttpRequest, text: str) -> HttpResponse:
    if not request.code_visit:
        messages.success(request, text)
    return see_other("shop:acting")


def _base(request: HttpRequest) -> dict:
    """Who came by a code gets a page of its own: it knows nothing of whoever else has signed in here."""
    if not request.code_visit:
        return {"base": "ui/page.html"}
    return {"base": "ui/narrow.html", "messages": (), "visit": request.code_visit}


def _render(request: HttpRequest, template: str, context: dict, status: int = 200) -> HttpResponse:
    return render(request, template, context | _base(request), status=status)


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
