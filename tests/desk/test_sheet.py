"""A contact's sheet: his details and his connections, for his organisation's operators, each look noted."""

import pytest
from django.db import DatabaseError

from kithkin.audit import journal
from kithkin.audit.models import Entry
from kithkin.base.actor import Power, by_link
from kithkin.connections import actions, queries
from tests.people import HOUSE, allow, connect, customer, organisation, register

from .reasons import give_reason

SHEETS = ("/desk/contacts/{}/", "/desk/contacts/{}/connections/")
GET_IN = 2  # who it is, and his post


def sheet_of(browser, contact, sheet: str = SHEETS[0], **choice):
    give_reason(browser, contact)
    return browser.get(sheet.format(contact.number), choice)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_sheet_shows_who_somebody_is(hana, family, sheet):
    page = sheet_of(hana, family.andrew, sheet).text

    number = family.andrew.number
    told = ("Andrew Smith", f"{number[:4]} {number[4:8]} {number[8:]}", "canary.andrew@example.org", "canary Andrew")
    assert [words for words in (*told, "English", "No password yet") if words not in page] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_another_organisations_contact_has_no_sheet_here(hana, sheet):
    gus = register(organisation("elsewhere"), "Gus")

    assert sheet_of(hana, gus, sheet).status_code == 404
    assert not Entry.objects.filter(what="contact.read").exists()


@pytest.mark.parametrize("number", ["1", "48217730512", "x", "4821%207730%20512"])
def test_a_number_that_nobody_has_is_not_found(hana, number):
    assert hana.get(f"/desk/contacts/{number}/").status_code == 404


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_look_is_written_into_the_journal(hana, family, sheet):
    for _look in range(2):
        sheet_of(hana, family.andrew, sheet)

    looks = Entry.objects.filter(what="contact.read")
    login_id = int(hana.session["_auth_user_id"])
    assert (
        list(looks.values_list("kind", "counter", "login_id", "about", "about_id", "organisation_id"))
        == [("operator", "desk", login_id, "contacts.contact", family.andrew.pk, family.organisation.pk)] * 2
    )


@pytest.mark.parametrize("sheet", SHEETS)
def test_what_cannot_be_noted_is_not_shown(hana, family, sheet, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(journal, "write", broken)

    with pytest.raises(DatabaseError):
        sheet_of(hana, family.andrew, sheet)


def test_connections_are_shown_from_both_ends(hana, family):
    connect(family.andrew, family.blaise)
    connect(family.darren, family.andrew)

    context = sheet_of(hana, family.andrew, SHEETS[1]).context

    assert [stand.other for stand in context["leads"]] == [family.blaise]
    assert [stand.other for stand in context["led_by"]] == [family.darren]


def test_one_way_is_not_the_other(hana, family):
    connect(family.andrew, family.blaise)

    page = sheet_of(hana, family.blaise, SHEETS[1]).text

    assert "Nobody. Blaise has added no one." in page


def test_the_members_private_details_stay_off_the_leads_sheet(hana, family):
    allow(connect(family.andrew, family.blaise))

    page = sheet_of(hana, family.andrew, SHEETS[1]).text

    assert "canary.andrew@example.org" in page
    assert [secret for secret in ("canary.blaise@example.org", "canary Blaise") if secret in page] == []


def test_the_history_tells_what_when_by_whom_and_under_which_texts(hana, family):
    connection = connect(family.andrew, family.blaise)
    consent = queries.latest(connection)
    actions.allow(consent, by=by_link(family.blaise), shown={"text": 1, "policy": 3, "language": "fr"})
    actions.withdraw(consent, by=customer(family.blaise))

    history = sheet_of(hana, family.andrew, SHEETS[1]).context["history"]

    assert [(each.what, each.way, each.texts) for each in history] == [
        ("Withdrawn by Blaise", "in the shop", []),
        ("Allowed by Blaise", "by the link in the mail", ["Text 1", "privacy policy 3", "French"]),
        ("Asked by Andrew", "in the shop", ["Text 1", "English"]),
        ("Added by Andrew", "in the shop", []),
    ]
    assert [str(scope) for scope in history[1].scopes] == ["details", "tickets", "orders", "paying"]


def test_each_connection_opens_its_own_history(hana, family):
    connect(family.andrew, family.blaise)
    darren = connect(family.andrew, family.darren)
    actions.decline(queries.latest(darren), by=by_link(family.darren))

    page = sheet_of(hana, family.andrew, SHEETS[1], history=darren.public_id)

    assert page.context["chosen"].other == family.darren
    assert page.context["history"][0].what == "Declined by Darren"


def test_another_contacts_history_does_not_open_here(hana, family):
    others = connect(family.blaise, family.darren)

    assert sheet_of(hana, family.andrew, SHEETS[1], history=others.public_id).context["history"] == []


def test_the_last_letters_stand_beside_for_those_who_may_read_letters(shop, sit_down, hana, family):
    connect(family.andrew, family.blaise)
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS, email="priya@example.org")

    with_letters, without = (sheet_of(browser, family.blaise).text for browser in (hana, clerk))

    assert ("Consent request" in with_letters, "Consent request" in without) == (True, False)


@pytest.mark.parametrize(("sheet", "number"), [(SHEETS[0], GET_IN + 10), (SHEETS[1], GET_IN + 18)])
def test_a_sheet_costs_the_same_for_one_and_for_eight(hana, family, sheet, number, django_assert_num_queries):
    family.organisation.group_limit = 40
    family.organisation.save()
    connect(family.darren, family.andrew)
    for each in [family.blaise, *(register(family.organisation, f"M{'x' * place}") for place in range(7))]:
        allow(connect(family.andrew, each))
        connect(each, family.darren)

    for contact in (family.blaise, family.andrew, family.darren):  # acts for 1, 8, 1; led by 1, 1, 8
        give_reason(hana, contact)
        with django_assert_num_queries(number):  # the note in the journal counts three times: savepoints of the test
            assert hana.get(sheet.format(contact.number)).status_code == 200


def test_many_people_have_pages_and_fixed_queries(hana, family, django_assert_num_queries):
    crowd = [register(family.organisation, f"M{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10]}") for n in range(60)]
    connect(family.darren, family.andrew)
    for each in crowd:
        actions.connect(family.andrew, each, each.first_name, "Smith", how="import", by=HOUSE)

    give_reason(hana, family.andrew)
    with django_assert_num_queries(GET_IN + 18):
        first = hana.get(SHEETS[1].format(family.andrew.number))
    second = sheet_of(hana, family.andrew, SHEETS[1], page=2)
    third = sheet_of(hana, family.andrew, SHEETS[1], page=3)

    assert [stand.other for stand in [*first.context["leads"], *second.context["leads"]]] == crowd[::-1]
    assert ('rel="next" href="?page=2"' in first.text, 'rel="next"' in second.text) == (True, False)
    assert f"?page=2&amp;history={second.context['leads'][0].connection.public_id}#history" in second.text
    assert third.text.count("Nobody else on this page.") == 2


def test_sending_a_request_comes_back_to_the_same_page(hana, family):
    connection = connect(family.andrew, family.blaise)
    address = f"/desk/contacts/{family.andrew.number}/connections/{connection.public_id}/request/"

    assert f"?page=4&history={connection.public_id}#history" in hana.post(address, {"page": 4}).headers["Location"]
