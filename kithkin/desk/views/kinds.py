"""What people can be to each other: the house's words, and the organiser's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithkin.base.actor import Power
from kithkin.connections import actions
from kithkin.connections import kinds as words
from kithkin.connections.models import OwnKind
from kithkin.connections.presets import Preset
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.kinds import KindForm, asks
from kithkin.desk.frame import page
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.SET_CHARACTERISTICS)
def kinds(request: HttpRequest) -> HttpResponse:
    """Every word that a lead can choose; POST adds one of the organiser's own."""
    form = KindForm(request.POST or None)
    if form.is_valid() and _added(request, form):
        messages.success(request, _("Saved: leads can choose %(name)s.") % {"name": form.cleaned_data["name"]})
        return redirect("desk:kinds")
    said = asks()
    house = [(word, said[words.PRESETS[code].value]) for code, word in words.WORDS.items()]
    offered = [kind for kind in words.of(request.post.organisation_id).own if kind.retired_at is None]
    what = {"house": house, "own": [(kind, said[kind.asks_for]) for kind in offered], "form": form}
    return page(request, "kinds", what, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.SET_CHARACTERISTICS)
def removal(request: HttpRequest, kind: int) -> HttpResponse:
    """Ask whether it is meant; POST takes the word out of the list."""
    found = get_object_or_404(OwnKind, organisation=request.post.organisation, pk=kind)
    if request.method != "POST":
        return page(request, "kind_removal", {"kind": found})
    actions.retire_kind(found, by=request.actor)
    messages.success(request, _("%(name)s can no longer be chosen.") % {"name": found.name})
    return redirect("desk:kinds")


def _added(request: HttpRequest, form: KindForm) -> bool:
    told = form.cleaned_data
    with refusals.beside(form):
        actions.add_kind(request.post.organisation, told["name"], Preset(told["asks_for"]), by=request.actor)
    return not form.errors
