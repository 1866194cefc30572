"""Who is to be told of, and who is to leave: the table of silent members, as SQL, for a batch or for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from kithkin.audit.models import Entry
from kithkin.base import clock, rows
from kithkin.connections import rules, silence
from kithkin.organisations.models import Organisation

from .silent_models import Fate

BATCH = 1000
# Counted by index: for an EXISTS, PostgreSQL would read the whole journal in every batch.
_NOTED = """(SELECT COUNT(*) FROM audit_entry e WHERE e.about = 'contacts.contact' AND e.about_id = c.child_id
    AND {what}) > 0"""
# The contact is there because this lead typed his address.
_CREATED = _NOTED.format(what="e.what = 'contact.registered' AND e.contact_id = c.parent_id")
# A sign of life: an account, a visit by a mailed code, a ticket made his own. The code itself is soon let go; that it
# was used stays in the journal as long as the record.
_SIGNED_IN = f"""(EXISTS (SELECT 1 FROM accounts_logincontact a WHERE a.contact_id = c.child_id)
    OR {_NOTED.format(what="e.what = 'access-code.used'")}
    OR EXISTS (SELECT 1 FROM sales_ticket t WHERE t.holder_id = c.child_id AND t.taken_over_at IS NOT NULL))"""
_TO_COME = """EXISTS (SELECT 1 FROM sales_orderline l JOIN sales_order ordered ON ordered.id = l.order_id
    JOIN catalogue_product p ON p.id = l.product_id JOIN catalogue_season s ON s.id = p.season_id
    WHERE l.holder_id = c.child_id AND ordered.state IN ('reserved', 'unpaid', 'paid') AND s.ends >= %s
    AND ordered.purchaser_id {is_or_not} c.parent_id)"""
_BOUGHT, _BY_OTHERS = _TO_COME.format(is_or_not="="), _TO_COME.format(is_or_not="<>")
# Others count on him, too: another group, an order of his own, a ticket that somebody else bought.
_ELSEWHERE = f"""(EXISTS (SELECT 1 FROM connections_connection x WHERE x.id <> c.id AND x.removed_at IS NULL
        AND (x.child_id = c.child_id OR x.parent_id = c.child_id))
    OR EXISTS (SELECT 1 FROM sales_order own WHERE own.purchaser_id = c.child_id)
    OR {_BY_OTHERS})"""
_TOLD = f"""EXISTS (SELECT 1 FROM persons_clearing n WHERE n.connection_id = c.id AND n.done_at IS NULL
    AND n.announced_at <= %s AND {silence.since("n.announced_at")})"""
_UNDONE = """EXISTS (SELECT 1 FROM persons_clearing u WHERE u.connection_id = c.id AND u.undone_at > %s)"""
_SELECT = f"""
SELECT c.id, c.parent_id, c.child_id, {{created}}, {{signed_in}}, {{elsewhere}}, {{bought}}
{rules.FROM} WHERE o.id = %s AND c.id > %s AND {silence.STANDS} AND {silence.since("%s")} AND NOT {_UNDONE}
AND {{told}} {{among}} ORDER BY c.id LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Case:
    """One silent member, and what becomes of him."""

    connection_id: int
    lead_id: int
    member_id: int
    created: bool
    signed_in: bool
    elsewhere: bool
    bought: bool

    @property
    def fate(self) -> Fate:
        """The table, to the letter; who is needed elsewhere counts like one who was there before."""
        if self.created and self.signed_in:
            return Fate.STAYS
        if not self.created or self.elsewhere:
            return Fate.LEAVES
        return Fate.RETURNED if self.bought else Fate.CLOSED


def to_leave(organisation: Organisation, after: int = 0, among: Sequence[int] | None = None) -> list[Case]:
    """The next batch of those whose days are over, and whose leads were told long enough ago."""
    told = clock.now() - timedelta(days=organisation.purge_notice_days)
    return _found(organisation, timedelta(0), _TOLD, told, after, among)


def to_announce(organisation: Organisation, after: int = 0, among: Sequence[int] | None = None) -> list[Case]:
    """The next batch of those whose days end soon, and whose leads are not told yet."""
    ahead = timedelta(days=organisation.purge_notice_days)
    return _found(organisation, ahead, f"NOT {_TOLD}", clock.now(), after, among)


def _found(
    organisation: Organisation, ahead: timedelta, told: str, told_by: datetime, after: int, among: Sequence[int] | None
) -> list[Case]:
    begun = clock.now() + ahead - timedelta(days=organisation.purge_days)
    if _asks_since(organisation) > begun:
        return []
    at, today = connection.ops.adapt_datetimefield_value, clock.now().date()
    sql = _SELECT.format(
        created=_flag(_CREATED),
        signed_in=_flag(_SIGNED_IN),
        elsewhere=_flag(_ELSEWHERE),
        bought=_flag(_BOUGHT),
        told=told,
        among=f"AND c.id IN ({rows.places(among)})" if among else "",
    )
    moments = [at(begun)] * silence.since("%s").count("%s")
    values: list = [str(today), str(today), at(clock.now()), organisation.pk, after, *moments, at(begun), at(told_by)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *(among or ()), BATCH])
        return [Case(*row[:3], *map(bool, row[3:])) for row in cursor.fetchall()]


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _asks_since(organisation: Organisation) -> datetime:
    """Since when members are asked at all: while consent was off nobody was silent."""
    turned = Entry.objects.filter(
        about="organisations.organisation", about_id=organisation.pk, what="organisation.consent-switched"
    )
    last = turned.order_by("-id").first()
    return last.at if last else datetime.min.replace(tzinfo=clock.now().tzinfo)
