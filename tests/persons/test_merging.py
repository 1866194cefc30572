"""Joining two records: two operators, every floor follows, never a union of rights, undone within 30 days."""

from datetime import timedelta
from itertools import product

import pytest

from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.connections import actions, door, ledger, limits, queries
from kithkin.connections.models import Connection
from kithkin.connections.scopes import FULL, LOOK_AFTER, Scope
from kithkin.contacts.models import Contact
from kithkin.persons import duplicates, merging
from kithkin.persons.models import Merge
from kithkin.project import verify
from tests.people import HOUSE, customer, register

TICKETS = frozenset({Scope.SEE_TICKETS})


def hana(house):
    return operator(1, house.pk, [Power.MERGE_CONTACTS])


def ivo(house):
    return operator(2, house.pk, [Power.MERGE_CONTACTS])


def merge(kept: Contact, gone: Contact) -> Merge:
    """Hana proposes, Ivo confirms."""
    house = kept.organisation
    double = duplicates.pair(kept.number, gone.number, by=hana(house))
    return merging.confirm(merging.propose(double, kept, by=hana(house)), by=ivo(house))


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
    blocked,
]
NOES = {declined, declined_for_good, withdrawn, blocked}


def rights(pairs: list[tuple[Contact, Contact]]) -> list[frozenset[Scope] | None]:
    """What the door gives each lead of his member; None where he is not even active."""
    cards = {lead: {card.contact_id: card for card in door.people(customer(lead))} for lead, _member in pairs}
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
def two(family, monkeypatch):
    """Two records of Eve; however many ask her, each letter goes."""
    monkeypatch.setattr(limits, "may_be_written_to", lambda connection: True)
    return register(family.organisation, "Eve"), register(family.organisation, "Eva")


@pytest.mark.slow
@pytest.mark.parametrize("leads", [True, False], ids=["others lead", "others are led"])
def test_rights_stay_within_the_intersection_and_after_the_undoing_within_what_each_had(two, leads):
    kept, gone = two
    keys = list(product(STATES, STATES))
    own, its = [], []
    for number, (one, other) in enumerate(keys):
        person = register(kept.organisation, f"Person{chr(97 + number // 26)}{chr(97 + number % 26)}")
        person.organisation = kept.organisation
        for state, record, pairs in ((one, kept, own), (other, gone, its)):
            pairs.append((person, record) if leads else (record, person))
            state(*pairs[-1])
    before = rights(own), rights(its)

    joined = merge(kept, gone)

    for (one, other), got, *each in zip(keys, rights(own), *before, strict=True):
        bound = each[0] if other is none else both(*each)
        both_allow = None not in each
        assert within(got, bound), (one.__name__, other.__name__, got)
        assert got == bound or not (both_allow or other is none), (one.__name__, other.__name__, got)
        assert got is None or not {one, other} & NOES, (one.__name__, other.__name__)
    assert contradictions() == []

    merging.undo(joined, by=ivo(kept.organisation))

    assert (rights(own), rights(its)) == before
    assert contradictions() == []
