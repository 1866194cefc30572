"""Finding connections through the person who asks."""

from datetime import timedelta

from django.db import connection as database
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from kithkin.base import clock, names, tokens
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.joined import Joined, Part
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import guardians, links
from .models import Connection, Consent, ConsentEvent, Refusal
from .states import LIVE, State


def members(actor: Actor) -> QuerySet[Connection]:
    """The connections that this actor leads."""
    led = Connection.objects.filter(parent_id=actor.contact_id, organisation_id=actor.organisation_id, removed_at=None)
    return led.filter(child__hidden_at=None)


def leads_of(actor: Actor) -> QuerySet[Connection]:
    """The connections in which this actor is the member, the newest first."""
    led = Connection.objects.filter(child_id=actor.contact_id, organisation_id=actor.organisation_id, removed_at=None)
    return led.filter(parent__hidden_at=None).select_related("parent", "child", "organisation").order_by("-made_at")


def standing(actor: Actor) -> list[tuple[Connection, Consent | None]]:
    """Everybody who leads this actor, each with the newest round of asking; two queries."""
    rounds = Prefetch("consents", Consent.objects.order_by("-id"), to_attr="rounds")
    return [(led, led.rounds[0] if led.rounds else None) for led in leads_of(actor).prefetch_related(rounds)]


def ever_led(actor: Actor) -> QuerySet[Connection]:
    """All connections in which this actor is or was the member, those removed included."""
    led = Connection.objects.filter(child_id=actor.contact_id, organisation_id=actor.organisation_id)
    return led.select_related("parent", "child", "organisation").order_by("made_at", "pk")


def events_about(actor: Actor) -> QuerySet[ConsentEvent]:
    """What happened to the connections of this member, the newest first."""
    mine = Connection.objects.filter(child_id=actor.contact_id, organisation_id=actor.organisation_id)
    found = ConsentEvent.objects.filter(connection__in=mine).select_related("connection")
    return found.order_by("-at", "-sequence", "-pk")


def blocked(actor: Actor) -> set[int | None]:
    """The leads by whom this member does not want to be asked; None among them stands for everybody."""
    return set(Refusal.objects.filter(member_id=actor.contact_id).values_list("lead_id", flat=True))


def as_member(actor: Actor, public_id: str) -> Connection:
    """One connection in which this actor is the member; raises Connection.DoesNotExist for every other."""
    return _one("c.child_id = %s AND p.hidden_at IS NULL", actor, public_id)


def connection(actor: Actor, public_id: str) -> Connection:
    """One connection that this actor leads; raises Connection.DoesNotExist for every other."""
    return _one("c.parent_id = %s AND m.hidden_at IS NULL", actor, public_id)


def _one(whose: str, actor: Actor, public_id: str) -> Connection:
    sql = f"SELECT {{columns}} {_WHOLE} WHERE {whose} AND c.organisation_id = %s AND c.public_id = %s"
    found = _CONNECTION.rows(f"{sql} AND c.removed_at IS NULL", [actor.contact_id, actor.organisation_id, public_id])
    for parts in found:
        return _whole(*parts)
    raise Connection.DoesNotExist


def _whole(connection: Connection, lead: Contact, member: Contact, organisation: Organisation) -> Connection:
    connection.parent, connection.child, connection.organisation = lead, member, organisation
    lead.organisation = member.organisation = organisation
    return connection


_CONNECTION = Joined(Part("c", Connection), Part("p", Contact), Part("m", Contact), Part("o", Organisation))
_WHOLE = """
FROM connections_connection c JOIN organisations_organisation o ON o.id = c.organisation_id
JOIN contacts_contact p ON p.id = c.parent_id JOIN contacts_contact m ON m.id = c.child_id
"""


def request_behind(token: str) -> Consent | None:
    """How the request behind a mailed link stands now; None for a link that is damaged, replaced or of an old address.

    The link goes on standing for its connection when the member, having refused, allows after all.
    """
    for asked, now, *parts in _REQUEST.rows(_BEHIND, [tokens.fingerprint(token)]):
        asked.connection = now.connection = _whole(*parts)
        return now if links.is_whole(asked, token) else None
    return None


_REQUEST = Joined(Part("a", Consent), Part("n", Consent), *_CONNECTION.parts)
_BEHIND = f"""
SELECT {{columns}} {_WHOLE} JOIN connections_consent a ON a.connection_id = c.id AND a.token_fingerprint = %s
JOIN connections_consent n ON n.id = (SELECT max(id) FROM connections_consent WHERE connection_id = c.id)
"""


def never_asked(organisation: Organisation) -> QuerySet[Connection]:
    """Connections made while consent was off: no round of asking, no answer, no refusal."""
    standing = Connection.objects.filter(organisation=organisation, removed_at=None, by_switch=True)
    asked = Consent.objects.filter(connection=OuterRef("pk"))
    leads = Q(lead=None) | Q(lead=OuterRef("parent"))
    refused = Refusal.objects.filter(leads, member=OuterRef("child"))
    untouched = standing.filter(~Exists(asked), ~Exists(refused))
    return untouched.select_related("parent", "child", "organisation").order_by("pk")


