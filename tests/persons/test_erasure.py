"""Erasing a person: nothing of him is left anywhere, and everything that counts goes on counting."""

from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import Login, LoginContact, StaffPost
from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, guardian, nobody, operator
from kithkin.base.verdict import NotAllowed, WrongMove
from kithkin.connections import door, guardians, queries
from kithkin.connections.models import Connection, Consent, ConsentEvent
from kithkin.connections.states import State
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail import message
from kithkin.mail.models import Letter
from kithkin.persons import beside, care, erased, erasure, strangers
from kithkin.persons.models import ErasureDemand
from kithkin.project import heads, verify, worker
from kithkin.sales import shown
from kithkin.sales.models import Claim, Order, OrderLine, Payment, Ticket
from tests.house_log import written
from tests.people import HOUSE, allow, connect, customer, register
from tests.persons import dumps
from tests.persons.full import CANARIES, EMAIL, NUMBER, Full, build
from tests.persons.test_guardians import child, named

POWERS = [Power.ERASE_CONTACTS]


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_canary_is_left_in_the_database_its_files_the_logs_or_the_cache(settings, monkeypatch):
    settings.EMAIL_BACKEND = "kithkin.demo.mailbox.Backend"
    with written() as log:
        full = build()
        _go_wrong(full, monkeypatch)
        heads.write()
        before = dumps.found(CANARIES, dumps.everything())

        erasure.erase(full.person, by=customer(full.person))
        worker.deliver()

    assert before == list(CANARIES)
    assert dumps.found(CANARIES, dumps.everything()) == []
    assert [words for words in ("Not Found: /desk/contacts/", "cannot be written") if words not in log.getvalue()] == []
    assert dumps.found(CANARIES, log.getvalue().encode()) == []
    assert verify.run(None) == 0
    cache.clear()


def _go_wrong(full: Full, monkeypatch) -> None:
    """He tries an address of the desk, and a letter to him cannot be written."""

    def fail(*_letter):
        raise ValueError(EMAIL)

    full.browser.get(f"/desk/contacts/{NUMBER}/")
    accounts.invite(full.person, by=HOUSE)
    with monkeypatch.context() as broken:
        broken.setattr(message, "compose", fail)
        worker.deliver()


def test_the_figures_of_the_accounts_stay_as_they_were(full):
    def figures():
        states = list(Order.objects.filter(state="paid").order_by("pk").values_list("number", "state", "total"))
        lines = list(OrderLine.objects.order_by("pk").values_list("order", "seat", "price", "tariff", "holder"))
        paid = Payment.objects.aggregate(Sum("amount"))
        return states, lines, paid, Ticket.objects.filter(state="valid").count()

    before = figures()

    erasure.erase(full.person, by=customer(full.person))

    assert figures() == before
    assert (Order.objects.count(), Contact.objects.get(pk=full.person.pk).name) == (
        len(before[0]) + 1,
        "Name withdrawn",
    )


def test_the_chains_hold_and_the_ledger_agrees_with_the_rows(full, capsys):
    heads.write()

    erasure.erase(full.person, by=customer(full.person))

    assert verify.run(None) == 0
    last = ConsentEvent.objects.filter(connection__child=full.person).order_by("-sequence").first()
    assert (last.what, last.evidence, last.by_kind) == ("erased", {}, "customer")


def test_the_salt_is_gone_so_that_no_name_can_be_tried_against_the_proof(full):
    assert letters.sealed(full.person.pk, "Quillon Zaffre") != []

    erasure.erase(full.person, by=HOUSE)

    assert letters.sealed(full.person.pk, "Quillon Zaffre") == []
    assert not PrivateDetails.objects.filter(contact=full.person).exists()


@pytest.mark.scenario(29)
def test_the_lead_keeps_seat_and_price_and_reads_that_the_name_was_withdrawn(full):
    erasure.erase(full.person, by=customer(full.person))

    order = shown.order(customer(full.cast.andrew), full.by_andrew.number)
    [line] = [line for line in order.lines if line.holder_id == full.person.pk]
    assert (line.name, bool(line.code), line.price.amount > 0, bool(line.seat)) == ("Name withdrawn", True, True, True)


