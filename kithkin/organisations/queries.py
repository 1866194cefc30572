"""What an organiser publishes; the seller behind a request is found by accounts.visits."""

from django.db.models import Max, QuerySet

from .models import Organisation, PolicyText


def policy(organisation: Organisation, language: str) -> PolicyText | None:
    """The newest privacy policy: in this language, else in the organisation's. An older version never stands in."""
    texts = {text.language: text for text in _newest(organisation)}
    return texts.get(language) or texts.get(organisation.language)


def policy_texts(organisation: Organisation) -> dict[str, str]:
    """What the newest privacy policy says, by language; empty when none is published."""
    return {text.language: text.body for text in _newest(organisation)}


def policies(organisation: Organisation) -> QuerySet[PolicyText]:
    """Every text of every version, the newest version first."""
    return PolicyText.objects.filter(organisation=organisation).order_by("-version", "pk")


def policy_version(organisation: Organisation) -> int:
    """The number of the newest privacy policy; 0 when none is published."""
    return PolicyText.objects.filter(organisation=organisation).aggregate(newest=Max("version"))["newest"] or 0


def _newest(organisation: Organisation) -> QuerySet[PolicyText]:
    published = PolicyText.objects.filter(organisation=organisation)
    return published.filter(version=published.order_by("-version").values("version")[:1])
