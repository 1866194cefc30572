"""A person's record: put right by one operator, erased by two; and the register of what is kept of everybody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.base.actor import Power
from kithkin.contacts.correcting import details
from kithkin.contacts.models import Contact
from kithkin.desk import opening, records
from kithkin.desk.entry import at_desk
from kithkin.desk.forms.records import Correction
from kithkin.desk.frame import page
from kithkin.persons import correcting, erasure, stake
from kithkin.persons import register as registers
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.CORRECT_CONTACTS)
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """What stands there, to be typed over; POST writes down what was changed."""
    contact = _contact(request, number)
    if isinstance(contact, HttpResponse):
        return contact
    typed = request.POST if request.method == "POST" else None
    form = Correction(details(contact), typed)
    if not form.is_valid() or not _is_corrected(request, contact, form):
        return page(request, "correction", {"contact": contact, "form": form}, status=422 if form.errors else 200)
    messages.success(request, _("Saved. The journal says which fields, not what stood there."))
    return redirect("desk:contact", contact.number)


def _contact(request: HttpRequest, number: str) -> Contact | HttpResponse:
    """What the page shows is a look at the person; what is typed there since is not lost when the half hour is over."""
    return opening.contact(request, number) if request.method == "POST" else opening.opened(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.ERASE_CONTACTS)
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Say what would be lost; POST asks for it, and a second operator decides."""
    contact = _contact(request, number)
    if isinstance(contact, HttpResponse):
        return contact
    if request.method != "POST":
        return page(request, "erasure", {"contact": contact, "stake": stake.of(contact)})
    with refusals.as_message(request):
        erasure.demand(contact, by=request.actor)
        messages.success(request, _("Noted. Somebody else has to confirm it."))
    return redirect("desk:erasures")


@require_safe
@at_desk(Power.ERASE_CONTACTS)
def demands(request: HttpRequest) -> HttpResponse:
    """Who is to be erased, and whether this operator may confirm it."""
    waiting = records.rows(request.actor, records.demands(request.actor))
    return page(request, "erasures", {"waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(Power.ERASE_CONTACTS)
def settlement(request: HttpRequest, demand: int) -> HttpResponse:
    """The same sheet for the second operator; POST confirms or calls off, and there is no way back from the first."""
    asked = get_object_or_404(records.demands(request.actor), pk=demand)
    contact = opening.contact(request, asked.contact.number)
    if isinstance(contact, HttpResponse):
        return contact
    if request.method != "POST":
        opening.look_before_erasing(contact, by=request.actor)
        [row] = records.rows(request.actor, [asked])
        what = {"contact": contact, "demand": asked, "row": row, "stake": stake.of(contact)}
        return page(request, "erasure_decision", what)
    with refusals.as_message(request):
        _settle(request, asked)
    return redirect("desk:erasures")


@require_safe
@at_desk(Power.READ_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """The register of processing as it stands now, to read and print."""
    found = registers.of(request.post.organisation)
    entries = [(entry.activity.title, registers.lines(entry)) for entry in found.entries]
    return page(request, "register", {"register": found, "entries": entries})


def _settle(request: HttpRequest, asked) -> None:
    if request.POST.get("answer") == "confirm":
        erasure.confirm(asked, by=request.actor)
        messages.success(request, _("Erased. Nothing is left of the name."))
    else:
        erasure.refuse(asked, by=request.actor)
        messages.info(request, _("Called off. Nothing was changed."))


def _is_corrected(request: HttpRequest, contact: Contact, form: Correction) -> bool:
    with refusals.beside(form):
        correcting.correct(contact, form.wanted, by=request.actor)
    return not form.errors