def test_what_he_had_reserved_and_kept_in_his_basket_is_free_at_once(full):
    erasure.erase(full.person, by=customer(full.person))

    full.reserved.refresh_from_db()
    assert full.reserved.state == Order.State.CANCELLED
    own = Claim.objects.filter(order=full.reserved) | Claim.objects.filter(basket__buyer=full.person)
    assert own.count() > 0 and not own.exclude(held_until__year=2000).exists()
    assert Claim.objects.filter(order=full.bought, held_until=None).exists()


def test_his_people_and_his_leads_are_without_him_at_once(full):
    erasure.erase(full.person, by=customer(full.person))

    assert full.person.pk not in {card.contact_id for card in door.group(customer(full.cast.andrew))}
    assert [each.parent for each, _latest in queries.standing(customer(full.cast.gus))] == []
    his = Connection.objects.filter(child=full.person) | Connection.objects.filter(parent=full.person)
    assert set(his.values_list("typed_first", "typed_last")) == {("", "")}
    assert not Consent.objects.filter(connection__in=his, state__in=[State.ASKED, State.ALLOWED]).exists()


def test_his_login_is_gone_and_his_browser_is_signed_out(full):
    login = LoginContact.objects.get(contact=full.person).login_id

    erasure.erase(full.person, by=customer(full.person))

    assert not Login.objects.filter(pk=login).exists()
    assert full.browser.get("/account/").status_code == 302


@pytest.mark.parametrize("shared_with", ["a person", "a post"])
def test_a_login_that_stands_for_somebody_else_stays_with_him(full, shared_with):
    login = LoginContact.objects.get(contact=full.person).login
    other = register(full.cast.organisation, "Other")
    if shared_with == "a person":
        LoginContact.objects.create(login=login, contact=other, since=other.created_at)
    else:
        StaffPost.objects.create(login=login, organisation=full.cast.organisation, name="Ida", powers=[])

    erasure.erase(full.person, by=customer(full.person))

    assert Login.objects.filter(pk=login.pk).exists()
    assert not LoginContact.objects.filter(contact=full.person).exists()


def test_letters_keep_what_went_and_when_but_nobody_to_whom(full):
    [double] = Contact.objects.filter(merged_into=full.person)
    his = Letter.objects.filter(contact_id__in=[full.person.pk, double.pk])
    number = his.count()

    erasure.erase(full.person, by=customer(full.person))

    kept = Letter.objects.filter(contact_id=None)
    assert (kept.count(), his.count()) == (number, 0)
    assert not kept.filter(state__in=["waiting", "sending"]).exists()


def test_the_journal_tells_it_by_ids_alone(full):
    erasure.erase(full.person, by=customer(full.person))

    entry = Entry.objects.get(what="contact.erased")
    assert (entry.about_id, entry.contact_id) == (full.person.pk, full.person.pk)
    assert entry.facts["joined"] == list(Contact.objects.filter(merged_into=full.person).values_list("pk", flat=True))
    assert dumps.found(CANARIES, str(list(Entry.objects.values())).encode()) == []


def test_nobody_erases_somebody_else(full):
    others = [customer(full.cast.andrew), by_link(full.cast.gus), nobody(full.cast.organisation.pk)]
    others.append(operator(1, full.cast.organisation.pk, list(Power)))

    for somebody in others:
        with pytest.raises(NotAllowed):
            erasure.erase(full.person, by=somebody)
        with pytest.raises(NotAllowed):
            erasure.erase_many([full.person], by=somebody)

    assert Contact.objects.get(pk=full.person.pk).erased_at is None


def test_while_guardians_stand_a_guardian_erases_the_child_and_it_never_does_alone(family):
    mia, other = child(family.andrew), register(family.organisation, "Tom")
    named(family.blaise, mia.child)
    strange = guardian(family.darren, mia.child), guardian(family.andrew, other)
    for by in (customer(mia.child), by_link(mia.child), *strange):
        with pytest.raises(NotAllowed):
            erasure.erase(mia.child, by=by)
    with pytest.raises(NotAllowed):
        strangers.disown(mia.child, by=by_link(mia.child))
    with pytest.raises(NotAllowed):
        care.ask_guardians(mia.child, by=customer(family.andrew))

    erasure.erase(mia.child, by=guardian(family.andrew, mia.child))

    told = Letter.objects.filter(template="child-erased").values_list("contact_id", "facts__by")
    assert list(told) == [(family.blaise.pk, family.andrew.pk)]
    assert Contact.objects.get(pk=mia.child_id).erased_at


