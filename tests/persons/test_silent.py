"""Silent members: the table to the letter, the notice before, giving back, deleting, and undoing for 30 days."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from kithkin.accounts import actions as accounts
from kithkin.accounts.letters import access_code
from kithkin.accounts.models import AccessCode
from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, customer, operator
from kithkin.base.verdict import NotAllowed, WrongMove
from kithkin.catalogue.models import Season
from kithkin.connections import actions, adding, ledger, queries
from kithkin.connections.models import Connection
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from kithkin.persons import erasure, retention, silent, silent_runs
from kithkin.persons.models import Clearing
from kithkin.persons.silent_letters import silent_notice
from kithkin.persons.silent_models import Fate
from kithkin.project import worker
from kithkin.sales import unnamed
from kithkin.sales.actions import ticket as tickets
from kithkin.sales.models import OrderLine, Ticket, VoidCode
from tests.people import HOUSE, connect, organisation, register
from tests.sales import ground

DAYS = 60


@pytest.fixture
def shop(db) -> ground.Shop:
    return ground.open_shop()


def eve_of(lead: Contact) -> Connection:
    """Created by this lead."""
    return adding.by_email(lead, "Eve", "Okafor", "eve@example.org", by=customer(lead))


def later(days: float):
    return clock.held(clock.now() + timedelta(days=days))


def run(organisation, days: float = 0) -> Counter:
    with later(days):
        return silent_runs.run(organisation)


def purged(organisation, begun: float = 0) -> Counter:
    """The notice a week before, then the day itself; what happened on that day."""
    run(organisation, begun + DAYS - 7)
    return run(organisation, begun + DAYS)


def whole() -> list[str]:
    found = [each for low, high in ledger.batches() for each in ledger.problems(low, high)]
    return [*found, *ledger.open_in_spite_of_a_refusal()]


def clerk(organisation, *powers):
    return operator(1, organisation.pk, powers or [Power.UNDO_CLEARING])


def is_led(connection: Connection) -> bool:
    connection.refresh_from_db()
    return connection.removed_at is None


# the table, row by row


def test_who_was_there_before_leaves_the_group_and_nothing_else(family):
    connection = connect(family.andrew, family.blaise)

    met = purged(family.organisation)

    family.blaise.refresh_from_db()
    assert (met, is_led(connection), family.blaise.hidden_at) == (Counter({Fate.LEAVES: 1}), False, None)
    assert Clearing.objects.get().delete_at is None


def test_who_was_created_and_never_came_is_closed_at_once_and_deleted_after_thirty_days(family):
    connection = eve_of(family.andrew)

    assert purged(family.organisation) == Counter({Fate.CLOSED: 1})

    eve = Contact.objects.get(pk=connection.child_id)
    assert eve.hidden_at and not eve.erased_at and not is_led(connection)
    assert run(family.organisation, DAYS + 29.9) == Counter()
    assert run(family.organisation, DAYS + 30) == Counter(deleted=1)
    eve.refresh_from_db()
    assert (bool(eve.erased_at), eve.first_name, whole()) == (True, "", [])


@pytest.mark.parametrize("sign", ["account", "code", "ticket"])
def test_who_came_since_is_kept_as_he_is_whatever_is_let_go_meanwhile(shop, sign, monkeypatch):
    monkeypatch.setattr(retention, "tidy", dict)
    connection = eve_of(shop.andrew)
    eve = connection.child
    if sign == "account":
        accounts.open_login(eve, "a long password", by=HOUSE)
    elif sign == "code":
        visit(eve)
    else:
        bought_for(shop, eve)
        tickets.take_over(Ticket.objects.get(holder=eve), by=by_link(eve))

    with later(DAYS - 8):
        retention.run()
    assert (purged(shop.organisation), is_led(connection)) == (met_by_the_others(shop), True)
    assert not AccessCode.objects.exists()
    assert not any(connection.pk in each.facts["connections"] for each in notices())


@pytest.mark.scenario(29)
def test_tickets_still_to_come_go_back_to_the_lead_who_bought_them(shop):
    connection = eve_of(shop.andrew)
    line = bought_for(shop, connection.child)
    old = line.ticket

    met = purged(shop.organisation)

    line.refresh_from_db()
    new = Ticket.objects.get(pk=old.pk)
    assert met[Fate.RETURNED] == 1
    assert (new.holder, line.holder, line.holder_name) == (shop.andrew, shop.andrew, shop.andrew.name)
    assert new.code != old.code and VoidCode.objects.get(ticket=new).code == old.code
    assert list(unnamed.tickets(shop.by)) == [new]
    assert (line.seat_id, line.price) == (old.line.seat_id, old.line.price)
    assert Entry.objects.filter(what="ticket.given-back", about_id=line.pk).exists()
    run(shop.organisation, DAYS + 30)
    line.refresh_from_db()
    assert (line.holder_name, Contact.objects.get(pk=connection.child_id).first_name) == (shop.andrew.name, "")


def test_a_season_that_is_over_brings_nothing_back(shop):
    connection = eve_of(shop.andrew)
    line = bought_for(shop, connection.child)
    Season.objects.update(starts=clock.now() - timedelta(days=100), ends=clock.now() + timedelta(days=DAYS - 1))

    assert purged(shop.organisation)[Fate.CLOSED] == 1
    assert OrderLine.objects.get(pk=line.pk).holder == connection.child


def test_who_others_count_on_only_leaves_the_group(family):
    connection = eve_of(family.andrew)
    other = connect(family.blaise, connection.child)
    actions.allow(queries.latest(other), by=by_link(other.child))

    assert (purged(family.organisation), is_led(other)) == (Counter({Fate.LEAVES: 1}), True)
    assert Contact.objects.get(pk=connection.child_id).hidden_at is None


# no states count alike, active ones not at all


def said(connection: Connection, answer: str) -> None:
    by, asked = by_link(connection.child), queries.latest(connection)
    if answer == "declined":
        actions.decline(asked, by=by)
    elif answer == "declined for good":
        actions.decline(asked, by=by, for_good=True)
    elif answer == "blocked":
        actions.block(connection.child, connection.parent, by=customer(connection.child))


@pytest.mark.parametrize("answer", ["nothing", "declined", "declined for good", "blocked"])
@pytest.mark.parametrize("created", [True, False])
def test_every_no_leaves_on_the_same_day_as_silence(family, answer, created):
    connection = eve_of(family.andrew) if created else connect(family.andrew, family.blaise)
    with later(5):
        said(connection, answer)

    assert run(family.organisation, DAYS - 7.1) == Counter()
    assert run(family.organisation, DAYS - 7) == Counter(told=1)
    assert run(family.organisation, DAYS - 0.1) == Counter()
    assert run(family.organisation, DAYS) == Counter({Fate.CLOSED if created else Fate.LEAVES: 1})
    assert whole() == []


def test_who_has_allowed_stays(family):
    connection = connect(family.andrew, family.blaise)
    actions.allow(queries.latest(connection), by=by_link(family.blaise))

    assert (purged(family.organisation), is_led(connection)) == (Counter(), True)


def test_the_days_of_a_withdrawal_begin_with_it_as_those_of_a_lapse_do(family):
    taken_back, lapsed = connect(family.andrew, family.blaise), connect(family.andrew, family.darren)
    for each in (taken_back, lapsed):
        actions.allow(queries.latest(each), by=by_link(each.child))
    with later(200):
        actions.withdraw(queries.latest(taken_back), by=by_link(family.blaise))

    assert run(family.organisation, 200 + DAYS - 7.1) == Counter()
    assert (purged(family.organisation, 200.01), is_led(taken_back), is_led(lapsed)) == (
        Counter({Fate.LEAVES: 1}),
        False,
        True,
    )
    assert purged(family.organisation, 365.01) == Counter({Fate.LEAVES: 1})
    assert whole() == []


def test_asking_again_begins_the_days_anew(family):
    connection = connect(family.andrew, family.blaise)
    run(family.organisation, DAYS - 7)
    with later(DAYS - 3):
        actions.ask_again(Connection.objects.get(pk=connection.pk), by=customer(family.andrew))

    assert run(family.organisation, DAYS) == Counter()
    assert purged(family.organisation, DAYS - 3)[Fate.LEAVES] == 1


def test_while_consent_was_off_nobody_was_silent(family):
    connect(family.andrew, family.blaise)
    organisations.switch_consent(family.organisation, False, by=HOUSE)
    assert run(family.organisation, DAYS) == Counter()
    with later(400):
        organisations.switch_consent(family.organisation, True, by=HOUSE)

    assert run(family.organisation, 400 + DAYS - 7.1) == Counter()
    assert purged(family.organisation, 400)[Fate.LEAVES] == 1


# the notice


def notices() -> list[Letter]:
    return list(Letter.objects.filter(template="silent-notice").order_by("pk"))


def test_nobody_leaves_before_his_lead_was_told(family):
    connection = connect(family.andrew, family.blaise)

    assert run(family.organisation, 300) == Counter(told=1)
    assert (run(family.organisation, 306.9), is_led(connection)) == (Counter(), True)
    assert (run(family.organisation, 307), is_led(connection)) == (Counter({Fate.LEAVES: 1}), False)


def test_the_letter_names_what_the_lead_typed_and_the_day(family):
    connect(family.andrew, family.blaise)
    eve_of(family.andrew)
    with later(DAYS - 7):
        silent_runs.run(family.organisation)
        [letter] = notices()
        [envelope] = silent_notice([letter]).values()
        day = clock.now() + timedelta(days=7)

    assert letter.contact_id == family.andrew.pk
    assert [each["name"] for each in envelope.context["lines"]] == ["Blaise Smith", "Eve Okafor"]
    assert str(day.day) in envelope.context["day"]


def test_the_letter_does_not_go_once_all_have_answered(family):
    connection = connect(family.andrew, family.blaise)
    with later(DAYS - 7):
        silent_runs.run(family.organisation)
    with later(DAYS - 6):
        actions.ask_again(Connection.objects.get(pk=connection.pk), by=customer(family.andrew))
        assert silent_notice(notices()) == {notices()[0].pk: None}


# undoing


def test_undo_brings_back_group_record_tickets_and_request(shop):
    connection = eve_of(shop.andrew)
    line = bought_for(shop, connection.child)
    purged(shop.organisation)
    given_back = Ticket.objects.get(line=line).code

    with later(DAYS + 29):
        undone = silent.undo(done_to(connection), by=clerk(shop.organisation))

    line.refresh_from_db()
    ticket = Ticket.objects.get(line=line)
    assert undone == (True, 1, 0, False)
    assert is_led(connection) and Contact.objects.get(pk=connection.child_id).hidden_at is None
    assert (ticket.holder_id, line.holder_id, line.holder_name) == (
        connection.child_id,
        connection.child_id,
        "Eve Okafor",
    )
    assert ticket.code not in (given_back, "") and VoidCode.objects.filter(ticket=ticket).count() == 2
    assert queries.latest(connection).state == "asked"
    assert whole() == []


def test_an_undone_silence_begins_anew(family):
    connection = eve_of(family.andrew)
    purged(family.organisation)
    with later(DAYS + 1):
        silent.undo(done_to(connection), by=clerk(family.organisation))

    assert run(family.organisation, DAYS + 31) == Counter()
    assert purged(family.organisation, DAYS + 1)[Fate.CLOSED] == 1
    assert Clearing.objects.count() == 2


@pytest.mark.parametrize("named", [False, True])
def test_a_ticket_that_has_changed_since_stays_and_undo_says_so(shop, named):
    connection = eve_of(shop.andrew)
    line = bought_for(shop, connection.child)
    purged(shop.organisation)
    if named:  # the lead goes himself, by the very code
        OrderLine.objects.filter(pk=line.pk).update(came_back_at=None)
    else:
        Ticket.objects.filter(line=line).update(code="ANOTHER")

    with later(DAYS + 1):
        undone = silent.undo(done_to(connection), by=clerk(shop.organisation))

    assert (undone.tickets, undone.stayed, done_to(connection).stayed) == (0, 1, 1)
    assert Ticket.objects.get(line=line).holder == shop.andrew


@pytest.mark.parametrize("gone", ["the lead", "the member"])
def test_nobody_is_put_back_beside_somebody_who_is_gone(family, gone):
    connection = connect(family.andrew, family.blaise)
    purged(family.organisation)
    with later(DAYS + 1):
        erasure.erase(family.andrew if gone == "the lead" else family.blaise, by=HOUSE)
        undone = silent.undo(done_to(connection), by=clerk(family.organisation))

    assert (undone.in_group, is_led(connection), whole()) == (False, False, [])


def test_who_was_added_anew_meanwhile_is_told_to_be_duplicate(family):
    connection = eve_of(family.andrew)
    purged(family.organisation)
    with later(DAYS + 1):
        again = eve_of(family.andrew)
        undone = silent.undo(done_to(connection), by=clerk(family.organisation))

    assert again.child_id != connection.child_id
    assert (undone.in_group, undone.doubled) == (True, True)


def test_after_thirty_days_or_twice_nothing_is_undone(family):
    connection = connect(family.andrew, family.blaise)
    purged(family.organisation)
    by = clerk(family.organisation)

    with later(DAYS + 30.1), pytest.raises(WrongMove):
        silent.undo(done_to(connection), by=by)
    with later(DAYS + 1):
        silent.undo(done_to(connection), by=by)
        with pytest.raises(WrongMove):
            silent.undo(done_to(connection), by=by)


@pytest.mark.parametrize("powers", [[Power.READ_CONTACTS], [Power.SET_LIMITS]])
def test_undo_takes_its_power_and_the_own_organisation(family, powers):
    connection = connect(family.andrew, family.blaise)
    purged(family.organisation)

    for by in (clerk(family.organisation, *powers), operator(1, 10**6, [Power.UNDO_CLEARING]), customer(family.andrew)):
        with pytest.raises(NotAllowed):
            silent.undo(done_to(connection), by=by)


def done_to(connection: Connection) -> Clearing:
    return Clearing.objects.filter(connection=connection).latest("pk")


# runs


def test_what_changed_between_plan_and_deed_is_left_alone(family):
    connection = connect(family.andrew, family.blaise)
    run(family.organisation, DAYS - 7)
    with later(DAYS):
        planned = silent_runs.plan(family.organisation)
        actions.ask_again(Connection.objects.get(pk=connection.pk), by=customer(family.andrew))
        met = sum(silent_runs.steps(planned), Counter())

    assert (met, is_led(connection)) == (Counter(), True)


def test_a_run_whose_time_is_over_stops_after_a_batch_and_goes_on_with_the_next(family, monkeypatch):
    monkeypatch.setattr(worker, "LASTS", 0)
    monkeypatch.setattr(silent_runs, "BATCH", 2)
    monkeypatch.setattr("kithkin.persons.silent_rules.BATCH", 2)
    made = [connect(family.andrew, register(family.organisation, "Member" + letter)) for letter in "abcde"]
    run(family.organisation, DAYS - 7)
    with later(DAYS):
        worker.clear_silent()
    assert sum(map(is_led, made)) == 3

    assert (run(family.organisation, DAYS), sum(map(is_led, made))) == (Counter({Fate.LEAVES: 3}), 0)


def test_a_batch_takes_the_same_statements_whatever_its_size(shop):
    def statements(letters: str) -> tuple[int, ...]:
        """Telling, taking out and deleting: of these, who hold tickets to come."""
        for letter in letters:
            email = f"{letter}@example.org"
            added = adding.by_email(shop.andrew, "Eve" + letter, "Okafor", email, by=customer(shop.andrew))
            bought_for(shop, added.child)
        seen = []
        for days in (DAYS - 7, DAYS, DAYS + 30):
            with CaptureQueriesContext(database) as queries_of, later(days):
                silent_runs.run(shop.organisation)
            seen.append(len(queries_of))
        return tuple(seen)

    purged(shop.organisation)
    with later(0):
        one = statements("a")
    assert statements("bcdef") == one


def test_the_house_of_others_is_left_alone(family):
    theirs = organisation("elsewhere")
    connection = connect(register(theirs, "Lena"), register(theirs, "Mara"))

    purged(family.organisation)

    assert is_led(connection)


# what the tests share


def bought_for(shop: ground.Shop, member: Contact) -> OrderLine:
    own = ground.Shop(shop.organisation, shop.pos, shop.offer, shop.andrew, [member])
    return own.buy(2).lines.get(holder=member)


def visit(member: Contact) -> None:
    """By a mailed code, without an account."""
    by = by_link(member)
    accounts.send_code(member, by=by)
    code = access_code(AccessCode.objects.get(contact=member), letters.hidden_address(member.pk))
    assert accounts.enter_code(member, code, by=by)


def met_by_the_others(shop: ground.Shop) -> Counter:
    """The small shop's own four members are silent and were there before."""
    return Counter({Fate.LEAVES: len(shop.members)})
