"""Short dates for dense tables: 21 Nov, and the year where it is not this one."""

from datetime import datetime

from babel.dates import format_skeleton
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
def short(at: datetime) -> str:
    """Today, 20:23, or 21 Nov, 20:23."""
    today = timezone.localtime(at).date() == timezone.localtime(clock.now()).date()
    on = _("Today") if today else short_day(at)
    return f"{on}, {dates.hour(at)}"
