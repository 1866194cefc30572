"""Mail addresses in one canonical form."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from .verdict import Refused


def canonical(email: str, *, field: str = "email") -> str:
    """The form by which addresses are compared: NFKC, casefolded, the host in IDNA.

    Raises Refused for what is no address.
    """
    text = unicodedata.normalize("NFKC", email).strip().casefold()
    local, at, host = text.rpartition("@")
    try:
        host = host.encode("idna").decode("ascii")
        validate_email(f"{local}{at}{host}")
    except (UnicodeError, ValidationError):
        raise Refused(_("Write a whole mail address, like name@example.org."), field=field) from None
    return f"{local}@{host}"


def masked(email: str) -> str:
    """ "darren@example.org" as "d•••@example.org"."""
    return re.sub(r"^(.).*@", r"\1•••@", email)
