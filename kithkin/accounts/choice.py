"""One login, several people: whom of them this browser stands for.

Of each other all that they learn is the first name to choose from.
"""

from collections import Counter
from collections.abc import Mapping

from kithkin.contacts.models import Contact

# Under this key the session keeps the id of the contact.
KEY = "person"


def people(login, organisation_id: int) -> list[Contact]:
    """Whom a login stands for at this organisation; nobody for a browser that has not signed in."""
    return [contact for contact in getattr(login, "people", ()) if contact.organisation_id == organisation_id]


def chosen(behind: list[Contact], session: Mapping) -> Contact | None:
    """The one whom this browser stands for; None while nobody has said which.

    Whoever was chosen and is no longer behind the login is never replaced by another without a word.
    """
    if KEY in session:
        return next((contact for contact in behind if contact.pk == session[KEY]), None)
    return behind[0] if len(behind) == 1 else None


def names(behind: list[Contact]) -> list[tuple[int, str]]:
    """What to choose from: id and first name, namesakes counted."""
    often, met = Counter(contact.first_name for contact in behind), Counter[str]()
    found = []
    for contact in behind:
        name = contact.first_name
        met[name] += 1
        found.append((contact.pk, f"{name} ({met[name]})" if often[name] > 1 else name))
    return found