def test_of_age_a_person_erases_himself_and_a_former_guardian_cannot(family):
    mia = child(family.andrew)
    with clock.held(guardians.until(mia.child_id)):
        with pytest.raises(NotAllowed):
            erasure.erase(mia.child, by=guardian(family.andrew, mia.child))
        erasure.erase(mia.child, by=customer(mia.child))

    assert not Letter.objects.filter(template="child-erased").exists()


def test_the_desk_erases_a_child_by_two_and_tells_every_guardian(family):
    mia = child(family.andrew)
    one, two = (operator(number, family.organisation.pk, POWERS) for number in (1, 2))

    erasure.confirm(erasure.demand(mia.child, by=one), by=two)

    [told] = Letter.objects.filter(template="child-erased")
    assert (told.contact_id, told.facts["by"]) == (family.andrew.pk, 0)


def test_two_operators_erase_together_and_never_one_alone(family):
    one, other = (operator(number, family.organisation.pk, POWERS) for number in (1, 2))
    asked = erasure.demand(family.blaise, by=one)

    with pytest.raises(NotAllowed, match="Somebody else has to confirm"):
        erasure.confirm(asked, by=one)
    with pytest.raises(WrongMove, match="asked for this already"):
        erasure.demand(family.blaise, by=other)
    erasure.confirm(asked, by=other)

    assert Contact.objects.get(pk=family.blaise.pk).erased_at
    with pytest.raises(WrongMove, match="settled already"):
        erasure.confirm(asked, by=other)
    assert ErasureDemand.objects.get().state == "done"


def test_an_operator_without_the_power_or_of_another_house_can_neither_ask_nor_confirm(family):
    without = [power for power in Power if power is not Power.ERASE_CONTACTS]
    asked = erasure.demand(family.blaise, by=operator(1, family.organisation.pk, POWERS))

    for by in (operator(2, family.organisation.pk, without), operator(2, family.organisation.pk + 1, POWERS)):
        for act, thing in ((erasure.demand, family.darren), (erasure.confirm, asked), (erasure.refuse, asked)):
            with pytest.raises(NotAllowed):
                act(thing, by=by)


def test_a_demand_can_be_taken_back(family):
    by = operator(1, family.organisation.pk, POWERS)

    erasure.refuse(erasure.demand(family.blaise, by=by), by=by)

    assert ErasureDemand.objects.get().state == "refused"
    assert Contact.objects.get(pk=family.blaise.pk).erased_at is None
    erasure.demand(family.blaise, by=by)


def test_many_cost_as_many_statements_as_one(family):
    people = [register(family.organisation, "Member" + letter) for letter in "abcdefghijkl"]
    for person in people:
        allow(connect(family.andrew, person))
    statements = []

    for some in (people[:1], people[1:3], people[3:]):
        with CaptureQueriesContext(connection) as captured:
            erasure.erase_many(some, by=HOUSE)
        statements.append(len(captured))

    assert len(set(statements)) == 1 and statements[0] <= 60, statements


@pytest.mark.django_db(transaction=True)
def test_who_is_erased_stands_in_a_file_outside_the_database(family):
    erasure.erase(family.blaise, by=HOUSE)

    assert list(erased.noted()) == [(family.blaise.pk, family.blaise.created_at)]
    assert beside.path(erased.FILE).stat().st_mode & 0o777 == 0o600
    assert list(erased.returned()) == []


def test_whoever_comes_back_by_a_backup_is_known(family):
    before = family.darren.created_at - timedelta(seconds=1)  # another one, who had this number
    erased.note([(family.blaise.pk, family.blaise.created_at), (family.darren.pk, before)])
    with beside.path(erased.FILE).open("a") as lines:
        lines.write("2026-11-21T12:00:00+00:00 5")

    assert list(erased.returned()) == [family.blaise]


def test_an_erasure_that_could_not_be_noted_is_noted_later(family):
    with redirect_stdout(StringIO()):
        erasure.erase(family.blaise, by=HOUSE)  # the transaction of this test never ends

    assert (erased.make_up(), erased.make_up()) == (1, 0)
    assert list(erased.noted()) == [(family.blaise.pk, family.blaise.created_at)]
