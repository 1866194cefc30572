"""Duplicates at the desk: two records side by side, joined by two operators, undone."""

from dataclasses import replace

import pytest
from django.test import Client

from kithkin.audit.models import Entry, StaffRead
from kithkin.base.actor import Power, operator, system
from kithkin.connections import actions, door, queries
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.desk import finding
from kithkin.persons import duplicates, erasure
from kithkin.persons.models import Duplicate, Merge
from kithkin.project import worker
from tests.people import allow, connect, customer, organisation, register
from tests.persons.test_guardians import child
from tests.sales.ground import open_shop
from tests.sales.statements import counted

LIST, DONE = "/desk/duplicates/", "/desk/duplicates/joined/"


@pytest.fixture
def two(family) -> tuple[Contact, Contact]:
    """Two records of Blaise: Andrew was allowed by both, and one has taken it back."""
    again = register(family.organisation, "Blaise")
    allow(connect(family.andrew, family.blaise))
    me, asked = customer(again), queries.latest(connect(family.andrew, again))
    actions.withdraw(actions.allow(asked, by=me), by=me)
    letters.prove(family.blaise.pk, family.blaise.created_at)
    return family.blaise, again


@pytest.fixture
def duplicate(two) -> Duplicate:
    """The house has found them."""
    list(duplicates.search(two[0].organisation, by=system(two[0].organisation_id)))
    return Duplicate.objects.get()


@pytest.fixture
def ivo(shop, sit_down) -> Client:
    """A second operator."""
    return sit_down(shop.organisation, email="ivo@example.org")


def page(duplicate) -> str:
    return f"{LIST}{duplicate.pk}/"


def test_where_nothing_is_alike_the_pages_say_so(hana):
    assert "no two records look like one person" in hana.get(LIST).text
    assert "Nothing to confirm." in hana.get(f"{LIST}?state=proposed").text
    assert "No pair was found to be two people yet." in hana.get(f"{LIST}?state=not-the-same").text
    assert "Nothing was joined yet." in hana.get(DONE).text


def test_the_list_names_both_and_says_why(hana, duplicate):
    text = hana.get(LIST).text

    assert text.count("Blaise Smith") >= 2
    assert "Same name, same email" in text and "65" in text
    assert text.count('autocomplete="off"') == 3, "the search and both numbers"


def test_side_by_side_marks_what_differs_and_says_what_comes_of_the_connections(hana, two, duplicate):
    shown = hana.get(page(duplicate))

    lines = {str(line.label): line.differs for line in shown.context["pair"].lines}
    [row] = shown.context["pair"].rows
    assert lines == {
        "Name": False,
        "Contact number": True,
        "Email": True,
        "Phone": False,
        "Birth date": False,
        "Language": False,
        "Account": False,
        "Known since": False,
        "Orders": False,
        "Tickets": False,
    }
    assert "canary.blaise@example.org, proven" in shown.text and "not proven" in shown.text
    assert [str(chip.word) for chip in (row.kept, row.gone, row.after)] == ["Allowed", "No", "No"]


def test_the_other_one_can_be_looked_at_as_the_one_that_stays(hana, two, duplicate):
    assert hana.get(page(duplicate)).context["pair"].kept.contact_id == two[0].pk
    assert hana.get(f"{page(duplicate)}?keep={two[1].number}").context["pair"].kept.contact_id == two[1].pk


def test_nothing_is_shown_of_the_erased_nor_promised_of_an_email_that_is_none(hana, two, duplicate, family):
    PrivateDetails.objects.filter(contact__in=two).update(email="", email_key="")
    erasure.erase(family.andrew, by=customer(family.andrew))

    shown = hana.get(page(duplicate))

    assert shown.context["pair"].rows == []
    assert "would stay. A second operator" in shown.text and "with its email" not in shown.text


def test_each_look_is_noted_for_both_before_anything_is_shown(hana, two, duplicate):
    hana.get(page(duplicate))

    seen = StaffRead.objects.filter(why="duplicate", case_id=duplicate.pk).values_list("contact_id", flat=True)
    assert set(seen) == {each.pk for each in two}
    assert Entry.objects.filter(what="duplicate.read", about_id=duplicate.pk).count() == 1


def waiting(browser) -> dict[str, int]:
    return {str(said): count for _address, said, _picture, count in browser.get("/desk/").context["waiting"]}


@pytest.mark.scenario(30)
def test_hana_proposes_ivo_confirms_and_undoes(hana, ivo, two, duplicate, family, mailoutbox):
    proposed = hana.post(page(duplicate), {"do": "propose", "keep": two[0].number}, follow=True).text
    own = hana.get(page(duplicate)).text
    lists = [len(hana.get(address).context["rows"]) for address in (LIST, f"{LIST}?state=proposed")]
    waits = [waiting(browser)["Duplicates to confirm"] for browser in (hana, ivo)]
    refused = hana.post(page(duplicate), {"do": "confirm"}, follow=True).text
    other = ivo.get(page(duplicate)).text
    joined = ivo.post(page(duplicate), {"do": "confirm"}, follow=True).text

    assert "Nothing has changed yet." in proposed
    assert lists == [0, 1]
    assert waits == [0, 1], "somebody else confirms"
    assert "You have proposed to join these two." in own and 'value="confirm"' not in own
    assert "Somebody else has to confirm this." in refused
    assert "Hana Novak has proposed to join these two." in other
    assert "Joined. The person and every lead are told" in joined
    assert hana.get(page(duplicate)).status_code == 404
    worker.deliver()
    told = {mail.to[0] for mail in mailoutbox if "two records" in mail.subject}
    assert told == {"canary.blaise@example.org", "canary.andrew@example.org"}
    by_old_number = finding.find(operator(1, family.organisation.pk, [Power.READ_CONTACTS]), two[1].number)
    assert by_old_number.only == two[0]
    assert [card.active for card in door.group(customer(family.andrew))] == [False], "the withdrawn one wins"

    merge = Merge.objects.get()
    asked = hana.get(f"{DONE}{merge.pk}/undoing/").text
    undone = hana.post(f"{DONE}{merge.pk}/undoing/", follow=True).text
    assert "Make two records of Blaise Smith again?" in asked
    assert "Undone: these are two records again." in undone
    assert hana.get(f"{DONE}{merge.pk}/undoing/").status_code == 404
    worker.deliver()


