"""Guardians of one contact, by documents; and the ages at which people decide for themselves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kithkin.base import numbers
from kithkin.base.actor import Power
from kithkin.connections import actions, guardians
from kithkin.contacts.models import Contact
from kithkin.desk import guarding
from kithkin.desk import sheet as sheets
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.guardians import AgeForm, GuardianForm
from kithkin.desk.frame import page
from kithkin.desk.opening import of_contact
from kithkin.desk.sheet import Sheet
from kithkin.organisations import ages as national
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.SET_GUARDIANS)
@of_contact
def of_child(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Who decides for this contact; POST names one more by a document."""
    form = GuardianForm(request.POST or None)
    if form.is_valid() and _named(request, sheet.contact, form):
        messages.success(request, _("Noted. The guardian decides for %(name)s now.") % {"name": sheet.card.name})
        return redirect("desk:guardians", sheet.contact.number)
    standing = guardians.of(sheet.contact.pk)
    what = {"sheet": sheet, "tab": "guardians", "standing": standing, "form": form}
    return page(request, "contact_guardians", what, status=422 if form.errors else 200)


@require_POST
@at_desk(Power.SET_GUARDIANS)
@of_contact
def end(request: HttpRequest, sheet: Sheet, guardianship: int) -> HttpResponse:
    """By a document somebody is no guardian any more."""
    found = next((each for each in guardians.of(sheet.contact.pk) if each.pk == guardianship), None)
    if found is None:
        raise Http404
    with refusals.as_message(request):
        actions.end_guardian(found, request.POST.get("document", ""), by=request.actor)
        messages.success(request, _("Ended. What was open to the guardian is closed."))
    return redirect("desk:guardians", sheet.contact.number)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.SET_LIMITS)
def ages(request: HttpRequest) -> HttpResponse:
    """From which age on people decide for themselves, by country; POST sets one."""
    organisation = request.post.organisation
    form = AgeForm(request.POST or None, initial={"country": organisation.country})
    if form.is_valid() and _set(request, form):
        return redirect("desk:ages")
    what = {"form": form, "table": national.table(organisation), "unknown": national.UNKNOWN}
    here = {"country": organisation.country, "age": national.of(organisation)}
    return page(request, "ages", what | here, status=422 if form.errors else 200)


def _named(request: HttpRequest, child: Contact, form: GuardianForm) -> bool:
    told = form.cleaned_data
    readable = sheets.readable(request.actor)
    guardian = readable.filter(number=numbers.bare(told["number"]), organisation=request.post.organisation).first()
    if guardian is None:
        form.add_error("number", _("Nobody has this contact number."))
        return False
    with refusals.beside(form):
        if guarding.name(child, guardian, told["document"], by=request.actor):
            messages.info(request, _("What waited to be printed for the child goes to the guardian."))
    return not form.errors


def _set(request: HttpRequest, form: AgeForm) -> bool:
    told = form.cleaned_data
    organisation = request.post.organisation
    with refusals.beside(form):
        moved = actions.set_national_age(organisation, told["country"], told["age"], told["source"], by=request.actor)
        said = _("Saved. Guardianships that end on another birthday now: %(count)d.")
        messages.success(request, said % {"count": moved})
    return not form.errors
