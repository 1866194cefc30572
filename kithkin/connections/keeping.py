"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from django.db.models import Max, QuerySet
from django.db.models.expressions import RawSQL

from kithkin.base import clock, rows
from kithkin.base.actor import Actor, system
from kithkin.contacts.models import Contact

from . import proof
from .models import Attempt, Connection, Consent, ConsentEvent, ConsentText, Guardianship, Refusal, SignedForm
from .scopes import Scope
from .states import LIVE, State

ERASED = "erased"
_CLOSED = {scope.value: False for scope in Scope}


def told(contact: Contact) -> dict[str, list]:
    """Whom he leads, who leads him, every event of consent with the text that was shown, and his refusals."""
    led = list(Connection.objects.filter(parent=contact).select_related("parent", "child").order_by("pk"))
    leads = list(Connection.objects.filter(child=contact).select_related("parent", "child").order_by("pk"))
    return {
        "people_you_act_for": [_as_lead(each) for each in led],
        "people_who_act_for_you": [_as_member(each) for each in leads],
        "guardians": [_guardian(each) | {"name": each.connection.parent.name} for each in _guards(child=contact)],
        "guardian_of": [_guardian(each) | {"name": each.connection.typed_name} for each in _named(contact)],
        "consent_events": _events(leads),
        "forms_you_signed": _forms(leads),
        "texts_you_were_shown": _texts(leads),
        "refusals": [
            {"whom": each.lead.name if each.lead else "", "since": each.since}
            for each in Refusal.objects.filter(member=contact).select_related("lead").order_by("pk")
        ],
        "tries": list(Attempt.objects.filter(subject=_subject(contact.pk)).values("kind", "day", "times")),
    }


def names(contact: Contact) -> dict[int, str]:
    """How he knows those whom he led and those who led him, also once that is over."""
    led = Connection.objects.filter(parent=contact).order_by("pk")
    typed = {each.child_id: each.typed_name for each in led}
    leads = Contact.objects.filter(pk__in=Connection.objects.filter(child=contact).values("parent"))
    return typed | {lead.pk: lead.name for lead in leads}


def erase(contact_ids: list[int], *, by: Actor | None = None) -> Counter:
    """Connections end, typed names go, the chains get one last event and stay whole; a no stays as a hash.

    The events hold names as hashes only, whose salt goes with the private details.
    """
    his = rows.these(_connections(contact_ids))
    standing = Connection.objects.select_related("parent").select_for_update(no_key=True, of=("self",))
    ended = list(standing.filter(pk__in=his, removed_at=None).order_by("pk"))
    _end_chains(ended, by or system(None))
    live = Consent.objects.filter(connection_id__in=rows.these(each.pk for each in ended), state__in=LIVE)
    live.update(state=State.REMOVED, **_CLOSED)
    Consent.objects.filter(connection_id__in=his).exclude(token_fingerprint="").update(token_fingerprint="")
    _end_guarding(his)
    Connection.objects.filter(pk__in=his, removed_at=None).update(removed_at=clock.now())
    Connection.objects.filter(pk__in=his).update(typed_first="", typed_last="")
    _let_forms_go(his)
    Refusal.objects.filter(lead_id__in=rows.these(contact_ids)).delete()
    Attempt.objects.filter(subject__in=[_subject(each) for each in contact_ids]).delete()
    return Counter(connections=len(ended))


def _let_forms_go(his: RawSQL) -> None:
    """What waits for a second operator counts no more, and no number leads to a paper."""
    signed = SignedForm.objects.filter(connection_id__in=his)
    signed.filter(state=SignedForm.State.OPEN).update(state=SignedForm.State.ASIDE, settled_at=clock.now())
    signed.exclude(reference="").update(reference="")


def _end_chains(ended: list[Connection], by: Actor) -> None:
    """One more event for each of these chains, in one statement."""
    these = rows.these(each.pk for each in ended)
    ends = _last_events(these)
    rounds = Consent.objects.filter(connection_id__in=these).values_list("connection_id")
    last_rounds = dict(rounds.annotate(last=Max("pk")))
    written = [_last_word(each, ends.get(each.pk, (0, "")), last_rounds.get(each.pk), by) for each in ended]
    rows.insert(ConsentEvent, written)


