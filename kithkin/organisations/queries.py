"""What an organiser publishes; the seller behind a request is found by accounts.visits."""

import hashlib
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Max, QuerySet

from .models import Organisation, PolicyText


class Policy(NamedTuple):
    """A version of the privacy policy, and its text by its hash; nothing where none is published."""

    version: int = 0
    hash: str = ""

    @property
    def shown(self) -> dict[str, int | str]:
        """For the proof: what somebody could read."""
        return {"policy": self.version, "policy_hash": self.hash} if self.version else {"policy": 0}


def policy_in_force(organisation: Organisation, language: str) -> Policy:
    """The version that counts now, and the hash of the text that a reader of this language finds."""
    return _of(spoken(_newest(organisation), language, organisation))


def policy_version_of(organisation: Organisation, version: int, language: str) -> Policy:
    """The same of a version that may be over."""
    texts = PolicyText.objects.filter(organisation=organisation, version=version).order_by("pk")
    return _of(spoken(texts, language, organisation))


def spoken(texts: Iterable[PolicyText], language: str, organisation: Organisation) -> PolicyText | None:
    """Of the texts of one version the one in this language, else in the organisation's, else any."""
    found = {text.language: text for text in texts}
    return found.get(language) or found.get(organisation.language) or next(iter(found.values()), None)


def policy_hashes(versions: Collection[tuple[int, int]]) -> set[tuple[int, int, str]]:
    """The texts of these versions as they are kept now: organisation, version and hash; one query."""
    wanted = {"organisation__in": {each for each, _ in versions}, "version__in": {each for _, each in versions}}
    found = PolicyText.objects.filter(**wanted).values_list("organisation_id", "version", "body")
    return {(organisation, version, _hash(body)) for organisation, version, body in found}


def policy_versions(organisation_ids: Iterable[int]) -> dict[int, int]:
    """The number of the newest version of each of these; one query."""
    published = PolicyText.objects.filter(organisation__in=set(organisation_ids))
    return dict(published.values_list("organisation_id").annotate(newest=Max("version")).order_by())


def policy_texts(organisation: Organisation) -> dict[str, str]:
    """What the newest privacy policy says, by language; empty when none is published."""
    return {text.language: text.body for text in _newest(organisation)}


def policies(organisation: Organisation) -> QuerySet[PolicyText]:
    """Every text of every version, the newest version first."""
    return PolicyText.objects.filter(organisation=organisation).order_by("-version", "pk")


def policy_version(organisation: Organisation) -> int:
    """The number of the newest privacy policy; 0 when none is published."""
    return policy_versions([organisation.pk]).get(organisation.pk, 0)


def _newest(organisation: Organisation) -> QuerySet[PolicyText]:
    published = PolicyText.objects.filter(organisation=organisation)
    return published.filter(version=published.order_by("-version").values("version")[:1]).order_by("pk")


def _of(text: PolicyText | None) -> Policy:
    return Policy(text.version, _hash(text.body)) if text else Policy()


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
