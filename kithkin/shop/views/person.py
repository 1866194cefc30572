"""One of the lead's people: what is open, what is missing and who can give it; giving rights back, removing.

Everything here comes from what the lead typed and pressed and from what is open now (design decision 13).
"""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithkin.base import clock
from kithkin.base.verdict import Refused
from kithkin.connections import actions, birthdays, door, kinds
from kithkin.connections.kinds import Kinds
from kithkin.shop import words
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.entry import led, with_friends
from kithkin.shop.forms.children import WordForm
from kithkin.shop.forms.friends import KindForm, RightsForm, WishForm
from kithkin.ui import refusals


@require_safe
@with_friends
def person(request: HttpRequest, connection: str) -> HttpResponse:
    """How it stands between the lead and this person, and what he can do about it."""
    return page_of_person(request, connection)


def page_of_person(
    request: HttpRequest, connection: str, *, word: WordForm | None = None, status: int = 200
) -> HttpResponse:
    """The same page; `word` is what the lead said of himself and was not taken."""
    card = door.card(request.actor, connection)
    if card is None:
        raise Http404
    known = kinds.of(request.actor.organisation_id)
    opened, missing = words.rights(card)
    hands_over = card.guarded and not card.guards and birthdays.may_hand_over(request.actor, led(request, connection))
    context = {"card": card, "opened": opened, "missing": missing, "kind": known.word(card.kind)}
    context |= _forms(request, card, known) | {"hands_over": hands_over, "word": word}
    return render(request, "shop/friends/one.html", context, status=status)


@require_POST
@with_friends
def kind(request: HttpRequest, connection: str) -> HttpResponse:
    """The lead says what this person is to him."""
    found = led(request, connection)
    try:
        preset = actions.call(found, request.POST.get("kind", ""), by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return see_other("shop:person", connection)
    messages.success(request, _("Noted. Nothing opens or closes by it."))
    return SeeOther(f"{resolve_url('shop:person', connection)}?{urlencode({'asks': preset.value})}")


@require_POST
@with_friends
def rights(request: HttpRequest, connection: str) -> HttpResponse:
    """The lead gives rights back; what he keeps is what stays ticked."""
    found, card = led(request, connection), _card_by_name(request, connection)
    form = RightsForm(card, request.POST)
    if not form.is_valid() or not form.kept < card.open:
        messages.error(request, _("Nothing was given back. Switch off what you no longer need."))
        return see_other("shop:person", connection)
    with refusals.as_message(request):
        actions.narrow(found, form.kept, by=request.actor)
        messages.success(request, _("Given back. It counts from this moment."))
    return see_other("shop:person", connection)


@require_http_methods(["GET", "HEAD", "POST"])
@with_friends
def removal(request: HttpRequest, connection: str) -> HttpResponse:
    """Ask whether it is meant; POST takes the person off the list."""
    found, card = led(request, connection), _card_by_name(request, connection)
    if request.method != "POST":
        context = {"name": card.name, "connection": connection, "guards": card.guards}
        return render(request, "shop/friends/removal.html", context)
    actions.remove(found, by=request.actor)
    messages.success(request, _("%(name)s is no longer among your people.") % {"name": card.name})
    return see_other("shop:friends")


def _card_by_name(request: HttpRequest, connection: str) -> door.Card:
    return next(card for card in door.people(request.actor) if card.connection_id == connection)


def _forms(request: HttpRequest, card: door.Card, known: Kinds) -> dict:
    """What is open by the organiser's switch alone is nobody's to give back."""
    return {
        "kind_form": KindForm(known, card),
        "wish_form": WishForm(initial={"asks_for": request.GET.get("asks") or card.asks_for}),
        "tomorrow": clock.now() + timedelta(days=1),
        "gives_back": bool(card.open) and request.point_of_sale.organisation.consent_on,
    }
