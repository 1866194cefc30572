"""Erasing somebody for whom guardians decide: who may, how the child asks for it, and who is told (decision 0021)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Verdict
from kithkin.connections import guardians
from kithkin.connections.models import Guardianship
from kithkin.contacts import letters
from kithkin.contacts.models import Contact


def may_erase(actor: Actor, contact: Contact) -> Verdict:
    """Whether this actor may erase this person: himself, for a child a guardian in its name, and the house."""
    if actor.kind == Kind.SYSTEM:
        return Verdict(True)
    about_him = actor.contact_id == contact.pk
    if guardians.until(contact.pk) is None:
        himself = about_him and actor.kind in (Kind.CUSTOMER, Kind.LINK)
        return Verdict(himself, _("Only the person can ask for this."))
    speaks = about_him and guardians.speaks_for(actor) is not None
    return Verdict(speaks, _("Until your birthday your parents or guardians decide this."))


@action
def ask_guardians(child: Contact, *, by: Actor) -> list[Contact]:
    """A child wants to be erased: a letter to each guardian, once a day at most. Who they are."""
    is_child = by.kind == Kind.CUSTOMER and by.contact_id == child.pk
    Verdict(is_child, _("Only the person can ask for this.")).require()
    today = clock.now().date().isoformat()
    asked = guardians.of(child.pk)
    for each in asked:
        dedup = f"erasure-wish:{each.pk}:{today}"
        letters.write_to(each.connection.parent, "erasure-wish", dedup=dedup, guardianship=each.pk)
    journal.write("erasure.wished", by=by, about=child)
    return [each.connection.parent for each in asked]


def tell_others(cared: Iterable[Guardianship], *, by: Actor) -> None:
    """To those who decided for a child that is erased now, except to him who did it."""
    if by.kind not in (Kind.GUARDIAN, Kind.OPERATOR):
        return
    for each in cared:
        if each.connection.parent_id != by.guardian_id:
            reader, dedup = each.connection.parent, f"child-erased:{each.pk}"
            letters.write_to(reader, "child-erased", dedup=dedup, guardianship=each.pk, by=by.guardian_id or 0)
