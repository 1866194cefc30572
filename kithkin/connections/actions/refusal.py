"""The member's no: to this request, to this consent, to this lead, to everybody."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Verdict
from kithkin.connections import answers, asking, guardians, proof, queries, rules
from kithkin.connections.models import Connection, Consent, Refusal
from kithkin.connections.states import State, move
from kithkin.contacts import letters
from kithkin.contacts.models import Contact


@action
def decline(consent: Consent, *, by: Actor, for_good: bool = False, shown: dict | None = None) -> Consent:
    """The member says no; with `for_good` this lead cannot ask again. The lead is told nothing."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    answers.require_open(consent)
    move(consent, State.DECLINED, answered_at=clock.now())
    if for_good:
        answers.refuse(connection)
    proof.add(connection, "declined-for-good" if for_good else "declined", by=by, consent=consent, shown=shown)
    journal.write("consent.declined", by=by, about=connection, for_good=for_good)
    answers.send_receipt(consent, by)
    return consent


@action
def withdraw(consent: Consent, *, by: Actor, shown: dict | None = None) -> Consent:
    """The member takes the consent back, in force for the next request of every process."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    answers.close(consent, State.WITHDRAWN)
    proof.add(connection, "withdrawn", by=by, consent=consent, shown=shown)
    journal.write("consent.withdrawn", by=by, about=connection)
    answers.send_receipt(consent, by)
    return consent


@action
def block(member: Contact, lead: Contact | None, *, by: Actor, shown: dict | None = None) -> list[Contact]:
    """The member wants nothing more from this lead, or with None from anybody: what is open ends, nobody asks again.

    A child cannot shut out its guardians: from a no to everybody they are left out. Who it closed to.
    """
    _may_speak_for(by, member).require()
    meant = _meant(lead, by)
    for connection in meant:
        _end(connection, by, shown)
    Refusal.objects.update_or_create(
        member=member,
        lead=lead,
        defaults={"since": clock.now(), "address_key": letters.hashed_address(member.pk)},
    )
    journal.write("lead.blocked", by=by, about=lead)
    return [connection.parent for connection in meant]


@action
def unblock(member: Contact, lead: Contact | None, *, by: Actor) -> None:
    """The member may be asked again; nothing that ended comes back by itself."""
    _may_speak_for(by, member).require()
    Refusal.objects.filter(member=member, lead=lead).delete()
    journal.write("lead.unblocked", by=by, about=lead)


@action
def turn_away(member: Contact, *, by: Actor) -> None:
    """A stranger's "not me": whoever leads him cannot ask at this address again, also once the record is erased."""
    _may_speak_for(by, member).require()
    for connection in queries.leads_of(by):
        answers.refuse(connection)


def _meant(lead: Contact | None, by: Actor) -> list[Connection]:
    led = list(queries.leads_of(by))
    if lead is not None:
        return [connection for connection in led if connection.parent_id == lead.pk]
    return guardians.without(led)


def _end(connection: Connection, by: Actor, shown: dict | None) -> None:
    """What is open or asked ends; where nobody ever asked, the no is written down for what the switch would open."""
    queries.hold_still(connection)
    consent = queries.latest(connection) or asking.reopen(connection)
    if consent.state not in (State.ASKED, State.ALLOWED):
        return
    if consent.state == State.ALLOWED:
        withdraw(consent, by=by, shown=shown)
    else:
        answers.close(consent, State.DECLINED)
        proof.add(connection, "declined-for-good", by=by, consent=consent, shown=shown)


def _may_speak_for(actor: Actor, member: Contact) -> Verdict:
    is_member = actor.kind in (Kind.CUSTOMER, Kind.LINK) and actor.contact_id == member.pk
    is_guardian = actor.contact_id == member.pk and guardians.speaks_for(actor) is not None
    return Verdict(is_member or is_guardian, _("Only the member can decide this."))
