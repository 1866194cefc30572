"""A person about whom the house holds everything that it can hold; every private value is found nowhere else."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import pytest
from django.conf import settings
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import LoginContact
from kithkin.audit import looks, reads
from kithkin.base import actor, clock
from kithkin.base.actor import Power
from kithkin.connections import actions, door, forms, limits
from kithkin.connections.forms import Signed
from kithkin.connections.limits import Limit
from kithkin.connections.scopes import FULL
from kithkin.contacts import actions as contacts
from kithkin.contacts import bringing
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.demo.cast import Cast
from kithkin.demo.roles import PASSWORD
from kithkin.desk import opening
from kithkin.persons import duplicates, merging
from kithkin.project import worker
from kithkin.sales.models import Order
from tests.cast import built, small_club
from tests.links import address_token
from tests.passkeys import credential
from tests.people import HOUSE, allow, connect, customer
from tests.purchases import buy, hold, reserve

FIRST, LAST, EMAIL, PHONE = "Quillon", "Zaffre", "quillon.zaffre@example.org", "+44 7700 987654"
NUMBER, BORN, WAS = "39471628583", date(1961, 8, 27), "qz.before@example.org"
CANARIES = (FIRST, LAST, "quillon", "zaffre", "987654", NUMBER[:9], "1961-08-27", "qz.before")


@dataclass
class Full:
    """The person, who bought for him, and what he has bought and reserved himself."""

    cast: Cast
    person: Contact
    bought: Order
    reserved: Order
    by_andrew: Order
    visit: str

    @cached_property
    def browser(self) -> Client:
        """In which he has signed in."""
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.visit
        return browser


@pytest.fixture
def full(db) -> Full:
    """He, in the small club."""
    return built(build)


def build() -> Full:
    """He leads Gus and Blaise, Andrew leads him; both buy; he signs in, asks for codes, refuses, meets a limit.

    What the desk has of him comes with `_at_the_desk`.
    """
    cast = built(small_club)
    told = Person(FIRST, LAST, EMAIL, "en", NUMBER, PHONE, BORN)
    person = contacts.register(cast.organisation, replace(told, email=WAS), by=HOUSE)
    person.organisation = cast.organisation
    accounts.invite(person, by=HOUSE)
    accounts.send_code(person, by=HOUSE)
    login = accounts.open_login(person, PASSWORD, by=HOUSE)
    accounts.ask_change(person, EMAIL, by=customer(person))
    accounts.change_address(address_token(person), by=actor.by_link(person))
    accounts.add_passkey(login, person, f"{LAST}'s phone", credential(), by=actor.customer(person, login.pk))
    _at_the_desk(cast, person)
    browser = Client()
    browser.force_login(LoginContact.objects.get(contact=person).login)
    connection = connect(cast.andrew, person)
    worker.deliver()
    allow(connection, shown={"text": 1, "policy": 1, "language": "en", "body": "Words."})
    allow(connect(person, cast.gus))
    connect(person, cast.blaise)
    actions.block(person, cast.darren, by=customer(person))
    actions.block(cast.frida, person, by=customer(cast.frida))
    door.group(customer(cast.andrew))
    door.group(customer(person))
    reads.note(person.pk, [cast.gus.pk], "see_tickets")
    limits.note(person, Limit.GROUP)
    limits.take_try(person, limits.MISMATCH)
    bought, by_andrew = buy(cast, person, cast.gus), buy(cast, cast.andrew, person)
    reserved = reserve(cast, person)
    worker.deliver()
    hold(cast, person)
    bringing.save_many(cast.organisation, [told], by=actor.system(cast.organisation.pk))
    visit = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return Full(cast, person, bought, reserved, by_andrew, visit)


def _at_the_desk(cast: Cast, person: Contact) -> None:
    """Two operators join a second record of his, and let him act by a form; one makes him a guardian and looks."""
    one, two = (actor.operator(login, cast.organisation.pk, list(Power)) for login in (1, 2))
    young = clock.now().date() - timedelta(days=3000)
    told = Person("Quill", LAST, birth_date=BORN), Person("Mia", "Smith", birth_date=young), Person("Otto", "Smith")
    double, child, paper = (contacts.register(cast.organisation, each, by=HOUSE) for each in told)
    connect(cast.carla, double)
    duplicate = duplicates.pair(person.number, double.number, by=one)
    merging.confirm(merging.propose(duplicate, person, by=one), by=two)
    actions.name_guardian(child, person, f"{LAST} birth certificate", by=one)
    signed = connect(person, paper)
    form = Signed("F-K7Q4-M2XD", forms.today(signed), FULL, "en", 1)
    actions.confirm_form(actions.take_down(signed, form, by=one), by=two)
    opening.give_reason(person, looks.Why.OTHER, f"{LAST} lost his bag", by=one)
    opening.look(person, "", by=one)
