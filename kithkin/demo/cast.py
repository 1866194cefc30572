"""The club and its people as they stand before anybody does anything; what each may see stands behind the name."""

from dataclasses import dataclass

from kithkin.accounts.models import Login
from kithkin.catalogue.models import Event, Product, Season, SeatingPlan
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation, PointOfSale


@dataclass
class Cast:
    """Made by club.build(); found again by club.find()."""

    organisation: Organisation
    point_of_sale: PointOfSale
    desk: PointOfSale
    plan: SeatingPlan
    season: Season
    product: Product
    andrew: Contact  # leads
    blaise: Contact  # known, not connected
    darren: Contact  # known, not connected
    carla: Contact  # has allowed Andrew
    erin: Contact  # has declined
    frida: Contact  # had allowed, has withdrawn
    gus: Contact  # a stranger to them all
    hana_login: Login  # works at the desk
    events: list[Event]
