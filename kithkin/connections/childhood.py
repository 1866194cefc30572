"""Until when somebody is a child where the organisation is, and so too young to say yes himself."""

from collections.abc import Iterable
from datetime import date, datetime

from kithkin.base import ages as calendar
from kithkin.base import clock
from kithkin.contacts import ages as people
from kithkin.organisations import ages
from kithkin.organisations.models import Organisation


def end(organisation: Organisation, born: date, age: int) -> tuple[date, datetime]:
    """The birthday at this age, and its first moment there."""
    day = calendar.birthday(born, age)
    return day, calendar.start_of(day, organisation.timezone)


def below_age(organisation: Organisation, contact_ids: Iterable[int]) -> set[int]:
    """Those among these people who are too young to say yes themselves, as far as dates of birth are known."""
    born, now = people.birth_dates(contact_ids), clock.now()
    age = ages.of(organisation) if born else 0
    return {number for number, day in born.items() if end(organisation, day, age)[1] > now}
