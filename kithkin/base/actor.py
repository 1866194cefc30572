"""Who is doing this, through which counter, with which powers."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of person, or no person, acts."""

    NOBODY = "nobody"
    CUSTOMER = "customer"
    LINK = "link"
    OPERATOR = "operator"
    SYSTEM = "system"
    GUARDIAN = "guardian"


class Counter(StrEnum):
    """Where the wish came in."""

    SHOP = "shop"
    DESK = "desk"
    MAIL_LINK = "mail-link"
    EXCHANGE = "exchange"
    WORKER = "worker"
    DEMO = "demo"


class Power(StrEnum):
    """What an operator may do at the desk."""

    READ_CONTACTS = "contact.read"
    SEND_REQUESTS = "consent-request.send"
    READ_LETTERS = "letter.read"
    SET_CHARACTERISTICS = "characteristics.set"
    EDIT_DOCUMENTS = "documents.edit"
    SET_LIMITS = "limits.set"
    READ_SIGNALS = "signals.read"
    PUBLISH_POLICY = "policy.publish"
    CORRECT_CONTACTS = "contact.correct"
    ERASE_CONTACTS = "contact.erase"
    MERGE_CONTACTS = "contact.merge"
    READ_REGISTER = "register.read"
    SET_GUARDIANS = "guardian.set"
    UNDO_CLEARING = "clearing.undo"
    READ_MINORS = "minor.read"
    REGISTER_CONTACTS = "contact.register"
    RECORD_CONSENTS = "consent.record"
    PRINT_LETTERS = "letter.print"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person or process acting within one organisation.

    `contact_id` is the contact in whose name a customer acts; an operator and the system have none.
    A guardian acts in the child's name: `contact_id` is the child, `guardian_id` the guardian.
    `network` is where the request came from, as base.network knows it: a hash, empty where it is not known.
    """

    kind: Kind
    organisation_id: int | None
    counter: Counter
    contact_id: int | None = None
    login_id: int | None = None
    powers: frozenset[Power] = frozenset()
    network: str = ""
    guardian_id: int | None = None

    def has(self, power: Power) -> bool:
        """Whether an operator holds this power."""
        return power in self.powers


def nobody(organisation_id: int | None) -> Actor:
    """Somebody who has not signed in."""
    return Actor(Kind.NOBODY, organisation_id, Counter.SHOP)


def customer(contact, login_id: int | None = None, *, network: str = "") -> Actor:
    """A contact in his client account."""
    return Actor(Kind.CUSTOMER, contact.organisation_id, Counter.SHOP, contact.pk, login_id, network=network)


def guardian(contact, child, login_id: int | None = None) -> Actor:
    """A contact in his client account who decides for a child; whether he may is asked whenever he does."""
    organisation_id, child_id = child.organisation_id, child.pk
    return Actor(Kind.GUARDIAN, organisation_id, Counter.SHOP, child_id, login_id, guardian_id=contact.pk)


def by_link(contact) -> Actor:
    """A contact answering through a mailed link; nobody needs to be signed in."""
    return Actor(Kind.LINK, contact.organisation_id, Counter.MAIL_LINK, contact.pk)


def operator(login_id: int, organisation_id: int, powers) -> Actor:
    """A person of the organiser at the desk."""
    held = frozenset(Power(power) for power in powers)
    return Actor(Kind.OPERATOR, organisation_id, Counter.DESK, login_id=login_id, powers=held)


def system(organisation_id: int | None, counter: Counter = Counter.WORKER) -> Actor:
    """The house itself: imports, scheduled work, the demo."""
    return Actor(Kind.SYSTEM, organisation_id, counter)
