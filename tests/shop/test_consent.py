"""The page behind the mailed link: reading changes nothing, a pressed button does, and it can be taken back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kithkin.accounts import actions as accounts
from kithkin.base import clock
from kithkin.connections import actions, door, forms, letters, queries, texts
from kithkin.connections.models import Consent, ConsentEvent, ConsentText, Refusal
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import FULL, HINTS, OFFERED, PHRASES, TEXT_VERSION, WORDS, Scope
from kithkin.connections.states import State
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from kithkin.project.letters import TABLE
from kithkin.shop.consent_page import Page, Place
from kithkin.shop.page_text import text as text_of
from tests.links import consent_token, password_token
from tests.people import HOUSE, connect, customer

from . import kept
from .test_friends import text


@pytest.fixture
def asked(family, shop):
    """Andrew has asked Blaise."""
    return connect(family.andrew, family.blaise)


@pytest.fixture
def page(asked) -> str:
    """The address in Blaise's mail."""
    return f"/consent/{consent_token(asked)}/"


@pytest.fixture
def blaise() -> Client:
    """A browser that sends what browsers send for a page without a referrer, with the check against forgery on."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "null"})


def press(browser: Client, page: str, answer: str, **more):
    """Load the page and press one of its buttons."""
    answered = browser.post(page, {"answer": answer, "seen": seal_of(browser, page), **more}, follow=True)
    kept.check(text(answered))
    return answered


def seal_of(browser: Client, page: str) -> str:
    """The seal that the page in this browser holds; every word that it keeps stands there."""
    shown = text(browser.get(page))
    kept.check(shown)
    return re.findall(r'name="seen" value="([^"]+)"', shown)[0]


def seen_by_andrew(family) -> list[tuple[bool, set[Scope]]]:
    return [(card.active, set(card.open)) for card in door.group(customer(family.andrew))]


@pytest.mark.scenario(12)
def test_the_letter_leads_here_and_allowing_opens_the_full_functions_for_this_member_only(family, page, blaise):
    connect(family.andrew, family.darren)

    before = text(blaise.get(page))
    after = text(press(blaise, page, "allow"))

    assert "Andrew Smith wants to look after tickets with you" in before
    assert 'href="/privacy/"' in before and "Your orders, and what they cost" in before
    assert "You allow Andrew Smith this" in after
    assert seen_by_andrew(family) == [(True, set(FULL)), (False, set())]


@pytest.mark.scenario(22)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_scanner_that_follows_the_link_changes_nothing(page, blaise, method):
    before = list(Consent.objects.values())

    for _ in range(20):
        getattr(blaise, method)(page, headers={"User-Agent": "scanner"})

    assert list(Consent.objects.values()) == before
    assert ConsentEvent.objects.count() == 2
    assert "You allow" in text(press(blaise, page, "allow")), "the link still works"


@pytest.mark.scenario(22)
@pytest.mark.parametrize("body", [{}, {"answer": "allow"}, {"answer": "allow", "seen": "made-up"}, {"answer": "yes"}])
def test_a_post_without_the_page_changes_nothing(page, blaise, body):
    answer = blaise.post(page, body)

    assert (answer.status_code, Consent.objects.get().state) == (422, State.ASKED)


def test_what_a_browser_fetches_in_advance_is_empty(page, blaise):
    answer = blaise.get(page, headers={"Sec-Purpose": "prefetch;prerender"})

    assert (answer.status_code, answer.content) == (503, b"")


def test_the_address_stays_with_the_reader(page, blaise):
    answer = blaise.get(page)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_says_nothing_of_the_member_but_what_the_lead_typed(page, blaise):
    shown = text(blaise.get(page))

    assert "For Blaise Smith, c•••@example.org" in shown
    assert "canary" not in shown


@pytest.mark.parametrize(("answer", "for_good"), [("refuse", False), ("never", True)])
def test_refusing_opens_nothing_and_is_kept_from_the_lead(family, page, blaise, answer, for_good):
    shown = text(press(blaise, page, answer))

    assert "You refused what Andrew Smith asked" in shown
    assert ("Andrew cannot ask you again." in shown, Refusal.objects.exists()) == (for_good, for_good)
    assert seen_by_andrew(family) == [(False, set())]
    after = Letter.objects.exclude(template="consent-request").values_list("template", "contact_id")
    assert list(after) == [("consent-receipt", family.blaise.pk)], "the member alone is written to"


def test_the_three_answers_weigh_the_same_and_every_switch_is_off(page, blaise):
    shown = text(blaise.get(page))

    buttons = re.findall(r'<button class="([^"]+)" name="answer" value="(allow|refuse|never)">', shown)
    assert buttons == [("btn", "allow"), ("btn", "refuse"), ("btn", "never")]
    switches = re.findall(r'<input type="checkbox" role="switch" name="scopes"[^>]*>', shown)
    assert len(switches) == len(OFFERED) and not any("checked" in switch for switch in switches)


def test_only_what_is_ticked_is_allowed(family, page, blaise):
    press(blaise, page, "chosen", scopes=[Scope.SEE_TICKETS])

    assert seen_by_andrew(family) == [(True, {Scope.SEE_TICKETS})]


def test_nothing_ticked_is_no_answer(page, blaise):
    answer = press(blaise, page, "chosen")

    assert "Nothing is switched on." in text(answer) and "<details open>" in text(answer)
    assert Consent.objects.get().state == State.ASKED


@pytest.mark.parametrize("scope", [Scope.RESELL, "everything"])
def test_what_is_not_offered_cannot_be_ticked(page, blaise, scope):
    press(blaise, page, "chosen", scopes=[Scope.SEE_TICKETS, scope])

    assert Consent.objects.get().state == State.ASKED


def test_changing_and_ending_take_one_press_each(family, page, blaise):
    press(blaise, page, "allow")
    press(blaise, page, "chosen", scopes=[Scope.SEE_ORDERS])
    changed = seen_by_andrew(family)
    shown = text(press(blaise, page, "end"))

    assert [
        event.shown["page"] for event in ConsentEvent.objects.filter(what__in=("allowed", "changed", "withdrawn"))
    ] == [
        "link question",
        "link allowed",
        "link allowed",
    ]
    assert changed == [(True, {Scope.SEE_ORDERS})]
    assert "You took back what you allowed Andrew Smith" in shown
    assert seen_by_andrew(family) == [(False, set())]


@pytest.mark.parametrize("no", ["refuse", "never"])
def test_who_refused_may_allow_after_all(family, page, blaise, no):
    press(blaise, page, no)

    press(blaise, page, "allow")

    assert seen_by_andrew(family) == [(True, set(FULL))]
    assert not Refusal.objects.exists()


def test_the_proof_holds_what_was_read_and_pressed(family, page, blaise):
    organisations.publish_policy(family.organisation, {"en": "Words."}, by=HOUSE)
    seen = seal_of(blaise, page)
    organisations.publish_policy(family.organisation, {"en": "Other words."}, by=HOUSE)

    blaise.post(page, {"answer": "allow", "seen": seen})

    event = ConsentEvent.objects.latest("sequence")
    read = ConsentText.objects.get(hash=event.shown["text_hash"])
    assert (read.language, read.version, "Your orders, and what they cost" in read.body) == ("en", 1, True)
    policy = {"policy": 1, "policy_hash": texts.name("Words.")}
    pressed = {"page": "link question", "pressed": "allow", "text_hash": read.hash}
    assert event.shown == {"text": 1, "language": "en", "asks": "full", **policy, **pressed}
    assert (event.what, event.by_kind, event.counter) == ("allowed", "link", "mail-link")
    [receipt] = letters.consent_receipt([Letter.objects.get(template="consent-receipt")]).values()
    assert receipt.context["policy"] == "http://testserver/privacy/1/", "the version that was read"


def test_the_event_of_a_request_says_what_its_letter_says(family, shop):
    organisations.publish_policy(family.organisation, {"en": "Words."}, by=HOUSE)
    asked = connect(family.andrew, family.blaise)
    organisations.publish_policy(family.organisation, {"en": "Other words."}, by=HOUSE)

    shown = asked.events.get(what="asked").shown
    letter = Letter.objects.get(template="consent-request")
    mail = postman.shown(letter, TABLE).text

    read = ConsentText.objects.get(hash=shown["text_hash"])
    policy = {"policy": 1, "policy_hash": texts.name("Words.")}
    assert shown == {"text": 1, "text_hash": read.hash, "language": "en", **policy}
    said = [
        re.sub(r"\\{\\{\\ \w+\\ \\}\\}", ".+", re.escape(line))
        for line in read.body.splitlines()[1:]
        if line[:2] != "[["
    ]
    assert len(said) > 10 and [line for line in said if not re.search(line, mail)] == []
    assert "Smith" not in read.body and "see your tickets" in read.body
    [request] = letters.consent_request([letter]).values()
    assert request.context["policy"] == "http://testserver/privacy/1/"


def test_where_nobody_is_asked_the_proof_says_so(family, page, blaise):
    organisations.switch_consent(family.organisation, False, by=HOUSE)

    press(blaise, page, "refuse")

    read = ConsentText.objects.get(hash=ConsentEvent.objects.latest("sequence").shown["text_hash"]).body
    assert "At present {club} does not ask for consent: {lead} has all of this already. Refuse closes it." in read
    assert "Nothing changes" not in read and "Smith" not in read and "Matches, seats, codes" in read


def test_what_is_kept_stands_on_the_page_in_every_language(page, blaise):
    for language in ("fr", "de", "it", "es"):
        shown = blaise.get(page, headers={"Accept-Language": language}).text

        kept.check(shown)
        assert f'<html lang="{language}"' in shown


def test_words_that_changed_since_the_page_was_read_are_read_once_more(page, blaise, monkeypatch):
    seen = seal_of(blaise, page)
    read = text_of(Page(Place.LINK, standing="question", asks="full"), "en")
    monkeypatch.setitem(WORDS, Scope.SEE_ORDERS, "All you ever did")

    refused = blaise.post(page, {"answer": "allow", "seen": seen})
    before = Consent.objects.get().state
    texts.keep(read, "en", 1)
    blaise.post(page, {"answer": "allow", "seen": seen})

    assert refused.status_code == 422 and "Please read this page once more, then press again." in text(refused)
    assert (before, Consent.objects.get().state) == (State.ASKED, State.ALLOWED)
    assert ConsentEvent.objects.latest("sequence").shown["text_hash"] == texts.name(read), "known, and kept since"


# Whoever changes the English words moves the version, and adds its line here.
VERSIONS = {
    "of the rights": (TEXT_VERSION, {1: "b1b88b813218a14f"}),
    "of the form": (forms.TEXT_VERSION, {1: "e3d566a16330028a"}),
    "of a guardian": (texts.GUARDIAN_VERSION, {1: "d5198d1739884288"}),
}


def test_no_words_change_without_their_version():
    rights = [*WORDS.values(), *HINTS.values(), *PHRASES.values(), *Preset.labels, texts.request()]
    words = {"of the rights": rights, "of the form": [texts.form(365)], "of a guardian": [texts.guardian()]}

    now = {of: texts.name("\n".join(map(str, said)))[:16] for of, said in words.items()}

    assert now == {of: known[version] for of, (version, known) in VERSIONS.items()}


def test_an_answer_to_a_page_that_is_no_longer_true_is_shown_how_it_stands(page, blaise):
    seen = seal_of(blaise, page)
    press(blaise, page, "refuse")

    answer = blaise.post(page, {"answer": "allow", "seen": seen})

    assert answer.status_code == 422
    assert "This was answered in the meantime." in text(answer) and "You refused" in text(answer)
    assert Consent.objects.get().state == State.DECLINED


def test_the_seal_of_one_page_is_no_good_for_another(family, page, blaise):
    other = f"/consent/{consent_token(connect(family.darren, family.blaise))}/"
    seen = seal_of(blaise, other)

    blaise.post(page, {"answer": "allow", "seen": seen})

    assert set(Consent.objects.values_list("state", flat=True)) == {State.ASKED}


def test_several_links_in_one_browser_do_not_disturb_each_other(family, page, blaise):
    other = f"/consent/{consent_token(connect(family.darren, family.blaise))}/"
    first, second = (seal_of(blaise, each) for each in (page, other))

    blaise.post(other, {"answer": "refuse", "seen": second})
    blaise.post(page, {"answer": "allow", "seen": first})

    stands = dict(Consent.objects.values_list("connection__parent__first_name", "state"))
    assert stands == {"Andrew": State.ALLOWED, "Darren": State.DECLINED}


def test_the_page_neither_uses_nor_touches_who_is_signed_in(visit, family, page):
    darren = visit(family.darren)
    darren.get("/account/friends/")
    cookies = {name: cookie.value for name, cookie in darren.cookies.items()}

    with CaptureQueriesContext(connection) as asked:
        answer = press(darren, page, "allow")

    assert "Darren" not in text(answer)
    assert [query["sql"] for query in asked if "session" in query["sql"] or "accounts_login" in query["sql"]] == []
    assert {name: cookie.value for name, cookie in darren.cookies.items()} == cookies
    assert Consent.objects.get().state == State.ALLOWED
    assert darren.get("/account/friends/").status_code == 200, "still signed in"


def test_notices_for_who_is_signed_in_wait_for_a_page_of_his(visit, family, page):
    andrew = visit(family.andrew)
    andrew.post("/account/friends/", {"by": "number", "number": family.darren.number, "last_name": "Smith"})

    here, there = text(andrew.get(page)), text(andrew.get("/account/friends/"))

    assert ["is now among your people" in each for each in (here, there)] == [False, True]


@pytest.mark.parametrize(
    "damage", [lambda page: page[:-3] + "/", lambda page: page[:-1] + "x/", lambda _: "/consent/x/"]
)
def test_a_damaged_link_says_what_to_do(page, blaise, damage):
    answer = blaise.get(damage(page))

    assert answer.status_code == 404
    assert "This link does not work" in text(answer) and "newest mail" in text(answer)


def test_a_link_that_a_newer_one_replaced_says_so(family, asked, page, blaise):
    actions.ask_again(asked, by=customer(family.andrew))

    assert "you were asked again since" in text(blaise.get(page))
    assert "wants to look after" in text(blaise.get(f"/consent/{consent_token(asked)}/"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_request_that_waited_too_long_cannot_be_answered(page, blaise, method):
    seen = seal_of(blaise, page)

    with clock.held(clock.now() + timedelta(days=14)):
        answer = getattr(blaise, method)(page, {"answer": "allow", "seen": seen})

    assert (answer.status_code, Consent.objects.get().state) == (410, State.ASKED)
    assert "This request is too old" in text(answer) and "tell Andrew to ask you again" in text(answer)


def test_a_request_of_a_lead_who_removed_the_member_is_over(family, asked, page, blaise):
    actions.remove(asked, by=customer(family.andrew))

    answer = blaise.get(page)

    assert answer.status_code == 410
    assert "This request no longer stands" in text(answer)


def test_a_consent_past_its_day_says_so_and_can_be_given_again(family, page, blaise):
    press(blaise, page, "allow")
    Consent.objects.update(ends_at=clock.now() - timedelta(days=5))

    shown = text(blaise.get(page))
    press(blaise, page, "allow")

    assert "What you allowed Andrew Smith has ended" in shown
    assert seen_by_andrew(family) == [(True, set(FULL))]


def test_a_link_of_an_address_that_changed_opens_nothing(family, page, blaise):
    PrivateDetails.objects.filter(contact=family.blaise).update(email="new@example.org", email_key="new@example.org")

    assert blaise.get(page).status_code == 404


def test_a_password_link_is_no_consent_link(family, asked, blaise):
    accounts.invite(family.blaise, by=HOUSE)

    assert blaise.get(f"/consent/{password_token(family.blaise)}/").status_code == 404


def test_with_friends_and_family_off_what_was_allowed_can_still_be_taken_back(family, shop, page, blaise):
    press(blaise, page, "allow")
    organisations.switch_friends_and_family(shop, False, by=HOUSE)

    press(blaise, page, "end")

    assert queries.latest(Consent.objects.get().connection).state == State.WITHDRAWN
