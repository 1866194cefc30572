"""The lead's group: who comes into it and who leaves it."""

from django.db import IntegrityError
from django.utils.translation import gettext as _

from kithkin.accounts import actions as accounts
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict
from kithkin.connections import (
    answers,
    asking,
    guardian_news,
    guardians,
    limits,
    obstacles,
    proof,
    queries,
    rules,
    texts,
)
from kithkin.connections.guardian_news import News
from kithkin.connections.kinds import UNSAID, Tie
from kithkin.connections.models import Connection
from kithkin.connections.states import State, move
from kithkin.contacts import actions as contacts
from kithkin.contacts import joining
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact


@action
def connect(
    lead: Contact, member: Contact, first: str, last: str, *, how: str, by: Actor, tie: Tie = UNSAID
) -> Connection:
    """Put a known contact into the lead's group, under the names the lead typed, and ask for consent."""
    _may_add(lead, by).require()
    if member.pk == lead.pk:
        raise Refused(_("This is you. You are always in your own group."))
    joining.keep_apart(lead, member)
    asks, is_there = queries.so_far(lead, member, how)
    if is_there:
        raise Refused(texts.already_there(f"{first} {last}"))
    now = clock.now()
    connection = Connection(
        organisation=lead.organisation,
        parent=lead,
        child=member,
        typed_first=first,
        typed_last=last,
        how=how,
        kind=tie.kind,
        asks_for=tie.asks_for,
        made_at=now,
        asked_at=now,
        asks=1 + asks,
        by_switch=not lead.organisation.consent_on,
    )
    _insert(connection)
    proof.add(connection, "connected", by=by)
    _keep_no(connection, by)
    journal.write("connection.made", by=by, about=connection, how=how)
    asking.ask(connection, by=by)
    return connection


@action
def connect_at_address(
    lead: Contact, person: Person, known: Contact | None, *, by: Actor, tie: Tie = UNSAID
) -> Connection:
    """Connect the contact with these names at this address, or register him if there was none.

    The new one gets two mails, password and consent (second seed), unless he had himself erased not long ago and
    refused this lead. The lead cannot tell which it was, not even by the statements (design decision 15).
    """
    _may_add(lead, by).require()
    member = contacts.recognise(lead.organisation, person, known, by=by)
    if member is None:
        raise Refused(_("Somebody has just been added with this email. Press once more."), field="email")
    refused = obstacles.refused_before(lead, member)
    accounts.invite_if_new(member, known is None, writes=not refused, by=by)
    return connect(lead, member, person.first_name, person.last_name, how=Connection.How.EMAIL, by=by, tie=tie)


@action
def remove(connection: Connection, *, by: Actor) -> None:
    """The lead takes a member out of his group; consent ends, orders and tickets stay. A child's guardians are told."""
    rules.may_lead(by, connection).require()
    queries.hold_still(connection)
    answers.close_live(connection)
    left = guardians.on(connection)
    guardians.leave(connection)
    guardian_news.tell(News.LEFT, guardians.of(connection.child_id) if left else (), about=left)
    connection.removed_at = clock.now()
    connection.save(update_fields=["removed_at"])
    proof.add(connection, "removed", by=by, consent=queries.latest(connection))
    journal.write("connection.removed", by=by, about=connection)


def _keep_no(connection: Connection, by: Actor) -> None:
    """A no of this pair outlives removing and adding again, also where consent is off and nobody is asked."""
    no_at = obstacles.of(connection).no_at if connection.by_switch else None
    if no_at:
        consent = asking.reopen(connection)
        move(consent, State.DECLINED, answered_at=no_at)
        proof.add(connection, "no-kept", by=by, consent=consent)


def _insert(connection: Connection) -> None:
    """The database knows a second press of the same moment; it is told like any other."""
    try:
        connection.save(force_insert=True)
    except IntegrityError:
        raise Refused(texts.already_there(connection.typed_name)) from None


def _may_add(lead: Contact, actor: Actor) -> Verdict:
    is_lead = actor.kind == Kind.CUSTOMER and actor.contact_id == lead.pk
    at_desk = actor.has(Power.REGISTER_CONTACTS) and actor.organisation_id == lead.organisation_id
    if not (is_lead or at_desk or actor.kind == Kind.SYSTEM):
        return Verdict(False, _("Only the lead can add people to the group."))
    return limits.may_add(lead) if is_lead else Verdict(True)
