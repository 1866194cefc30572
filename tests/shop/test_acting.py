"""People who act for me: the member's own page, its log, preview and receipt."""

import csv
import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from kithkin.audit import reads
from kithkin.audit.models import Read
from kithkin.base import actor, clock
from kithkin.connections import actions, door, queries, receipt_events
from kithkin.connections.models import Connection, Consent, ConsentEvent, ConsentText, Refusal
from kithkin.connections.scopes import FULL, LOOK_AFTER, Scope
from kithkin.connections.states import State
from kithkin.contacts.models import Contact
from kithkin.desk.words import EVENTS
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from kithkin.persons import erasure
from kithkin.sales.models import Order, Ticket
from kithkin.shop import member_log
from kithkin.shop.consent_page import Page, Place
from kithkin.shop.page_text import text as text_of
from tests import people
from tests.links import consent_token
from tests.people import HOUSE, allow, connect, customer
from tests.sales.ground import Shop, open_shop, pay
from tests.walls.test_docs import headings
from tests.walls.test_events import happening

from . import kept
from .buying import sign_in
from .test_friends import text

PEOPLE = "/account/people/"


@pytest.fixture
def connection(family, shop) -> Connection:
    """Blaise has allowed Andrew everything that is asked for."""
    connection = connect(family.andrew, family.blaise)
    read = text_of(Page(Place.LINK, standing="question", asks=connection.asks_for), "en")
    allow(connection, shown={"text": 1, "policy": 1, "language": "en", "pressed": "allow", "body": read})
    return connection


@pytest.fixture
def blaise(visit, family) -> Client:
    return visit(family.blaise)


def press(browser: Client, connection: Connection, answer: str, **more):
    """Load the page and press one of the buttons of this lead."""
    page = f"{PEOPLE}{connection.public_id}/"
    shown = text(browser.get(PEOPLE))
    kept.check(shown)
    form = shown.partition(f'action="{page}"')[2]
    seal = re.findall(r'name="seen" value="([^"]+)"', form)[0]
    answered = browser.post(page, {"answer": answer, "seen": seal, **more}, follow=True)
    kept.check(text(answered))
    return answered


def standing(connection: Connection) -> tuple[str, set[Scope]]:
    consent = queries.latest(connection)
    return consent.state, set(consent.scopes())


def opened(family) -> list[set[Scope]]:
    return [set(card.open) for card in door.group(customer(family.andrew))]


def test_it_is_two_clicks_from_home(blaise, shop):
    assert f'href="{PEOPLE}"' in text(blaise.get("/"))
    assert f'href="{PEOPLE}"' in text(blaise.get("/account/"))


def test_it_says_who_what_since_when_until_when_and_when_last(blaise, connection, family):
    door.group(customer(family.andrew))

    page = text(blaise.get(PEOPLE))

    assert "Andrew Smith" in page and "Since " in page and "until " in page and "Last used on" in page
    assert len(re.findall(r'role="switch" name="scopes"[^>]* checked', page)) == len(FULL)
    assert "canary" not in page


@pytest.mark.scenario(18)
def test_the_switches_say_what_is_open(blaise, connection, family):
    press(blaise, connection, "chosen", scopes=[Scope.SEE_TICKETS])

    assert standing(connection) == (State.ALLOWED, {Scope.SEE_TICKETS})
    assert opened(family) == [{Scope.SEE_TICKETS}]


@pytest.mark.parametrize(("answer", "scopes"), [("just-buy", frozenset()), ("full", FULL), ("look-after", LOOK_AFTER)])
def test_a_ready_made_choice_is_one_press(blaise, connection, answer, scopes):
    before = queries.latest(connection).ends_at

    press(blaise, connection, answer)

    assert standing(connection) == (State.ALLOWED, set(scopes))
    assert queries.latest(connection).ends_at == before, "a change moves no day"


@pytest.mark.scenario(17)
def test_ending_takes_one_press_and_counts_at_once(blaise, connection, family):
    press(blaise, connection, "end")

    assert standing(connection) == (State.WITHDRAWN, set())
    assert opened(family) == [set()]
    assert set(Letter.objects.filter(template="consent-receipt").values_list("contact_id", flat=True)) == {
        family.blaise.pk
    }


@pytest.mark.scenario(19)
def test_what_has_ended_goes_on_by_one_press_without_a_new_request(blaise, connection, family):
    Consent.objects.update(ends_at=clock.now() - timedelta(days=5))
    requests = Letter.objects.filter(template="consent-request").count()
    assert opened(family) == [set()]

    press(blaise, connection, "renew")

    assert opened(family) == [set(FULL)]
    assert Letter.objects.filter(template="consent-request").count() == requests


