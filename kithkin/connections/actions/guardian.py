"""Becoming the guardian of a child: by one's own word, by another guardian's yes, or by a document at the desk."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import actor, clock, names, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict, WrongMove
from kithkin.connections import answers, asking, birthdays, guardian_news, guardians, limits, proof, queries, rules
from kithkin.connections.guardian_news import News
from kithkin.connections.models import Connection, Consent, Guardianship, Refusal
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import LOOK_AFTER, Scope
from kithkin.connections.states import State, move
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact

from . import coming_of_age

Ground, Stage, Why = Guardianship.Ground, Guardianship.State, Guardianship.Why
CHILD = "child"


@action
def add_child(lead: Contact, person: Person, *, by: Actor, said: dict) -> Connection:
    """A child without an address, known by what the lead typed, whose guardian he is by his own word (decision 43)."""
    is_lead = by.kind == Kind.CUSTOMER and by.contact_id == lead.pk
    Verdict(is_lead, _("Only the lead can add people to the group.")).require()
    limits.may_add(lead).require()
    ends = birthdays.end_of_childhood(lead.organisation, person.birth_date)
    _refuse_twice(lead, person)
    child = contacts.register(lead.organisation, person, by=by)
    connection = _connection(lead, child, by)
    guardianship = _written(connection, Stage.STANDS, ends, ground=Ground.OWN_WORD, said=said)
    _open(guardianship, by=actor.guardian(lead, child, by.login_id))
    return connection


@action
def ask_to_guard(connection: Connection, *, by: Actor, said: dict) -> None:
    """The lead says that he is this person's parent or guardian, too. He is told the same whoever the person is.

    Not even from the database: it runs the same statements, and where nobody is asked they write nothing.
    """
    rules.may_lead(by, connection).require()
    queries.hold_still(connection)
    others, settled = guardians.of(connection.child_id), _is_settled(connection)
    goes = bool(others) and not settled
    asked = {"connection_id": connection.pk, "state": Stage.ASKED, "asked_at": clock.now(), "said": said}
    [(number,)] = rows.insert(Guardianship, [asked], when=goes, returning=("id",)) or [(0,)]
    letters.write_to_each(
        [each.connection.parent for each in others] or [connection.parent],
        "guardian-request",
        dedup=f"guardian-request:{number}",
        when=goes,
        guardianship=number,
    )
    journal.write("guardian.asked", by=by, about=connection, went=goes)


@action
def answer_guardian(asked: Guardianship, yes: bool, *, by: Actor) -> None:
    """A guardian says whether the other one is a guardian, too; the first answer counts."""
    speaks = guardians.speaks_for(by)
    Verdict(speaks is not None and by.contact_id == asked.connection.child_id, _only_guardians()).require()
    queries.hold_still(asked.connection)
    unanswered = Guardianship.objects.filter(pk=asked.pk, state=Stage.ASKED)
    if asked.connection.removed_at or not unanswered.update(state=Stage.REFUSED, ended_at=clock.now()):
        raise WrongMove(_("This was already answered. Open the page again to see how it stands."))
    journal.write("guardian.answered", by=by, about=asked, yes=yes)
    if yes:
        _name(asked, Ground.GUARDIAN, by=by, agreed_by_id=by.guardian_id)


@action
def name_guardian(child: Contact, guardian: Contact, document: str, *, by: Actor) -> Connection:
    """An operator has seen a document that names the guardian of a child."""
    _may_set(by, child).require()
    if not document.strip():
        raise Refused(_("Write which document you have seen."), field="document")
    if guardian.pk == child.pk:
        raise Refused(_("Nobody is his own guardian."), field="number")
    birthdays.end_for(child)  # refuses whoever decides for himself
    coming_of_age.write_down_for(child, by=by)
    known = Connection.objects.select_for_update(no_key=True).filter(parent=guardian, child=child, removed_at=None)
    connection = known.first() or _connection(guardian, child, by)
    if guardians.on(connection):
        raise Refused(_("%(name)s is a guardian already.") % {"name": guardian.name}, field="number")
    asked = Guardianship.objects.filter(connection=connection, state=Stage.ASKED).first()
    _name(asked or _written(connection, Stage.ASKED), Ground.DOCUMENT, by=by, document=document.strip()[:80])
    return connection


@action
def end_guardian(guardianship: Guardianship, document: str, *, by: Actor) -> None:
    """An operator has seen a document by which somebody is no guardian any more: what was open ends at once."""
    connection = guardianship.connection
    _may_set(by, connection.child).require()
    if not document.strip():
        raise Refused(_("Write which document you have seen."), field="document")
    queries.hold_still(connection)
    stands = Guardianship.objects.filter(pk=guardianship.pk, state=Stage.STANDS)
    ended = {"ended_at": clock.now(), "ended_why": Why.DOCUMENT, "ended_document": document.strip()[:80]}
    if not stands.update(state=Stage.ENDED, **ended):
        raise WrongMove(_("This has ended. Open the page again to see how it stands."))
    consent = queries.latest(connection)
    if consent is not None and consent.state == State.ALLOWED:
        answers.close(consent, State.WITHDRAWN)
        proof.add(connection, "guardian-ended", by=by, consent=consent, beside=guardianship)
    guardian_news.tell(News.ENDED, [guardianship, *guardians.of(connection.child_id)], about=guardianship)
    journal.write("guardian.ended", by=by, about=connection, guardianship=guardianship.pk)


def _name(guardianship: Guardianship, ground: str, *, by: Actor, **facts) -> None:
    """From now on the lead is a guardian, too, and what guardians have is open to him; all but who did it are told."""
    connection = guardianship.connection
    ends_on, ends_at = birthdays.end_for(connection.child)
    stands = {"state": Stage.STANDS, "ground": ground, "made_at": clock.now(), "ended_at": None, **facts}
    for name, value in {**stands, "ends_on": ends_on, "ends_at": ends_at}.items():
        setattr(guardianship, name, value)
    guardianship.save()
    connection.how, connection.kind = Connection.How.GUARDIAN, CHILD
    connection.save(update_fields=["how", "kind"])
    _open(guardianship, by=by)
    together = [each for each in guardians.of(connection.child_id) if each.connection.parent_id != by.guardian_id]
    guardian_news.tell(News.NAMED, together, about=guardianship)


def _open(guardianship: Guardianship, *, by: Actor) -> None:
    connection, now = guardianship.connection, clock.now()
    consent = _round(connection)
    columns = {str(scope): scope in LOOK_AFTER for scope in Scope}
    move(consent, State.ALLOWED, answered_at=now, ends_at=guardianship.ends_at, reminded_at=None, **columns)
    Refusal.objects.filter(member_id=connection.child_id, lead_id=connection.parent_id).delete()
    proof.add(connection, "guardian-named", by=by, consent=consent, shown=guardianship.said, beside=guardianship)
    journal.write("guardian.named", by=by, about=connection, ground=guardianship.ground, guardianship=guardianship.pk)


def _round(connection: Connection) -> Consent:
    last = queries.latest(connection)
    return last if last and last.state in (State.ASKED, State.ALLOWED) else asking.reopen(connection)


def _connection(lead: Contact, child: Contact, by: Actor) -> Connection:
    """As if added, but nobody is asked: whoever could answer is the one who adds, or has shown a document."""
    now = clock.now()
    earlier, _is_there = queries.so_far(lead, child, Connection.How.GUARDIAN)
    connection = Connection.objects.create(
        organisation=lead.organisation,
        parent=lead,
        child=child,
        typed_first=child.first_name,
        typed_last=child.last_name,
        how=Connection.How.GUARDIAN,
        kind=CHILD,
        asks_for=Preset.LOOK_AFTER,
        made_at=now,
        asked_at=now,
        asks=1 + earlier,
    )
    proof.add(connection, "connected", by=by)
    journal.write("connection.made", by=by, about=connection, how=connection.how)
    return connection


def _written(connection: Connection, state: str, ends: tuple = (None, None), **facts) -> Guardianship:
    now = clock.now()
    made_at = now if state == Stage.STANDS else None
    return Guardianship.objects.create(
        connection=connection, state=state, asked_at=now, made_at=made_at, ends_on=ends[0], ends_at=ends[1], **facts
    )


def _refuse_twice(lead: Contact, person: Person) -> None:
    own = Guardianship.objects.filter(connection__parent=lead, connection__removed_at=None, state=Stage.STANDS)
    children = [each.connection.child for each in own.select_related("connection__child")]
    if any(names.same(person.first_name, each.first_name) for each in children):
        raise Refused(_("%(name)s is already among your people.") % {"name": person.first_name}, field="first_name")


def _is_settled(connection: Connection) -> bool:
    """Whether this lead is a guardian, has asked, or was refused not long ago."""
    since = clock.now() - timedelta(days=connection.organisation.keep_refusal_days)
    his = Guardianship.objects.filter(connection__parent_id=connection.parent_id, connection__child=connection.child_id)
    waits = Q(connection=connection, state__in=(Stage.ASKED, Stage.STANDS))
    return his.filter(waits | Q(state=Stage.REFUSED, ended_at__gt=since)).exists()


def _may_set(by: Actor, child: Contact) -> Verdict:
    holds = by.has(Power.SET_GUARDIANS) and by.organisation_id == child.organisation_id
    return Verdict(holds, _("Your post does not allow setting guardians."))


def _only_guardians() -> str:
    return _("Only a guardian of the child can answer this.")
