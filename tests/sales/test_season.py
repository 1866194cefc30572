"""Matches planned after season tickets were sold."""

from datetime import timedelta

from kithkin.sales import claims
from kithkin.sales.actions import season as seasons
from kithkin.sales.models import Claim

from .ground import HOUSE, Shop


def test_a_match_added_later_is_covered_by_the_season_tickets_sold(shop: Shop):
    placed = shop.buy(2)
    season = shop.offer.product.season
    added = season.events.create(round="New", home="Ferrygate", away="Late", date=season.ends)

    assert seasons.cover(season, by=HOUSE) == 2
    assert seasons.cover(season, by=HOUSE) == 0

    season.events.exclude(pk=added.pk).update(status="played", date=season.starts - timedelta(days=1))
    assert set(claims.taken(season)) == set(placed.lines.values_list("seat_id", flat=True))


def test_what_is_only_held_is_not_covered(shop: Shop):
    shop.hold(2)
    season = shop.offer.product.season
    added = season.events.create(round="New", home="Ferrygate", away="Late", date=season.ends)

    assert seasons.cover(season, by=HOUSE) == 0
    assert not Claim.objects.filter(event=added).exists()
