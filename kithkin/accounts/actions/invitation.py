"""Links to set a password: for a new account, and for one who forgot it."""

from datetime import timedelta

from kithkin.accounts import queries
from kithkin.accounts.models import Introduction, PasswordRequest
from kithkin.audit import journal
from kithkin.base import clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation


@action
def invite(contact: Contact, *, by: Actor) -> PasswordRequest:
    """Send a link to set a password."""
    now = clock.now()
    request = PasswordRequest.objects.create(
        contact=contact, made_at=now, expires_at=now + timedelta(hours=contact.organisation.password_hours)
    )
    letters.write_to(contact, "set-password", dedup=f"set-password:{request.pk}", request=request.pk)
    journal.write("account.invited", by=by, about=contact)
    return request


@action
def invite_if_new(contact: Contact, is_new: bool, *, writes: bool = True, by: Actor) -> None:
    """Like `invite` for somebody whom a lead just put in; nothing, by the same statements, for others.

    Without `writes` the new one is left alone, too: whoever reads at this address wanted no letter.
    """
    rows.insert(Introduction, [{"contact_id": contact.pk, "made_at": clock.now()}], when=is_new)
    invite_where(contact, is_new and writes, by=by)


@action
def invite_where(contact: Contact, goes: bool, *, by: Actor) -> None:
    """Like `invite`; nothing, by the same statements, where it does not go."""
    now = clock.now()
    request = {
        "contact_id": contact.pk,
        "made_at": now,
        "expires_at": now + timedelta(hours=contact.organisation.password_hours),
    }
    [(number,)] = rows.insert(PasswordRequest, [request], when=goes, returning=("id",)) or [(0,)]
    letters.write_to(contact, "set-password", dedup=f"set-password:{number}", when=goes, request=number)
    journal.write("account.invited" if goes else "account.left-alone", by=by, about=contact)


@action
def invite_address(organisation: Organisation, email: str, *, by: Actor) -> None:
    """Send the link to whoever is known at this address, once; write to nobody otherwise.

    The caller's page says the same in both cases (design decision 4).
    """
    known = letters.holders(organisation.pk, email)
    if known and not _invited_lately(known[0]):
        invite(known[0], by=by)


@action
def sign_up(organisation: Organisation, person: Person, *, by: Actor) -> None:
    """Open an account: a known address gets its link, an unknown one is registered and gets the same link."""
    contact = contacts.register_unknown(organisation, person, by=by)
    if contact:
        invite(contact, by=by)
    else:
        invite_address(organisation, person.email, by=by)


@action
def invite_again(token: str, *, by: Actor) -> None:
    """Who comes with a link that is used or too old gets a new one, at the address the old one went to."""
    request = queries.password_request(token)
    if request and not _invited_lately(request.contact):
        invite(request.contact, by=by)


def _invited_lately(contact: Contact) -> bool:
    since = clock.now() - timedelta(minutes=5)
    return PasswordRequest.objects.filter(contact=contact, used_at=None, made_at__gt=since).exists()
