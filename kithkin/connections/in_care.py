"""Letters to a child without an address go to the guardians, one to each: none is lost, none waits to be printed."""

from collections.abc import Callable, Mapping
from functools import wraps

from kithkin.contacts import letters as contacts
from kithkin.contacts.models import Contact
from kithkin.mail import outbox
from kithkin.mail.models import Letter, State
from kithkin.mail.tables import Envelope, Facts

from . import guardians


def through_guardians(template: str) -> Callable[[Facts], Facts]:
    """The facts of a letter; where it cannot reach a child, this one goes to each guardian in its place."""

    def routed(facts: Facts) -> Facts:
        @wraps(facts)
        def told(letters: list[Letter]) -> dict[int, Envelope | None]:
            found = dict(facts(letters))
            unreached = [letter for letter in letters if not _reaches(found.get(letter.pk))]
            if not unreached:
                return found
            cared_for = guardians.in_care(letter.contact_id for letter in unreached if letter.contact_id)
            return found | _instead(template, unreached, cared_for)

        return told

    return routed


def _reaches(envelope: Envelope | None) -> bool:
    return envelope is not None and bool(envelope.to)


def _instead(
    template: str, unreached: list[Letter], cared_for: Mapping[int, list[Contact]]
) -> dict[int, Envelope | None]:
    """Posted only by a postman who has claimed the letter: whoever looks at it posts nothing."""
    routed = [letter for letter in unreached if letter.contact_id in cared_for]
    going = [letter for letter in routed if letter.state == State.SENDING]
    outbox.post_many(
        [_copy(template, letter, guardian) for letter in going for guardian in cared_for[letter.contact_id or 0]]
    )
    return {letter.pk: Envelope("", letter.language, {}, to_others=True) for letter in routed}


def _copy(template: str, letter: Letter, guardian: Contact) -> dict:
    return contacts.letter(guardian, template, dedup=f"{template}:{letter.pk}:{guardian.pk}", letter=letter.pk)
