"""The letters of the house, with real rows behind them."""

import re

import pytest
from django.conf import settings as house
from django.core import mail

from kithkin.accounts import actions as accounts
from kithkin.base import actor
from kithkin.connections import actions, queries
from kithkin.contacts.actions import Person
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.project.letters import TABLE
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(family) -> Letter:
    """Andrew asks Blaise."""
    people.connect(family.andrew, family.blaise)
    return Letter.objects.get(template="consent-request")


def test_the_request_names_the_lead_and_leads_to_the_answer_and_the_policy(asked):
    postman.deliver(TABLE)

    [request] = mail.outbox
    assert request.to == ["canary.blaise@example.org"]
    assert "Andrew Smith" in request.subject
    assert re.search(r"^.+: http://testserver/consent/[\w-]{40,}/$", request.body, re.M)
    assert "http://testserver/privacy/" in request.body
    assert "canary" not in request.body + str(request.alternatives)


def test_the_link_in_the_mail_is_the_one_that_works_however_often_it_is_sent(asked):
    for _ in range(2):
        Letter.objects.update(state="waiting", sent_at=None)
        postman.deliver(TABLE)

    first, again = (re.search(r"/consent/(.+)/$", each.body, re.M)[1] for each in mail.outbox)
    assert first == again
    assert queries.request_behind(first).connection.child_id == asked.contact_id


def test_a_request_taken_back_while_its_letter_waits_is_not_sent(asked, family):
    actions.remove(queries.members(actor.customer(family.andrew)).get(), by=actor.customer(family.andrew))

    postman.deliver(TABLE)

    asked.refresh_from_db()
    assert (asked.state, mail.outbox) == ("dropped", [])


def test_somebody_new_gets_two_letters(family):
    eve = Person("Eve", "Smith", "canary.eve@example.org")
    actions.connect_new(family.andrew, eve, by=actor.customer(family.andrew))

    postman.deliver(TABLE)

    assert [each.to for each in mail.outbox] == [["canary.eve@example.org"]] * 2
    assert sorted(re.findall(r"http://testserver/(\w+)/[\w-]{40,}/", "".join(each.body for each in mail.outbox))) == [
        "consent",
        "password",
    ]


@pytest.mark.parametrize("language", [code for code, _ in house.LANGUAGES])
def test_every_letter_can_be_written_in_every_language_and_the_desk_sees_no_link(language, family):
    everything_that_is_written_to(family)
    Letter.objects.update(language=language)

    pages = {letter.template: postman.shown(letter, TABLE) for letter in Letter.objects.all()}

    assert set(pages) == set(TABLE.facts)
    for page in pages.values():
        assert f'<html lang="{language}">' in page.html
        assert page.subject
        assert "http://testserver/…" in page.text
        assert not re.search(r"http://testserver/[^…]", page.text + page.html)
        assert "canary" not in page.text + page.html


def everything_that_is_written_to(family) -> None:
    """One letter of each template at least."""
    people.connect(family.andrew, family.blaise)
    accounts.invite(family.darren, by=people.HOUSE)
