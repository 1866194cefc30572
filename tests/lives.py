"""People to whom something happens besides consent: a child, a couple, paper, a move, two records, an end."""

from datetime import date, timedelta

from kithkin.accounts import actions as accounts
from kithkin.accounts import logins
from kithkin.audit.looks import Why
from kithkin.base import actor, clock
from kithkin.base.actor import Power, by_link
from kithkin.base.ages import birthday
from kithkin.connections import actions, forms, texts
from kithkin.connections.forms import Signed
from kithkin.connections.scopes import FULL
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.demo.cast import Cast
from kithkin.demo.roles import PASSWORD
from kithkin.desk import opening
from kithkin.organisations import ages
from kithkin.persons import duplicates, erasure, merging, silent, silent_rules
from kithkin.sales.actions import returning
from kithkin.sales.models import Order, Ticket

from . import people
from .links import address_token
from .passkeys import credential
from .private import canary, hide_canaries
from .purchases import buy


def child(cast: Cast) -> Contact:
    """Andrew's daughter, soon to decide for herself; Carla says that she is her guardian, too."""
    soon = clock.now().date() + timedelta(days=40)
    born = birthday(soon, -ages.of(cast.organisation))
    said = texts.said_by_guardian("en", 0)
    mia = Person("Mia", "Smith", birth_date=born)
    own = actions.add_child(cast.andrew, mia, by=people.customer(cast.andrew), said=said).child
    asked = people.connect(cast.carla, own)
    actions.ask_to_guard(asked, by=people.customer(cast.carla), said=said)
    return own


def came_back(cast: Cast) -> None:
    """Carla does not want what Andrew has bought for her."""
    order = buy(cast, cast.andrew, cast.carla, where="wing")
    ticket = Ticket.objects.select_related("holder").get(line__order=order, holder=cast.carla)
    returning.decline(ticket, by=by_link(ticket.holder))


def two_behind_one_login(cast: Cast) -> dict[str, Contact]:
    """A couple with one address."""
    found = {name: people.register(cast.organisation, name, "Pair") for name in ("Ann", "Otto")}
    login = accounts.open_login(found["Ann"], PASSWORD, by=people.HOUSE)
    logins.gather(login, [found["Otto"]])
    hide_canaries(found)
    return found


def signed(cast: Cast) -> Contact:
    """Somebody without an email has signed for Andrew; Hana took it down, and nobody has confirmed it yet."""
    told = Person("Paper", "Member", phone=canary("phone", "Paper"), birth_date=date(1949, 12, 31))
    person = contacts.register(cast.organisation, told, by=people.HOUSE)
    connection = people.connect(cast.andrew, person)
    hana = actor.operator(cast.hana_login.pk, cast.organisation.pk, [Power.RECORD_CONSENTS])
    form = Signed("F-CANA-RY22", forms.today(connection), FULL, "en", 1)
    actions.take_down(connection, form, by=hana)
    return person


def leaving(cast: Cast, name: str) -> Contact:
    """Somebody who opens all to Andrew, before his record goes."""
    found = people.register(cast.organisation, name, "Member")
    people.allow(people.connect(cast.andrew, found), scopes=FULL)
    hide_canaries({name: found})
    return found


def erased(cast: Cast, gone: Contact) -> Order:
    """Somebody who had opened all to Andrew and bought for himself."""
    order = buy(cast, gone)
    erasure.erase(gone, by=people.HOUSE)
    return order


def two_records(cast: Cast, gone: Contact) -> None:
    """A pair that may be one person, and one that was joined."""
    one, other, kept = (people.register(cast.organisation, name) for name in ("Twin", "Twain", "Kept"))
    people.allow(people.connect(cast.blaise, kept))
    hana, ivo = (
        actor.operator(login_id, cast.organisation.pk, [Power.MERGE_CONTACTS])
        for login_id in (cast.hana_login.pk, cast.hana_login.pk + 1)
    )
    duplicates.pair(one.number, other.number, by=hana)
    duplicate = duplicates.pair(kept.number, gone.number, by=hana)
    merging.confirm(merging.propose(duplicate, kept, by=hana), by=ivo)


def looked_at(cast: Cast, contact: Contact) -> dict[str, str]:
    """Hana has opened this sheet, for a reason in her own words."""
    hana = actor.operator(cast.hana_login.pk, cast.organisation.pk, [Power.READ_CONTACTS])
    words = canary("reason", contact.first_name)
    opening.give_reason(contact, Why.OTHER, words, by=hana)
    opening.look(contact, "", by=hana)
    return {"reason": words}


def move_house(cast: Cast) -> None:
    """Somebody whom nobody leads has changed his email, and wants to once more: both links are in the mail."""
    mover = people.register(cast.organisation, "Moves", "House")
    accounts.open_login(mover, PASSWORD, by=people.HOUSE)
    for email in ("moved.once@example.org", "moved.twice@example.org"):
        accounts.ask_change(mover, email, by=people.customer(mover))
        if "once" in email:
            accounts.change_address(address_token(mover), by=by_link(mover))


def passkey(contact: Contact) -> None:
    """His phone lets him in, too."""
    login = logins.of(contact.pk)
    accounts.add_passkey(login, contact, "my phone", credential(), by=actor.customer(contact, login.pk))


def taken_out(lead: Contact, member: Contact) -> None:
    """He never answered, and left the group by himself some days ago."""
    with clock.held(clock.now() - timedelta(days=80)):
        number = people.connect(lead, member).pk
    steps = (27, silent_rules.to_announce, silent.announce), (20, silent_rules.to_leave, silent.clear)
    for days, cases, act in steps:
        with clock.held(clock.now() - timedelta(days=days)):
            act(lead.organisation, cases(lead.organisation, among=[number]), by=people.HOUSE)
