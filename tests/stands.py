"""How a consent can stand: a member of Andrew's for every way, how he answered, and what it opens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from kithkin.base.actor import Actor
from kithkin.connections import actions
from kithkin.connections.models import Consent
from kithkin.connections.scopes import FULL, JUST_BUY, Scope

from . import people

NOTHING: frozenset[Scope] = frozenset()
Answer = Callable[[Consent, Actor], object]


@dataclass(frozen=True)
class Stand:
    """One way in which a consent can stand: what it opens now, how the member answered, how long ago."""

    opens: frozenset[Scope] = NOTHING
    answer: Answer = lambda consent, by: None
    ago: timedelta = timedelta(0)


def allowed(scopes: frozenset[Scope]) -> Answer:
    return lambda consent, by: actions.allow(consent, by=by, scopes=scopes)


def declined(consent: Consent, by: Actor) -> None:
    actions.decline(consent, by=by)


def declined_for_good(consent: Consent, by: Actor) -> None:
    actions.decline(consent, by=by, for_good=True)


def withdrawn(consent: Consent, by: Actor) -> None:
    actions.withdraw(actions.allow(consent, by=by), by=by)


def removed(consent: Consent, by: Actor) -> None:
    actions.allow(consent, by=by)
    actions.remove(consent.connection, by=people.customer(consent.connection.parent))


# Andrew's members, by first name; Carla, Erin and Frida are his already.
STANDS = {
    "Blaise": Stand(FULL, allowed(FULL)),
    "Darren": Stand(),
    **{scope.replace("_", "").title(): Stand(frozenset({scope}), allowed(frozenset({scope}))) for scope in Scope},
    "Justbuy": Stand(NOTHING, allowed(JUST_BUY)),
    "Declined": Stand(NOTHING, declined),
    "Neveragain": Stand(NOTHING, declined_for_good),
    "Withdrawn": Stand(NOTHING, withdrawn),
    "Removed": Stand(NOTHING, removed),
    "Expired": Stand(NOTHING, ago=timedelta(days=20)),
    "Lapsed": Stand(NOTHING, allowed(FULL), ago=timedelta(days=500)),
}
OPENED = {"Carla": FULL, **{name: stand.opens for name, stand in STANDS.items()}}
OPENED_TO_BLAISE = {"Gus": FULL}
