"""Sessions that know whose they are, so that a request finds session, login and person in one question."""

from collections.abc import Collection
from typing import cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from kithkin.base import rows

from .choice import KEY
from .models import Session


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with the login as a column of its own."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Where they are kept."""
        return Session

    def create_model_instance(self, data: dict) -> Session:
        """Write down whose session it is."""
        session = cast(Session, super().create_model_instance(data))
        login = data.get(SESSION_KEY)
        session.login_id = int(login) if login else None
        return session

    def recall(self, stored: str | None) -> None:
        """Take what was read elsewhere, as `load` would have; None: there is no such session.

        What this request has already read or written itself stays.
        """
        if hasattr(self, "_session_cache"):
            return
        if stored is None:
            self._session_key = None
        self._session_cache = {} if stored is None else self.decode(stored)


def end(login_ids: Collection[int], leaving: Collection[int]) -> None:
    """Sign these people out. A browser of their login stays signed in only where somebody else of it was chosen."""
    of_these = Session.objects.filter(login_id__in=rows.these(login_ids)).values_list("session_key", "session_data")
    read = SessionStore().decode
    over = [key for key, stored in of_these if read(stored).get(KEY) in (None, *leaving)]
    Session.objects.filter(session_key__in=rows.named(over)).delete()
