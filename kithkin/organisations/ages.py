"""From which age on people decide for themselves, country by country."""

from django.db.models import F, Q

from .models import NationalAge, Organisation

UNKNOWN = 16


def of(organisation: Organisation) -> int:
    """The age in this organisation's country: as it wrote it down itself, else as the house knows it, else 16."""
    known = NationalAge.objects.filter(_seen_by(organisation), country=organisation.country)
    return known.order_by(F("organisation").asc(nulls_last=True)).values_list("age", flat=True).first() or UNKNOWN


def table(organisation: Organisation) -> list[NationalAge]:
    """Every country with the age that counts here and where it is written, by country."""
    known = NationalAge.objects.filter(_seen_by(organisation)).order_by(F("organisation").asc(nulls_first=True))
    return sorted({row.country: row for row in known}.values(), key=lambda row: row.country)


def _seen_by(organisation: Organisation) -> Q:
    return Q(organisation=organisation) | Q(organisation=None)
