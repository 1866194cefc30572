"""Opening an organisation and its points of sale; turning its switches."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Verdict

from .models import Organisation, PointOfSale, PolicyText


@action
def open_organisation(*, name: str, slug: str, by: Actor, **settings) -> Organisation:
    """A new organiser with its settings (fields of Organisation)."""
    organisation = Organisation.objects.create(name=name, slug=slug, **settings)
    journal.write("organisation.opened", by=by, about=organisation)
    return organisation


@action
def open_point_of_sale(organisation: Organisation, *, name: str, by: Actor, kind: str = "shop", host: str = ""):
    """A new shop or desk; Friends & Family is off until somebody switches it on (design decision 11)."""
    point = PointOfSale.objects.create(organisation=organisation, name=name, kind=kind, host=host)
    journal.write("point-of-sale.opened", by=by, about=point)
    return point


@action
def switch_friends_and_family(point: PointOfSale, on: bool, *, by: Actor) -> PointOfSale:
    """Turn the feature on or off at one point of sale (first seed, Characteristics tab)."""
    _may_set(by, point.organisation_id).require()
    point.friends_and_family = on
    point.save(update_fields=["friends_and_family"])
    journal.write("point-of-sale.friends-and-family-switched", by=by, about=point, on=on)
    return point


@action
def switch_consent(organisation: Organisation, on: bool, *, by: Actor) -> Organisation:
    """Ask members for consent, or not, in the whole organisation."""
    _may_set(by, organisation.pk).require()
    organisation.consent_on = on
    organisation.save(update_fields=["consent_on"])
    journal.write("organisation.consent-switched", by=by, about=organisation, on=on)
    return organisation


@action
def publish_policy(organisation: Organisation, version: int, texts: dict[str, str], *, by: Actor) -> None:
    """A new version of the privacy policy: one text per language."""
    at = clock.now()
    for language, body in texts.items():
        PolicyText.objects.create(
            organisation=organisation, version=version, language=language, body=body, published_at=at
        )
    journal.write("policy.published", by=by, about=organisation, version=version)


def _may_set(actor: Actor, organisation_id: int) -> Verdict:
    holds = actor.has(Power.SET_CHARACTERISTICS) and actor.organisation_id == organisation_id
    return Verdict(actor.kind == Kind.SYSTEM or holds, _("Your post does not allow changing characteristics."))
