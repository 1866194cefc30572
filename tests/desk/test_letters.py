"""Letters at the desk: what was sent, what waits, to whom; never an address, never where a link leads."""

from datetime import timedelta

import pytest
from django.db import transaction

from kithkin.audit.models import Entry, StaffRead
from kithkin.base import clock
from kithkin.base.actor import Power, by_link
from kithkin.connections import actions, queries
from kithkin.contacts import letters as contacts
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.desk import words
from kithkin.mail import outbox, postman, tables
from kithkin.mail.models import Letter, State
from kithkin.project.letters import TABLE
from kithkin.shop import member_log
from tests.people import connect, customer, organisation, register
from tests.persons.test_guardians import child

PER_PAGE = 50


def post_many(contact, how_many: int, template: str = "consent-request") -> None:
    common = {"template": template, "contact_id": contact.pk, "organisation_id": contact.organisation_id}
    with transaction.atomic():
        outbox.post_many([{**common, "language": "en", "dedup": f"{template}:{n}", "n": n} for n in range(how_many)])


def listed(page) -> list[Letter]:
    return [row.letter for row in page.context["rows"]]


def mark(letter: Letter, **changes) -> None:
    Letter.objects.filter(pk=letter.pk).update(**changes)


def test_letters_are_listed_newest_first_with_name_and_number_but_no_address(hana, family):
    connect(family.andrew, family.blaise)
    connect(family.andrew, family.darren)

    answer = hana.get("/desk/letters/")

    assert [row.contact for row in answer.context["rows"]] == [family.darren, family.blaise]
    told = ("Consent request", "Blaise Smith", family.blaise.number[:4], "Waiting", "Next try")
    assert [word for word in told if word not in answer.text] == []
    assert "canary" not in answer.text


def test_another_organisations_letters_are_not_here(hana, client):
    elsewhere = organisation("elsewhere")
    connect(register(elsewhere, "Gus"), register(elsewhere, "Ida"))
    [letter] = Letter.objects.all()

    assert listed(hana.get("/desk/letters/")) == []
    assert hana.get(f"/desk/letters/{letter.pk}/").status_code == 404
    assert hana.get("/desk/letters/", {"contact": register(elsewhere, "Jo").number}).status_code == 404


@pytest.mark.parametrize("state", list(State))
def test_a_state_can_be_chosen(hana, family, state):
    post_many(family.andrew, len(State))
    now = clock.now()
    for letter, each in zip(Letter.objects.order_by("pk"), State, strict=True):
        sent_at, until = (now if each == State.SENT else None), (now if each == State.SENDING else None)
        printed = {"printed_at": now, "printed_by": 1} if each == State.PRINTED else {}
        mark(letter, state=each, sent_at=sent_at, claimed_until=until, **printed)

    answer = hana.get("/desk/letters/", {"state": state})

    assert [letter.state for letter in listed(answer)] == [state]
    assert [(value, number) for value, _chip, number in answer.context["counts"]] == [(each.value, 1) for each in State]


def test_the_letters_of_one_contact(hana, family):
    connect(family.andrew, family.blaise)
    connect(family.andrew, family.darren)

    answer = hana.get("/desk/letters/", {"contact": family.blaise.number})

    assert [letter.contact_id for letter in listed(answer)] == [family.blaise.pk]
    assert "Letters to Blaise Smith" in answer.text


def test_pages_go_back_in_time(hana, family):
    post_many(family.andrew, PER_PAGE + 1)

    newest, oldest = (hana.get("/desk/letters/", {"state": "waiting", "page": page}) for page in (1, 2))

    assert (len(listed(newest)), len(listed(oldest))) == (PER_PAGE, 1)
    assert "?state=waiting&amp;page=2" in newest.text and 'rel="prev"' not in newest.text
    assert "?state=waiting&amp;page=1" in oldest.text and 'rel="next"' not in oldest.text


@pytest.mark.parametrize("query", ["state=lost", "page=0", "page=-1", "page=x", "page=99999999999", "state=&page="])
def test_what_makes_no_sense_chooses_nothing(hana, family, query):
    post_many(family.andrew, 1)

    assert len(listed(hana.get(f"/desk/letters/?{query}"))) == 1


def test_no_letter_yet(hana):
    assert "No letter yet." in hana.get("/desk/letters/").text


def test_a_page_beyond_the_last_says_so(hana, family):
    post_many(family.andrew, 1)

    assert "No letter here." in hana.get("/desk/letters/?page=7").text


def test_why_a_letter_did_not_go_is_said_in_words(hana, family):
    post_many(family.andrew, 2)
    dropped, failed = Letter.objects.order_by("pk")
    mark(dropped, state=State.DROPPED, error=postman.NO_ADDRESS)
    mark(failed, state=State.FAILED, tries=8, error="SMTPRecipientsRefused 550")

    page = hana.get("/desk/letters/").text

    assert "The contact has no email." in page
    assert "SMTPRecipientsRefused 550" in page


