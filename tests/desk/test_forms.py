"""Assisted consent: one operator takes down what was signed, a second confirms it; a no needs one press."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from kithkin.accounts import actions as accounts
from kithkin.audit.models import Entry, StaffRead
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.connections import actions, door, forms, ledger, queries
from kithkin.connections.models import Connection, Consent, ConsentText, SignedForm
from kithkin.connections.scopes import Scope
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.desk import history
from kithkin.mail import postman
from kithkin.mail.models import Letter, State
from kithkin.organisations import actions as organisations
from kithkin.persons import erasure
from kithkin.project.letters import TABLE
from tests.people import HOUSE, connect, customer

TICKED = ["see_tickets", "see_orders"]


@pytest.fixture
def father(family, shop) -> Contact:
    """Somebody without an email, whom Andrew has added; the policy stands at version 1."""
    organisations.publish_policy(family.organisation, {"en": "We keep little."}, by=HOUSE)
    member = contacts.register(family.organisation, Person("George", "Smith"), by=HOUSE)
    connect(family.andrew, member)
    return member


@pytest.fixture
def omar(shop, sit_down):
    return sit_down(shop.organisation, email="omar@example.org")


def between(father) -> Connection:
    return Connection.objects.select_related("parent", "child", "organisation").get(child=father)


def page_of(father, page: str) -> str:
    return f"/desk/contacts/{father.number}/connections/{between(father).public_id}/{page}"


def take_down(browser, father, **changes):
    told = {"reference": "F-K7Q4-M2XD", "signed_on": forms.today(between(father)), "language": "en", "policy": 1}
    return browser.post(page_of(father, "form/"), {**told, "scopes": TICKED, **changes})


def settle(browser, do: str = "confirm"):
    return browser.post(f"/desk/forms/{SignedForm.objects.latest('pk').pk}/", {"do": do}, follow=True)


def open_to_andrew(family, father) -> frozenset[Scope]:
    [card] = [card for card in door.group(customer(family.andrew)) if card.contact_id == father.pk]
    return card.open


def test_what_one_took_down_opens_nothing_until_another_confirms_it(hana, omar, family, father):
    take_down(hana, father)
    before = open_to_andrew(family, father)
    own = settle(hana)
    between_them = open_to_andrew(family, father)
    settle(omar)

    assert (before, between_them) == (frozenset(), frozenset())
    assert "Somebody else has to confirm this." in own.text
    assert open_to_andrew(family, father) == {Scope.SEE_TICKETS, Scope.SEE_ORDERS}


def test_the_proof_holds_who_what_and_when_and_the_number_as_a_hash(hana, omar, father):
    take_down(hana, father)
    settle(omar)

    event = between(father).events.latest("sequence")
    [text] = ConsentText.objects.filter(hash=event.shown["text_hash"])
    assert (event.what, event.counter, event.by_kind) == ("allowed-at-desk", "desk", "operator")
    assert event.shown["taken_down_by"] == int(hana.session["_auth_user_id"])
    assert event.shown["confirmed_by"] == int(omar.session["_auth_user_id"])
    assert (event.shown["policy"], event.shown["language"], text.language) == (1, "en", "en")
    assert "What you tick here" in text.body
    assert set(event.evidence) == {"address", "member", "lead", "form"}
    assert "K7Q4" not in str(event.evidence) + str(event.shown)
    assert list(ledger.problems(1, between(father).pk + 1)) == []


def test_it_ends_a_year_after_the_signature(hana, omar, father):
    signed_on = forms.today(between(father)) - timedelta(days=10)
    Consent.objects.update(asked_at=clock.now() - timedelta(days=11))
    take_down(hana, father, signed_on=signed_on)
    settle(omar)

    consent = queries.latest(between(father))
    assert consent.ends_at == forms.ends_at(between(father), signed_on)
    assert (consent.ends_at - clock.now()).days in (353, 354, 355)


def test_the_receipt_is_printed(hana, omar, father):
    take_down(hana, father)
    settle(omar)
    postman.deliver(TABLE)

    receipt = Letter.objects.get(template="consent-receipt", contact_id=father.pk)
    assert receipt.state == State.TO_PRINT
    paper = hana.get("/desk/printing/letters.pdf", {"letter": receipt.pk})
    words = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages).split())
    assert "at any time, at our ticket desk" in words
    assert "one press" not in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reference": ""}, "Write the number of the form."),
        ({"reference": "<b>"}, "letters, digits, hyphens"),
        ({"signed_on": ""}, "Write the day of the signature."),
        ({"signed_on": "May"}, "Write the day like 14/03/1979."),
        ({"signed_on": "1/1/2999"}, "This day has not come yet."),
        ({"signed_on": "2001-01-01"}, "has ended already"),
        ({"policy": 7}, "There is no such version"),
        ({"scopes": ["everything"]}, "not one of the available choices"),
        ({"language": "xx"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(hana, father, changes, words):
    answer = take_down(hana, father, **changes)

    assert (answer.status_code, SignedForm.objects.count()) == (422, 0)
    assert words in answer.text


def test_a_form_counts_once(hana, omar, father):
    take_down(hana, father)
    again = take_down(hana, father, reference="F-OTHER")
    settle(omar)
    later = take_down(hana, father)

    assert "waits for confirmation already" in again.text
    assert "was taken down before" in later.text
    assert SignedForm.objects.count() == 1


def test_after_fourteen_days_nobody_can_confirm_it(hana, omar, father):
    take_down(hana, father)
    form = SignedForm.objects.get()
    with clock.held(clock.now() + forms.LASTS + timedelta(seconds=1)):
        assert list(forms.waiting(father.organisation_id)) == []
        with pytest.raises(Exception, match="waited too long"):
            actions.confirm_form(form, by=operator_of(omar, father))
        again = forms.Signed("F-NEW", form.signed_on, frozenset(), "en", 1)
        actions.take_down(between(father), again, by=operator_of(hana, father))
    assert list(SignedForm.objects.order_by("pk").values_list("state", flat=True)) == ["aside", "open"]
    assert not Consent.objects.filter(state="allowed").exists()


def operator_of(browser, father):
    return operator(int(browser.session["_auth_user_id"]), father.organisation_id, list(Power))


def test_a_form_that_was_put_aside_opens_nothing(hana, omar, family, father):
    take_down(hana, father)
    settle(omar, "aside")

    assert (SignedForm.objects.get().state, open_to_andrew(family, father)) == ("aside", frozenset())


def test_a_no_said_while_the_form_waits_wins(hana, omar, family, father):
    take_down(hana, father)
    hana.post(page_of(father, "no/"))
    waiting = omar.get("/desk/forms/").context["rows"]
    form = SignedForm.objects.get()
    SignedForm.objects.update(state="open", settled_by=None, settled_at=None)

    assert (waiting, form.state) == ([], "aside")
    assert "Since then this person has said no." in settle(omar).text
    assert open_to_andrew(family, father) == frozenset()


@pytest.mark.scenario(23)
def test_taking_back_takes_one_operator_and_one_press(hana, omar, family, father):
    take_down(hana, father)
    settle(omar)
    assert "may not ask again" in omar.get(page_of(father, "no/")).text
    omar.post(page_of(father, "no/"))

    assert open_to_andrew(family, father) == frozenset()
    assert queries.latest(between(father)).state == "withdrawn"
    assert between(father).events.latest("sequence").what == "withdrawn-at-desk"
    assert list(ledger.problems(1, between(father).pk + 1)) == []


def test_he_can_decline_for_good(hana, father):
    hana.post(page_of(father, "no/"), {"for_good": "1"})

    assert (queries.latest(between(father)).state, queries.refuses(between(father))) == ("declined", True)
    with pytest.raises(Exception, match="does not want"):
        actions.send_request(between(father), by=operator_of(hana, father))


def test_the_lead_is_told_nothing_of_a_no(hana, family, father):
    before = [(card.name, card.active, card.open) for card in door.group(customer(family.andrew))]
    hana.post(page_of(father, "no/"), {"for_good": "1"})
    postman.deliver(TABLE)

    assert [(card.name, card.active, card.open) for card in door.group(customer(family.andrew))] == before
    assert not Letter.objects.filter(contact_id=family.andrew.pk).exists()


def test_whoever_has_an_email_answers_by_it(hana, family, father):
    connection = connect(family.andrew, family.blaise)
    there = f"/desk/contacts/{family.blaise.number}/connections/{connection.public_id}/form/"
    told = {"reference": "F-1234", "signed_on": "2026-01-01", "language": "en", "policy": 1}

    assert "send the request instead" in hana.get(there).text
    assert "send the request instead" in hana.post(there, told).text
    assert not SignedForm.objects.exists()


def test_but_anybody_can_say_no_at_the_desk(hana, family, father):
    connection = connect(family.andrew, family.blaise)
    actions.allow(queries.latest(connection), by=by_link(family.blaise))
    hana.post(f"/desk/contacts/{family.blaise.number}/connections/{connection.public_id}/no/")

    assert queries.latest(connection).state == "withdrawn"


def test_for_a_child_a_form_counts_nothing(hana, family, father):
    today = clock.now().date()
    person = Person("Bo", "Smith", birth_date=today.replace(year=today.year - 9, day=1))
    child = contacts.register(family.organisation, person, by=HOUSE)
    connect(family.andrew, child)

    assert "the parents or guardians decide" in take_down(hana, child).text
    assert not SignedForm.objects.exists()


def test_looking_after_tickets_goes_with_seeing_them(hana, father):
    take_down(hana, father, scopes=["manage_tickets", "see_orders"])

    assert SignedForm.objects.get().scopes == ["see_orders"]


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es"])
def test_the_form_is_printed_with_names_scopes_and_number(hana, father, language):
    paper = hana.get(page_of(father, "form.pdf"), {"language": language})

    [page] = PdfReader(BytesIO(paper.content)).pages
    words = " ".join(page.extract_text().split())
    number = forms.number(between(father), language, 1)
    assert [each for each in ("George Smith", "Andrew Smith", number) if each not in words] == []
    assert "canary" not in words
    kept = ConsentText.objects.get(hash=forms.kept_text(between(father), language)).body
    said = kept.replace(" (", "\n").replace(")\n", "\n").splitlines()  # a hint stands below its right
    assert len(said) > 12 and [each for each in said if " ".join(each.split()) not in words] == []


def test_every_step_is_in_the_journal(hana, omar, father):
    take_down(hana, father)
    settle(omar)
    hana.post(page_of(father, "no/"))

    noted = set(Entry.objects.values_list("what", flat=True))
    assert {"form.taken-down", "consent.allowed-at-desk", "consent.said-no-at-desk"} <= noted
    said = [str(each.what) for each in history.of(between(father))][:2]
    assert said == [
        "Withdrawn at the desk, written down by an operator",
        "Allowed on a signed form, confirmed by an operator",
    ]


def test_without_the_power_nothing_is_written_down(shop, sit_down, hana, father):
    take_down(hana, father)
    others = [each for each in Power if each is not Power.RECORD_CONSENTS]
    clerk = sit_down(shop.organisation, *others, email="ida@example.org")

    codes = [take_down(clerk, father).status_code, settle(clerk).status_code]
    assert [*codes, clerk.post(page_of(father, "no/")).status_code] == [403, 403, 403]
    assert (SignedForm.objects.get().state, queries.latest(between(father)).state) == ("open", "asked")


def test_the_database_holds_that_two_confirm(hana, father):
    take_down(hana, father)
    form = SignedForm.objects.get()

    for settled_by in (None, form.made_by):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignedForm.objects.update(state="done", settled_by=settled_by, settled_at=clock.now())


def test_erasing_takes_the_number_of_the_form_away(hana, father, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    take_down(hana, father)
    erasure.erase(father, by=HOUSE)

    assert list(SignedForm.objects.values_list("reference", "state")) == [("", "aside")]


def test_somebody_without_an_email_gets_a_record_and_a_lead(hana, family, shop):
    made = hana.post("/desk/contacts/new/", {"first_name": "Walter", "last_name": "Smith", "language": "de"})
    walter = Contact.objects.get(first_name="Walter")
    page = hana.get(made.headers["Location"], {"lead": family.andrew.number})
    answer = hana.post(made.headers["Location"], {"lead": family.andrew.number})

    assert "Andrew Smith" in page.text
    assert answer.headers["Location"] == f"/desk/contacts/{walter.number}/connections/"
    assert (between(walter).parent, between(walter).how, walter.language) == (family.andrew, "desk", "de")
    assert hana.get(answer.headers["Location"]).status_code == 200  # whoever made the record may look at it
    assert list(StaffRead.objects.values_list("why", flat=True)) == ["file"]


def test_whoever_is_called_like_somebody_known_is_asked_about_first(hana, family, shop):
    told = {"first_name": "andrew", "last_name": "SMITH", "language": "en"}
    first = hana.post("/desk/contacts/new/", told)
    assert (first.status_code, Contact.objects.filter(first_name="andrew").count()) == (200, 0)
    assert family.andrew.number[:4] in first.text

    assert hana.post("/desk/contacts/new/", {**told, "sure": "1"}).status_code == 302


def test_connecting_twice_or_to_oneself_is_refused(hana, family, father):
    there = f"/desk/contacts/{father.number}/leads/"
    twice = hana.post(there, {"lead": family.andrew.number}, follow=True).text
    himself = hana.post(there, {"lead": father.number}, follow=True).text

    assert "Andrew Smith buys for this person already." in twice
    assert "This is the same person." in himself
    assert Connection.objects.count() == 1


def test_one_and_eight_forms_cost_the_same(hana, family, father, django_assert_num_queries):
    def several(number: int) -> None:
        for place in range(number):
            member = contacts.register(family.organisation, Person(f"G{'x' * place}", f"S{'y' * number}"), by=HOUSE)
            connect(family.andrew, member)
            take_down(hana, member, reference=f"F-{number}-{place}")

    family.organisation.group_limit = 60
    family.organisation.save()
    for number in (1, 8):
        several(number)
        with django_assert_num_queries(4):
            assert hana.get("/desk/forms/").status_code == 200


def test_an_account_of_his_own_is_still_his(family, father):
    """A record without an email cannot be signed in to by anybody."""
    with pytest.raises(KeyError):
        accounts.open_login(father, "ferrygate-test", by=HOUSE)
