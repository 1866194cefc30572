"""Passkeys: another way in beside the password. Each belongs to a login, so it lets in for everybody behind it."""

import struct
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.base.verdict import Refused

from .models import Login

AT_MOST = 20
# What a browser sends is anybody's text; all that reading it can raise has one answer.
BROKEN = (ValueError, TypeError, LookupError, AttributeError, struct.error, InvalidSignature)


class Adapter(DefaultMFAAdapter):
    """What allauth asks when a passkey is made or shown."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This passkey does not work here. Sign in with your password."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The shop; a passkey works at the address where it was made."""
        shop = auth.context.request.point_of_sale.organisation.name
        return {**super().get_public_key_credential_rp_entity(), "name": shop}

    def get_public_key_credential_user_entity(self, user) -> dict:
        """On the person's own device it carries the email that signs in, not the random handle of the login."""
        name = EmailAddress.objects.get_primary(user).email
        return {**super().get_public_key_credential_user_entity(user), "name": name, "display_name": name}


def of(login: Login) -> QuerySet[Authenticator]:
    """The passkeys of a login, oldest first."""
    return Authenticator.objects.filter(user=login, type=Authenticator.Type.WEBAUTHN).order_by("pk")


def to_make(login: Login) -> dict[str, Any]:
    """What the browser has to know to make one that signs in by itself, on a device that checks who holds it."""
    return auth.begin_registration(login, passwordless=True)


def made(answer: dict) -> dict:
    """The browser's answer, once it is one to our own question. Raises Refused."""
    try:
        auth.parse_registration_response(answer)
        is_checked = auth.complete_registration(answer).is_user_verified()
    except (ValidationError, *BROKEN):
        is_checked = False
    if not is_checked:
        raise Refused(_("This passkey could not be made. Please try once more."))
    return answer


def to_show(login: Login) -> dict[str, Any]:
    """What the browser has to know to show one of this login's."""
    return auth.begin_authentication(login)
