"""Season tickets that somebody of the cast has bought already, or is about to buy."""

from kithkin.catalogue import queries
from kithkin.contacts.models import Contact
from kithkin.demo.cast import Cast
from kithkin.sales.models import Order
from tests.sales.ground import Shop


def buy(cast: Cast, buyer: Contact, *members: Contact, where: str = "centre") -> Order:
    """The buyer takes the best seats for himself and these members, and pays."""
    return _shop(cast, buyer, members, where).buy(1 + len(members))


def reserve(cast: Cast, buyer: Contact, *members: Contact) -> Order:
    """The same, to be paid later."""
    return _shop(cast, buyer, members).place(1 + len(members), pay_now=False)


def hold(cast: Cast, buyer: Contact, *members: Contact) -> None:
    """The same, still in the basket."""
    _shop(cast, buyer, members).hold(1 + len(members))


def _shop(cast: Cast, buyer: Contact, members: tuple[Contact, ...], where: str = "centre") -> Shop:
    return Shop(cast.organisation, cast.point_of_sale, queries.offer(cast.organisation.pk), buyer, list(members), where)
