"""What people do with connections and consents."""

from datetime import timedelta

from django.db import IntegrityError
from django.utils.translation import gettext as _

from kithkin.accounts import actions as accounts
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict, WrongMove
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import asking, limits, proof, queries, rules
from .models import Connection, Consent, Refusal
from .scopes import FULL, Scope
from .states import State, move

MOST_AT_ONCE = 500


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
        by_switch=not lead.organisation.consent_on,
    )
    _insert(connection)
    proof.add(connection, "connected", by=by)
    _keep_no(connection, by)
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
    queries.hold_still(connection)
    asking.require_turn(connection)
    connection.asked_at, connection.asks = clock.now(), connection.asks + 1
    connection.save(update_fields=["asked_at", "asks"])
    journal.write("consent.asked-again", by=by, about=connection)
    asking.ask(connection, by=by)
    return connection


@action
def send_request(connection: Connection, *, by: Actor) -> None:
    """An operator sends the request: bound by what the member has said, and told why, but not by the lead's counts."""
    holds = by.has(Power.SEND_REQUESTS) and by.organisation_id == connection.organisation_id
    Verdict(holds, _("Your post does not allow sending requests.")).require()
    if reason := asking.why_not(connection):
        raise Refused(reason)
    asking.ask(connection, by=by)
    journal.write("consent.sent-by-operator", by=by, about=connection)


@action
def remove(connection: Connection, *, by: Actor) -> None:
    """The lead takes a member out of his group; consent ends, orders and tickets stay."""
    rules.may_lead(by, connection).require()
    queries.hold_still(connection)
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
    queries.hold_still(connection)
    _require_open(consent)
    _require_not_closed_to_all(connection)
    consent = _round_to_allow(consent)
    now = clock.now()
    columns = {str(scope): scope in scopes for scope in Scope}
    ends_at = now + timedelta(days=connection.organisation.consent_days)
    move(consent, State.ALLOWED, answered_at=now, ends_at=ends_at, reminded_at=None, **columns)
    _forget_refusal(connection)
    _prove_address(connection, by)
    proof.add(connection, "allowed", by=by, consent=consent, shown=shown)
    journal.write("consent.allowed", by=by, about=connection, scopes=sorted(scopes))
    _receipt(consent, by)
    return consent


@action
def begin(connection: Connection, *, by: Actor) -> Consent:
    """The member opens a round of his own where nobody has asked, to answer it at once."""
    rules.may_answer(by, connection).require()
    return queries.latest(connection) or asking.reopen(connection)


@action
def change(consent: Consent, scopes: frozenset[Scope], *, by: Actor, shown: dict | None = None) -> Consent:
    """The member opens more or fewer rights; the day on which it ends stays."""
    rules.may_answer(by, consent.connection).require()
    queries.hold_still(consent.connection)
    _require_in_force(consent)
    move(consent, State.ALLOWED, **{str(scope): scope in scopes for scope in Scope})
    proof.add(consent.connection, "changed", by=by, consent=consent, shown=shown)
    journal.write("consent.changed", by=by, about=consent.connection, scopes=sorted(scopes))
    _receipt(consent, by)
    return consent


@action
def renew(consent: Consent, *, by: Actor, shown: dict | None = None) -> Consent:
    """The member lets the same rights go on, also when their day has passed: no new invitation is needed."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    if connection.removed_at or consent.state != State.ALLOWED:
        raise WrongMove(_("There is nothing to renew. Open the page again to see how it stands."))
    ends_at = clock.now() + timedelta(days=connection.organisation.consent_days)
    move(consent, State.ALLOWED, ends_at=ends_at, reminded_at=None)
    proof.add(connection, "renewed", by=by, consent=consent, shown=shown)
    journal.write("consent.renewed", by=by, about=connection)
    _receipt(consent, by)
    return consent


@action
def narrow(connection: Connection, scopes: frozenset[Scope], *, by: Actor) -> Consent:
    """The lead gives rights back; he can never add one."""
    rules.may_lead(by, connection).require()
    queries.hold_still(connection)
    consent = queries.latest(connection)
    if consent is None or not scopes < consent.scopes():
        raise WrongMove(_("You can only give rights back. New ones are the other person's to give."))
    _require_in_force(consent)
    move(consent, State.ALLOWED, **{str(scope): scope in scopes for scope in Scope})
    proof.add(connection, "narrowed", by=by, consent=consent)
    journal.write("consent.narrowed", by=by, about=connection, scopes=sorted(scopes))
    return consent


@action
def block(member: Contact, lead: Contact | None, *, by: Actor) -> None:
    """The member wants nothing more from this lead, or with None from anybody: what is open ends, nobody asks again."""
    _may_speak_for(by, member).require()
    for connection in queries.leads_of(by):
        if lead is None or connection.parent_id == lead.pk:
            _end(connection, by)
    Refusal.objects.update_or_create(
        member=member,
        lead=lead,
        defaults={"since": clock.now(), "address_key": letters.hidden_address(member.pk)},
    )
    journal.write("lead.blocked", by=by, about=lead)


@action
def unblock(member: Contact, lead: Contact | None, *, by: Actor) -> None:
    """The member may be asked again; nothing that ended comes back by itself."""
    _may_speak_for(by, member).require()
    Refusal.objects.filter(member=member, lead=lead).delete()
    journal.write("lead.unblocked", by=by, about=lead)


@action
def decline(consent: Consent, *, by: Actor, for_good: bool = False, shown: dict | None = None) -> Consent:
    """The member says no; with `for_good` this lead cannot ask again. The lead is told nothing."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    _require_open(consent)
    move(consent, State.DECLINED, answered_at=clock.now())
    if for_good:
        _refuse(connection)
    proof.add(connection, "declined-for-good" if for_good else "declined", by=by, consent=consent, shown=shown)
    journal.write("consent.declined", by=by, about=connection, for_good=for_good)
    _receipt(consent, by)
    return consent


