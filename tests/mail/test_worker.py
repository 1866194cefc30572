"""The worker: a process of its own picks the letters up and sends them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as house
from django.db import connection
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule

from kithkin.base import actor
from kithkin.connections import actions
from kithkin.contacts.actions import Person
from kithkin.mail import postman, queue, tables
from kithkin.mail.models import Letter
from kithkin.project import worker
from kithkin.project.letters import TABLE

from . import server

PATIENCE = 25  # less than the 30 s after which the queue first looks at its clock: only the wake-up can be in time


def test_what_is_named_by_a_string_exists():
    assert import_string(queue.DELIVER) is worker.deliver
    assert tables.wired() is TABLE


@pytest.mark.django_db
def test_what_is_done_by_the_clock_is_set_once_however_often_workers_start():
    for _ in range(2):
        worker.set_clock()

    tasks = list(Schedule.objects.order_by("minutes", "pk").values_list("func", "minutes"))
    assert [(import_string(func), timedelta(minutes=minutes)) for func, minutes in tasks] == list(
        worker.BY_THE_CLOCK.items()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("task", worker.BY_THE_CLOCK)
def test_what_is_done_by_the_clock_can_be_done_when_there_is_nothing_to_do(task):
    assert task() is None


@pytest.mark.django_db
def test_deliver_goes_on_until_nothing_is_due(monkeypatch):
    rounds = [postman.BATCH, postman.BATCH, 3, 0]
    monkeypatch.setattr(postman, "deliver", lambda table: rounds.pop(0))

    worker.deliver()

    assert rounds == [0]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_queue_wakes_the_worker_and_the_letters_arrive(family):
    port = server.free_port()
    with server.running(port) as box, running_worker(port):
        eve = Person("Eve", "Smith", "canary.eve@example.org")
        actions.connect_at_address(family.andrew, eve, None, by=actor.customer(family.andrew))
        wait_for(lambda: not OrmQ.objects.exists() and not Letter.objects.exclude(state="sent").exists())

    assert box.to() == ["canary.eve@example.org"] * 2
    assert {mail["From"] for _, mail in box.arrived} == {"Ferrygate Athletic <tickets@testserver>"}
    assert "http://testserver/consent/" in "".join(mail.get_body(("plain",)).get_content() for _, mail in box.arrived)


@contextmanager
def running_worker(port: int) -> Iterator[None]:
    """`kithkin worker` on the database of this test."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kithkin.project.settings",
        "DATABASE_URL": database_url(),
        "SECRET_KEY": house.SECRET_KEY,
        "DEMO": "0",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "EMAIL_FROM": "tickets@testserver",
    }
    command = [sys.executable, "-m", "kithkin.project.cli", "worker"]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def database_url() -> str:
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    host, user, port = quote(given["HOST"], safe=""), given["USER"], given["PORT"]
    return f"postgres://{user}@/{given['NAME']}?host={host}" + (f"&port={port}" if port else "")


def wait_for(met) -> None:
    until = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < until, (
            f"after {PATIENCE} s: {list(Letter.objects.values('template', 'state', 'error'))}"
        )
        time.sleep(0.1)
