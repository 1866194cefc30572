"""The demo's mailbox: what was sent lies there, and only in the demo."""

from email import message_from_bytes

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from kithkin.demo.models import KeptLetter

LINK = "http://localhost:8000/consent/abc/"


def send(to: str, subject: str = "Andrew asks", html: str = "<html><head></head><p>Hi</p></html>") -> KeptLetter:
    message = EmailMultiAlternatives(subject, f"Hello\n\nRead and decide: {LINK}", "Club <club@example.org>", [to])
    if html:
        message.attach_alternative(html, "text/html")
    get_connection("kithkin.demo.mailbox.Backend").send_messages([message])
    return KeptLetter.objects.latest("pk")


def test_the_backend_keeps_the_text_and_the_whole_message(db):
    letter = send("blaise@example.org")

    assert (letter.to, letter.sender) == ("blaise@example.org", "Club <club@example.org>")
    assert letter.text.endswith(LINK)
    assert "<p>Hi</p>" in letter.whole


def test_the_backend_works_in_the_demo_only(settings):
    settings.DEMO = False

    with pytest.raises(ImproperlyConfigured, match="DEMO=1"):
        get_connection("kithkin.demo.mailbox.Backend")


def test_the_newest_letter_comes_first(cast, client):
    send("blaise@example.org", "First")
    send("darren@example.org", "Second")

    page = client.get(reverse("demo:mailbox")).content.decode()

    assert 0 < page.index("Second") < page.index("First")


def test_letters_can_be_chosen_by_address(cast, client):
    send("blaise@example.org", "For Blaise")
    send("darren@example.org", "For Darren")

    page = client.get(reverse("demo:mailbox"), {"to": "darren@example.org"}).content.decode()

    assert "For Darren" in page
    assert "For Blaise" not in page


def test_an_empty_mailbox_says_what_to_do(cast, client):
    assert "No letters yet" in client.get(reverse("demo:mailbox")).content.decode()


def test_a_letter_shows_its_text_with_links(cast, client):
    letter = send("blaise@example.org", "<b>Andrew</b>")

    page = client.get(reverse("demo:letter", args=[letter.pk])).content.decode()

    assert f'<a href="{LINK}" rel="nofollow">{LINK}</a>' in page
    assert "&lt;b&gt;Andrew&lt;/b&gt;" in page
    assert "<b>Andrew</b>" not in page


def test_the_whole_message_can_be_opened_in_a_mail_program(cast, client):
    letter = send("blaise@example.org")

    answer = client.get(reverse("demo:letter-file", args=[letter.pk]))
    message = message_from_bytes(answer.content)

    assert answer["Content-Disposition"] == f'attachment; filename="letter-{letter.pk}.eml"'
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message["To"] == "blaise@example.org"


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(cast, client, django_assert_num_queries):
    for count in (1, 29):
        for number in range(count):
            send(f"person{number}@example.org")
        with django_assert_num_queries(3):  # the point of sale, the addresses, the letters
            client.get(reverse("demo:mailbox"))


def test_a_letter_that_is_not_there_is_not_found(cast, client):
    assert client.get(reverse("demo:letter", args=[1])).status_code == 404