def test_two_people_and_a_proposal_taken_back(hana, two, duplicate):
    hana.post(page(duplicate), {"do": "propose", "keep": two[0].number})
    blocked = hana.post(page(duplicate), {"do": "not-the-same"}, follow=True).text
    dropped = hana.post(page(duplicate), {"do": "drop"}, follow=True).text
    apart = hana.post(page(duplicate), {"do": "not-the-same"}, follow=True).text

    assert "Settle that first." in blocked
    assert "The proposal is taken back." in dropped
    assert "these are two people" in apart
    assert "Blaise Smith" in hana.get(f"{LIST}?state=not-the-same").text


def test_two_numbers_bring_two_records_together(hana, family):
    answer = hana.post(LIST, {"first": family.andrew.number, "second": family.darren.number})

    assert answer.headers["Location"] == page(Duplicate.objects.get())
    assert "put together by an operator" in hana.get(answer.headers["Location"]).text.lower()


@pytest.mark.parametrize("typed", [{}, {"first": "1", "second": "2"}, {"first": "48217730583", "second": "x" * 30}])
def test_numbers_that_mean_nobody_are_refused_in_words(hana, typed):
    answer = hana.post(LIST, typed)

    assert (answer.status_code, Duplicate.objects.count()) == (422, 0)


@pytest.mark.parametrize("sent", [{}, {"do": "x"}, {"do": "propose", "keep": "48217730583"}])
def test_a_decision_that_nobody_can_press_changes_nothing(hana, duplicate, sent):
    answer = hana.post(page(duplicate), sent)

    assert answer.status_code in (302, 400)
    assert not Merge.objects.exists()


def test_another_house_sees_none_of_it(sit_down, shop, duplicate):
    other = organisation("elsewhere")
    duplicate.organisation = other
    duplicate.save()
    hana = sit_down(shop.organisation)

    assert "Blaise" not in hana.get(LIST).text
    assert hana.get(page(duplicate)).status_code == 404


def test_without_the_power_the_pages_are_closed(sit_down, shop, duplicate):
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS)

    for place in (LIST, page(duplicate), DONE):
        assert clerk.get(place).status_code == 403
    assert "Blaise" not in clerk.get(page(duplicate)).text


@pytest.mark.parametrize("address", [LIST, DONE])
def test_a_page_asks_the_database_as_often_for_many_as_for_one(hana, family, address):
    def count() -> int:
        with counted() as statements:
            hana.get(address)
        return len(statements)

    hana.get(address)
    before = count()
    people = [register(family.organisation, f"Eve{letter}", "Same") for letter in "abcdef"]
    for one, other in zip(people, people[1:], strict=False):
        hana.post(LIST, {"first": one.number, "second": other.number})
        hana.post(page(Duplicate.objects.latest("pk")), {"do": "propose", "keep": one.number})

    assert count() <= before + 1


def test_two_records_side_by_side_take_as_many_questions_whatever_hangs_on_them(sit_down, db):
    shop = open_shop()
    hana, one, other = sit_down(shop.organisation), shop.andrew, register(shop.organisation, "Andrew")
    address = hana.post(LIST, {"first": one.number, "second": other.number}).headers["Location"]

    def count() -> int:
        with counted() as statements:
            assert hana.get(address).status_code == 200
        return len(statements)

    hana.get(address)
    before = count()
    for number in range(3):
        for record in (one, other):
            allow(connect(register(shop.organisation, f"Lead{chr(97 + number)}"), record))
            connect(record, register(shop.organisation, f"Member{chr(97 + number)}"))
            child(record, f"Mia{chr(97 + number)}")
            replace(shop, andrew=record, members=[]).buy(1)

    shown = hana.get(address).context["pair"]
    assert len(shown.rows) >= 18
    assert ["3", "3"] in [[line.kept, line.gone] for line in shown.lines]
    assert (before, count()) == (20, 20)


def test_a_long_list_comes_in_pages(hana, family):
    people = [
        register(family.organisation, f"Zoe{chr(97 + number // 26)}{chr(97 + number % 26)}") for number in range(52)
    ]
    Duplicate.objects.bulk_create(
        Duplicate(
            organisation=family.organisation, first=one, second=other, score=70, why=["name"], seen_at=one.created_at
        )
        for one, other in zip(people, people[1:], strict=False)
    )

    first, second = hana.get(LIST), hana.get(f"{LIST}?page=2")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (50, 1)
    assert 'rel="next"' in first.text and 'rel="prev"' in second.text
