"""Somebody whom a lead put in takes the record over; a stranger mailed by mistake ends it with one press."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts import queries
from kithkin.accounts.models import Introduction, Login, LoginContact
from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.base.verdict import NotAllowed
from kithkin.connections import actions as connections
from kithkin.connections import adding
from kithkin.connections.models import Connection, Consent
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters, matching
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.persons import strangers
from kithkin.project import worker
from kithkin.project.letters import TABLE
from kithkin.sales.models import Order, Ticket
from tests.links import consent_token, password_token, ticket_token
from tests.people import HOUSE, allow, connect, customer
from tests.sales.ground import Shop, open_shop

from .buying import sign_in
from .test_account import SIGN_IN
from .test_friends import text

EVE = "canary.eve@example.org"
PASSWORD = "four words in a row"


@pytest.fixture
def shop(db) -> Shop:
    return open_shop(members=1)


@pytest.fixture
def eve(shop) -> Contact:
    """Whom Andrew has put in by her email; both mails are out."""
    found = adding.by_email(shop.andrew, "Eve", "Okafor", EVE, by=shop.by).child
    worker.deliver()
    return Contact.objects.select_related("organisation").get(pk=found.pk)


@pytest.fixture
def order(shop, eve) -> Order:
    """A season ticket for him and for her."""
    return Shop(shop.organisation, shop.pos, shop.offer, shop.andrew, [eve]).buy(2)


@pytest.fixture
def browser() -> Client:
    """As a browser comes from a mail, with the check against forgery on."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "null"})


def pages(eve: Contact) -> list[str]:
    """Where the two mails lead a stranger."""
    connection = Connection.objects.get(child=eve, removed_at=None)
    return [f"/password/{password_token(eve)}/not-me/", f"/consent/{consent_token(connection)}/not-me/"]


def by_ticket(eve: Contact) -> str:
    """Where the mail leads a stranger that says who bought a ticket for her."""
    return f"/ticket/{ticket_token(eve)}/not-me/"


def claim(browser: Client, eve: Contact) -> Client:
    """She sets a password by the mailed link, and signs in with it."""
    browser.post(f"/password/{password_token(eve)}/", {"password": PASSWORD})
    hers = Client()
    hers.post(SIGN_IN, {"login": EVE, "password": PASSWORD})
    return hers


def test_she_takes_the_record_over_and_finds_what_was_bought_for_her(browser, eve, order, shop):
    hers = claim(browser, eve)

    ticket = Ticket.objects.get(holder=eve)
    tickets = text(hers.get("/tickets/"))
    assert "Eve Okafor" in tickets and f"/tickets/{ticket.public_id}/ticket.pdf" in tickets
    assert hers.get(f"/tickets/{ticket.public_id}/ticket.pdf").content.startswith(b"%PDF")
    assert not queries.is_unclaimed(eve.pk) and not Introduction.objects.exists()


def test_the_lead_loses_nothing_he_paid_for(browser, eve, order, shop):
    andrew = sign_in(shop.andrew)
    before = re.findall(r"Eve Okafor|£[\d.,]+", text(andrew.get(f"/orders/{order.number}/")))

    claim(browser, eve)

    after = re.findall(r"Eve Okafor|£[\d.,]+", text(andrew.get(f"/orders/{order.number}/")))
    assert before == after and "Eve Okafor" in after


def test_taking_over_allows_nobody_anything(browser, eve, shop):
    claim(browser, eve)

    assert Consent.objects.get(connection__child=eve).state == "asked"
    assert EVE not in text(sign_in(shop.andrew).get("/account/friends/"))


def test_setting_the_password_signs_nobody_in(browser, eve):
    browser.post(f"/password/{password_token(eve)}/", {"password": PASSWORD})

    assert "session" not in browser.cookies and browser.get("/account/").status_code == 302


