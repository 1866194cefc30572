"""Letters as the desk lists them: what each is called, to which contact, how it stands. Never an address."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kithkin.accounts import queries as accounts
from kithkin.contacts.models import Contact
from kithkin.mail import queries
from kithkin.mail.models import Letter, State

from . import trials, words
from .words import Chip


@dataclass(frozen=True, slots=True)
class Row:
    """One letter in a list."""

    letter: Letter
    contact: Contact | None

    @property
    def is_test(self) -> bool:
        """Whether an operator sent it to himself."""
        return self.letter.template == trials.TEMPLATE

    @property
    def name(self) -> str | Promise:
        """What the letter is called."""
        return words.letter(self.letter.template)[0]

    @property
    def picture(self) -> str:
        """Its picture."""
        return words.letter(self.letter.template)[1]

    @property
    def chip(self) -> Chip:
        """How it stands."""
        return words.LETTER_STATES[State(self.letter.state)]

    @property
    def error(self) -> str | Promise:
        """Why it did not go: in words where it is our own reason, else what the mail server answered."""
        return words.REASONS.get(self.letter.error, self.letter.error)


def rows(letters: Iterable[Letter], contacts: Mapping[int, Contact] | None = None) -> list[Row]:
    """These letters with their contacts, which are looked up in one query unless they are given."""
    listed = list(letters)
    known = Contact.objects.in_bulk({letter.contact_id for letter in listed}) if contacts is None else contacts
    return [Row(letter, known.get(letter.contact_id)) for letter in listed]


def counts(organisation_id: int) -> list[tuple[str, Chip, int]]:
    """Each state, its chip, and how many letters stand so; states that no letter is in are left out."""
    numbers = queries.counts(organisation_id)
    return [(state.value, chip, numbers[state]) for state, chip in words.LETTER_STATES.items() if numbers[state]]


def printer(letter: Letter) -> str:
    """Who marked it as printed, by the name of his post."""
    names = accounts.post_names(letter.organisation_id, [letter.printed_by])
    return names.get(letter.printed_by) or _("somebody whose post has ended")
