"""The log holds no link that opens anything, and no word of anybody."""

import logging

import pytest

from kithkin.project import worker
from kithkin.project.logs import Failed, discreet
from tests.house_log import written


@pytest.fixture
def log():
    with written() as stream:
        yield stream


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /consent/canary-token/", "Not Found: /consent/.../"),
        ("Forbidden: /password/canary-token/", "Forbidden: /password/.../"),
        ("Not Found: /orders/K7Q4-M2XD/", "Not Found: /orders/K7Q4-M2XD/"),
        ("Forbidden: /desk/contacts/61734098292/reason/", "Forbidden: /desk/contacts/.../reason/"),
    ],
)
def test_the_secret_part_of_an_address_is_blotted(log, said, kept):
    logging.getLogger("django.request").warning("%s: %s", *said.split(": "))

    assert log.getvalue() == f"{kept}\n"


def test_an_error_is_told_by_its_kind_and_place_without_its_words(log):
    try:
        try:
            raise ValueError("Key (email)=(canary@example.org) already exists.")
        except ValueError:
            raise KeyError("canary") from None
    except KeyError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/account/")

    told = log.getvalue()
    assert "builtins.KeyError" in told and "in test_an_error_is_told_by_its_kind" in told
    assert [line for line in told.splitlines() if "canary" in line and "raise " not in line] == []


def test_what_a_task_failed_of_is_kept_nowhere_by_its_words(log):
    @discreet
    def fail() -> None:
        raise ValueError("canary@example.org".upper())

    with pytest.raises(Failed) as failed:
        fail()

    assert (str(failed.value), failed.value.__suppress_context__) == ("builtins.ValueError", True)
    assert "fail failed" in log.getvalue() and "CANARY" not in log.getvalue()


def test_every_task_of_the_worker_is_discreet():
    assert [task.__name__ for task in worker.BY_THE_CLOCK if not hasattr(task, "__wrapped__")] == []
