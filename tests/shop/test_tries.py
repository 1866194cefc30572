"""Tries in turn: whatever the member has said, the database is asked the same, in the same order.

A hundred of each kind in `make test`, most of them on SQLite, where they cost less.
"""

from functools import partial

import pytest
from django.db import connection

from kithkin.contacts.models import Contact
from kithkin.mail import queue

from . import alike
from .silence import asked_of_the_database

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TRIES = {"sqlite": 91, "postgresql": 9}[connection.vendor]


def told(act) -> tuple:
    with asked_of_the_database() as statements:
        answer = act()
    return answer.status_code, tuple(statements)


@pytest.mark.parametrize("act", ["looks", "asks_again"])
def test_all_tries_ask_the_database_the_same(act):
    leads = alike.leads(alike.open_shop())
    alike.may_ask_again()
    seen = set()

    for number in range(TRIES):
        lead = leads[number % len(leads)]
        with alike.undone(lead.contact):
            seen.add(told(getattr(lead, act)))

    [(status, statements)] = seen
    assert status == 200
    assert len(statements) > (12 if act == "asks_again" else 2)


def test_all_additions_ask_the_database_the_same():
    organisation = alike.open_shop()
    adders, seen = alike.adders(organisation), set()
    queue.wake()  # only the first in a transaction adds a task, and the test is one

    for number in range(TRIES):
        lead = adders[number % 2]
        if lead.state == alike.KNOWN:
            alike.register(organisation, "Gus", number)
        with alike.undone(lead.contact):
            seen.add(told(partial(lead.adds, number)))

    [(status, statements)] = seen
    assert (status, len(statements) > 20) == (200, True)
    assert Contact.objects.filter(first_name="Gus").count() == TRIES, "half of them were new"
