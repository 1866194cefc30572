"""A change of address: proven before it counts, told to the old one, undone from there, and every old link dead."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from kithkin.accounts import actions, choice, logins, passkeys, queries
from kithkin.accounts.letters import access_codes
from kithkin.accounts.models import AccessCode, Login, Session
from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.connections import queries as connections
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.vault.models import AddressChange, PrivateDetails
from kithkin.mail.models import Letter
from kithkin.project import worker
from kithkin.sales import links as tickets
from kithkin.sales.models import Ticket
from tests import lives
from tests.links import address_token, consent_token, password_token, undo_token
from tests.people import HOUSE, Family, connect, customer
from tests.sales.ground import open_shop

OLD, NEW = "canary.blaise@example.org", "New.Blaise@example.org"


@pytest.fixture
def login(family: Family):
    return actions.open_login(family.blaise, "a long password", by=HOUSE)


def ask(contact, email: str = NEW) -> None:
    actions.ask_change(contact, email, by=customer(contact))


def move(contact, email: str = NEW) -> None:
    ask(contact, email)
    actions.change_address(address_token(contact), by=by_link(contact))


def undo(contact) -> None:
    actions.undo_change(undo_token(contact), by=by_link(contact))


def address(contact) -> str:
    return letters.addresses([contact.pk])[contact.pk]


def sign_in_addresses(login) -> list[str]:
    return list(EmailAddress.objects.filter(user=login).values_list("email", flat=True))


def test_nothing_changes_until_the_link_is_pressed(family, login):
    ask(family.blaise)

    assert (address(family.blaise), sign_in_addresses(login)) == (OLD, [OLD])
    assert list(Letter.objects.values_list("template", flat=True)) == ["new-address"]


def test_the_mailed_link_makes_it_the_address_that_also_signs_in(family, login):
    move(family.blaise)

    assert (address(family.blaise), sign_in_addresses(login)) == (NEW, ["new.blaise@example.org"])
    assert letters.is_proven(family.blaise.pk)
    assert list(Letter.objects.order_by("pk").values_list("template", flat=True)) == ["new-address", "address-changed"]


def test_each_letter_goes_to_its_own_address(family, login, mailoutbox):
    ask(family.blaise)
    worker.deliver()
    actions.change_address(address_token(family.blaise), by=by_link(family.blaise))
    worker.deliver()

    assert [mail.to for mail in mailoutbox] == [[NEW], [OLD]]
    assert NEW not in mailoutbox[1].body, "the old mailbox need not know the new one"


def test_only_the_person_himself_asks(family, login):
    for other in (customer(family.andrew), by_link(family.blaise), HOUSE):
        with pytest.raises(NotAllowed):
            actions.ask_change(family.blaise, NEW, by=other)


@pytest.mark.parametrize("email", ["canary.andrew@example.org", "nobody.knows@example.org"])
def test_known_and_unknown_addresses_are_asked_alike(family, login, email, django_assert_num_queries):
    actions.open_login(family.andrew, "a long password", by=HOUSE)

    with django_assert_num_queries(11):
        ask(family.blaise, email)

    assert Letter.objects.filter(template="new-address").count() == 1


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", OLD, OLD.upper()])
def test_what_is_no_new_address_is_refused(family, login, email):
    with pytest.raises(Refused):
        ask(family.blaise, email)


def test_the_sixth_wish_of_a_day_waits_for_tomorrow(family, login):
    for number in range(5):
        ask(family.blaise, f"new.{number}@example.org")

    with pytest.raises(Refused, match="tomorrow"):
        ask(family.blaise, "new.5@example.org")
    with clock.held(clock.now() + timedelta(days=1)):
        ask(family.blaise, "new.5@example.org")


def test_nobody_is_pestered_by_many(family):
    for contact in (family.andrew, family.blaise, family.darren):
        actions.open_login(contact, "a long password", by=HOUSE)
        ask(contact)
    ask(family.andrew)

    assert Letter.objects.filter(template="new-address").count() == 3


def test_a_newer_wish_ends_the_older(family, login):
    ask(family.blaise)
    older = address_token(family.blaise)
    ask(family.blaise, "newer@example.org")

    with pytest.raises(WrongMove):
        actions.change_address(older, by=by_link(family.blaise))
    assert address(family.blaise) == OLD


def test_the_link_works_once_and_for_a_day(family, login):
    ask(family.blaise)
    token = address_token(family.blaise)

    with clock.held(clock.now() + timedelta(hours=24)), pytest.raises(WrongMove):
        actions.change_address(token, by=by_link(family.blaise))
    actions.change_address(token, by=by_link(family.blaise))
    with pytest.raises(WrongMove):
        actions.change_address(token, by=by_link(family.blaise))


def test_every_link_and_code_mailed_before_is_dead_and_stays_so(db):
    shop = open_shop(members=1)
    [member] = shop.members
    actions.open_login(member, "a long password", by=HOUSE)
    shop.buy(2)
    worker.deliver()
    ticket = Ticket.objects.get(holder=member)
    mailed = tickets.token(ticket.line_id, member.pk, letters.hidden_address(member.pk))
    connection = connections.leads_of(customer(member)).get()
    consent = consent_token(connection)
    actions.invite(member, by=HOUSE)
    password = password_token(member)
    actions.send_code(member, by=by_link(member))
    letter = Letter.objects.get(template="access-code")
    code = access_codes([letter])[letter.pk].context["code"].replace(" ", "")

    def alive() -> list[bool]:
        behind = (tickets.behind(mailed), connections.request_behind(consent), queries.password_request(password))
        return [found is not None for found in behind]

    assert alive() == [True] * 3
    move(member)
    assert alive() == [False] * 3
    assert actions.enter_code(member, code, by=by_link(member)) == ""
    undo(member)
    assert alive() == [False] * 3, "also once the old address counts again"
    assert actions.enter_code(member, code, by=by_link(member)) == ""


def test_a_visit_by_code_ends_with_the_change(family, login):
    actions.send_code(family.blaise, by=by_link(family.blaise))
    letter = Letter.objects.get(template="access-code")
    code = access_codes([letter])[letter.pk].context["code"].replace(" ", "")
    visit = actions.enter_code(family.blaise, code, by=by_link(family.blaise))
    assert queries.member_visit(visit)

    move(family.blaise)

    assert queries.member_visit(visit) is None


def test_the_old_address_takes_it_back_and_nobody_stays_in(family, login, client):
    move(family.blaise)
    client.force_login(login)

    undo(family.blaise)

    login.refresh_from_db()
    assert (address(family.blaise), sign_in_addresses(login)) == (OLD, [OLD])
    assert not login.has_usable_password() and Session.objects.filter(login=login).count() == 0
    assert Letter.objects.filter(template="set-password", contact_id=family.blaise.pk).count() == 1
    assert queries.password_request(password_token(family.blaise)).is_usable


def test_it_is_taken_back_once_and_for_seven_days(family, login):
    move(family.blaise)
    token = undo_token(family.blaise)

    with clock.held(clock.now() + timedelta(days=7)), pytest.raises(WrongMove):
        actions.undo_change(token, by=by_link(family.blaise))
    undo(family.blaise)
    with pytest.raises(WrongMove):
        actions.undo_change(token, by=by_link(family.blaise))


def test_a_thief_who_moves_on_cannot_shake_off_the_first_address(family, login):
    move(family.blaise, "thief@example.org")
    first = undo_token(family.blaise)
    move(family.blaise, "thief.again@example.org")
    second = undo_token(family.blaise)
    ask(family.blaise, "thief.still@example.org")
    third = address_token(family.blaise)

    actions.undo_change(first, by=by_link(family.blaise))

    assert address(family.blaise) == OLD
    for use, token in ((actions.undo_change, second), (actions.change_address, third)):
        with pytest.raises(WrongMove):
            use(token, by=by_link(family.blaise))


def test_taking_back_brings_home_who_had_joined_another_login(family, login):
    andrew = actions.open_login(family.andrew, "a long password", by=HOUSE)
    move(family.blaise, "canary.andrew@example.org")
    assert logins.of(family.blaise.pk) == andrew

    undo(family.blaise)

    assert logins.of(family.blaise.pk) == logins.at(OLD) != andrew
    andrew.refresh_from_db()
    assert andrew.has_usable_password(), "the other's password is his own"


def visit_of(login, contact) -> Client:
    """A browser of a login, in which this person was chosen."""
    browser = Client()
    browser.force_login(login)
    session = browser.session
    session[choice.KEY] = contact.pk
    session.save()
    return browser


def is_in(browser: Client) -> bool:
    return Session.objects.filter(session_key=browser.session.session_key).exists()


def test_where_he_had_joined_another_only_his_own_visits_end(family, login):
    andrews = actions.open_login(family.andrew, "a long password", by=HOUSE)
    move(family.blaise, "canary.andrew@example.org")
    his, andrew, nobody = visit_of(andrews, family.blaise), visit_of(andrews, family.andrew), Client()
    nobody.force_login(andrews)

    undo(family.blaise)

    assert [is_in(each) for each in (his, andrew, nobody)] == [False, True, False]


def test_whoever_has_come_to_the_old_address_meanwhile_loses_nothing(family, login):
    move(family.blaise)
    carl = contacts.register(family.organisation, Person("Carl", "Smith", OLD), by=HOUSE)
    carls = actions.open_login(carl, "his long password", by=HOUSE)
    lives.passkey(carl)
    browser = visit_of(carls, carl)

    undo(family.blaise)

    carls.refresh_from_db()
    assert address(family.blaise) == OLD
    assert logins.of(family.blaise.pk) is None, "nobody walks into another's login by an old link"
    assert (carls.check_password("his long password"), is_in(browser), passkeys.of(carls).count()) == (True, True, 1)
    assert list(Login.objects.values_list("pk", flat=True)) == [carls.pk], "the thief's is gone"


def test_by_the_mailed_link_he_shares_it_then_as_everybody_does(family, login):
    move(family.blaise)
    carl = contacts.register(family.organisation, Person("Carl", "Smith", OLD), by=HOUSE)
    carls = actions.open_login(carl, "his long password", by=HOUSE)
    undo(family.blaise)

    actions.set_password(password_token(family.blaise), "four words in a row", by=by_link(family.blaise))

    assert [logins.of(each.pk) for each in (family.blaise, carl)] == [carls, carls]


def test_back_into_the_login_that_he_left_everybody_needs_a_new_password(family, login):
    """Whoever moved him away had shown that he knows the password of all of them."""
    ann = contacts.register(family.organisation, Person("Ann", "Smith", OLD), by=HOUSE)
    logins.gather(login, [ann])
    ask(family.blaise)
    actions.change_address(address_token(family.blaise), by=by_link(family.blaise), password="the thief's words")
    ann_in = visit_of(login, ann)

    undo(family.blaise)

    login.refresh_from_db()
    assert [logins.of(each.pk) for each in (family.blaise, ann)] == [login, login]
    assert (login.has_usable_password(), is_in(ann_in), Login.objects.count()) == (False, False, 1)


def test_a_closed_contact_changes_nothing(family, login):
    ask(family.blaise)
    token = address_token(family.blaise)
    family.blaise.hidden_at = clock.now()
    family.blaise.save()

    assert queries.address_to_prove(token) is None
    with pytest.raises(WrongMove):
        actions.change_address(token, by=by_link(family.blaise))


def test_the_lead_is_told_nothing(family, login):
    connect(family.andrew, family.blaise)

    move(family.blaise)

    assert not Letter.objects.filter(contact_id=family.andrew.pk).exists()


NOW = clock.now()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "gone"},
        {"state": "done"},
        {"state": "undone"},
        {"state": "asked", "done_at": NOW},
        {"old_email_key": "new@example.org"},
    ],
)
def test_the_database_keeps_changes_whole(family, wrong):
    told = {"email": "new@example.org", "email_key": "new@example.org", "old_email_key": OLD, "asked_at": NOW, **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.create(details_id=family.blaise.pk, **told)


def test_one_wish_at_a_time(family):
    told = {"email": "new@example.org", "email_key": "new@example.org", "old_email_key": OLD, "asked_at": NOW}
    AddressChange.objects.create(details_id=family.blaise.pk, **told)

    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.create(details_id=family.blaise.pk, **told)


def test_only_fingerprints_of_the_links_are_kept(family, login):
    move(family.blaise)
    tokens = [address_token_of(family), undo_token(family.blaise)]

    kept = str([list(model.objects.values()) for model in (AddressChange, Letter, PrivateDetails, AccessCode)])
    assert [token in kept for token in tokens] == [False, False]


def address_token_of(family: Family) -> str:
    """A link that waits."""
    ask(family.blaise, "another@example.org")
    return address_token(family.blaise)
