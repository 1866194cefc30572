"""Names of people: cleaned on the way in, compared with tolerance."""

import re
import unicodedata

from anyascii import anyascii
from django.utils.translation import gettext as _

from .verdict import Refused

MOST = 80
_ALLOWED = re.compile(r"[^\W\d_]|[\u0300-\u036f\s'’ʼ`´.\-\u2010\u2011·]", re.UNICODE)
_WEB = re.compile(r"(?i)https?|www\.|://|\.[a-z]{2,}(\b|/)")
_SHORT_FORM = re.compile(r"\b([^\W\d_]{1,2})\.(?=[^\W\d_])")  # J.Smith, St.John


def clean(text: str, *, field: str = "") -> str:
    """The name with single spaces, or Refused with a sentence that says what to change.

    Refused are empty and endless names, markup, web addresses, digits, control and direction
    characters, and beginnings that a spreadsheet would run (=, +, -, @).
    """
    name = re.sub(r"\s+", " ", _SHORT_FORM.sub(_spaced, unicodedata.normalize("NFC", text))).strip()
    if not name:
        raise Refused(_("Write the name."), field=field)
    if len(name) > MOST:
        raise Refused(_("A name may have %(most)d letters at most.") % {"most": MOST}, field=field)
    if _WEB.search(name) or "@" in name:
        raise Refused(_("A name cannot hold a web or mail address."), field=field)
    if not all(_ALLOWED.match(sign) or _is_mark(sign) for sign in name) or name[0] in "-." or not _has_letter(name):
        raise Refused(_("A name has letters, spaces, hyphens and apostrophes only."), field=field)
    return name


def same(typed: str, known: str) -> bool:
    """Whether two spellings mean one name: case, accents, spaces, hyphens and ü/ue do not matter."""
    return key(typed) == key(known) != ""


def key(text: str) -> str:
    """What all spellings of a name share: ü, u and ue are one, as are å, a and aa. Empty only without a letter.

    One key for each name, so that two spellings that mean a third also mean each other.
    """
    plain = re.sub(r"(?<=[aou])e+", "", fold(text))
    return re.sub(r"a+", "a", plain) or "".join(filter(str.isalpha, unicodedata.normalize("NFKC", text).casefold()))


def fold(text: str) -> str:
    """The plainest spelling of a name, for keys and searching."""
    return _letters(anyascii(unicodedata.normalize("NFKC", text).casefold()))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


def _spaced(short: re.Match) -> str:
    """A shortened name is followed by a space; what could be an address is left as it is, to be refused."""
    follows = short.string[short.end()]
    return f"{short[1]}. " if short[1][0].isupper() and follows.isupper() else short[0]


def _has_letter(name: str) -> bool:
    return any(sign.isalpha() for sign in name)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc"}
