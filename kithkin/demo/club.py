"""Ferrygate Athletic, built through the importers and the actions that everybody uses."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from kithkin.accounts.models import StaffPost
from kithkin.base import actor, clock
from kithkin.base.actor import Actor, Counter
from kithkin.catalogue import actions as catalogue
from kithkin.catalogue import queries
from kithkin.catalogue.actions import TariffTerms
from kithkin.catalogue.models import Product, Season, SeatingPlan
from kithkin.connections import actions as connections
from kithkin.connections.presets import Preset
from kithkin.contacts import bringing
from kithkin.contacts.models import Contact
from kithkin.exchange import actions as exchange
from kithkin.exchange.readers import contacts as contacts_reader
from kithkin.exchange.readers import fixtures, seating_plan
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation, PointOfSale

from . import crowd, ground, groups, league, people
from .cast import Cast
from .roles import FAMILY, ROLES

SLUG = "ferrygate"
POLICIES = Path(__file__).parent / "files" / "policy"
TARIFFS = [
    TariffTerms("adult", "Adult", 18, 64),
    TariffTerms("junior", "Junior", None, 17),
    TariffTerms("senior", "Senior", 65, None),
]
PRICES = {  # in pounds: adult, junior, senior
    "centre": (380, 150, 270),
    "wing": (340, 130, 240),
    "corner": (290, 110, 205),
    "goal": (245, 95, 175),
}
STEPS = 6
Tell = Callable[[str], None]


def build(*, small: bool = False, tell: Tell = lambda words: None) -> Cast:
    """The whole club, or a small one for tests: the cast in a ground of 374 seats, nothing sold. All or nothing."""
    with transaction.atomic():
        tell("Opening the club")
        organisation = _open_club()
        by = actor.system(organisation.pk, Counter.DEMO)
        tell("Setting up the ground")
        plan = _save_plan(organisation, small, by)
        tell("Planning the season")
        product = _put_on_sale(organisation, _save_season(organisation, plan, by), by)
        tell("Writing the contacts")
        _save_contacts(organisation, small, by)
        tell("Opening logins and groups")
        groups.open_logins(organisation, by=by)
        cast = find()
        groups.connect(cast)
        if not small:
            tell("Selling half of the season tickets")
            crowd.sell(cast.point_of_sale, product, by=by)
    return cast


def find() -> Cast:
    """The club as it stands in the database. Raises Organisation.DoesNotExist where there is none."""
    club = Organisation.objects.get(slug=SLUG)
    points = {point.kind: point for point in PointOfSale.objects.filter(organisation=club)}
    product = Product.objects.select_related("season__plan").filter(organisation=club).earliest("pk")
    numbers = [role.number for role in ROLES]
    known = {contact.number: contact for contact in Contact.objects.filter(organisation=club, number__in=numbers)}
    post = StaffPost.objects.select_related("login").filter(organisation=club).earliest("pk")
    return Cast(
        organisation=club,
        point_of_sale=points[PointOfSale.Kind.SHOP],
        desk=points[PointOfSale.Kind.DESK],
        plan=product.season.plan,
        season=product.season,
        product=product,
        hana_login=post.login,
        events=queries.matches(product.season_id),
        **{role.first_name.lower(): known[role.number] for role in ROLES},
    )


def _open_club() -> Organisation:
    organisation = organisations.open_organisation(
        name=league.HOME,
        slug=SLUG,
        postal_address="1 Quay Road, Ferrygate",
        email="tickets@ferrygate.example",
        by=actor.system(None, Counter.DEMO),
    )
    by = actor.system(organisation.pk, Counter.DEMO)
    shop = organisations.open_point_of_sale(organisation, name="Ticket shop", by=by)
    organisations.switch_friends_and_family(shop, True, by=by)
    organisations.open_point_of_sale(organisation, name="Ticket office", kind=PointOfSale.Kind.DESK, by=by)
    texts = {path.stem: path.read_text(encoding="utf-8") for path in POLICIES.glob("*.txt")}
    organisations.publish_policy(organisation, texts, by=by)
    connections.add_kind(organisation, "Seat neighbour", Preset.JUST_BUY, by=by)
    return organisation


def _save_plan(organisation: Organisation, small: bool, by: Actor) -> SeatingPlan:
    text = ground.text(ground.plan(ground.SMALL)) if small else ground.FILE.read_text(encoding="utf-8")
    plan = seating_plan.read(text)
    return catalogue.save_plan(organisation, plan.name, plan, by=by)


def _save_season(organisation: Organisation, plan: SeatingPlan, by: Actor) -> Season:
    start = league.season_start(clock.now().date())
    text = league.dated(league.FILE.read_text(encoding="utf-8"), start)
    matches = fixtures.read(text, home=league.HOME)
    season, _saved = exchange.save_fixtures(organisation, matches, plan, season_name=league.season_name(start), by=by)
    return season


def _put_on_sale(organisation: Organisation, season: Season, by: Actor) -> Product:
    catalogue.save_tariffs(organisation, TARIFFS, by=by)
    ends = datetime.combine(season.ends + timedelta(days=1), time.min, tzinfo=ZoneInfo(organisation.timezone))
    product = catalogue.open_season_ticket(
        season,
        name=f"Season ticket {season.name}",
        on_sale_from=clock.now() - timedelta(days=60),
        on_sale_until=ends,
        by=by,
    )
    amounts = {
        (category, tariff.code): pounds * 100
        for category, row in PRICES.items()
        for tariff, pounds in zip(TARIFFS, row, strict=True)
    }
    catalogue.set_prices(product, amounts, by=by)
    return product


def _save_contacts(organisation: Organisation, small: bool, by: Actor) -> None:
    text = people.text([*ROLES, *FAMILY]) if small else people.FILE.read_text(encoding="utf-8")
    bringing.save_many(organisation, contacts_reader.read(text), by=by)
