"""Consent on a signed form: print it, take it down, and as the second operator confirm it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kithkin.base.actor import Power
from kithkin.base.verdict import Refused
from kithkin.connections import actions
from kithkin.connections import forms as signing
from kithkin.connections.models import Connection
from kithkin.connections.models import SignedForm as Row
from kithkin.desk import signed, words
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.forms import SignedForm
from kithkin.desk.frame import page
from kithkin.organisations import queries as organisations
from kithkin.ui import refusals

from .connections import connected, history_page


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.RECORD_CONSENTS)
def form(request: HttpRequest, number: str, connection: str) -> HttpResponse:
    """Print the form, then take down what was signed."""
    found = connected(request, number, connection)
    newest = organisations.policy_version(found.organisation)
    start = {"language": found.child.language, "policy": newest, "signed_on": signing.today(found)}
    typed = SignedForm(request.POST or None, newest=newest, initial=start)
    if typed.is_valid() and _taken_down(request, found, typed):
        messages.success(request, _("Taken down. Somebody else has to confirm it within 14 days."))
        return redirect(history_page(number, connection))
    what = {
        "connection": found,
        "form": typed,
        "closed": _closed(found),
        "languages": words.LANGUAGES,
        "number": number,
    }
    return page(request, "form", what, status=422 if typed.errors else 200)


@require_safe
@at_desk(Power.RECORD_CONSENTS)
def paper(request: HttpRequest, number: str, connection: str) -> HttpResponse:
    """The form as a PDF, in the member's language or another."""
    found = connected(request, number, connection)
    asked = request.GET.get("language", found.child.language)
    language = asked if asked in words.LANGUAGES else found.organisation.language
    policy = organisations.policy_version(found.organisation)
    answer = HttpResponse(signing.pdf(found, language, policy), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="form.pdf"'
    return answer


@require_safe
@at_desk(Power.RECORD_CONSENTS)
def forms(request: HttpRequest) -> HttpResponse:
    """Those that wait for a second operator, the oldest first."""
    waiting = signing.waiting(request.actor.organisation_id)
    return page(request, "forms", {"rows": signed.rows(waiting, request.actor)})


@require_POST
@at_desk(Power.RECORD_CONSENTS)
def settle(request: HttpRequest, form: int) -> HttpResponse:
    """Confirm one as the second operator, or put it aside."""
    waiting = signing.waiting(request.actor.organisation_id)
    found = get_object_or_404(waiting, pk=form)
    with refusals.as_message(request):
        _settled(request, found)
    return redirect("desk:forms")


def _taken_down(request: HttpRequest, connection: Connection, typed: SignedForm) -> bool:
    with refusals.beside(typed):
        actions.take_down(connection, typed.signed, by=request.actor)
    return not typed.errors


def _settled(request: HttpRequest, form: Row) -> None:
    names = {"member": form.connection.child.name, "lead": form.connection.parent.name}
    if request.POST.get("do") == "confirm":
        actions.confirm_form(form, by=request.actor)
        messages.success(request, _("Confirmed: what %(member)s allows %(lead)s counts from now on.") % names)
    else:
        actions.put_form_aside(form, by=request.actor)
        messages.success(request, _("Put aside: the form of %(member)s opens nothing.") % names)


def _closed(connection: Connection) -> str:
    """Why no form can be taken down of this person; empty where nothing speaks against it."""
    try:
        signing.require_own_word(connection)
    except Refused as refusal:
        return refusal.message
    return ""
