"""A day as a person types it: picked from a calendar, or in the order in which his language writes days."""

import re
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_skeleton
from django import forms
from django.utils.translation import gettext as _

from . import dates

_EXAMPLE = date(1979, 3, 14)
_PARTS = re.compile(r"\D*([0-9]{1,4})\D+([0-9]{1,2})\D+([0-9]{1,4})\D*", re.ASCII)


def read(typed: str) -> date | None:
    """14/03/1979 and 14.3.1979 in most languages, 1979-03-14 in all; None for anything that can be read two ways."""
    found = _PARTS.fullmatch(typed.strip())
    if found is None:
        return None
    parts = found.groups()
    named = dict(zip("yMd" if len(parts[0]) == 4 else _order(dates.spoken()), parts, strict=True))
    if len(named["y"]) != 4:
        return None
    try:
        return date(int(named["y"]), int(named["M"]), int(named["d"]))
    except ValueError:
        return None


def example() -> str:
    """How the reader would write a day."""
    return format_skeleton("yMd", _EXAMPLE, locale=dates.spoken())


@cache
def _order(here: Locale) -> str:
    written = format_skeleton("yMd", _EXAMPLE, locale=here)
    places = {"y": written.index("1979"), "M": written.index("3"), "d": written.index("14")}
    return "".join(sorted(places, key=lambda part: places[part]))


class DayInput(forms.DateInput):
    """A calendar takes and gives a day in one form only; what was typed otherwise is shown again in it."""

    input_type = "date"

    def format_value(self, value) -> str | None:
        """As the calendar knows it."""
        day = read(value) if isinstance(value, str) else value
        return day.isoformat() if isinstance(day, date) else value


class DayField(forms.DateField):
    """A day, with a plain word where it cannot be read."""

    widget = DayInput

    def to_python(self, value) -> date | None:
        """What was typed."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        if day := read(str(value)):
            return day
        raise forms.ValidationError(_("Write the day like %(example)s.") % {"example": example()}, code="invalid")
