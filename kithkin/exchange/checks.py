"""What a value in a file may be. A check returns the value as the house keeps it, or raises Refused."""

import math
import re
import unicodedata
from datetime import date, time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kithkin.base import addresses, clock, names, numbers
from kithkin.base.verdict import Refused

FURTHEST = 1_000_000


def label(most: int):
    """A check for a name or word of at most `most` letters, such as a team, a row or a category."""

    def check(value: Any) -> str:
        text = _text(value)
        if not text:
            raise Refused(_("This is empty."))
        if len(text) > most:
            raise Refused(_("“%(text)s” has more than %(most)d letters.") % {"text": text[:40] + "…", "most": most})
        if any(unicodedata.category(sign).startswith("C") for sign in text):
            raise Refused(_("“%(text)s” holds a sign that cannot be seen.") % {"text": text})
        return not_a_formula(text)

    return check


def not_a_formula(text: str) -> str:
    """Spreadsheets run what begins so (design decision 34)."""
    if text.startswith(("=", "+", "-", "@")):
        raise Refused(_("“%(text)s” begins with =, +, - or @, as formulas do.") % {"text": text[:40]})
    return text


def coordinate(value: Any) -> float:
    """A number on the plan."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= FURTHEST:
        raise Refused(_("A position is a number between -1,000,000 and 1,000,000."))
    return value if math.isfinite(value) else 0


def day(value: Any) -> date:
    """A date as computers write it."""
    text = _text(value)
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(_("“%(text)s” is no date such as 2026-08-15.") % {"text": text[:40]}) from None


def kick_off(value: Any) -> time:
    """A time of day, in the venue's zone."""
    text = _text(value)
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if not match:
        raise Refused(_("“%(text)s” is no time such as 15:00.") % {"text": text[:40]})
    return time(int(match[1]), int(match[2]))


def person_name(value: Any) -> str:
    """The name of a human."""
    return names.clean(not_a_formula(_text(value)))


def contact_number(value: Any) -> str:
    """Eleven digits, the last two of them check digits."""
    text = _text(value)
    if not numbers.is_contact_number(text):
        raise Refused(_("“%(text)s” is no contact number: 9 digits and 2 check digits.") % {"text": text[:40]})
    return numbers.bare(text)


def email(value: Any) -> str:
    """A mail address, or nothing."""
    text = not_a_formula(_text(value))
    if text:
        addresses.canonical(text)
    return text


def language(value: Any) -> str:
    """One of the languages that letters are written in."""
    text = _text(value).casefold()
    known = [code for code, _name in settings.LANGUAGES]
    if text not in known:
        raise Refused(
            _("“%(text)s” is none of the languages %(known)s.") % {"text": text[:40], "known": ", ".join(known)}
        )
    return text


def birth_date(value: Any) -> date | None:
    """A day in the past on which somebody alive may have been born, or nothing."""
    if not _text(value):
        return None
    born = day(value)
    if not 1900 <= born.year or born > clock.now().date():
        raise Refused(_("“%(text)s” is no date of birth.") % {"text": born.isoformat()})
    return born


def phone(value: Any) -> str:
    """A telephone number, which keeps its +, or nothing."""
    text = _text(value)
    if text and not re.fullmatch(r"\+?[0-9 ()./-]{5,30}", text, re.ASCII):
        raise Refused(_("“%(text)s” is no telephone number.") % {"text": text[:40]})
    return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused(_("Here should be a text."))
    return unicodedata.normalize("NFC", value).strip()
