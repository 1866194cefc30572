"""What no job lets go by its age, and why: with the person, with what it belongs to, or never.

A test names the tables of each, so that whatever leads to people has a kind in `retention_rules` or a reason here.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Reason:
    """Until when something is kept, in words."""

    name: str
    says: Words


REASONS = (
    Reason(
        "record",
        gettext_lazy(
            "Private details, and that a lead made the record: as long as the person, or until it is taken over"
        ),
    ),
    Reason(
        "account",
        gettext_lazy(
            "Accounts with their emails and passkeys: as long as the person; of operators as long as the post"
        ),
    ),
    Reason("sessions", gettext_lazy("Sessions: until they end, and then until the next night")),
    Reason("tries", gettext_lazy("Tries to find people: until the night after the next")),
    Reason(
        "figures",
        gettext_lazy("Figures of the accounts, and who ordered, paid and changed what: for good, without names"),
    ),
    Reason(
        "groups",
        gettext_lazy("Who leads whom and who is a guardian, with the names as typed: until one of the two is erased"),
    ),
    Reason("refusals-in-force", gettext_lazy("Refusals: as long as the person, or until they are lifted")),
    Reason(
        "proof",
        gettext_lazy(
            "Proof of consent with its forms and texts: for good; its hashes mean nothing once the person is erased"
        ),
    ),
    Reason(
        "two-people",
        gettext_lazy("That two records look alike, or are two people: as long as both are there"),
    ),
    Reason("waiting", gettext_lazy("What waits for a second operator, or can still be undone: until it is settled")),
    Reason(
        "log-of-records",
        gettext_lazy("How a record came, and its last visit by a mailed code: as long as the record"),
    ),
    Reason(
        "log-of-house",
        gettext_lazy("When consent was switched, and what was closed anew after a restored backup: for good"),
    ),
    Reason("unsent", gettext_lazy("Letters that wait to be sent or printed: until they are")),
    Reason("drafts", gettext_lazy("An operator's draft of a letter: until the next one takes its place")),
    Reason("mailbox", gettext_lazy("The demo's mailbox: until the demo is built anew; a real shop has none")),
)
