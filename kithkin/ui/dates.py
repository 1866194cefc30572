"""Days and times as people say them, in the language of the page."""

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from kithkin.base import clock


@cache
def locale(language: str) -> Locale:
    """English is written the British way here: the day before the month."""
    return Locale.parse("en_GB" if language == "en" else language, sep="-" if "-" in language else "_")


def spoken() -> Locale:
    return locale(get_language() or "en")


@cache
def _pattern(here: Locale, weekday: str, year: bool) -> str:
    known = here.datetime_skeletons
    pattern = str(known.get("MMMMEd") or f"E {known['MMMMd']}").replace("E", weekday)
    return pattern + str(known["yMMMM"]).partition("MMMM")[2] if year else pattern


def day(on: date, weekday: str = "EEE") -> str:
    """Sat 12 September; with the year when it is not this year."""
    on, today = _local(on), timezone.localtime(clock.now())
    return format_date(on, _pattern(spoken(), weekday, on.year != today.year), locale=spoken())


def plain_day(on: date) -> str:
    """14 July 2026: no weekday, always the year; for dates that bind."""
    known = spoken().datetime_skeletons
    pattern = str(known["MMMMd"]) + str(known["yMMMM"]).partition("MMMM")[2]
    return format_date(_local(on), pattern, locale=spoken())


def hour(at: time | datetime) -> str:
    """15:00"""
    if isinstance(at, datetime):
        at = timezone.localtime(at).time()
    return format_skeleton("Hm", datetime.combine(date(2000, 1, 1), at), locale=spoken())


def moment(at: datetime, zone: str = "") -> str:
    """Sat 12 September, 15:00; the place is named when its clocks differ from the page's."""
    there = at.astimezone(ZoneInfo(zone)) if zone else timezone.localtime(at)
    said = f"{day(there.date())}, {hour(there.time())}"
    if there.utcoffset() == timezone.localtime(at).utcoffset():
        return said
    place = get_timezone_location(zone, locale=spoken(), return_city=True)
    return gettext("%(moment)s, %(place)s time") % {"moment": said, "place": place}


def kick_off(on: date, at: time | None) -> str:
    """A match's day, and its time once somebody has set one."""
    time_of_day = hour(at) if at else gettext("time to be announced")
    return f"{day(on)}, {time_of_day}"


def ago(at: datetime) -> str:
    """today, yesterday, 2 days ago; after a month, the day itself."""
    days = (timezone.localtime(clock.now()).date() - _local(at)).days
    if days <= 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    if days <= 30:
        return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}
    return gettext("on %(day)s") % {"day": plain_day(at)}


def _local(on: date) -> date:
    return timezone.localtime(on).date() if isinstance(on, datetime) else on
