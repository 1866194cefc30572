"""How long what is kept: what is due goes, what is not stays, and a run may end anywhere."""

import argparse
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import AccessCode, Login, LoginContact, PasswordRequest, Session
from kithkin.audit import journal
from kithkin.audit.models import Entry, Read, Signal
from kithkin.base import actor, clock
from kithkin.base.actor import by_link
from kithkin.catalogue.models import Season
from kithkin.connections import actions, adding
from kithkin.connections.models import Attempt, Connection, Consent, Refusal
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation
from kithkin.persons import erased, erasure, inactive, retention, retention_log, retention_rules, strangers
from kithkin.persons.models import Clearing, Duplicate, ErasureDemand, Merge
from kithkin.project import doctor, retaining, worker
from kithkin.sales.models import BasketSeat, Order
from tests.people import HOUSE, allow, connect, customer, organisation, register

LONG_AGO = clock.now() - timedelta(days=4 * 365)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def old(house: Organisation, name: str) -> Contact:
    with clock.held(LONG_AGO):
        return contacts.register(house, Person(name, "Old", f"{name.lower()}@example.org"), by=HOUSE)


def due(house: Organisation) -> set[str]:
    return {contact.first_name for contact in inactive.since(house, clock.now() - 36 * retention_rules.MONTH)}


def asked(**given) -> argparse.Namespace:
    return argparse.Namespace(**{"dry_run": False, "limit": None, "replay": False, **given})


def test_who_has_shown_no_sign_of_life_for_36_months_is_due_and_nobody_else(family):
    house = family.organisation
    for name in ("Gone", "Leads", "Ledby", "Answered", "Allows", "Came", "Signedin", "Posted"):
        old(house, name)
    by_name = {contact.first_name: contact for contact in Contact.objects.all()}
    connect(by_name["Leads"], by_name["Ledby"])
    with clock.held(LONG_AGO):
        for name in ("Answered", "Allows"):
            allow(connect(family.andrew, by_name[name]))
        for name in ("Signedin", "Posted"):
            accounts.open_login(by_name[name], "a long password", by=HOUSE)
    LoginContact.objects.update(since=LONG_AGO)
    Consent.objects.filter(connection__child=by_name["Answered"]).update(answered_at=clock.now())
    Consent.objects.filter(connection__child=by_name["Allows"]).update(ends_at=clock.now() + timedelta(days=1))
    journal.write("access-code.used", by=HOUSE, about=by_name["Came"])
    Login.objects.filter(links__contact=by_name["Signedin"]).update(last_login=clock.now())
    post = Login.objects.get(links__contact=by_name["Posted"])
    post.posts.create(organisation=house, name="Ida", powers=[])

    assert due(house) == {"Gone"}
    Consent.objects.update(ends_at=clock.now())
    assert due(house) == {"Gone", "Allows"}


def test_buying_holding_and_a_season_that_is_not_over_are_signs_of_life(full):
    with_ticket, long_ago = (full.person.first_name, "Gus"), clock.now() - timedelta(days=5 * 365)
    Contact.objects.update(created_at=long_ago)
    Connection.objects.update(made_at=long_ago, asked_at=long_ago)
    Consent.objects.filter(answered_at__isnull=False).update(answered_at=long_ago, ends_at=long_ago)
    LoginContact.objects.update(since=long_ago)
    Login.objects.update(last_login=None)
    assert not due(full.cast.organisation) & set(with_ticket)
    Order.objects.update(made_at=long_ago)
    assert not due(full.cast.organisation) & set(with_ticket)

    Season.objects.update(starts=date(2020, 8, 1), ends=date(2021, 5, 31))

    assert set(with_ticket) <= due(full.cast.organisation)


def test_each_kind_goes_when_its_time_is_over_and_not_before(full):
    house, year = full.cast.organisation, timedelta(days=4000)
    Contact.objects.update(created_at=clock.now())
    Attempt.objects.update(day=(clock.now() - timedelta(days=1)).date().isoformat())
    lasting = (Read, Letter, BasketSeat, PasswordRequest, AccessCode, Signal, Attempt)
    kept = {model: model.objects.count() for model in lasting}
    assert sum(retention.run().values()) == 0
    assert {model: model.objects.count() for model in kept} == kept and 0 not in kept.values()

    Read.objects.update(day=(clock.now() - year).date())
    Letter.objects.update(queued_at=clock.now() - year)
    BasketSeat.objects.all()[0].basket.__class__.objects.update(held_until=clock.now() - year)
    PasswordRequest.objects.update(made_at=clock.now() - year)
    AccessCode.objects.update(made_at=clock.now() - year)
    Signal.objects.update(last_at=clock.now() - year)
    Session.objects.update(expire_date=clock.now() - year)
    Attempt.objects.update(day="2020-01-01")
    done = retention.run()

    left = {model: model.objects.count() for model in (Read, PasswordRequest, AccessCode, Signal, Session, Attempt)}
    assert set(left.values()) == {0}
    assert not Letter.objects.filter(state__in=["sent", "dropped", "failed"]).exists()
    assert not BasketSeat.objects.filter(basket__state="open").exists() and Order.objects.exists()
    assert done["people"] == 0 and done["reads"] == kept[Read]
    assert Entry.objects.filter(what="retention.let-go", about_id=house.pk).exists()


