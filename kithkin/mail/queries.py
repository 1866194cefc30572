"""Letters as the desk reads them: newest first, never with an address."""

from django.db.models import Count, QuerySet

from .models import Letter, State


def letters(organisation_id: int, state: State | None = None) -> QuerySet[Letter]:
    """The letters of an organisation, or those in one state; newest first."""
    found = Letter.objects.filter(organisation_id=organisation_id)
    return (found.filter(state=state) if state else found).order_by("-pk")


def letters_to(organisation_id: int, contact_id: int) -> QuerySet[Letter]:
    """The letters to one contact, newest first."""
    return letters(organisation_id).filter(contact_id=contact_id)


def counts(organisation_id: int) -> dict[State, int]:
    """How many letters are in each state."""
    found = Letter.objects.filter(organisation_id=organisation_id).values_list("state").annotate(Count("pk"))
    return dict.fromkeys(State, 0) | {State(state): number for state, number in found.order_by("state")}
