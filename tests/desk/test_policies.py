"""The privacy policy at the desk: versions, publishing, and what answers keep of them."""

import pytest
from django.conf import settings as house

from kithkin.audit.models import Entry
from kithkin.base.actor import Power, by_link, operator
from kithkin.base.verdict import NotAllowed
from kithkin.connections import actions as acting
from kithkin.connections import queries as connections
from kithkin.organisations import actions, queries
from kithkin.organisations.models import PolicyText
from tests.people import HOUSE, organisation

from .reasons import give_reason

PAGE, NEW = "/desk/policies/", "/desk/policies/new/"
ENGLISH = "We keep little.\n\nWho is responsible\n\nThe club <b>alone</b>.\n\n- your name"


@pytest.fixture
def first(family) -> int:
    return actions.publish_policy(family.organisation, {"en": ENGLISH, "de": "Wir behalten wenig."}, by=HOUSE)


def send(browser, deed: str, **texts: str):
    return browser.post(NEW, {"do": deed, **texts}, follow=True)


def published() -> list[tuple[int, str]]:
    return list(PolicyText.objects.order_by("version", "language").values_list("version", "language"))


def test_without_a_policy_the_page_says_what_is_missing_and_leads_to_the_first(hana):
    page = hana.get(PAGE).text

    assert "There is no privacy policy yet" in page and f'href="{NEW}"' in page


def test_every_version_is_listed_the_one_in_force_first(hana, first, family):
    actions.publish_policy(family.organisation, {"en": "We keep less."}, by=HOUSE)

    [newest, older] = hana.get(PAGE).context["versions"]

    assert (newest.number, newest.languages) == (2, ["English"])
    assert (older.number, older.languages) == (1, ["English", "German"])


def test_a_version_is_shown_word_by_word_and_safely(hana, first):
    page = hana.get(f"{PAGE}1/").text

    assert "In force since" in page and "<h2>Who is responsible</h2>" in page and "<li>your name</li>" in page
    assert "&lt;b&gt;alone&lt;/b&gt;" in page and 'lang="de"' in page and "Wir behalten wenig." in page
    assert hana.get(f"{PAGE}2/").status_code == 404


def test_the_next_begins_with_the_words_of_the_last_the_own_language_on_top(hana, first):
    form = hana.get(NEW).context["form"]

    assert [field.name for field in form] == [code for code, _name in house.LANGUAGES]
    assert (form["en"].value(), form["de"].value(), form["fr"].value()) == (ENGLISH, "Wir behalten wenig.", None)


def test_publishing_is_in_force_at_once_in_the_shop_and_in_the_journal(hana, client, first):
    said = send(hana, "publish", en="We keep less.", fr="Nous gardons peu.", de="  ").text

    assert "Version 2 is in force." in said
    assert published() == [(1, "de"), (1, "en"), (2, "en"), (2, "fr")]
    assert "We keep less." in client.get("/privacy/").text
    assert "Nous gardons peu." in client.get("/privacy/", headers={"Accept-Language": "fr"}).text
    entry = Entry.objects.filter(what="policy.published").latest("pk")
    assert (entry.facts, entry.kind) == ({"version": 2}, "operator")


def test_a_reader_of_a_language_that_is_left_out_gets_the_text_in_force_not_an_older_one(hana, client, first):
    send(hana, "publish", en="We keep less.")

    page = client.get("/privacy/", headers={"Accept-Language": "de"}).text

    assert "We keep less." in page and "Wir behalten" not in page


@pytest.mark.parametrize(
    ("texts", "field", "words"),
    [
        ({"en": " ", "de": "canary"}, "en", "Write the policy in the organisation's own language."),
        ({"en": ENGLISH, "de": "Wir behalten wenig."}, "en", "This is word by word the version that is in force."),
        ({"en": "canary", "it": "x" * 50_001}, "it", "The text is longer than 50000 signs."),
    ],
)
def test_what_cannot_be_published_is_refused_beside_its_field_and_stays_typed(hana, first, texts, field, words):
    answer = send(hana, "publish", **texts)

    assert answer.context["form"].errors == {field: [words]}
    assert all(answer.context["form"][code].value() == text for code, text in texts.items())
    assert published() == [(1, "de"), (1, "en")]


def test_a_preview_shows_the_texts_and_publishes_nothing(hana, first):
    page = send(hana, "preview", en="We keep less.\n\n# Why\n\nBecause.", fr="Nous gardons peu.").text

    assert "Preview, not published yet" in page and "<h2>Why</h2>" in page and "<p>Nous gardons peu.</p>" in page
    assert "We keep less.\n\n# Why" in page.replace("\r\n", "\n")
    assert published() == [(1, "de"), (1, "en")]


def test_what_the_page_does_not_offer_is_refused(hana):
    assert send(hana, "delete", en="x").status_code == 400


def test_answers_keep_the_version_that_was_in_force(hana, visit_as_andrew, family, first):
    from tests.people import connect  # noqa: PLC0415

    connection = connect(family.andrew, family.blaise)
    version = queries.policy_version(family.organisation)
    acting.allow(connections.latest(connection), by=by_link(family.blaise), shown={"policy": version})
    send(hana, "publish", en="We keep less.")

    give_reason(hana, family.blaise)
    page = hana.get(f"/desk/contacts/{family.blaise.number}/connections/").text

    assert connection.events.get(what="allowed").shown["policy"] == 1
    assert "privacy policy 1" in page


def test_only_with_the_power_and_only_at_home(family):
    without = [power for power in Power if power is not Power.PUBLISH_POLICY]
    for by in (operator(1, family.organisation.pk, without), operator(1, organisation("elsewhere").pk, list(Power))):
        with pytest.raises(NotAllowed):
            actions.publish_policy(family.organisation, {"en": "x"}, by=by)


def test_another_organisations_policy_is_not_shown(hana, shop):
    actions.publish_policy(organisation("elsewhere"), {"en": "Theirs."}, by=HOUSE)

    assert hana.get(f"{PAGE}1/").status_code == 404
    assert hana.get(PAGE).context["versions"] == []


def test_the_pages_cost_a_fixed_number_of_queries(hana, first, family, django_assert_num_queries):
    for number in range(2, 4):
        for page, queries_ in ((PAGE, 3), (f"{PAGE}1/", 4), (NEW, 4)):
            with django_assert_num_queries(queries_):
                hana.get(page)
        actions.publish_policy(family.organisation, {"en": f"Version {number}", "de": "x"}, by=HOUSE)
