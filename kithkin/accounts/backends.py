"""Signing in by allauth; a login arrives together with the people it stands for."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from allauth.account.auth_backends import AuthenticationBackend

from kithkin.base.addresses import canonical
from kithkin.base.verdict import Refused

from . import queries
from .models import Login

_met: ContextVar[Login | None] = ContextVar("met", default=None)


@contextmanager
def having_met(login: Login | None) -> Iterator[None]:
    """Let Django verify a session for a login that the visit has already brought along."""
    token = _met.set(login)
    try:
        yield
    finally:
        _met.reset(token)


class Backend(AuthenticationBackend):
    """allauth's backend, but addresses compare as everywhere here, and a login comes with its people."""

    def authenticate(self, request, **credentials):
        """The login behind an address, however it is written, and its password."""
        try:
            credentials["email"] = canonical(credentials.get("email") or "")
        except Refused:
            return None
        return super().authenticate(request, **credentials)

    def get_user(self, user_id) -> Login | None:
        """The login behind a signed-in request; None for a closed one."""
        met = _met.get()
        login = met if met is not None and met.pk == int(user_id) else queries.with_people(user_id)
        return login if login is not None and login.is_active else None
