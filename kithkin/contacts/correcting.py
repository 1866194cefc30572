"""Putting right what is written down of a person. The journal says which fields, never what stood or stands there."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, names
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict

from .models import Contact
from .vault.models import PrivateDetails

OLDEST = date(1900, 1, 1)
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,38}")


@dataclass(frozen=True, slots=True)
class Details:
    """What can be put right; the email has a way of its own, because it has to be proven."""

    first_name: str
    last_name: str
    language: str
    phone: str = ""
    birth_date: date | None = None


def details(contact: Contact) -> Details:
    """How it stands now, for the person himself and for operators who may correct it."""
    private = PrivateDetails.objects.get(contact=contact)
    return Details(contact.first_name, contact.last_name, contact.language, private.phone, private.birth_date)


@action
def correct(
    contact: Contact, wanted: Details, *, by: Actor, spoken_for: bool = False, born_anew: bool = False
) -> list[str]:
    """Write it down; which fields are new. A person says his date of birth once, later the desk puts it right.

    Leads go on reading the name that they typed, unless the person has allowed them more. Floors above know whether
    the actor is the guardian of this child (`spoken_for`), and whether the date of birth is still his (`born_anew`).
    """
    _may_correct(by, contact, spoken_for).require()
    stands = Contact.objects.select_for_update(no_key=True).get(pk=contact.pk, hidden_at=None)
    now, new = details(stands), _cleaned(wanted)
    if by.kind != Kind.OPERATOR and not born_anew and now.birth_date and new.birth_date != now.birth_date:
        raise Refused(_("The date of birth is written down. Ask us to put it right."), field="birth_date")
    changed = [name for name in Details.__slots__ if getattr(now, name) != getattr(new, name)]
    if changed:
        _save(contact, new, _own(changed, by))
        journal.write("contact.corrected", by=by, about=contact, fields=changed)
    return changed


def _cleaned(wanted: Details) -> Details:
    return Details(
        names.clean(wanted.first_name, field="first_name"),
        names.clean(wanted.last_name, field="last_name"),
        _known(wanted.language),
        _phone(wanted.phone),
        _day(wanted.birth_date),
    )


def _known(language: str) -> str:
    if language not in dict(settings.LANGUAGES):
        raise Refused(_("We do not write in this language."), field="language")
    return language


def _phone(typed: str) -> str:
    number = " ".join(typed.split())
    if number and not _PHONE.fullmatch(number):
        raise Refused(_("Write the number with digits, for example +44 7700 900101."), field="phone")
    return number


def _day(born: date | None) -> date | None:
    if born and not OLDEST <= born <= clock.now().date():
        raise Refused(_("This cannot be a date of birth."), field="birth_date")
    return born


def _own(changed: list[str], by: Actor) -> set[str]:
    """What no file changes from now on. A date of birth by a guardian is not: it says until when he decides."""
    if by.kind == Kind.SYSTEM:
        return set()
    return set(changed) - {"birth_date"} if by.kind == Kind.GUARDIAN else set(changed)


def _save(contact: Contact, new: Details, own: set[str]) -> None:
    public: dict[str, Any] = {"first_name": new.first_name, "last_name": new.last_name, "language": new.language}
    Contact.objects.filter(pk=contact.pk).update(**public)
    private = PrivateDetails.objects.get(contact=contact)
    private.phone, private.birth_date = new.phone, new.birth_date
    private.put_right = " ".join(sorted(own.union(private.put_right.split())))
    private.save(update_fields=["phone", "birth_date", "put_right"])
    for name, value in public.items():
        setattr(contact, name, value)


def _may_correct(actor: Actor, contact: Contact, spoken_for: bool) -> Verdict:
    himself = actor.kind == Kind.CUSTOMER and actor.contact_id == contact.pk
    at_desk = actor.has(Power.CORRECT_CONTACTS) and actor.organisation_id == contact.organisation_id
    speaks = spoken_for and actor.kind == Kind.GUARDIAN and actor.contact_id == contact.pk
    return Verdict(
        himself or speaks or at_desk or actor.kind == Kind.SYSTEM, _("You cannot change this person's details.")
    )
