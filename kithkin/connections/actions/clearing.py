"""Taking silent members out of groups, many at once, and putting one back."""

from collections.abc import Sequence
from datetime import datetime

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import chains, proof
from kithkin.connections.chains import Happened
from kithkin.connections.models import Connection, Consent
from kithkin.connections.scopes import Scope
from kithkin.connections.states import LIVE, State

_NOTHING = {str(scope): False for scope in Scope}


@action
def clear(connections: Sequence[Connection], *, by: Actor) -> dict[int, dict]:
    """These leave their groups; of each the round that ended with it, as `restore` takes it back.

    The connections come locked and with their leads. A fixed number of statements.
    """
    numbers, now = [each.pk for each in connections], clock.now()
    ended = {each.connection_id: each for each in Consent.objects.filter(connection__in=numbers, state__in=LIVE)}
    kept = {number: _as_it_was(consent) for number, consent in ended.items()}
    Consent.objects.filter(pk__in=[each.pk for each in ended.values()]).update(
        state=State.REMOVED, answered_at=now, **_NOTHING
    )
    Connection.objects.filter(pk__in=numbers).update(removed_at=now)
    rounds = {number: consent.pk for number, consent in ended.items()}
    chains.add_many([Happened(each, "cleared", rounds.get(each.pk)) for each in connections], by=by)
    return kept


@action
def restore(connection: Connection, ended: dict, *, by: Actor) -> bool:
    """Back into the group, and the round with it that ended then; not where the lead has added the person anew."""
    standing = Connection.objects.select_for_update(no_key=True).filter(
        parent_id=connection.parent_id, child_id=connection.child_id, removed_at=None
    )
    if standing.exists():
        return False
    connection.removed_at = None
    connection.save(update_fields=["removed_at"])
    consent = _reopened(ended) if ended else None
    proof.add(connection, "restored", by=by, consent=consent)
    journal.write("connection.restored", by=by, about=connection)
    return True


def _as_it_was(consent: Consent) -> dict:
    answered = consent.answered_at.isoformat() if consent.answered_at else ""
    return {"consent": consent.pk, "state": consent.state, "scopes": sorted(consent.scopes()), "answered_at": answered}


def _reopened(ended: dict) -> Consent | None:
    """The table of moves has none from here: nothing was answered, the house takes its own deed back."""
    consent = Consent.objects.filter(pk=ended["consent"], state=State.REMOVED).first()
    if consent is None:
        return None
    consent.state = ended["state"]
    consent.answered_at = datetime.fromisoformat(ended["answered_at"]) if ended["answered_at"] else None
    for scope in Scope:
        setattr(consent, scope, scope in ended["scopes"])
    consent.save()
    return consent