def _last_events(these: RawSQL) -> dict[int, tuple[int, str]]:
    """How long each chain is, and its last hash."""
    events = ConsentEvent.objects.filter(connection_id__in=these).order_by("connection_id", "sequence")
    found = events.values_list("connection_id", "sequence", "hash")
    return {number: (sequence, digest) for number, sequence, digest in found}


def _last_word(connection: Connection, last: tuple[int, str], consent_id: int | None, by: Actor) -> dict:
    event = ConsentEvent(
        connection=connection,
        consent_id=consent_id,
        sequence=last[0] + 1,
        what=ERASED,
        at=clock.now(),
        by_kind=by.kind,
        counter=by.counter,
        previous=last[1],
    )
    event.hash = proof.digest(event)
    return {field.attname: getattr(event, field.attname) for field in event._meta.concrete_fields[1:]}


def _guards(**end: Contact) -> QuerySet[Guardianship]:
    [(name, contact)] = end.items()
    found = Guardianship.objects.filter(**{f"connection__{name}": contact})
    return found.select_related("connection__parent").order_by("pk")


def _named(contact: Contact) -> QuerySet[Guardianship]:
    """Those that he has or had. Whether he was refused, or asked for a child at all, he is not told here either."""
    return _guards(parent=contact).exclude(made_at=None)


def _guardian(each: Guardianship) -> dict:
    return {
        "state": each.state,
        "ground": each.ground,
        "document": each.document,
        "since": each.made_at,
        "ends_on": each.ends_on,
        "until": each.ended_at,
    }


def _connections(contact_ids: list[int]) -> set[int]:
    """Those in which one of them is or was the lead or the member; asked by one end at a time, as they are indexed."""
    ends = [{"parent_id__in": rows.these(contact_ids)}, {"child_id__in": rows.these(contact_ids)}]
    return {number for end in ends for number in Connection.objects.filter(**end).values_list("pk", flat=True)}


def _end_guarding(his: RawSQL) -> None:
    """Nobody decides any more for somebody who is gone, and no paper is named that names him."""
    guards = Guardianship.objects.filter(connection_id__in=his)
    open_ones = guards.filter(state__in=(Guardianship.State.ASKED, Guardianship.State.STANDS))
    open_ones.update(state=Guardianship.State.ENDED, ended_at=clock.now(), ended_why=Guardianship.Why.LEFT)
    guards.exclude(document="").update(document=ERASED)
    guards.exclude(ended_document="").update(ended_document=ERASED)


def _subject(contact_id: int) -> str:
    return f"lead:{contact_id}"


def _as_lead(each: Connection) -> dict:
    """As he knows it himself: the names that he typed."""
    return {
        "name": each.typed_name,
        "kind": each.kind,
        "since": each.made_at,
        "asked_at": each.asked_at,
        "until": each.removed_at,
    }


def _as_member(each: Connection) -> dict:
    return {
        "name": each.parent.name,
        "typed_as": each.typed_name,
        "kind": each.kind,
        "how": each.how,
        "since": each.made_at,
        "until": each.removed_at,
    }


def _events(leads: list[Connection]) -> list[dict]:
    names = {each.pk: each.parent.name for each in leads}
    found = ConsentEvent.objects.filter(connection__in=leads).order_by("-at", "-pk")
    fields = ("connection_id", "what", "at", "by_kind", "counter", "scopes", "ends_at", "shown", "hash")
    return [{"lead": names[event.pop("connection_id")], **event} for event in found.values(*fields)]


def _forms(leads: list[Connection]) -> list[dict]:
    signed = SignedForm.objects.filter(connection__in=leads).select_related("connection__parent").order_by("-pk")
    fields = ("reference", "signed_on", "scopes", "state", "made_at", "settled_at")
    return [{"lead": each.connection.parent.name, **{name: getattr(each, name) for name in fields}} for each in signed]


def _texts(leads: list[Connection]) -> list:
    shown = ConsentEvent.objects.filter(connection__in=leads, shown__has_key="text_hash")
    hashes = {event["text_hash"] for event in shown.values_list("shown", flat=True)}
    return list(ConsentText.objects.filter(hash__in=hashes).values("hash", "language", "version", "body"))