@pytest.mark.parametrize("way", [0, 1, 2], ids=["password mail", "consent mail", "ticket mail"])
def test_a_stranger_ends_it_with_one_press_from_every_mail(browser, eve, order, shop, way):
    way_out = [*pages(eve), by_ticket(eve)][way]
    page = text(browser.get(way_out))
    assert "You are not Eve Okafor?" in page and page.count("<form") == 1
    assert way == 0 or way_out in text(browser.get(way_out.replace("not-me/", "")))
    assert Contact.objects.get(pk=eve.pk).hidden_at is None, "looking changes nothing"

    answer = browser.post(way_out, follow=True)

    assert answer.redirect_chain == [("/not-me/", 303)] and "It is gone" in text(answer)
    gone = Contact.objects.get(pk=eve.pk)
    assert (gone.first_name, gone.last_name) == ("", "") and gone.hidden_at and gone.erased_at
    assert matching.by_email(shop.organisation.pk, EVE, "Eve", "Okafor").contact is None


def test_afterwards_both_mails_lead_nowhere_and_nothing_more_is_sent(browser, eve):
    both = pages(eve)
    browser.post(both[0])
    sent = Letter.objects.filter(state="sent").count()

    worker.deliver()

    assert [browser.get(page).status_code for page in both] == [404, 404]
    assert [browser.post(page).status_code for page in both] == [404, 404]
    assert Letter.objects.filter(state="sent").count() == sent


def test_the_lead_keeps_the_tickets_and_sees_the_row_go(browser, eve, order, shop):
    andrew = sign_in(shop.andrew)
    assert "Eve Okafor" in text(andrew.get("/account/friends/"))

    browser.post(pages(eve)[0])

    assert "Eve" not in text(andrew.get("/account/friends/"))
    bought = text(andrew.get(f"/orders/{order.number}/"))
    assert "Eve" not in bought and "Name withdrawn" in bought and "£" in bought
    ticket = Ticket.objects.get(holder=eve)
    assert ticket.state == "valid"
    assert andrew.get(f"/tickets/{ticket.public_id}/ticket.pdf").content.startswith(b"%PDF")


def test_it_still_works_when_the_password_link_is_too_old(browser, eve):
    page = pages(eve)[0]

    with clock.held(clock.now() + timedelta(days=10)):
        assert browser.get(page).status_code == 200
        assert browser.post(page).status_code == 303


def test_the_ticket_mail_leads_there(eve, order, mailoutbox):
    worker.deliver()

    [mail] = [each for each in mailoutbox if "bought a ticket" in each.subject]
    assert by_ticket(eve) in mail.body and "You are not Eve?" in mail.body


def test_from_a_shared_email_only_the_name_goes(browser, eve, shop):
    otto = contacts.register(shop.organisation, Person("Otto", "Okafor", EVE), by=HOUSE)

    page = text(browser.get(pages(eve)[0]))
    browser.post(pages(eve)[0])

    assert "Your email stays with whoever else has it here." in page and "Otto" not in page
    assert letters.addresses([eve.pk, otto.pk]) == {otto.pk: EVE}


def test_by_the_ticket_mail_it_works_for_14_days(browser, eve, order):
    page = by_ticket(eve)

    with clock.held(clock.now() + timedelta(days=15)):
        assert "too old" in text(browser.get(page)) and "<form" not in text(browser.get(page))
        assert browser.post(page).status_code == 409
    assert browser.post(page).status_code == 303
    assert browser.post(page).status_code == 404


def test_whoever_took_the_ticket_is_no_stranger(browser, eve, order):
    page = by_ticket(eve)
    browser.post(page.replace("not-me/", ""))

    assert browser.post(page).status_code == 409
    assert "not-me" not in text(browser.get(page.replace("not-me/", "")))
    assert Contact.objects.get(pk=eve.pk).hidden_at is None


@pytest.mark.parametrize("days", [-30, 3])
def test_a_stranger_takes_the_email_off_that_a_guardian_mistyped(browser, shop, days):
    """Before the birthday and after it; the record stays, no login is made, the guardian is told."""
    born = clock.now().date().replace(year=clock.now().year - 13) - timedelta(days=days + 1)
    with clock.held(clock.now() - timedelta(days=40)):
        person = Person("Mia", "Smith", birth_date=born)
        made = connections.add_child(shop.andrew, person, by=customer(shop.andrew), said={})
    connections.hand_over(made, EVE, by=customer(shop.andrew))
    mia, link = made.child, f"/password/{password_token(made.child)}/"
    page = text(browser.get(f"{link}not-me/"))

    answer = browser.post(f"{link}not-me/", follow=True)

    assert "You are not Mia Smith?" in page and "Everything else of Mia Smith stays." in page
    assert "Your email and this name no longer belong together" in text(answer) and letters.addresses([mia.pk]) == {}
    assert [browser.get(each).status_code for each in (link, f"{link}not-me/")] == [404, 404]
    assert not LoginContact.objects.filter(contact=mia).exists()
    assert Contact.objects.get(pk=mia.pk).first_name == "Mia"
    [told] = Letter.objects.filter(template="guardian-news")
    assert told.contact_id == shop.andrew.pk
    subject = postman.shown(told, TABLE).subject
    assert subject == "The email for Mia reached somebody else"
    connections.hand_over(made, "canary.mia@example.org", by=customer(shop.andrew))
    assert letters.addresses([mia.pk]) == {mia.pk: "canary.mia@example.org"}


