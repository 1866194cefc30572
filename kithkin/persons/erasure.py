"""Taking a person out of the house for good. The accounts keep their figures, the chains of consent hold."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kithkin.accounts import keeping as accounts
from kithkin.audit import journal
from kithkin.audit import keeping as audit
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Verdict, WrongMove
from kithkin.connections import guardians
from kithkin.connections import keeping as connections
from kithkin.contacts import keeping as contacts
from kithkin.contacts.models import Contact
from kithkin.mail import keeping as mail
from kithkin.sales import keeping as sales

from . import care, erased, keeping, traces
from .models import ErasureDemand


@action
def erase(contact: Contact, *, by: Actor) -> Counter:
    """Erase one person: on his own demand or a guardian's, or by the house. It cannot be undone."""
    care.may_erase(by, contact).require()
    return _erase_one(contact, by)


@action
def erase_many(people: Sequence[Contact], *, by: Actor) -> Counter:
    """The same for many, by the house alone; a fixed number of statements whatever their number."""
    _only_the_house(by).require()
    return _erase(people, by)


@action
def demand(contact: Contact, *, by: Actor) -> ErasureDemand:
    """An operator wants this person erased; somebody else has to confirm it."""
    _may_at_desk(by, contact).require()
    found = ErasureDemand.objects.filter(contact=contact, state=ErasureDemand.State.OPEN).first()
    if found or contact.erased_at:
        raise WrongMove(_("Somebody has asked for this already."))
    asked = ErasureDemand.objects.create(
        organisation_id=contact.organisation_id, contact=contact, asked_by=by.login_id, asked_at=clock.now()
    )
    journal.write("erasure.demanded", by=by, about=contact)
    return asked


@action
def confirm(asked: ErasureDemand, *, by: Actor) -> Counter:
    """The second operator agrees: the person is erased now."""
    _may_at_desk(by, asked.contact).require()
    _is_a_second(by, asked).require()
    _settle(asked, ErasureDemand.State.DONE, by)
    return _erase_one(asked.contact, by)


@action
def refuse(asked: ErasureDemand, *, by: Actor) -> None:
    """Either operator takes the demand back."""
    _may_at_desk(by, asked.contact).require()
    _settle(asked, ErasureDemand.State.REFUSED, by)
    journal.write("erasure.refused", by=by, about=asked.contact)


def _erase_one(contact: Contact, by: Actor) -> Counter:
    cared = guardians.of(contact.pk)
    count = _erase([contact], by)
    care.tell_others(cared, by=by)
    return count


def _erase(people: Sequence[Contact], by: Actor) -> Counter:
    """Top floor first: what hangs on a person goes before the person. Records joined into his go with him."""
    asked, joined = people, keeping.joined_into([contact.pk for contact in people])
    people = [*asked, *joined]
    lines = [(contact.pk, contact.created_at) for contact in people]
    these = [contact_id for contact_id, _registered in lines]
    count = keeping.erase(these) + sales.erase(these) + connections.erase(these, by=by) + accounts.erase(these)
    count += mail.erase(these) + audit.erase(these) + contacts.erase(these)
    if len(asked) == 1:
        journal.write("contact.erased", by=by, about=asked[0], joined=[record.pk for record in joined], **count)
    else:
        journal.write("contacts.erased", by=by, ids=these)
    transaction.on_commit(partial(erased.note, lines))
    if by.kind != Kind.SYSTEM:  # the house erases many, and wipes once
        transaction.on_commit(traces.wipe)
    return count


def _settle(asked: ErasureDemand, state: str, by: Actor) -> None:
    still = ErasureDemand.objects.filter(pk=asked.pk, state=ErasureDemand.State.OPEN)
    if not still.update(state=state, settled_by=by.login_id, settled_at=clock.now()):
        raise WrongMove(_("This is settled already."))


def _only_the_house(actor: Actor) -> Verdict:
    return Verdict(actor.kind == Kind.SYSTEM, _("Only the person can ask for this."))


def _may_at_desk(actor: Actor, contact: Contact) -> Verdict:
    holds = actor.has(Power.ERASE_CONTACTS) and actor.organisation_id == contact.organisation_id
    return Verdict(holds, _("Your post does not allow erasing people."))


def _is_a_second(actor: Actor, asked: ErasureDemand) -> Verdict:
    return Verdict(actor.login_id != asked.asked_by, _("Somebody else has to confirm this."))
