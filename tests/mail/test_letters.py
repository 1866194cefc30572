"""The letters of the house, with real rows behind them."""

import re

import pytest
from django.conf import settings as house
from django.core import mail

from kithkin.base import actor
from kithkin.connections import actions, queries
from kithkin.contacts.actions import Person
from kithkin.desk import trials
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.project.letters import TABLE
from tests import people
from tests.sales.statements import counted

from . import occasions

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(family) -> Letter:
    """Andrew asks Blaise."""
    people.connect(family.andrew, family.blaise)
    return Letter.objects.get(template="consent-request")


@pytest.fixture
def nothing_waits(shop):
    """The letters of the shop's opening are out of the way."""
    postman.deliver(TABLE)
    mail.outbox.clear()


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
    actions.connect_at_address(family.andrew, eve, None, by=actor.customer(family.andrew))

    postman.deliver(TABLE)

    assert [each.to for each in mail.outbox] == [["canary.eve@example.org"]] * 2
    links = re.findall(r"http://testserver/(\w+)/[\w-]{40,}/", "".join(each.body for each in mail.outbox))
    assert sorted(set(links)) == ["consent", "password"]
    assert [each.body.count("/not-me/") for each in mail.outbox] == [1, 1]


def test_an_order_is_confirmed_to_the_purchaser_and_each_holder_hears_of_his_own_seat(shop, nothing_waits):
    order = shop.buy(3)

    postman.deliver(TABLE)

    andrew, *holders = sorted(mail.outbox, key=lambda each: each.to)
    assert andrew.to == ["canary.andrew@example.org"]
    assert order.number in andrew.subject
    assert (andrew.body.count("\n- "), "£1,140.00" in andrew.body) == (3, True)
    assert [each.to for each in holders] == [["canary.memberaa@example.org"], ["canary.memberab@example.org"]]
    assert [(each.body.count("\n- "), "£" in each.body) for each in holders] == [(1, False)] * 2
    assert "canary" not in "".join(each.subject + each.body for each in mail.outbox)


@pytest.mark.parametrize("seated", [3, 5])
def test_nine_statements_send_the_letters_of_an_order_whoever_sits(seated, shop, nothing_waits):
    shop.buy(seated)

    with counted() as statements:
        postman.deliver(TABLE)

    assert (len(mail.outbox), len(statements)) == (seated, 9)


def test_one_statement_keeps_the_links_of_all_requests_and_one_those_of_all_receipts(family):
    for name in ("Eve", "Frida", "Gus"):
        connection = people.connect(family.andrew, people.register(family.organisation, name))
        people.allow(people.connect(family.blaise, connection.child))

    with counted() as statements:
        postman.deliver(TABLE)

    sent = Letter.objects.filter(template__startswith="consent-re", state="sent")
    assert sorted(sent.values_list("template", flat=True)) == ["consent-receipt"] * 3 + ["consent-request"] * 3
    assert len([each for each in statements if '"token_fingerprint" = ' in each]) == 2


@pytest.mark.once
def test_every_letter_can_be_written_in_every_language_and_the_desk_sees_no_link(shop):
    occasions.all_of_them(shop)
    occasions.try_documents(shop.organisation, dict(house.LANGUAGES))
    for language, _name in house.LANGUAGES:
        Letter.objects.exclude(template=trials.TEMPLATE).update(language=language)

        shown = [(letter.template, postman.shown(letter, TABLE)) for letter in Letter.objects.filter(language=language)]
        pages = [(template, page) for template, page in shown if page]

        assert {template for template, page in pages} == set(TABLE.facts)
        for _template, page in pages:
            assert f'<html lang="{language}">' in page.html
            assert page.subject
            assert "http://testserver/…" in page.text
            assert not re.search(r"http://testserver/[^…]", page.text + page.html)
            assert "canary" not in page.text + page.html
