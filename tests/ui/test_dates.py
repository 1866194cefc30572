"""Days and times are said as people say them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from kithkin.base import clock
from kithkin.ui import dates

TODAY = datetime(2026, 7, 16, 12, tzinfo=UTC)
MATCH = datetime(2026, 9, 12, 14, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_london_on_a_day_in_july():
    with clock.held(TODAY), timezone.override(ZoneInfo("Europe/London")), translation.override("en"):
        yield


def test_a_match_is_on_a_day_at_a_time():
    assert dates.moment(MATCH) == "Sat 12 September, 15:00"


def test_a_place_with_other_clocks_is_named():
    assert dates.moment(MATCH, "Asia/Tokyo") == "Sat 12 September, 23:00, Tokyo time"


def test_a_place_with_the_same_clocks_is_not_named():
    assert dates.moment(MATCH, "Europe/Lisbon") == "Sat 12 September, 15:00"


def test_another_year_is_said():
    assert dates.day(date(2027, 5, 1)) == "Sat 1 May 2027"


def test_a_day_that_binds_always_says_its_year():
    assert dates.plain_day(TODAY) == "16 July 2026"


@pytest.mark.parametrize(
    "language, words",
    [
        ("de", "Sa., 12. September, 15:00"),
        ("fr", "sam. 12 septembre, 15:00"),
        ("it", "sab 12 settembre, 15:00"),
        ("es", "sáb, 12 de septiembre, 15:00"),
    ],
)
def test_each_language_says_it_its_own_way(language, words):
    with translation.override(language):
        assert dates.moment(MATCH) == words


def test_a_time_that_nobody_has_set_is_not_invented():
    assert dates.kick_off(date(2026, 8, 15), None) == "Sat 15 August, time to be announced"
    assert dates.kick_off(date(2026, 8, 15), time(15, 0)) == "Sat 15 August, 15:00"


@pytest.mark.parametrize(
    "days, words", [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (30, "30 days ago"), (31, "on 15 June 2026")]
)
def test_how_long_ago(days, words):
    assert dates.ago(TODAY - timedelta(days=days)) == words


def test_yesterday_begins_at_midnight_where_the_reader_is():
    late_in_utc = datetime(2026, 7, 15, 23, 30, tzinfo=UTC)

    assert dates.ago(late_in_utc) == "today"
