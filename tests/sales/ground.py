"""A small club for the tests of the sales: two blocks of forty seats, three matches, a family of five."""

from dataclasses import dataclass
from datetime import timedelta

from kithkin.base import actor, clock
from kithkin.base.actor import Actor
from kithkin.catalogue import actions as catalogue
from kithkin.catalogue import queries
from kithkin.catalogue.actions import TariffTerms
from kithkin.catalogue.queries import Offer
from kithkin.catalogue.rows import BlockRow, CategoryRow, MatchRow, PlanRows, SeatRow
from kithkin.contacts.models import Contact
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation, PointOfSale
from kithkin.sales import choosing
from kithkin.sales.actions import order, payment
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Basket, Order, Payment
from tests import people
from tests.cast import built

HOUSE = actor.system(None)
PRICES = {
    ("centre", "adult"): 38000,
    ("centre", "junior"): 15000,
    ("wing", "adult"): 30000,
    ("wing", "junior"): 12000,
}


@dataclass(frozen=True)
class Shop:
    """A season ticket on sale, and Andrew with four members, none of whom has answered."""

    organisation: Organisation
    pos: PointOfSale
    offer: Offer
    andrew: Contact
    members: list[Contact]
    where: str = "centre"

    @property
    def by(self) -> Actor:
        return actor.customer(self.andrew)

    @property
    def centre(self) -> int:
        return self.offer.category("centre").pk

    def people(self, count: int) -> list[Person]:
        """Andrew and the first of his members, as he calls them."""
        adult = self.offer.tariff("adult").pk
        return [Person(it.pk, it.name, adult) for it in [self.andrew, *self.members][:count]]

    def hold(self, count: int = 3) -> choosing.Held:
        category = self.offer.category(self.where).pk
        return choosing.hold_best(self.offer, self.people(count), category, pos=self.pos, by=self.by)

    def place(self, count: int = 3, *, pay_now: bool = True) -> Order:
        held = self.hold(count)
        return order.place(basket(held), by=self.by, pay_now=pay_now)

    def buy(self, count: int = 3) -> Order:
        return pay(self.place(count), self.by).order


def basket(held: choosing.Held) -> Basket:
    """As the checkout loads it."""
    related = Basket.objects.select_related("organisation", "product__season")
    return related.get(pk=held.kept.basket_id)


def pay(placed: Order, by: Actor, key: str = "") -> Payment:
    """Start and settle a payment."""
    attempt = payment.start(placed, key=key or placed.public_id, by=by)
    return payment.settle(attempt, by=by)


def open_shop(members: int = 4, plan: PlanRows | None = None) -> Shop:
    """Andrew, his members and the sale."""
    return built(_open_shop, members, plan or small_plan(), tuple(PRICES.items()))


def _open_shop(members: int, plan: PlanRows, prices: tuple) -> Shop:
    """Everything through the real actions."""
    organisation = people.organisation(group_limit=60, pending_limit=60, invitations_per_day=60)
    pos = organisations.open_point_of_sale(organisation, name="Shop", by=HOUSE)
    organisations.switch_friends_and_family(pos, True, by=HOUSE)
    offer = open_sale(organisation, plan, dict(prices))
    andrew = people.register(organisation, "Andrew")
    names = [f"Member{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(members)]
    family = [people.register(organisation, name) for name in names]
    for member in family:
        people.connect(andrew, member)
    return Shop(organisation, pos, offer, andrew, family)


def open_sale(organisation: Organisation, plan: PlanRows | None = None, prices: dict | None = None) -> Offer:
    """A season of three matches on a plan, on sale at four prices."""
    saved = catalogue.save_plan(organisation, "Ground", plan or small_plan(), by=HOUSE)
    today = clock.now().date()
    season = catalogue.plan_season(
        organisation, name="Next", starts=today, ends=today + timedelta(days=200), plan=saved, by=HOUSE
    )
    matches = [MatchRow(f"Round {n}", "Ferrygate", f"Guests {n}", today + timedelta(days=40 + n)) for n in range(3)]
    catalogue.save_matches(season, matches, by=HOUSE)
    tariffs = [TariffTerms("adult", "Adult", 18, None), TariffTerms("junior", "Junior", None, 17)]
    catalogue.save_tariffs(organisation, tariffs, by=HOUSE)
    product = catalogue.open_season_ticket(
        season,
        name="Season ticket",
        on_sale_from=clock.now() - timedelta(days=1),
        on_sale_until=clock.now() + timedelta(days=30),
        by=HOUSE,
    )
    catalogue.set_prices(product, prices or PRICES, by=HOUSE)
    return queries.offer(organisation.pk)


def small_plan(rows: int = 4, seats: int = 10) -> PlanRows:
    """Two blocks side by side above the pitch; the first is the centre."""
    categories = (CategoryRow("centre", "Centre"), CategoryRow("wing", "Wing"))
    blocks = [("E1", "centre", 0.0), ("E2", "wing", 200.0)]
    return PlanRows(
        "Ground",
        categories,
        tuple(BlockRow("East", name, _seats(name, code, left, rows, seats), left) for name, code, left in blocks),
    )


def _seats(block: str, category: str, left: float, rows: int, seats: int) -> tuple[SeatRow, ...]:
    return tuple(
        SeatRow(
            guid=f"{block}-{row + 1}-{seat + 1}",
            row=str(row + 1),
            number=str(seat + 1),
            row_order=row,
            seat_order=seat,
            x=left + 10.0 * seat,
            y=100.0 + 16.0 * row,
            category=category,
        )
        for row in range(rows)
        for seat in range(seats)
    )
