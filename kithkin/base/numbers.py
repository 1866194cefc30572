"""Numbers that people read aloud: contact numbers, order numbers; and random public ids.

Contact numbers are random, so that one says nothing of the next, and carry two check digits
(ISO 7064, MOD 97-10), so that a typing error never reaches the database.
"""

import re
import secrets

_CLEAR = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = 9


def contact_number() -> str:
    """A new contact number: nine random digits and two check digits."""
    body = str(secrets.randbelow(9 * 10 ** (_DIGITS - 1)) + 10 ** (_DIGITS - 1))
    return body + _check_digits(body)


def bare(text: str) -> str:
    """What was typed, without the spaces, dots and hyphens that people put between groups."""
    return re.sub(r"[\s.\-\u2010-\u2015]", "", text)


def is_contact_number(text: str) -> bool:
    """Whether the digits and their check digits fit together."""
    digits = bare(text)
    return bool(re.fullmatch(rf"[0-9]{{{_DIGITS + 2}}}", digits)) and int(digits) % 97 == 1


def show_contact_number(number: str) -> str:
    """ "48217730512" as "4821 7730 512"."""
    return " ".join((number[:4], number[4:8], number[8:])).strip()


def order_number() -> str:
    """A new order number such as "K7Q4-M2XD": forty random bits, no letter that looks like a digit."""
    letters = "".join(secrets.choice(_CLEAR) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def public_id() -> str:
    """128 random bits for an address that must not be guessed."""
    return secrets.token_urlsafe(16)


def _check_digits(body: str) -> str:
    return f"{98 - int(body + '00') % 97:02d}"
