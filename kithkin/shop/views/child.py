"""A child's page for a guardian: who decides, who asks and acts for the child, and handing over on the birthday."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kithkin.accounts.queries import has_login
from kithkin.base.verdict import Refused
from kithkin.connections import actions, door, guardians, queries, texts
from kithkin.connections.models import Connection
from kithkin.connections.presets import Preset
from kithkin.organisations import ages
from kithkin.organisations import queries as organisations
from kithkin.shop import answering, leads, words
from kithkin.shop.answers import see_other
from kithkin.shop.entry import led, with_friends
from kithkin.shop.forms.children import HandOverForm, WordForm
from kithkin.shop.forms.consent import AnswerForm
from kithkin.shop.guarding import as_guardian, deciding
from kithkin.ui import refusals

from .person import page_of_person


@require_safe
@as_guardian
def child(request: HttpRequest, connection: str) -> HttpResponse:
    """Everything that a guardian decides for a child, on one page."""
    return _page(request)


@require_POST
@deciding
def answer(request: HttpRequest, connection: str, other: str) -> HttpResponse:
    """Answer, change or end what somebody may see and do for the child, in the child's name."""
    found = _lead_of_child(request, other)
    consent = leads.consent_of(found, queries.latest(found))
    form = AnswerForm(consent, request.POST)
    if form.is_valid() and answering.answered(consent, form, by=request.member):
        messages.success(request, _("Noted. It counts from this moment."))
        return see_other("shop:child", connection)
    return _page(request, bound={other: form}, status=422)


@require_POST
@deciding
def second(request: HttpRequest, connection: str, other: str) -> HttpResponse:
    """Say whether somebody who asks is a guardian of the child, too."""
    asking = guardians.asking(request.connection.child_id)
    asked = next((each for each in asking if each.connection.public_id == other), None)
    if asked is None:
        raise Http404
    try:
        actions.answer_guardian(asked, request.POST.get("answer") == "allow", by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Noted. It counts from this moment."))
    return see_other("shop:child", connection)


@require_POST
@as_guardian
def address(request: HttpRequest, connection: str) -> HttpResponse:
    """Write down the young person's own email: a letter there lets him take the account over."""
    form = HandOverForm(request.POST)
    if not form.is_valid() or not _handed_over(request, form):
        return _page(request, hand_over=form, status=422)
    said = _("Noted. A letter with a link goes there, unless %(name)s has an email here or has spoken to us already.")
    messages.success(request, said % {"name": _called(request)})
    return see_other("shop:child", connection)


@require_POST
@with_friends
def guardian(request: HttpRequest, connection: str) -> HttpResponse:
    """The lead says that he is this person's guardian, too; he is told the same whoever the person is."""
    found = led(request, connection)
    form = WordForm(request.POST)
    if not form.is_valid():
        return page_of_person(request, connection, word=form, status=422)
    language = get_language() or ""
    said = texts.said_by_guardian(language, *organisations.policy_in_force(found.organisation, language))
    actions.ask_to_guard(found, by=request.actor, said=said)
    messages.success(request, _("Noted. If the child has a guardian here, they have a letter to answer."))
    return see_other("shop:person", connection)


@require_POST
@deciding
def asking(request: HttpRequest, connection: str) -> HttpResponse:
    """A child has blocked everybody: people may ask again, and the guardians answer."""
    child = request.connection.child
    actions.unblock(child, None, by=request.member)
    messages.success(
        request, _("People may ask for %(name)s again. Nothing is open by that.") % {"name": child.first_name}
    )
    return see_other("shop:child", connection)


def _handed_over(request: HttpRequest, form: HandOverForm) -> bool:
    with refusals.beside(form):
        actions.hand_over(request.connection, form.cleaned_data["email"], by=request.actor)
    return not form.errors


def _lead_of_child(request: HttpRequest, other: str) -> Connection:
    try:
        return queries.as_member(request.member, other)
    except Connection.DoesNotExist:
        raise Http404 from None


def _page(
    request: HttpRequest,
    *,
    bound: dict[str, AnswerForm] | None = None,
    hand_over: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    form = (hand_over or HandOverForm()) if request.hands_over and not _has_taken_over(request) else None
    context = {"connection": request.connection, "name": _called(request), "hand_over": form}
    if request.guardianship is None:
        return render(request, "shop/children/over.html", context, status=status)
    context |= {"child": door.own(request.member), "guardianship": request.guardianship}
    return render(request, "shop/children/child.html", context | _decisions(request, bound or {}), status=status)


def _has_taken_over(request: HttpRequest) -> bool:
    """Whether the child signs in already, as far as a guardian is concerned: a former one is not told."""
    return request.guardianship is not None and has_login(request.connection.child_id)


def _called(request: HttpRequest) -> str:
    """The child's name; to whoever is no guardian any more, as he typed it."""
    return request.connection.child.first_name if request.guardianship else request.connection.typed_first


def _decisions(request: HttpRequest, bound: dict[str, AnswerForm]) -> dict:
    organisation = request.point_of_sale.organisation
    together = guardians.of(request.connection.child_id)
    own = {each.connection_id for each in together}
    blocked = queries.blocked(request.member)
    cards = leads.cards(request.member, organisation, bound, blocked)
    return {
        "age": ages.of(organisation),
        "all_blocked": None in blocked,
        "others": [each.connection.parent for each in together if each.connection.parent_id != request.contact.pk],
        "asking": guardians.asking(request.connection.child_id),
        "cards": [_card(card) for card in cards if card["asked"].connection_id not in own],
    }


def _card(card: dict) -> dict:
    """What is open, or what is asked for."""
    asked = card["asked"]
    scopes = asked.scopes() if card["is_open"] else Preset(asked.connection.asks_for).rights
    return card | {"rights": words.named(scopes)}
