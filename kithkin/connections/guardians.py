"""Guardians: who decides for a child, until when. What time does is computed, so everything here asks anew."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithkin.base import clock, rows
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import childhood
from .models import Connection, ConsentEvent, Guardianship

State = Guardianship.State
NOES = ("declined", "declined-for-good", "declined-at-desk", "withdrawn", "withdrawn-at-desk")


def standing() -> QuerySet[Guardianship]:
    """The guardianships that count at this moment."""
    return Guardianship.objects.filter(
        state=State.STANDS,
        ends_at__gt=clock.now(),
        connection__removed_at=None,
        connection__parent__hidden_at=None,
        connection__child__hidden_at=None,
    )


def of(child_id: int) -> list[Guardianship]:
    """Who decides for this child, the first one first; nobody for everybody else."""
    his = standing().filter(connection__child_id=child_id).select_related("connection__parent", "connection__child")
    return list(his.order_by("made_at", "pk"))


def on(connection: Connection) -> Guardianship | None:
    """That the lead of this connection decides for its member, as long as it counts."""
    if connection.how != Connection.How.GUARDIAN:
        return None
    return standing().filter(connection=connection).first()


def on_each(connections: Iterable[Connection]) -> set[int]:
    """Those among many connections whose lead decides for the member; one query."""
    guards = [each.pk for each in connections if each.how == Connection.How.GUARDIAN]
    return set(standing().filter(connection__in=rows.these(guards)).values_list("connection", flat=True))


def without(connections: list[Connection]) -> list[Connection]:
    """All but those: whom a no to everybody means (decision 0021)."""
    guarding = on_each(connections)
    return [connection for connection in connections if connection.pk not in guarding]


def asking(child_id: int) -> list[Guardianship]:
    """Who has said that he is a guardian of this child, too, and waits for a yes."""
    asked = Guardianship.objects.filter(
        state=State.ASKED, connection__removed_at=None, connection__parent__hidden_at=None
    )
    his = asked.filter(connection__child_id=child_id).select_related("connection__parent", "connection__child")
    return list(his.order_by("asked_at", "pk"))


def until(child_id: int) -> datetime | None:
    """The moment until which guardians decide for this person; None for whoever decides himself."""
    his = standing().filter(connection__child_id=child_id).order_by("pk")
    return his.values_list("ends_at", flat=True).first()


def until_each(child_ids: Iterable[int]) -> dict[int, datetime]:
    """The same for many at once, those who have guardians."""
    found = standing().filter(connection__child_id__in=rows.these(child_ids))
    return {child: ends_at for child, ends_at in found.values_list("connection__child_id", "ends_at") if ends_at}


def pairs(contact: Contact) -> Iterable[tuple[int, int]]:
    """Guardian and child of the guardianships that this person has on either side."""
    his = standing().filter(Q(connection__parent=contact) | Q(connection__child=contact))
    return his.values_list("connection__parent_id", "connection__child_id")


def speaks_for(actor: Actor) -> Guardianship | None:
    """On what a guardian rests who acts in a child's name; None as soon as it no longer counts."""
    if actor.kind != Kind.GUARDIAN:
        return None
    his = standing().filter(connection__child_id=actor.contact_id, connection__parent_id=actor.guardian_id)
    return his.first()


def in_care(contact_ids: Iterable[int]) -> dict[int, list[Contact]]:
    """The guardians of those among these people who have any; one query."""
    found = standing().filter(connection__child_id__in=list(contact_ids)).select_related("connection__parent")
    cared_for: dict[int, list[Contact]] = {}
    for each in found.order_by("made_at", "pk"):
        cared_for.setdefault(each.connection.child_id, []).append(each.connection.parent)
    return cared_for


def is_guarded(organisation: Organisation, contact_id: int) -> bool:
    """Whether this person closes what is his, and opens nothing: others decide, or would have to."""
    return until(contact_id) is not None or bool(childhood.below_age(organisation, [contact_id]))


def may_open(actor: Actor, connection: Connection, until: datetime | None) -> Verdict:
    """Whether this actor may open something of a member's: for a child his guardians alone, and none against another.

    `until` is until when somebody decides for the member; without anybody a child waits (article 8 of the GDPR).
    """
    if actor.kind == Kind.SYSTEM:
        return Verdict(True)
    if until is None:
        words = _("Until your birthday a parent or guardian says yes for you. The ticket desk names them.")
        return Verdict(not childhood.below_age(connection.organisation, [connection.child_id]), words)
    if actor.kind != Kind.GUARDIAN:
        return Verdict(False, _("Until your birthday your parents or guardians decide this."))
    no = _no_of_another(actor, connection)
    words = _("%(name)s has said no. Only %(name)s can take that back.")
    return Verdict(no is None, words % {"name": no.first_name} if no else "")


def _no_of_another(actor: Actor, connection: Connection) -> Contact | None:
    """A guardian whose last word about this lead was a no."""
    pair = ConsentEvent.objects.filter(
        by_kind=Kind.GUARDIAN, connection__parent_id=connection.parent_id, connection__child_id=connection.child_id
    )
    said = dict(pair.order_by("pk").values_list("evidence__guardian", "what"))
    others = (each.connection.parent for each in of(connection.child_id) if each.connection.parent_id in said)
    return next((each for each in others if each.pk != actor.guardian_id and said[each.pk] in NOES), None)


def leave(connection: Connection) -> None:
    """With the connection ends that its lead decides, or asked to decide, for the child."""
    if connection.how == Connection.How.GUARDIAN:
        standing = Guardianship.objects.filter(connection=connection, state=State.STANDS)
        standing.update(state=State.ENDED, ended_at=clock.now(), ended_why=Guardianship.Why.LEFT)


def evidence(actor: Actor) -> dict:
    """For the proof: who decided in the child's name, and on what ground. Ids and codes only."""
    speaks = speaks_for(actor)
    return {"guardian": actor.guardian_id, "ground": speaks.ground} if speaks else {}
