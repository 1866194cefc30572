"""Who may see and do what. One rule in two shapes: a query set for lists, the same narrowed to one.

Every clause of `_in_force` and `_is_open` has a row in the truth table that fails without it.
"""

from django.db.models import Case, Exists, ExpressionWrapper, FilteredRelation, OuterRef, Q, QuerySet, When
from django.db.models.fields import BooleanField
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact

from .models import Connection, Consent, Refusal
from .scopes import FULL, Scope
from .states import State

ANSWERED = (State.ALLOWED, State.DECLINED, State.WITHDRAWN)


def open_to(actor: Actor, scope: Scope) -> QuerySet[Contact]:
    """The contacts who have opened `scope` to this actor; for an operator, those of his organisation."""
    if actor.kind == Kind.OPERATOR:
        return _open_to_operator(actor, scope)
    return Contact.objects.filter(pk__in=led_by(actor).filter(_is_open(scope)).values("child_id"))


def may(actor: Actor, scope: Scope, contact: Contact) -> Verdict:
    """Whether this one contact has opened `scope` to this actor."""
    allowed = open_to(actor, scope).filter(pk=contact.pk).exists()
    return Verdict(allowed, _("%(name)s has not allowed this.") % {"name": contact.first_name})


def led_by(actor: Actor) -> QuerySet[Connection]:
    """The connections this actor leads, each joined with the consent in force as `live`."""
    in_force = Q(consents__state=State.ALLOWED, consents__ends_at__gt=clock.now())
    answered = Consent.objects.filter(connection=OuterRef("pk"), state__in=ANSWERED)
    leads = Q(lead=None) | Q(lead=OuterRef("parent_id"))
    refused = Refusal.objects.filter(leads, member=OuterRef("child_id"))
    return Connection.objects.filter(
        parent_id=actor.contact_id, organisation_id=actor.organisation_id, removed_at=None
    ).annotate(
        live=FilteredRelation("consents", condition=in_force),
        refused=Exists(refused),
        by_switch=ExpressionWrapper(Q(organisation__consent_on=False) & ~Exists(answered), output_field=BooleanField()),
    )


def with_open_scopes(connections: QuerySet[Connection]) -> QuerySet[Connection]:
    """Connections of `led_by`, each saying for every scope whether it is open, and whether it is active."""
    shown = {f"open_{scope}": _as_column(_is_open(scope)) for scope in Scope}
    active = _as_column((Q(live__isnull=False) | Q(by_switch=True)) & Q(refused=False))
    return connections.annotate(active=active, **shown)


def _is_open(scope: Scope) -> Q:
    opened = Q(**{f"live__{scope}": True})
    if scope in FULL:
        opened |= Q(by_switch=True)
    return opened & Q(refused=False)


def _as_column(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def _open_to_operator(actor: Actor, scope: Scope) -> QuerySet[Contact]:
    own = Contact.objects.filter(organisation_id=actor.organisation_id)
    return own if actor.has(Power.READ_CONTACTS) and scope != Scope.RESELL else own.none()


def may_lead(actor: Actor, connection: Connection) -> Verdict:
    """Whether this actor is the lead of this connection, in his client account."""
    is_lead = actor.kind == Kind.CUSTOMER and actor.contact_id == connection.parent_id
    return Verdict(is_lead, _("Only the lead can do this."))


def may_answer(actor: Actor, connection: Connection) -> Verdict:
    """Whether this actor is the member of this connection, signed in or by the mailed link."""
    is_member = actor.kind in (Kind.CUSTOMER, Kind.LINK) and actor.contact_id == connection.child_id
    return Verdict(is_member, _("Only the member can answer."))
