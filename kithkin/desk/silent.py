"""One silent member who was taken out, as the desk shows him."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.contacts.models import Contact
from kithkin.persons import silent
from kithkin.persons.models import Clearing
from kithkin.persons.silent_models import Fate

from .words import Chip

FATES = {
    Fate.LEAVES: gettext_lazy("Left the group"),
    Fate.CLOSED: gettext_lazy("Closed: nobody but the lead ever knew the person"),
    Fate.RETURNED: gettext_lazy("Closed; tickets went back to the lead"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    done: Clearing

    @property
    def name(self) -> str:
        """As the lead typed it; gone with the deletion."""
        return self.done.connection.typed_name or _("Name withdrawn")

    @property
    def number(self) -> str:
        """The contact number of the person."""
        return self.done.connection.child.number

    @property
    def lead(self) -> Contact:
        """In whose group he was."""
        return self.done.connection.parent

    @property
    def what(self) -> str | Promise:
        """What happened, in words."""
        return FATES[Fate(self.done.fate)]

    @property
    def tickets(self) -> int:
        """How many went back."""
        return len(self.done.returned)

    @property
    def state(self) -> Chip:
        """Where it stands."""
        if self.done.undone_at:
            return Chip(_("Undone"), "", "undo-2")
        if self.done.deleted_at:
            return Chip(_("Deleted"), "stop", "trash-2")
        if self.done.delete_at:
            return Chip(_("Closed"), "wait", "clock")
        return Chip(_("Out of the group"), "", "log-out")

    @property
    def deletion(self) -> datetime | None:
        """When the record goes for good, as long as that still lies ahead."""
        return None if self.done.undone_at or self.done.deleted_at else self.done.delete_at

    @property
    def may_be_undone(self) -> bool:
        """Whether it is not too late."""
        return silent.can_be_undone(self.done)
