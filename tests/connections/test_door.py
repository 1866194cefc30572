"""The door: what leaves it, in how many queries, and that a look is noted before it is shown."""

import pytest
from django.db import DatabaseError

from kithkin.audit import reads
from kithkin.audit.models import Read
from kithkin.base.actor import Power, operator
from kithkin.connections import actions, door
from kithkin.connections.scopes import Scope
from kithkin.contacts.models import Contact
from tests.people import allow, connect, customer, register


def test_darren_has_not_agreed_so_andrew_sees_no_email(family):
    connect(family.andrew, family.darren)

    [card] = door.group(customer(family.andrew))

    assert (card.name, card.email, card.phone) == ("Darren Smith", None, None)
    assert card.why_hidden == "Closed until the person allows it."


def test_blaise_has_agreed_so_andrew_sees_his_details(family):
    allow(connect(family.andrew, family.blaise))

    [card] = door.group(customer(family.andrew))

    assert (card.email, card.phone, card.why_hidden) == ("canary.blaise@example.org", "canary Blaise", "")


def test_until_consent_the_lead_reads_the_name_as_he_typed_it(family):
    connection = actions.connect(
        family.andrew, family.blaise, "blaise", "SMITH", how="email", by=customer(family.andrew)
    )

    before = door.names(customer(family.andrew), [family.blaise.pk, family.darren.pk])
    allow(connection)

    assert before == {family.blaise.pk: "blaise SMITH"}
    assert door.names(customer(family.andrew), [family.blaise.pk]) == {family.blaise.pk: "Blaise Smith"}


@pytest.mark.parametrize("size", [0, 1, 30])
def test_a_group_takes_two_statements_whatever_its_size(family, size, django_assert_num_queries):
    family.organisation.group_limit = 50
    family.organisation.save()
    family.andrew.organisation = family.organisation
    for number in range(size):
        member = register(family.organisation, "Member" + "abcdefghijkl"[number % 12] * (number // 12 + 1))
        allow(connect(family.andrew, member))

    with django_assert_num_queries(1 if size == 0 else 2):
        cards = door.group(customer(family.andrew))

    assert [card.active for card in cards] == [True] * size


def test_a_look_is_noted_once_a_day_with_its_count(family):
    allow(connect(family.andrew, family.blaise))
    connect(family.andrew, family.darren)

    for _ in range(3):
        door.group(customer(family.andrew))

    [read] = Read.objects.all()
    seen = (read.lead_id, read.member_id, read.what, read.times)
    assert seen == (family.andrew.pk, family.blaise.pk, Scope.SEE_CONTACT_DETAILS, 3)
    assert read.first_at <= read.last_at


def test_what_cannot_be_noted_stays_closed(family, monkeypatch):
    allow(connect(family.andrew, family.blaise))

    def full(*_):
        raise DatabaseError("disk full")

    monkeypatch.setattr(reads, "note", full)
    [card] = door.group(customer(family.andrew))

    assert (card.email, card.phone) == (None, None)
    assert card.why_hidden.startswith("We could not note")


def test_cards_of_contacts_are_those_of_ones_own_people(family):
    allow(connect(family.andrew, family.blaise))

    cards = door.cards(customer(family.andrew), Contact.objects.all())

    assert [card.name for card in cards] == ["Blaise Smith"]


def test_an_operator_gets_cards_because_the_rule_says_so(family):
    hana = operator(1, family.organisation.pk, [Power.READ_CONTACTS])
    nobody = operator(1, family.organisation.pk, [])

    emails = [card.email for card in door.cards(hana, Contact.objects.all())]

    assert emails == [f"canary.{name}@example.org" for name in ("andrew", "blaise", "darren")]
    assert door.cards(nobody, Contact.objects.all()) == []


def test_a_contact_offers_no_way_to_his_details(family):
    names = {field.name for field in Contact._meta.get_fields(include_hidden=True)}
    ways = {name for name in dir(family.blaise) if "detail" in name or "email" in name}

    assert (ways, names & {"email", "phone", "privatedetails", "details"}) == (set(), set())


def test_ones_own_card_holds_ones_own_details(family):
    own = door.own(customer(family.blaise))

    assert (own.email, own.number) == ("canary.blaise@example.org", family.blaise.number)