@pytest.mark.parametrize(("days", "offered"), [(40, False), (29, True), (-1, True)])
def test_renewing_is_offered_when_the_end_is_near(blaise, connection, days, offered):
    Consent.objects.update(ends_at=clock.now() + timedelta(days=days))

    assert ('value="renew"' in text(blaise.get(PEOPLE))) == offered


@pytest.mark.scenario(16)
@pytest.mark.parametrize(("answer", "for_good"), [("refuse", False), ("never", True)])
def test_an_open_request_is_answered_here_in_the_words_of_the_mail(blaise, family, shop, answer, for_good):
    asked = connect(family.andrew, family.blaise)
    before = door.group(customer(family.andrew))
    by_mail = text(Client().get(f"/consent/{consent_token(asked)}/"))

    here = text(blaise.get(PEOPLE))
    press(blaise, asked, answer)

    for words in ("Refuse and do not ask again", "Your orders, and what they cost", "is not told"):
        assert words in by_mail and words in here
    assert (standing(asked)[0], Refusal.objects.exists()) == (State.DECLINED, for_good)
    assert door.group(customer(family.andrew)) == before, "the lead sees the very same row"


def test_what_stands_at_a_request_that_is_too_old_is_kept_with_the_press(blaise, family, shop):
    asked = connect(family.andrew, family.blaise)
    Consent.objects.update(asked_at=clock.now() - timedelta(days=15))

    press(blaise, asked, "block")

    event = asked.events.latest("sequence")
    assert (event.what, event.shown["page"], event.shown["pressed"]) == ("declined-for-good", "own expired", "block")


def test_a_request_is_allowed_here(blaise, family, shop):
    asked = connect(family.andrew, family.blaise)

    press(blaise, asked, "allow")

    assert opened(family) == [set(FULL)]


def test_one_lead_is_blocked_and_may_ask_again(blaise, connection, family):
    other = connect(family.darren, family.blaise)
    allow(other)

    press(blaise, connection, "block")
    blocked = queries.blocked(customer(family.blaise))
    press(blaise, connection, "unblock")

    assert blocked == {family.andrew.pk}
    assert (standing(connection)[0], standing(other)[0]) == (State.WITHDRAWN, State.ALLOWED)
    assert not Refusal.objects.exists()


def test_everybody_is_blocked_after_a_question_and_may_ask_again(blaise, connection, family):
    other = connect(family.darren, family.blaise)

    question = text(blaise.get(f"{PEOPLE}everybody/"))
    page = text(blaise.post(f"{PEOPLE}everybody/", follow=True))

    assert "let nobody ask again?" in question and "Nobody can ask you" in page
    assert [standing(each)[0] for each in (connection, other)] == [State.WITHDRAWN, State.DECLINED]
    assert queries.blocked(customer(family.blaise)) == {None}
    blaise.post(f"{PEOPLE}asking/")
    assert queries.blocked(customer(family.blaise)) == set()


def test_where_the_club_asks_nobody_the_member_can_still_refuse(blaise, family, shop):
    organisations.switch_consent(family.organisation, False, by=HOUSE)
    family.andrew.organisation.refresh_from_db()
    connection = connect(family.andrew, family.blaise)
    assert opened(family) == [set(FULL)]

    page = text(blaise.get(PEOPLE))
    press(blaise, connection, "refuse")

    assert "does not ask for consent" in page
    assert opened(family) == [set()]


@pytest.mark.parametrize("place", ["", "preview/", "receipt/", "receipt.json"])
def test_a_connection_of_somebody_else_is_not_found(andrew, blaise, family, connection, place):
    stranger = connect(family.andrew, family.darren)

    assert andrew.get(f"{PEOPLE}{connection.public_id}/{place}").status_code == 404, "the lead is not the member"
    assert blaise.get(f"{PEOPLE}{stranger.public_id}/{place}").status_code == 404


def test_nobody_else_changes_it(andrew, connection):
    answer = andrew.post(f"{PEOPLE}{connection.public_id}/", {"answer": "end"})

    assert (answer.status_code, standing(connection)[0]) == (404, State.ALLOWED)


@pytest.mark.parametrize("leads", [1, 8])
def test_the_page_takes_as_many_queries_for_eight_leads_as_for_one(
    blaise, family, shop, leads, django_assert_num_queries
):
    for number in range(leads):
        lead = people.register(family.organisation, f"Lead{chr(97 + number // 26)}{chr(97 + number % 26)}")
        allow(connect(lead, family.blaise))
        door.group(customer(lead))

    with django_assert_num_queries(QUERIES):
        blaise.get(PEOPLE)


