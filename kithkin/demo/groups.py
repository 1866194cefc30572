"""Logins for the cast, and Andrew's group as it grew before the story begins."""

from datetime import timedelta

from kithkin.accounts import actions as accounts
from kithkin.base import actor, clock
from kithkin.base.actor import Actor, Power
from kithkin.connections import actions as connections
from kithkin.connections.models import Connection, Consent
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter, State
from kithkin.organisations.models import Organisation

from .cast import Cast
from .roles import CLERK, FAMILY, PASSWORD, ROLES, SECOND

LONG_AGO = timedelta(days=40)


def open_logins(organisation: Organisation, *, by: Actor) -> None:
    """The cast can sign in, the family with one login; Hana and Omar stand at the desk with every power."""
    numbers = [role.number for role in (*ROLES, *FAMILY)]
    for contact in Contact.objects.filter(organisation=organisation, number__in=numbers):
        accounts.open_login(contact, PASSWORD, by=by)
    accounts.open_post(organisation, name="Hana Novak", email=CLERK, password=PASSWORD, powers=list(Power), by=by)
    accounts.open_post(organisation, name="Omar Haddad", email=SECOND, password=PASSWORD, powers=list(Power), by=by)


def connect(cast: Cast) -> None:
    """Six weeks ago Andrew added three people: Carla allowed, Erin declined, Frida allowed and took it back."""
    with clock.held(clock.now() - LONG_AGO):
        carla, erin, frida = (_added(cast.andrew, member) for member in (cast.carla, cast.erin, cast.frida))
        connections.allow(carla, by=actor.by_link(cast.carla))
        connections.decline(erin, by=actor.by_link(cast.erin))
        connections.allow(frida, by=actor.by_link(cast.frida))
        connections.withdraw(frida, by=actor.by_link(cast.frida))
        Letter.objects.filter(organisation_id=cast.organisation.pk, state=State.WAITING).update(
            state=State.SENT, sent_at=clock.now()
        )


def _added(lead: Contact, member: Contact) -> Consent:
    connection = connections.connect(
        lead, member, member.first_name, member.last_name, how=Connection.How.EMAIL, by=actor.customer(lead)
    )
    return connection.consents.get()
