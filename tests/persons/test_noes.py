"""A restored backup opens nothing again that somebody had closed."""

import argparse
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.connections import actions, guardians, ledger, queries
from kithkin.connections.models import Connection, Consent, ConsentEvent, Guardianship, Refusal
from kithkin.connections.scopes import Scope
from kithkin.persons import beside, noes, noes_again, noes_lost, retention
from kithkin.project import doctor, retaining, worker
from tests.people import allow, connect, customer, register

from .test_guardians import child, desk

TABLES = (Entry, ConsentEvent, Guardianship, Consent, Refusal, Connection)


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


class Backup:
    """How the rows of consent stood, the journal and the cache with them; to be put back as an engineer would."""

    def __init__(self):
        self.rows = {model: list(model.objects.order_by("pk")) for model in TABLES}

    def restore(self) -> None:
        for model in TABLES:
            model.objects.all().delete()
        for model in reversed(TABLES):
            model.objects.bulk_create(self.rows[model])
        cache.clear()


def standing(connection: Connection) -> tuple[str, frozenset]:
    last = queries.latest(connection)
    return (last.state, last.scopes())


def is_whole(connection: Connection) -> bool:
    return not list(ledger.problems(connection.pk, connection.pk + 1))


def test_what_was_closed_after_the_backup_is_closed_again_and_only_that(family):
    withdrawn, kept = connect(family.andrew, family.blaise), connect(family.andrew, family.darren)
    asked, narrowed = connect(family.blaise, family.darren), connect(family.darren, family.blaise)
    ended = connect(family.blaise, family.andrew)
    for connection in (withdrawn, kept, narrowed, ended):
        allow(connection)
    backup = Backup()
    actions.withdraw(queries.latest(withdrawn), by=customer(family.blaise))
    actions.decline(queries.latest(asked), by=customer(family.darren), for_good=True)
    actions.narrow(narrowed, frozenset({Scope.SEE_TICKETS}), by=customer(family.darren))
    actions.remove(ended, by=customer(family.blaise))
    worker.note_noes()

    backup.restore()
    [said] = doctor.nothing_is_open_again_that_was_closed()
    assert said == "5 noes are forgotten, as by a backup. Run `kithkin retention --replay`."
    assert standing(withdrawn)[0] == "allowed" and not Refusal.objects.exists()
    assert retaining.run(argparse.Namespace(replay=True)) == 0

    assert [standing(each)[0] for each in (withdrawn, kept, asked)] == ["withdrawn", "allowed", "declined"]
    assert standing(narrowed) == ("allowed", frozenset({Scope.SEE_TICKETS}))
    assert Connection.objects.get(pk=ended.pk).removed_at and standing(ended)[0] == "removed"
    assert Refusal.objects.get().lead == family.blaise
    assert all(is_whole(each) for each in (withdrawn, kept, asked, narrowed, ended))
    assert noes_again.replay() == 0 and list(doctor.nothing_is_open_again_that_was_closed()) == []
    allow(connect(family.andrew, register(family.organisation, "Erin")))
    assert noes_again.replay() == 0


def test_whoever_had_refused_everybody_goes_on_refusing_and_a_refusal_that_was_lifted_stays_lifted(family):
    led = connect(family.andrew, family.blaise)
    backup = Backup()
    actions.block(family.blaise, None, by=customer(family.blaise))
    actions.block(family.darren, family.andrew, by=customer(family.darren))
    worker.note_noes()
    actions.unblock(family.darren, family.andrew, by=customer(family.darren))

    with clock.held(clock.now() + timedelta(days=800)):
        assert retention.run()["acts"]  # the entries beside which the refusals were noted are gone
    assert noes_again.replay() == 0
    assert list(Refusal.objects.values_list("member", "lead")) == [(family.blaise.pk, None)]
    backup.restore()
    assert noes_again.replay() == 3

    assert standing(led)[0] == "declined" and is_whole(led)
    assert Refusal.objects.filter(member=family.blaise, lead=None).count() == 1
    actions.unblock(family.blaise, None, by=customer(family.blaise))
    assert noes_again.replay() == 0


def test_a_child_who_had_blocked_everybody_shuts_out_no_guardian_by_the_replay(family):
    mia = child(family.andrew)
    other = connect(family.blaise, mia.child)
    backup = Backup()
    actions.block(mia.child, None, by=customer(mia.child))
    worker.note_noes()

    backup.restore()
    noes_again.replay()

    assert Refusal.objects.filter(member=mia.child, lead=None).exists()
    assert (standing(other)[0], standing(mia)[0]) == ("declined", "allowed")
    assert guardians.until(mia.child_id) and list(ledger.open_in_spite_of_a_refusal()) == []


def test_whom_a_document_had_ended_as_a_guardian_decides_for_the_child_no_more(family):
    mia = child(family.andrew)
    backup = Backup()
    [stands] = guardians.of(mia.child_id)
    actions.end_guardian(stands, "Order 12", by=desk(family.andrew))
    worker.note_noes()

    backup.restore()
    assert guardians.until(mia.child_id)
    assert noes_again.replay() == 1

    assert guardians.until(mia.child_id) is None
    assert standing(mia)[0] == "withdrawn" and is_whole(mia)


def test_a_line_that_was_cut_off_costs_no_other_line(family):
    first, second = connect(family.andrew, family.blaise), connect(family.andrew, family.darren)
    for each in (first, second):
        allow(each)
    actions.withdraw(queries.latest(first), by=customer(family.blaise))
    assert noes.note() == 1
    with beside.path(noes.FILE).open("a") as file:
        file.write("2026-11-21T12:00:00+00:00 cut")
    actions.withdraw(queries.latest(second), by=customer(family.darren))

    assert (noes.note(), noes.note()) == (1, 0)

    hashes = ConsentEvent.objects.filter(what="withdrawn").order_by("pk").values_list("hash", flat=True)
    assert [words[1] for words in beside.lines(noes.FILE, 4)] == list(hashes)
    assert beside.path(noes.FILE).stat().st_mode & 0o777 == 0o600


def asked_for(find) -> tuple[int, int]:
    """How much it finds lost, with how many statements."""
    with CaptureQueriesContext(database) as seen:
        return len(list(find())), len(seen)


def test_a_thousand_lines_cost_as_many_statements_as_one(family):
    people = [register(family.organisation, name) for name in ("Erin", "Frida", "Gus")]
    led = [connect(family.andrew, each) for each in people]
    backup = Backup()
    for connection, each in zip(led, people, strict=True):
        actions.decline(queries.latest(connection), by=customer(each), for_good=True)
    worker.note_noes()

    assert asked_for(noes_lost.lost) == asked_for(noes_lost.lost_refusals) == (0, 1)
    backup.restore()
    assert (asked_for(noes_lost.lost), asked_for(noes_lost.lost_refusals)) == ((3, 3), (3, 4))
    assert noes_again.replay() == 6
    assert (asked_for(noes_lost.lost), asked_for(noes_lost.lost_refusals)) == ((0, 3), (0, 4))