def test_the_log_goes_by_its_age_and_what_something_rests_on_stays(family):
    house, member, gone = family.organisation, family.blaise, family.darren
    stays = {
        "contact.registered": member,
        "access-code.used": member,
        "order.paid": Order(pk=1),
        "ticket.declined": member,
        "organisation.consent-switched": house,
        "refusal.replayed": member,
    }
    goes = [("access-code.used", member), ("access-code.used", gone), ("contact.registered", gone), ("read", None)]
    with clock.held(LONG_AGO):
        journal.write("read", by=HOUSE)
        for what, about in (*goes, *stays.items()):
            journal.write(what, by=actor.system(house.pk), about=about)
    Contact.objects.filter(pk=gone.pk).update(erased_at=clock.now(), hidden_at=clock.now())

    due = retention_log.acts(house, LONG_AGO + timedelta(days=1))

    assert due.count() == len(goes) + 1
    kept = Entry.objects.filter(at=LONG_AGO).exclude(pk__in=due.values("pk")).order_by("pk")
    assert list(kept.values_list("what", "about_id")) == [(what, about.pk) for what, about in stays.items()]


def test_what_operators_did_goes_with_the_log_and_what_still_counts_stays(family):
    house, now, both = family.organisation, clock.now(), {"first": family.andrew, "second": family.blaise}
    led, third = connect(family.andrew, family.blaise), register(family.organisation, "Erin")
    pair = Duplicate.objects.create(organisation=house, score=0, seen_at=LONG_AGO, state="not-the-same", **both)
    joins = {"organisation": house, "duplicate": pair, "kept": third, "gone": family.darren, "proposed_by": 1}
    merges = [
        Merge(**joins, proposed_at=LONG_AGO, expires_at=at, state=state, ended_at=ended)
        for at, state, ended in ((LONG_AGO, "dropped", LONG_AGO), (LONG_AGO, "dropped", now), (now, "proposed", None))
    ]
    told = {"organisation": house, "connection": led, "announced_at": LONG_AGO}
    done = told | {"done_at": LONG_AGO, "fate": "closed", "delete_at": LONG_AGO}
    clearings = [Clearing(**done, deleted_at=LONG_AGO), Clearing(**told), Clearing(**done)]
    clearings.append(Clearing(**done, undone_at=now))
    asked = {"organisation": house, "contact": third, "asked_by": 1, "asked_at": LONG_AGO}
    demands = [ErasureDemand(**asked, state="refused", settled_at=LONG_AGO), ErasureDemand(**asked)]
    for rows in (merges, clearings, demands):
        rows[0].__class__.objects.bulk_create(rows)

    Contact.objects.filter(pk=family.andrew.pk).update(erased_at=LONG_AGO, hidden_at=LONG_AGO)

    assert Counter(retention.plan(house).counts) == Counter(merges=1, clearings=2, demands=1, pairs=1)


def test_the_refusal_of_an_erased_person_goes_after_90_days_that_of_a_living_one_never(family):
    actions.block(family.blaise, None, by=customer(family.blaise))
    actions.block(family.darren, None, by=customer(family.darren))
    Refusal.objects.update(since=LONG_AGO)
    erasure.erase(family.blaise, by=HOUSE)

    retention.run()
    assert Refusal.objects.count() == 2
    Contact.objects.filter(pk=family.blaise.pk).update(erased_at=clock.now() - timedelta(days=91))
    retention.run()

    assert [each.member for each in Refusal.objects.all()] == [family.darren]


def test_a_dry_run_lists_what_and_who_and_changes_nothing(family, capsys):
    gone = old(family.organisation, "Gone")

    assert retaining.run(asked(dry_run=True)) == 0

    told = capsys.readouterr().out
    assert gone.number in told and "1  People who have not been here" in told
    assert Contact.objects.get(pk=gone.pk).erased_at is None


def test_a_run_may_be_stopped_after_any_batch_and_the_next_one_goes_on(family, monkeypatch):
    kind = retention_rules.KINDS[0]
    monkeypatch.setattr(
        retention, "KINDS", (retention_rules.Kind(kind.name, kind.says, kind.setting, kind.due, batch=2),)
    )
    for letter in "abcde":
        old(family.organisation, "Gone" + letter)

    assert next(retention.steps(family.organisation)) == Counter(people=2)
    assert len(due(family.organisation)) == 3
    assert retention.run() == Counter(people=3)
    assert retention.run() == Counter()


