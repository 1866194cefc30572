"""What the records of guardians and children become when they are corrected, joined, told and erased."""

from datetime import date, timedelta

import pytest

from kithkin.audit.models import Entry, Read
from kithkin.base import actor, clock
from kithkin.base.actor import Power, operator
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.connections import actions, door, guardians, queries, texts
from kithkin.connections.models import Connection, Consent, Guardianship
from kithkin.contacts import actions as contacts
from kithkin.contacts import correcting as plain
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.correcting import Details
from kithkin.contacts.models import Contact
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.persons import correcting, merging, telling
from kithkin.project.letters import TABLE
from tests.people import HOUSE, allow, connect, customer, register
from tests.shop import silence

from .test_merging import contradictions, ivo, merge


def said() -> dict:
    """The words that a guardian says."""
    return texts.said_by_guardian("en", 1)


def child(lead: Contact, first: str = "Mia", years: int = 9) -> Connection:
    born = clock.now().date() - timedelta(days=round(years * 365.25))
    return actions.add_child(lead, Person(first, "Smith", birth_date=born), by=customer(lead), said=said())


def desk(contact: Contact):
    return operator(1, contact.organisation_id, [Power.SET_GUARDIANS, Power.CORRECT_CONTACTS])


def named(guardian: Contact, mia: Contact) -> Connection:
    return actions.name_guardian(mia, guardian, "Order 12", by=desk(guardian))


def put_right(contact: Contact, born: date | None) -> None:
    stands = plain.details(contact)
    wanted = Details(stands.first_name, stands.last_name, stands.language, stands.phone, born)
    correcting.correct(contact, wanted, by=desk(contact))


@pytest.fixture
def two(family):
    records = register(family.organisation, "Eve"), register(family.organisation, "Eva")
    letters.prove_all([each.pk for each in records], clock.now())
    return records


def test_only_who_is_a_guardian_now_reads_and_corrects_what_is_held_about_the_child(family):
    mia = child(family.andrew)
    wanted = Details("Mina", "Smith", "en", "", plain.details(mia.child).birth_date)
    acts = (lambda by: telling.tell(mia.child, by=by), lambda by: correcting.correct(mia.child, wanted, by=by))
    strange = actor.guardian(family.blaise, mia.child), actor.guardian(family.andrew, family.darren), desk(mia.child)
    own = actor.guardian(family.andrew, mia.child)
    for by in strange[:2]:
        for act in acts:
            with pytest.raises(NotAllowed):
                act(by)
    with pytest.raises(NotAllowed):
        telling.tell(mia.child, by=strange[2])

    for act in acts:
        act(own)

    assert list(Read.objects.values_list("lead_id", "member_id", "what")) == [
        (family.andrew.pk, mia.child_id, "everything")
    ]
    assert plain.details(Contact.objects.get(pk=mia.child_id)).first_name == "Mina"
    actions.remove(mia, by=customer(family.andrew))
    for act in acts:
        with pytest.raises(NotAllowed):
            act(own)


def test_a_corrected_date_of_birth_moves_what_guardians_have_and_gave(family):
    mia = child(family.andrew)
    other = connect(family.darren, mia.child)
    actions.allow(queries.latest(other), by=actor.guardian(family.andrew, mia.child))
    end = guardians.until(mia.child_id)

    put_right(mia.child, plain.details(mia.child).birth_date - timedelta(days=3 * 365 + 100))

    earlier = guardians.until(mia.child_id)
    ends = set(Consent.objects.filter(connection__child=mia.child).values_list("ends_at", flat=True))
    assert earlier < end and ends == {earlier}
    assert Entry.objects.get(what="guardian.birthday-moved").facts == {"count": 1}
    assert contradictions() == []


def test_a_child_with_a_guardian_keeps_a_date_of_birth_and_who_turns_out_of_age_decides_at_once(family):
    mia = child(family.andrew)
    with pytest.raises(Refused, match="date of birth"):
        put_right(mia.child, None)

    put_right(mia.child, date(1990, 1, 1))

    assert guardians.until(mia.child_id) is None
    assert [card.open for card in door.people(customer(family.andrew))] == [frozenset()]


@pytest.mark.parametrize("month", [1, 7])
def test_the_proof_holds_for_children_of_winter_and_of_summer(family, month):
    born = date(clock.now().year - 8, month, 10)
    mia = contacts.register(family.organisation, Person("Mia", "Smith", birth_date=born), by=HOUSE)

    named(family.andrew, mia)

    assert contradictions() == []


def test_a_guardian_can_be_named_anew_at_once_when_the_birthday_moves_back(family):
    mia = child(family.andrew, years=12)
    born = plain.details(mia.child).birth_date
    with clock.held(guardians.until(mia.child_id) + timedelta(days=1)):
        with pytest.raises(Refused, match="decide for themselves"):
            named(family.andrew, mia.child)
        put_right(mia.child, born + timedelta(days=300))
        named(family.andrew, mia.child)

        states = list(Guardianship.objects.order_by("pk").values_list("state", "ended_why"))
        assert (states, len(guardians.of(mia.child_id))) == ([("ended", "age"), ("stands", "")], 1)
        assert contradictions() == []


