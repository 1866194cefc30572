"""docs/who-sees-what.md says what the rules do."""

import re
from pathlib import Path

import pytest

from kithkin.base.actor import Power
from kithkin.connections import actions, kinds, rules
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import FULL, OFFERED, Scope
from kithkin.organisations.models import Organisation, PointOfSale
from tests.connections import test_rules as table
from tests.people import allow, connect, customer

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "who-sees-what.md").read_text()
STATES = {
    "asked, not answered": table.asked,
    "asked more than 14 days ago": table.asked,
    "declined": table.declined,
    "declined for good": table.declined_for_good,
    "withdrawn": table.withdrawn,
    "past its last day": table.lapsed,
    "removed by the lead": table.removed,
    "allowed to another lead": table.of_another_group,
    "the lead is the member's member": table.the_other_way_round,
    "the member of a member": table.through_a_third,
}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its head."""
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_scope_has_its_row():
    named = [re.findall(r"`(\w+)`", row[2]) for row in rows("What a lead may see and do")]

    assert [scope for found in named for scope in found] == [str(scope) for scope in Scope]


@pytest.mark.parametrize("row", rows("What a lead may see and do"), ids=lambda row: row[0])
def test_what_needs_a_scope_is_closed_without_and_open_with_it(family, row):
    needed = re.findall(r"`(\w+)`", row[2])
    connection = connect(family.andrew, family.blaise)
    andrew = customer(family.andrew)

    without = [scope for scope in needed if rules.may(andrew, Scope(scope), family.blaise)]
    allow(connection, scopes=frozenset(Scope(scope) for scope in needed))

    assert without == []
    assert row[1] == ("no" if needed else "yes")
    assert all(rules.may(andrew, Scope(scope), family.blaise) for scope in needed)


@pytest.mark.parametrize("row", rows("What opens nothing"), ids=lambda row: row[0])
def test_what_opens_nothing(family, row):
    STATES[row[0]](family)

    assert row[1] == "nothing"
    assert [scope for scope in Scope if any(table.answers(family, scope))] == []


def test_the_request_asks_for_what_the_page_says():
    sentence = re.search(r"A request asks for the first four scopes: (.*?)\.", PAGE, re.DOTALL)

    assert sentence is not None
    assert re.findall(r"`(\w+)`", sentence[1]) == [str(scope) for scope in Scope if scope in FULL]
    assert set(OFFERED) <= set(Scope)


def test_the_switches_have_the_defaults_of_the_page():
    defaults = {row[0]: row[2] for row in rows("The organiser's switches")}

    assert defaults == {"Friends and family": "off", "Consent": "on"}
    assert (PointOfSale().friends_and_family, Organisation().consent_on) == (False, True)


def test_every_power_is_on_the_page():
    assert [row[0].strip("`") for row in rows("Operators")] == sorted(
        (str(power) for power in Power),
        key=[
            "contact.read",
            "letter.read",
            "characteristics.set",
            "documents.edit",
            "consent-request.send",
            "limits.set",
            "guardian.set",
            "clearing.undo",
            "signals.read",
            "policy.publish",
            "contact.correct",
            "contact.erase",
            "register.read",
            "minor.read",
            "contact.register",
            "consent.record",
            "letter.print",
            "contact.merge",
        ].index,
    )


def test_the_relationships_preset_what_the_page_says():
    said = {
        "nothing": Preset.JUST_BUY,
        "the first four scopes": Preset.FULL,
        "these and `manage_tickets`": Preset.LOOK_AFTER,
    }

    told = {row[0]: said[row[1]] for row in rows("What a relationship does")}

    assert told == {"not said": kinds.Tie().asks_for, **kinds.PRESETS}


@pytest.mark.parametrize("kind", kinds.WORDS)
def test_no_relationship_opens_anything(family, kind):
    connection = connect(family.andrew, family.blaise)
    actions.call(connection, kind, by=customer(family.andrew))

    assert [scope for scope in Scope if any(table.answers(family, scope))] == []


def test_what_is_not_offered_is_named():
    [named] = re.findall(r"A scope that nothing in the shop uses yet is not offered: `(\w+)`", PAGE)

    assert set(Scope) - set(OFFERED) == {named}
