"""A record for somebody without an email, and who buys for him."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithkin.base.actor import Power
from kithkin.base.verdict import Refused
from kithkin.contacts.models import Contact
from kithkin.desk import finding, registering
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.records import NewContact
from kithkin.desk.frame import page
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.REGISTER_CONTACTS)
def new(request: HttpRequest) -> HttpResponse:
    """Write somebody down; who is called like somebody known is asked about first."""
    form = NewContact(request.POST or None, initial={"language": request.post.organisation.language})
    alike: list[Contact] = []
    if form.is_valid():
        told = form.cleaned_data
        alike = (
            [] if "sure" in request.POST else registering.alike(request.actor, told["first_name"], told["last_name"])
        )
        made = None if alike else _made(request, form)
        if made:
            messages.success(request, _("%(name)s has a record now.") % {"name": made.name})
            return redirect("desk:new-lead", made.number)
    return page(request, "new_contact", {"form": form, "alike": alike}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.REGISTER_CONTACTS)
def lead(request: HttpRequest, number: str) -> HttpResponse:
    """Who buys for this person: found by name or number, then pressed."""
    people = Contact.objects.filter(organisation=request.post.organisation, hidden_at=None)
    member = get_object_or_404(people.select_related("organisation"), number=number)
    if request.method == "POST":
        chosen = people.select_related("organisation").filter(number=request.POST.get("lead", "")).first()
        if chosen:
            return _connected(request, chosen, member)
        return redirect("desk:new-lead", member.number)
    typed = request.GET.get("lead", "").strip()
    found = finding.find(request.actor, typed) if typed else None
    return page(request, "new_lead", {"member": member, "typed": typed, "found": found, "most": finding.MOST})


def _made(request: HttpRequest, form: NewContact) -> Contact | None:
    with refusals.beside(form):
        return registering.register(request.post.organisation, form.person, by=request.actor)
    return None


def _connected(request: HttpRequest, lead: Contact, member: Contact) -> HttpResponse:
    try:
        asked = registering.connect(lead, member, by=request.actor)
    except Refused as refusal:
        messages.warning(request, refusal.message)
        return redirect("desk:new-lead", member.number)
    said = _("%(lead)s can buy for %(member)s now.") % {"lead": lead.name, "member": member.name}
    messages.success(request, said)
    if not asked:
        messages.info(request, _("%(member)s is not asked for more: it was refused before.") % {"member": member.name})
    return redirect("desk:connections", member.number)
