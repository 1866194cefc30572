"""Every address of every page, made of what exists at this moment: a new page is visited without being told."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse

from kithkin.catalogue.models import Block
from kithkin.connections.models import Connection, Guardianship, OwnKind, SignedForm
from kithkin.contacts.models import Contact
from kithkin.demo.models import KeptLetter
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation, PointOfSale, PolicyText
from kithkin.persons.models import Clearing, Duplicate, ErasureDemand, Merge
from kithkin.project.documents import BY_TEMPLATE
from kithkin.sales.models import Order, Payment, Ticket

MAILED = re.compile(r"https?://[^\s/]+(/(consent|password|ticket|address/undo|address)/([^/\s]+)/)")


def _column(model, name: str) -> Callable[[], Iterable]:
    return lambda: model.objects.order_by("pk").values_list(name, flat=True)


def _mailed(place: str) -> Callable[[], Iterable]:
    return lambda: dict.fromkeys(token for _address, there, token in mailed_links() if there == place)


def _guardians() -> list[tuple]:
    """The connection of a guardian, and that of somebody who asks to be one of the same child, too."""
    asked = Guardianship.objects.filter(state="asked").select_related("connection")
    own = Guardianship.objects.filter(state="stands").select_related("connection").order_by("pk")
    found = [(one.connection, other.connection) for one in own for other in asked]
    return [(one.public_id, other.public_id) for one, other in found if one.child_id == other.child_id]


def _guarded_tickets() -> list[tuple]:
    """The connection of a guardian, and some tickets."""
    some = Ticket.objects.order_by("pk").values_list("public_id", flat=True)[:3]
    return [(own, ticket) for own, _other in _guardians() for ticket in some]


# What stands in an address: first by page, then by the part of the site that the page belongs to.
VALUES: dict[tuple[str, str], Callable[[], Iterable]] = {
    ("shop:consent", "token"): _mailed("consent"),
    ("shop:consent-receipt", "token"): _mailed("consent"),
    ("shop:consent-receipt-data", "token"): _mailed("consent"),
    ("shop:ticket-link", "token"): _mailed("ticket"),
    ("shop:ticket-link-pdf", "token"): _mailed("ticket"),
    ("shop:ticket-link-declining", "token"): _mailed("ticket"),
    ("shop:ticket-holder", "ticket"): lambda: Ticket.objects.exclude(line__came_back_at=None).values_list(
        "public_id", flat=True
    ),
    ("shop:access-code", "token"): _mailed("consent"),
    ("shop:set-password", "token"): _mailed("password"),
    ("shop:not-me", "token"): _mailed("password"),
    ("shop:not-me-request", "token"): _mailed("consent"),
    ("shop:not-me-ticket", "token"): _mailed("ticket"),
    ("shop:new-address", "token"): _mailed("address"),
    ("shop:undo-address", "token"): _mailed("address/undo"),
    ("shop", "block"): _column(Block, "pk"),
    ("shop", "connection"): _column(Connection, "public_id"),
    ("shop", "hue"): _column(Organisation, "brand_hue"),
    ("shop", "number"): _column(Order, "number"),
    ("shop", "passkey"): _column(Authenticator, "pk"),
    ("shop", "payment"): _column(Payment, "public_id"),
    ("shop", "ticket"): _column(Ticket, "public_id"),
    ("desk", "duplicate"): _column(Duplicate, "pk"),
    ("desk", "merge"): _column(Merge, "pk"),
    ("desk", "letter"): _column(Letter, "pk"),
    ("desk", "form"): _column(SignedForm, "pk"),
    ("desk", "number"): _column(Contact, "number"),
    ("desk", "demand"): _column(ErasureDemand, "pk"),
    ("desk", "clearing"): _column(Clearing, "pk"),
    ("desk", "kind"): _column(OwnKind, "pk"),
    ("shop", "version"): _column(PolicyText, "version"),
    ("desk", "version"): _column(PolicyText, "version"),
    ("desk", "point"): _column(PointOfSale, "pk"),
    ("desk", "template"): lambda: BY_TEMPLATE,
    ("desk", "language"): lambda: [code for code, _name in settings.LANGUAGES],
    ("demo", "letter_id"): _column(KeptLetter, "pk"),
}
# Where one part of an address belongs to the other.
PAIRS: dict[str, Callable[[], Iterable[tuple]]] = {
    "shop:child": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-address": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-answer": _guardians,
    "shop:child-asking": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-details": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-erasure": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-everything": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-everything-data": lambda: [(own,) for own, _other in _guardians()],
    "shop:child-guardian": _guardians,
    "shop:child-ticket-declining": _guarded_tickets,
    "desk:guardian-end": lambda: Guardianship.objects.filter(state="stands").values_list(
        "connection__child__number", "pk"
    ),
    "desk:form": lambda: Connection.objects.order_by("pk").values_list("child__number", "public_id"),
    "desk:form-paper": lambda: Connection.objects.order_by("pk").values_list("child__number", "public_id"),
    "desk:spoken-no": lambda: Connection.objects.order_by("pk").values_list("child__number", "public_id"),
    "desk:send-request": lambda: Connection.objects.order_by("pk").values_list("child__number", "public_id"),
}


def pages(resolver: URLResolver | None = None, inside: str = "") -> Iterator[tuple[str, dict]]:
    """Every page's full name, with the converters of its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern, f"{inside}{pattern.namespace}:" if pattern.namespace else inside)
        else:
            yield f"{inside}{pattern.name}", pattern.pattern.converters


def addresses(name: str) -> list[str]:
    """Every address of a page. Raises KeyError for a page whose address nobody has told here how to fill."""
    keys = list(dict(pages())[name])
    found = PAIRS[name]() if name in PAIRS else product(*(_values(name, key) for key in keys))
    return [reverse(name, args=values) for values in found]


def _values(page: str, key: str) -> list:
    filled_in = VALUES.get((page, key)) or VALUES[page.partition(":")[0], key]
    return list(filled_in())


def mailed_links() -> list[tuple[str, str, str]]:
    """Address, place and token of every link in the letters that the demo kept."""
    texts = KeptLetter.objects.order_by("pk").values_list("text", flat=True)
    return [link for text in texts for link in MAILED.findall(text)]