def test_a_letter_is_shown_as_its_reader_has_it_without_where_its_links_lead(hana, family):
    connect(family.andrew, family.blaise)
    [letter] = Letter.objects.all()
    address = contacts.addresses([family.blaise.pk])[family.blaise.pk]
    [link] = [envelope.context["link"] for envelope in tables.wired().facts[letter.template]([letter]).values()]
    token = link.rstrip("/").rpartition("/")[2]

    page = hana.get(f"/desk/letters/{letter.pk}/").text

    assert "Andrew Smith asks to look after tickets with you" in page
    assert "Hello Blaise Smith," in page
    assert [secret for secret in (token, link, address) if secret in page] == []


def test_a_letter_that_is_settled_says_so(hana, family):
    connection = connect(family.andrew, family.blaise)
    actions.decline(queries.latest(connection), by=by_link(family.blaise))
    letter = Letter.objects.get(template="consent-request")

    answer = hana.get(f"/desk/letters/{letter.pk}/")

    assert answer.status_code == 200
    assert "can no longer be shown" in answer.text


def test_reading_a_letter_is_in_the_journal_and_in_its_readers_log_and_opens_no_sheet(hana, family):
    connect(family.andrew, family.blaise)
    [letter] = Letter.objects.all()

    for _time in range(2):
        hana.get(f"/desk/letters/{letter.pk}/")

    noted = Entry.objects.filter(what="letter.read")
    assert list(noted.values_list("about", "about_id", "kind")) == [("mail.letter", letter.pk, "operator")] * 2
    looks = StaffRead.objects.values_list("contact_id", "why", "case_id", "times")
    assert list(looks) == [(family.blaise.pk, "reading", letter.pk, 2)]
    told = member_log.whole(customer(family.blaise))[0]
    assert (told.lead, told.words) == ("Somebody at the ticket desk", "Read a letter to you or about you")
    assert hana.get(f"/desk/contacts/{family.blaise.number}/").status_code == 302


def test_a_letter_about_a_child_takes_the_power_for_minors_and_is_in_the_childs_log(shop, sit_down, hana, family):
    mia = child(family.andrew).child
    for member in (mia, family.blaise):
        connect(family.darren, member)
    for _round in range(2):
        postman.deliver(TABLE)
    own, news = Letter.objects.get(contact_id=mia.pk), Letter.objects.get(template="child-news")
    grown_up = Letter.objects.get(contact_id=family.blaise.pk)
    clerk = sit_down(shop.organisation, Power.READ_LETTERS, Power.PRINT_LETTERS, email="priya@example.org")

    codes = [clerk.get(f"/desk/letters/{each.pk}/").status_code for each in (own, news, grown_up)]
    Letter.objects.update(state=State.TO_PRINT, sent_at=None)
    PrivateDetails.objects.update(email="", email_key="")
    listed, file = clerk.get("/desk/printing/"), clerk.get("/desk/printing/letters.pdf", {"letter": news.pk})

    assert (codes, StaffRead.objects.exclude(contact_id=family.blaise.pk).count()) == ([403, 403, 200], 0)
    assert ("1 letter is about somebody under 18" in listed.text, file.status_code) == (True, 302)
    hana.get(f"/desk/letters/{news.pk}/")
    hana.get("/desk/printing/letters.pdf", {"letter": news.pk})
    looks = StaffRead.objects.filter(case_id=news.pk).values_list("contact_id", "times")
    assert set(looks) == {(family.andrew.pk, 2), (mia.pk, 2)}


def test_a_clerk_who_may_not_read_contacts_sees_names_without_links(shop, sit_down, family):
    connect(family.andrew, family.blaise)

    page = sit_down(shop.organisation, Power.READ_LETTERS).get("/desk/letters/").text

    assert "Blaise Smith" in page
    assert f"/desk/contacts/{family.blaise.number}/" not in page


@pytest.mark.parametrize(("demo", "link"), [(True, True), (False, False)])
def test_only_the_demo_leads_to_the_mailbox(hana, family, settings, demo, link):
    settings.DEMO = demo

    assert ("/mailbox/" in hana.get("/desk/letters/").text) is link


def test_every_letter_of_the_house_has_a_name_here():
    assert [template for template in TABLE.facts if template not in words.LETTERS] == []


def test_the_list_costs_the_same_for_one_and_for_thirty(hana, family, django_assert_num_queries):
    post_many(family.andrew, 1)
    with django_assert_num_queries(5):  # 2 to get in; letters, contacts, counts
        hana.get("/desk/letters/")
    for place in range(29):
        contact = register(family.organisation, f"M{'x' * place}")
        post_many(contact, 1, template=f"set-password-{place}")

    with django_assert_num_queries(5):
        assert len(listed(hana.get("/desk/letters/"))) == 30


def test_next_try_is_told_until_the_letter_has_gone(hana, family):
    post_many(family.andrew, 1)
    [letter] = Letter.objects.all()
    mark(letter, state=State.SENT, sent_at=clock.now() - timedelta(minutes=3), tries=1)

    assert "Next try" not in hana.get("/desk/letters/").text
