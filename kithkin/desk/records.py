"""The erasures that wait at the desk."""

from django.db.models import QuerySet
from django.http import HttpRequest

from kithkin.persons.models import ErasureDemand


def demands(request: HttpRequest) -> QuerySet[ErasureDemand]:
    """The erasures of this organisation that wait for a second operator, the oldest first."""
    waiting = ErasureDemand.objects.filter(organisation=request.post.organisation, state=ErasureDemand.State.OPEN)
    return waiting.select_related("contact").order_by("pk")