QUERIES = 15


# The log


@pytest.mark.scenario(20)
def test_the_log_says_who_saw_what_and_when_and_can_be_taken_away(blaise, connection, family):
    yesterday = clock.now() - timedelta(days=1)
    with clock.held(yesterday):
        reads.note(family.andrew.pk, [family.blaise.pk], Scope.SEE_ORDERS)

    page = text(blaise.get(f"{PEOPLE}log/"))
    table = list(csv.DictReader(io.StringIO(text(blaise.get(f"{PEOPLE}log.csv")))))
    data = json.loads(text(blaise.get(f"{PEOPLE}log.json")))["log"]

    assert "Andrew Smith" in page and "Saw your orders" in page
    assert "Andrew asked you" in page and "asked you to" not in page, "the first request asks for no more than before"
    saw = ["Andrew Smith", "saw.see_orders", yesterday.isoformat()]
    assert saw in [[row["who"], row["what"], row["last_at"]] for row in table]
    assert saw in [[row["who"], row["what"], row["last_at"]] for row in data]
    assert {"consent.connected", "consent.asked", "consent.allowed"} <= {row["what"] for row in data}


def test_a_read_is_one_line_a_day_with_its_first_time_and_how_often(blaise, connection, family):
    for _ in range(3):
        door.group(customer(family.andrew))

    [act] = [act for act in member_log.whole(customer(family.blaise)) if act.what == "saw.see_contact_details"]

    assert act.times == 3 and act.first_at <= act.at
    assert "3 times, first at" in text(blaise.get(f"{PEOPLE}{connection.public_id}/"))


def test_the_log_of_one_lead_holds_nothing_of_another(blaise, connection, family):
    other = connect(family.darren, family.blaise)

    page = text(blaise.get(f"{PEOPLE}{connection.public_id}/"))
    one = json.loads(text(blaise.get(f"{PEOPLE}log.json?of={other.public_id}")))["log"]

    assert "Darren" not in page
    assert {row["who"] for row in one} == {"Darren Smith"}


def test_the_log_is_turned_page_by_page(blaise, connection, family):
    day = clock.now().date()
    for ago in range(member_log.PER_PAGE):
        at = clock.now() - timedelta(days=ago)
        Read.objects.create(
            lead_id=family.andrew.pk, member_id=family.blaise.pk, what="see_tickets",
            day=day - timedelta(days=ago), first_at=at, last_at=at,
        )  # fmt: skip

    pages = [member_log.page(customer(family.blaise), number) for number in (1, 2)]

    assert [(len(page.acts), page.more) for page in pages] == [(member_log.PER_PAGE, True), (3, False)]
    assert "?page=2" in text(blaise.get(f"{PEOPLE}log/")) and "Newer" in text(blaise.get(f"{PEOPLE}log/?page=2"))
    moments = [act.at for page in pages for act in page.acts]
    assert moments == sorted(moments, reverse=True)


def test_no_cell_of_the_table_is_a_formula(blaise, connection, family):
    Contact.objects.filter(pk=family.andrew.pk).update(first_name="=cmd")

    table = list(csv.DictReader(io.StringIO(text(blaise.get(f"{PEOPLE}log.csv")))))

    assert {row["who"] for row in table} == {"'=cmd Smith"}


def test_a_lead_who_left_stays_in_the_log(blaise, connection, family):
    door.group(customer(family.andrew))
    actions.remove(connection, by=customer(family.andrew))

    page = text(blaise.get(PEOPLE))

    assert "Nobody acts for you" in page
    assert "Saw your email and phone" in page and "Andrew took you off the list" in page


def test_what_a_lead_did_who_is_erased_is_told_in_whole_sentences(blaise, connection, family):
    erasure.erase(family.andrew, by=customer(family.andrew))

    page = text(blaise.get(PEOPLE))

    assert "Another person added you to the people to buy for" in page and "You allowed another person" in page


# The preview


@pytest.mark.parametrize("scopes", [FULL, frozenset(), frozenset({Scope.SEE_CONTACT_DETAILS})])
def test_the_preview_is_the_card_that_the_lead_gets_and_is_not_noted(blaise, connection, family, scopes):
    actions.change(queries.latest(connection), scopes, by=customer(family.blaise))

    card = door.as_seen_by(family.andrew, by=customer(family.blaise))
    page = text(blaise.get(f"{PEOPLE}{connection.public_id}/preview/"))

    assert not Read.objects.exists(), "looking at oneself is no read"
    assert [card] == door.group(customer(family.andrew))
    assert ("canary.blaise@example.org" in page) == (Scope.SEE_CONTACT_DETAILS in scopes)


