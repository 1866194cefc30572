"""The cast's world at its fullest: a member for every way a consent can stand, all have bought, the letters are out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import CharField, DateField
from django.test import override_settings

from kithkin.accounts import actions as accounts
from kithkin.accounts import logins
from kithkin.accounts.models import LoginContact
from kithkin.audit.looks import Why
from kithkin.base import actor, clock
from kithkin.base.actor import Actor, Power, by_link
from kithkin.base.ages import birthday
from kithkin.connections import actions, adding, forms, texts
from kithkin.connections.forms import Signed
from kithkin.connections.models import Connection, Consent
from kithkin.connections.scopes import FULL, JUST_BUY, Scope
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.demo import club
from kithkin.demo.cast import Cast
from kithkin.demo.roles import PASSWORD, ROLES
from kithkin.desk import opening
from kithkin.organisations import ages
from kithkin.organisations.models import Organisation
from kithkin.persons import duplicates, erasure, merging, silent, silent_rules
from kithkin.project import worker
from kithkin.sales.actions import ticket as tickets
from kithkin.sales.models import Order, Ticket

from . import people
from .cast import built, small_club
from .links import address_token
from .purchases import buy, hold, reserve

NOTHING: frozenset[Scope] = frozenset()
FIELDS = PrivateDetails._meta.concrete_fields
PRIVATE = [field.name for field in FIELDS if isinstance(field, CharField) and field.name != "email_key"]
DAYS = [field.name for field in FIELDS if type(field) is DateField]
Answer = Callable[[Consent, Actor], object]


@dataclass(frozen=True)
class Stand:
    """One way in which a consent can stand: what it opens now, how the member answered, how long ago."""

    opens: frozenset[Scope] = NOTHING
    answer: Answer = lambda consent, by: None
    ago: timedelta = timedelta(0)


def allowed(scopes: frozenset[Scope]) -> Answer:
    return lambda consent, by: actions.allow(consent, by=by, scopes=scopes)


def declined(consent: Consent, by: Actor) -> None:
    actions.decline(consent, by=by)


def declined_for_good(consent: Consent, by: Actor) -> None:
    actions.decline(consent, by=by, for_good=True)


def withdrawn(consent: Consent, by: Actor) -> None:
    actions.withdraw(actions.allow(consent, by=by), by=by)


def removed(consent: Consent, by: Actor) -> None:
    actions.allow(consent, by=by)
    actions.remove(consent.connection, by=people.customer(consent.connection.parent))


# Andrew's members, by first name; Carla, Erin and Frida are his already.
STANDS = {
    "Blaise": Stand(FULL, allowed(FULL)),
    "Darren": Stand(),
    **{scope.replace("_", "").title(): Stand(frozenset({scope}), allowed(frozenset({scope}))) for scope in Scope},
    "Justbuy": Stand(NOTHING, allowed(JUST_BUY)),
    "Declined": Stand(NOTHING, declined),
    "Neveragain": Stand(NOTHING, declined_for_good),
    "Withdrawn": Stand(NOTHING, withdrawn),
    "Removed": Stand(NOTHING, removed),
    "Expired": Stand(NOTHING, ago=timedelta(days=20)),
    "Lapsed": Stand(NOTHING, allowed(FULL), ago=timedelta(days=500)),
}
OPENED = {"Carla": FULL, **{name: stand.opens for name, stand in STANDS.items()}}
OPENED_TO_BLAISE = {"Gus": FULL}


Secrets = dict[str, str | date]  # by field; and what an operator said why he looked


@dataclass
class World:
    """Everybody by first name, and what each has bought for himself.

    `shared` Andrew bought for himself, Blaise, Darren and Erin, who has taken her ticket over. `gone` are those whose
    records are erased or joined into another's, and `secret` is what was private of everybody before that.
    """

    cast: Cast
    people: dict[str, Contact]
    gone: dict[str, Contact]
    own: dict[str, Order]
    shared: Order
    secret: dict[str, Secrets]


@pytest.fixture
def world(db) -> World:
    """The cast, with more members for Andrew, and a second lead, Blaise: Gus has allowed him all, Darren is asked."""
    return built(build)


def build() -> World:
    small_club()
    Organisation.objects.update(group_limit=60, pending_limit=60, invitations_per_day=60)
    with override_settings(EMAIL_BACKEND="kithkin.demo.mailbox.Backend"):
        return _build(club.find())


def _child(cast: Cast) -> Contact:
    """Andrew's daughter, soon to decide for herself; Carla says that she is her guardian, too."""
    soon = clock.now().date() + timedelta(days=40)
    born = birthday(soon, -ages.of(cast.organisation))
    said = texts.said_by_guardian("en", 0)
    mia = Person("Mia", "Smith", birth_date=born)
    child = actions.add_child(cast.andrew, mia, by=people.customer(cast.andrew), said=said).child
    asked = people.connect(cast.carla, child)
    actions.ask_to_guard(asked, by=people.customer(cast.carla), said=said)
    return child


