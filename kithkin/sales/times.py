"""Until when seats are kept for an order that is paid later."""

from datetime import datetime, timedelta

from django.db.models import Min
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.verdict import Refused
from kithkin.catalogue.models import Event

from .models import Basket


def reserved_until(basket: Basket) -> datetime:
    """The organiser's days, but at most until the day before the first match. Refused where that is too late."""
    if not basket.organisation.reserve_on:
        raise Refused(_("Reserving is not possible here. Pay now."))
    now = clock.now()
    to_come = Event.objects.filter(season=basket.product.season, date__gte=now.date(), status=Event.Status.PLANNED)
    first = to_come.aggregate(first=Min("date"))["first"]
    last = now + timedelta(days=basket.organisation.reservation_days)
    if first:
        last = min(last, datetime.combine(first, datetime.min.time(), tzinfo=now.tzinfo) - timedelta(days=1))
    if last <= now:
        raise Refused(_("It is too late to reserve. Pay now."))
    return last
