"""A ticket has come back to whoever paid for it: he says who goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithkin.contacts.models import Contact
from kithkin.sales import unnamed
from kithkin.sales.actions import naming
from kithkin.sales.models import Ticket
from kithkin.sales.places import of_ticket
from kithkin.shop import candidates
from kithkin.shop.answers import see_other
from kithkin.shop.entry import signed_in
from kithkin.shop.forms.holder import HolderForm
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def holder(request: HttpRequest, ticket: str) -> HttpResponse:
    """Offer himself and those of his people who have no ticket of his for this season; POST names one."""
    found = unnamed.ticket(request.actor, ticket)
    taken = unnamed.have_one(request.actor, found)
    free = [each for each in candidates.to_reckon(request) if each.contact_id not in taken]
    form = HolderForm(free, request.POST if request.method == "POST" else None)
    if form.is_valid() and _named(request, found, form):
        messages.success(request, _("Noted: %(name)s goes.") % {"name": form.chosen.name})
        return see_other("shop:order", found.line.order.number)
    context = {"form": form, "free": free, "ticket": found, "place": of_ticket(found)}
    return render(request, "shop/tickets/holder.html", context, status=422 if form.errors else 200)


def _named(request: HttpRequest, ticket: Ticket, form: HolderForm) -> bool:
    who = form.chosen
    with refusals.beside(form):
        person = Contact.objects.get(pk=who.contact_id)
        naming.name_holder(ticket, person, who.name, pos=request.point_of_sale, by=request.actor)
    return not form.errors
