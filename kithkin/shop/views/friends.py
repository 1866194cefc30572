"""Friends and family: the list, adding, asking again."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithkin.base import clock, names
from kithkin.base.verdict import Refused
from kithkin.connections import actions, adding, door, kinds
from kithkin.connections.models import Connection
from kithkin.shop import words
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.entry import led, with_friends
from kithkin.shop.forms.friends import CHILD, EMAIL, AddForm, WishForm
from kithkin.ui import refusals

MANY = 8  # with more people each has one line, and they can be searched


@require_http_methods(["GET", "HEAD", "POST"])
@with_friends
def friends(request: HttpRequest) -> HttpResponse:
    """The lead's people; POST adds somebody."""
    known = kinds.of(request.actor.organisation_id)
    if request.method != "POST":
        return _page(request, AddForm(known, initial={"by": EMAIL}))
    form = AddForm(known, request.POST)
    connection = _add(request, form) if form.is_valid() else None
    if connection is None:
        return _page(request, form)
    name = _called(request, connection)
    said = _("%(name)s is now among your people. You can buy at once.") % {"name": name}
    shown = _("See %(name)s in the list") % {"name": name}
    text = format_html('{} <a href="#person-{}">{}</a>', said, connection.public_id, shown)
    return _told(request, text, tab=form.tab)


@require_POST
@with_friends
def ask_again(request: HttpRequest, connection: str) -> HttpResponse:
    """Send the request once more; the answer is the same whether or not a mail goes."""
    found = led(request, connection)
    wish = WishForm(request.POST)
    try:
        actions.ask_again(found, by=request.actor, asks_for=wish.preset if wish.is_valid() else None)
    except Refused as refusal:
        return _answered(request, wish, found, refusal.message, level="error")
    name = _called(request, found)
    return _answered(
        request, wish, found, _("Noted. If %(name)s takes requests, a mail is on its way.") % {"name": name}
    )


def _answered(request: HttpRequest, wish: WishForm, asked: Connection, text: str, level: str = "success"):
    """Back to where the button was: the page of the person also says what is asked for."""
    if "asks_for" not in wish.data:
        return _told(request, text, level=level)
    getattr(messages, level)(request, text)
    return see_other("shop:person", asked.public_id)


def _add(request: HttpRequest, form: AddForm) -> Connection | None:
    told, lead, by = form.cleaned_data, request.contact, request.actor
    with refusals.beside(form):
        if told["by"] == EMAIL:
            return adding.by_email(lead, told["first_name"], told["last_name"], told["email"], by=by, tie=form.tie)
        if told["by"] == CHILD:
            return adding.child(lead, told["first_name"], told["last_name"], told["birth_date"], by=by)
        return adding.by_number(lead, told["number"], told["last_name"], by=by, tie=form.tie)
    return None


def _called(request: HttpRequest, connection: Connection) -> str:
    return door.names(request.actor, [connection.child_id])[connection.child_id]


def _told(request: HttpRequest, text: str, *, level: str = "success", tab: str = EMAIL) -> HttpResponse:
    """The page with what happened: the changed part alone for htmx, else the page anew."""
    if request.htmx:
        clean = AddForm(kinds.of(request.actor.organisation_id), initial={"by": tab})
        return _page(request, clean, notice={"text": text, "level": level})
    getattr(messages, level)(request, text)
    return SeeOther(f"{resolve_url('shop:friends')}#main")  # else the browser stays where the form was


def _page(request: HttpRequest, form: AddForm, notice: dict | None = None) -> HttpResponse:
    cards = door.group(request.actor)
    sought = names.fold(request.GET.get("q", ""))
    found = [card for card in cards if sought in names.fold(card.name)]
    context = {
        "form": form,
        "notice": notice,
        "people": [(card, words.can(card), words.closed(card), form.kinds.word(card.kind)) for card in found],
        "led": len(cards),
        "waiting": sum(not card.active for card in cards),
        "many": len(cards) > MANY,
        "tomorrow": clock.now() + timedelta(days=1),
    }
    return render(request, "shop/friends/group.html" if request.htmx else "shop/friends/friends.html", context)
