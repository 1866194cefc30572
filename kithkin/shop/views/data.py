"""Your data: take it along, put it right, have it erased."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithkin.connections import guardians
from kithkin.connections.models import Guardianship
from kithkin.contacts.correcting import details as standing
from kithkin.persons import care, correcting, erasure, stake, telling
from kithkin.persons.telling import Told
from kithkin.shop import told, words
from kithkin.shop.answers import see_other
from kithkin.shop.entry import shown_again, signed_in
from kithkin.shop.forms.data import DetailsForm
from kithkin.ui import refusals


@require_safe
@signed_in
def data(request: HttpRequest) -> HttpResponse:
    """What a person can do with what we hold of him."""
    return render(request, "shop/data/data.html", {})


@require_POST
@signed_in
def everything(request: HttpRequest, kind: str = "") -> HttpResponse:
    """All of it, made now: a page of its own to keep and print, or as data."""
    found = telling.tell(request.contact, by=request.actor)
    if kind == "json":
        return as_data(found)
    return as_page(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def details(request: HttpRequest) -> HttpResponse:
    """Names, phone, date of birth, language; POST writes down what was changed."""
    form = DetailsForm(standing(request.contact), request.POST if request.method == "POST" else None)
    if not form.is_valid() or not _is_corrected(request, form):
        return render(request, "shop/data/details.html", {"form": form}, status=422 if form.errors else 200)
    with translation.override(form.wanted.language):
        messages.success(request, _("Saved. This is how you stand with us now."))
    return see_other("shop:account")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@shown_again
def end(request: HttpRequest) -> HttpResponse:
    """Say what goes, what stays and what is still to come; a pressed button erases, at once and for good.

    For whom guardians decide it says who they are; the button asks them.
    """
    if caring := guardians.of(request.contact.pk):
        return _wish(request, caring)
    if request.method != "POST":
        return render(request, "shop/data/erasure.html", {"stake": stake.of(request.contact)})
    erasure.erase(request.contact, by=request.actor)
    logout(request)
    return see_other("shop:erased")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Nothing is left to say it to anybody in particular."""
    return render(request, "shop/data/erased.html", {})


def _wish(request: HttpRequest, caring: list[Guardianship]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "shop/data/erasure_wish.html", {"caring": caring, "until": caring[0].ends_on})
    asked = care.ask_guardians(request.contact, by=request.actor)
    messages.success(request, _("Your wish goes to %(names)s.") % {"names": words.people(asked)})
    return see_other("shop:data")


def _is_corrected(request: HttpRequest, form: DetailsForm) -> bool:
    with refusals.beside(form):
        correcting.correct(request.contact, form.wanted, by=request.actor)
    return not form.errors


def as_page(request: HttpRequest, found: Told, child: str = "") -> HttpResponse:
    """To read and print; `child` is the first name of a child whose guardian reads."""
    context = {"told": found, "sections": told.sections(found), "empty": told.empty(found), "sheet": _sheet()}
    return _file(render(request, "shop/data/file.html", context | {"child": child}), "everything.html")


def as_data(found: Told) -> HttpResponse:
    """For a computer."""
    return _file(HttpResponse(found.as_json(), content_type="application/json"), "everything.json")


def _sheet() -> str:
    """The file lies on the reader's own device, where no address of ours is asked for a stylesheet."""
    return format_html("<style>{}</style>", mark_safe(render_to_string("shop/data/file.css")))


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
