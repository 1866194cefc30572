"""How a letter reads, as text and as HTML."""

from html.parser import HTMLParser

import pytest

from kithkin.mail import blocks, colours, paper
from kithkin.mail.blocks import Block, Kind
from kithkin.mail.tables import Envelope

from .conftest import CLUB, CONTEXT

TEXT = """\
Hello Blaise Smith,

What we know

- see your tickets
- see your orders

This paragraph is broken in the source and goes on here, on a Saturday.

Read and decide: http://testserver/consent/canary-token/

How we use it: http://testserver/privacy/

--\x20
Ferrygate Athletic
1 Quay Road
Ferrygate
"""


class Links(HTMLParser):
    """The addresses that an HTML leads to or loads."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src", "background", "srcset")]


def written(**context) -> paper.Paper:
    return paper.write("greeting", Envelope(to="", language="en", context=CONTEXT | context), CLUB)


def test_the_text_is_the_template_without_its_marks():
    page = written()

    assert page.subject == "Andrew Smith greets you"
    assert page.text == TEXT


def test_the_html_says_the_same():
    html = written().html

    assert html.count("<li") == 2
    assert ">What we know</h2>" in html
    assert ">This paragraph is broken in the source and goes on here, on a Saturday.</p>" in html
    assert html.count("Ferrygate Athletic") == 2
    assert "1 Quay Road<br>Ferrygate" in html


def test_its_links_lead_to_us_and_it_loads_nothing():
    links = Links(written().html)

    assert links.addresses == ["http://testserver/consent/canary-token/", "http://testserver/privacy/"]
    assert not {"img", "script", "link", "table", "iframe", "object"} & set(links.tags)


def test_the_first_heading_is_the_title_and_without_one_the_subject_is():
    titled = paper.sheet.html([Block(Kind.HEADING, "Paid")], CLUB, subject="Order", language="de")

    assert ">Paid</h1>" in titled
    assert "<h2" not in titled
    assert '<html lang="de">' in titled
    assert ">Andrew Smith greets you</h1>" in written().html


def test_a_letter_is_in_the_readers_language():
    envelope = Envelope(to="", language="de", context=CONTEXT)

    page = paper.write("greeting", envelope, CLUB)

    assert '<html lang="de">' in page.html
    assert "on a Samstag." in page.text


def test_markup_in_a_name_is_text():
    page = written(member="<img src=x onerror=alert(1)> & 'Blaise'")

    assert "<img" not in page.html
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &#x27;Blaise&#x27;" in page.html
    assert "<img src=x onerror=alert(1)> & 'Blaise'" in page.text


def test_a_name_cannot_begin_a_block_or_a_header():
    page = written(
        lead="Andrew\r\nBcc: canary@example.org",
        member="B\n\n# You won\n\u2028- x",
        note="[[Here|http://testserver/x/]]",
    )

    assert len(page.subject.splitlines()) == 1
    assert (page.html.count("<h2"), page.html.count("<li")) == (1, 2)
    assert Links(page.html).addresses == ["http://testserver/consent/canary-token/", "http://testserver/privacy/"]


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://testserver.evil.example/",
        "http://testserver",
        "javascript:alert(1)",
        "/consent/",
    ],
)
def test_a_button_leads_nowhere_else(address):
    with pytest.raises(ValueError, match="this installation only"):
        written(link=address)


def test_an_empty_letter_has_its_foot_only():
    assert blocks.text(blocks.read([])) == ""


@pytest.mark.parametrize(
    ("shade", "known"),
    [((1, 0, 0), "#ffffff"), ((0, 0, 0), "#000000"), ((0.627955, 0.257683, 29.2339), "#ff0000")],
)
def test_colours_are_those_of_the_browser(shade, known):
    assert colours.hexadecimal(*shade) == known
