"""Opening a person's sheet: from a case that concerns him, or with a reason; never a minor's without the power."""

from collections.abc import Collection
from datetime import date
from functools import wraps
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kithkin.audit import journal, looks
from kithkin.base import ages as calendar
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.contacts import ages
from kithkin.contacts.models import Contact

from . import cases, frame, sheet
from .entry import View

OF_AGE = 18


def of_contact(view: View) -> View:
    """The view gets the sheet of the contact whose number stands in the address, once the look at it is noted."""

    @wraps(view)
    def page(request: HttpRequest, number: str, **rest) -> HttpResponse:
        found = opened(request, number)
        if isinstance(found, HttpResponse):
            return found
        return view(request, sheet=sheet.of(found, by=request.actor), **rest)

    return page


def opened(request: HttpRequest, number: str) -> Contact | HttpResponse:
    """Whom this number means, once the look is noted; else the page that says what is missing."""
    found = contact(request, number)
    if isinstance(found, HttpResponse) or look(found, request.GET.get("case", ""), by=request.actor):
        return found
    asked = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('desk:reason', args=[number])}?{asked}")


def contact(request: HttpRequest, number: str) -> Contact | HttpResponse:
    """Whom this number means, if the operator's post reaches as far as that; nothing private is read."""
    found = get_object_or_404(sheet.readable(request.actor).select_related("organisation"), number=number)
    if is_minor(found) and not request.actor.has(Power.READ_MINORS):
        return frame.closed(request, Power.READ_MINORS)
    return found


@action
def look(contact: Contact, case: str, *, by: Actor) -> bool:
    """Write down that this operator opens the sheet; False where he has neither a case nor a reason yet.

    What cannot be written down is not shown.
    """
    found = cases.read(case, contact, by) if case else None
    if found:
        looks.for_case(contact.pk, *found, by=by)
    elif not looks.again(contact.pk, by=by):
        return False
    journal.write("contact.read", by=by, about=contact)
    return True


@action
def look_before_erasing(contact: Contact, *, by: Actor) -> None:
    """Who confirms an erasure reads what would be lost: a look like any other, which the law asks for."""
    if not looks.again(contact.pk, by=by):
        looks.give_reason(contact.pk, looks.Why.LAW, "", by=by)
        looks.again(contact.pk, by=by)
    journal.write("contact.read", by=by, about=contact)


@action
def give_reason(contact: Contact, why: looks.Why, words: str, *, by: Actor) -> None:
    """From now on, for a while, this operator may open this person's sheet, and the person reads why."""
    looks.give_reason(contact.pk, why, words, by=by)
    journal.write("contact.reason-given", by=by, about=contact, why=why)


def is_minor(contact: Contact) -> bool:
    """Whether the person is not 18 yet where the organisation is; nobody is whose birth date is not known."""
    return contact.pk in minors([contact])


def minors(people: Collection[Contact]) -> set[int]:
    """Those among these people; they come with their organisations."""
    born = ages.birth_dates([each.pk for each in people])
    return {each.pk for each in people if each.pk in born and calendar.age_on(born[each.pk], _today(each)) < OF_AGE}


def _today(contact: Contact) -> date:
    return clock.now().astimezone(ZoneInfo(contact.organisation.timezone)).date()
