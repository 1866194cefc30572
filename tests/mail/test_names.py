"""Whatever a person is called, a letter has the same headers and leads to us only."""

import re
from email import message_from_bytes, policy
from html import unescape

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from kithkin.base import names
from kithkin.base.verdict import Refused
from kithkin.mail import message
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope

from .conftest import CLUB, CONTEXT
from .test_paper import Links

HEADERS = "Content-Type MIME-Version Subject From To Reply-To Date Message-ID Auto-Submitted".split()
# As naive as a mail program: whatever has a scheme, an @, or a dot before letters becomes a link.
NAIVE = re.compile(
    r"(?:https?://|www\.\w)[^\s<>\"]*|[\w.+-]+@[\w.-]+|[\w-]+(?:\.[\w-]+)*[.。．｡][^\W\d_]{2,}[^\s<>\"]*"
)
OURS = ("http://testserver/consent/canary-token/", "http://testserver/privacy/")
BITS = [*"www. .com . http:// @ J. evil - ' é Ω [[ | ]]".split(), "\u0301", "\u202e", "\u200d", "\r\n", "# "]
ACCEPTABLE = st.text("aäzAZéßΩжфק\u0301.'’- ", min_size=1, max_size=12).map(lambda text: f"A{text}")
ANYTHING = st.lists(st.sampled_from(BITS) | st.characters(), min_size=1, max_size=12).map("".join)
often = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sent(**context):
    """The message as it goes over the line, read as a mail program does."""
    envelope = Envelope(to="blaise@example.org", language="en", context=CONTEXT | context)
    letter = Letter(pk=1, template="greeting")
    return message_from_bytes(message.compose(letter, envelope, CLUB).message().as_bytes(), policy=policy.default)


def links_in(mail) -> set[str]:
    plain = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    shown = unescape(re.sub(r"<(style|title)>.*?</\1>|<[^>]+>", "", html, flags=re.DOTALL))
    return {found.rstrip(".,") for text in (plain, shown, mail["Subject"]) for found in NAIVE.findall(text)}


def check(mail) -> None:
    assert mail.keys() == HEADERS
    assert links_in(mail) <= set(OURS)
    assert set(Links(mail.get_body(("html",)).get_content()).addresses) == set(OURS)


def test_the_naive_program_does_see_links():
    text = "see www.evil.example, evil.com/x or a@evil.example"

    assert NAIVE.findall(text) == ["www.evil.example,", "evil.com/x", "a@evil.example"]


@pytest.mark.parametrize("name", ["Evil.com", "www.evil.example", "https://evil.example/x", "a@evil.example", "x。com"])
def test_even_a_name_that_should_never_have_been_accepted_is_no_link(name):
    check(sent(lead=name, member=name, lines=[name]))


@often
@given(ACCEPTABLE)
@example("J.R. Smith")
@example("Иван.рф")
def test_no_accepted_name_is_a_link_or_a_header(name):
    try:
        accepted = names.clean(name)
    except Refused:
        assume(False)
    check(sent(lead=accepted, member=accepted, lines=[accepted]))


@often
@given(ANYTHING)
@example("www.0")
def test_nor_is_any_other_text(text):
    check(sent(lead=f"Andrew {text}", member=text, lines=[text]))


def test_the_sender_is_the_organisation_by_our_address(settings):
    settings.DEFAULT_FROM_EMAIL = "Shop <tickets@testserver>"
    mail = sent()

    assert mail["From"] == "Ferrygate Athletic <tickets@testserver>"
    assert mail["Reply-To"] == "office@ferrygate.example"
    assert mail["To"] == "blaise@example.org"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@testserver>")


def test_amounts_and_times_are_left_alone():
    mail = sent(lines=["£1,140.00 until 12.30"])

    assert "- £1,140.00 until 12.30\n" in mail.get_body(("plain",)).get_content()
