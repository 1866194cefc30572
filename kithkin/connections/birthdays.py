"""On which birthday guardianships end, reckoned in the organisation's country and time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
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

from .models import Connection, Guardianship

OLDEST = 120
NOTICE = timedelta(days=60)


def end(organisation: Organisation, born: date, age: int) -> tuple[date, datetime]:
    """The birthday at this age, and its first moment there."""
    day = calendar.birthday(born, age)
    return day, calendar.start_of(day, organisation.timezone)


def end_of_childhood(organisation: Organisation, born: date | None) -> tuple[date, datetime]:
    """The same for somebody who is to get a guardian. Raises Refused for whoever decides for himself already."""
    now = clock.now()
    today = now.astimezone(ZoneInfo(organisation.timezone)).date()
    if born is None or born > today or calendar.age_on(born, today) > OLDEST:
        raise Refused(_("Write the date of birth."), field="birth_date")
    age = ages.of(organisation)
    day, moment = end(organisation, born, age)
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
    """Whether the lead may give the young person's own address: near the birthday or after it, until he signs in."""
    is_lead = actor.kind == Kind.CUSTOMER and actor.contact_id == connection.parent_id
    near = Guardianship.objects.filter(connection=connection, ends_at__lte=clock.now() + NOTICE)
    his = near.filter(
        Q(state=Guardianship.State.STANDS) | Q(state=Guardianship.State.ENDED, ended_why=Guardianship.Why.AGE)
    )
    free = is_lead and connection.removed_at is None and his.exists() and not has_login(connection.child_id)
    return Verdict(free, _("There is nothing to hand over."))
