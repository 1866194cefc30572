"""Birthdays and ages, by the calendar."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age; whoever was born on 29 February, in other years on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """How old somebody is on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def start_of(day: date, zone: str) -> datetime:
    """The first moment of a day there."""
    return datetime.combine(day, time(), ZoneInfo(zone))