def test_the_preview_shows_nothing_of_the_leads_other_people(blaise, connection, family):
    allow(connect(family.andrew, family.darren))

    assert "Darren" not in text(blaise.get(f"{PEOPLE}{connection.public_id}/preview/"))
    assert door.as_seen_by(family.andrew, by=actor.nobody(family.organisation.pk)) is None


# The receipt. The fields of ISO/IEC TS 27560:2023 and which are mandatory, as the W3C group publishes them: "Consent
# Records and Receipts as per ISO/IEC TS 27560:2023 using DPV", https://w3id.org/dpv/guides/consent-27560, the table
# "ISO 27560:2023, EU GDPR, and DPV"; the states and types are those of https://w3id.org/dpv#ConsentStatus.

MANDATORY = {
    "header": ["schema_version", "record_id", "receipt_id", "pii_principal_id"],
    "pii_processing": [
        "privacy_notice", "language", "purposes", "pii_controllers", "storage_locations", "retention_period",
        "jurisdiction", "recipient_third_parties", "withdrawal_method",
    ],
    "purposes": ["purpose", "pii_information"],
    "pii_information": ["pii_type"],
    "party_identification": ["party_id", "party_address", "party_name", "party_contact", "party_type"],
    "event": ["event_time", "validity_duration", "entity_id", "event_type", "event_state"],
}  # fmt: skip
OPTIONAL = {
    "pii_processing": [
        "collection_method", "processing_method", "processing_locations", "geographic_restrictions", "services",
        "privacy_rights", "codes_of_conduct", "impact_assessment", "authority_party",
    ],
    "purposes": ["purpose_type", "lawful_basis"],
    "pii_information": ["pii_attribute_id", "pii_optional", "sensitive_pii_category", "special_pii_category"],
    "party_identification": ["party_email", "party_url", "party_phone", "party_role"],
}  # fmt: skip
STATES = {
    f"dpv:{state}"
    for state in (
        "ConsentUnknown", "ConsentRequested", "ConsentRequestDeferred", "ConsentRefused", "ConsentGiven",
        "RenewedConsentGiven", "ConsentWithdrawn", "ConsentExpired", "ConsentRevoked", "ConsentInvalidated",
    )
}  # fmt: skip
CONSENT_TYPES = {"dpv:ImpliedConsent", "dpv:ExpressedConsent", "dpv:ExplicitlyExpressedConsent"}


def sections(told: dict) -> dict[str, list[dict]]:
    """Every row of a receipt by the section of the specification it belongs to."""
    processing = told["pii_processing"]
    whats = [row for purpose in processing["purposes"] for row in purpose["pii_information"]]
    plain = {"header": [told["header"]], "pii_processing": [processing], "purposes": processing["purposes"]}
    return {**plain, "pii_information": whats, **{part: told[part] for part in ("party_identification", "event")}}


def receipt_of(browser: Client, connection: Connection) -> dict:
    """As data; of the fields that the specification names, none is missing or empty and none is made up."""
    told = json.loads(text(browser.get(f"{PEOPLE}{connection.public_id}/receipt.json")))
    for part, rows in sections(told).items():
        known = {*MANDATORY[part], *OPTIONAL.get(part, ())}
        assert [(part, field) for row in rows for field in MANDATORY[part] if not row[field]] == []
        assert [(part, field) for row in rows for field in row if field not in known and field[:2] != "x_"] == []
    assert {field for rows in sections(told).values() for row in rows for field in row} == headings("receipt.md")
    return told


def test_the_receipt_holds_every_field_and_its_text_is_found_by_its_hash(blaise, connection, family):
    organiser = family.organisation
    type(organiser).objects.filter(pk=organiser.pk).update(postal_address="1 Quay", email="club@example.org")

    told = receipt_of(blaise, connection)

    processing = told["pii_processing"]
    notice, parties = processing["privacy_notice"], told["party_identification"]
    assert all(notice[field] for field in ("text", "text_hash", "text_version", "language", "policy"))
    assert hashlib.sha256(notice["text"].encode()).hexdigest() == notice["text_hash"]
    assert ConsentText.objects.get(hash=notice["text_hash"]).body == notice["text"]
    assert notice["address"] == "http://testserver/privacy/1/", "the version that was read, whatever counts since"
    assert [(party["party_role"], party["party_name"]) for party in parties] == [
        ("dpv:DataController", "Ferrygate Athletic"),
        ("dpv:ThirdParty", "Andrew Smith"),
    ]
    controller, lead = (party["party_id"] for party in parties)
    assert (processing["pii_controllers"], processing["recipient_third_parties"]) == ([controller], [lead])
    member, last = told["header"]["pii_principal_id"], told["event"][-1]
    assert [event["entity_id"] for event in told["event"]] == [lead, lead, member]
    assert last["validity_duration"]["until"] == processing["x_valid_until"]
    assert (last["event_type"], last["event_state"]) == ("dpv:ExplicitlyExpressedConsent", "dpv:ConsentGiven")
    assert {purpose["x_scope"] for purpose in processing["purposes"]} == set(FULL)
    by_mail, at_desk, in_writing, signed_in = processing["withdrawal_method"]
    assert "link in our mails" in by_mail and "without an account" in by_mail and "desk" in at_desk
    assert "club@example.org" in in_writing and PEOPLE in signed_in


