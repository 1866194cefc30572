"""Season tickets and the matches that are planned after they were sold."""

from django.db import connection

from kithkin.audit import journal
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.catalogue.models import Season


@action
def cover(season: Season, *, by: Actor) -> int:
    """Claim the seats of all paid season tickets for matches that came later; how many claims are new.

    To be called after matches were added: without it their seats would look free.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COVER, {"season": season.pk})
        count = cursor.rowcount
    if count:
        journal.write("season.covered", by=by, about=season, claims=count)
    return count


_COVER = """
INSERT INTO sales_claim (event_id, seat_id, order_id, whole_season)
SELECT games.id, sold.seat_id, sold.order_id, true
FROM catalogue_event games CROSS JOIN (
  SELECT seat_id, max(order_id) AS order_id FROM sales_claim
  WHERE whole_season AND held_until IS NULL
    AND event_id IN (SELECT id FROM catalogue_event WHERE season_id = %(season)s)
  GROUP BY seat_id
) AS sold
WHERE games.season_id = %(season)s AND games.status <> 'played'
ORDER BY 1, 2
ON CONFLICT (event_id, seat_id) DO NOTHING
"""
