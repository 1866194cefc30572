"""Letters go over a real connection to a real mail server."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from kithkin.base import clock
from kithkin.mail import postman
from kithkin.mail.models import Letter

from . import server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.free_port()
    return settings.EMAIL_PORT


def test_a_letter_arrives_with_both_parts_its_headers_and_its_links(table, post, port):
    post()

    with server.running(port) as box:
        postman.deliver(table)

    [(address, mail)] = box.arrived
    assert address == mail["To"] == "contact-0@example.org"
    assert mail["From"].startswith("Ferrygate Athletic <")
    assert mail["Reply-To"] == "office@ferrygate.example"
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("Andrew Smith greets you", "auto-generated")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert "Read and decide: http://testserver/consent/canary-token/" in mail.get_body(("plain",)).get_content()
    assert 'href="http://testserver/consent/canary-token/"' in mail.get_body(("html",)).get_content()


def test_many_letters_go_over_one_connection(table, post, port):
    post(20)

    with server.running(port) as box:
        postman.deliver(table)

    assert (len(box.arrived), box.connections) == (20, 1)


def test_one_refused_address_waits_alone(table, post, port):
    post(3)

    with server.running(port) as box:
        box.refused = {"contact-1@example.org"}
        postman.deliver(table)

    assert box.to() == ["contact-0@example.org", "contact-2@example.org"]
    assert Letter.objects.get(state="waiting").error == "SMTPRecipientsRefused 550"


def test_while_the_server_is_down_letters_wait_and_then_all_arrive(table, post, port):
    post(3)
    postman.deliver(table)
    waiting = list(Letter.objects.filter(state="waiting", error="ConnectionRefusedError", next_try_at__gt=clock.now()))

    with server.running(port) as box, clock.held(clock.now() + timedelta(minutes=1)):
        postman.deliver(table)

    assert (len(waiting), len(box.arrived)) == (3, 3)
    assert not Letter.objects.exclude(state="sent").exists()


def test_two_workers_at_once_send_each_letter_once(table, post, port):
    post(60)
    start = threading.Barrier(2)
    taken = []

    def work():
        start.wait()
        while number := postman.deliver(table, limit=5):
            taken.append((threading.get_ident(), number))
        connections.close_all()

    with server.running(port) as box:
        workers = [threading.Thread(target=work) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    assert box.to() == sorted(f"contact-{each}@example.org" for each in range(60))
    assert len({worker for worker, _ in taken}) == 2
    assert not Letter.objects.exclude(state="sent", tries=1).exists()
