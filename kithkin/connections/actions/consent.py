"""What the member opens, changes and lets go on; what the lead gives back."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import WrongMove
from kithkin.connections import answers, asking, guardians, proof, queries, rules
from kithkin.connections.models import Connection, Consent, Refusal
from kithkin.connections.scopes import FULL, Scope
from kithkin.connections.states import State, move
from kithkin.contacts import letters


@action
def allow(consent: Consent, *, by: Actor, scopes: frozenset[Scope] = FULL, shown: dict | None = None) -> Consent:
    """The member allows exactly these scopes; also changes what was allowed before, or a no of his own."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    answers.require_open(consent)
    until = guardians.until(connection.child_id)
    guardians.may_open(by, connection, until).require()
    _require_not_closed_to_all(connection, by)
    consent = _round_to_allow(consent)
    now = clock.now()
    columns = {str(scope): scope in scopes for scope in Scope}
    ends_at = answers.end_from_now(connection, until)
    move(consent, State.ALLOWED, answered_at=now, ends_at=ends_at, reminded_at=None, **columns)
    _forget_refusal(connection)
    _prove_address(connection, by)
    proof.add(connection, "allowed", by=by, consent=consent, shown=shown)
    journal.write("consent.allowed", by=by, about=connection, scopes=sorted(scopes))
    answers.send_receipt(consent, by)
    return consent


@action
def begin(connection: Connection, *, by: Actor) -> Consent:
    """The member opens a round of his own where nobody has asked, to answer it at once."""
    rules.may_answer(by, connection).require()
    return queries.latest(connection) or asking.reopen(connection)


@action
def change(consent: Consent, scopes: frozenset[Scope], *, by: Actor, shown: dict | None = None) -> Consent:
    """The member opens more or fewer rights; the day on which it ends stays. A child alone only closes."""
    rules.may_answer(by, consent.connection).require()
    queries.hold_still(consent.connection)
    answers.require_in_force(consent)
    if not scopes <= consent.scopes():
        guardians.may_open(by, consent.connection, guardians.until(consent.connection.child_id)).require()
    move(consent, State.ALLOWED, **{str(scope): scope in scopes for scope in Scope})
    proof.add(consent.connection, "changed", by=by, consent=consent, shown=shown)
    journal.write("consent.changed", by=by, about=consent.connection, scopes=sorted(scopes))
    answers.send_receipt(consent, by)
    return consent


@action
def renew(consent: Consent, *, by: Actor, shown: dict | None = None) -> Consent:
    """The member lets the same rights go on, also when their day has passed: no new invitation is needed."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    if connection.removed_at or consent.state != State.ALLOWED:
        raise WrongMove(_("There is nothing to renew. Open the page again to see how it stands."))
    until = guardians.until(connection.child_id)
    guardians.may_open(by, connection, until).require()
    _require_not_closed_to_all(connection, by)
    move(consent, State.ALLOWED, ends_at=answers.end_from_now(connection, until), reminded_at=None)
    proof.add(connection, "renewed", by=by, consent=consent, shown=shown)
    journal.write("consent.renewed", by=by, about=connection)
    answers.send_receipt(consent, by)
    return consent


@action
def narrow(connection: Connection, scopes: frozenset[Scope], *, by: Actor) -> Consent:
    """The lead gives rights back; he can never add one."""
    rules.may_lead(by, connection).require()
    queries.hold_still(connection)
    consent = queries.latest(connection)
    if consent is None or not queries.is_in_force(consent) or not scopes < consent.scopes():
        raise WrongMove(_("You can only give rights back. New ones are the other person's to give."))
    move(consent, State.ALLOWED, **{str(scope): scope in scopes for scope in Scope})
    proof.add(connection, "narrowed", by=by, consent=consent)
    journal.write("consent.narrowed", by=by, about=connection, scopes=sorted(scopes))
    return consent


def _round_to_allow(consent: Consent) -> Consent:
    """This round, or after a no a new one; not when somebody has answered or asked meanwhile."""
    if consent.state not in (State.DECLINED, State.WITHDRAWN):
        return consent
    if queries.latest(consent.connection) != consent:
        raise WrongMove(_("This was already answered. Open the page again to see how it stands."))
    return asking.reopen(consent.connection)


def _require_not_closed_to_all(connection: Connection, by: Actor) -> None:
    """What a guardian has is not answered at all, so that it never comes here."""
    if not Refusal.objects.filter(member_id=connection.child_id, lead=None).exists():
        return
    if by.kind == Kind.GUARDIAN:
        words = _("%(name)s has blocked everybody. Lift that first, at the top of this page.")
        raise WrongMove(words % {"name": connection.child.first_name})
    raise WrongMove(_("You have blocked everybody. Lift that first, on your page of people who act for you."))


def _forget_refusal(connection: Connection) -> None:
    Refusal.objects.filter(member_id=connection.child_id, lead_id=connection.parent_id).delete()


def _prove_address(connection: Connection, by: Actor) -> None:
    if by.kind == Kind.LINK:
        letters.prove(connection.child_id, clock.now())
