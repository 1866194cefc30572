"""Every letter the house sends: its template, and whose word the postman takes on it (docs/letters.md)."""

from django.db import connection

from kithkin.accounts import address_letters as addresses
from kithkin.accounts import letters as accounts
from kithkin.base import rows
from kithkin.connections import guardian_letters as guardians
from kithkin.connections import letters as connections
from kithkin.connections.guardian_news import guardian_news
from kithkin.connections.in_care import through_guardians
from kithkin.desk import trials as desk
from kithkin.mail.tables import Sender, Table
from kithkin.persons import erasure_letters as erasing
from kithkin.persons import merging_in_care
from kithkin.persons import merging_letters as merging
from kithkin.persons import silent_letters as silent
from kithkin.sales import in_care_letters
from kithkin.sales import letters as sales

from .documents import BY_TEMPLATE


def senders(organisation_ids: set[int]) -> dict[int, Sender]:
    """The organisations that sign, as their letters show them."""
    with connection.cursor() as cursor:
        cursor.execute(_SENDERS.format(these=rows.places(organisation_ids)), list(organisation_ids))
        return {number: Sender(*signs) for number, *signs in cursor.fetchall()}


_SENDERS = "SELECT id, name, email, postal_address, brand_hue FROM organisations_organisation WHERE id IN ({these})"


NEWS = through_guardians("child-news")
RECORDS = through_guardians("child-records")
TABLE = Table(
    facts={
        "access-code": accounts.access_codes,
        "address-changed": addresses.address_changed,
        "birthday-soon": guardians.end_of_childhood,
        "child-news": guardians.child_news,
        "child-records": merging_in_care.child_records,
        "child-ticket": in_care_letters.child_ticket,
        "child-erased": erasing.child_erased,
        "consent-receipt": NEWS(connections.consent_receipt),
        "consent-reminder": NEWS(connections.consent_reminder),
        "consent-renewal": NEWS(connections.consent_renewal),
        "consent-request": NEWS(connections.consent_request),
        "document-test": desk.document_test,
        "erasure-wish": erasing.erasure_wish,
        "guardian-news": guardian_news,
        "guardian-request": guardians.guardian_request,
        "new-address": addresses.new_address,
        "order-confirmed": sales.order_confirmed,
        "order-reserved": sales.order_reserved,
        "own-age-soon": guardians.end_of_childhood,
        "passkey-added": accounts.passkey_added,
        "people-joined": merging.people_changed,
        "people-parted": merging.people_changed,
        "records-joined": RECORDS(merging.records_joined),
        "records-parted": RECORDS(merging.records_parted),
        "set-password": accounts.set_password,
        "silent-notice": silent.silent_notice,
        "ticket-for-you": through_guardians("child-ticket")(sales.ticket_for_you),
    },
    senders=senders,
    documents=BY_TEMPLATE,
)
