"""Taking, keeping and giving back seats: one statement for all of it, on both databases.

The statement writes the claims of whole seasons in (event, seat) order, so that two buyers can never
wait for each other in a circle, and lets the unique index decide who comes first. A claim that is
not the caller's to change is left alone and not returned; the caller compares and rolls back.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum

from django.db import connection

from kithkin.base import dbclock
from kithkin.catalogue.models import Season

FOR_GOOD = None
OVER = datetime(2000, 1, 1, tzinfo=UTC)


class Mine(StrEnum):
    """Which existing claims may be written: those whose time is over, and the caller's own."""

    OR_FREE = "sales_claim.held_until < {now} OR sales_claim.{owner} = %(owned)s"
    IN_TIME = "sales_claim.held_until >= {now} AND sales_claim.{owner} = %(owned)s"
    ALL = "sales_claim.{owner} = %(owned)s"


_TAKE = """
WITH games AS (SELECT id FROM catalogue_event WHERE season_id = %(season)s AND status <> 'played')
INSERT INTO sales_claim (event_id, seat_id, basket_id, order_id, whole_season, held_until)
SELECT games.id, {seat}, CAST(%(basket)s AS bigint), CAST(%(order)s AS bigint), true, {until}
FROM games CROSS JOIN {seats}
WHERE true ORDER BY 1, 2
ON CONFLICT (event_id, seat_id) DO UPDATE SET
  basket_id = excluded.basket_id, order_id = excluded.order_id,
  whole_season = excluded.whole_season, held_until = excluded.held_until
WHERE {mine}
RETURNING seat_id, (SELECT count(*) FROM games)
"""
_PARTS = {
    "sqlite": {
        "seats": "json_each(%(seats)s) AS given",
        "seat": "json_extract(given.value, '$[0]')",
        "until": "json_extract(given.value, '$[1]')",
    },
    "postgresql": {
        "seats": "json_array_elements(%(seats)s::json) AS given(value)",
        "seat": "(given.value ->> 0)::bigint",
        "until": "(given.value ->> 1)::timestamptz",
    },
}


def take(
    seats: Mapping[int, datetime | None],
    season: Season,
    mine: Mine = Mine.OR_FREE,
    *,
    owned_by: tuple[str, int],
    basket_id: int | None = None,
    order_id: int | None = None,
) -> set[int]:
    """Claim seats (id -> until when) for every match of the season that is not played.

    Returns the seats that were had for all of them. `owned_by` names whose existing claims are the
    caller's: ("basket_id", 7) or ("order_id", 9); `basket_id` or `order_id` who has them afterwards.
    """
    owner, owned = owned_by
    allowed = mine.format(now=dbclock.sql(), owner=owner)
    given = [[seat, _moment(until)] for seat, until in seats.items()]
    values: dict[str, str | int | None] = {
        "season": season.pk,
        "seats": json.dumps(given),
        "basket": basket_id,
        "order": order_id,
        "owned": owned,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(mine=allowed, **_PARTS[connection.vendor]), values)
        written = cursor.fetchall()
    matches = written[0][1] if written else 0
    return {seat for seat, count in Counter(seat for seat, _matches in written).items() if count == matches}


def taken(season: Season, *, besides: int | None = None, blocks: Collection[int] = ()) -> list[int]:
    """The seats that are not to be had for the whole season, apart from those in this buyer's own basket.

    `blocks` narrows the answer to these. All seats come as one row: row by row half a ground costs four times as much.
    """
    parts = _TAKEN_PARTS[connection.vendor]
    within = f"AND seat_id IN ({parts['within']})" if blocks else ""
    also_within = within.replace("seat_id", "+seat_id", 1)  # few rows: no looking up of each seat at each match
    values: dict[str, str | int | None] = {"season": season.pk, "buyer": besides, "blocks": json.dumps(list(blocks))}
    sql = _TAKEN.format(now=dbclock.sql(), list=parts["list"], within=within, also_within=also_within)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        (seats,) = cursor.fetchone()
    return json.loads(f"[{seats or ''}]")


# A season ticket claims its seat at every match, so one match tells of all season tickets.
_TAKEN = """
WITH games AS (SELECT id FROM catalogue_event WHERE season_id = %(season)s AND status <> 'played'),
  own AS (SELECT id FROM sales_basket WHERE buyer_id = %(buyer)s AND state = 'open'),
  live AS (
    SELECT seat_id, held_until, basket_id FROM sales_claim
    WHERE event_id = (SELECT min(id) FROM games) {within}
    UNION ALL
    SELECT seat_id, held_until, basket_id FROM sales_claim
    WHERE NOT whole_season AND event_id IN (SELECT id FROM games) {also_within}
  )
SELECT {list} FROM live
WHERE (held_until IS NULL OR held_until >= {now})
  AND (basket_id IS NULL OR basket_id NOT IN (SELECT id FROM own))
"""
_TAKEN_PARTS = {
    "sqlite": {
        "list": "group_concat(seat_id)",
        "within": "SELECT id FROM catalogue_seat WHERE block_id IN (SELECT value FROM json_each(%(blocks)s))",
    },
    "postgresql": {
        "list": "string_agg(seat_id::text, ',')",
        "within": "SELECT id FROM catalogue_seat WHERE block_id IN "
        "(SELECT value::bigint FROM json_array_elements_text(%(blocks)s::json) AS given(value))",
    },
}


def _moment(until: datetime | None) -> str | None:
    return str(connection.ops.adapt_datetimefield_value(until)) if until else None


def ending(seats: Iterable[int], until: datetime | None) -> dict[int, datetime | None]:
    """The same end for all these seats."""
    return dict.fromkeys(seats, until)
