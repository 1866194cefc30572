"""On which birthday guardianships end, reckoned in the organisation's country and time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithkin.accounts.queries import has_login
from kithkin.base import ages as calendar
from kithkin.base import clock
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Refused, Verdict
from kithkin.contacts import ages as people
from kithkin.contacts.models import Contact
from kithkin.organisations import ages
from kithkin.organisations.models import Organisation

from . import childhood
from .models import Connection, ConsentEvent, Guardianship, SignedForm

OLDEST = 120
NOTICE, HAND_OVER = timedelta(days=60), timedelta(days=30)
_ANSWERS = ("allowed", "changed", "renewed", "withdrawn", "declined", "declined-for-good")
_AT_DESK = ("allowed-at-desk", "declined-at-desk", "withdrawn-at-desk")


def end_of_childhood(organisation: Organisation, born: date | None) -> tuple[date, datetime]:
    """The same for somebody who is to get a guardian. Raises Refused for whoever decides for himself already."""
    now = clock.now()
    today = now.astimezone(ZoneInfo(organisation.timezone)).date()
    if born is None or born > today or calendar.age_on(born, today) > OLDEST:
        raise Refused(_("Write the date of birth."), field="birth_date")
    age = ages.of(organisation)
    day, moment = childhood.end(organisation, born, age)
    if moment <= now:
        words = _(
            "From %(age)d years on people decide for themselves. Come to the desk together: it needs a signature."
        )
        raise Refused(words % {"age": age}, field="birth_date")
    return day, moment


def end_for(child: Contact) -> tuple[date, datetime]:
    """The same for somebody who is known already."""
    return end_of_childhood(child.organisation, people.birth_dates([child.pk]).get(child.pk))


def may_hand_over(actor: Actor, connection: Connection) -> Verdict:
    """Whether the lead may write down the young person's own address: 60 days before the birthday to 30 after it.

    What the young person does meanwhile does not show in it: only the day does (decision 0025).
    """
    is_lead = actor.kind == Kind.CUSTOMER and actor.contact_id == connection.parent_id
    his = ended_by_age(HAND_OVER).filter(connection=connection, ends_at__lte=clock.now() + NOTICE)
    return Verdict(is_lead and his.exists(), _("There is nothing to hand over."))


def ended_by_age(lately: timedelta) -> QuerySet[Guardianship]:
    """Guardianships that stand, and those that a birthday has ended not longer ago than this."""
    by_age = Q(state=Guardianship.State.STANDS) | Q(ended_why=Guardianship.Why.AGE)
    return Guardianship.objects.filter(by_age, ends_at__gt=clock.now() - lately, connection__removed_at=None)


def had_guardians(child: Contact) -> bool:
    """Whether somebody decides for this person, or ever did."""
    ever = (Guardianship.State.STANDS, Guardianship.State.ENDED)
    return Guardianship.objects.filter(connection__child=child, state__in=ever).exists()


def has_acted(child: Contact, since: datetime) -> bool:
    """Whether the young person has signed in, answered somebody, or told the desk something since the birthday."""
    said = ConsentEvent.objects.filter(connection__child=child)
    himself = Q(what__in=_ANSWERS, by_kind__in=(Kind.CUSTOMER, Kind.LINK))
    answered = said.filter(himself | Q(what__in=_AT_DESK, at__gte=since)).exists()
    return any([answered, has_login(child.pk), SignedForm.objects.filter(connection__child=child).exists()])
