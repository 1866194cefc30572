"""What letters to a member say of his consent, in sentences: the organiser may put the rest into words of his own."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from kithkin.ui import dates

from .models import Connection, Consent, ConsentEvent
from .scopes import WORDS, Scope

REFUSED = ("declined", "declined-for-good", "declined-at-desk")
WITHDRAWN = ("withdrawn", "withdrawn-at-desk")


def receipt(event: ConsentEvent, *, on_paper: bool = False) -> dict:
    """What was decided, in the active language; on paper, without a press."""
    names = _names(event.connection)
    if event.what in WITHDRAWN:
        title = _("You have ended what %(lead)s could see and do")
        decision = _(
            "%(lead)s no longer sees or does anything of yours, from this moment on. %(lead_first)s is not told. "
            "Your own tickets stay valid."
        )
        return _facts(title % names, decision % names)
    if event.what in REFUSED:
        decision = _(
            "Nothing of yours is open to %(lead)s. %(lead_first)s is not told, and your own tickets stay as they are."
        )
        return _facts(_("You have refused the request of %(lead)s") % names, decision % names)
    ending = _("It ends by itself on %(day)s. You can change it or take it back at any time, with one press.")
    if on_paper:
        ending = _("It ends by itself on %(day)s. You can change it or take it back at any time, at our ticket desk.")
    opened = _("This is what you have opened to %(lead)s:") if event.scopes else _just_buy()
    day = _day(event.ends_at, event.connection)
    title = _("What %(lead)s can see and do") % names
    return _facts(title, opened % names, scopes=map(Scope, event.scopes), ending=ending % {"day": day})


def before_end(consent: Consent) -> dict:
    """What is open until when, in the active language."""
    opened = _("You have opened this to %(lead)s:") if consent.scopes() else _just_buy()
    return _lasting(consent, opened)


def after_end(consent: Consent) -> dict:
    """What was open until when, in the active language."""
    return _lasting(consent, _("Until %(day)s this was open to %(lead)s:") if consent.scopes() else "")


def _lasting(consent: Consent, words: str) -> dict:
    day = _day(consent.ends_at, consent.connection)
    scopes = (scope for scope in Scope if scope in consent.scopes())
    return {**_facts("", words % {**_names(consent.connection), "day": day}, scopes=scopes), "until": day}


def _facts(title: str, decision: str, *, scopes: Iterable[Scope] = (), ending: str = "") -> dict:
    lines = [{"opens": str(WORDS[scope])} for scope in scopes]
    return {"title": title, "decision": decision, "lines": lines, "ending": ending}


def _names(connection: Connection) -> dict[str, str]:
    return {"lead": connection.parent.name, "lead_first": connection.parent.first_name}


def _day(at: datetime, connection: Connection) -> str:
    with timezone.override(ZoneInfo(connection.organisation.timezone)):
        return dates.plain_day(at)


def _just_buy() -> str:  # noqa: N802
    return _("%(lead)s may buy for you and sees nothing of yours.")
