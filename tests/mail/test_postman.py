"""What is due goes, once; what cannot go waits; what may not go is dropped."""

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection

from kithkin.base import clock
from kithkin.mail import claims, postman
from kithkin.mail.models import Letter, State
from kithkin.mail.tables import Envelope

from .conftest import CONTEXT, greeting, table_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Broken(BaseEmailBackend):
    """A mail server of which a test says how it fails."""

    error: Exception = ConnectionRefusedError()
    refuses = "@"
    opens = False

    def open(self):
        if not self.opens:
            raise self.error

    def send_messages(self, messages):
        if self.refuses in messages[0].to[0]:
            raise self.error
        mail.outbox.extend(messages)


@pytest.fixture
def broken(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"

    def breaking(**how):
        for name, value in how.items():
            monkeypatch.setattr(Broken, name, value)

    return breaking


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_what_is_due_is_sent_and_nothing_of_it_kept(table, post):
    [letter] = post()

    with clock.held(NOON + timedelta(days=365)):
        assert postman.deliver(table) == 1

    letter.refresh_from_db()
    assert [message.to for message in mail.outbox] == [["contact-0@example.org"]]
    assert (letter.state, letter.sent_at, letter.tries) == (State.SENT, NOON + timedelta(days=365), 1)
    row = str(Letter.objects.values_list().get())
    assert "canary" in mail.outbox[0].body
    assert not any(word in row for word in ("canary", "example.org", "Andrew", "Blaise"))


def test_a_sent_letter_is_not_sent_again(table, post):
    post()

    assert [postman.deliver(table), postman.deliver(table), len(mail.outbox)] == [1, 0, 1]


def test_a_letter_that_is_not_due_waits(table, post):
    with clock.held(clock.now() + timedelta(seconds=30)):
        post()

    assert (postman.deliver(table), states()) == (0, ["waiting"])


@pytest.mark.parametrize("number", [1, 3, 30])
def test_however_many_letters_two_statements_send_them(number, table, post, django_assert_num_queries):
    post(number)

    with django_assert_num_queries(2):
        postman.deliver(table)

    assert len(mail.outbox) == number


def test_nobody_waiting_costs_one_statement(table, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert postman.deliver(table) == 0


def test_a_round_has_an_end(table, post):
    post(5)

    assert [postman.deliver(table, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert [message.to[0] for message in mail.outbox] == [f"contact-{each}@example.org" for each in range(5)]


def test_the_facts_of_a_template_are_asked_for_all_its_letters_at_once(post):
    asked = []

    def counted(letters):
        asked.append(len(letters))
        return greeting(letters)

    post(3)
    postman.deliver(table_of(greeting=counted))

    assert asked == [3]


def test_what_may_no_longer_go_is_dropped_with_the_reason(post):
    post(3)

    def facts(letters):
        first, second, _ = letters
        return {first.pk: None, second.pk: Envelope(to="", language="en", context=CONTEXT)}

    postman.deliver(table_of(greeting=facts))

    reasons = list(Letter.objects.order_by("pk").values_list("state", "error"))
    assert reasons == [
        ("dropped", "no longer to be sent"),
        ("dropped", "no address"),
        ("dropped", "no longer to be sent"),
    ]
    assert mail.outbox == []


def test_a_template_without_facts_does_not_keep_the_others(post):
    def facts(letters):
        raise LookupError("canary")

    post(1, "greeting")
    post(1, "farewell")
    post(1, "unheard-of")
    postman.deliver(table_of(farewell=facts))

    assert list(Letter.objects.order_by("pk").values_list("state", "error")) == [
        ("sent", ""),
        ("waiting", "LookupError"),
        ("waiting", "KeyError"),
    ]


def test_a_letter_that_cannot_be_written_does_not_keep_the_others(post):
    def facts(letters):
        first, second = letters
        away = CONTEXT | {"link": "https://evil.example/"}
        return greeting([second]) | {first.pk: Envelope(to="contact-0@example.org", language="en", context=away)}

    post(2)
    postman.deliver(table_of(greeting=facts))

    assert list(Letter.objects.order_by("pk").values_list("state", "error")) == [
        ("waiting", "ValueError"),
        ("sent", ""),
    ]


def test_while_the_mail_server_is_away_letters_wait_longer_and_longer(table, post, broken):
    [letter] = post()
    broken(error=ConnectionRefusedError())
    waits = []
    at = clock.now()
    for _ in range(claims.MOST_TRIES):
        with clock.held(at):
            postman.deliver(table)
        letter.refresh_from_db()
        waits.append(letter.next_try_at - at)
        at = letter.next_try_at

    assert waits[:-1] == list(claims.BACK_OFF)
    assert (letter.state, letter.tries, letter.error) == (State.FAILED, 8, "ConnectionRefusedError")
    assert sum(claims.BACK_OFF, timedelta()) > timedelta(days=1)


def test_when_the_mail_server_is_back_they_all_go(table, post, broken, settings):
    post(3)
    broken()
    postman.deliver(table)
    waiting = states()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    with clock.held(clock.now() + timedelta(minutes=1)):
        postman.deliver(table)

    assert (waiting, states(), len(mail.outbox)) == (["waiting"] * 3, ["sent"] * 3, 3)


def test_an_address_that_is_refused_does_not_keep_the_others_and_is_not_written_down(table, post, broken):
    refused = smtplib.SMTPRecipientsRefused({"contact-1@example.org": (550, b"canary: no such box")})
    broken(opens=True, error=refused, refuses="contact-1@")
    post(3)

    postman.deliver(table)

    assert states() == ["sent", "waiting", "sent"]
    assert Letter.objects.get(state="waiting").error == "SMTPRecipientsRefused 550"


def test_a_line_that_is_lost_half_way_sends_nothing_twice(table, post, broken, settings):
    broken(opens=True, error=smtplib.SMTPServerDisconnected("canary"), refuses="contact-1@")
    post(3)

    postman.deliver(table)
    half_way = states()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.held(clock.now() + timedelta(minutes=1)):
        postman.deliver(table)

    assert (half_way, states()) == (["sent", "waiting", "waiting"], ["sent"] * 3)
    assert [message.to[0] for message in mail.outbox] == [f"contact-{each}@example.org" for each in range(3)]


def test_a_worker_that_is_stopped_half_way_marks_what_has_gone(table, post, broken):
    broken(opens=True, error=SystemExit("stopped by the queue"), refuses="contact-1@")
    post(3)

    with pytest.raises(SystemExit):
        postman.deliver(table)

    assert states() == ["sent", "sending", "sending"]


def test_the_letters_of_a_dead_worker_are_taken_over_when_its_claim_has_passed(table, post):
    [letter] = post()
    claims.claim(50)

    early = postman.deliver(table)
    with clock.held(clock.now() + claims.CLAIM + timedelta(seconds=1)):
        late = postman.deliver(table)

    letter.refresh_from_db()
    assert (early, late, letter.state, letter.tries) == (0, 1, State.SENT, 2)


def test_a_worker_that_lost_its_claim_changes_nothing_any_more(table, post):
    post()
    outcome = claims.Outcome(errors=dict.fromkeys(claims.claim(50), "Canary"))
    with clock.held(clock.now() + claims.CLAIM + timedelta(seconds=1)):
        postman.deliver(table)

    outcome.mark()

    assert states() == ["sent"]


def test_nor_does_it_while_the_other_worker_is_still_at_it(post):
    post()
    outcome = claims.Outcome(sent=claims.claim(50))
    with clock.held(clock.now() + claims.CLAIM + timedelta(seconds=1)):
        claims.claim(50)

    outcome.mark()

    assert states() == ["sending"]


def test_a_claim_lasts_longer_than_the_queue_lets_a_task_run(settings):
    assert settings.Q_CLUSTER["timeout"] < claims.CLAIM.total_seconds()
    assert settings.Q_CLUSTER["timeout"] < settings.Q_CLUSTER["retry"]


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(table, post, broken, monkeypatch):
    open_blocks = []
    broken(opens=True, refuses="nobody")
    monkeypatch.setattr(Broken, "send_messages", lambda self, _: open_blocks.append(connection.in_atomic_block))
    post(2)

    postman.deliver(table)

    assert (open_blocks, states()) == ([False, False], ["sent", "sent"])


def test_the_same_letter_has_the_same_id_whenever_it_is_tried(table, post):
    [letter, _] = post(2)
    postman.deliver(table)
    Letter.objects.filter(pk=letter.pk).update(state="waiting", sent_at=None)
    postman.deliver(table)

    first, other, again = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == again != other


def test_the_desk_reads_a_letter_with_its_links_blotted_out(table, post):
    [letter] = post()

    page = postman.shown(letter, table)

    assert "Hello Blaise Smith," in page.text
    assert "Read and decide: http://testserver/…" in page.text
    assert not any(word in page.text + page.html for word in ("canary", "/privacy/", "example.org"))


def test_the_desk_reads_nothing_of_a_letter_that_may_no_longer_go(post):
    [letter, unknown] = post(1) + post(1, "unheard-of")
    table = table_of(greeting=lambda letters: {})

    assert (postman.shown(letter, table), postman.shown(unknown, table)) == (None, None)
