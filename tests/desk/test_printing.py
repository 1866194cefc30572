"""Letters on paper: they wait for whoever has no email, are opened as one file, marked, and never lost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from pypdf import PdfReader

from kithkin.accounts import actions as accounts
from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.base.actor import Power, by_link
from kithkin.connections import actions, queries
from kithkin.connections.models import Consent
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail import papers, postman
from kithkin.mail.models import Letter, State
from kithkin.persons import merging
from kithkin.project import worker
from kithkin.project.letters import TABLE
from tests.people import HOUSE, connect, customer, register
from tests.persons.test_guardians import desk
from tests.persons.test_merging import ivo, merge
from tests.sales.statements import counted

PRINTING, FILE = "/desk/printing/", "/desk/printing/letters.pdf"


@pytest.fixture
def father(family):
    """Somebody without an email."""
    return contacts.register(family.organisation, Person("George", "Smith"), by=HOUSE)


@pytest.fixture
def asked(family, father) -> Letter:
    """Andrew has added his father; the postman was there."""
    connect(family.andrew, father)
    postman.deliver(TABLE)
    return Letter.objects.get(contact_id=father.pk)


def text(answer) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_a_letter_to_somebody_without_an_email_waits_to_be_printed(hana, asked):
    page = hana.get(PRINTING)

    assert (asked.state, asked.error) == (State.TO_PRINT, "")
    assert [row.letter for row in page.context["rows"]] == [asked]
    assert ("Letters to print", 1) in [
        (str(said), count) for _u, said, _p, count in hana.get("/desk/").context["waiting"]
    ]


def test_the_paper_has_the_words_of_the_mail_and_no_link(hana, asked, father):
    paper = text(hana.get(FILE, {"letter": asked.pk}))

    number = father.number
    told = ("Andrew Smith asks to look after tickets with you", "sign a form at our ticket desk", "George Smith")
    assert [words for words in told if words not in " ".join(paper.split())] == []
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in paper
    assert "Read and decide: at our ticket desk." in " ".join(paper.split())
    assert "testserver/privacy/" in paper
    assert [link for link in ("http", "/consent/", "…", "press Allow") if link in paper] == []


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es"])
def test_a_letter_is_printed_in_every_language(hana, asked, language):
    Letter.objects.update(language=language)

    with translation.override(language):
        said = translation.gettext("at our ticket desk")
    assert said in " ".join(text(hana.get(FILE, {"letter": asked.pk})).split())


def test_who_has_no_email_reads_on_paper_that_records_were_joined_and_parted_under_both(hana, family, father):
    other = contacts.register(family.organisation, Person("Georg", "Smith"), by=HOUSE)
    connect(family.andrew, other)

    def papers() -> str:
        Letter.objects.exclude(template__startswith="records-").delete()
        postman.deliver(TABLE)
        ids = list(Letter.objects.filter(state=State.TO_PRINT).order_by("pk").values_list("pk", flat=True))
        said = " ".join(text(hana.get(FILE, {"letter": ids})).split())
        Letter.objects.all().delete()
        return said

    joined = merge(father, other)
    told = papers()
    merging.undo(joined, by=ivo(family.organisation))
    parted = papers()

    one, two = (" ".join((each[:4], each[4:8], each[8:])) for each in (father.number, other.number))
    assert f"The contact number {one} stays." in told and "Andrew Smith: Nothing is open" in told
    assert f"Your other record stays. The contact number {two} is no longer used." in told
    assert told.count("at our ticket desk or in writing") == 2 and "mail" not in told.replace("email of yours", "")
    assert all(f"Your contact number is {number}." in parted for number in (one, two))


def test_what_is_printed_is_marked_with_who_and_when_and_can_be_printed_again(hana, asked):
    answer = hana.post(PRINTING, {"letter": asked.pk}, follow=True)
    asked.refresh_from_db()

    assert "1 letter is marked as printed." in answer.text
    assert (asked.state, asked.printed_by) == (State.PRINTED, int(hana.session["_auth_user_id"]))
    assert Entry.objects.filter(what="letter.printed", about_id=asked.pk).count() == 1
    assert hana.get(PRINTING).context["rows"] == []
    assert hana.get(FILE, {"letter": asked.pk}).headers["Content-Type"] == "application/pdf"
    assert "Hana Novak" in hana.get(f"/desk/letters/{asked.pk}/").text


def test_what_was_settled_meanwhile_is_left_out_and_put_aside(hana, asked, family):
    connection = queries.members(customer(family.andrew)).get()
    actions.remove(connection, by=customer(family.andrew))

    file = hana.get(FILE, {"letter": asked.pk})
    answer = hana.post(PRINTING, {"letter": asked.pk}, follow=True)

    asked.refresh_from_db()
    assert (file.status_code, asked.state, asked.printed_at) == (302, State.DROPPED, None)
    assert "1 letter was settled meanwhile and is put aside." in answer.text


def answered(asked, family, father):
    actions.decline(queries.latest(queries.members(customer(family.andrew)).get()), by=by_link(father))


def too_old(asked, family, father):
    Consent.objects.update(asked_at=clock.now() - timedelta(days=15))


def gone(asked, family, father):
    Contact.objects.filter(pk=father.pk).update(hidden_at=clock.now())


@pytest.mark.parametrize("happens", [answered, too_old, gone])
@pytest.mark.parametrize("by_the_clock", [False, True])
def test_what_means_nothing_any_more_drops_out_by_itself_and_says_why(
    hana, asked, family, father, happens, by_the_clock
):
    happens(asked, family, father)

    if by_the_clock:
        worker.sort_papers()
    page = hana.get(PRINTING)

    asked.refresh_from_db()
    assert page.context["rows"] == []
    assert (asked.state, asked.error) == (State.DROPPED, papers.SETTLED)
    assert "It was settled before it was printed" in hana.get("/desk/letters/").text
    assert ("1 letter was settled meanwhile" in page.text) is not by_the_clock


def test_whoever_has_an_email_by_now_gets_the_letter_there(hana, asked, father):
    PrivateDetails.objects.filter(contact=father).update(email="g@example.org", email_key="g@example.org")

    page = hana.get(PRINTING)
    postman.deliver(TABLE)

    asked.refresh_from_db()
    assert "1 letter goes by mail: its reader has an email by now." in page.text
    assert (page.context["rows"], asked.state) == ([], State.SENT)


def test_a_childs_letter_goes_to_a_guardian_who_was_named_meanwhile_by_mail_or_on_paper(hana, family, father):
    born = clock.now().date() - timedelta(days=9 * 365)
    mia = contacts.register(family.organisation, Person("Mia", "Smith", birth_date=born), by=HOUSE)
    connect(family.andrew, mia)
    postman.deliver(TABLE)
    waits = Letter.objects.get(state=State.TO_PRINT)
    for guardian in (family.darren, father):
        actions.name_guardian(mia, guardian, "Order 12", by=desk(mia))

    answer = hana.post(PRINTING, {"letter": waits.pk}, follow=True)
    postman.deliver(TABLE)
    postman.deliver(TABLE)

    assert "1 letter is for a child who has a guardian by now" in answer.text
    waits.refresh_from_db()
    assert (waits.state, waits.error) == (State.DROPPED, postman.TO_OTHERS)
    assert "It went to the guardians in place of the child." in hana.get("/desk/letters/").text
    news = Letter.objects.filter(template="child-news")
    assert set(news.values_list("contact_id", "state")) == {
        (family.darren.pk, State.SENT),
        (father.pk, State.TO_PRINT),
    }
    paper = text(hana.get(FILE, {"letter": news.get(state=State.TO_PRINT).pk}))
    assert "Andrew Smith asks to look after tickets with Mia" in " ".join(paper.split())


@pytest.mark.parametrize("typed", [[], ["x"], ["999999"], ["²"]])
def test_nothing_ticked_prints_nothing(hana, asked, typed):
    for answer in (hana.get(FILE, {"letter": typed}), hana.post(PRINTING, {"letter": typed})):
        assert answer.headers["Location"] == PRINTING
    asked.refresh_from_db()
    assert asked.state == State.TO_PRINT


def test_a_code_or_a_link_to_a_password_makes_no_sense_on_paper(father):
    accounts.invite(father, by=HOUSE)
    postman.deliver(TABLE)

    assert Letter.objects.get().state == State.DROPPED


def test_printing_takes_its_power(shop, sit_down, asked):
    clerk = sit_down(shop.organisation, *(each for each in Power if each is not Power.PRINT_LETTERS))

    codes = [clerk.get(PRINTING).status_code, clerk.get(FILE, {"letter": asked.pk}).status_code]
    codes.append(clerk.post(PRINTING, {"letter": asked.pk}).status_code)
    assert codes == [403, 403, 403]


def test_one_and_eight_cost_the_same(hana, family, asked, django_assert_num_queries):
    def several(number: int) -> list[int]:
        lead = register(family.organisation, f"Lead{'x' * number}")
        for place in range(number):
            person = Person(f"George{'abcdefghij'[place % 10] * (place // 10 + 1)}", "Smith")
            connect(lead, contacts.register(family.organisation, person, by=HOUSE))
        postman.deliver(TABLE)
        return list(Letter.objects.filter(state=State.TO_PRINT).values_list("pk", flat=True))

    family.organisation.group_limit = 40
    family.organisation.save()
    few, many = several(1), several(8)
    for ids in (few, many):
        with django_assert_num_queries(16):
            assert hana.get(FILE, {"letter": ids}).status_code == 200
        with django_assert_num_queries(9):
            hana.get(PRINTING)


def test_the_postman_needs_one_statement_for_all_that_is_to_be_printed(family):
    def statements(number: int) -> int:
        lead = register(family.organisation, f"Lead{'x' * number}")
        for place in range(number):
            connect(lead, contacts.register(family.organisation, Person(f"G{'x' * place}", "Smith"), by=HOUSE))
        with counted() as found:
            postman.deliver(TABLE)
        return len(found)

    assert statements(1) == statements(13)


def test_the_database_knows_who_printed(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.update(state=State.PRINTED)
