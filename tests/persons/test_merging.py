"""Joining two records: never a union of rights, the strictest wins; and what becomes of them when it is undone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
from django.core import mail
from django.db import connection

from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.connections import actions, door, ledger, queries
from kithkin.connections.models import Connection, ConsentEvent, Refusal
from kithkin.connections.scopes import FULL, LOOK_AFTER, Scope
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation
from kithkin.persons import duplicates, merging
from kithkin.persons.models import Merge
from kithkin.project import verify, worker
from tests.cast import built
from tests.people import HOUSE, allow, connect, customer, register, smiths

TICKETS = frozenset({Scope.SEE_TICKETS})


def hana(house):
    return operator(1, house.pk, [Power.MERGE_CONTACTS])


def ivo(house):
    return operator(2, house.pk, [Power.MERGE_CONTACTS])


def merge(kept: Contact, gone: Contact) -> Merge:
    """Hana proposes, Ivo confirms."""
    house = kept.organisation
    duplicate = duplicates.pair(kept.number, gone.number, by=hana(house))
    return merging.confirm(merging.propose(duplicate, kept, by=hana(house)), by=ivo(house))


# How a connection can stand. Each is brought about as people do it.


def none(lead, member):
    pass


def asked(lead, member):
    return actions.connect(lead, member, member.first_name, member.last_name, how="email", by=HOUSE)


def expired(lead, member):
    with clock.held(clock.now() - timedelta(days=20)):
        asked(lead, member)


def allowing(scopes, name):
    def allowed(lead, member):
        return actions.allow(queries.latest(asked(lead, member)), by=by_link(member), scopes=scopes)

    allowed.__name__ = name
    return allowed


def lapsed(lead, member):
    with clock.held(clock.now() - timedelta(days=400)):
        allowing(FULL, "")(lead, member)


def declined(lead, member):
    actions.decline(queries.latest(asked(lead, member)), by=by_link(member))


def declined_for_good(lead, member):
    actions.decline(queries.latest(asked(lead, member)), by=by_link(member), for_good=True)


def withdrawn(lead, member):
    actions.withdraw(allowing(FULL, "")(lead, member), by=by_link(member))


def removed(lead, member):
    consent = allowing(FULL, "")(lead, member)
    actions.remove(consent.connection, by=customer(lead))


def declined_and_removed(lead, member):
    declined(lead, member)
    actions.remove(Connection.objects.get(parent=lead, child=member), by=customer(lead))


def blocked(lead, member):
    allowing(FULL, "")(lead, member)
    actions.block(member, lead, by=customer(member))


STATES = [
    none,
    asked,
    expired,
    allowing(FULL, "allowed_full"),
    allowing(LOOK_AFTER, "allowed_look_after"),
    allowing(TICKETS, "allowed_tickets"),
    lapsed,
    declined,
    declined_for_good,
    withdrawn,
    removed,
    declined_and_removed,
    blocked,
]
# All pairs, with people who lead Eve and people whom she leads. The same statements join them on PostgreSQL, where they
# are dear: there every seventh pair, with each state on both sides, and leads only.
ON_ALL = connection.vendor == "sqlite"
PAIRS = list(product(STATES, STATES))[:: 1 if ON_ALL else 7]
AGES = {lapsed: 400, expired: 20}
NOES = {declined, declined_for_good, withdrawn, declined_and_removed, blocked}


def rights(pairs: list[tuple[Contact, Contact]]) -> list[frozenset[Scope] | None]:
    """What the door gives each lead of his member; None where he is not even active."""
    leads = {lead for lead, _member in pairs}
    cards = {lead: {card.contact_id: card for card in door.people(customer(lead))} for lead in leads}
    seen = [cards[lead].get(member.pk) for lead, member in pairs]
    return [card.open if card and card.active else None for card in seen]


def within(rights, bound) -> bool:
    return rights is None or (bound is not None and rights <= bound)


def both(one, other):
    """The intersection of what two records open."""
    return None if one is None or other is None else one & other


def contradictions() -> list[str]:
    """What `kithkin verify` says of the proof of consent."""
    found = [each for low, high in ledger.batches() for each in ledger.problems(low, high)]
    return found + list(verify.a_refusal_leaves_nothing_open())


@pytest.fixture
def two(family):
    """Two records of Eve."""
    return records(family.organisation)


def records(house) -> tuple[Contact, Contact]:
    both = register(house, "Eve"), register(house, "Eva")
    letters.prove_all([each.pk for each in both], clock.now())
    return both


@dataclass(frozen=True)
class Matrix:
    """Two records of Eve, and a person for each pair of states: (lead, member) with the one and with the other."""

    two: tuple[Contact, Contact]
    own: list[tuple[Contact, Contact]]
    its: list[tuple[Contact, Contact]]


def led() -> Matrix:
    return matrix(lambda person, record: (person, record))


def leading() -> Matrix:
    return matrix(lambda person, record: (record, person))


def matrix(pair: Callable) -> Matrix:
    """All pairs of states, the oldest first, half an hour apart: no address takes more than 50 requests a day."""
    house = smiths().organisation
    two = records(house)
    people = [register(house, f"Person{chr(97 + number // 26)}{chr(97 + number % 26)}") for number in range(len(PAIRS))]
    own, its = ([pair(person, record) for person in people] for record in two)
    due = [
        (state, *link)
        for each, *links in zip(PAIRS, own, its, strict=True)
        for state, link in zip(each, links, strict=True)
    ]
    start = clock.now() - timedelta(minutes=30 * len(due))
    for number, (state, lead, member) in enumerate(sorted(due, key=lambda it: AGES.get(it[0], 0), reverse=True)):
        with clock.held(start + timedelta(minutes=30 * number)):
            state(lead, member)
    return Matrix(two, own, its)


@pytest.mark.slow
@pytest.mark.parametrize("way", [led, leading] if ON_ALL else [led])
def test_rights_stay_within_the_intersection_and_after_the_undoing_within_what_each_had(db, way):
    every = built(way)
    before = rights(every.own), rights(every.its)

    joined = merge(*every.two)

    for (one, other), got, *each in zip(PAIRS, rights(every.own), *before, strict=True):
        bound = each[0] if other is none else both(*each)
        both_allow = None not in each
        assert within(got, bound), (one.__name__, other.__name__, got)
        assert got == bound or not (both_allow or other is none), (one.__name__, other.__name__, got)
        assert got is None or not {one, other} & NOES, (one.__name__, other.__name__)
    assert contradictions() == []

    merging.undo(joined, by=ivo(every.two[0].organisation))

    assert (rights(every.own), rights(every.its)) == before
    assert contradictions() == []


@pytest.mark.parametrize(("own", "its"), [(0, 1), (1, 0)], ids=["the kept record", "the other"])
def test_who_wants_nothing_from_anybody_is_left_alone_under_both_records(two, family, own, its):
    leads = [register(family.organisation, f"Lead{chr(97 + number)}") for number in range(len(STATES))]
    for state, lead in sorted(zip(STATES, leads, strict=True), key=lambda it: AGES.get(it[0], 0), reverse=True):
        state(lead, two[own])
    asked(family.darren, two[its])
    actions.block(two[its], None, by=customer(two[its]))
    before = rights([(lead, two[own]) for lead in leads])

    joined = merge(*two)

    assert set(rights([(lead, two[0]) for lead in (*leads, family.darren)])) == {None}
    assert contradictions() == []
    merging.undo(joined, by=ivo(family.organisation))
    assert rights([(lead, two[own]) for lead in leads]) == before
    assert len(set(before)) > 3
    assert contradictions() == []


@pytest.mark.slow
def test_where_nobody_is_asked_rights_do_not_add_up_either(db):
    every = built(led)
    Organisation.objects.update(consent_on=False)
    shown = [{each.pk for each in every.two if door_shows(lead, each)} for lead, _record in every.own]
    before = rights(every.own), rights(every.its)

    joined = merge(*Contact.objects.filter(pk__in=[each.pk for each in every.two]).order_by("pk"))

    for states, got, there, *each in zip(PAIRS, rights(every.own), shown, *before, strict=True):
        assert within(got, both(*each) if len(there) == 2 else each[0]), [state.__name__ for state in states]
    merging.undo(joined, by=ivo(joined.kept.organisation))
    again = rights(every.own), rights(every.its)
    assert all(
        within(got, had) for now, then in zip(again, before, strict=True) for got, had in zip(now, then, strict=True)
    )


def door_shows(lead, member) -> bool:
    return any(card.contact_id == member.pk for card in door.people(customer(lead)))


@pytest.mark.scenario(30)
def test_one_link_active_and_one_withdrawn_the_withdrawn_one_wins_and_both_are_told(two, family):
    allowing(FULL, "")(family.andrew, two[0])
    withdrawn(family.andrew, two[1])
    worker.deliver()
    mail.outbox.clear()

    merge(*two)
    worker.deliver()

    told = {each.to[0].split(".")[1].split("@")[0]: each.body for each in mail.outbox}
    assert rights([(family.andrew, two[0])]) == [None]
    assert set(told) == {"eve", "eva", "andrew"}
    assert "two records of one person whom you call Eve Smith. They are one record now." in told["andrew"]
    assert "Andrew Smith: Nothing is open" in told["eve"]
    assert "Andrew" not in told["eva"]
    assert contradictions() == []


def test_every_lead_reads_the_same_however_his_connections_stand(two):
    leads = [register(two[0].organisation, f"Lead{chr(97 + number)}") for number in range(len(STATES))]
    for state, lead in zip(STATES, leads, strict=True):
        state(lead, two[1])
    there = [lead for lead in leads if door_shows(lead, two[1])]
    worker.deliver()
    mail.outbox.clear()

    merge(*two)
    worker.deliver()

    bodies = {lead: [each.body for each in mail.outbox if f"Hello {lead.first_name}," in each.body] for lead in there}
    cards = {(card.name, card.active, card.open) for lead in there for card in door.people(customer(lead))}
    assert len(there) > 8
    assert len({body.replace(lead.first_name, "you") for lead, [body] in bodies.items()}) == 1
    assert cards == {("Eva Smith", False, frozenset())}


def test_each_chain_names_the_other_and_a_change_to_either_is_found(two, family):
    allowing(FULL, "")(family.andrew, two[0])
    allowing(TICKETS, "")(family.andrew, two[1])
    merge(*two)

    own, its = (Connection.objects.get(parent=family.andrew, child=each) for each in two)
    joined, left = own.events.get(what="joined"), its.events.get(what="joined-away")

    assert (joined.evidence["beside"][0], left.evidence["beside"][0]) == (its.pk, own.pk)
    assert (joined.scopes, left.scopes) == (["see_tickets"], [])
    assert contradictions() == []
    ConsentEvent.objects.filter(connection=its).update(hash="x")
    assert (
        f"The chain of connection {own.pk} names one of connection {its.pk} that is no longer so." in contradictions()
    )


def test_nobody_leads_himself_afterwards(two):
    for lead, member in (two, two[::-1]):
        allow(connect(lead, member))

    joined = merge(*two)

    assert not Connection.objects.filter(removed_at=None).exists()
    merging.undo(joined, by=ivo(two[0].organisation))
    assert Connection.objects.filter(removed_at=None).count() == 2
    assert rights([two, two[::-1]]) == [None, None]
    assert contradictions() == []


ANSWERS = {
    "withdraws": lambda consent, by: actions.withdraw(consent, by=by),
    "narrows": lambda consent, by: actions.change(consent, TICKETS, by=by),
    "blocks": lambda consent, by: actions.block(consent.connection.child, consent.connection.parent, by=by),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_the_person_changes_between_joining_and_undoing_stays_the_stricter(two, family, answer):
    for each in two:
        allowing(FULL, "")(family.andrew, each)
    joined = merge(*two)
    own = queries.latest(Connection.objects.get(parent=family.andrew, child=two[0]))

    ANSWERS[answer](own, by_link(two[0]))
    merging.undo(joined, by=ivo(family.organisation))

    assert rights([(family.andrew, each) for each in two]) == [TICKETS if answer == "narrows" else None] * 2
    assert contradictions() == []


def test_what_is_allowed_after_joining_opens_nothing_more_once_it_is_undone(two, family):
    asked(family.andrew, two[0])
    allowing(TICKETS, "")(family.andrew, two[1])
    joined = merge(*two)
    consent = queries.latest(Connection.objects.get(parent=family.andrew, child=two[0]))
    actions.allow(consent, by=by_link(two[0]), scopes=FULL)

    merging.undo(joined, by=ivo(family.organisation))

    assert rights([(family.andrew, each) for each in two]) == [None, TICKETS]


def test_whom_the_lead_takes_off_his_list_meanwhile_does_not_come_back(two, family):
    for each in two:
        allowing(FULL, "")(family.andrew, each)
    joined = merge(*two)
    actions.remove(Connection.objects.get(parent=family.andrew, child=two[0]), by=customer(family.andrew))

    merging.undo(joined, by=ivo(family.organisation))

    assert door.people(customer(family.andrew)) == []


def test_whom_the_person_blocks_meanwhile_both_records_refuse(two, family):
    asked(family.andrew, two[1])
    joined = merge(*two)
    actions.block(two[0], family.andrew, by=customer(two[0]))

    merging.undo(joined, by=ivo(family.organisation))

    assert set(Refusal.objects.values_list("member", flat=True)) == {each.pk for each in two}


def test_what_only_the_record_that_goes_had_is_asked_anew_at_the_kept_address(two, family):
    allowing(FULL, "")(family.andrew, two[1])
    worker.deliver()

    merge(*two)

    [letter] = Letter.objects.filter(template="consent-request", state="waiting")
    [card] = door.people(customer(family.andrew))
    assert letter.contact_id == two[0].pk
    assert (card.contact_id, card.active, card.name) == (two[0].pk, False, "Eva Smith")
