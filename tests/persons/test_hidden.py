"""Somebody who is closed and hidden: nothing finds him, he cannot sign in, no letter reaches him."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from kithkin.accounts import actions as accounts
from kithkin.accounts import queries as logins
from kithkin.accounts import visits
from kithkin.accounts.models import AccessCode
from kithkin.base import clock, tokens
from kithkin.base.actor import Power, operator
from kithkin.connections import door, links, queries, rules
from kithkin.connections.scopes import FULL, Scope
from kithkin.contacts import letters, matching
from kithkin.contacts.matching import Outcome
from kithkin.contacts.models import Contact
from kithkin.desk import finding
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from kithkin.project.letters import TABLE
from tests.people import HOUSE, allow, connect, customer

ADDRESS = "canary.blaise@example.org"
BOTH = pytest.mark.parametrize("hide", [{}, {"erased_at": clock.now()}], ids=["hidden", "erased"])


def close(contact: Contact, **how) -> None:
    Contact.objects.filter(pk=contact.pk).update(hidden_at=clock.now(), **how)


def test_no_matching_finds_him(family):
    close(family.blaise)

    by_email = matching.by_email(family.organisation.pk, ADDRESS, "Blaise", "Smith")
    by_number = matching.by_number(family.organisation.pk, family.blaise.number, "Smith")

    assert (by_email.outcome, by_number.outcome) == (Outcome.UNKNOWN, Outcome.UNKNOWN)


@pytest.mark.parametrize("consent_on", [True, False])
@BOTH
def test_no_rule_and_no_door_opens_him(family, hide, consent_on):
    family.organisation.consent_on = consent_on
    family.organisation.save()
    connection = connect(family.andrew, family.blaise)
    if consent_on:
        allow(connection)
    andrew = customer(family.andrew)
    before = [bool(rules.may(andrew, scope, family.blaise)) for scope in FULL]
    close(family.blaise, **hide)

    after = [bool(rules.may(andrew, scope, family.blaise)) for scope in FULL]

    assert (set(before), set(after)) == ({True}, {False})
    assert (door.group(andrew), list(queries.members(andrew))) == ([], [])
    assert door.names(andrew, [family.blaise.pk]) == {}


def test_a_hidden_lead_stands_no_longer_with_those_who_act_for_somebody(family):
    allow(connect(family.andrew, family.blaise))
    close(family.andrew)

    assert queries.standing(customer(family.blaise)) == []


def test_an_operator_finds_him_nowhere(family):
    close(family.blaise)
    hana = operator(1, family.organisation.pk, list(Power))

    assert [finding.find(hana, typed).contacts for typed in ("Blaise", family.blaise.number, ADDRESS)] == [[], [], []]
    assert family.blaise not in rules.open_to(hana, Scope.SEE_CONTACT_DETAILS)


def test_he_cannot_act_when_he_signs_in_by_password_session_or_code(client, family):
    organisations.open_point_of_sale(family.organisation, name="Shop", by=HOUSE)
    login = accounts.open_login(family.blaise, "a long password", by=HOUSE)
    client.force_login(login)
    accounts.send_code(family.blaise, by=HOUSE)
    visit = {"visit_fingerprint": tokens.fingerprint("secret"), "visit_until": clock.now() + timedelta(minutes=15)}
    AccessCode.objects.update(**visit)
    close(family.blaise)

    assert visits.find("testserver", client.session.session_key).login.people == []
    assert logins.with_people(login.pk).people == []
    assert logins.member_visit("secret") is None


def test_no_letter_reaches_him_and_his_links_are_dead(family):
    connect(family.andrew, family.blaise)
    consent = queries.latest(queries.members(customer(family.andrew)).get())
    token = links.token(consent, letters.hidden_address(family.blaise.pk))
    accounts.invite(family.blaise, by=HOUSE)
    close(family.blaise)

    postman.deliver(TABLE)

    assert set(Letter.objects.values_list("template", "state")) == {
        ("consent-request", "dropped"),
        ("set-password", "dropped"),
    }
    assert not links.is_whole(consent, token)
    assert letters.addresses([family.blaise.pk]) == {}
    assert letters.holders(family.organisation.pk, ADDRESS) == []
    assert list(letters.sharing_address(family.blaise.pk)) == []


@pytest.mark.parametrize("change", ["erased_at", "merged_into"])
def test_the_database_keeps_whoever_is_erased_or_merged_hidden(family, change):
    value = {"erased_at": clock.now(), "merged_into": family.andrew}[change]

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=family.blaise.pk).update(**{change: value})


def test_a_person_without_names_is_called_withdrawn(family):
    assert Contact(first_name="", last_name="").name == "Name withdrawn"
    assert family.blaise.name == "Blaise Smith"
