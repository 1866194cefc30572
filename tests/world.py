"""The cast's world at its fullest: a member for every way a consent can stand, all have bought, the letters are out."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import override_settings

from kithkin.accounts import actions as accounts
from kithkin.base import actor, clock
from kithkin.base.actor import Power, by_link
from kithkin.connections import adding
from kithkin.connections.models import Connection, Consent
from kithkin.contacts.models import Contact
from kithkin.demo import club
from kithkin.demo.cast import Cast
from kithkin.demo.roles import PASSWORD, ROLES
from kithkin.organisations.models import Organisation
from kithkin.persons import erasure
from kithkin.project import worker
from kithkin.sales.actions import ticket as tickets
from kithkin.sales.models import Order, Ticket

from . import lives, people
from .cast import built, small_club
from .private import Secrets, address, hide_canaries, secrets
from .purchases import buy, hold, reserve
from .stands import OPENED, OPENED_TO_BLAISE, STANDS

__all__ = ["OPENED", "OPENED_TO_BLAISE", "World", "address", "build", "world"]


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
    gone = {name: lives.leaving(cast, name) for name in ("Erased", "Joined")}
    for consent, stand in zip(asked, STANDS.values(), strict=True):
        with clock.held(clock.now() - stand.ago):
            stand.answer(consent, by_link(consent.connection.child))
    reserve(cast, everybody["Payreservations"])
    lives.came_back(cast)
    hold(cast, cast.andrew, cast.carla)
    lives.taken_out(cast.blaise, people.register(cast.organisation, "Longsilent"))
    lives.move_house(cast)
    lives.passkey(cast.andrew)
    everybody |= lives.two_behind_one_login(cast) | {"Eve": eve, "Paper": lives.signed(cast), "Mia": lives.child(cast)}
    secret = secrets(everybody | gone)
    secret["Blaise"] |= lives.looked_at(cast, cast.blaise)
    lives.two_records(cast, gone["Joined"])
    own["Erased"] = lives.erased(cast, gone["Erased"])
    erasure.demand(cast.frida, by=actor.operator(cast.hana_login.pk, cast.organisation.pk, [Power.ERASE_CONTACTS]))
    worker.deliver()
    return World(cast, everybody, gone, own, shared, secret)


def _everybody(cast: Cast) -> dict[str, Contact]:
    found = {role.first_name: getattr(cast, role.first_name.lower()) for role in ROLES}
    for name in STANDS.keys() - found.keys():
        found[name] = people.register(cast.organisation, name, "Member")
        accounts.open_login(found[name], PASSWORD, by=people.HOUSE)
    hide_canaries(found)
    return found


def _ask(lead: Contact, member: Contact, ago: timedelta = timedelta(0)) -> Consent:
    """Andrew asks, and the letter goes out before anything else happens."""
    with clock.held(clock.now() - ago):
        connection: Connection = people.connect(lead, member)
        if ago:
            worker.deliver()
    return connection.consents.get()
