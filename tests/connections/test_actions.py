"""Connecting, asking, answering, taking back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.connections import actions, adding, door, proof, queries
from kithkin.connections.actions import connection as making
from kithkin.connections.models import Attempt, Connection, Consent, ConsentEvent
from kithkin.connections.states import MOVES, State, move
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from tests.people import HOUSE, allow, connect, customer, register

MISMATCH = "This email is already in use and does not match the name you entered."
NOBODY = "We found nobody with this number and this family name. Check both with the person."


def letters():
    """All but the receipts, which go to whoever has just answered."""
    found = Letter.objects.exclude(template="consent-receipt").order_by("pk")
    return list(found.values_list("template", "contact_id"))


@pytest.mark.scenario(3)
@pytest.mark.scenario(14)
def test_an_unknown_person_is_created_and_gets_two_mails(family):
    me = customer(family.andrew)

    connection = adding.by_email(family.andrew, "Eve", "Okafor", "eve@example.org", by=me)

    eve = Contact.objects.get(last_name="Okafor")
    assert (connection.child, [card.name for card in door.group(me)]) == (eve, ["Eve Okafor"])
    assert letters() == [("set-password", eve.pk), ("consent-request", eve.pk)]


@pytest.mark.scenario(4)
def test_a_known_person_is_linked_and_not_doubled(family):
    me = customer(family.andrew)

    connection = adding.by_email(family.andrew, "BLAISE", "smith ", "Canary.Blaise@Example.org", by=me)

    assert connection.child == family.blaise
    assert Contact.objects.count() == 3
    assert letters() == [("consent-request", family.blaise.pk)]


@pytest.mark.scenario(5)
def test_a_known_address_with_other_names_gives_the_seeds_message(family):
    with pytest.raises(Refused) as refusal:
        adding.by_email(family.andrew, "Carla", "Smith", "canary.blaise@example.org", by=customer(family.andrew))

    assert (refusal.value.message, refusal.value.field) == (MISMATCH, "email")
    assert Connection.objects.count() == 0 and letters() == []


@pytest.mark.scenario(6)
def test_a_connection_goes_one_way(family):
    allow(connect(family.andrew, family.blaise))

    assert [card.name for card in door.group(customer(family.blaise))] == []
    assert [card.name for card in door.group(customer(family.andrew))] == ["Blaise Smith"]


@pytest.mark.scenario(7)
def test_a_number_and_a_family_name_are_enough(family):
    spaced = f" {family.darren.number[:4]} {family.darren.number[4:]}"

    connection = adding.by_number(family.andrew, spaced, "smith", by=customer(family.andrew))

    assert connection.child == family.darren


def test_every_failure_by_number_reads_alike(family):
    typo = family.darren.number[:-1] + str((int(family.darren.number[-1]) + 1) % 10)
    tries = [(typo, "Smith"), (family.darren.number, "Jones"), ("12345", "Smith"), ("", "Smith")]

    said = []
    for number, last_name in tries:
        with pytest.raises(Refused) as refusal:
            adding.by_number(family.andrew, number, last_name, by=customer(family.andrew))
        said.append(refusal.value.message)

    assert said == [NOBODY] * len(tries)
    assert Attempt.objects.get().times == 1, "a typing error costs no look-up"


def test_the_fourth_mismatch_of_a_day_is_not_looked_up(family):
    for _ in range(3):
        with pytest.raises(Refused, match="already in use"):
            adding.by_email(family.andrew, "No", "Body", "canary.blaise@example.org", by=customer(family.andrew))

    for email in ("canary.blaise@example.org", "unknown@example.org"):
        with pytest.raises(Refused, match="closed for you until tomorrow"):
            adding.by_email(family.andrew, "No", "Body", email, by=customer(family.andrew))

    with clock.held(clock.now() + timedelta(days=1)):
        adding.by_email(family.andrew, "Blaise", "Smith", "canary.blaise@example.org", by=customer(family.andrew))


ADDRESS, GUESS = "canary.blaise@example.org", "guess@example.org"


def by_email(family, email):
    return adding.by_email(family.andrew, "Blaise", "Smith", email, by=customer(family.andrew))


def by_number(family):
    return adding.by_number(family.andrew, family.blaise.number, "Smith", by=customer(family.andrew))


def answer(act, *args):
    with pytest.raises(Refused) as refused:
        act(*args)
    return str(refused.value)


def test_a_guessed_address_is_not_confirmed_for_somebody_added_by_number(family):
    by_number(family)

    right, wrong = answer(by_email, family, ADDRESS), answer(by_email, family, GUESS)

    assert right == wrong
    assert "already among your people" in right


@pytest.mark.parametrize("email", [ADDRESS, GUESS])
def test_nor_is_it_by_adding_the_number_afterwards(family, email):
    by_email(family, email)

    assert "Blaise Smith is already among your people" in answer(by_number, family)


@pytest.mark.parametrize("email", [ADDRESS, GUESS])
def test_nor_by_what_was_asked_before_the_person_was_taken_out(family, email):
    me = customer(family.andrew)
    actions.remove(by_number(family), by=me)

    connection = by_email(family, email)

    assert connection.asks == 1
    assert [card.may_ask_again for card in door.group(me)] == [True]


def test_three_requests_in_all_whichever_way_somebody_is_added(family):
    me = customer(family.andrew)
    connection = by_number(family)
    actions.ask_again(connection, by=me)
    actions.remove(connection, by=me)
    actions.ask_again(by_email(family, ADDRESS), by=me)

    assert letters() == [("consent-request", family.blaise.pk)] * 3


@pytest.mark.scenario(4)
def test_a_father_and_a_son_of_one_name_are_both_added(family):
    son = contacts.register(family.organisation, Person("Blaise", "Smith", "son@example.org"), by=HOUSE)

    added = [by_email(family, email).child for email in (ADDRESS, "son@example.org", "grandson@example.org")]

    assert added[:2] == [family.blaise, son] and added[2] not in (family.blaise, son)


def test_no_spelling_of_a_name_confirms_an_address(family):
    joerg = contacts.register(family.organisation, Person("Jörg", "Müller", "canary.joerg@example.org"), by=HOUSE)
    me = customer(family.andrew)
    adding.by_number(family.andrew, joerg.number, "Muller", by=me)

    for email in ("canary.joerg@example.org", GUESS):
        assert "already among" in answer(
            lambda to: adding.by_email(family.andrew, "Joerg", "Mueller", to, by=me), email
        )


def test_a_stranger_cannot_add_for_somebody_else(family):
    with pytest.raises(NotAllowed):
        connect_as(family, customer(family.darren))


def connect_as(family, who):
    return actions.connect(family.andrew, family.blaise, "Blaise", "Smith", how="email", by=who)


def test_nobody_is_his_own_member_and_nobody_is_added_twice(family):
    connect(family.andrew, family.blaise)

    with pytest.raises(Refused, match="already among your people"):
        connect(family.andrew, family.blaise)
    with pytest.raises(Refused, match="This is you"):
        connect(family.andrew, family.andrew)


def test_the_database_refuses_a_second_connection_and_a_loop(family):
    connection = connect(family.andrew, family.blaise)

    for change in ({"child": family.andrew}, {}):
        twin = Connection.objects.get(pk=connection.pk)
        twin.pk, twin.public_id = None, "other"
        for name, value in change.items():
            setattr(twin, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save()


def test_a_group_has_a_size(family):
    family.organisation.group_limit = 1
    family.andrew.organisation = family.organisation
    connect(family.andrew, family.blaise)

    with pytest.raises(NotAllowed, match="full"):
        connect(family.andrew, family.darren)


@pytest.mark.scenario(2)
def test_a_removed_member_leaves_the_list(family):
    connection = connect(family.andrew, family.blaise)
    consent = allow(connection)

    actions.remove(connection, by=customer(family.andrew))

    consent.refresh_from_db()
    assert door.group(customer(family.andrew)) == []
    assert (consent.state, consent.scopes()) == (State.REMOVED, frozenset())


@pytest.mark.scenario(12)
def test_a_consent_is_for_one_lead_only(family):
    allow(connect(family.andrew, family.blaise))
    connect(family.darren, family.blaise)

    assert [card.active for card in door.group(customer(family.andrew))] == [True]
    assert [card.active for card in door.group(customer(family.darren))] == [False]


@pytest.mark.scenario(13)
def test_asking_again_sends_the_request_again_and_kills_the_old_link(family):
    connection = connect(family.andrew, family.blaise)

    actions.ask_again(connection, by=customer(family.andrew))

    assert letters() == [("consent-request", family.blaise.pk)] * 2
    consent = queries.latest(connection)
    assert (consent.asks, connection.asks, Consent.objects.count()) == (2, 2, 1)


def test_three_requests_in_all_and_one_a_day_after_the_first_two(family):
    connection = connect(family.andrew, family.blaise)
    me = customer(family.andrew)

    actions.ask_again(connection, by=me)
    with pytest.raises(Refused, match="tomorrow"):
        actions.ask_again(connection, by=me)
    with clock.held(clock.now() + timedelta(hours=25)):
        actions.ask_again(connection, by=me)
    with clock.held(clock.now() + timedelta(days=9)), pytest.raises(Refused, match="often enough"):
        actions.ask_again(connection, by=me)

    assert Letter.objects.count() == 3


@pytest.mark.parametrize("for_good", [False, True])
def test_asking_somebody_who_said_no_sends_nothing_and_looks_alike(family, for_good):
    connection = connect(family.andrew, family.blaise)
    silent = connect(family.andrew, family.darren)
    actions.decline(queries.latest(connection), by=by_link(family.blaise), for_good=for_good)

    actions.ask_again(connection, by=customer(family.andrew))
    actions.ask_again(silent, by=customer(family.andrew))

    assert letters().count(("consent-request", family.blaise.pk)) == 1
    refused, unanswered = door.group(customer(family.andrew))
    assert (refused.active, refused.open, refused.may_ask_again) == (
        unanswered.active,
        unanswered.open,
        unanswered.may_ask_again,
    )


def test_removing_and_adding_again_does_not_get_round_a_no(family):
    connection = connect(family.andrew, family.blaise)
    actions.decline(queries.latest(connection), by=by_link(family.blaise), for_good=True)
    actions.remove(connection, by=customer(family.andrew))

    connect(family.andrew, family.blaise)

    assert letters() == [("consent-request", family.blaise.pk)]


def test_removing_and_adding_again_does_not_get_round_three_requests_in_all(family):
    me = customer(family.andrew)

    for _ in range(5):
        actions.remove(connect(family.andrew, family.blaise), by=me)

    connection = connect(family.andrew, family.blaise)
    assert letters() == [("consent-request", family.blaise.pk)] * 3
    with pytest.raises(Refused, match="often enough"):
        actions.ask_again(connection, by=me)


def test_a_second_press_of_the_same_moment_is_told_and_not_broken(family):
    twin = Connection.objects.get(pk=connect(family.andrew, family.blaise).pk)
    twin.pk, twin.public_id = None, "other"

    with pytest.raises(Refused, match="already among your people"), transaction.atomic():
        making._insert(twin)


def test_an_address_that_became_known_since_the_look_up_gets_no_second_contact(family):
    eve = Person("Eve", "Okafor", "eve@example.org")
    actions.connect_at_address(family.andrew, eve, None, by=customer(family.andrew))

    with pytest.raises(Refused, match="Press once more"):
        actions.connect_at_address(family.darren, eve, None, by=customer(family.darren))

    assert Contact.objects.filter(last_name="Okafor").count() == 1


@pytest.mark.parametrize("verb", [actions.allow, actions.decline, actions.withdraw])
def test_only_the_member_answers(family, verb):
    consent = queries.latest(connect(family.andrew, family.blaise))

    for who in (customer(family.andrew), customer(family.darren), by_link(family.darren)):
        with pytest.raises(NotAllowed):
            verb(consent, by=who)


def test_an_answer_comes_too_late_after_a_fortnight(family):
    consent = queries.latest(connect(family.andrew, family.blaise))

    with clock.held(clock.now() + timedelta(days=14)), pytest.raises(WrongMove):
        actions.allow(consent, by=by_link(family.blaise))


@pytest.mark.parametrize(("old", "new"), [(old, new) for old in State for new in State if new not in MOVES[old]])
def test_a_move_that_the_table_does_not_know_is_refused(family, old, new):
    consent = queries.latest(connect(family.andrew, family.blaise))
    ends = clock.now() if old == State.ALLOWED else None
    Consent.objects.filter(pk=consent.pk).update(state=old, ends_at=ends, answered_at=ends)
    consent.refresh_from_db()

    with pytest.raises(WrongMove):
        move(consent, new)

    consent.refresh_from_db()
    assert consent.state == old


def test_two_answers_at_once_leave_one(family):
    first = queries.latest(connect(family.andrew, family.blaise))
    second = Consent.objects.select_related("connection").get(pk=first.pk)
    actions.decline(first, by=by_link(family.blaise))

    with pytest.raises(WrongMove):
        actions.allow(second, by=by_link(family.blaise))


def test_the_database_knows_no_open_scope_without_an_allowed_consent(family):
    consent = queries.latest(connect(family.andrew, family.blaise))

    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(see_tickets=True)


def test_every_step_is_in_the_proof_and_the_chain_holds(family):
    connection = connect(family.andrew, family.blaise)
    consent = allow(connection)
    actions.withdraw(consent, by=by_link(family.blaise))

    events = ConsentEvent.objects.order_by("sequence")
    assert list(events.values_list("what", "by_kind")) == [
        ("connected", "customer"),
        ("asked", "customer"),
        ("allowed", "link"),
        ("withdrawn", "link"),
    ]
    assert proof.break_in(events) is None


@pytest.mark.parametrize("change", [{"scopes": []}, {"what": "declined"}, {"previous": "0"}])
def test_a_changed_event_breaks_the_chain(family, change):
    connection = connect(family.andrew, family.blaise)
    allow(connection)

    ConsentEvent.objects.filter(sequence=3).update(**change)

    assert proof.break_in(connection.events.order_by("sequence")) == 3


def test_with_consent_off_an_addition_is_active_at_once(family):
    family.organisation.consent_on = False
    family.organisation.save()
    family.andrew.organisation = family.organisation

    connect(family.andrew, family.blaise)

    [card] = door.group(customer(family.andrew))
    assert (card.active, card.email, letters()) == (True, "canary.blaise@example.org", [])


def test_somebody_doubled_is_a_failure_that_operators_can_find(family):
    register(family.organisation, "Blaise")

    with pytest.raises(Refused, match="already in use"):
        adding.by_email(family.andrew, "Blaise", "Smith", "canary.blaise@example.org", by=customer(family.andrew))

    assert Connection.objects.count() == 0
