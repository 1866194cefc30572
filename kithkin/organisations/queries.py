"""Finding the seller behind a request, and what he publishes."""

from .models import Organisation, PointOfSale, PolicyText


def point_of_sale(host: str) -> PointOfSale | None:
    """The shop at this host, else the one without a host; with its organisation, in one query."""
    shops = PointOfSale.objects.select_related("organisation").filter(kind=PointOfSale.Kind.SHOP, host__in=[host, ""])
    return shops.order_by("-host").first()


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
