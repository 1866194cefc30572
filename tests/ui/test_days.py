"""A day is read in the order in which the reader's language writes days, and in the calendar's own."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from kithkin.ui.days import DayField, DayInput

BORN = date(1979, 3, 14)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "14/03/1979"),
        ("en", "14.3.1979"),
        ("en", " 14 - 3 - 1979 "),
        ("de", "14.03.1979"),
        ("fr", "14/03/1979"),
        ("it", "14/3/1979"),
        ("es", "14/3/1979"),
        ("hu", "1979. 03. 14."),
        ("en-US", "3/14/1979"),
        ("de", "1979-03-14"),
    ],
)
def test_a_day_is_read_as_the_reader_writes_it(language, typed):
    with translation.override(language):
        assert DayField().clean(typed) == BORN


@pytest.mark.parametrize(
    "typed", ["14/03/79", "31/02/1979", "3/14/1979", "tomorrow", "1979", "14/03/1979/1", "²/3/1979"]
)
def test_what_cannot_be_read_is_answered_with_an_example(typed):
    with translation.override("en"), pytest.raises(ValidationError, match="Write the day like 14/03/1979."):
        DayField().clean(typed)
    with translation.override("de"), pytest.raises(ValidationError, match="14.3.1979"):
        DayField().clean(typed)


def test_a_calendar_shows_again_what_was_typed_otherwise():
    with translation.override("en"):
        shown = [DayInput().format_value(value) for value in ("14/03/1979", BORN, "", None, "soon")]

    assert shown == ["1979-03-14", "1979-03-14", "", None, "soon"]
