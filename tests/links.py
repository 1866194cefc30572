"""Links as the postman would mail them."""

from kithkin.accounts import address_letters as addresses
from kithkin.accounts import letters as accounts
from kithkin.connections import letters as connections
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.sales import letters as sales


def consent_token(connection: Connection) -> str:
    """The token in the newest request to the member of this connection."""
    return _token("consent-request", connection.child_id, connections.consent_request)


def password_token(contact: Contact) -> str:
    """The token in the newest letter with a link to set a password."""
    return _token("set-password", contact.pk, accounts.set_password)


def address_token(contact: Contact) -> str:
    """The token in the newest letter to a new address of this contact."""
    return _token("new-address", contact.pk, addresses.new_address)


def undo_token(contact: Contact) -> str:
    """The token in the newest letter to an old address of this contact."""
    return _token("address-changed", contact.pk, addresses.address_changed)


def ticket_token(holder: Contact) -> str:
    """The token in the newest letter about a ticket that somebody bought for this holder."""
    return _token("ticket-for-you", holder.pk, sales.ticket_for_you, "mine")


def _token(template: str, contact_id: int, facts, name: str = "link") -> str:
    letter = Letter.objects.filter(template=template, contact_id=contact_id).latest("pk")
    [envelope] = facts([letter]).values()
    return envelope.context[name].rstrip("/").rsplit("/", 1)[-1]
