"""Points of sale and their Characteristics (first seed)."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.desk import figures
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.points_of_sale import Turn
from kithkin.desk.frame import page
from kithkin.organisations import actions
from kithkin.organisations.models import PointOfSale


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
        return page(request, "characteristics", {"point": found, "figures": figures.consent(found.organisation)})
    turn = Turn(request.POST)
    if not turn.is_valid():
        raise BadRequest(turn.errors.as_text())
    return _turn(request, found, **turn.cleaned_data)


def _turn(request: HttpRequest, point: PointOfSale, switch: str, on: bool, sure: bool) -> HttpResponse:
    if switch == Turn.CONSENT and point.organisation.consent_on and not on and not sure:
        return page(request, "consent_off", {"point": point, "figures": figures.consent(point.organisation)})
    saved = _turn_consent(request, point, on) if switch == Turn.CONSENT else _turn_friends(request, point, on)
    messages.success(request, saved)
    return redirect("desk:characteristics", point.pk)


def _turn_friends(request: HttpRequest, point: PointOfSale, on: bool) -> str:
    actions.switch_friends_and_family(point, on, by=request.actor)
    said = (
        _("Saved: Friends and Family is on at %(point)s.")
        if on
        else _("Saved: Friends and Family is off at %(point)s.")
    )
    return said % {"point": point.name}


def _turn_consent(request: HttpRequest, point: PointOfSale, on: bool) -> str:
    actions.switch_consent(point.organisation, on, by=request.actor)
    return _("Saved: members are asked for consent.") if on else _("Saved: members are not asked for consent.")
