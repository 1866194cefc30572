"""Letters in the organiser's own words: what may stand in them, and that nobody's name gets more out of them."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.conf import settings as house
from django.core import mail
from hypothesis import given

from kithkin.accounts import actions as accounts
from kithkin.base import actor, clock
from kithkin.connections import actions as acting
from kithkin.connections import queries
from kithkin.connections.models import Consent
from kithkin.connections.scopes import JUST_BUY
from kithkin.mail import checking, message, paper, postman
from kithkin.mail.blocks import Kind
from kithkin.mail.documents import Document, Placeholder
from kithkin.mail.models import Letter, LetterText
from kithkin.mail.tables import Envelope, Table
from kithkin.mail.wording import Wording
from kithkin.project.documents import BY_TEMPLATE, DOCUMENTS
from kithkin.project.letters import TABLE
from tests import people
from tests.sales.statements import counted

from .conftest import CLUB, table_of
from .test_names import ANYTHING, check, often
from .test_paper import Links

DOCUMENT = Document(
    "greeting",
    "Greeting",
    (
        Placeholder("lead", "Who greets.", "Andrew", needed=True),
        Placeholder("member", "Who is greeted.", "Blaise"),
        Placeholder("opens", "What opens.", ("one", "two"), needed=True),
        Placeholder("link", "The answer.", "", needed=True, is_link=True),
        Placeholder("policy", "The policy.", "", needed=True, is_link=True),
    ),
)
SUBJECT = "{{ lead }} wrote"
BODY = "Dear {{member}},\n\n# Then\n\n- can {{ opens }}\n\n[[Answer {{ lead }}|{{ link }}]]\n\nSee {{ policy }}"
FACTS = {
    "lead": "Andrew Smith",
    "member": "Blaise Smith",
    "lines": [{"opens": "see this"}, {"opens": "do that"}],
    "link": "http://testserver/consent/canary-token/",
    "policy": "http://testserver/privacy/",
}
TEXT = """\
Dear Blaise Smith,

Then

- can see this
- can do that

Answer Andrew Smith: http://testserver/consent/canary-token/

See http://testserver/privacy/

