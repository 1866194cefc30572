"""Everything that we hold about a person, for that person: whole, readable, in time, and nothing of anybody else."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kithkin.audit.models import Entry, Read
from kithkin.base import clock, rows
from kithkin.base.actor import Power, by_link, operator
from kithkin.base.verdict import NotAllowed
from kithkin.persons import telling
from kithkin.shop import told, told_words
from tests.people import HOUSE, allow, connect, customer, register
from tests.persons.full import BORN, CANARIES, EMAIL, FIRST, LAST, PHONE
from tests.visits import signed_in

# What is held of children, of people without an email and of operators alone.
OF_OTHERS = {"added_by_somebody_else", "demands_to_erase_you", "forms_you_signed", "guardians", "posts"}
PLACEHOLDER = re.compile(r"{{ \w+ }}")
READABLE, DATA = "/account/data/everything.html", "/account/data/everything.json"


def test_all_of_it_is_told_with_who_saw_it_and_with_the_texts(full):
    found = telling.tell(full.person, by=customer(full.person)).sections

    [himself] = found["yourself"]
    assert (himself["first_name"], himself["last_name"]) == (FIRST, LAST)
    assert (himself["email"], himself["phone"], himself["birth_date"]) == (EMAIL, PHONE, BORN)
    assert {row["name"] for row in found["people_who_act_for_you"]} == {"Andrew Smith", "Carla Jonson"}
    assert [(row["who"], row["what"]) for row in found["seen_by_others"]] == [("Andrew Smith", "see_contact_details")]
    assert {row["what"] for row in found["consent_events"]} == {"connected", "asked", "allowed", "joined"}
    assert "Andrew Smith" not in found["texts_you_were_shown"][0]["body"]
    assert {row["number"] for row in found["orders"]} == {full.bought.number, full.reserved.number}
    assert [row["bought_by"] for row in found["seats_bought_for_you"]] == ["Andrew Smith"]
    assert {"set-password", "access-code", "consent-request", "order-confirmed"} <= {
        row["template"] for row in found["letters"]
    }
    assert {section for section, rows in found.items() if not rows} == OF_OTHERS


def test_it_is_one_file_to_read_and_one_for_machines(full):
    browser = signed_in(full.person)

    page, data = browser.post(READABLE), browser.post(DATA)

    for word in (FIRST, LAST, EMAIL, PHONE, "27 August 1961", "Andrew Smith", "Saw your email and phone"):
        assert word in page.text, word
    assert page["Content-Disposition"] == 'attachment; filename="everything.html"'
    assert data["Content-Disposition"] == 'attachment; filename="everything.json"'
    assert page["Cache-Control"] == data["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert json.loads(data.text)["yourself"][0]["email"] == EMAIL
    assert (
        list(Entry.objects.filter(what="contact.told").values_list("contact_id", "about_id"))
        == [(full.person.pk, full.person.pk)] * 2
    )


def test_nothing_of_others_but_what_he_sees_already(full):
    """Gus and Blaise are his people: their names as he wrote them. Blaise has not answered, and nothing says more."""
    heap = signed_in(full.person).post(DATA).text

    for other in (full.cast.blaise, full.cast.gus, full.cast.andrew):
        assert other.number not in heap and numbered(other) not in heap
    for word in ("blaise@", "gus@", "andrew@", "darren@", "Lindqvist", "declined", "recognised"):
        assert word not in heap.casefold(), word


def numbered(contact) -> str:
    return f"{contact.number[:4]} {contact.number[4:8]}"


def test_a_lead_does_not_learn_from_it_whether_somebody_was_known_or_asked_often(family):
    for what in ("recipient", "doubled", "group"):
        telling.audit.Signal.objects.create(
            organisation_id=family.organisation.pk,
            lead_id=family.andrew.pk,
            what=what,
            day=clock.now().date(),
            first_at=clock.now(),
            last_at=clock.now(),
        )
    for what in ("contact.recognised", "contact.registered", "account.left-alone", "account.invited", "unheard-of"):
        Entry.objects.create(
            at=clock.now(),
            organisation_id=family.organisation.pk,
            kind="customer",
            counter="shop",
            contact_id=family.andrew.pk,
            what=what,
            about="contacts.contact",
            about_id=family.blaise.pk,
        )

    found = telling.tell(family.andrew, by=customer(family.andrew)).sections

    assert [row["what"] for row in found["limits_met"]] == ["group"]
    assert {row["what"] for row in found["acts"]} == {"contact.registered", "contact.told"}
    assert all(row["what"] != "contact.registered" or not row["by_you"] for row in found["acts"])


def test_nobody_is_told_of_somebody_else(full):
    others = [customer(full.cast.andrew), by_link(full.person), HOUSE]
    others.append(operator(1, full.cast.organisation.pk, list(Power)))

    for somebody in others:
        with pytest.raises(NotAllowed):
            telling.tell(full.person, by=somebody)


@pytest.mark.parametrize("language", ["en", "fr", "de", "it", "es"])
def test_every_section_column_and_code_has_a_word(full, language):
    found = telling.tell(full.person, by=customer(full.person))

    with translation.override(language):
        sections = told.sections(found)
        assert {section.name for section in sections} <= set(told_words.SECTIONS)
        assert found.sections.keys() == told_words.SECTIONS.keys()
        unsaid = {column for rows in found.sections.values() for row in rows for column in row} - set(
            told_words.COLUMNS
        )
        assert unsaid == set()
        cells = (PLACEHOLDER.sub("", cell) for section in sections for row in section.rows for cell in row)
        assert [cell for cell in cells if "_" in cell] == []


def test_a_thousand_rows_cost_as_many_statements_as_ten(family, monkeypatch):
    allow(connect(family.andrew, family.blaise))

    def seen(times: int) -> int:
        lead, now = register(family.organisation, "Lead" + "abcdefgh"[times % 7]), clock.now()
        days = ((now - timedelta(days=each)).date() for each in range(times))
        read = {"lead_id": lead.pk, "member_id": family.blaise.pk, "what": "see_tickets", "times": 1}
        rows.insert(Read, [{**read, "day": day, "first_at": now, "last_at": now} for day in days])
        with CaptureQueriesContext(connection) as captured:
            found = telling.tell(family.blaise, by=customer(family.blaise))
            told.sections(found)
        assert len(found.sections["seen_by_others"]) >= times
        return len(captured)

    assert seen(10) == seen(1_000) <= 40


def test_the_readable_file_asks_for_nothing_from_anywhere(full):
    text = signed_in(full.person).post(READABLE).text

    assert "http:" not in text and "https:" not in text and "<script" not in text and "src=" not in text
    assert "<style>" in text and "{#" not in text


def test_names_cannot_become_markup(full):
    full.cast.andrew.first_name = "<b>Andrew</b>"
    full.cast.andrew.save()

    assert "<b>Andrew" not in signed_in(full.person).post(READABLE).text


def test_somebody_about_whom_little_is_known_reads_what_we_do_not_hold(client, family):
    page = told.empty(telling.tell(family.darren, by=customer(family.darren)))

    assert "Your orders" in map(str, page) and "You" not in map(str, page)
    assert client.post(READABLE).status_code in (302, 404)
    assert CANARIES
