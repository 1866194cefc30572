"""After a restored backup: close once more whatever was closed since, and refuse whoever was refused.

Of a yes that was given since nothing is left to prove it, so nothing is opened: whoever wants it says so again.
"""

from django.db.models import Q

from kithkin.audit import journal
from kithkin.base import actor, clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import answers, asking, guardians, proof, queries
from kithkin.connections.models import Connection, Consent, Guardianship, Refusal, SignedForm
from kithkin.connections.scopes import Scope
from kithkin.connections.states import State, move
from kithkin.contacts import letters
from kithkin.contacts.models import Contact

from . import noes, noes_lost
from .noes_lost import Refused, Said


def replay() -> int:
    """Everything that the files say and the database does not; how many connections and refusals."""
    by, count = actor.system(None), 0
    for connection, said in noes_lost.lost():
        say_again(connection, said, by=by)
        count += 1
    for member, lead, line in noes_lost.lost_refusals():
        refuse_again(member, lead, line, by=by)
        count += 1
    return count


@action
def say_again(connection: Connection, said: list[Said], *, by: Actor) -> None:
    """A no closes, fewer rights stay fewer, a connection that was ended ends."""
    queries.hold_still(connection)
    words = {each.what for each in said}
    if words & set(noes.NOES):
        _close(connection, words, by)
    elif less := [each for each in said if each.what in noes.LESS]:
        _narrow(connection, less, by)
    if noes.GONE in words and connection.removed_at is None:
        _end(connection, by)
    journal.write("no.replayed", by=by, about=connection, hashes=[each.hash for each in said])


@action
def refuse_again(member: Contact, lead: Contact | None, line: Refused, *, by: Actor) -> None:
    """The refusal stands again, and what it would contradict ends."""
    defaults = {"since": clock.now(), "address_key": letters.hashed_address(member.pk)}
    Refusal.objects.get_or_create(member=member, lead=lead, defaults=defaults)
    for connection in _refused(member, lead):
        queries.hold_still(connection)
        _close(connection, set(), by)
    journal.write("refusal.replayed", by=by, about=member, since=line.since)


def _refused(member: Contact, lead: Contact | None) -> list[Connection]:
    """Whom the refusal means: of a no to everybody not a child's guardians."""
    leads = Q() if lead is None else Q(parent=lead)
    led = Connection.objects.filter(leads, child=member, removed_at=None)
    found = list(led.select_related("parent", "child", "organisation"))
    return guardians.without(found) if lead is None else found


def _close(connection: Connection, words: set[str], by: Actor) -> None:
    if "guardian-ended" in words:
        stands = Guardianship.objects.filter(connection=connection, state=Guardianship.State.STANDS)
        stands.update(state=Guardianship.State.ENDED, ended_at=clock.now(), ended_why=Guardianship.Why.DOCUMENT)
    waits = SignedForm.objects.filter(connection=connection, state=SignedForm.State.OPEN)
    waits.update(state=SignedForm.State.ASIDE, settled_at=clock.now())
    if connection.removed_at is None:
        _say_no(connection, queries.latest(connection) or asking.reopen(connection), words, by)
    if "declined-for-good" in words:
        answers.refuse(connection)


def _say_no(connection: Connection, consent: Consent, words: set[str], by: Actor) -> None:
    """As whoever closed it did."""
    if consent.state == State.ALLOWED:
        answers.close(consent, State.WITHDRAWN)
        proof.add(connection, "guardian-ended" if "guardian-ended" in words else "withdrawn", by=by, consent=consent)
    elif consent.state == State.ASKED:
        answers.close(consent, State.DECLINED)
        proof.add(connection, "declined", by=by, consent=consent)


def _narrow(connection: Connection, less: list[Said], by: Actor) -> None:
    consent = queries.latest(connection)
    if consent is None or consent.state != State.ALLOWED:
        return
    left = consent.scopes().intersection(*(each.left() for each in less))
    if left < consent.scopes():
        move(consent, State.ALLOWED, **{str(scope): scope in left for scope in Scope})
        proof.add(connection, less[-1].what, by=by, consent=consent)


def _end(connection: Connection, by: Actor) -> None:
    answers.close_live(connection)
    guardians.leave(connection)
    connection.removed_at = clock.now()
    connection.save(update_fields=["removed_at"])
    proof.add(connection, noes.GONE, by=by, consent=queries.latest(connection))
