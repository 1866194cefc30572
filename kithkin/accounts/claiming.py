"""Records that a lead made of somebody, as long as nobody has taken them over."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from kithkin.contacts import letters

from .models import Introduction, LoginContact


def unclaimed(contact_ids: Collection[int]) -> set[int]:
    """Those that nobody has answered from their address and nobody signs in for; two statements however many."""
    made_by_leads = Introduction.objects.filter(contact_id__in=contact_ids, contact__hidden_at=None)
    has_login = LoginContact.objects.filter(contact=OuterRef("contact_id"))
    found = set(made_by_leads.filter(~Exists(has_login)).values_list("contact_id", flat=True))
    return found - letters.proven(found)
