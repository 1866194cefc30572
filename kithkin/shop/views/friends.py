"""Friends and family: the list, adding, asking again, removing."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithkin.base import clock, names
from kithkin.base.verdict import Refused
from kithkin.connections import actions, adding, door, queries
from kithkin.connections.models import Connection
from kithkin.shop import words
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.entry import with_friends
from kithkin.shop.forms.friends import EMAIL, AddForm
from kithkin.shop.forms.refusal import put_beside

MANY = 8  # with more people each has one line, and they can be searched


@require_http_methods(["GET", "HEAD", "POST"])
@with_friends
def friends(request: HttpRequest) -> HttpResponse:
    """The lead's people; POST adds somebody."""
    if request.method != "POST":
        return _page(request, AddForm(initial={"by": EMAIL}))
    form = AddForm(request.POST)
    connection = _add(request, form) if form.is_valid() else None
    if connection is None:
        return _page(request, form)
    name = _called(request, connection)
    return _told(request, _("%(name)s is now among your people. You can buy at once.") % {"name": name}, tab=form.tab)


@require_POST
@with_friends
def ask_again(request: HttpRequest, connection: str) -> HttpResponse:
    """Send the request once more; the answer is the same whether or not a mail goes."""
    found = _led(request, connection)
    try:
        actions.ask_again(found, by=request.actor)
    except Refused as refusal:
        return _told(request, refusal.message, level="error")
    name = _called(request, found)
    return _told(request, _("Noted. If %(name)s takes requests, a mail is on its way.") % {"name": name})


@require_http_methods(["GET", "HEAD", "POST"])
@with_friends
def removal(request: HttpRequest, connection: str) -> HttpResponse:
    """Ask whether it is meant; POST takes the person off the list."""
    found = _led(request, connection)
    name = _called(request, found)
    if request.method != "POST":
        return render(request, "shop/friends/removal.html", {"name": name})
    actions.remove(found, by=request.actor)
    messages.success(request, _("%(name)s is no longer among your people.") % {"name": name})
    return see_other("shop:friends")


def _add(request: HttpRequest, form: AddForm) -> Connection | None:
    told, lead, by = form.cleaned_data, request.contact, request.actor
    try:
        if told["by"] == EMAIL:
            return adding.by_email(lead, told["first_name"], told["last_name"], told["email"], by=by)
        return adding.by_number(lead, told["number"], told["last_name"], by=by)
    except Refused as refusal:
        put_beside(form, refusal)
        return None


def _led(request: HttpRequest, connection: str) -> Connection:
    try:
        return queries.connection(request.actor, connection)
    except Connection.DoesNotExist:
        raise Http404 from None


def _called(request: HttpRequest, connection: Connection) -> str:
    return door.names(request.actor, [connection.child_id])[connection.child_id]


def _told(request: HttpRequest, text: str, *, level: str = "success", tab: str = EMAIL) -> HttpResponse:
    """The page with what happened: the changed part alone for htmx, else the page anew."""
    if request.htmx:
        return _page(request, AddForm(initial={"by": tab}), notice={"text": text, "level": level})
    getattr(messages, level)(request, text)
    return SeeOther(f"{resolve_url('shop:friends')}#main")  # else the browser stays where the form was


def _page(request: HttpRequest, form: AddForm, notice: dict | None = None) -> HttpResponse:
    cards = door.group(request.actor)
    sought = names.fold(request.GET.get("q", ""))
    found = [card for card in cards if sought in names.fold(card.name)]
    context = {
        "form": form,
        "notice": notice,
        "people": [(card, words.can(card), words.closed(card)) for card in found],
        "led": len(cards),
        "waiting": sum(not card.active for card in cards),
        "many": len(cards) > MANY,
        "tomorrow": clock.now() + timedelta(days=1),
    }
    return render(request, "shop/friends/group.html" if request.htmx else "shop/friends/friends.html", context)
