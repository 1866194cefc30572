"""What a lead can do for one of his people, and what stays closed, as sentences."""

from babel.lists import format_list
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kithkin.connections.door import Card
from kithkin.connections.scopes import OFFERED, Scope
from kithkin.contacts.models import Contact
from kithkin.ui.dates import spoken

_RIGHTS = {
    Scope.SEE_CONTACT_DETAILS: gettext_lazy("See email and phone"),
    Scope.SEE_TICKETS: gettext_lazy("See tickets"),
    Scope.SEE_ORDERS: gettext_lazy("See orders, and what they cost"),
    Scope.PAY_RESERVATIONS: gettext_lazy("Pay reservations"),
    Scope.MANAGE_TICKETS: gettext_lazy("Look after tickets, also those taken over"),
}


def rights(card: Card) -> tuple[list[tuple[Scope, Promise]], list[tuple[Scope, Promise]]]:
    """What is open to the lead and what is not, in his words."""
    rows = [(scope, _RIGHTS[scope]) for scope in OFFERED]
    return [row for row in rows if row[0] in card.open], [row for row in rows if row[0] not in card.open]


def named(scopes: frozenset[Scope]) -> list[Promise]:
    """These rights, as somebody other than the member reads them."""
    return [_RIGHTS[scope] for scope in OFFERED if scope in scopes]


def can(card: Card) -> str:
    """You can buy tickets for Blaise, see tickets, see orders and pay reservations."""
    deeds = [_("buy tickets for %(name)s") % {"name": card.first_name}]
    deeds += [_("see tickets")] if card.sees_tickets else []
    deeds += [_("see orders")] if card.sees_orders else []
    deeds += [_("pay reservations")] if card.pays_reservations else []
    deeds += [_("look after tickets")] if Scope.MANAGE_TICKETS in card.open else []
    return _("You can %(deeds)s.") % {"deeds": format_list(deeds, locale=spoken())}


def blocked(closed: list[Contact], staying: list[Contact]) -> str:
    """Whom a member has blocked; a child's guardians stay."""
    if not staying:
        return _("Nobody acts for you any more, and nobody can ask you.")
    told = [_("Blocked: %(names)s.") % {"names": people(closed)}] if closed else []
    told += [_("Nobody else can ask you.")]
    words = ngettext(
        "%(names)s is not blocked, but stays your guardian.",
        "%(names)s are not blocked, but stay your guardians.",
        len(staying),
    )
    return " ".join([*told, words % {"names": people(staying)}])


def people(named: list[Contact]) -> str:
    """Andrew Smith and Anna Smith."""
    return format_list([each.name for each in named], locale=spoken())


def closed(card: Card) -> str:
    """Email, tickets and orders stay closed until Darren allows it. Empty when nothing is closed."""
    sights = {Scope.SEE_CONTACT_DETAILS: _("email"), Scope.SEE_TICKETS: _("tickets"), Scope.SEE_ORDERS: _("orders")}
    missing = [word for scope, word in sights.items() if scope not in card.open]
    if not missing:
        return ""
    sentence = ngettext(
        "Closed until %(name)s allows it: %(things)s.",
        "%(things)s stay closed until %(name)s allows it.",
        len(missing),
    )
    things = format_list(missing, locale=spoken())
    return capfirst(sentence % {"things": things, "name": card.first_name})
