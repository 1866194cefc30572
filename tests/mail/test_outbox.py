"""A letter is posted with the deed, or not at all."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_q.models import OrmQ

from kithkin.mail import outbox, queue
from kithkin.mail.models import Letter, State

from .conftest import a_letter

pytestmark = pytest.mark.django_db


def test_a_letter_holds_ids_and_waits():
    outbox.post(**a_letter(3))

    [letter] = Letter.objects.all()
    assert (letter.template, letter.contact_id, letter.facts) == ("greeting", 3, {"consent": 7})
    assert (letter.state, letter.tries, letter.next_try_at) == (State.WAITING, 0, letter.queued_at)


@pytest.mark.parametrize("number", [1, 3, 400])
def test_however_many_letters_two_statements_post_them(number):
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        outbox.post_many([a_letter(each) for each in range(number)])

    assert [query["sql"].split()[2].strip('"') for query in asked] == ["mail_letter", "django_q_ormq"]
    assert Letter.objects.count() == number


def test_nothing_to_post_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        outbox.post_many([])


def test_the_same_letter_is_posted_once():
    outbox.post(**a_letter(3))
    outbox.post(**a_letter(3))

    assert Letter.objects.count() == 1


@pytest.mark.parametrize("fact", ["blaise.canary@example.org", ["canary"], None, {"name": "canary"}])
def test_only_ids_are_kept_of_the_facts(fact):
    with pytest.raises(TypeError, match="ids of rows"):
        outbox.post(**a_letter(3) | {"consent": fact})

    assert not Letter.objects.exists()


def test_a_state_that_does_not_exist_is_refused_by_the_database():
    outbox.post(**a_letter(3))

    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.update(state="canary")


@pytest.mark.parametrize("wrong", [{"state": "sent"}, {"state": "sending"}])
def test_a_state_without_its_time_is_refused_by_the_database(wrong):
    outbox.post(**a_letter(3))

    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_one_transaction_wakes_the_worker_once_and_the_next_again():
    with transaction.atomic():
        outbox.post(**a_letter(1))
        outbox.post(**a_letter(2))
    once = OrmQ.objects.count()
    outbox.post(**a_letter(3))

    assert (once, OrmQ.objects.count()) == (1, 2)
    assert {task.func() for task in OrmQ.objects.all()} == {queue.DELIVER}


@pytest.mark.django_db(transaction=True)
def test_a_task_is_taken_up_and_taken_away_when_it_is_done(django_assert_num_queries):
    outbox.post(**a_letter(1))
    broker = queue.Broker(list_key="kithkin")
    [(task, _payload)] = broker.dequeue()
    with django_assert_num_queries(1):
        broker.acknowledge(task)
    assert not OrmQ.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rolled_back_leaves_no_letter_and_no_task():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(**a_letter(1))
        assert (Letter.objects.count(), OrmQ.objects.count()) == (1, 1)
        raise ZeroDivisionError

    assert (Letter.objects.count(), OrmQ.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_rolled_back_takes_its_task_and_the_next_letter_wakes_again():
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            outbox.post(**a_letter(1))
            raise ZeroDivisionError
        outbox.post(**a_letter(2))

    assert (Letter.objects.count(), OrmQ.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_after_one_rolled_back_wakes_again():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.post(**a_letter(1))
        raise ZeroDivisionError
    with transaction.atomic():
        outbox.post(**a_letter(2))

    assert (Letter.objects.count(), OrmQ.objects.count()) == (1, 1)
