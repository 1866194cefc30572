"""Whatever is in a file, a reader answers with rows or with reasons: never with a traceback."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from kithkin.exchange import text
from kithkin.exchange.problems import BadFile
from kithkin.exchange.readers import contacts, fixtures, seating_plan

KEYS = (
    "name zones rows seats position x y category categories seat_guid seat_number row_number zone_id "
    "matches round date time team1 team2 status score ft"
).split()
LEAVES = any_.none() | any_.booleans() | any_.integers() | any_.floats() | any_.sampled_from(["", "A", "=1", "A / B"])
TREES = any_.recursive(
    LEAVES,
    lambda inner: any_.lists(inner, max_size=3) | any_.dictionaries(any_.sampled_from(KEYS), inner, max_size=6),
    max_leaves=30,
)
quick = settings(max_examples=150, deadline=None, database=None)


def answers(read, content: str) -> bool:
    """Whether the reader took the content or refused it with reasons."""
    try:
        return bool(read(content))
    except BadFile as bad:
        return bool(bad.problems)


@quick
@given(zones=TREES, categories=TREES)
def test_any_tree_in_the_place_of_a_plan(zones, categories):
    assert answers(seating_plan.read, json.dumps({"name": "A", "zones": zones, "categories": categories}))
    assert answers(seating_plan.read, json.dumps({"name": "A", "zones": [zones], "categories": [categories]}))


@quick
@given(matches=TREES)
def test_any_tree_in_the_place_of_matches(matches):
    assert answers(lambda content: fixtures.read(content, home="A"), json.dumps({"name": "A", "matches": matches}))
    assert answers(lambda content: fixtures.read(content, home="A"), json.dumps({"name": "A", "matches": [matches]}))


@quick
@given(any_.binary(max_size=400))
def test_any_bytes(content):
    for read in (contacts.read, seating_plan.read, text.as_json):
        try:
            words = text.decode(content)
        except BadFile:
            continue
        assert answers(read, words) or read is text.as_json


@quick
@given(any_.text(alphabet='a,;"\n\r=é\u202e', max_size=80))
def test_any_lines_under_a_head(lines):
    assert answers(contacts.read, "contact number,first name,last name,email,language\n" + lines)


@pytest.mark.parametrize("home", ["", "=1", "A" * 500])
def test_any_home(home):
    with pytest.raises(BadFile, match="plays no match at home"):
        fixtures.read('{"name": "A", "matches": []}', home=home)