def not_asked_yet(organisation: Organisation) -> QuerySet[Connection]:
    """Connections to be asked about in stages: those from before consent, and those from an import.

    Also where the member has refused: being asked in vain looks to the lead like being asked.
    """
    brought = Connection.objects.filter(
        Q(how=Connection.How.IMPORT) | Q(by_switch=True),
        organisation=organisation,
        removed_at=None,
        asked_at=F("made_at"),
        child__hidden_at=None,
    )
    answered = Consent.objects.filter(connection=OuterRef("pk"), state__in=LIVE)
    untouched = brought.filter(~Exists(answered)).values("pk")
    both = Q(pk__in=never_asked(organisation).values("pk")) | Q(pk__in=untouched)
    return Connection.objects.filter(both).select_related("parent", "child", "organisation").order_by("pk")


def hold_still(connection: Connection) -> None:
    """Nobody else changes this connection or its consent until the transaction ends; how it stands is read anew."""
    lock = "FOR NO KEY UPDATE" if database.vendor == "postgresql" else ""  # a writer on SQLite is alone anyway
    [(now,)] = _STANDING.rows(
        f"SELECT {{columns}} FROM connections_connection c WHERE c.id = %s {lock}", [connection.pk]
    )
    connection.asks, connection.asked_at, connection.removed_at = now.asks, now.asked_at, now.removed_at


_STANDING = Joined(Part("c", Connection, "id", "asks", "asked_at", "removed_at"))


def so_far(lead: Contact, member: Contact, how: str) -> tuple[int, bool]:
    """How often this lead, having added this member in this way, has asked him; and whether a connection stands.

    Each way has a count of its own: else the count of an address would tell whose number it goes with (decision 23).
    """
    with database.cursor() as cursor:
        cursor.execute(_SO_FAR, [how, lead.pk, member.pk])
        asks, standing = cursor.fetchone()
    return asks or 0, standing > 0


_SO_FAR = """
SELECT max(CASE WHEN how = %s THEN asks END), count(CASE WHEN removed_at IS NULL THEN 1 END)
FROM connections_connection WHERE parent_id = %s AND child_id = %s
"""


def has_named(lead: Contact, first: str, last: str, *, but: str) -> bool:
    """Whether somebody in this lead's group bears these names, as the lead wrote them, and came in another way.

    Of a child he is guardian of he knows everything anyway.
    """
    typed = Connection.objects.filter(parent=lead, removed_at=None, child__hidden_at=None)
    typed = typed.exclude(how__in=(but, Connection.How.GUARDIAN))
    written = typed.values_list("typed_first", "typed_last")
    return any(names.same(first, one) and names.same(last, other) for one, other in written)


def hold_pair_still(lead_id: int, member_id: int) -> None:
    """The same for whoever rests on what a member allows a lead."""
    pair = Connection.objects.filter(parent_id=lead_id, child_id=member_id, removed_at=None)
    list(pair.select_for_update(no_key=True).values_list("pk"))


def latest(connection: Connection) -> Consent | None:
    """The newest round of a connection."""
    found = next(_CONSENT.rows(_LATEST, [connection.pk]), None)
    if found is None:
        return None
    [consent] = found
    consent.connection = connection
    return consent


_CONSENT = Joined(Part("c", Consent))
_LATEST = "SELECT {columns} FROM connections_consent c WHERE c.connection_id = %s ORDER BY c.id DESC LIMIT 1"


def has_expired(consent: Consent) -> bool:
    """Whether a request waited too long; computed, never stored."""
    last_day = consent.asked_at + timedelta(days=consent.connection.organisation.request_days)
    return consent.state == State.ASKED and last_day <= clock.now()


def is_in_force(consent: Consent) -> bool:
    """Whether this round opens anything at this moment."""
    return consent.state == State.ALLOWED and consent.ends_at is not None and consent.ends_at > clock.now()


def is_answered(consent: Consent) -> bool:
    """Whether the member has said anything; once the lead has removed him, too: whoever allowed has an end."""
    asks_no_more = consent.state == State.REMOVED and consent.ends_at is None
    return consent.state != State.ASKED and not asks_no_more


def refuses(connection: Connection) -> bool:
    """Whether the member does not want to be asked by this lead again; a no to everybody leaves out a guardian."""
    his = Q(lead_id=connection.parent_id)
    leads = his if guardians.on(connection) else his | Q(lead=None)
    return Refusal.objects.filter(leads, member_id=connection.child_id).exists()


def said_no(member: str, lead: str, guards: QuerySet) -> Q:
    """The same as a condition, by the names of the columns; `guards` finds what a no to everybody leaves out."""
    said = Refusal.objects.filter(member=OuterRef(member))
    return Q(Exists(said.filter(lead=OuterRef(lead)))) | (Q(Exists(said.filter(lead=None))) & ~Q(Exists(guards)))


def of_contact(actor: Actor, contact_id: int, part: slice) -> tuple[list[Connection], list[Connection]]:
    """For the desk: the connections a contact leads, and those that lead him; of each this part. Operators only.

    Those that stand come first, the newest on top; then the removed.
    """
    if actor.kind != Kind.OPERATOR or not actor.has(Power.READ_CONTACTS):
        return [], []
    rounds = Connection.objects.filter(organisation_id=actor.organisation_id).select_related("parent", "child")
    rounds = rounds.prefetch_related("consents", "events").order_by(
        F("removed_at").desc(nulls_first=True), "-made_at", "-pk"
    )
    return list(rounds.filter(parent_id=contact_id)[part]), list(rounds.filter(child_id=contact_id)[part])
