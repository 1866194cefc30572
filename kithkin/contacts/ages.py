"""When people were born, for reckoning alone: no page gets a birth date from here."""

from collections.abc import Iterable
from datetime import date

from kithkin.base import rows

from .vault.models import PrivateDetails


def birth_dates(contact_ids: Iterable[int]) -> dict[int, date]:
    """Those that are known, by contact."""
    known = PrivateDetails.objects.filter(contact_id__in=rows.these(contact_ids), birth_date__isnull=False)
    return dict(known.values_list("contact_id", "birth_date"))
