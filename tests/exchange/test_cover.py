"""Fixtures that grow after season tickets were sold."""

from datetime import timedelta

import pytest

from kithkin.base import clock
from kithkin.catalogue.rows import MatchRow
from kithkin.exchange import actions
from kithkin.exchange.readers.fixtures import Fixtures
from kithkin.sales.models import Claim
from tests import people
from tests.sales.ground import open_shop


@pytest.mark.django_db
def test_a_match_that_comes_later_is_covered_by_the_season_tickets_sold():
    shop = open_shop()
    shop.buy(3)
    season = shop.offer.product.season
    added = MatchRow("Round 9", "Ferrygate", "Guests 9", clock.now().date() + timedelta(days=99))

    _, saved = actions.save_fixtures(
        shop.organisation, Fixtures("Next", (added,)), season.plan, season_name=season.name, by=people.HOUSE
    )

    claimed = Claim.objects.filter(event__round="Round 9", held_until=None).values_list("seat_id", flat=True)
    sold = Claim.objects.filter(event__round="Round 0").values_list("seat_id", flat=True)
    assert saved.added == 1
    assert (sorted(claimed), len(claimed)) == (sorted(sold), 3)
