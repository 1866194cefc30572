"""The report of signals: leads and limits, never what members answered."""

from datetime import timedelta

import pytest

from kithkin.audit import signals
from kithkin.audit.models import Signal
from kithkin.base import clock
from kithkin.base.actor import Power, by_link
from kithkin.connections import actions, queries
from kithkin.connections.limits import Limit
from kithkin.connections.models import Attempt
from kithkin.desk import words
from kithkin.project import worker
from tests.people import connect, customer, organisation, register

PAGE = "/desk/signals/"


def note(contact, what: Limit = Limit.LOOKUP, *, days_ago: int = 0, times: int = 1):
    with clock.held(clock.now() - timedelta(days=days_ago)):
        for _ in range(times):
            signals.note(contact.organisation_id, contact.pk, what)


def listed(browser, query: str = "") -> list[tuple]:
    return [(row.lead, row.signal.what, row.signal.times) for row in browser.get(PAGE + query).context["rows"]]


def test_where_nothing_happened_the_page_says_so(hana):
    assert "No signal in this time: nobody ran into a limit." in hana.get(PAGE).text


def test_every_limit_has_its_words():
    assert set(words.SIGNALS) == set(Limit)


def test_it_says_who_met_which_limit_when_and_how_often(hana, family):
    note(family.andrew, Limit.MISMATCH, times=3)
    note(family.darren, Limit.DOUBLED, days_ago=2)

    page = hana.get(PAGE).text

    assert listed(hana) == [(family.andrew, "mismatch", 3), (family.darren, "doubled", 1)]
    assert "Known emails under wrong names, more than allowed" in page and "3×" in page
    assert "An email that several contacts with the same name have" in page
    assert page.count("Closed until tomorrow") == 1


def test_what_leads_do_in_the_shop_arrives_here(hana, visit_as_andrew, family):
    family.organisation.lookups_per_day = 1
    family.organisation.save()
    wrong = {"by": "number", "number": family.blaise.number, "last_name": "Jones"}

    for _ in range(3):
        visit_as_andrew.post("/account/friends/", wrong)

    assert listed(hana) == [(family.andrew, "lookup", 2)]


@pytest.mark.parametrize(("query", "seen"), [("?days=1", 1), ("", 2), ("?days=30", 3), ("?days=90", 4), ("?days=x", 2)])
def test_it_reaches_back_as_far_as_one_asks(hana, family, query, seen):
    for days in (0, 5, 20, 60):
        note(family.andrew, days_ago=days)

    assert len(listed(hana, query)) == seen


def test_a_long_list_has_pages_and_fixed_queries(hana, family, django_assert_num_queries):
    note(family.andrew)
    for expected in (1, 50):
        with django_assert_num_queries(5):  # 2 to get in; signals, leads, the blocked
            assert len(listed(hana)) == expected
        for letter in "abcdefgh" if expected == 1 else "":
            for other in "abcdefgh":
                note(register(family.organisation, f"Lead{letter}{other}"), Limit.GROUP)

    assert (len(listed(hana, "?page=2")), len(listed(hana, "?page=3"))) == (15, 0)
    assert "No signal on this page." in hana.get(f"{PAGE}?page=3").text
    assert 'rel="next" href="?days=7&amp;page=2"' in hana.get(PAGE).text


def blocked_by(lead, *members):
    for member in members:
        connect(lead, member)
        actions.block(member, lead, by=customer(member))


def test_a_lead_whom_several_block_is_named_and_they_are_not(hana, family):
    members = [register(family.organisation, f"Canary{letter}") for letter in "abc"]
    blocked_by(family.andrew, *members[:2])
    before = hana.get(PAGE)

    blocked_by(family.andrew, members[2])
    after = hana.get(PAGE)

    assert (before.context["blocked"], after.context["blocked"]) == ([], [family.andrew])
    assert "3 people or more do not want to be asked" in after.text
    assert "Canary" not in after.text


@pytest.mark.parametrize("answer", ["decline", "withdraw", "block"])
def test_what_a_member_answers_changes_nothing_here(hana, family, answer):
    connection = connect(family.andrew, family.blaise)
    before = hana.get(PAGE).text.split("csrf")[0]

    member = by_link(family.blaise)
    if answer == "decline":
        actions.decline(queries.latest(connection), by=member, for_good=True)
    elif answer == "withdraw":
        actions.withdraw(actions.allow(queries.latest(connection), by=member), by=member)
    else:
        blocked_by(family.darren, family.blaise)

    after = hana.get(PAGE)
    assert (after.context["rows"], list(after.context["blocked"])) == ([], [])
    assert after.text.split("csrf")[0] == before


def test_another_organisations_signals_are_not_seen(hana, shop):
    theirs = register(organisation("elsewhere"), "Stranger")
    note(theirs)

    assert listed(hana) == []


def test_without_reading_contacts_a_name_leads_nowhere(shop, sit_down, family):
    note(family.andrew)

    page = sit_down(shop.organisation, Power.READ_SIGNALS).get(PAGE).text

    assert "Andrew Smith" in page and "/desk/contacts/" not in page


def test_what_is_old_is_forgotten(family):
    note(family.andrew, days_ago=91)
    note(family.andrew)
    for day in ("2020-01-01", clock.now().date().isoformat(), f"{clock.now():%Y-%m-%dT%H}"):
        Attempt.objects.create(subject="x", kind="lookup", day=day, times=1)

    worker.keep_no_longer()

    assert (Signal.objects.count(), Attempt.objects.count()) == (1, 2)
