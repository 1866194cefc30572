"""What people do with connections and consents."""

from datetime import timedelta

from django.db import IntegrityError
from django.utils.translation import gettext as _

from kithkin.accounts import actions as accounts
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Refused, Verdict, WrongMove
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact

from . import asking, proof, queries, rules
from .models import Connection, Consent, Refusal
from .scopes import FULL, Scope
from .states import State, move


@action
def connect(lead: Contact, member: Contact, first: str, last: str, *, how: str, by: Actor) -> Connection:
    """Put a known contact into the lead's group, under the names the lead typed, and ask for consent."""
    _may_add(lead, by).require()
    if member.pk == lead.pk:
        raise Refused(_("This is you. You are always in your own group."))
    earlier = list(Connection.objects.filter(parent=lead, child=member))
    if any(connection.removed_at is None for connection in earlier):
        raise Refused(_already(first))
    now = clock.now()
    connection = Connection(
        organisation=lead.organisation,
        parent=lead,
        child=member,
        typed_first=first,
        typed_last=last,
        how=how,
        made_at=now,
        asked_at=now,
        asks=1 + max((connection.asks for connection in earlier), default=0),
    )
    _insert(connection)
    proof.add(connection, "connected", by=by)
    journal.write("connection.made", by=by, about=connection, how=how)
    asking.ask(connection, by=by)
    return connection


@action
def connect_new(lead: Contact, person: Person, *, by: Actor) -> Connection:
    """Register a person whom nobody knows yet, and connect: two mails, password and consent (second seed)."""
    _may_add(lead, by).require()
    member = contacts.register_unknown(lead.organisation, person, by=by)
    if member is None:
        raise Refused(_("Somebody has just been added with this email. Press once more."), field="email")
    accounts.invite(member, by=by)
    return connect(lead, member, member.first_name, member.last_name, how=Connection.How.EMAIL, by=by)


@action
def ask_again(connection: Connection, *, by: Actor) -> Connection:
    """The lead presses the email icon: the answer is alike whatever the member has said (design decision 13)."""
    rules.may_lead(by, connection).require()
    asking.require_turn(connection)
    connection.asked_at, connection.asks = clock.now(), connection.asks + 1
    connection.save(update_fields=["asked_at", "asks"])
    journal.write("consent.asked-again", by=by, about=connection)
    asking.ask(connection, by=by)
    return connection


@action
def remove(connection: Connection, *, by: Actor) -> None:
    """The lead takes a member out of his group; consent ends, orders and tickets stay."""
    rules.may_lead(by, connection).require()
    consent = queries.latest(connection)
    if consent and consent.state in (State.ASKED, State.ALLOWED):
        _close(consent, State.REMOVED)
    connection.removed_at = clock.now()
    connection.save(update_fields=["removed_at"])
    proof.add(connection, "removed", by=by, consent=consent)
    journal.write("connection.removed", by=by, about=connection)


@action
def allow(consent: Consent, *, by: Actor, scopes: frozenset[Scope] = FULL, shown: dict | None = None) -> Consent:
    """The member allows exactly these scopes; also changes what was allowed before, or a no of his own."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    _require_open(consent)
    if consent.state in (State.DECLINED, State.WITHDRAWN):
        consent = asking.reopen(connection)
    now = clock.now()
    columns = {str(scope): scope in scopes for scope in Scope}
    ends_at = now + timedelta(days=connection.organisation.consent_days)
    move(consent, State.ALLOWED, answered_at=now, ends_at=ends_at, **columns)
    _forget_refusal(connection)
    _prove_address(connection, by)
    proof.add(connection, "allowed", by=by, consent=consent, shown=shown)
    journal.write("consent.allowed", by=by, about=connection, scopes=sorted(scopes))
    return consent


@action
def decline(consent: Consent, *, by: Actor, for_good: bool = False, shown: dict | None = None) -> Consent:
    """The member says no; with `for_good` this lead cannot ask again. The lead is told nothing."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    _require_open(consent)
    move(consent, State.DECLINED, answered_at=clock.now())
    if for_good:
        _refuse(connection)
    proof.add(connection, "declined-for-good" if for_good else "declined", by=by, consent=consent, shown=shown)
    journal.write("consent.declined", by=by, about=connection, for_good=for_good)
    return consent


@action
def withdraw(consent: Consent, *, by: Actor, shown: dict | None = None) -> Consent:
    """The member takes the consent back, in force for the next request of every process."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    _close(consent, State.WITHDRAWN)
    proof.add(connection, "withdrawn", by=by, consent=consent, shown=shown)
    journal.write("consent.withdrawn", by=by, about=connection)
    return consent


def _insert(connection: Connection) -> None:
    """The database knows a second press of the same moment; it is told like any other."""
    try:
        connection.save(force_insert=True)
    except IntegrityError:
        raise Refused(_already(connection.typed_first)) from None


def _already(first_name: str) -> str:
    return _("%(name)s is already among your people.") % {"name": first_name}


def _may_add(lead: Contact, actor: Actor) -> Verdict:
    is_lead = actor.kind == Kind.CUSTOMER and actor.contact_id == lead.pk
    if not (is_lead or actor.kind == Kind.SYSTEM):
        return Verdict(False, _("Only the lead can add people to the group."))
    led = Connection.objects.filter(parent=lead, removed_at=None).count()
    full = _("Your group is full: %(most)d people.") % {"most": lead.organisation.group_limit}
    return Verdict(led < lead.organisation.group_limit, full)


def _require_open(consent: Consent) -> None:
    if consent.connection.removed_at or queries.has_expired(consent):
        raise WrongMove(_("This request is too old to be answered. The person can ask you again."))


def _close(consent: Consent, to: State) -> None:
    move(consent, to, answered_at=clock.now(), **{str(scope): False for scope in Scope})


def _refuse(connection: Connection) -> None:
    Refusal.objects.update_or_create(
        member_id=connection.child_id,
        lead_id=connection.parent_id,
        defaults={"since": clock.now(), "address_key": letters.hidden_address(connection.child_id)},
    )


def _forget_refusal(connection: Connection) -> None:
    Refusal.objects.filter(member_id=connection.child_id, lead_id=connection.parent_id).delete()


def _prove_address(connection: Connection, by: Actor) -> None:
    if by.kind == Kind.LINK:
        letters.prove(connection.child_id, clock.now())
