"""What a file of contacts could not change, because it is somebody's own by now: told line by line, with the way."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kithkin.contacts.bringing import Kept

from .problems import shortened
from .readers.contacts import COLUMNS


def told(found: list[Kept]) -> list[str]:
    """A head, then a line for each reason; nothing where the file was followed in everything. No value is named."""
    lines = [line for kept in found for line in _lines(kept)]
    return [_("Not taken over:"), *shortened(lines)] if lines else []


def _lines(kept: Kept) -> Iterator[str]:
    titles = [title for name, (title, _check) in COLUMNS.items() if name in kept.fields and name != "email"]
    if "email" in kept.fields:
        yield _("%(where)s, email: the person has proven it or signs in with it, and alone can change it.") % {
            "where": kept.where
        }
    if titles:
        yield _("%(where)s, %(columns)s: put right here since. Change it at the desk, on the person's sheet.") % {
            "where": kept.where,
            "columns": ", ".join(titles),
        }
