"""Two records of one person become one: his connections, as fates.py decides. Nothing is deleted, both chains stay."""

from typing import Any

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.contacts.models import Contact

from . import answers, asking, fates, guardians, limits, parting, proof
from .fates import Fate, Side, Word
from .models import Connection, Consent, Refusal
from .scopes import Scope
from .states import LIVE, State, move

hold_still = fates.hold_still
part = parting.part


def join(kept: Contact, gone: Contact, *, by: Actor) -> dict[str, Any]:
    """What only `gone` had goes to `kept`, never with more rights. Returns what `part` needs to undo it.

    The caller has locked both contacts, so that nobody is added to either meanwhile.
    """
    hold_still(kept, gone)
    decided = fates.of(kept, gone)
    limits.hold_addresses_still(fate.member_id for fate in decided if fate.asks_anew)
    own = [_end(connection, by) for connection in fates.between(kept, gone)]
    refusals = _copy_refusals(kept, gone)
    joined = [one for fate in decided if (one := _joined(fate, by))]
    return {"at": clock.now().isoformat(), "fates": joined, "own": own, "refusals": refusals}


def unmatched(kept: Contact, gone: Contact) -> set[tuple[int, int]]:
    """Guardian and child of each guardianship that only `gone` has, as it would have to be named for `kept` first.

    It is not handed on by joining, and no child is left without its guardian.
    """
    anew = {(_other(kept, gone, lead), _other(kept, gone, child)) for lead, child in guardians.pairs(gone)}
    return anew - set(guardians.pairs(kept))


def _other(kept: Contact, gone: Contact, person: int) -> int:
    return kept.pk if person == gone.pk else person


def _joined(fate: Fate, by: Actor) -> dict[str, Any] | None:
    """One other person: the record's connections that stand become one, or stay as they are where nothing speaks."""
    before = {"kept_before": _before(fate.kept), "gone_before": _before(fate.gone)}
    anew, leaving, is_new = fate.asks_anew, fate.gone.standing, fate.kept.standing is None
    target = fate.kept.standing or _born(fate, by)
    if target is None or not (leaving or fate.kept.word != fate.word):
        return None
    if leaving:
        _leave(leaving, target, by)
    _settle(fate, target, by)
    _ask(target, anew, by)
    numbers = {"target": target.pk, "gone": leaving.pk if leaving else None, "after": target.events.count()}
    return {**numbers, "born": is_new, **before}


def _born(fate: Fate, by: Actor) -> Connection | None:
    """What only the disappearing record had; also a no of a connection that is over, which would be forgotten."""
    source = fate.gone.connection
    if source is None or fate.word not in (Word.WAITING, Word.NO):
        return None
    if fate.gone.standing is None and fate.kept.word == Word.NO:
        return None
    people = Contact.objects.in_bulk([fate.lead_id, fate.member_id])
    copied = {column: getattr(source, column) for column in _COPIED}
    if source.how == Connection.How.GUARDIAN:  # whoever decides for a child is named anew
        copied["how"] = Connection.How.DESK
    connection = Connection.objects.create(parent=people[fate.lead_id], child=people[fate.member_id], **copied)
    proof.add(connection, "connected", by=by)
    return connection


_COPIED = (
    "organisation",
    "typed_first",
    "typed_last",
    "how",
    "kind",
    "asks_for",
    "made_at",
    "by_switch",
    "asked_at",
    "asks",
    "removed_at",
)


def _leave(connection: Connection, target: Connection, by: Actor) -> None:
    answers.close_live(connection)
    connection.removed_at = clock.now()
    connection.save(update_fields=["removed_at"])
    proof.add(connection, "joined-away", by=by, beside=target)


def _end(connection: Connection, by: Actor) -> int:
    """He would lead himself."""
    answers.close_live(connection)
    connection.removed_at = clock.now()
    connection.save(update_fields=["removed_at"])
    proof.add(connection, "joined-away", by=by)
    return connection.pk


def _settle(fate: Fate, target: Connection, by: Actor) -> None:
    beside, consent = fate.gone.connection, None
    if fate.word == Word.ALLOWED and not (fate.kept.by_switch and fate.gone.by_switch):
        consent = _narrow(fate, target)
    proof.add(target, "joined", by=by, consent=consent, beside=beside)
    if fate.word in (Word.WAITING, Word.NO) and fate.kept.is_live and not _still_asks(fate):
        answers.close_live(target)
        proof.add(target, "joined-away", by=by, beside=beside)
    if fate.word == Word.NO and not _stands_there(fate, target):
        _keep_no(fate, target, by)


def _still_asks(fate: Fate) -> bool:
    return fate.word == Word.WAITING and fate.kept.word == Word.WAITING


def _stands_there(fate: Fate, target: Connection) -> bool:
    """Whether this no is the connection's own; one of a connection before it would open where nobody is asked."""
    return fate.kept.word == Word.NO and fate.said_at == fate.kept.said_at and fate.kept.standing == target


def _narrow(fate: Fate, target: Connection) -> Consent:
    """What both opened, until the earlier end."""
    consent = fate.kept.last if fate.kept.last and fate.kept.last.state in LIVE else asking.reopen(target)
    columns = {str(scope): scope in fate.scopes for scope in Scope}
    answered = {"answered_at": consent.answered_at or clock.now()}
    move(consent, State.ALLOWED, ends_at=fate.ends_at, **answered, **columns)
    return consent


def _keep_no(fate: Fate, target: Connection, by: Actor) -> None:
    consent = asking.reopen(target)
    move(consent, State.DECLINED, answered_at=fate.said_at)
    proof.add(target, "joined-no", by=by, consent=consent)


def _ask(target: Connection, anew: bool, by: Actor) -> None:
    if anew and target.removed_at is None:
        asking.ask(target, by=by)


def _before(side: Side) -> dict[str, Any]:
    """How a record stood, to be put back."""
    last = side.last if side.standing else None
    return {
        "word": str(side.word),
        "state": last.state if last else "",
        "scopes": sorted(last.scopes()) if last else [],
        "ends_at": last.ends_at.isoformat() if last and last.ends_at else "",
    }


def _copy_refusals(kept: Contact, gone: Contact) -> list[list]:
    """Whom the one refused, and who refused the one, counts for the other, too; id and moment of each new row."""
    new, guarding = [], set(guardians.pairs(kept))
    for pair, since, key in _refused(gone):
        member, lead = (_other(kept, gone, one) for one in pair)
        known = Refusal.objects.filter(member_id=member, lead_id=lead)
        if member == lead or (lead, member) in guarding or known.exists():
            continue
        row = Refusal.objects.create(member_id=member, lead_id=lead, since=since, address_key=key)
        new.append([row.pk, since.isoformat()])
    return new


def _refused(gone: Contact) -> list[tuple]:
    said = Refusal.objects.filter(member=gone) | Refusal.objects.filter(lead=gone)
    return [((row.member_id, row.lead_id), row.since, row.address_key) for row in said.order_by("pk")]
