"""Reading pretix's seating-plan JSON: what becomes of zones, rows and seats, and what is refused."""

import json
from copy import deepcopy

import pytest

from kithkin.catalogue.rows import BlockRow, CategoryRow, SeatRow
from kithkin.exchange.problems import BadFile
from kithkin.exchange.readers import seating_plan


def seat(guid: str, number: str, x: float = 0, category: str = "Stalls") -> dict:
    return {"seat_guid": guid, "seat_number": number, "position": {"x": x, "y": 0}, "category": category}


def plan(*seats: dict, **changes) -> dict:
    row = {"row_number": "A", "row_label": "Row A", "position": {"x": 5, "y": 50}, "seats": list(seats)}
    zone = {"name": "East Stand / E1", "position": {"x": 100, "y": 200}, "rows": [row], "areas": []}
    categories = [{"name": "Stalls", "color": "#f00"}, {"name": "Stalls / wheelchair"}]
    size = {"width": 900, "height": 600}
    return {"name": "Hall", "size": size, "categories": categories, "zones": [zone], **changes}


def read(given: object):
    return seating_plan.read(json.dumps(given))


def problems(given: object) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read(given)
    return [str(problem) for problem in refused.value.problems]


def test_zones_rows_and_seats_become_blocks_on_one_plan():
    hall = read(plan(seat("g1", "1", 0), seat("g2", "2", 30, "Stalls / wheelchair")))

    assert hall.name == "Hall"
    assert hall.categories == (CategoryRow("stalls", "Stalls"),)
    assert hall.blocks == (
        BlockRow(
            "East Stand",
            "E1",
            (
                SeatRow("g1", "A", "1", row_order=0, seat_order=0, x=105, y=250, category="stalls"),
                SeatRow("g2", "A", "2", row_order=0, seat_order=1, x=135, y=250, category="stalls", kind="wheelchair"),
            ),
            x=100,
            y=200,
        ),
    )


@pytest.mark.parametrize(
    ("category", "kind", "restricted"),
    [
        ("Stalls", "normal", False),
        ("Stalls / wheelchair", "wheelchair", False),
        ("Stalls / companion", "companion", False),
        ("Stalls / restricted view", "normal", True),
    ],
)
def test_the_words_behind_the_slash_say_what_kind_of_place_it_is(category, kind, restricted):
    [block] = read(plan(seat("g1", "1", category=category), categories=[{"name": category}])).blocks

    assert (block.seats[0].category, block.seats[0].kind, block.seats[0].restricted) == ("stalls", kind, restricted)


def test_another_word_behind_a_slash_belongs_to_the_name():
    hall = read(plan(seat("g1", "1", category="Stalls / gold"), categories=[{"name": "Stalls / gold"}]))

    assert hall.categories == (CategoryRow("stalls-gold", "Stalls / gold"),)


@pytest.mark.parametrize("name", ["Main area", "Hall/1"])
def test_a_zone_without_a_stand_is_both(name):
    given = plan(seat("g1", "1"))
    given["zones"][0]["name"] = name

    [block] = read(given).blocks

    assert (block.stand, block.name) == (name, name)


def test_a_wide_gap_parts_neighbours():
    spots = [0, 10, 20, 60, 70]
    [block] = read(plan(*(seat(f"g{x}", str(x), x) for x in spots))).blocks

    assert [place.seat_order for place in block.seats] == [0, 1, 2, 4, 5]


def test_a_zone_without_seats_such_as_the_pitch_is_no_block():
    given = plan(seat("g1", "1"))
    given["zones"].insert(0, {"name": "Pitch", "position": {"x": 0, "y": 0}, "rows": [], "areas": [{}]})

    assert [block.name for block in read(given).blocks] == ["E1"]


def changed(path: str, value: object) -> dict:
    """A plan of two seats with one thing changed, such as zones.0.rows.0.row_number."""
    given = deepcopy(plan(seat("g1", "1", 0), seat("g2", "2", 10)))
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    thing = given
    for step in way:
        thing = thing[step]
    thing[last] = value
    return given


SEATS = "zones.0.rows.0.seats"
AT = "zones[0].rows[0].seats[1]"


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("name", "=1+1", "name: “=1+1” begins with =, +, - or @, as formulas do."),
        ("zones.0.name", "@stand", "zones[0].name: “@stand” begins with =, +, - or @, as formulas do."),
        ("zones.0.name", None, "zones[0].name: Here should be a text."),
        ("zones.0.rows", 7, "zones[0]: A zone has a list of “rows”."),
        ("zones.0.position", None, "zones[0].position: A position has an x and a y."),
        ("zones.0.rows.0.row_number", 7, "zones[0].rows[0].row_number: Here should be a text."),
        ("zones.0.rows.0.seats", {}, "zones[0].rows[0]: A row has a list of “seats”."),
        (f"{SEATS}.1.seat_guid", "g1", f"{AT}: The same seat_guid stands at zones[0].rows[0].seats[0] already."),
        (f"{SEATS}.1.seat_guid", "", f"{AT}.seat_guid: This is empty."),
        (f"{SEATS}.1.seat_number", "1", f"{AT}: The same row and number stand at zones[0].rows[0].seats[0] already."),
        (f"{SEATS}.1.category", "Balcony", f"{AT}.category: “Balcony” is none of the categories."),
        (f"{SEATS}.1.category", ["Stalls"], f"{AT}.category: “['Stalls']” is none of the categories."),
        (f"{SEATS}.1.position.x", "10", f"{AT}.position.x: A position is a number between -1,000,000 and 1,000,000."),
        (f"{SEATS}.1.position.y", 1e9, f"{AT}.position.y: A position is a number between -1,000,000 and 1,000,000."),
        (f"{SEATS}.1", "g2", f"{AT}.position: A position has an x and a y."),
        ("categories.1.name", "Stalls", "categories[1]: The same category stands at categories[0] already."),
        ("categories.1.name", "STALLS", "categories[1]: “STALLS” reads like another category."),
    ],
)
def test_a_bad_part_is_named_with_its_path_and_reason(path, value, problem):
    assert problem in problems(changed(path, value))


def test_the_same_zone_twice_is_refused():
    given = plan(seat("g1", "1"))
    given["zones"].append({**given["zones"][0], "rows": []})

    assert problems(given) == ["zones[1]: The same zone stands at zones[0] already."]


def test_a_block_has_a_thousand_seats_at_most():
    assert problems(plan(*(seat(f"g{n}", str(n), n) for n in range(1001)))) == [
        "zones[0]: A block has 1000 seats at most, this one 1001. Split the zone."
    ]


def test_all_bad_seats_are_named_not_only_the_first():
    given = plan(*(seat(f"g{n}", str(n), n, "Nowhere") for n in range(300)))

    assert len([line for line in problems(given) if "“Nowhere”" in line]) == 300


@pytest.mark.parametrize("given", [[], {}, {"zones": "nope"}, {"matches": []}, 7])
def test_other_json_is_refused(given):
    assert problems(given) == ["$: This is no seating plan: it has no “zones”."]


@pytest.mark.parametrize("zones", [[], [7], [None, []]])
def test_a_plan_without_seats_is_refused(zones):
    assert "zones: The plan has no seats." in problems(plan(zones=zones))
