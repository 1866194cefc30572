"""Signing in by allauth; a login arrives together with the people it stands for."""

from allauth.account.auth_backends import AuthenticationBackend

from . import queries
from .models import Login


class Backend(AuthenticationBackend):
    """allauth's backend, but the login of a request costs one query with its people."""

    def get_user(self, user_id) -> Login | None:
        """The login behind a signed-in request; None for a closed one."""
        login = queries.with_people(user_id)
        return login if login is not None and login.is_active else None
