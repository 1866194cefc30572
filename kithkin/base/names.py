"""Names of people: cleaned on the way in, compared with tolerance."""

import re
import unicodedata

from anyascii import anyascii
from django.utils.translation import gettext as _

from .verdict import Refused

MOST = 80
_ALLOWED = re.compile(r"[^\W\d_]|[\u0300-\u036f\s'’ʼ`´.\-\u2010\u2011·]", re.UNICODE)
_WEB = re.compile(r"(?i)https?|www\.|://|\.[a-z]{2,}(\b|/)")
_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe"})


def clean(text: str, *, field: str = "") -> str:
    """The name with single spaces, or Refused with a sentence that says what to change.

    Refused are empty and endless names, markup, web addresses, digits, control and direction
    characters, and beginnings that a spreadsheet would run (=, +, -, @).
    """
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    if not name:
        raise Refused(_("Write the name."), field=field)
    if len(name) > MOST:
        raise Refused(_("A name may have %(most)d letters at most.") % {"most": MOST}, field=field)
    if _WEB.search(name) or "@" in name:
        raise Refused(_("A name cannot hold a web or mail address."), field=field)
    if not all(_ALLOWED.match(sign) or _is_mark(sign) for sign in name) or name[0] in "-.'":
        raise Refused(_("A name has letters, spaces, hyphens and apostrophes only."), field=field)
    return name


def same(typed: str, known: str) -> bool:
    """Whether two spellings mean one name: case, accents, spaces, hyphens and ü/ue do not matter."""
    return bool(_spellings(typed) & _spellings(known))


def fold(text: str) -> str:
    """The plainest spelling of a name, for keys and searching."""
    return _letters(anyascii(unicodedata.normalize("NFKC", text).casefold()))


def _spellings(text: str) -> set[str]:
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    spelled_out = _letters(anyascii(lower.translate(_SPELLINGS)))
    return {fold(text), spelled_out} - {""}


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc"}