def _two_behind_one_login(cast: Cast) -> dict[str, Contact]:
    """A couple with one address."""
    found = {name: people.register(cast.organisation, name, "Pair") for name in ("Ann", "Otto")}
    login = accounts.open_login(found["Ann"], PASSWORD, by=people.HOUSE)
    logins.gather(login, [found["Otto"]])
    hide_canaries(found)
    return found


def _erased(cast: Cast, gone: Contact) -> Order:
    """Somebody who had opened all to Andrew and bought for himself."""
    order = buy(cast, gone)
    erasure.erase(gone, by=people.HOUSE)
    return order


def _leaving(cast: Cast, name: str) -> Contact:
    """Somebody who opens all to Andrew, before his record goes."""
    found = people.register(cast.organisation, name, "Member")
    people.allow(people.connect(cast.andrew, found), scopes=FULL)
    hide_canaries({name: found})
    return found


def _looked_at(cast: Cast, contact: Contact) -> dict[str, str]:
    """Hana has opened this sheet, for a reason in her own words."""
    hana = actor.operator(cast.hana_login.pk, cast.organisation.pk, [Power.READ_CONTACTS])
    words = canary("reason", contact.first_name)
    opening.give_reason(contact, Why.OTHER, words, by=hana)
    opening.look(contact, "", by=hana)
    return {"reason": words}


def _secrets(found: dict[str, Contact]) -> dict[str, Secrets]:
    """Every private field that is filled in."""
    names = {contact.pk: name for name, contact in found.items()}
    rows = PrivateDetails.objects.filter(contact__in=names).values("contact", *PRIVATE, *DAYS)
    return {names[row.pop("contact")]: {field: value for field, value in row.items() if value} for row in rows}


def _build(cast: Cast) -> World:
    everybody = _everybody(cast)
    asked = [_ask(cast.andrew, everybody[name], stand.ago) for name, stand in STANDS.items()]
    eve = adding.by_email(cast.andrew, "Eve", "Okafor", address("Eve"), by=people.customer(cast.andrew)).child
    people.allow(people.connect(cast.blaise, cast.gus))
    people.connect(cast.blaise, cast.darren)
    worker.deliver()
    hide_canaries({"Eve": eve})
    shared = buy(cast, cast.andrew, cast.blaise, cast.darren, cast.erin)
    tickets.take_over(Ticket.objects.get(line__order=shared, holder=cast.erin), by=people.customer(cast.erin))
    reserve(cast, cast.andrew, cast.darren)
    own = {name: buy(cast, contact) for name, contact in everybody.items()}
    gone = {name: _leaving(cast, name) for name in ("Erased", "Joined")}
    for consent, stand in zip(asked, STANDS.values(), strict=True):
        with clock.held(clock.now() - stand.ago):
            stand.answer(consent, by_link(consent.connection.child))
    reserve(cast, everybody["Payreservations"])
    hold(cast, cast.andrew, cast.carla)
    _taken_out(cast.blaise, people.register(cast.organisation, "Longsilent"))
    _move_house(cast)
    everybody |= _two_behind_one_login(cast) | {"Eve": eve, "Paper": _signed(cast), "Mia": _child(cast)}
    secret = _secrets(everybody | gone)
    secret["Blaise"] |= _looked_at(cast, cast.blaise)
    _two_records(cast, gone["Joined"])
    own["Erased"] = _erased(cast, gone["Erased"])
    erasure.demand(cast.frida, by=actor.operator(cast.hana_login.pk, cast.organisation.pk, [Power.ERASE_CONTACTS]))
    worker.deliver()
    return World(cast, everybody, gone, own, shared, secret)


