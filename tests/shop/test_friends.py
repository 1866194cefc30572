"""Friends and family: what the lead sees of his people, and what he can do."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kithkin.audit.models import Signal
from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.connections import actions, queries
from kithkin.connections.models import Connection
from kithkin.connections.scopes import Scope
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from tests.people import HOUSE, allow, connect, customer, register

PAGE = "/account/friends/"
MISMATCH = "This email is already in use and does not match the name you entered."
NOBODY = "We found nobody with this number and this family name. Check both with the person."
EVE = {"by": "email", "first_name": "Eve", "last_name": "Okafor", "email": "eve@example.org"}


def text(response) -> str:
    return response.content.decode()


def by_number(contact: Contact, last_name: str = "Smith") -> dict:
    return {"by": "number", "number": contact.number, "last_name": last_name}


@pytest.mark.scenario(1)
def test_the_switch_brings_the_item_and_takes_it_away(andrew, shop):
    with_it = text(andrew.get("/help/"))
    organisations.switch_friends_and_family(shop, False, by=HOUSE)
    without = text(andrew.get("/help/"))

    assert (PAGE in with_it, PAGE in without) == (True, False)


@pytest.mark.scenario(1)
def test_where_it_is_off_no_page_of_it_exists(andrew, shop, family):
    connection = connect(family.andrew, family.blaise)
    organisations.switch_friends_and_family(shop, False, by=HOUSE)

    answers = [
        andrew.get(PAGE),
        andrew.post(PAGE, EVE),
        andrew.post(reverse("shop:consent-request", args=[connection.public_id])),
        andrew.get(reverse("shop:removal", args=[connection.public_id])),
        andrew.post(reverse("shop:removal", args=[connection.public_id])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert Connection.objects.get().removed_at is None


def test_who_has_not_signed_in_does_so_first_and_comes_back(client, shop):
    answer = client.get(PAGE)

    assert answer.headers["Location"] == f"/account/sign-in/?next={PAGE.replace('/', '%2F')}"


def test_a_part_of_a_page_whose_visit_has_ended_sends_the_whole_page_to_sign_in(client, shop):
    answer = client.post(PAGE, EVE, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{PAGE}"})

    assert answer.headers["HX-Redirect"] == f"/account/sign-in/?next={PAGE.replace('/', '%2F')}"


@pytest.mark.scenario(2)
def test_a_linked_person_is_listed_and_leaves_when_removed(andrew, family):
    connection = connect(family.andrew, family.blaise)
    before = text(andrew.get(PAGE))

    question = andrew.get(reverse("shop:removal", args=[connection.public_id]))
    still_there = text(andrew.get(PAGE))
    answer = andrew.post(reverse("shop:removal", args=[connection.public_id]), follow=True)

    assert "Remove Blaise Smith from your people?" in text(question)
    assert ["Blaise Smith</h3>" in page for page in (before, still_there, text(answer))] == [True, True, False]
    assert "Blaise Smith is no longer among your people." in text(answer)
    assert not queries.members(customer(family.andrew)).exists()


@pytest.mark.scenario(3)
@pytest.mark.scenario(14)
def test_an_unknown_person_is_created_shown_at_once_and_gets_two_mails(andrew):
    answer = andrew.post(PAGE, EVE, follow=True)

    eve = Contact.objects.get(last_name="Okafor")
    assert answer.redirect_chain == [(f"{PAGE}#main", 303)]
    page = text(answer)
    assert "Eve Okafor</h3>" in page and "Eve Okafor is now among your people." in page
    row = f"person-{Connection.objects.get(child=eve).public_id}"
    assert f'<a href="#{row}">See Eve Okafor in the list</a>' in page and f'id="{row}"' in page
    assert list(Letter.objects.values_list("template", "contact_id").order_by("pk")) == [
        ("set-password", eve.pk),
        ("consent-request", eve.pk),
    ]


@pytest.mark.scenario(4)
def test_a_known_person_with_matching_names_is_linked_and_not_doubled(andrew):
    typed = {"by": "email", "first_name": "blaise", "last_name": "SMITH", "email": "canary.blaise@example.org"}

    answer = andrew.post(PAGE, typed, follow=True)

    assert "blaise SMITH</h3>" in text(answer)
    assert Contact.objects.count() == 3
    assert list(Letter.objects.values_list("template", flat=True)) == ["consent-request"]


@pytest.mark.scenario(5)
def test_a_known_address_with_other_names_gives_the_seeds_message_and_keeps_what_was_typed(andrew):
    typed = {"by": "email", "first_name": "Carla", "last_name": "O'Brien", "email": "canary.blaise@example.org"}

    page = text(andrew.post(PAGE, typed))

    assert '<p class="error" id="email_error">' in page and MISMATCH in page
    assert 'value="Carla"' in page and 'value="O&#x27;Brien"' in page and 'value="canary.blaise@example.org"' in page
    assert Connection.objects.count() == 0


@pytest.mark.scenario(6)
def test_the_one_who_is_added_does_not_list_the_one_who_added(visit, family):
    visit(family.andrew).post(PAGE, by_number(family.blaise))

    page = text(visit(family.blaise).get(PAGE))

    assert "Who do you go with?" in page and "Andrew" not in page


@pytest.mark.scenario(7)
def test_a_number_with_a_family_name_is_enough(andrew, family):
    page = text(andrew.post(PAGE, by_number(family.darren), follow=True))

    assert "Darren Smith</h3>" in page and "Waiting for an answer" in page


def test_the_tab_that_was_used_lies_open(andrew):
    pages = [text(andrew.get(PAGE)), text(andrew.post(PAGE, {"by": "number", "number": "1", "last_name": "Smith"}))]

    assert [re.findall(r'name="by" value="(\w+)" id="[\w-]+" checked', page) for page in pages] == [
        ["email"],
        ["number"],
    ]


def test_an_unknown_number_and_a_wrong_name_read_alike(andrew, family):
    unknown = {"by": "number", "number": "48217730583", "last_name": "Smith"}

    pages = [text(andrew.post(PAGE, unknown)), text(andrew.post(PAGE, by_number(family.darren, "Jones")))]

    assert [NOBODY in page for page in pages] == [True, True]
    typed = [("48217730583", "Smith"), (family.darren.number, "Jones")]
    alike = [
        page.replace(number, "N").replace(f'"{name}"', "F") for page, (number, name) in zip(pages, typed, strict=True)
    ]
    assert without_tokens(alike[0]) == without_tokens(alike[1])


@pytest.mark.scenario(21)
def test_ten_wrong_tries_read_alike_then_no_more_are_looked_up_and_it_is_recorded(andrew, family):
    over, wrong_mail = (
        ["last try for today", "closed for you until tomorrow"],
        {**EVE, "email": "canary.blaise@example.org"},
    )

    def told(typed: dict) -> list[str]:
        page = text(andrew.post(PAGE, typed))
        return [said for said in (NOBODY, MISMATCH, *over) if said in page]

    assert [told(by_number(family.blaise, "Jones")) for _ in range(10)] == [[NOBODY]] * 10
    assert [told(wrong_mail) for _ in range(3)] == [[MISMATCH]] * 3
    assert [told(typed) for typed in (by_number(family.blaise), wrong_mail, EVE)] == [over[:1], over[1:], over[1:]]
    assert dict(Signal.objects.values_list("what", "times")) == {"lookup": 1, "mismatch": 2}
    assert Connection.objects.count() == 0


def without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**EVE, "first_name": ""}, "Write the first name."),
        ({**EVE, "email": "eve"}, "Write a whole mail address, like name@example.org."),
        ({**EVE, "first_name": "<b>Eve</b>"}, "A name has letters, spaces, hyphens and apostrophes only."),
        ({**EVE, "last_name": "www.example.org"}, "A name cannot hold a web or mail address."),
        ({"by": "number", "number": "", "last_name": ""}, "Write the contact number."),
        ({"by": "number", "number": "1", "last_name": "a" * 81}, "A name may have 80 letters at most."),
    ],
)
def test_bad_input_is_said_beside_its_field(andrew, typed, said):
    page = text(andrew.post(PAGE, typed))

    assert said in page
    assert (Connection.objects.count(), Contact.objects.count(), Letter.objects.count()) == (0, 3, 0)


def test_everything_that_is_missing_is_said_at_once(andrew):
    page = text(andrew.post(PAGE, {"by": "email", "first_name": "", "last_name": "", "email": "x"}))

    said = ("Write the first name.", "Write the family name.", "Write a whole mail address, like name@example.org.")
    assert [words in page for words in said] == [True, True, True]


@pytest.mark.parametrize("typed", [{}, {"by": "magic"}, {"by": "email"}])
def test_a_form_made_by_hand_is_answered_with_the_form(andrew, typed):
    assert andrew.post(PAGE, typed).status_code == 200


def test_a_full_group_is_said_and_not_broken(andrew, family):
    connect(family.andrew, family.blaise)
    family.organisation.group_limit = 1
    family.organisation.save()

    assert "Your group is full" in text(andrew.post(PAGE, by_number(family.darren)))


@pytest.mark.scenario(9)
def test_the_email_shows_once_the_person_allows_it(andrew, family):
    connection = connect(family.andrew, family.blaise)

    pending = text(andrew.get(PAGE))
    allow(connection)
    active = text(andrew.get(PAGE))

    assert ["canary" in page for page in (pending, active)] == [False, True]
    assert "Email, tickets and orders stay closed until Blaise allows it." in pending
    assert "You can buy tickets for Blaise, see tickets, see orders and pay reservations." in active
    assert (">Waiting for an answer<" in pending, ">Active<" in active) == (True, True)


def test_what_is_open_and_what_is_not_is_said_by_name(andrew, family):
    allow(connect(family.andrew, family.blaise), scopes=frozenset({Scope.SEE_TICKETS, Scope.SEE_CONTACT_DETAILS}))

    page = text(andrew.get(PAGE))

    assert "You can buy tickets for Blaise and see tickets." in page
    assert "Closed until Blaise allows it: orders." in page
    assert "/tickets/?of=" in page and "/orders/?of=" not in page


@pytest.mark.scenario(13)
def test_asking_again_sends_the_request_again(andrew, family):
    connection = connect(family.andrew, family.blaise)

    answer = andrew.post(reverse("shop:consent-request", args=[connection.public_id]), follow=True)

    assert "Noted. If Blaise Smith takes requests, a mail is on its way." in text(answer)
    assert "You can ask again tomorrow" in text(answer)
    assert Letter.objects.filter(template="consent-request", contact_id=family.blaise.pk).count() == 2


def test_asking_too_often_is_said_without_a_trace_back(andrew, family):
    connection = connect(family.andrew, family.blaise)
    address = reverse("shop:consent-request", args=[connection.public_id])

    pages = [text(andrew.post(address, follow=True)) for _ in range(2)]

    assert "You can ask again tomorrow." in pages[1]
    assert Letter.objects.count() == 2


def test_a_refusal_shows_the_lead_nothing(andrew, family):
    """Byte for byte the page of somebody who has not answered, before and after asking again."""
    silent, refused = connect(family.andrew, family.blaise), connect(family.andrew, family.darren)
    actions.decline(queries.latest(refused), by=by_link(family.darren), for_good=True)

    pages = [card_of(andrew.get(PAGE), each) for each in (silent, refused)]
    asked = [
        card_of(andrew.post(reverse("shop:consent-request", args=[each.public_id]), follow=True), each)
        for each in (silent, refused)
    ]

    assert pages[0] == pages[1]
    assert asked[0] == asked[1]


def card_of(response, connection, last_name: str = "Smith") -> list[str]:
    page = text(response).replace(connection.public_id, "ID").replace(connection.typed_first, "NAME")
    page = page.replace(last_name, "LAST")
    initial = connection.typed_first[0]
    card = page[page.index('id="person-ID"') :].split("</li>\n", 1)[0].replace(f">{initial}<", ">X<")
    return without_tokens(card)


def test_a_known_and_an_unknown_address_look_alike_once_added(andrew, family):
    known = {**EVE, "first_name": "Blaise", "last_name": "Smith", "email": "canary.blaise@example.org"}

    pages = [andrew.post(PAGE, typed, headers={"HX-Request": "true"}) for typed in (EVE, known)]

    cards = [
        card_of(page, Connection.objects.get(typed_first=typed["first_name"]), typed["last_name"])
        for page, typed in zip(pages, (EVE, known), strict=True)
    ]
    assert cards[0] == cards[1]


@pytest.mark.parametrize("name", ["shop:removal", "shop:consent-request"])
def test_what_a_stranger_leads_does_not_exist(visit, family, name):
    connection = connect(family.andrew, family.blaise)
    darren = visit(family.darren)

    answers = [darren.post(reverse(name, args=[public_id])) for public_id in (connection.public_id, "made-up")]

    assert [answer.status_code for answer in answers] == [404, 404]
    connection.refresh_from_db()
    assert (connection.removed_at, connection.asks) == (None, 1)


def test_htmx_gets_the_changed_part_alone(andrew):
    page = text(andrew.post(PAGE, EVE, headers={"HX-Request": "true"}))

    assert page.startswith("<section") and "<html" not in page
    assert "Eve Okafor</h3>" in page and "Eve Okafor is now among your people." in page
    assert 'value="Eve"' not in page, "the form is clean again"


def test_nobody_yet_is_an_invitation(andrew):
    page = text(andrew.get(PAGE))

    assert "Who do you go with?" in page and "Add the first person" in page


def test_long_names_and_other_letters_are_shown_whole(andrew):
    name = {"first_name": "Nguyễn Thị Phương-Thảo", "last_name": "Freifrau von und zu Müller-Lüdenscheidt"}

    page = text(andrew.post(PAGE, {**EVE, **name}, follow=True))

    assert "Nguyễn Thị Phương-Thảo Freifrau von und zu Müller-Lüdenscheidt</h3>" in page


def fill(family, size: int) -> None:
    family.organisation.group_limit = 50
    family.organisation.save()
    family.andrew.organisation = family.organisation
    for number in range(size):
        first = "Ab"[number % 2] + "abcdefghijklmnopqrstuvwxyz"[number // 2]
        allow(connect(family.andrew, register(family.organisation, first, "Cheng")))


@pytest.mark.parametrize(("size", "queries"), [(0, 3), (1, 4), (50, 4)])
def test_the_page_takes_the_same_queries_for_any_number_of_people(
    andrew, family, django_assert_num_queries, size, queries
):
    """The visit, the words for relationships, the group; and the noted look where there is something to see."""
    fill(family, size)

    with django_assert_num_queries(queries):
        page = text(andrew.get(PAGE))

    assert page.count("</h3>") == size


def test_many_people_can_be_searched(andrew, family):
    fill(family, 30)

    page, found, none = (text(andrew.get(PAGE, {"q": q})) for q in ("", "AA che", "zz"))

    assert (page.count("</h3>"), 'role="search"' in page) == (30, True)
    assert "Aa Cheng</h3>" in found and found.count("</h3>") == 1
    assert "Nobody of this name is among your people." in none


def test_how_long_ago_and_when_again_are_the_leads_own_presses(andrew, family):
    connection = connect(family.andrew, family.blaise)
    Connection.objects.filter(pk=connection.pk).update(asked_at=clock.now() - timedelta(days=2), asks=2)
    often = connect(family.andrew, family.darren)
    Connection.objects.filter(pk=often.pk).update(asks=3)

    page = text(andrew.get(PAGE))

    assert "Asked 2 days ago." in page and "Ask Blaise again" in page
    assert "You have asked often enough" in page and "Ask Darren again" not in page


def test_no_cache_keeps_the_page(andrew):
    assert "no-store" in andrew.get(PAGE).headers["Cache-Control"]