--\x20
Ferrygate Athletic
1 Quay Road
Ferrygate
"""


def own(subject: str = SUBJECT, body: str = BODY) -> Wording:
    return Wording(DOCUMENT, f"{subject}\n\n{body}")


def written(wording: Wording, **facts) -> paper.Paper:
    return paper.write("greeting", Envelope(to="", language="en", context=FACTS | facts), CLUB, own=wording)


def refused(subject: str = SUBJECT, body: str = BODY) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in checking.problems(own(subject, body))]


def test_placeholders_are_filled_and_a_line_is_written_once_for_each():
    page = written(own())

    assert checking.problems(own()) == []
    assert (page.subject, page.text) == ("Andrew Smith wrote", TEXT)


@pytest.mark.parametrize("code", ["{% if lead %}x{% endif %}", "{% include 'x' %}", "{# x #}", "{ lead }", "<b>x</b>"])
def test_everything_else_is_text(code):
    page = written(own(body=f"{BODY}\n\n{code}"))

    assert refused(body=f"{BODY}\n\n{code}") == []
    assert f"\n\n{code}\n\n-- " in page.text
    assert "<b>" not in page.html


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"subject": ""}, "subject", "Write a subject."),
        ({"subject": "x" * 151}, "subject", "The subject is longer than 150 signs."),
        ({"subject": "See {{ link }}"}, "subject", "A subject has no links"),
        ({"subject": "See www.example"}, "subject", "A subject has no links"),
        ({"subject": "See https://x"}, "subject", "A subject has no links"),
        ({"subject": "Write to a@b"}, "subject", "A subject has no links"),
        ({"subject": "On evil.example"}, "subject", "A subject has no links"),
        ({"subject": "{{ opens }}"}, "subject", "{{ opens }} stands for several lines."),
        ({"subject": "{{ lead.email }}"}, "subject", "This letter has no placeholder {{ lead.email }}."),
        ({"body": ""}, "body", "Write the text of the letter."),
        ({"body": BODY + "x" * 8000}, "body", "The text is longer than 8000 signs."),
        ({"body": BODY.replace("{{ policy }}", "")}, "body", "{{ policy }} is missing: The policy."),
        ({"body": BODY.replace("- can {{ opens }}", "")}, "body", "{{ opens }} is missing: What opens."),
        ({"body": BODY.replace("|{{ link }}", "|{{ policy }}")}, "body", "{{ link }} is missing: The answer."),
        ({"body": BODY + "\n\n{{ link }}"}, "body", "{{ link }} stands here more than once."),
        ({"body": BODY + " {{ wage }}"}, "body", "This letter has no placeholder {{ wage }}."),
        ({"body": BODY + " {{ opens.0 }}"}, "body", "This letter has no placeholder {{ opens.0 }}."),
        ({"body": BODY + " {{ lead|upper }}"}, "body", "This letter has no placeholder {{ lead|upper }}."),
        ({"body": BODY + " {{ lead.pk }}"}, "body", "This letter has no placeholder {{ lead.pk }}."),
        ({"body": BODY + " {{ lead"}, "body", "A placeholder is written {{ name }}"),
        ({"body": BODY + "."}, "body", "Leave a space before and after {{ policy }}"),
        ({"body": BODY + "\n\n[[Go|http://testserver/]]"}, "body", "A button stands alone on its line"),
        ({"body": BODY + "\n\n[[Go|{{ lead }}]]"}, "body", "A button stands alone on its line"),
        ({"body": BODY + "\n\nHere: [[Go|{{ link }}]]"}, "body", "A button stands alone on its line"),
    ],
)
def test_what_would_not_work_is_refused_in_words(typed, field, words):
    problems = refused(**typed)

    assert [said for where, said in problems if where == field and said.startswith(words)], problems


@pytest.mark.parametrize("subject", ["Tickets at F.C. United", "Dear {{ lead }}. Hello", "Reply by 12.30"])
def test_a_subject_may_have_full_stops(subject):
    assert [problem for problem in refused(subject=subject) if "links" in problem[1]] == []


@pytest.mark.parametrize("code", [code for code, _ in house.LANGUAGES])
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.template)
def test_the_houses_texts_fit_and_can_be_shown_with_samples(document, code):
    wording = paper.shipped(document, code)
    page = paper.write("", Envelope(to="", language=code, context=document.samples()), CLUB, own=wording)

    assert checking.problems(wording) == []
    assert "{{" not in page.subject + page.text
    assert set(Links(page.html).addresses) == {"http://testserver/…"}


@pytest.mark.django_db
@pytest.mark.parametrize("code", [code for code, _ in house.LANGUAGES])
def test_who_keeps_the_houses_words_sends_the_houses_letter(code, shop):
    asked, soon, over = (
        people.connect(shop.andrew, people.register(shop.andrew.organisation, name)) for name in ("Zoe", "Yan", "Xia")
    )
    ends_in(people.allow(soon), days=20)
    ends_in(people.allow(over), days=-1)
    acting.remind_due(by=people.HOUSE)
    acting.ask_again(over, by=people.customer(shop.andrew))
    accounts.invite(shop.andrew, by=people.HOUSE)
    shop.buy(3)
    shop.place(2, pay_now=False)
    Letter.objects.update(language=code)
    letters = {letter.template: letter for letter in Letter.objects.filter(template__in=BY_TEMPLATE)}
    as_house = {template: postman.shown(letter, TABLE) for template, letter in letters.items()}
    for document in DOCUMENTS:
        keep(letters, document.template, paper.shipped(document, code).text)

    assert {template: postman.shown(letter, TABLE) for template, letter in letters.items()} == as_house
    assert set(as_house) == set(BY_TEMPLATE)
    assert queries.latest(asked).state == "asked"


def ends_in(consent: Consent, *, days: int) -> None:
    Consent.objects.filter(pk=consent.pk).update(ends_at=clock.now() + timedelta(days=days))


ANSWERS = {
    "allowed": lambda consent, by: acting.allow(consent, by=by),
    "allowed to buy": lambda consent, by: acting.allow(consent, by=by, scopes=JUST_BUY),
    "declined": lambda consent, by: acting.decline(consent, by=by),
    "declined for good": lambda consent, by: acting.decline(consent, by=by, for_good=True),
    "withdrawn": lambda consent, by: acting.withdraw(acting.allow(consent, by=by), by=by),
}


@pytest.mark.django_db
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("code", ["en", "de"])
def test_a_receipt_in_own_words_says_what_the_houses_says_whatever_was_decided(answer, code, family):
    consent = queries.latest(people.connect(family.andrew, family.blaise))
    ANSWERS[answer](consent, actor.by_link(family.blaise))
    Letter.objects.update(language=code)
    receipt = Letter.objects.filter(template="consent-receipt").latest("pk")
    as_house = postman.shown(receipt, TABLE)
    keep({"consent-receipt": receipt}, "consent-receipt", paper.shipped(BY_TEMPLATE["consent-receipt"], code).text)

    assert postman.shown(receipt, TABLE) == as_house
    assert "\n\n\n" not in as_house.text and "<p" in as_house.html
    assert not re.search(r"<(p|li|h\d)[^>]*></", as_house.html)


def keep(letters: dict[str, Letter], template: str, text: str) -> None:
    if letter := letters.get(template):
        LetterText.objects.create(
            organisation_id=letter.organisation_id,
            template=template,
            language=letter.language,
            text=text,
            edited_at=clock.now(),
        )


def a_text(**other) -> LetterText:
    given = {"organisation_id": 1, "template": "greeting", "language": "en", "text": own().text}
    return LetterText.objects.create(edited_at=clock.now(), **(given | other))


def editable() -> Table:
    """A table with one document; the house's template takes the same facts."""
    return table_of(greeting=facts_of)._replace(documents={"greeting": DOCUMENT})


