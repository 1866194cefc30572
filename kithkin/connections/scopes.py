"""The six rights that a member may open to a lead, and the presets that bundle them (design decision 7)."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Scope(StrEnum):
    """One named right. The value is the name of its column in Consent."""

    SEE_CONTACT_DETAILS = "see_contact_details"
    SEE_TICKETS = "see_tickets"
    SEE_ORDERS = "see_orders"
    PAY_RESERVATIONS = "pay_reservations"
    MANAGE_TICKETS = "manage_tickets"
    RESELL = "resell"


FULL = frozenset({Scope.SEE_CONTACT_DETAILS, Scope.SEE_TICKETS, Scope.SEE_ORDERS, Scope.PAY_RESERVATIONS})
JUST_BUY: frozenset[Scope] = frozenset()
LOOK_AFTER = FULL | {Scope.MANAGE_TICKETS}

# What the shop uses today; a scope is offered only when something uses it.
OFFERED = (
    Scope.SEE_CONTACT_DETAILS,
    Scope.SEE_TICKETS,
    Scope.SEE_ORDERS,
    Scope.PAY_RESERVATIONS,
    Scope.MANAGE_TICKETS,
)
SIGHTS = (Scope.SEE_CONTACT_DETAILS, Scope.SEE_TICKETS, Scope.SEE_ORDERS)

WORDS = {
    Scope.SEE_CONTACT_DETAILS: _("Your email and phone"),
    Scope.SEE_TICKETS: _("Your tickets"),
    Scope.SEE_ORDERS: _("Your orders, and what they cost"),
    Scope.PAY_RESERVATIONS: _("Pay your reservations"),
    Scope.MANAGE_TICKETS: _("Look after your tickets, also those you took over"),
    Scope.RESELL: _("Sell your tickets on"),
}
HINTS = {
    Scope.SEE_CONTACT_DETAILS: _("To reach you"),
    Scope.SEE_TICKETS: _("Matches, seats, codes"),
    Scope.SEE_ORDERS: _("What you bought and paid"),
    Scope.PAY_RESERVATIONS: _("With the other person's money"),
    Scope.MANAGE_TICKETS: _("See and print them all"),
    Scope.RESELL: _("You can stop each sale"),
}
# As the sentence of a letter goes on after "Andrew Smith can".
PHRASES = {
    Scope.SEE_CONTACT_DETAILS: _("see your email and phone"),
    Scope.SEE_TICKETS: _("see your tickets"),
    Scope.SEE_ORDERS: _("see your orders, and what they cost"),
    Scope.PAY_RESERVATIONS: _("pay your reservations"),
    Scope.MANAGE_TICKETS: _("look after your tickets, also those you took over"),
}
# Where a request asks to open nothing.
BUYS_ONLY = _("go on buying tickets for you, and see nothing of yours")
TEXT_VERSION = 1
