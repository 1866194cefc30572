"""Who may see and do what. One rule, written once as SQL, for one person, for lists and for the door.

It is SQL rather than query set expressions because it is asked on nearly every page: the same text
is planned once and costs a fifth. Every clause has a row in the truth table that fails without it.
"""

from django.db import connection as database
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from kithkin.base import clock, rows
from kithkin.base.actor import Actor, Kind, Power, customer
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact

from . import guardians
from .models import Connection
from .scopes import FULL, Scope

# The connections (c) of one lead with their members (m), each with the consent in force (live) and the member's no to
# this lead and to everybody if there is one. Joined, as a database looks each up; an EXISTS it may read whole instead.
FROM = """
FROM connections_connection c
JOIN organisations_organisation o ON o.id = c.organisation_id
JOIN contacts_contact m ON m.id = c.child_id AND m.hidden_at IS NULL
LEFT JOIN connections_consent live
    ON live.connection_id = c.id AND live.state = 'allowed' AND live.ends_at > %s
LEFT JOIN connections_refusal to_him ON to_him.member_id = c.child_id AND to_him.lead_id = c.parent_id
LEFT JOIN connections_refusal to_all ON to_all.member_id = c.child_id AND to_all.lead_id IS NULL
"""
WHERE = "WHERE c.parent_id = %s AND o.id = %s AND c.removed_at IS NULL"
# That the consent in force is what a guardian has.
GUARDS = """EXISTS (
    SELECT 1 FROM connections_guardianship g
    WHERE g.connection_id = c.id AND g.state = 'stands' AND g.ends_at >= live.ends_at)"""
# A no to everybody does not shut out a child's guardians (decision 0021).
_REFUSED = f"(to_him.id IS NOT NULL OR (to_all.id IS NOT NULL AND NOT {GUARDS}))"
# With the organiser's consent switch off nobody is asked; an answer once given still counts (design decision 11).
_BY_SWITCH = """(NOT o.consent_on AND NOT EXISTS (
    SELECT 1 FROM connections_consent answer
    WHERE answer.connection_id = c.id AND answer.state IN ('allowed', 'declined', 'withdrawn')))"""
ACTIVE = f"((live.id IS NOT NULL OR {_BY_SWITCH}) AND NOT {_REFUSED})"


def opened(scope: Scope) -> str:
    """The condition, in SQL over FROM, under which a connection opens this scope."""
    by_consent = f"live.{scope.value}"
    by_either = f"({by_consent} OR {_BY_SWITCH})" if scope in FULL else by_consent
    return f"({by_either} AND NOT {_REFUSED})"


def who_opened(scope: Scope) -> str:
    """The ids, in SQL, of the members who have opened this scope to the lead of `led_by`."""
    return f"SELECT c.child_id {FROM} {WHERE} AND {opened(scope)}"


def led_by(actor: Actor) -> list:
    """The parameters of FROM and WHERE for this lead at this moment; only a customer leads anybody."""
    now = database.ops.adapt_datetimefield_value(clock.now())
    return [now, actor.contact_id if actor.kind == Kind.CUSTOMER else None, actor.organisation_id]


def open_to(actor: Actor, scope: Scope) -> QuerySet[Contact]:
    """The contacts who have opened `scope` to this actor; for an operator, those of his organisation."""
    if actor.kind == Kind.OPERATOR:
        return _open_to_operator(actor, scope)
    return Contact.objects.filter(rows.AnyOf(F("pk"), RawSQL(who_opened(scope), led_by(actor))))


def may(actor: Actor, scope: Scope, contact: Contact) -> Verdict:
    """Whether this one contact has opened `scope` to this actor."""
    allowed = _is_open(actor, scope, contact.pk)
    return Verdict(allowed, "" if allowed else _("%(name)s has not allowed this.") % {"name": contact.first_name})


def _is_open(actor: Actor, scope: Scope, contact_id: int) -> bool:
    if actor.kind == Kind.OPERATOR:
        return _open_to_operator(actor, scope).filter(pk=contact_id).exists()
    with database.cursor() as cursor:
        cursor.execute(f"{who_opened(scope)} AND c.child_id = %s", [*led_by(actor), contact_id])
        return cursor.fetchone() is not None


def _open_to_operator(actor: Actor, scope: Scope) -> QuerySet[Contact]:
    own = Contact.objects.filter(organisation_id=actor.organisation_id, hidden_at=None)
    return own if actor.has(Power.READ_CONTACTS) and scope != Scope.RESELL else own.none()


def count_active(lead: Contact) -> int:
    """How many of a lead's people are active; all the others count as waiting, whatever they have said."""
    by = customer(lead)
    with database.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {FROM} {WHERE} AND {ACTIVE}", led_by(by))
        return cursor.fetchone()[0]


def may_lead(actor: Actor, connection: Connection) -> Verdict:
    """Whether this actor is the lead of this connection, in his client account."""
    is_lead = actor.kind == Kind.CUSTOMER and actor.contact_id == connection.parent_id
    return Verdict(is_lead, _("Only the lead can do this."))


def may_record(actor: Actor, connection: Connection) -> Verdict:
    """Whether this operator may write down what a member signs or says at the desk."""
    holds = actor.has(Power.RECORD_CONSENTS) and actor.organisation_id == connection.organisation_id
    return Verdict(holds, _("Your post does not allow writing down what people sign or say."))


def may_answer(actor: Actor, connection: Connection) -> Verdict:
    """Whether this actor is the member of this connection, signed in or by the mailed link, or a child's guardian.

    What guardians themselves have is nobody's to answer as long as they are guardians; the desk can end it.
    """
    if guardians.on(connection):
        words = _("%(name)s is the parent or guardian here. Only the desk can change that.")
        return Verdict(False, words % {"name": connection.parent.first_name})
    is_about_him = actor.contact_id is not None and actor.contact_id == connection.child_id
    is_member = is_about_him and actor.kind in (Kind.CUSTOMER, Kind.LINK)
    is_guardian = is_about_him and guardians.speaks_for(actor) is not None
    return Verdict(is_member or is_guardian, _("Only the member can answer."))
