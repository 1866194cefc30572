"""What speaks against asking a member, found out at once: alike whatever he has said (design decision 14)."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection as database

from kithkin.base import clock, rows
from kithkin.base.joined import Joined, Part
from kithkin.contacts import letters
from kithkin.contacts.models import Contact

from .models import Connection, Consent
from .states import State


class Found(NamedTuple):
    """What the rows say of a pair; nothing is judged yet."""

    last: Consent | None  # the newest round of this connection
    no_at: datetime | None  # when the pair's last answer was given, if it was a no
    refuses: bool  # the member does not want to be asked by this lead again
    refused_before: bool  # nor did somebody who had himself erased not long ago, at the same address
    pressed: int  # how often the lead has asked him, whichever way he was added
    asked_today: int  # requests to his address in a day, over all leads; not those that went nowhere
    has_address: bool


def of(connection: Connection) -> Found:
    """Two statements: who is at the member's address, and everything else."""
    key, here = letters.at_address(connection.child_id)
    at_address = rows.these(here)  # one parameter: how many share an address is nobody's to see from the statement
    day, kept = timedelta(days=1), timedelta(days=connection.organisation.keep_refusal_days)
    lead, member = connection.parent_id, connection.child_id
    refusals = [member, lead, key, lead, connection.organisation_id, _ago(kept), lead, member]
    rounds = [connection.pk, lead, member]
    sql = _FOUND.replace("{at_address}", at_address.sql)
    [(last, no, *counted)] = _ROUNDS.rows(sql, [*refusals, *at_address.params, _ago(day), *rounds])
    no_at = no.answered_at if no and no.state in (State.DECLINED, State.WITHDRAWN) else None
    refuses, before, pressed, asked_today = counted
    return Found(last, no_at, bool(refuses), bool(before), pressed, asked_today, bool(key))


def refused_before(lead: Contact, member: Contact) -> bool:
    """Whether somebody at this member's address, erased not long ago, did not want to be asked by this lead."""
    key, _at_address = letters.at_address(member.pk)
    since = _ago(timedelta(days=lead.organisation.keep_refusal_days))
    with database.cursor() as cursor:
        cursor.execute(f"SELECT {_ERASED}", [key, lead.pk, lead.organisation_id, since])
        return bool(cursor.fetchone()[0])


def _ago(span: timedelta) -> str:
    return database.ops.adapt_datetimefield_value(clock.now() - span)


_ROUNDS = Joined(Part("c", Consent), Part("n", Consent, "id", "state", "answered_at"))
_ERASED = """
EXISTS (
  SELECT 1 FROM connections_refusal r JOIN contacts_contact m ON m.id = r.member_id
  WHERE r.address_key = %s AND r.address_key <> '' AND (r.lead_id IS NULL OR r.lead_id = %s)
  AND m.organisation_id = %s AND m.erased_at > %s
)
"""
# A round that was never answered says nothing, also once the lead has removed it: `queries.is_answered`.
_FOUND = f"""
SELECT {{columns}},
EXISTS (SELECT 1 FROM connections_refusal WHERE member_id = %s AND (lead_id IS NULL OR lead_id = %s)),
{_ERASED},
(
  SELECT sum(most) FROM (
    SELECT max(asks) AS most FROM connections_connection WHERE parent_id = %s AND child_id = %s GROUP BY how
  ) AS ways
),
(
  SELECT count(*) FROM connections_consentevent e JOIN connections_connection a ON a.id = e.connection_id
  WHERE a.child_id IN ({{at_address}}) AND e.what IN ('asked', 'asked-to-renew') AND e.at > %s
)
FROM (SELECT 1) AS one
LEFT JOIN connections_consent c ON c.id = (SELECT max(id) FROM connections_consent WHERE connection_id = %s)
LEFT JOIN connections_consent n ON n.id = (
  SELECT max(k.id) FROM connections_consent k JOIN connections_connection p ON p.id = k.connection_id
  WHERE p.parent_id = %s AND p.child_id = %s
  AND k.state <> 'asked' AND NOT (k.state = 'removed' AND k.ends_at IS NULL)
)
"""