def taken_over(browser: Client, eve: Contact) -> None:
    claim(browser, eve)


def answered(browser: Client, eve: Contact) -> None:
    allow(Connection.objects.get(child=eve))


def signed_up(browser: Client, eve: Contact) -> None:
    Introduction.objects.all().delete()  # as for one who came by himself, or whom the organiser put in


@pytest.mark.parametrize("before", [taken_over, answered, signed_up])
def test_a_record_that_is_somebodys_own_is_not_ended_by_a_press(browser, eve, order, before, mailoutbox):
    links = [*pages(eve), by_ticket(eve)]
    mails = "".join(mail.body for mail in mailoutbox)
    assert all(link in mails for link in links[:2]) and "one press" not in mails, "promise only what holds"
    before(browser, eve)

    for page in links:
        assert "This cannot be ended here" in text(browser.get(page))
        answer = browser.post(page)
        assert (answer.status_code, "Nothing was changed." in text(answer)) == (409, True)
    assert Contact.objects.get(pk=eve.pk).hidden_at is None


def test_nobody_else_may_disown(eve, shop):
    for by in (shop.by, customer(eve), by_link(shop.andrew)):
        with pytest.raises(NotAllowed):
            strangers.disown(eve, by=by)


def test_a_known_person_added_by_a_lead_was_not_put_in_by_him(shop):
    [member] = shop.members
    adding.by_email(member, "Andrew", "Smith", "canary.andrew@example.org", by=customer(member))

    assert not Introduction.objects.exists() and not queries.is_unclaimed(shop.andrew.pk)


def test_the_pages_take_a_fixed_number_of_queries(browser, eve, order, django_assert_max_num_queries):
    for page in [*pages(eve), by_ticket(eve)]:
        with django_assert_max_num_queries(8):
            browser.get(page)


def test_a_lead_who_types_the_address_again_writes_to_nobody_and_another_one_asks_anew(browser, eve, shop):
    browser.post(pages(eve)[0])

    again = adding.by_email(shop.andrew, "Eve", "Okafor", EVE, by=shop.by).child
    worker.deliver()
    assert again.pk != eve.pk and not Letter.objects.filter(contact_id=again.pk).exists()

    other = shop.members[0]
    asked = adding.by_email(other, "Eve", "Okafor", EVE, by=customer(other))
    assert [each.template for each in Letter.objects.filter(contact_id=again.pk)] == ["consent-request"]
    assert browser.post(f"/consent/{consent_token(asked)}/not-me/").status_code == 303


def test_the_removed_connection_still_leads_a_stranger_out(browser, eve, shop):
    page = pages(eve)[1]
    connections.remove(Connection.objects.get(child=eve), by=shop.by)

    assert browser.post(page).status_code == 303


def test_a_login_of_the_mailbox_is_left_alone(browser, eve, shop):
    """Signing in elsewhere with the same mailbox has nothing to do with it."""
    login = Login.objects.create_user("a long password")
    connect(shop.members[0], shop.andrew)

    browser.post(pages(eve)[0])

    assert Login.objects.filter(pk=login.pk).exists() and not LoginContact.objects.filter(contact=eve).exists()


def test_the_record_can_be_made_once_only(eve):
    with pytest.raises(Exception, match="(?i)unique"):
        Introduction.objects.create(contact=eve, made_at=clock.now())


def test_inviting_again_does_not_make_it_a_leads(eve):
    Introduction.objects.all().delete()
    accounts.invite(eve, by=by_link(eve))

    assert not queries.is_unclaimed(eve.pk)
