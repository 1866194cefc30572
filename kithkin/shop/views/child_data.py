"""A child's data, for a guardian in the child's name: take it along, put it right, have it erased."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithkin.contacts.correcting import details as standing
from kithkin.persons import correcting, erasure, stake, telling
from kithkin.shop.answers import see_other
from kithkin.shop.entry import shown_again
from kithkin.shop.forms.data import DetailsForm
from kithkin.shop.guarding import deciding
from kithkin.ui import refusals

from .data import as_data, as_page


@require_POST
@deciding
def everything(request: HttpRequest, connection: str, kind: str = "") -> HttpResponse:
    """All that is held about the child, made now; the child's log says who took it along."""
    child = request.connection.child
    found = telling.tell(child, by=request.member)
    return as_data(found) if kind == "json" else as_page(request, found, child.first_name)


@require_http_methods(["GET", "HEAD", "POST"])
@deciding
def details(request: HttpRequest, connection: str) -> HttpResponse:
    """Names, phone, language, and the date of birth as long as it rests on this guardian's word; POST writes it."""
    child, typed = request.connection.child, request.POST if request.method == "POST" else None
    form = DetailsForm(standing(child), typed, born_anew=correcting.may_say_birth_date(request.member))
    if not form.is_valid() or not _is_corrected(request, form):
        context = {"form": form, "child": child, "connection": request.connection}
        return render(request, "shop/children/details.html", context, status=422 if form.errors else 200)
    messages.success(request, _("Saved. This is how %(name)s stands with us now.") % {"name": child.first_name})
    return see_other("shop:child", connection)


@require_http_methods(["GET", "HEAD", "POST"])
@deciding
@shown_again
def end(request: HttpRequest, connection: str) -> HttpResponse:
    """Say what would be lost; a pressed button erases the child at once and for good, and the others are told."""
    child = request.connection.child
    if request.method != "POST":
        context = {"stake": stake.of(child), "child": child, "connection": request.connection}
        return render(request, "shop/children/erasure.html", context)
    erasure.erase(child, by=request.member)
    messages.success(request, _("Everything about the child is erased."))
    return see_other("shop:friends")


def _is_corrected(request: HttpRequest, form: DetailsForm) -> bool:
    with refusals.beside(form):
        correcting.correct(request.connection.child, form.wanted, by=request.member)
    return not form.errors
