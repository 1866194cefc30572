"""One person's record at the desk: put right, erased by two operators. What is opened for it is noted."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kithkin.audit import journal
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.contacts import correcting
from kithkin.contacts.correcting import Details
from kithkin.contacts.models import Contact
from kithkin.persons.models import ErasureDemand

from . import sheet


def contact(request: HttpRequest, number: str) -> Contact:
    """Whom this number means, as far as the operator's post reaches."""
    return get_object_or_404(sheet.readable(request.actor), number=number)


@action
def details(contact: Contact, *, by: Actor) -> Details:
    """What stands there now; that it was read is noted first."""
    journal.write("contact.read", by=by, about=contact)
    return correcting.details(contact)


def demands(request: HttpRequest) -> QuerySet[ErasureDemand]:
    """The erasures of this organisation that wait for a second operator, the oldest first."""
    waiting = ErasureDemand.objects.filter(organisation=request.post.organisation, state=ErasureDemand.State.OPEN)
    return waiting.select_related("contact").order_by("pk")
