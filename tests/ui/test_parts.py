"""The components say what they must, in words as well as in colour."""

import re
from html.parser import HTMLParser

import pytest

from kithkin.base.money import Money
from tests.walls.source import PACKAGE

from .parts import SAMPLES, render

VOID = {"input", "meta", "link", "br", "hr", "img"}


class Tree(HTMLParser):
    """Notes elements that are closed in the wrong order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.wrong = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_each_component_has_a_sample():
    assert {path.stem for path in (PACKAGE / "ui/templates/cotton").glob("*.html")} == set(SAMPLES)


@pytest.mark.parametrize("part", SAMPLES)
def test_each_component_is_whole(part):
    tree = Tree(render(SAMPLES[part]))

    assert (tree.open, tree.wrong) == ([], [])


@pytest.mark.parametrize("part", SAMPLES)
def test_no_component_lets_a_name_become_markup(part):
    text = render(SAMPLES[part], name='<b onclick="x">"')

    assert "<b onclick" not in text


@pytest.mark.parametrize("part", SAMPLES)
def test_each_id_that_is_pointed_at_is_there(part):
    text = render(SAMPLES[part])
    pointed = re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', text)

    assert {name for names in pointed for name in names.split()} - set(re.findall(r'\sid="([^"]+)"', text)) == set()


def test_a_lead_meets_two_states_and_reads_them():
    assert "Active" in render('<c-state :active="True" />')
    assert "Waiting for an answer" in render('<c-state :active="False" />')


def test_the_error_stands_between_label_and_field():
    text = render(SAMPLES["field"])
    found = [text.index(part) for part in ("<label", "Write the name.", "<input", "As on it.")]

    assert found == sorted(found)


def test_a_field_names_its_error_and_its_hint():
    text = render(SAMPLES["field"])

    assert 'aria-describedby="last_error last_hint"' in text
    assert 'aria-invalid="true"' in text


def test_what_was_typed_is_kept():
    assert 'value="Blaise Smith"' in render(SAMPLES["field"])


def test_a_form_of_django_is_drawn_the_same_way():
    text = render("{{ form }}")
    email = text[text.index('for="id_email"') :]

    assert email.index("id_email_error") < email.index("<input") < email.index("id_email_helptext")
    assert 'aria-describedby="id_email_helptext id_email_error"' in email


def test_a_field_that_may_stay_empty_says_so():
    assert re.search(r"Language[^<]*<span class=\"hint\">\(if you like\)", render("{{ form.language.as_field_group }}"))


def test_the_summary_leads_to_each_field_with_an_error():
    text = render('<c-summary :form="form" />')

    assert re.findall(r'href="#(\w+)"', text) == ["id_email", "id_agreed"]


def test_a_switch_says_on_and_off():
    text = render(SAMPLES["switch"])

    assert 'data-on="On" data-off="Off"' in text
    assert 'role="switch"' in text


def test_one_minute_is_one_minute():
    assert "1 more minute<" in render('<c-timer :until="until" :minutes="1" />')
    assert "12 more minutes<" in render('<c-timer :until="until" :minutes="12" />')


def test_a_button_with_an_address_is_a_link():
    assert render('<c-button href="/x">Go</c-button>').lstrip().startswith("<a ")
    assert render("<c-button>Go</c-button>").lstrip().startswith("<button ")


def test_money_is_written_for_the_reader():
    assert render("{{ price|money }}", price=Money(114000, "GBP")) == "£1,140.00"


def test_a_hue_of_ones_own_is_one_more_stylesheet():
    assert render("{% brand 222 %}") == ""
    assert render("{% brand 140 %}") == '<link rel="stylesheet" href="/brand-140.css">'


def test_a_stand_without_blocks_is_not_said_twice():
    said = render(
        '<ul><c-ticket name="Mia" stand="East" block="East" row="F" seat="4" code="FGA">Junior</c-ticket></ul>'
    )

    assert "<dt>Block</dt><dd>East</dd>" in said
