"""The birthday on which guardians stop deciding: told before, written down after, moved when the law changes."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import PasswordRequest
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.connections import birthdays, chains, childhood, guardians
from kithkin.connections.chains import Happened
from kithkin.connections.models import Connection, Consent, Guardianship
from kithkin.connections.states import State
from kithkin.contacts import actions as contacts
from kithkin.contacts import ages as people
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.mail import outbox
from kithkin.organisations import actions as organisations
from kithkin.organisations import ages
from kithkin.organisations.models import Organisation

MOST_AT_ONCE = 500
HAND_OVERS_A_DAY = 3
Stage, Why = Guardianship.State, Guardianship.Why
_ALL = ("connection__parent", "connection__child", "connection__organisation")


@action
def tell_before(*, by: Actor) -> int:
    """Write to the guardians and to the young person 60 days before the birthday, once each; how many guardians."""
    due = guardians.standing().filter(told_at=None, ends_at__lte=clock.now() + birthdays.NOTICE)
    found = list(due.select_related(*_ALL).order_by("pk")[:MOST_AT_ONCE])
    _write_to_both(found)
    Guardianship.objects.filter(pk__in=[each.pk for each in found]).update(told_at=clock.now())
    return len(found)


def _write_to_both(these: list[Guardianship], **facts: int) -> None:
    """To the guardian, and once to the young person, whoever decides."""
    posted = []
    for each in these:
        day, parent, child = f"{each.ends_on:%Y%m%d}", each.connection.parent, each.connection.child
        of = "over" if facts else "soon"
        about = {"guardianship": each.pk, **facts}
        posted.append(letters.letter(parent, "birthday-soon", dedup=f"birthday-{of}:{each.pk}:{day}", **about))
        posted.append(letters.letter(child, "own-age-soon", dedup=f"own-age-{of}:{child.pk}:{day}", **about))
    outbox.post_many(posted)


@action
def write_down_ended(*, by: Actor) -> int:
    """Note the guardianships that a birthday has ended; they stopped counting at that moment already. How many."""
    return _write_down(Guardianship.objects.all(), by)


@action
def write_down_for(child: Contact, *, by: Actor) -> int:
    """The same for one child, before anybody is named its guardian anew."""
    return _write_down(Guardianship.objects.filter(connection__child=child), by)


def _write_down(these: QuerySet[Guardianship], by: Actor) -> int:
    due = these.filter(state=Stage.STANDS, ends_at__lte=clock.now())
    found = list(due.select_for_update(of=("self",)).select_related(*_ALL).order_by("pk")[:MOST_AT_ONCE])
    for each in found:
        each.state, each.ended_at, each.ended_why = Stage.ENDED, each.ends_at, Why.AGE
    Guardianship.objects.bulk_update(found, ["state", "ended_at", "ended_why"], batch_size=100)
    standing = [each.connection for each in found if each.connection.removed_at is None]
    if standing:
        chains.add_many([Happened(each, "came-of-age") for each in standing], by=by)
        ended = ((each.connection_id, {"guardianship": each.pk}) for each in found)
        journal.write_many("guardian.ended-by-age", Connection, ended, by=by)
    return len(found)


@action
def set_national_age(organisation: Organisation, country: str, age: int, source: str, *, by: Actor) -> int:
    """The law of a country as this organisation reads it; its guardianships move with it. How many did."""
    organisations.set_national_age(organisation, country, age, source, by=by)
    return move_birthdays(organisation, by=by) if country == organisation.country else 0


@action
def move_birthdays(organisation: Organisation, *, by: Actor) -> int:
    """Reckon anew when the guardianships of an organisation end that have not ended yet; how many moved."""
    moved = _move_all(organisation, guardians.standing().filter(connection__organisation=organisation), by)
    age = ages.of(organisation)
    journal.write("guardian.birthdays-moved", by=by, about=organisation, age=age, count=moved)
    return moved


@action
def move_birthday(child: Contact, *, by: Actor) -> int:
    """The same for one child, whose date of birth was put right; how many guardianships moved."""
    moved = _move_all(child.organisation, guardians.standing().filter(connection__child=child), by)
    if moved:
        journal.write("guardian.birthday-moved", by=by, about=child, count=moved)
    return moved


def _move_all(organisation: Organisation, these: QuerySet[Guardianship], by: Actor) -> int:
    found = list(these.select_for_update(of=("self",)).select_related(*_ALL).order_by("pk"))
    born = people.birth_dates({each.connection.child_id for each in found})
    age, before = ages.of(organisation), {each.connection_id: each.ends_at for each in found}
    moved = [each for each in found if _move(each, organisation, born.get(each.connection.child_id), age)]
    Guardianship.objects.bulk_update(moved, ["ends_on", "ends_at", "told_at"], batch_size=100)
    _write_to_both([each for each in moved if each.ends_at <= clock.now()], over=1)
    consents = _consents(moved, before)
    Consent.objects.bulk_update(consents, ["ends_at"], batch_size=100)
    if consents:
        chains.add_many([_moved(each) for each in consents], by=by)
    return len(moved)


@action
def hand_over(connection: Connection, email: str, *, by: Actor) -> None:
    """The young person's own address, typed by the guardian: a letter to it lets him take the account over.

    Where the young person has an address or has done anything, nothing goes, by the same statements (decision 0025).
    """
    birthdays.may_hand_over(by, connection).require()
    if any(each.pk == connection.parent_id for each in letters.holders(connection.organisation_id, email)):
        raise Refused(_("This is your own email. Write one that only the young person reads."), field="email")
    child = connection.child
    goes = _is_reached_by_nobody(connection)
    today = PasswordRequest.objects.filter(contact=child, made_at__gt=clock.now() - timedelta(days=1))
    if today.count() >= HAND_OVERS_A_DAY and goes:
        raise Refused(_("That was the last letter for today. Try again tomorrow."), field="email")
    given = contacts.give_address(child, email, when=goes, by=by)
    accounts.invite_where(child, given, by=by)
    journal.write("guardian.handed-over", by=by, about=connection, went=given)


def _is_reached_by_nobody(connection: Connection) -> bool:
    """Whether the young person has neither an address nor done anything."""
    lately = birthdays.ended_by_age(birthdays.HAND_OVER).filter(connection=connection)
    ends_at = lately.values_list("ends_at", flat=True).order_by("-pk").first()
    acted = birthdays.has_acted(connection.child, ends_at or clock.now())
    return not (letters.hidden_address(connection.child_id) or acted)


def _move(each: Guardianship, organisation: Organisation, born: date | None, age: int) -> bool:
    """Whether the birthday is another one now; one that is over by the new law ends at this moment."""
    if born is None:
        raise Refused(_("Write the date of birth."), field="birth_date")
    ends_on, ends_at = childhood.end(organisation, born, age)
    ends_at = max(ends_at, clock.now())
    if ends_at == each.ends_at:
        return False
    each.ends_on, each.ends_at, each.told_at = ends_on, ends_at, None
    return True


def _consents(moved: list[Guardianship], before: dict[int, datetime | None]) -> list[Consent]:
    """What ends with these guardianships: the guardians' own goes with the birthday, others' only to an earlier one."""
    ends = {each.connection.child_id: each.ends_at for each in moved}
    live = Consent.objects.filter(
        state=State.ALLOWED,
        ends_at__gt=clock.now(),
        connection__child_id__in=ends,
        connection__removed_at=None,
    )
    found = []
    for consent in live.select_related("connection__parent"):
        end = ends[consent.connection.child_id]
        if consent.ends_at == before.get(consent.connection_id) or consent.ends_at > end:
            consent.ends_at = end
            found.append(consent)
    return found


def _moved(consent: Consent) -> Happened:
    scopes = tuple(str(scope) for scope in consent.scopes())
    return Happened(consent.connection, "age-changed", consent.pk, scopes, consent.ends_at)
