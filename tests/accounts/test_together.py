"""One login for everybody at an address: whom it stands for, whom a browser stands for, and who leaves it."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from kithkin.accounts import actions, choice, keeping, logins
from kithkin.accounts.models import AccessCode, Login, LoginContact, Session
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, nobody
from kithkin.connections import adding
from kithkin.contacts import actions as contacts
from kithkin.contacts import bringing, letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.project import worker
from tests.links import address_token, password_token
from tests.people import HOUSE, Family, customer, organisation

FAMILY = ("Anna", "Ben", "Carl", "Dora", "Eli")
ADDRESS = "canary.home@example.org"


@pytest.fixture
def five(family: Family) -> list[Contact]:
    """Five people on one address."""
    return at_home(family.organisation)


def at_home(organiser) -> list[Contact]:
    return [contacts.register(organiser, Person(name, "Home", ADDRESS), by=HOUSE) for name in FAMILY]


def set_password(contact: Contact, password: str = "four words in a row") -> Login:
    actions.invite(contact, by=HOUSE)
    return actions.set_password(password_token(contact), password, by=nobody(None))


def behind(login: Login) -> set[str]:
    return set(LoginContact.objects.filter(login=login).values_list("contact__first_name", flat=True))


def test_one_link_opens_the_login_of_everybody_at_the_address(five):
    login = set_password(five[2])

    assert behind(login) == set(FAMILY)
    assert [letters.is_proven(contact.pk) for contact in five] == [True] * 5
    assert list(EmailAddress.objects.values_list("email", "user")) == [(ADDRESS, login.pk)]


def test_the_link_names_everybody_whom_it_is_for(five, family, mailoutbox):
    accounts = (five[0], family.blaise)
    for contact in accounts:
        actions.invite_address(family.organisation, letters.addresses([contact.pk])[contact.pk], by=nobody(None))
    worker.deliver()

    together, alone = (mail.body for mail in mailoutbox)
    assert "Hello Anna, Ben, Carl, Dora, Eli," in together and "Home" not in together
    assert "The new password is for all of you." in together and "/not-me/" not in together
    assert "Hello Blaise Smith," in alone and "/not-me/" in alone


def test_a_name_that_only_a_lead_brought_can_be_put_out_from_a_shared_address(family, mailoutbox):
    eve = adding.by_email(family.andrew, "Eve", "Okafor", "eve@example.org", by=customer(family.andrew)).child
    contacts.register(family.organisation, Person("Otto", "Okafor", "eve@example.org"), by=HOUSE)
    worker.deliver()

    [mail] = [each for each in mailoutbox if "Set your password" in each.subject]
    assert "Hello Eve, Otto," in mail.body and f"/password/{password_token(eve)}/not-me/" in mail.body
    assert "None of you is Eve Okafor?" in mail.body


def test_people_of_another_organiser_wait_for_a_link_of_his(five):
    elsewhere = at_home(organisation("elsewhere"))

    login = set_password(five[0])
    assert LoginContact.objects.filter(contact__in=elsewhere).count() == 0

    assert set_password(elsewhere[0]) == login
    assert LoginContact.objects.filter(login=login).count() == 10


def test_a_link_takes_nobody_out_of_a_login_of_his_own(five):
    own = logins.opened_at("ben@example.org")
    logins.gather(own, [five[1]])

    login = set_password(five[0])

    assert (behind(login), behind(own)) == ({"Anna", "Carl", "Dora", "Eli"}, {"Ben"})


def test_a_file_moves_nobody_out_of_the_login_that_he_shares(five):
    login = set_password(five[0])
    told = Person("Ben", "Home", "ben@example.org", number=five[1].number)
    came = bringing.save_many(five[1].organisation, [told], by=HOUSE)

    again = set_password(five[1])

    assert ([each.fields for each in came.kept], again) == ([("email",)], login)
    assert behind(login) == set(FAMILY)


def test_whoever_is_erased_is_signed_out_and_the_others_stay(five):
    login = set_password(five[0])
    browsers = [Client() for _ in range(3)]
    for browser, chosen in zip(browsers, (five[0].pk, five[1].pk, None), strict=True):
        browser.force_login(login)
        session = browser.session
        session[choice.KEY] = chosen
        session.save()

    keeping.erase([five[0].pk])

    left = [Session.objects.filter(session_key=browser.session.session_key).exists() for browser in browsers]
    assert left == [False, True, False], "a browser that has not said for whom falls to nobody"


def test_a_new_password_ends_every_session_of_the_login(five, client):
    client.force_login(set_password(five[0]))

    login = set_password(five[1], "another four words")

    assert Session.objects.filter(login=login).count() == 0


def test_a_contact_has_one_login_at_most(five):
    set_password(five[0])
    other = logins.opened_at("other@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        LoginContact.objects.create(login=other, contact=five[0], since=clock.now())


def test_an_address_has_one_login_at_most(five):
    set_password(five[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.create(user=Login.objects.create_user(), email=ADDRESS, verified=True, primary=True)


def test_a_code_that_proves_opens_no_visit(family):
    told = {"contact": family.blaise, "made_at": clock.now(), "expires_at": clock.now(), "visit_until": clock.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        AccessCode.objects.create(purpose="proof", **told)


@pytest.mark.parametrize(
    ("session", "count", "expected"),
    [
        ({}, 0, None),
        ({}, 1, 0),
        ({}, 2, None),
        ({"person": 1}, 2, 1),
        ({"person": 7}, 2, None),
        ({"person": 7}, 1, None),
    ],
)
def test_nobody_is_chosen_by_himself_unless_he_is_alone(session, count, expected):
    people = [Contact(pk=number, first_name=f"Name {number}") for number in range(count)]

    chosen = choice.chosen(people, session)

    assert (chosen and chosen.pk) == expected


def test_namesakes_are_counted():
    people = [Contact(pk=number, first_name=name) for number, name in enumerate(["Jo", "Mia", "Jo"])]

    assert choice.names(people) == [(0, "Jo (1)"), (1, "Mia"), (2, "Jo (2)")]


def move(contact: Contact, email: str, password: str = "a password of my own") -> Login:
    actions.ask_change(contact, email, by=customer(contact))
    return actions.change_address(address_token(contact), by=by_link(contact), password=password)


def test_who_has_an_address_of_his_own_gets_a_login_of_his_own(five):
    together = set_password(five[0])

    own = move(five[1], "ben@example.org")

    assert (behind(together), behind(own)) == ({"Anna", "Carl", "Dora", "Eli"}, {"Ben"})
    assert own.check_password("a password of my own") and not together.check_password("a password of my own")
    assert logins.at(ADDRESS) == together


def test_the_last_two_part_and_the_last_one_keeps_the_login(family):
    anna, ben = at_home(family.organisation)[:2]
    together = set_password(anna)
    Contact.objects.exclude(pk__in=[anna.pk, ben.pk]).update(hidden_at=clock.now())
    LoginContact.objects.exclude(contact__in=[anna, ben]).delete()

    move(ben, "ben@example.org")
    assert move(anna, "anna@example.org") == together

    assert logins.at(ADDRESS) is None and logins.at("anna@example.org") == together


def test_those_who_stay_read_what_the_one_who_left_still_has(five, family, mailoutbox):
    set_password(five[0])
    actions.open_login(family.blaise, "a long password", by=HOUSE)
    for contact in (five[1], family.blaise):
        move(contact, f"own.{contact.pk}@example.org")
    worker.deliver()

    told = {mail.to[0]: mail.body for mail in mailoutbox if "was changed" in mail.subject}
    assert "Ben still knows their password, and a passkey made on a device of Ben still lets in" in told[ADDRESS]
    assert "passkey" not in told["canary.blaise@example.org"], "he took his login along"


def test_who_goes_to_an_address_that_signs_in_already_joins_it(five, family):
    together = set_password(five[0])
    blaise = actions.open_login(family.blaise, "a long password", by=HOUSE)

    joined = move(five[1], "canary.blaise@example.org", password="")

    assert joined == blaise and behind(blaise) == {"Blaise", "Ben"}
    assert "Ben" not in behind(together) and blaise.check_password("a long password")


def test_a_login_left_by_its_only_person_goes(family):
    old = actions.open_login(family.darren, "a long password", by=HOUSE)
    actions.open_login(family.blaise, "a long password", by=HOUSE)

    move(family.darren, "canary.blaise@example.org")

    assert not Login.objects.filter(pk=old.pk).exists()
    assert not EmailAddress.objects.filter(email="canary.darren@example.org").exists()


def test_a_post_at_the_desk_keeps_its_address(family):
    post = actions.open_post(
        family.organisation,
        name="Blaise",
        email="canary.blaise@example.org",
        password="a long password",
        powers=[Power.READ_CONTACTS],
        by=HOUSE,
    )
    actions.open_login(family.blaise, "a long password", by=HOUSE)

    own = move(family.blaise, "blaise.private@example.org")

    assert own != post.login and logins.at("canary.blaise@example.org") == post.login
