"""Points of sale and their Characteristics."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.connections import actions as acting
from kithkin.connections import queries as connections
from kithkin.connections import stages
from kithkin.desk import figures
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.points_of_sale import Turn
from kithkin.desk.frame import page
from kithkin.organisations import actions
from kithkin.organisations.models import Organisation, PointOfSale


@require_safe
@at_desk(Power.SET_CHARACTERISTICS)
def points_of_sale(request: HttpRequest) -> HttpResponse:
    """Every shop and desk of the organisation."""
    found = PointOfSale.objects.filter(organisation=request.post.organisation).order_by("kind", "name", "pk")
    return page(request, "points_of_sale", {"points": found})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.SET_CHARACTERISTICS)
def characteristics(request: HttpRequest, point: int) -> HttpResponse:
    """The switches of one point of sale, and those of its organisation."""
    found = get_object_or_404(PointOfSale, organisation=request.post.organisation, pk=point)
    found.organisation = request.post.organisation
    if request.method != "POST":
        older = connections.not_asked_yet(found.organisation).count() if found.organisation.consent_on else 0
        what = {"point": found, "figures": figures.consent(found.organisation), "older": older}
        return page(request, "characteristics", what)
    turn = Turn(request.POST)
    if not turn.is_valid():
        raise BadRequest(turn.errors.as_text())
    return _turn(request, found, **turn.cleaned_data)


def _turn(request: HttpRequest, point: PointOfSale, **turn) -> HttpResponse:
    if turn["switch"] == Turn.CONSENT and (question := _question(point.organisation, **turn)):
        older = connections.never_asked(point.organisation).count()
        return page(request, question, {"point": point, "figures": figures.consent(point.organisation), "older": older})
    messages.success(request, _DEEDS[turn["switch"]](request, point, turn))
    return redirect("desk:characteristics", point.pk)


def _question(organisation: Organisation, *, on: bool, sure: bool, older: str, **_rest) -> str:
    """The page that asks once more: before consent is no longer asked for, and what becomes of older connections."""
    if organisation.consent_on and not on and not sure:
        return "consent_off"
    starts = on and not organisation.consent_on
    return "consent_on" if starts and not older and connections.never_asked(organisation).exists() else ""


def _turn_consent(request: HttpRequest, point: PointOfSale, turn: dict) -> str:
    """Turn the consent switch; when it goes on, settle what is older and send the first requests."""
    said = _switch_consent(request, point, turn["on"])
    if turn["on"] and turn["older"]:
        active = turn["older"] == "active"
        count = acting.settle_older(point.organisation, active=active, by=request.actor)
        words = _ACTIVE if active else _PENDING
        said = f"{said} {words % {'count': count}}"
    return f"{said} {_stage(request, point, turn)}" if turn["stage"] else said


def _stage(request: HttpRequest, point: PointOfSale, turn: dict) -> str:
    sent = stages.send_requests(point.organisation, most=turn["stage"] or 0, by=request.actor)
    return ngettext("%(sent)d request is on its way.", "%(sent)d requests are on their way.", sent) % {"sent": sent}


def _turn_friends(request: HttpRequest, point: PointOfSale, on: bool) -> str:
    actions.switch_friends_and_family(point, on, by=request.actor)
    said = (
        _("Saved: Friends and Family is on at %(point)s.")
        if on
        else _("Saved: Friends and Family is off at %(point)s.")
    )
    return said % {"point": point.name}


def _switch_consent(request: HttpRequest, point: PointOfSale, on: bool) -> str:
    actions.switch_consent(point.organisation, on, by=request.actor)
    return _("Saved: members are asked for consent.") if on else _("Saved: members are not asked for consent.")


_ACTIVE = ngettext_lazy("%(count)d older connection is active.", "%(count)d older connections are active.", "count")
_PENDING = ngettext_lazy("%(count)d older connection is pending.", "%(count)d older connections are pending.", "count")
_DEEDS = {
    Turn.FRIENDS_AND_FAMILY: lambda request, point, turn: _turn_friends(request, point, turn["on"]),
    Turn.CONSENT: _turn_consent,
    Turn.STAGE: _stage,
}
