"""Whoever rewrites what people allowed is found out by `kithkin verify`."""

import pytest

from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.connections import actions, ledger, queries, texts
from kithkin.connections.models import Consent, ConsentEvent, ConsentText, Refusal
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import PolicyText
from kithkin.project import heads, verify
from tests.people import HOUSE, allow, connect, customer, family, register

__all__ = ["family"]
READ = texts.name("We keep little.")
OTHER = {"version": 1, "language": "de", "body": "Wir behalten wenig.", "published_at": clock.now()}
SHOWN = {"text": 1, "language": "en", "body": "You allow this."}


@pytest.fixture
def connection(family, settings, tmp_path):
    """Under a policy Blaise allowed; the digest of the day is written; then Darren was asked."""
    settings.DATA_DIR = tmp_path
    organisations.publish_policy(family.organisation, {"en": "We keep little."}, by=HOUSE)
    connection = connect(family.andrew, family.blaise)
    allow(connection, shown=SHOWN)
    heads.write()
    connect(family.andrew, family.darren)
    return connection


def problems() -> list[str]:
    checks = [verify.a_refusal_leaves_nothing_open, verify.chains_are_what_the_last_digest_says]
    found = [problem for check in checks for problem in check()]
    return found + [problem for low, high in ledger.batches() for problem in ledger.problems(low, high)]


def events(connection):
    return ConsentEvent.objects.filter(connection=connection).order_by("sequence")


def test_what_the_actions_write_holds(family, connection):
    actions.withdraw(queries.latest(connection), by=by_link(family.blaise))
    actions.remove(connect(family.darren, family.blaise), by=customer(family.darren))

    assert problems() == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"what": "declined"}, 3),
        ({"scopes": []}, 3),
        ({"at": clock.now()}, 1),
        ({"previous": ""}, 2),
        ({"hash": "x"}, 1),
    ],
)
def test_a_changed_event_breaks_its_chain(connection, change, where):
    events(connection).filter(sequence=where).update(**change)

    assert f"The chain of connection {connection.pk} does not hold at event {where}." in problems()


def test_a_chain_written_anew_from_its_end_is_told_by_the_digest(connection):
    events(connection).last().delete()

    found = problems()

    assert any("is no longer what it was in" in problem for problem in found)
    assert f"Connection {connection.pk} stands otherwise than its events say." in found


def test_a_row_that_was_changed_by_hand_is_told_by_its_events(connection):
    Consent.objects.filter(connection=connection).update(manage_tickets=True)

    assert problems() == [f"Connection {connection.pk} stands otherwise than its events say."]


def test_a_text_that_was_changed_or_thrown_away_is_missed(connection):
    ConsentText.objects.update(body="You allow everything.")
    changed = problems()
    ConsentText.objects.all().delete()

    assert ["was changed" in problem for problem in changed] == [True, True], "of the letter and of the answer"
    assert ["is gone" in problem for problem in problems()] == [True, True]


def test_a_policy_that_was_edited_or_thrown_away_after_somebody_could_read_it_is_found(
    family, connection, django_assert_num_queries
):
    found = [f"Version 1 of the privacy policy of organisation {family.organisation.pk}, {READ[:12]}, was changed."]
    PolicyText.objects.create(**OTHER, organisation=family.organisation)
    assert problems() == [], "another language is no other text of what was read"

    PolicyText.objects.filter(language="en").update(body="We keep everything.")
    with django_assert_num_queries(5):
        edited = list(ledger.problems(0, connection.pk + 1000))
    PolicyText.objects.all().delete()

    assert edited == problems() == found


def test_a_consent_in_spite_of_a_refusal_is_found(family, connection):
    Refusal.objects.create(member=family.blaise, lead=None, since=clock.now())

    assert problems() == [f"Connection {connection.pk} has a consent in spite of a refusal."]


def test_a_digest_is_written_once_and_its_change_is_found(connection):
    [path] = heads.folder().iterdir()
    before = path.read_text()
    assert heads.write() == path and path.read_text() == before

    path.chmod(0o640)
    path.write_text(before.replace(before[-3], "0" if before[-3] != "0" else "1"))

    assert problems() == [f"{path.name} was changed after it was written."]


def test_batches_reach_every_connection(family, connection, monkeypatch):
    monkeypatch.setattr(ledger, "BATCH", 1)
    for name in ("Eve", "Gus"):
        connect(family.andrew, register(family.organisation, name))
    ConsentEvent.objects.filter(sequence=1).update(hash="x")

    assert len([problem for problem in problems() if "does not hold at event 1" in problem]) == 4