def test_a_limit_lets_go_so_many_of_each_kind(family, capsys):
    for letter in "abc":
        old(family.organisation, "Gone" + letter)

    retaining.run(asked(limit=2))

    assert len(due(family.organisation)) == 1
    with pytest.raises(SystemExit):
        retaining.run(asked(limit=0))


def test_what_has_changed_since_it_was_planned_stays(family):
    gone = old(family.organisation, "Gone")
    Contact.objects.filter(pk=gone.pk).update(created_at=clock.now())

    count = retention.let_go(family.organisation, retention_rules.KINDS[0], [gone.pk], by=HOUSE)

    assert count == 0 and Contact.objects.get(pk=gone.pk).erased_at is None


def test_every_organisation_has_its_own_times(family):
    other = organisation("elsewhere", keep_inactive_months=100)
    old(family.organisation, "Here")
    old(other, "There")

    worker.keep_no_longer()

    assert set(Contact.objects.filter(erased_at__isnull=False).values_list("organisation__slug", flat=True)) == {
        "ferrygate"
    }


def test_a_batch_costs_the_same_statements_whatever_it_holds(family):
    def cost(*names: str) -> int:
        batch = [old(family.organisation, name).pk for name in names]
        with CaptureQueriesContext(connection) as captured:
            retention.let_go(family.organisation, retention_rules.KINDS[0], batch, by=HOUSE)
        return len(captured)

    assert cost("A") == cost("B", "C", "D", "E")


@pytest.mark.django_db(transaction=True)
def test_after_a_restored_backup_the_doctor_sees_who_is_back_and_a_start_erases_anew(family, capsys):
    erasure.erase(family.blaise, by=HOUSE)
    assert list(doctor.nobody_is_back_who_was_erased()) == []
    Contact.objects.filter(pk=family.blaise.pk).update(erased_at=None, hidden_at=None, first_name="Blaise")

    [said] = doctor.nobody_is_back_who_was_erased()
    assert said == "1 erased people are back, as from a backup. Run `kithkin retention --replay`."
    assert retaining.run(asked(replay=True)) == 0

    assert list(doctor.nobody_is_back_who_was_erased()) == []
    assert Contact.objects.get(pk=family.blaise.pk).first_name == ""
    assert "1 person was erased anew." in capsys.readouterr().out
    assert len(list(erased.noted())) == 2


def test_somebody_new_with_an_old_number_of_the_database_is_left_alone(family):
    erased.note([(family.blaise.pk, LONG_AGO)])

    assert retention.replay() == 0
    assert register(family.organisation, "New").erased_at is None


def test_at_the_address_of_an_erased_person_a_refusal_goes_on_counting_as_long_as_it_is_kept(family):
    address = "canary.blaise@example.org"
    actions.block(family.blaise, family.andrew, by=customer(family.blaise))
    erasure.erase(family.blaise, by=customer(family.blaise))
    Letter.objects.all().delete()

    typed_again = adding.by_email(family.andrew, "Blaise", "Smith", address, by=customer(family.andrew))

    assert not Letter.objects.exists() and not PasswordRequest.objects.filter(contact=typed_again.child).exists()
    actions.remove(typed_again, by=customer(family.andrew))
    with clock.held(clock.now() + timedelta(days=family.organisation.keep_refusal_days + 1)):
        adding.by_email(family.andrew, "Blaise", "Smith", address, by=customer(family.andrew))
        assert [each.template for each in Letter.objects.all()] == ["consent-request"]


def test_the_refusal_of_one_lead_says_nothing_of_another(family):
    actions.block(family.blaise, family.andrew, by=customer(family.blaise))
    erasure.erase(family.blaise, by=customer(family.blaise))
    Letter.objects.all().delete()

    adding.by_email(family.darren, "Blaise", "Smith", "canary.blaise@example.org", by=customer(family.darren))

    assert {each.template for each in Letter.objects.all()} == {"set-password", "consent-request"}


def test_a_stranger_who_said_not_me_is_not_mailed_again_for_the_same_lead(family):
    typed = ("Stan", "Ranger", "stan@example.org")
    stranger = adding.by_email(family.andrew, *typed, by=customer(family.andrew)).child
    strangers.disown(stranger, by=by_link(stranger))
    Letter.objects.all().delete()

    again = adding.by_email(family.andrew, *typed, by=customer(family.andrew))

    assert (Letter.objects.count(), again.child.pk != stranger.pk) == (0, True)
    actions.ask_again(again, by=customer(family.andrew))
    assert Letter.objects.count() == 0
    adding.by_email(family.darren, *typed, by=customer(family.darren))
    assert [each.template for each in Letter.objects.all()] == ["consent-request"]
