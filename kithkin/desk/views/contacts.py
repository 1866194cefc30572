"""Contacts: find one, see his details."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.contacts.models import Contact
from kithkin.desk import finding, opening
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.reasons import Reason
from kithkin.desk.frame import page
from kithkin.desk.opening import of_contact
from kithkin.desk.sheet import Sheet


@require_safe
@at_desk(Power.READ_CONTACTS)
def find(request: HttpRequest) -> HttpResponse:
    """The one search box. A number or an email that means one contact opens his sheet."""
    typed = request.GET.get("q", "").strip()
    found = finding.find(request.actor, typed) if typed else None
    if found and found.only:
        return redirect(_there(found.only, found.case))
    what = {"typed": typed, "found": found, "most": finding.MOST}
    return page(request, "contacts", {**what, "may_register": request.actor.has(Power.REGISTER_CONTACTS)})


@require_safe
@at_desk(Power.READ_CONTACTS)
@of_contact
def details(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """The first tab of a contact's sheet."""
    return page(request, "contact_details", {"sheet": sheet, "tab": "details"})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.READ_CONTACTS)
def reason(request: HttpRequest, number: str) -> HttpResponse:
    """Why an operator wants to open a sheet to which no case led him; POST opens it."""
    contact = opening.contact(request, number)
    if isinstance(contact, HttpResponse):
        return contact
    form = Reason(request.POST or None)
    wanted = request.GET.get("next", "")
    here = reverse("desk:contact", args=[number])
    if form.is_valid():
        opening.give_reason(contact, form.reason, form.cleaned_data["words"], by=request.actor)
        return redirect(wanted if wanted.startswith(here) and "//" not in wanted else here)
    return page(request, "reason", {"contact": contact, "form": form}, status=422 if form.errors else 200)


def _there(contact: Contact, case: str) -> str:
    """His sheet, with the case that leads there."""
    place = reverse("desk:contact", args=[contact.number])
    return f"{place}?{urlencode({'case': case})}" if case else place
