"""What nobody else may find, and who may: private values, own orders and own tickets of everybody in the world."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from kithkin.base.actor import Power
from kithkin.connections.scopes import Scope
from kithkin.sales.models import Ticket
from kithkin.ui.dates import plain_day
from kithkin.ui.templatetags.ui import groups
from tests.world import World

BIRTH_DATE, REASON, ORDER, TICKET = "birth_date", "reason", "order", "ticket"
FROM_ANDREW, FOR_OTHERS = "ticket from Andrew", "order for others"
OWN = {"email", "phone", BIRTH_DATE, REASON, ORDER, TICKET, FROM_ANDREW, FOR_OTHERS}
BY_SCOPE = {
    Scope.SEE_CONTACT_DETAILS: {"email", "phone"},
    Scope.SEE_ORDERS: {ORDER},
    Scope.SEE_TICKETS: {TICKET, FROM_ANDREW},
}
BY_POWER = {
    Power.READ_CONTACTS: {"email", "phone"},
    Power.CORRECT_CONTACTS: {"phone", BIRTH_DATE},
    Power.READ_LETTERS: {ORDER, FOR_OTHERS},
}
THE_BANK = "/pay/"  # whoever holds the address of a payment reads there what is paid for, as at a real bank
Secret = tuple[str, str]  # whose, what


class Canaries:
    """The secrets of a world, and the texts that betray them."""

    def __init__(self, world: World):
        self.texts: dict[str, Secret] = {}
        for name, told in world.secret.items():
            for field, value in told.items():
                self._hide(name, field, *_written(value))
        for name, order in world.own.items():
            self._hide(name, ORDER, order.number)
        self._hide("Andrew", FOR_OTHERS, world.shared.number)
        names = {contact.pk: name for name, contact in (world.people | world.gone).items()}
        for ticket in Ticket.objects.select_related("line__order"):
            what = TICKET if ticket.line.order.purchaser_id == ticket.holder_id else FROM_ANDREW
            self._hide(names[ticket.holder_id], what, ticket.code, groups(ticket.code))
        self.gone = world.gone.keys()

    def _hide(self, whose: str, what: str, *texts: str) -> None:
        self.texts |= dict.fromkeys(texts, (whose, what))

    def seen_in(self, text: str) -> set[Secret]:
        """Whose secrets a text tells."""
        return {secret for told, secret in self.texts.items() if told in text}

    def found(self, read: Iterable[tuple[str, str]]) -> dict[Secret, set[str]]:
        """Each secret that is told, with the addresses where it is."""
        where: dict[Secret, set[str]] = defaultdict(set)
        for address, text in read:
            told = self.seen_in(text)
            if address.startswith(THE_BANK):
                told = {(whose, what) for whose, what in told if what not in (ORDER, FOR_OTHERS)}
            for secret in told:
                where[secret].add(address)
        return dict(where)

    def of(self, name: str) -> set[Secret]:
        """What this person finds of himself."""
        return {secret for secret in self.texts.values() if secret[0] == name and secret[1] in OWN}

    def opened(self, scopes: Mapping[str, Iterable[Scope]]) -> set[Secret]:
        """What a lead finds of members who have opened these scopes to him."""
        may = {(name, what) for name, opened in scopes.items() for scope in opened for what in BY_SCOPE.get(scope, ())}
        return may & set(self.texts.values())

    def at_desk(self, *powers: Power) -> set[Secret]:
        """What an operator finds of everybody who is still there."""
        there = {secret for secret in self.texts.values() if secret[0] not in self.gone}
        return {secret for secret in there for power in powers if secret[1] in BY_POWER.get(power, ())}


def _written(value: str | date) -> tuple[str, ...]:
    """As a text may tell it: an address by its first half, a day in every way of writing it."""
    if isinstance(value, date):
        return plain_day(value), value.isoformat(), value.strftime("%d/%m/%Y")
    return (value.partition("@")[0],)
