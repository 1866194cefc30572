"""Letters as the desk reads them."""

import pytest

from kithkin.mail import outbox, postman, queries
from kithkin.mail.models import Letter, State

from .conftest import a_letter

pytestmark = pytest.mark.django_db


def test_letters_of_an_organisation_newest_first(post):
    first, second = post(2)
    outbox.post(**a_letter(9) | {"organisation_id": 2})

    assert list(queries.letters(1)) == [second, first]
    assert list(queries.letters_to(1, second.contact_id)) == [second]
    assert list(queries.letters_to(2, second.contact_id)) == []


def test_counts_and_lists_by_state(post, table):
    post(2)
    postman.deliver(table)
    [waiting] = post(1)

    counts = queries.counts(1)
    assert (counts[State.SENT], counts[State.WAITING], counts[State.FAILED]) == (2, 1, 0)
    assert list(queries.letters(1, State.WAITING)) == [waiting]
    assert set(queries.letters(1, State.SENT)) == set(Letter.objects.exclude(pk=waiting.pk))
