"""The privacy policy: its versions, and publishing the next."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.desk import policies as desk
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.policies import Texts
from kithkin.desk.frame import page
from kithkin.organisations import actions, queries
from kithkin.ui import refusals


@require_safe
@at_desk(Power.PUBLISH_POLICY)
def policies(request: HttpRequest) -> HttpResponse:
    """Every version, the one in force first."""
    return page(request, "policies", {"versions": desk.versions(queries.policies(request.post.organisation))})


@require_safe
@at_desk(Power.PUBLISH_POLICY)
def policy(request: HttpRequest, version: int) -> HttpResponse:
    """One version in all its languages, word by word."""
    found = list(queries.policies(request.post.organisation).filter(version=version))
    if not found:
        raise Http404
    what = {
        "version": found[0],
        "in_force": version == queries.policy_version(request.post.organisation),
        "shown": desk.shown({text.language: text.body for text in found}),
    }
    return page(request, "policy", what)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.PUBLISH_POLICY)
def new(request: HttpRequest) -> HttpResponse:
    """Write the next version, beginning with the words of the last; look at it, publish it."""
    organisation = request.post.organisation
    now = queries.policy_texts(organisation)
    if request.method != "POST":
        return _sheet(request, Texts(organisation, now=now))
    if request.POST.get("do") not in ("preview", "publish"):
        raise BadRequest
    form = Texts(organisation, request.POST, now=now)
    if form.is_valid() and request.POST["do"] == "publish" and (version := _published(request, form)):
        said = _("Version %(version)d is in force. Requests and letters lead to it from now on.")
        messages.success(request, said % {"version": version})
        return redirect("desk:policies")
    return _sheet(request, form)


def _published(request: HttpRequest, form: Texts) -> int:
    with refusals.beside(form):
        return actions.publish_policy(form.organisation, form.texts, by=request.actor)
    return 0


def _sheet(request: HttpRequest, form: Texts) -> HttpResponse:
    shown = desk.shown(form.texts) if form.is_bound and form.is_valid() else []
    number = queries.policy_version(form.organisation) + 1
    return page(request, "policy_new", {"form": form, "shown": shown, "number": number})
