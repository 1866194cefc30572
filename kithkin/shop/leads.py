"""The leads of a member as his own page shows them: how each consent stands, its last use, what can be pressed."""

from collections.abc import Collection

from django.utils.translation import get_language

from kithkin.audit import reads
from kithkin.base.actor import Actor, Kind
from kithkin.connections import childhood, guardians, kinds, queries
from kithkin.connections.models import Connection, Consent
from kithkin.connections.states import State
from kithkin.organisations import queries as organisations
from kithkin.organisations.models import Organisation
from kithkin.organisations.queries import Policy
from kithkin.shop import request_page
from kithkin.shop.consent_page import Place, Shows
from kithkin.shop.forms.consent import AnswerForm
from kithkin.shop.request_page import Standing


def consent_of(connection: Connection, latest: Consent | None) -> Consent:
    """The newest round, or one to be begun where nobody has asked."""
    return latest or Consent(connection=connection, state=State.ASKED, asked_at=connection.made_at)


def cards(
    by: Actor, organisation: Organisation, bound: dict[str, AnswerForm], blocked: Collection[int | None]
) -> list[dict]:
    """One card per lead, the open requests first; `bound` holds a form that was not accepted, by connection."""
    last_used = reads.last_by_lead(by.contact_id)
    policy = organisations.policy_in_force(organisation, get_language() or "")
    place = Place.CHILD if by.kind == Kind.GUARDIAN else Place.OWN
    found = []
    standing = queries.standing(by)
    connections = [connection for connection, _latest in standing]
    called, guarding = kinds.words(connections), guardians.on_each(connections)
    guarded = place is Place.OWN and bool(guarding or childhood.below_age(organisation, [by.contact_id]))
    for connection, latest in standing:
        consent = consent_of(connection, latest)
        shows = Shows(
            place,
            guarded=guarded,
            guards=connection.pk in guarding and _standing(consent) is Standing.ALLOWED,
            unasked=consent.pk is None and connection.by_switch and not connection.organisation.consent_on,
            for_good=connection.parent_id in blocked,
            all_blocked=None in blocked,
        )
        card = _card(consent, bound.get(connection.public_id), policy, shows)
        card |= {"last_used": last_used.get(connection.parent_id), "kind": called.get(connection.pk, "")}
        found.append(card)
    return sorted(found, key=lambda card: card["order"])


def _card(consent: Consent, form: AnswerForm | None, policy: Policy, shows: Shows) -> dict:
    connection, standing = consent.connection, _standing(consent)
    lead = connection.parent
    return {
        **request_page.told(consent, standing, form, policy, shows),
        "id": connection.public_id,
        "uid": f"c{connection.pk}-",
        "order": (list(Standing).index(standing), lead.last_name, lead.first_name, lead.pk),
        "standing": standing.value,
        "template": f"shop/acting/{'guardian' if shows.guards else standing.value}.html",
        "guards": shows.guards,
        "since": consent.answered_at or connection.made_at,
        "uses_rights": standing is Standing.ALLOWED,
        "by_switch": shows.unasked,
    }


def _standing(consent: Consent) -> Standing:
    """A request nobody made cannot have grown too old."""
    return request_page.standing(consent) if consent.pk else Standing.QUESTION
