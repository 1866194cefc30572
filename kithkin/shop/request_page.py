"""How a request stands, and what its page says of it."""

from dataclasses import asdict
from datetime import datetime, timedelta
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import get_language

from kithkin.base import clock
from kithkin.connections import door, guardians, kinds, presets, queries
from kithkin.connections.models import Consent
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import HINTS, OFFERED, SIGHTS, WORDS, Scope
from kithkin.connections.states import State
from kithkin.organisations import queries as organisations
from kithkin.organisations.queries import Policy
from kithkin.shop.consent_page import Page, Place, Shows
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


# From when on the member can let it go on; the reminder goes out on the same day.
RENEWABLE = timedelta(days=30)
_NO = (Standing.REFUSED, Standing.WITHDRAWN)
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
    guarded = guardians.is_guarded(organisation, connection.child_id)
    refused = standing in _NO and queries.refuses(connection)
    unasked = not guarded and not organisation.consent_on
    shows = Shows(Place.LINK, guarded=guarded, unasked=unasked, for_good=refused)
    policy = organisations.policy_in_force(organisation, get_language() or "")
    return {
        "shop": {"organisation": organisation},
        "messages": (),
        "member": connection.typed_name,
        "address": door.masked_address(connection),
        "kind": kinds.words([connection]).get(connection.pk, ""),
        **told(consent, standing, form, policy, shows),
    }


def told(consent: Consent, standing: Standing, form: AnswerForm | None, policy: Policy, shows: Shows) -> dict:
    """How one consent stands and what can be pressed; no query, so that a page can hold many."""
    guarded = shows.guarded
    allowed = consent.scopes() if standing in (Standing.ALLOWED, Standing.ENDED) else frozenset()
    may_renew = not guarded and (standing is Standing.ENDED or _ends_soon(consent, standing))
    page = Page(
        standing=standing.value,
        asks=consent.connection.asks_for,
        scopes=tuple(sorted(allowed)),
        renews=may_renew,
        **asdict(shows),
    )
    switched = allowed if standing is Standing.ALLOWED else frozenset()
    return {
        "asked": consent,
        "lead": consent.connection.parent,
        "full": grouped(Preset(consent.connection.asks_for).rights),
        "allowed": grouped(allowed),
        "is_open": standing is Standing.ALLOWED,
        "switches": _switches(
            frozenset(form.data.getlist("scopes")) if form else switched, allowed if guarded else frozenset(OFFERED)
        ),
        "guarded": guarded,
        "for_good": shows.for_good,
        "presets": presets.offered(),
        "until": until(consent),
        "may_renew": may_renew,
        "renewed_until": _from_now(consent),
        "policy": policy.version,
        "seal": "" if standing is Standing.REMOVED else seal(consent, policy, page),
        "form": form,
    }


def until(consent: Consent) -> datetime:
    """When it ends by itself: once allowed the day that was set, before that the day that Allow would set."""
    if consent.ends_at and queries.is_in_force(consent):
        return consent.ends_at
    return _from_now(consent)


def _ends_soon(consent: Consent, standing: Standing) -> bool:
    return standing is Standing.ALLOWED and until(consent) <= clock.now() + RENEWABLE


def _from_now(consent: Consent) -> datetime:
    return clock.now() + timedelta(days=consent.connection.organisation.consent_days)


def grouped(scopes: frozenset[Scope]) -> dict[str, list[Promise]]:
    """These scopes in words: what is seen and what can be done."""
    return {
        "seen": [WORDS[scope] for scope in OFFERED if scope in scopes and scope in SIGHTS],
        "done": [WORDS[scope] for scope in OFFERED if scope in scopes and scope not in SIGHTS],
    }


def _switches(on: frozenset, among: frozenset[Scope]) -> dict[str, list[dict]]:
    """The scopes to choose from; none is switched on unless the member did it."""
    offered = [scope for scope in OFFERED if scope in among]
    rows = [{"scope": scope.value, "label": WORDS[scope], "hint": HINTS[scope], "on": scope in on} for scope in offered]
    return {
        "seen": [row for row in rows if row["scope"] in SIGHTS],
        "done": [row for row in rows if row["scope"] not in SIGHTS],
    }
