"""Links to set a password, logins that stand for several people, posts at the desk."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from kithkin.accounts import actions, queries
from kithkin.accounts.letters import password_token, set_password
from kithkin.accounts.models import Login, LoginContact, PasswordRequest
from kithkin.base import clock
from kithkin.base.actor import Power, nobody
from kithkin.base.verdict import WrongMove
from kithkin.connections import letters as consent_letters
from kithkin.connections import queries as connections
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from tests.people import HOUSE, connect


def mailed_link(contact) -> str:
    """Invite the contact and read the token out of the letter as the postman would write it."""
    actions.invite(contact, by=HOUSE)
    letter = Letter.objects.filter(template="set-password").latest("pk")
    [envelope] = set_password([letter]).values()
    return envelope.context["link"].rstrip("/").rsplit("/", 1)[-1]


def test_a_link_opens_a_login_once(family):
    token = mailed_link(family.blaise)

    login = actions.set_password(token, "a long password", by=nobody(None))

    assert login.check_password("a long password")
    assert [person.pk for person in queries.with_people(login.pk).people] == [family.blaise.pk]
    with pytest.raises(WrongMove):
        actions.set_password(token, "another password", by=nobody(None))


def test_a_login_comes_with_its_people_in_one_query(family, django_assert_num_queries):
    login = actions.open_login(family.blaise, "a long password", by=HOUSE)

    with django_assert_num_queries(1):
        people = queries.with_people(login.pk).people
        assert [person.organisation.slug for person in people] == ["ferrygate"]


def test_who_shares_an_address_shares_the_login(family):
    mia = contacts.register(family.organisation, Person("Mia", "Smith", "canary.blaise@example.org"), by=HOUSE)
    first = actions.set_password(mailed_link(family.blaise), "a long password", by=nobody(None))

    second = actions.set_password(mailed_link(mia), "another password", by=nobody(None))

    assert first == second
    assert {person.pk for person in queries.with_people(first.pk).people} == {family.blaise.pk, mia.pk}
    assert EmailAddress.objects.count() == 1


def test_a_link_dies_after_its_hours(family):
    token = mailed_link(family.blaise)

    with clock.held(clock.now() + timedelta(hours=72)), pytest.raises(WrongMove, match="too old"):
        actions.set_password(token, "a long password", by=nobody(None))


def test_a_link_dies_when_the_address_changes(family):
    token = mailed_link(family.blaise)
    PrivateDetails.objects.filter(contact=family.blaise).update(email="new@example.org", email_key="new@example.org")

    with pytest.raises(WrongMove):
        actions.set_password(token, "a long password", by=nobody(None))


@pytest.mark.parametrize("damage", [lambda t: t[:-1], lambda t: t + "x", lambda t: "", lambda t: "../" + t])
def test_a_damaged_link_opens_nothing(family, damage):
    token = mailed_link(family.blaise)

    with pytest.raises(WrongMove):
        actions.set_password(damage(token), "a long password", by=nobody(None))
    assert Login.objects.count() == 0


def test_password_and_consent_links_are_never_interchangeable(family):
    consent = connections.latest(connect(family.andrew, family.blaise))
    key = letters.hidden_address(family.blaise.pk)
    consent_token = consent_letters.token(consent, key)
    request = actions.invite(family.blaise, by=HOUSE)
    password = password_token(request, key)

    assert queries.password_request(consent_token) is None
    assert connections.request_behind(password) is None
    assert consent_token != password


def test_only_a_fingerprint_of_the_link_is_kept(family):
    token = mailed_link(family.blaise)

    assert token not in str(list(PasswordRequest.objects.values()))
    assert token not in str(list(Letter.objects.values()))


def test_signing_up_with_a_known_address_makes_nobody_new(family):
    actions.sign_up(family.organisation, Person("Any", "Body", "canary.blaise@example.org"), by=nobody(None))

    assert Contact.objects.count() == 3
    assert list(Letter.objects.values_list("template", "contact_id")) == [("set-password", family.blaise.pk)]


def test_signing_up_with_a_new_address_registers_and_mails(family):
    actions.sign_up(family.organisation, Person("Eve", "Okafor", "eve@example.org"), by=nobody(None))

    eve = Contact.objects.get(last_name="Okafor")
    assert list(Letter.objects.values_list("template", "contact_id")) == [("set-password", eve.pk)]
    assert LoginContact.objects.count() == 0


def test_nothing_goes_to_unknown_addresses(family):
    actions.invite_address(family.organisation, "unknown@example.org", by=nobody(None))

    assert Letter.objects.count() == 0


def test_asking_for_a_link_again_and_again_sends_one(family):
    for _ in range(5):
        actions.invite_address(family.organisation, "canary.blaise@example.org", by=nobody(None))

    assert Letter.objects.count() == 1


def test_a_post_at_the_desk(family):
    post = actions.open_post(
        family.organisation,
        name="Hana",
        email="hana@example.org",
        password="a long password",
        powers=[Power.READ_CONTACTS],
        by=HOUSE,
    )

    assert queries.post(post.login, family.organisation.pk) == post
    assert queries.post(post.login, family.organisation.pk + 1) is None


def test_signing_in_does_not_show_the_handle(client, family):
    organisations.open_point_of_sale(family.organisation, name="Shop", by=HOUSE)
    login = actions.open_login(family.blaise, "a long password", by=HOUSE)

    form = {"login": "canary.blaise@example.org", "password": "a long password"}
    answer = client.post(reverse("account_login"), form, follow=True)

    page = answer.content.decode()
    assert ("Hello Blaise" in client.get("/").content.decode(), login.handle in page) == (True, False)
