"""What the postman is told of a change of address: to prove it at the new one, to take it back from the old one."""

from collections.abc import Collection, Sequence

from django.conf import settings

from kithkin.base.addresses import masked
from kithkin.contacts import changes
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope

from . import logins
from .letters import Envelopes


def new_address(letters: Sequence[Letter]) -> Envelopes:
    """To the new address: the link that proves it; None when it was used, replaced or is too old."""
    asked = changes.in_bulk(letter.facts["change"] for letter in letters)
    return {letter.pk: _to_prove(letter, asked.get(letter.facts["change"])) for letter in letters}


def _to_prove(letter: Letter, change) -> Envelope | None:
    if change is None or not changes.can_be_made(change):
        return None
    link = f"{settings.BASE_URL}/address/{changes.proof_token(change)}/"
    return Envelope(change.email, letter.language, {**_about(change), "link": link})


def address_changed(letters: Sequence[Letter]) -> Envelopes:
    """To the old address: what happened, and the link that takes it back; None once it is taken back or too late."""
    done = changes.in_bulk(letter.facts["change"] for letter in letters)
    shared = logins.standing_at(change.old_email for change in done.values() if change.old_email)
    return {letter.pk: _to_undo(letter, done.get(letter.facts["change"]), shared) for letter in letters}


def _to_undo(letter: Letter, change, shared: Collection[str]) -> Envelope | None:
    if change is None or not changes.can_be_undone(change):
        return None
    link = f"{settings.BASE_URL}/address/undo/{changes.undo_token(change)}/"
    said = {"link": link, "address": masked(change.email), "shared": change.old_email_key in shared}
    return Envelope(change.old_email, letter.language, _about(change) | said)


def _about(change) -> dict:
    member = change.details.contact
    policy = f"{settings.BASE_URL}/privacy/"
    return {"member": member.first_name, "organisation": member.organisation, "policy": policy}
