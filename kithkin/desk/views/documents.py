"""Documents: what the organisation's letters say, and saying it in other words."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.desk import documents as desk
from kithkin.desk.documents import Version
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.documents import Words
from kithkin.desk.frame import page


@require_safe
@at_desk(Power.EDIT_DOCUMENTS)
def documents(request: HttpRequest) -> HttpResponse:
    """Every document, and in which languages it has the organiser's own words."""
    return page(request, "documents", {"documents": desk.versions(request.actor.organisation_id)})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.EDIT_DOCUMENTS)
def document(request: HttpRequest, template: str, language: str) -> HttpResponse:
    """One document in one language, to be read, tried and changed."""
    version = desk.version(request.actor.organisation_id, template, language)
    if version is None:
        raise Http404
    if request.method != "POST":
        return _sheet(request, version, _form(version))
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise BadRequest
    return deed(request, version)


def _save(request: HttpRequest, version: Version) -> HttpResponse:
    form = _form(version, request.POST)
    if not form.is_valid():
        return _sheet(request, version, form)
    desk.save(version, form.wording, by=request.actor)
    messages.success(request, _("Saved. From now on these letters go out in your words."))
    return redirect("desk:document", version.document.template, version.language)


def _preview(request: HttpRequest, version: Version) -> HttpResponse:
    return _sheet(request, version, _form(version, request.POST))


def _test(request: HttpRequest, version: Version) -> HttpResponse:
    """The same page again: what was typed may not be saved yet."""
    form = _form(version, request.POST)
    if form.is_valid():
        desk.send_test(version, form.wording, by=request.actor)
        messages.success(request, _("The test is on its way to the address you sign in with."))
    return _sheet(request, version, form)


def _house(request: HttpRequest, version: Version) -> HttpResponse:
    if "sure" not in request.POST:
        return page(request, "document_house", {"version": version})
    desk.restore(version, by=request.actor)
    messages.success(request, _("These letters go out in the house's words again."))
    return redirect("desk:document", version.document.template, version.language)


DEEDS = {"save": _save, "preview": _preview, "test": _test, "house": _house}


def _form(version: Version, typed=None) -> Words:
    return Words(version.document, typed, language=version.language, now=version.wording)


def _sheet(request: HttpRequest, version: Version, form: Words) -> HttpResponse:
    """With how the words would arrive, unless they do not work."""
    wording = (form.wording if form.is_valid() else None) if form.is_bound else version.wording
    shown = version.shown(wording) if wording and (form.is_bound or version.fits) else None
    typed = form.is_bound and not (wording and wording.text == version.wording.text)
    return page(request, "document", {"version": version, "form": form, "paper": shown, "unsaved": typed})
