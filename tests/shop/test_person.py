"""One of the lead's people: what is open, what is missing and who can give it; giving back, calling, removing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kithkin.audit.models import Read
from kithkin.base import clock
from kithkin.connections import actions, door, queries
from kithkin.connections.models import Connection, Consent
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import FULL, LOOK_AFTER, Scope
from kithkin.mail.models import Letter
from tests.links import consent_token
from tests.people import HOUSE, allow, connect, customer

from .silence import HTMX, NOES, calm
from .test_friends import EVE, PAGE, text


def page(name: str, connection: Connection) -> str:
    return reverse(f"shop:{name}", args=[connection.public_id])


@pytest.fixture
def link(family) -> Connection:
    return connect(family.andrew, family.blaise)


def open_now(family) -> list[set[Scope]]:
    return [set(card.open) for card in door.people(customer(family.andrew))]


def test_it_says_what_is_open_what_is_missing_and_who_can_give_it(andrew, link):
    allow(link, scopes=frozenset({Scope.SEE_TICKETS, Scope.SEE_CONTACT_DETAILS}))

    shown = text(andrew.get(page("person", link)))

    opened, missing = shown.split("What is missing</h2>")
    assert "See tickets" in opened and "canary.blaise@example.org" in opened
    assert "See orders, and what they cost" in missing and "Only Blaise can open this, with one press" in missing
    assert "Ask Blaise again" not in missing, "who has answered is not asked again"


def test_nothing_missing_is_said(andrew, link):
    allow(link, scopes=LOOK_AFTER)

    assert "Everything that can be opened is open." in text(andrew.get(page("person", link)))


def test_only_the_person_looked_at_is_noted(andrew, family, link):
    allow(link)
    allow(connect(family.andrew, family.darren))

    andrew.get(page("person", link))

    assert list(Read.objects.values_list("member_id", flat=True)) == [family.blaise.pk]


def test_the_list_leads_there(andrew, link):
    assert f'href="{page("person", link)}"' in text(andrew.get(PAGE))


@pytest.mark.parametrize("size", [1, 20])
def test_it_takes_the_same_queries_whatever_the_group(andrew, family, link, django_assert_num_queries, size):
    """The visit, the group, the words for relationships; and the noted look."""
    allow(link)
    for number in range(size):
        actions.add_kind(family.organisation, f"Cousin {'abcdefghijklmnopqrst'[number]}", Preset.FULL, by=HOUSE)

    with django_assert_num_queries(4):
        assert andrew.get(page("person", link)).status_code == 200


@pytest.mark.parametrize("no", NOES[1:])
def test_every_no_looks_like_silence(andrew, family, no):
    silent, refused = connect(family.andrew, family.blaise), connect(family.andrew, family.darren)
    no(refused)
    moment = clock.now()
    Connection.objects.update(asked_at=moment, made_at=moment)

    pages = [calm(andrew.get(page("person", each)).content) for each in (silent, refused)]

    alike = [
        shown.replace(each.public_id.encode(), b"ID").replace(each.typed_first.encode(), b"NAME")
        for shown, each in zip(pages, (silent, refused), strict=True)
    ]
    assert alike[0] == alike[1]


@pytest.mark.parametrize("no", NOES)
def test_giving_back_is_answered_alike_where_nothing_is_open(andrew, link, no):
    no(link)

    pages = [text(andrew.post(page("rights", link), {"keep": keep}, follow=True)) for keep in ([], ["see_tickets"])]

    assert ["Nothing was given back." in shown for shown in pages] == [True, True]


def test_the_lead_gives_back_what_he_switches_off(andrew, family, link):
    allow(link, scopes=LOOK_AFTER)

    shown = text(andrew.post(page("rights", link), {"keep": ["see_tickets", "manage_tickets"]}, follow=True))

    assert "Given back. It counts from this moment." in shown
    assert open_now(family) == [{Scope.SEE_TICKETS, Scope.MANAGE_TICKETS}]
    assert [event.what for event in link.events.order_by("-sequence")][0] == "narrowed"


def test_without_the_tickets_nobody_looks_after_them(andrew, family, link):
    allow(link, scopes=LOOK_AFTER)

    andrew.post(page("rights", link), {"keep": ["see_orders", "manage_tickets"]})

    assert open_now(family) == [{Scope.SEE_ORDERS}]


def test_giving_everything_back_leaves_buying(andrew, family, link):
    allow(link)

    andrew.post(page("rights", link))

    [card] = door.people(customer(family.andrew))
    assert (card.active, set(card.open)) == (True, set())


@pytest.mark.parametrize("keep", [sorted(FULL), ["resell"], [*sorted(FULL), "manage_tickets"]])
def test_nothing_can_be_taken_by_giving_back(andrew, family, link, keep):
    allow(link)

    shown = text(andrew.post(page("rights", link), {"keep": keep}, follow=True))

    assert "Nothing was given back." in shown
    assert open_now(family) == [set(FULL)]


def test_what_the_switch_opens_is_nobodys_to_give_back(andrew, family, link):
    family.organisation.consent_on = False
    family.organisation.save()

    shown = text(andrew.get(page("person", link)))

    assert "See tickets" in shown and "Give something back" not in shown


@pytest.mark.parametrize("name", ["person", "rights", "kind"])
def test_what_a_stranger_leads_does_not_exist(visit, family, link, name):
    darren = visit(family.darren)
    method = darren.get if name == "person" else darren.post

    assert [method(page(name, link)).status_code, method(f"/account/friends/made-up/{name}/").status_code] == [404, 404]


def test_a_word_is_chosen_when_adding_and_changed_later(andrew, family):
    andrew.post(PAGE, {**EVE, "kind": "friend"})
    made = Connection.objects.get()

    shown = text(andrew.post(page("kind", made), {"kind": "carer"}, follow=True))

    made.refresh_from_db()
    assert (made.kind, made.asks_for) == ("carer", Preset.JUST_BUY), "what was asked stays until he asks again"
    assert "Noted. Nothing opens or closes by it." in shown and '<span class="chip">Carer</span>' in shown
    assert '<option value="look-after" selected>' in shown, "the word presets what he asks for next"


@pytest.mark.parametrize(
    ("typed", "asks_for"),
    [
        ({}, Preset.FULL),
        ({"kind": "partner"}, Preset.FULL),
        ({"kind": "child"}, Preset.LOOK_AFTER),
        ({"kind": "friend"}, Preset.JUST_BUY),
        ({"kind": "friend", "asks_for": "full"}, Preset.FULL),
        ({"asks_for": "look-after"}, Preset.LOOK_AFTER),
    ],
)
def test_the_word_presets_what_is_asked_for_and_opens_nothing(andrew, family, typed, asks_for):
    andrew.post(PAGE, {**EVE, **typed})

    assert Connection.objects.get().asks_for == asks_for
    assert open_now(family) == [set()]


@pytest.mark.parametrize("typed", [{"kind": "king"}, {"kind": "own-999"}, {"asks_for": "everything"}])
def test_a_word_that_is_not_offered_is_refused(andrew, typed):
    answer = andrew.post(PAGE, {**EVE, **typed}, headers=HTMX)

    assert (answer.status_code, Connection.objects.count()) == (200, 0)
    assert "<details open>" in text(answer)


def test_a_word_that_is_not_offered_changes_nothing(andrew, link):
    shown = text(andrew.post(page("kind", link), {"kind": "king"}, follow=True))

    link.refresh_from_db()
    assert ("Choose one of the words in the list." in shown, link.kind) == (True, "")


def test_a_word_that_the_organiser_took_out_stays_until_another_is_chosen(andrew, family, link):
    own = actions.add_kind(family.organisation, "Seat neighbour", Preset.FULL, by=HOUSE)
    andrew.post(page("kind", link), {"kind": own.code})
    actions.retire_kind(own, by=HOUSE)

    shown = text(andrew.get(page("person", link)))
    saved = text(andrew.post(page("kind", link), {"kind": own.code}, follow=True))
    andrew.post(page("kind", link), {"kind": ""})
    refused = text(andrew.post(page("kind", link), {"kind": own.code}, follow=True))

    assert f'<option value="{own.code}" selected>Seat neighbour</option>' in shown
    assert "Noted. Nothing opens" in saved and "Choose one of the words in the list." in refused


def test_asking_again_can_ask_for_something_else(andrew, family, link):
    shown = text(andrew.post(page("consent-request", link), {"asks_for": "look-after"}, follow=True))

    link.refresh_from_db()
    assert "Noted. If Blaise Smith takes requests" in shown and "What is open to you" in shown
    assert link.asks_for == Preset.LOOK_AFTER
    assert Letter.objects.filter(template="consent-request").count() == 2


def test_allow_opens_what_was_asked_for(andrew, family):
    andrew.post(PAGE, {"by": "number", "number": family.darren.number, "last_name": "Smith", "kind": "child"})
    address = f"/consent/{consent_token(Connection.objects.get())}/"
    browser = Client()
    before = text(browser.get(address))
    seal = before.split('name="seen" value="')[1].split('"')[0]

    after = text(browser.post(address, {"answer": "allow", "seen": seal}, follow=True))

    assert (
        "Andrew put you down as: Child." in before
        and "Look after your tickets, also those you took over" in before.split("</section>")[0]
    )
    assert "You allow Andrew Smith this" in after and open_now(family) == [set(LOOK_AFTER)]


def test_a_page_that_asks_for_something_else_by_now_is_read_once_more(andrew, family, link):
    address = f"/consent/{consent_token(link)}/"
    browser = Client()
    seal = text(browser.get(address)).split('name="seen" value="')[1].split('"')[0]
    Connection.objects.update(asks_for=Preset.LOOK_AFTER)

    answer = browser.post(address, {"answer": "allow", "seen": seal})

    assert (answer.status_code, "Something else is asked now." in text(answer)) == (422, True)
    assert open_now(family) == [set()]


def test_a_request_for_nothing_says_so(andrew, family):
    andrew.post(PAGE, {"by": "number", "number": family.darren.number, "last_name": "Smith", "kind": "friend"})

    shown = text(Client().get(f"/consent/{consent_token(Connection.objects.get())}/"))

    assert "Andrew will go on buying tickets for you, and see nothing of yours." in shown


def test_the_link_leads_back_after_every_answer(andrew, family, link):
    """ "Keep the mail: its link leads here." """
    address = f"/consent/{consent_token(link)}/"
    browser = Client()
    said = []
    for answer in ("refuse", "allow", "end"):
        seal = text(browser.get(address)).split('name="seen" value="')[1].split('"')[0]
        browser.post(address, {"answer": answer, "seen": seal})
        said.append(browser.get(address).status_code)

    assert said == [200, 200, 200]
    assert queries.latest(link).state == "withdrawn"


def test_a_member_who_declined_may_close_it_for_good_later(visit, family, link):
    actions.decline(queries.latest(link), by=customer(family.blaise))
    blaise = visit(family.blaise)
    shown = text(blaise.get("/account/people/"))
    seal = shown.split('name="seen" value="')[1].split('"')[0]

    after = text(blaise.post(f"/account/people/{link.public_id}/", {"answer": "block", "seen": seal}, follow=True))

    assert "Andrew may not ask me again" in shown and "End it, and" not in shown
    assert "Andrew cannot ask you again." in after and queries.refuses(link)


def test_looking_after_needs_seeing(visit, family, link):
    allow(link)
    blaise = visit(family.blaise)
    shown = text(blaise.get("/account/people/"))
    seal = shown.split('name="seen" value="')[1].split('"')[0]
    wish = {"answer": "chosen", "seen": seal, "scopes": ["manage_tickets"]}

    answer = blaise.post(f"/account/people/{link.public_id}/", wish)

    assert (answer.status_code, "Switch on Your tickets, too." in text(answer)) == (422, True)
    assert open_now(family) == [set(FULL)]


def test_a_lapsed_consent_cannot_be_told_by_giving_back(andrew, family, link):
    allow(link)
    Consent.objects.update(ends_at=clock.now() - timedelta(days=1))

    shown = text(andrew.post(page("rights", link), {"keep": []}, follow=True))

    assert "Nothing was given back." in shown and "ended" not in shown.split("<main")[1]
