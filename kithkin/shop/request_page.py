"""How a request stands, and what its page says of it."""

from datetime import datetime, timedelta
from enum import Enum

from django.utils.functional import Promise

from kithkin.base import clock
from kithkin.connections import door, queries
from kithkin.connections.models import Consent
from kithkin.connections.scopes import FULL, HINTS, OFFERED, SIGHTS, WORDS, Scope
from kithkin.connections.states import State
from kithkin.organisations import queries as organisations
from kithkin.shop.forms.consent import AnswerForm, seal


class Standing(Enum):
    """What the page is about; each has its template."""

    QUESTION = "question"
    ALLOWED = "allowed"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REMOVED = "removed"

    @property
    def template(self) -> str:
        """The page."""
        return f"shop/consent/{self.value}.html"

    @property
    def is_over(self) -> bool:
        """Whether nobody can answer any more."""
        return self in (Standing.EXPIRED, Standing.REMOVED)


_BY_STATE = {
    State.ASKED: Standing.QUESTION,
    State.ALLOWED: Standing.ENDED,
    State.DECLINED: Standing.REFUSED,
    State.WITHDRAWN: Standing.WITHDRAWN,
    State.REMOVED: Standing.REMOVED,
}


def standing(consent: Consent) -> Standing:
    """How this request stands at this moment."""
    if consent.connection.removed_at:
        return Standing.REMOVED
    if queries.has_expired(consent):
        return Standing.EXPIRED
    if queries.is_in_force(consent):
        return Standing.ALLOWED
    return _BY_STATE[State(consent.state)]


def context(consent: Consent, standing: Standing, form: AnswerForm | None) -> dict:
    """What the templates are told; of the member nothing but the names as the lead typed them and a masked address."""
    connection = consent.connection
    organisation = connection.organisation
    policy = organisations.policy_version(organisation)
    allowed = consent.scopes() if standing is Standing.ALLOWED else frozenset()
    return {
        "shop": {"organisation": organisation},
        "messages": (),
        "asked": consent,
        "lead": connection.parent,
        "member": f"{connection.typed_first} {connection.typed_last}",
        "address": door.masked_address(connection),
        "full": grouped(FULL),
        "allowed": grouped(allowed),
        "switches": _switches(frozenset(form.data.getlist("scopes")) if form else allowed),
        "until": until(consent),
        "for_good": standing is Standing.REFUSED and queries.refuses(connection),
        "policy": policy,
        "seal": seal(consent, policy),
        "form": form,
    }


def until(consent: Consent) -> datetime:
    """When it ends by itself: once allowed the day that was set, before that the day that Allow would set."""
    if consent.ends_at and queries.is_in_force(consent):
        return consent.ends_at
    return clock.now() + timedelta(days=consent.connection.organisation.consent_days)


def grouped(scopes: frozenset[Scope]) -> dict[str, list[Promise]]:
    """These scopes in words: what is seen and what can be done."""
    return {
        "seen": [WORDS[scope] for scope in OFFERED if scope in scopes and scope in SIGHTS],
        "done": [WORDS[scope] for scope in OFFERED if scope in scopes and scope not in SIGHTS],
    }


def _switches(on: frozenset) -> dict[str, list[dict]]:
    """The scopes to choose from; none is switched on unless the member did it."""
    rows = [{"scope": scope.value, "label": WORDS[scope], "hint": HINTS[scope], "on": scope in on} for scope in OFFERED]
    return {
        "seen": [row for row in rows if row["scope"] in SIGHTS],
        "done": [row for row in rows if row["scope"] not in SIGHTS],
    }
