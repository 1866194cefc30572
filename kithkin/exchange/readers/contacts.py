"""A CSV of contacts: one line a person, the first line names the columns."""

from django.utils.translation import gettext as _

from kithkin.contacts.actions import Person
from kithkin.exchange import checks
from kithkin.exchange.problems import Findings

from . import table

COLUMNS = {
    "number": ("contact number", checks.contact_number),
    "first_name": ("first name", checks.person_name),
    "last_name": ("last name", checks.person_name),
    "email": ("email", checks.email),
    "language": ("language", checks.language),
    "birth_date": ("birth date", checks.birth_date),
    "phone": ("phone", checks.phone),
}
OPTIONAL = {"birth_date", "phone"}


def read(content: str) -> list[Person]:
    """The people in the file. Raises BadFile with all that is wrong."""
    findings = Findings()
    lines = table.read(findings, content, COLUMNS, OPTIONAL)
    for where, values in lines:
        if values.get("number"):
            findings.once(where, (values["number"],), _("The same contact number stands in %(first)s already."))
    if not lines:
        findings.note(table.at(1), _("The file names no contact."))
    findings.settle()
    return [Person(**values, where=where) for where, values in lines]