def facts_of(letters: list[Letter]) -> dict[int, Envelope]:
    return {letter.pk: Envelope(to="a@example.org", language="en", context=FACTS) for letter in letters}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other", "subject"),
    [
        ({}, "Andrew Smith wrote"),
        ({"organisation_id": 2}, "Andrew Smith greets you"),
        ({"language": "de"}, "Andrew Smith greets you"),
        ({"template": "farewell"}, "Andrew Smith greets you"),
        ({"text": "No link\n\nis here"}, "Andrew Smith greets you"),
    ],
)
def test_own_words_are_for_one_organisation_document_and_language_and_only_while_they_fit(post, other, subject):
    a_text(**other)
    post()

    postman.deliver(editable())

    assert [each.subject for each in mail.outbox] == [subject]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_one_statement_finds_the_own_words_of_all_letters(post, number):
    a_text()
    post(number)

    with counted() as statements:
        postman.deliver(editable())

    assert len([each for each in statements if "mail_lettertext" in each]) == 1
    assert {each.subject for each in mail.outbox} == {"Andrew Smith wrote"}


@pytest.mark.django_db
def test_the_desk_reads_own_words_too_with_links_blotted_out(post):
    a_text()
    [letter] = post()

    page = postman.shown(letter, editable())

    assert page.subject == "Andrew Smith wrote"
    assert "canary" not in page.text + page.html


@pytest.mark.parametrize(
    "name",
    ["# You won", "- x", "[[Here|http://testserver/x/]]", "http://testserver/x/", "www.evil.example", "{{ link }}"],
)
def test_a_name_is_text_wherever_it_stands(name):
    page = written(own(body="{{ lead }}\n\n{{ member }}\n\n" + BODY), lead=name, member=name)

    assert [block.kind for block in page.body][:2] == [Kind.PARAGRAPH] * 2
    assert set(Links(page.html).addresses) == {FACTS["link"], FACTS["policy"]}


@often
@given(ANYTHING)
def test_no_text_for_a_placeholder_is_a_link_a_header_or_a_block(text):
    wording = own(body="{{ lead }}\n\n{{ member }}\n\n" + BODY)
    facts = FACTS | {"lead": f"Andrew {text}", "member": text, "lines": [{"opens": text}]}
    envelope = Envelope(to="blaise@example.org", language="en", context=facts)

    check(read(message.compose(Letter(pk=1, template="greeting"), envelope, CLUB, wording)))
    kinds = [block.kind for block in written(wording, **facts).body]
    assert kinds.count(Kind.HEADING) == kinds.count(Kind.POINT) == kinds.count(Kind.BUTTON) == 1


def read(composed) -> EmailMessage:
    return message_from_bytes(composed.message().as_bytes(), policy=policy.default)
