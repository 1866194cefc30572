"""Whether the ledger of consent still holds: chains, texts, what the rows say; and a digest to be kept elsewhere."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef

from kithkin.organisations import queries as policies

from . import proof, queries
from .models import Connection, Consent, ConsentEvent, ConsentText, Guardianship
from .states import State

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one connection's chain."""

    connection_id: int
    sequence: int
    hash: str


def batches() -> Iterator[tuple[int, int]]:
    """Ranges of connection ids, so many connections in each and none of them empty."""
    ids, high = Connection.objects.order_by("pk").values_list("pk", flat=True), 0
    while found := ids.filter(pk__gte=high)[:BATCH]:
        low, high = found[0], list(found)[-1] + 1
        yield low, high


def problems(low: int, high: int) -> Iterator[str]:
    """What does not hold of the connections from `low` to just below `high`; six queries at the most."""
    chains = {number: list(events) for number, events in _chains(low, high)}
    rounds = {consent.connection_id: consent for consent in _between(Consent, low, high).order_by("id")}
    known = dict(Connection.objects.filter(pk__gte=low, pk__lt=high).values_list("pk", "organisation_id"))
    for number in sorted(known):
        yield from _of_one(number, chains.get(number, []), rounds.get(number))
    written = [event for events in chains.values() for event in events]
    yield from _lost_texts(written)
    yield from _changed_policies(written, known)
    yield from _lost_neighbours(written)


def open_in_spite_of_a_refusal() -> Iterable[str]:
    """A refusal stands and yet a consent is there that would open when it is lifted."""
    guards = Guardianship.objects.filter(connection=OuterRef("connection"), ends_at__gte=OuterRef("ends_at"))
    refused = queries.said_no("connection__child", "connection__parent", guards)
    for consent in Consent.objects.filter(refused, state=State.ALLOWED).iterator():
        yield f"Connection {consent.connection_id} has a consent in spite of a refusal."


def heads() -> Iterator[Head]:
    """The end of every chain, by connection."""
    later = ConsentEvent.objects.filter(connection=OuterRef("connection"), sequence__gt=OuterRef("sequence"))
    last = ConsentEvent.objects.filter(~Exists(later)).order_by("connection_id", "sequence")
    for number, sequence, digest in last.values_list("connection_id", "sequence", "hash").iterator(BATCH):
        yield Head(number, sequence, digest)


def hash_at(wanted: list[Head]) -> dict[int, str]:
    """What stands now where these heads stood, by connection."""
    numbers = [head.connection_id for head in wanted]
    then = {head.connection_id: head.sequence for head in wanted}
    events = ConsentEvent.objects.filter(connection_id__in=numbers).values_list("connection_id", "sequence", "hash")
    return {number: digest for number, sequence, digest in events if then[number] == sequence}


def _chains(low: int, high: int):
    events = _between(ConsentEvent, low, high).order_by("connection_id", "sequence")
    return groupby(events, key=lambda event: event.connection_id)


def _between(model, low: int, high: int):
    return model.objects.filter(connection_id__gte=low, connection_id__lt=high)


def _of_one(number: int, events: list[ConsentEvent], consent: Consent | None) -> Iterator[str]:
    broken = proof.break_in(events)
    if not events:
        yield f"Connection {number} has no event that says how it came about."
    elif broken:
        yield f"The chain of connection {number} does not hold at event {broken}."
    elif proof.folded(events) != proof.stored(consent):
        yield f"Connection {number} stands otherwise than its events say."


def _lost_texts(events: list[ConsentEvent]) -> Iterator[str]:
    wanted = {event.shown["text_hash"] for event in events if "text_hash" in event.shown}
    kept = dict(ConsentText.objects.filter(hash__in=wanted).values_list("hash", "body"))
    for name in sorted(wanted):
        if name not in kept:
            yield f"The text {name[:12]} that somebody was shown is gone."
        elif hashlib.sha256(kept[name].encode()).hexdigest() != name:
            yield f"The text {name[:12]} that somebody was shown was changed."


def _changed_policies(events: list[ConsentEvent], organisations: dict[int, int]) -> Iterator[str]:
    """A version that somebody could read says what it said then, or it is told."""
    read = [(organisations[event.connection_id], event.shown) for event in events if "policy_hash" in event.shown]
    wanted = {(organisation, shown["policy"], shown["policy_hash"]) for organisation, shown in read}
    kept = policies.policy_hashes({(organisation, version) for organisation, version, _hash in wanted})
    for organisation, version, named in sorted(wanted - kept):
        yield f"Version {version} of the privacy policy of organisation {organisation}, {named[:12]}, was changed."


def _lost_neighbours(events: list[ConsentEvent]) -> Iterator[str]:
    """Where two records were joined, each chain names the other; that one still has to hold what was named."""
    named = {(event.connection_id, *event.evidence["beside"]) for event in events if "beside" in event.evidence}
    beside = ConsentEvent.objects.filter(connection_id__in={other for _own, other, *_rest in named})
    kept = set(beside.values_list("connection_id", "sequence", "hash"))
    for own, other, *end in sorted(named):
        if (other, *end) not in kept:
            yield f"The chain of connection {own} names one of connection {other} that is no longer so."