def _move_house(cast: Cast) -> None:
    """Somebody whom nobody leads has changed his email, and wants to once more: both links are in the mail."""
    mover = people.register(cast.organisation, "Moves", "House")
    accounts.open_login(mover, PASSWORD, by=people.HOUSE)
    for email in ("moved.once@example.org", "moved.twice@example.org"):
        accounts.ask_change(mover, email, by=people.customer(mover))
        if "once" in email:
            accounts.change_address(address_token(mover), by=by_link(mover))


def _two_records(cast: Cast, gone: Contact) -> None:
    """A pair that may be one person, and one that was joined."""
    one, other, kept = (people.register(cast.organisation, name) for name in ("Twin", "Twain", "Kept"))
    people.allow(people.connect(cast.blaise, kept))
    hana, ivo = (
        actor.operator(login_id, cast.organisation.pk, [Power.MERGE_CONTACTS])
        for login_id in (cast.hana_login.pk, cast.hana_login.pk + 1)
    )
    duplicates.pair(one.number, other.number, by=hana)
    double = duplicates.pair(kept.number, gone.number, by=hana)
    merging.confirm(merging.propose(double, kept, by=hana), by=ivo)


def _signed(cast: Cast) -> Contact:
    """Somebody without an email has signed for Andrew; Hana took it down, and nobody has confirmed it yet."""
    told = Person("Paper", "Member", phone=canary("phone", "Paper"), birth_date=date(1949, 12, 31))
    person = contacts.register(cast.organisation, told, by=people.HOUSE)
    connection = people.connect(cast.andrew, person)
    hana = actor.operator(cast.hana_login.pk, cast.organisation.pk, [Power.RECORD_CONSENTS])
    signed = Signed("F-CANA-RY22", forms.today(connection), FULL, "en", 1)
    actions.take_down(connection, signed, by=hana)
    return person


def _everybody(cast: Cast) -> dict[str, Contact]:
    found = {role.first_name: getattr(cast, role.first_name.lower()) for role in ROLES}
    for name in STANDS.keys() - found.keys():
        found[name] = people.register(cast.organisation, name, "Member")
        accounts.open_login(found[name], PASSWORD, by=people.HOUSE)
    hide_canaries(found)
    return found


def _taken_out(lead: Contact, member: Contact) -> None:
    """He never answered, and left the group by himself some days ago."""
    with clock.held(clock.now() - timedelta(days=80)):
        number = people.connect(lead, member).pk
    steps = (27, silent_rules.to_announce, silent.announce), (20, silent_rules.to_leave, silent.clear)
    for days, cases, act in steps:
        with clock.held(clock.now() - timedelta(days=days)):
            act(lead.organisation, cases(lead.organisation, among=[number]), by=people.HOUSE)


def _ask(lead: Contact, member: Contact, ago: timedelta = timedelta(0)) -> Consent:
    """Andrew asks, and the letter goes out before anything else happens."""
    with clock.held(clock.now() - ago):
        connection: Connection = people.connect(lead, member)
        if ago:
            worker.deliver()
    return connection.consents.get()


def canary(field: str, name: str) -> str:
    """A word that is found nowhere else."""
    return f"canary-{field}-{name.lower()}"


def address(name: str) -> str:
    """Where this person gets letters."""
    return canary("email", name) + "@example.org"


def birth_date(contact: Contact) -> date:
    """A day on which nobody else was born."""
    return date(1950, 1, 1) + timedelta(days=37 * contact.pk)


def hide_canaries(everybody: dict[str, Contact]) -> None:
    """Put one into every private field that there is."""
    for name, contact in everybody.items():
        details = {field: canary(field, name) for field in PRIVATE} | dict.fromkeys(DAYS, birth_date(contact))
        details |= {"email": address(name), "email_key": address(name)}
        PrivateDetails.objects.filter(contact=contact).update(**details)
        logins = LoginContact.objects.filter(contact=contact).values("login")
        EmailAddress.objects.filter(user__in=logins).update(email=address(name))