def test_whatever_can_happen_has_a_published_state(connection):
    before = list(connection.events.order_by("sequence"))
    for what in happening() | set(EVENTS):
        event = ConsentEvent(
            connection=connection, what=what, at=clock.now(), by_kind="system", ends_at=before[-1].ends_at
        )
        for earlier in (before[:1], before[:2], before):
            [*_, told] = receipt_events.told(connection, [*earlier, event])
            assert (told["event_state"] in STATES, told["event_type"] in CONSENT_TYPES) == (True, True), what


def test_the_receipt_can_be_read_and_printed(blaise, connection):
    page = text(blaise.get(f"{PEOPLE}{connection.public_id}/receipt/"))

    assert "You allowed Andrew" in page and "Nothing changes unless you press Allow." in page and "data-print" in page
    assert "canary" not in page


def test_a_receipt_of_what_was_taken_back_says_that_nothing_is_open(blaise, connection, family):
    press(blaise, connection, "end")

    told = receipt_of(blaise, connection)

    assert told["event"][-1]["event_state"] == "dpv:ConsentWithdrawn"
    assert [purpose["lawful_basis"] for purpose in told["pii_processing"]["purposes"]] == ["eu-gdpr:A6-1-b"]
    assert "You allow" not in told["pii_processing"]["privacy_notice"]["text"], "the words of the yes, not of its end"


# What a lead did, and that nothing he opens stays out of the log


@pytest.fixture
def club(db) -> Shop:
    """Andrew bought for himself and his first member, who has opened all; that member has a ticket of his own."""
    club = open_shop()
    allow(Connection.objects.get(child=club.members[0]))
    club.buy(2)
    own(club).buy(1)
    return club


def own(club: Shop) -> Shop:
    """The same shop, with the member as the buyer."""
    return Shop(club.organisation, club.pos, club.offer, club.members[0], [])


def told(club: Shop) -> list[str]:
    return [act.what for act in member_log.whole(customer(club.members[0])) if not act.what.startswith("consent.")]


@pytest.mark.scenario(20)
@pytest.mark.parametrize(
    ("page", "noted"),
    [
        ("/account/friends/", "saw.see_contact_details"),
        ("/tickets/", "saw.see_tickets"),
        ("/tickets/{ticket}/ticket.pdf", "saw.see_tickets"),
        ("/orders/", "saw.see_orders"),
        ("/orders/{number}/", "saw.see_orders"),
    ],
)
def test_whatever_the_lead_opens_stands_in_the_log(club, page, noted):
    ticket = Ticket.objects.get(line__order__purchaser=club.members[0])
    browser = sign_in(club.andrew)

    assert browser.get(page.format(ticket=ticket.public_id, number=ticket.line.order.number)).status_code == 200

    assert sorted(told(club)) == ["bought", noted]


def test_what_the_lead_bought_reserved_and_paid_stands_in_the_log(club):
    club.place(2, pay_now=False)
    unpaid = own(club).place(1, pay_now=False)
    pay(unpaid, club.by)

    assert sorted(told(club)) == ["bought", "paid", "reserved"]
    page = text(sign_in(club.members[0]).get(f"{PEOPLE}log/"))
    assert "Bought a ticket for you" in page and "Reserved a seat for you" in page
    assert f"Paid your order {unpaid.number}" in page


def test_the_preview_shows_the_tickets_and_orders_that_are_open(club):
    member, connection = sign_in(club.members[0]), Connection.objects.get(child=club.members[0])
    number = Order.objects.get(purchaser=club.members[0]).number

    opened = text(member.get(f"{PEOPLE}{connection.public_id}/preview/"))
    press(member, connection, "just-buy")
    closed = text(member.get(f"{PEOPLE}{connection.public_id}/preview/"))

    assert number in opened and "with the code" in opened
    assert number not in closed and closed.count("None is open to Andrew.") == 2
    assert not Read.objects.exists()
