"""Opening an organisation and its points of sale; turning its switches, setting its limits, publishing its policy."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict

from . import limits, queries
from .models import NationalAge, Organisation, PointOfSale, PolicyText

YOUNGEST, OLDEST = 10, 21


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
def set_limits(organisation: Organisation, wanted: Mapping[str, int], *, by: Actor) -> dict[str, list[int]]:
    """Set these limits and times; each that was another before, with its old and new value.

    Raises Refused for the first that is out of its bounds.
    """
    _may(by, organisation.pk, Power.SET_LIMITS, _("Your post does not allow setting limits.")).require()
    for name, value in wanted.items():
        _require_within(name, value)
    stands = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    changed = {name: [now, new] for name, new in wanted.items() if (now := getattr(stands, name)) != new}
    if changed:
        new = {name: new for name, (_old, new) in changed.items()}
        Organisation.objects.filter(pk=organisation.pk).update(**new)
        journal.write("organisation.limits-set", by=by, about=organisation, **changed)
    return changed


@action
def set_national_age(organisation: Organisation, country: str, age: int, source: str, *, by: Actor) -> NationalAge:
    """From which age on people of a country decide for themselves, as this organisation reads the law."""
    _may(by, organisation.pk, Power.SET_LIMITS, _("Your post does not allow setting limits.")).require()
    if not source.strip():
        raise Refused(_("Write where this is written."), field="source")
    if not YOUNGEST <= age <= OLDEST:
        raise Refused(_("Write an age from %(least)d to %(most)d.") % {"least": YOUNGEST, "most": OLDEST}, field="age")
    told = {"age": age, "source": source.strip()}
    row, _new = NationalAge.objects.update_or_create(organisation=organisation, country=country, defaults=told)
    journal.write("organisation.national-age-set", by=by, about=organisation, country=country, age=age)
    return row


@action
def publish_policy(organisation: Organisation, texts: Mapping[str, str], *, by: Actor) -> int:
    """The next version of the privacy policy, in force at once: a text in the organisation's language, others as given.

    Texts of languages that the shop does not speak are left out. Returns the version's number.
    """
    _may(by, organisation.pk, Power.PUBLISH_POLICY, _("Your post does not allow publishing a policy.")).require()
    said = {code: texts[code].strip() for code, _name in settings.LANGUAGES if texts.get(code, "").strip()}
    if organisation.language not in said:
        raise Refused(_("Write the policy in the organisation's own language."), field=organisation.language)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)  # one at a time
    if said == queries.policy_texts(organisation):
        raise Refused(_("This is word by word the version that is in force."), field=organisation.language)
    version, at = queries.policy_version(organisation) + 1, clock.now()
    for language, body in said.items():
        PolicyText.objects.create(
            organisation=organisation, version=version, language=language, body=body, published_at=at
        )
    journal.write("policy.published", by=by, about=organisation, version=version)
    return version


def _require_within(name: str, value: int) -> None:
    least, most = limits.BOUNDS[name]
    if not least <= value <= most:
        said = _("Write a number from %(least)d to %(most)d.") % {"least": least, "most": most}
        raise Refused(said, field=name)


def _may_set(actor: Actor, organisation_id: int) -> Verdict:
    words = _("Your post does not allow changing characteristics.")
    return _may(actor, organisation_id, Power.SET_CHARACTERISTICS, words)


def _may(actor: Actor, organisation_id: int, power: Power, words: str) -> Verdict:
    holds = actor.has(power) and actor.organisation_id == organisation_id
    return Verdict(actor.kind == Kind.SYSTEM or holds, words)