@action
def withdraw(consent: Consent, *, by: Actor, shown: dict | None = None) -> Consent:
    """The member takes the consent back, in force for the next request of every process."""
    connection = consent.connection
    rules.may_answer(by, connection).require()
    queries.hold_still(connection)
    _close(consent, State.WITHDRAWN)
    proof.add(connection, "withdrawn", by=by, consent=consent, shown=shown)
    journal.write("consent.withdrawn", by=by, about=connection)
    _receipt(consent, by)
    return consent


@action
def remind_due(*, by: Actor, days: int = 30) -> int:
    """Write to the members whose consent ends within these days, once each; how many."""
    soon = clock.now() + timedelta(days=days)
    due = Consent.objects.filter(
        state=State.ALLOWED, reminded_at=None, ends_at__lte=soon, ends_at__gt=clock.now(), connection__removed_at=None
    ).select_related("connection__child")
    found = list(due[:MOST_AT_ONCE])
    for consent in found:
        letters.write_to(consent.connection.child, "consent-reminder", dedup=_reminder(consent), consent=consent.pk)
    Consent.objects.filter(pk__in=[consent.pk for consent in found]).update(reminded_at=clock.now())
    return len(found)


@action
def settle_older(organisation: Organisation, *, active: bool, by: Actor) -> int:
    """After consent was switched on: connections that nobody ever asked about become active, or stay pending.

    Pending is the default; requests are then sent in stages (`send_requests`). Returns how many there are.
    """
    _may_settle(by, organisation).require()
    older = list(queries.never_asked(organisation))
    if active:
        for connection in older:
            _carry_over(connection, by)
    journal.write("connections.settled", by=by, about=organisation, active=active, count=len(older))
    return len(older)


@action
def send_requests(organisation: Organisation, *, most: int, by: Actor) -> int:
    """Ask the next members of connections that nobody ever asked about; how many letters."""
    _may_settle(by, organisation).require()
    asked = 0
    for connection in queries.never_asked(organisation)[:most]:
        asking.ask(connection, by=by)
        asked += queries.latest(connection) is not None
    journal.write("connections.asked", by=by, about=organisation, count=asked)
    return asked


def _keep_no(connection: Connection, by: Actor) -> None:
    """A no of this pair outlives removing and adding again, also where consent is off and nobody is asked."""
    no = asking.standing_no(connection)
    if no and connection.by_switch:
        consent = asking.reopen(connection)
        move(consent, State.DECLINED, answered_at=no.answered_at)
        proof.add(connection, "no-kept", by=by, consent=consent)


def _round_to_allow(consent: Consent) -> Consent:
    """This round, or after a no a new one; not when somebody has answered or asked meanwhile."""
    if consent.state not in (State.DECLINED, State.WITHDRAWN):
        return consent
    if queries.latest(consent.connection) != consent:
        raise WrongMove(_("This was already answered. Open the page again to see how it stands."))
    return asking.reopen(consent.connection)


def _carry_over(connection: Connection, by: Actor) -> None:
    now = clock.now()
    consent = asking.reopen(connection)
    ends_at = now + timedelta(days=connection.organisation.consent_days)
    columns = {str(scope): scope in FULL for scope in Scope}
    move(consent, State.ALLOWED, answered_at=now, ends_at=ends_at, **columns)
    proof.add(connection, "carried-over", by=by, consent=consent)


def _may_settle(actor: Actor, organisation: Organisation) -> Verdict:
    holds = actor.has(Power.SET_CHARACTERISTICS) and actor.organisation_id == organisation.pk
    return Verdict(actor.kind == Kind.SYSTEM or holds, _("Your post does not allow changing characteristics."))


def _reminder(consent: Consent) -> str:
    return f"consent-reminder:{consent.pk}:{consent.ends_at:%Y%m%d}"


def _end(connection: Connection, by: Actor) -> None:
    """What is open or asked ends; where nobody ever asked, the no is written down for what the switch would open."""
    queries.hold_still(connection)
    consent = queries.latest(connection) or asking.reopen(connection)
    if consent.state not in (State.ASKED, State.ALLOWED):
        return
    if consent.state == State.ALLOWED:
        withdraw(consent, by=by)
    else:
        _close(consent, State.DECLINED)
        proof.add(connection, "declined-for-good", by=by, consent=consent)


def _may_speak_for(actor: Actor, member: Contact) -> Verdict:
    is_member = actor.kind in (Kind.CUSTOMER, Kind.LINK) and actor.contact_id == member.pk
    return Verdict(is_member, _("Only the member can decide this."))


def _receipt(consent: Consent, by: Actor) -> None:
    """To the member alone; the lead is told of nothing (design decision 13)."""
    if by.kind not in (Kind.CUSTOMER, Kind.LINK):
        return
    event = consent.connection.events.order_by("-sequence").first()
    letters.write_to(consent.connection.child, "consent-receipt", dedup=f"consent-receipt:{event.pk}", event=event.pk)


def _require_in_force(consent: Consent) -> None:
    if not queries.is_in_force(consent) or consent.connection.removed_at:
        raise WrongMove(_("This has ended. Open the page again to see how it stands."))


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
    return limits.may_add(lead) if is_lead else Verdict(True)


def _require_not_closed_to_all(connection: Connection) -> None:
    if Refusal.objects.filter(member_id=connection.child_id, lead=None).exists():
        raise WrongMove(_("You have blocked everybody. Lift that first, on your page of people who act for you."))


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
