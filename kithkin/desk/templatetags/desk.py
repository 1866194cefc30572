"""What dense tables say: short dates (21 Nov, and the year where it is not this one), percents, countries."""

from datetime import datetime

from babel.dates import format_skeleton
from babel.numbers import format_percent
from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.ui import dates

register = template.Library()


@register.filter
def short_day(at: datetime) -> str:
    """21 Nov, or 21 Nov 2027."""
    on = timezone.localtime(at).date()
    this_year = timezone.localtime(clock.now()).year == on.year
    return format_skeleton("MMMd" if this_year else "yMMMd", on, locale=dates.spoken())


@register.filter
def percent(score: int) -> str:
    """75%, with the space that the language wants."""
    return format_percent(score / 100, locale=dates.spoken())


@register.filter
def country(code: str) -> str:
    """Austria, of AT."""
    return dates.spoken().territories.get(code, code)


@register.filter
def short(at: datetime) -> str:
    """Today, 20:23, or 21 Nov, 20:23."""
    today = timezone.localtime(at).date() == timezone.localtime(clock.now()).date()
    on = _("Today") if today else short_day(at)
    return f"{on}, {dates.hour(at)}"
