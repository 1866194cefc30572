"""Limits and times that an organiser sets, and how far he may go; the database keeps to the same bounds."""

from typing import NamedTuple

from django.db.models import Q


class Bounds(NamedTuple):
    """The least and the most that makes sense."""

    least: int
    most: int


# By the field of Organisation that holds it.
BOUNDS = {
    "consent_days": Bounds(60, 1095),  # the reminder goes out 30 days before the end
    "request_days": Bounds(1, 90),
    "password_hours": Bounds(1, 336),
    "resend_hours": Bounds(1, 720),
    "requests_per_pair": Bounds(1, 10),
    "requests_per_recipient_day": Bounds(1, 50),
    "invitations_per_day": Bounds(1, 100),
    "pending_limit": Bounds(1, 500),
    "group_limit": Bounds(1, 500),
    "mismatch_per_day": Bounds(1, 50),
    "lookups_per_day": Bounds(1, 100),
    "keep_refusal_days": Bounds(7, 3650),
    "purge_days": Bounds(14, 730),
    "purge_notice_days": Bounds(1, 14),
    "basket_minutes": Bounds(5, 120),
    "extension_minutes": Bounds(1, 60),
    "reservation_days": Bounds(1, 90),
    "keep_inactive_months": Bounds(6, 120),
    "keep_log_months": Bounds(6, 120),
    "keep_reads_months": Bounds(1, 60),
    "keep_letters_months": Bounds(1, 60),
    "keep_signals_days": Bounds(7, 365),
    "keep_baskets_days": Bounds(1, 365),
    "keep_links_days": Bounds(7, 365),  # a changed email can be taken back for 7 days
}


def kept() -> Q:
    """The condition under which a row keeps to them all."""
    return Q(**{f"{name}__range": (bounds.least, bounds.most) for name, bounds in BOUNDS.items()})