def test_nobody_becomes_a_guardian_by_joining_and_no_child_is_left_without(two):
    mia = child(two[1])
    with pytest.raises(Refused, match="Name the same for the other one first"):
        merge(*two)

    named(two[0], mia.child)
    joined = merge(*two)

    assert [each.connection.parent for each in guardians.of(mia.child_id)] == [two[0]]
    assert contradictions() == []
    merging.undo(joined, by=ivo(two[0].organisation))
    assert {each.connection.parent for each in guardians.of(mia.child_id)} == set(two)
    assert contradictions() == []


def test_a_no_to_the_other_record_does_not_close_what_a_guardian_has(two, family):
    mia = child(two[0])
    other = connect(two[1], mia.child)
    actions.block(mia.child, two[1], by=actor.guardian(two[0], mia.child))
    before = [(card.contact_id, card.open) for card in door.people(customer(two[0]))]
    assert queries.refuses(other)

    joined = merge(*two)

    assert [(card.contact_id, card.open) for card in door.people(customer(two[0]))] == before
    merging.undo(joined, by=ivo(family.organisation))
    assert queries.refuses(other) and contradictions() == []


def test_a_guardianship_that_a_document_ended_meanwhile_does_not_come_back(two, family):
    mia = child(two[1])
    kept = named(two[0], mia.child)
    named(family.andrew, mia.child)
    joined = merge(*two)
    actions.end_guardian(guardians.on(kept), "Order 13", by=desk(two[0]))

    merging.undo(joined, by=ivo(family.organisation))

    assert [each.connection.parent for each in guardians.of(mia.child_id)] == [family.andrew]
    assert all(card.open == frozenset() for each in two for card in door.people(customer(each)))
    assert contradictions() == []


def test_two_records_of_a_child_are_one_once_both_have_the_same_guardian(family):
    kept, gone = child(family.andrew), child(family.darren, "Maja")
    with pytest.raises(Refused, match="Name the same"):
        merge(kept.child, gone.child)

    named(family.darren, kept.child)
    connect(family.blaise, gone.child)
    joined = merge(kept.child, gone.child)

    assert {each.connection.parent for each in guardians.of(kept.child_id)} == {family.andrew, family.darren}
    assert contradictions() == []
    both = [(family.andrew.pk, "child-records"), (family.darren.pk, "child-records")]
    assert told_of_records() == [*both, (family.blaise.pk, "people-joined")]
    [one, _other] = [postman.shown(each, TABLE).text for each in Letter.objects.filter(template="child-records")]
    said = ("two records of Mia", "Blaise Smith: Nothing is open", "Andrew Smith: See email and phone")
    assert [words for words in said if words not in one] == []
    last = Letter.objects.latest("pk").pk
    merging.undo(joined, by=ivo(family.organisation))
    assert told_of_records(last) == [both[0], both[1], both[1], (family.blaise.pk, "people-parted")]


def told_of_records(since: int = 0) -> list[tuple]:
    """Who was told by what that records were joined or parted, after this letter."""
    for _round in range(2):
        postman.deliver(TABLE)
    about = Letter.objects.filter(template__regex="records|people", state="sent", pk__gt=since)
    return list(about.order_by("template", "contact_id").values_list("contact_id", "template"))


def test_each_side_is_told_of_guardianships_what_it_may_know(family):
    mia = child(family.andrew)
    asks = connect(family.darren, mia.child)
    actions.ask_to_guard(asks, by=customer(family.darren), said=said())

    def told(contact):
        return telling.tell(contact, by=customer(contact)).sections

    assert [(each["name"], each["ground"]) for each in told(family.andrew)["guardian_of"]] == [
        ("Mia Smith", "own-word")
    ]
    assert told(family.darren)["guardian_of"] == []
    assert [(each["name"], each["state"]) for each in told(mia.child)["guardians"]] == [
        ("Andrew Smith", "stands"),
        ("Darren Smith", "asked"),
    ]


def test_asking_to_guard_takes_the_same_statements_whoever_it_is(family):
    mia, of_age = child(family.andrew), family.blaise
    unborn = contacts.register(family.organisation, Person("Tom", "Smith"), by=HOUSE)
    twice = child(family.andrew, "Leo")
    for guardian in (register(family.organisation, "Greta"), register(family.organisation, "Hugo")):
        named(guardian, twice.child)
    allow(connect(family.andrew, of_age))
    words, seen = said(), []
    for person in (mia.child, of_age, unborn, twice.child):
        connection = connect(family.darren, person)
        for _press in range(2):
            with silence.asked_of_the_database() as statements:
                actions.ask_to_guard(connection, by=customer(family.darren), said=words)
            seen.append(statements)
    assert all(each == seen[0] for each in seen)
    assert Guardianship.objects.filter(connection__parent=family.darren, state="asked").count() == 2
