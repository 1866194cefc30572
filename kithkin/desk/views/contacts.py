"""Contacts: find one, see his details."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from kithkin.base.actor import Power
from kithkin.desk import finding, sheet
from kithkin.desk.entry import at_desk
from kithkin.desk.frame import page


@require_safe
@at_desk(Power.READ_CONTACTS)
def find(request: HttpRequest) -> HttpResponse:
    """The one search box. A number or an email that means one contact opens his sheet."""
    typed = request.GET.get("q", "").strip()
    found = finding.find(request.actor, typed) if typed else None
    if found and found.only:
        return redirect("desk:contact", found.only.number)
    return page(request, "contacts", {"typed": typed, "found": found, "most": finding.MOST})


@require_safe
@at_desk(Power.READ_CONTACTS)
def details(request: HttpRequest, number: str) -> HttpResponse:
    """The first tab of a contact's sheet."""
    contact = get_object_or_404(sheet.readable(request.actor), number=number)
    return page(request, "contact_details", {"sheet": sheet.opened(contact, by=request.actor), "tab": "details"})
