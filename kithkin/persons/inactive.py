"""Who has not been here for so long that we let him go: nothing bought, held, asked, allowed or signed in since."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kithkin.accounts.models import LoginContact
from kithkin.audit.keeping import CONTACT
from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.connections.models import Connection, Consent, Guardianship
from kithkin.connections.states import State
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation
from kithkin.sales.models import Order, OrderLine


def since(organisation: Organisation, moment: datetime) -> QuerySet[Contact]:
    """The contacts without a sign of life since this moment; asked of the database in one statement.

    Bought and held count alike, and a season that is not over counts whenever it was bought (background, 1.10).
    A payment alone does not.
    """
    me = OuterRef("pk")
    bought = Order.objects.filter(purchaser=me, made_at__gte=moment)
    held = OrderLine.objects.filter(holder=me).filter(
        Q(order__made_at__gte=moment) | Q(product__season__ends__gte=moment.date())
    )
    leads = Connection.objects.filter(parent=me).filter(Q(made_at__gte=moment) | Q(asked_at__gte=moment))
    led = Connection.objects.filter(child=me, made_at__gte=moment)
    answered = Consent.objects.filter(connection__child=me, answered_at__gte=moment)
    allows = Consent.objects.filter(connection__child=me, state=State.ALLOWED, ends_at__gt=clock.now())
    signed_in = LoginContact.objects.filter(contact=me).filter(
        Q(login__last_login__gte=moment) | Q(since__gte=moment) | Q(login__posts__isnull=False)
    )
    visited = Entry.objects.filter(about=CONTACT, about_id=me, what="access-code.used", at__gte=moment)
    signs = (bought, held, leads, led, answered, allows, signed_in, visited, _still_guarded(me))
    known = Contact.objects.filter(organisation=organisation, erased_at=None, hidden_at=None, created_at__lt=moment)
    return known.filter(*(~Exists(sign) for sign in signs))


def _still_guarded(me: OuterRef) -> QuerySet[Guardianship]:
    """A child stays as long as his guardian does."""
    return Guardianship.objects.filter(connection__child=me, state=Guardianship.State.STANDS)
