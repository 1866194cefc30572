"""Joining two records: two operators, every floor follows, and for 30 days it can be undone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kithkin.accounts import actions as accounts
from kithkin.accounts import queries as sign_in
from kithkin.accounts.models import LoginContact
from kithkin.audit import journal, looks, reads
from kithkin.audit.models import Entry, Read, StaffRead
from kithkin.base import clock
from kithkin.base.actor import Power, operator
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.connections import door
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.desk import duplicates as desk
from kithkin.mail.models import Letter
from kithkin.persons import duplicates, erasure, merging
from kithkin.persons.models import Duplicate, Merge
from kithkin.project import verify, worker
from kithkin.sales.models import Order, Ticket
from tests.people import HOUSE, connect, customer, organisation, register
from tests.persons.test_merging import hana, ivo, merge
from tests.purchases import buy


@pytest.fixture
def two(family):
    """Two records of Eve."""
    return register(family.organisation, "Eve"), register(family.organisation, "Eva")


@pytest.fixture
def proposal(two):
    """Hana wants the first one kept."""
    duplicate = duplicates.pair(two[0].number, two[1].number, by=hana(two[0].organisation))
    return merging.propose(duplicate, two[0], by=hana(two[0].organisation))


def whose(orders: list, gone: Contact) -> dict:
    """To whom everything belongs."""
    tickets = Ticket.objects.filter(line__order__in=orders).order_by("pk")
    bought = Order.objects.filter(pk__in=[each.pk for each in orders]).order_by("pk")
    sent = Letter.objects.filter(contact_id=gone.pk).exclude(template__startswith="records")
    return {
        "orders": list(bought.values_list("purchaser", flat=True)),
        "tickets": list(tickets.values_list("holder", flat=True)),
        "letters": sent.exclude(state="waiting").count(),
        "journal": Entry.objects.filter(what="contact.read", about_id=gone.pk).count(),
        "reads": list(Read.objects.order_by("pk").values_list("lead_id", "member_id", "times")),
    }


def test_orders_tickets_letters_and_the_journal_follow_and_come_back(cast):
    kept, gone = cast.blaise, cast.darren
    connect(cast.andrew, gone)
    orders = [buy(cast, gone), buy(cast, cast.andrew, gone)]
    worker.deliver()
    reads.note(cast.andrew.pk, [kept.pk, gone.pk], "see_tickets")
    journal.write("contact.read", by=HOUSE, about=gone)
    before, codes = whose(orders, gone), set(Ticket.objects.values_list("code", "public_id"))

    joined = merge(kept, gone)

    after = whose(orders, gone)
    assert (gone.pk in before["orders"], before["letters"] > 0, before["journal"]) == (True, True, 1)
    assert gone.pk not in after["orders"] + after["tickets"] and kept.pk in after["orders"]
    assert (after["letters"], after["journal"]) == (0, 0)
    assert (cast.andrew.pk, kept.pk, 2) in after["reads"]
    assert set(Ticket.objects.values_list("code", "public_id")) == codes
    assert verify.run(None) == 0
    merging.undo(joined, by=ivo(cast.organisation))
    assert whose(orders, gone) == before
    assert verify.run(None) == 0


def test_a_look_at_the_pair_stands_once_in_the_log_of_the_joined_record(two, family):
    duplicate = duplicates.pair(two[0].number, two[1].number, by=hana(family.organisation))
    for operator_ in (hana, hana, ivo):
        desk.note(duplicate, by=operator_(family.organisation))
    looks.for_case(two[1].pk, looks.Why.DUPLICATE, duplicate.pk, by=ivo(family.organisation))
    before = [seen(each) for each in two]

    proposed = merging.propose(duplicate, two[0], by=hana(family.organisation))
    joined = merging.confirm(proposed, by=ivo(family.organisation))

    assert seen(two[0]) == [(1, 2), (2, 2)]
    assert [len(rows) for rows in before] == [2, 2]
    merging.undo(joined, by=ivo(family.organisation))
    assert [seen(each) for each in two] == before


def seen(contact: Contact) -> list[tuple]:
    """By whom, and how often, his sheet was opened."""
    return list(StaffRead.objects.filter(contact_id=contact.pk).order_by("pk").values_list("login_id", "times"))


def test_he_signs_in_with_the_login_of_the_kept_record_alone(cast):
    kept, gone = cast.blaise, cast.darren
    logins = {each.pk: LoginContact.objects.get(contact=each).login_id for each in (kept, gone)}

    joined = merge(kept, gone)

    assert sign_in.with_people(logins[kept.pk]).people == [kept]
    assert sign_in.with_people(logins[gone.pk]).people == []
    gone.refresh_from_db()
    assert gone.hidden_at and gone.merged_into == kept
    assert letters.holders(cast.organisation.pk, "darren@example.org") == []
    merging.undo(joined, by=ivo(cast.organisation))
    assert sign_in.with_people(logins[gone.pk]).people == [gone]


def test_who_could_sign_in_for_the_other_record_only_is_sent_a_link_to_the_kept_address(two):
    accounts.open_login(two[1], "ferrygate-test", by=HOUSE)

    merge(*two)

    assert Letter.objects.get(template="set-password").contact_id == two[0].pk
    assert not sign_in.has_login(two[0].pk)


def test_one_operator_is_not_enough(two, proposal):
    house = two[0].organisation

    with pytest.raises(NotAllowed, match="Somebody else"):
        merging.confirm(proposal, by=hana(house))
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.update(state="done", confirmed_by=1, confirmed_at=clock.now())
    with pytest.raises(WrongMove):
        merging.propose(proposal.duplicate, two[1], by=ivo(house))
    with pytest.raises(WrongMove):
        duplicates.not_the_same(proposal.duplicate, by=ivo(house))
    two[1].refresh_from_db()
    assert two[1].hidden_at is None


def test_a_proposal_ends_by_itself_or_is_taken_back(two, proposal):
    house = two[0].organisation
    Merge.objects.update(expires_at=clock.now())
    proposal.refresh_from_db()

    with pytest.raises(WrongMove, match="too old"):
        merging.confirm(proposal, by=ivo(house))
    again = merging.propose(proposal.duplicate, two[1], by=hana(house))
    merging.drop(again, by=ivo(house))
    with pytest.raises(WrongMove):
        merging.confirm(again, by=ivo(house))

    assert list(Merge.objects.order_by("pk").values_list("state", flat=True)) == ["dropped", "dropped"]


def test_pressed_twice_it_is_joined_once(two, proposal):
    again = Merge.objects.get(pk=proposal.pk)
    merging.confirm(proposal, by=ivo(two[0].organisation))

    with pytest.raises(WrongMove):
        merging.confirm(again, by=ivo(two[0].organisation))


@pytest.mark.parametrize("wrong", ["no power", "elsewhere", "a customer"])
def test_without_the_power_in_this_house_nothing_is_joined_or_undone(two, proposal, wrong):
    actor = {
        "no power": operator(3, two[0].organisation_id, set(Power) - {Power.MERGE_CONTACTS}),
        "elsewhere": operator(3, organisation("elsewhere").pk, [Power.MERGE_CONTACTS]),
        "a customer": customer(two[0]),
    }[wrong]

    for verb in (merging.confirm, merging.drop, merging.undo):
        with pytest.raises(NotAllowed):
            verb(proposal, by=actor)
    assert list(merging.of(actor)) == [] == door.records(actor, two)


def test_the_record_whose_email_is_proven_stays(two):
    letters.prove(two[1].pk, clock.now())
    duplicate = duplicates.pair(two[0].number, two[1].number, by=hana(two[0].organisation))

    with pytest.raises(Refused, match="proven"):
        merging.propose(duplicate, two[0], by=hana(two[0].organisation))
    assert merging.propose(duplicate, two[1], by=hana(two[0].organisation)).kept == two[1]


def test_after_thirty_days_it_is_for_good_and_what_was_left_is_erased(two, family):
    connect(family.andrew, two[1])
    with clock.held(clock.now() - timedelta(days=31)):
        joined = merge(*two)

    with pytest.raises(NotAllowed, match="30 days"):
        merging.undo(joined, by=ivo(family.organisation))
    worker.find_duplicates()

    joined.refresh_from_db()
    two[1].refresh_from_db()
    assert (joined.state, two[1].first_name, letters.last_addresses([two[1].pk])) == ("final", "", {})


def test_with_the_person_goes_what_was_joined_into_him(two):
    joined = merge(*two)
    erasure.erase(two[0], by=customer(two[0]))

    worker.find_duplicates()

    with pytest.raises(NotAllowed):
        merging.undo(Merge.objects.get(pk=joined.pk), by=ivo(two[0].organisation))
    assert letters.last_addresses([each.pk for each in two]) == {}


def test_the_later_joining_is_undone_first(two, family):
    first = merge(*two)
    second = merge(family.blaise, two[0])

    with pytest.raises(WrongMove, match="joined with another"):
        merging.undo(first, by=ivo(family.organisation))
    merging.undo(second, by=ivo(family.organisation))
    merging.undo(first, by=ivo(family.organisation))

    assert not Contact.objects.exclude(hidden_at=None).exists()
    assert set(Duplicate.objects.values_list("state", flat=True)) == {"not-the-same"}
