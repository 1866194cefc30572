"""Every letter the house sends: its template, and whose word the postman takes on it (docs/letters.md)."""

from kithkin.accounts import letters as accounts
from kithkin.connections import letters as connections
from kithkin.desk import trials as desk
from kithkin.mail.tables import Sender, Table
from kithkin.organisations.models import Organisation
from kithkin.persons import merging_letters as merging
from kithkin.persons import silent_letters as silent
from kithkin.sales import letters as sales

from .documents import BY_TEMPLATE


def senders(organisation_ids: set[int]) -> dict[int, Sender]:
    """The organisations that sign, as their letters show them."""
    signing = Organisation.objects.filter(pk__in=organisation_ids)
    return {each.pk: Sender(each.name, each.email, each.postal_address, each.brand_hue) for each in signing}


TABLE = Table(
    facts={
        "access-code": accounts.access_codes,
        "address-changed": accounts.address_changed,
        "consent-receipt": connections.consent_receipt,
        "consent-reminder": connections.consent_reminder,
        "consent-renewal": connections.consent_renewal,
        "consent-request": connections.consent_request,
        "document-test": desk.document_test,
        "new-address": accounts.new_address,
        "order-confirmed": sales.order_confirmed,
        "order-reserved": sales.order_reserved,
        "people-joined": merging.people_changed,
        "people-parted": merging.people_changed,
        "records-joined": merging.records_joined,
        "records-parted": merging.records_parted,
        "set-password": accounts.set_password,
        "silent-notice": silent.silent_notice,
        "ticket-for-you": sales.ticket_for_you,
    },
    senders=senders,
    documents=BY_TEMPLATE,
)
