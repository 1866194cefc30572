"""pretix's open seating-plan JSON: zones, rows and seats become blocks with neighbours in order."""

from collections.abc import Iterator
from itertools import pairwise
from math import dist
from statistics import median
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kithkin.catalogue.rows import BlockRow, CategoryRow, PlanRows, SeatRow
from kithkin.exchange import checks, text
from kithkin.exchange.problems import BadFile, Findings, Problem

MOST_SEATS = 1000
SLASH = " / "
WHEELCHAIR, COMPANION, RESTRICTED = "wheelchair", "companion", "restricted view"
KINDS = (WHEELCHAIR, COMPANION, RESTRICTED)


def read(content: str) -> PlanRows:
    """The plan in the file. Raises BadFile with all that is wrong."""
    plan = text.as_json(content)
    if not isinstance(plan, dict) or not isinstance(plan.get("zones"), list):
        raise BadFile([Problem("$", _("This is no seating plan: it has no “zones”."))])
    findings = Findings()
    name = findings.take("name", checks.label(120), plan.get("name"))
    categories = _categories(findings, plan.get("categories"))
    zones = [_block(findings, where, zone, categories) for where, zone in _each("zones", plan["zones"])]
    blocks = tuple(block for block in zones if block and block.seats)
    if not blocks:
        findings.note("zones", _("The plan has no seats."))
    findings.settle()
    codes = dict(categories.values())
    rows = tuple(CategoryRow(code, label) for code, label in codes.items())
    return PlanRows(name, rows, blocks)


def _categories(findings: Findings, given: Any) -> dict[str, tuple[str, str]]:
    """The file's name of each category -> code and name of the price category it belongs to."""
    known: dict[str, tuple[str, str]] = {}
    for where, category in _each("categories", given if isinstance(given, list) else []):
        name = findings.take(f"{where}.name", checks.label(80), _get(category, "name"))
        if name is None:
            continue
        findings.once(where, ("category", name), _("The same category stands at %(first)s already."))
        price_name = _parts(name)[0]
        code = slugify(price_name, allow_unicode=True)[:40] or price_name[:40]
        known[name] = code, price_name
        if any(other == code and called != price_name for other, called in known.values()):
            findings.note(where, _("“%(name)s” reads like another category.") % {"name": price_name})
    if not known:
        findings.note("categories", _("The plan has no categories."))
    return known


def _parts(name: str) -> tuple[str, str]:
    """ "Wing / wheelchair" is the price category "Wing" and a kind of seat."""
    before, _slash, kind = name.rpartition(SLASH)
    return (before, kind) if before and kind in KINDS else (name, "")


def _block(findings: Findings, where: str, zone: Any, categories: dict) -> BlockRow | None:
    if not isinstance(zone, dict) or not isinstance(zone.get("rows"), list):
        findings.note(where, _("A zone has a list of “rows”."))
        return None
    name = findings.take(f"{where}.name", checks.label(160), zone.get("name") or zone.get("zone_id"))
    x, y = _position(findings, where, zone)
    seats = tuple(_seats(findings, where, zone["rows"], (x, y), categories))
    if len(seats) > MOST_SEATS:
        words = _("A block has %(most)d seats at most, this one %(seats)d. Split the zone.")
        findings.note(where, words % {"most": MOST_SEATS, "seats": len(seats)})
    stand, _slash, block = (name or "").partition(SLASH)
    findings.once(where, ("zone", name), _("The same zone stands at %(first)s already."))
    return BlockRow(stand, block or stand, seats, x, y)


def _seats(findings: Findings, where: str, rows: list, corner: tuple, categories: dict) -> Iterator[SeatRow]:
    for row_order, (place, row) in enumerate(_each(f"{where}.rows", rows)):
        if not isinstance(row, dict) or not isinstance(row.get("seats"), list):
            findings.note(place, _("A row has a list of “seats”."))
            continue
        name = findings.take(f"{place}.row_number", checks.label(20), row.get("row_number"))
        dx, dy = _position(findings, place, row) if "position" in row else (0, 0)
        start = corner[0] + dx, corner[1] + dy
        seats = _each(f"{place}.seats", row["seats"])
        spots = [_position(findings, at, seat, start) for at, seat in seats]
        for order, spot, (at, seat) in zip(_orders(spots), spots, seats, strict=True):
            made = _seat(findings, at, seat, name, categories)
            if made:
                findings.once(
                    at, (where, name, made["number"]), _("The same row and number stand at %(first)s already.")
                )
                yield SeatRow(row=name, row_order=row_order, seat_order=order, x=spot[0], y=spot[1], **made)


def _seat(findings: Findings, where: str, seat: Any, row: str | None, categories: dict) -> dict | None:
    if not isinstance(seat, dict):
        return None
    guid = findings.take(f"{where}.seat_guid", checks.label(80), seat.get("seat_guid"))
    number = findings.take(f"{where}.seat_number", checks.label(20), seat.get("seat_number"))
    category = seat.get("category")
    if not isinstance(category, str) or category not in categories:
        findings.note(f"{where}.category", _("“%(name)s” is none of the categories.") % {"name": category})
        return None
    findings.once(where, ("seat", guid), _("The same seat_guid stands at %(first)s already."))
    kind = _parts(category)[1]
    return {
        "guid": guid,
        "number": number,
        "category": categories[category][0],
        "kind": kind if kind in (WHEELCHAIR, COMPANION) else "normal",
        "restricted": kind == RESTRICTED,
    }


def _orders(spots: list[tuple[float, float]]) -> Iterator[int]:
    """Seats count from 0 in the order of the file; where a gap is wide, a number is left out.

    So seats on both sides of stairs or a tunnel are no neighbours, and no one else looks at pixels.
    """
    steps = [dist(one, other) for one, other in pairwise(spots)]
    usual = median(steps) if steps else 0
    order = 0
    for step in [0, *steps]:
        order += 2 if step > 2 * usual else 1
        yield order - 1


def _position(findings: Findings, where: str, thing: Any, start: tuple = (0, 0)) -> tuple[float, float]:
    position = _get(thing, "position")
    if not isinstance(position, dict):
        findings.note(f"{where}.position", _("A position has an x and a y."))
        return start
    x = findings.take(f"{where}.position.x", checks.coordinate, position.get("x"))
    y = findings.take(f"{where}.position.y", checks.coordinate, position.get("y"))
    return start[0] + (x or 0), start[1] + (y or 0)


def _get(thing: Any, key: str) -> Any:
    return thing.get(key) if isinstance(thing, dict) else None


def _each(where: str, things: list) -> list[tuple[str, Any]]:
    return [(f"{where}[{i}]", thing) for i, thing in enumerate(things)]
