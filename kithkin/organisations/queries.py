"""What an organiser publishes; the seller behind a request is found by accounts.visits."""

from .models import Organisation, PolicyText


def policy(organisation: Organisation, language: str) -> PolicyText | None:
    """The newest privacy policy in this language, else in the organisation's, else any."""
    texts = list(PolicyText.objects.filter(organisation=organisation).order_by("-version"))
    for wanted in (language, organisation.language):
        for text in texts:
            if text.language == wanted:
                return text
    return texts[0] if texts else None


def policy_version(organisation: Organisation) -> int:
    """The number of the newest privacy policy; 0 when none is published."""
    newest = PolicyText.objects.filter(organisation=organisation).order_by("-version").values_list("version", flat=True)
    return newest.first() or 0
