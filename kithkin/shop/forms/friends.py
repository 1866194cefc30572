"""Adding somebody: by email and names, or by contact number and family name."""

from django import forms
from django.utils.translation import gettext_lazy as _

EMAIL, NUMBER = "email", "number"
ASKED = {EMAIL: ("first_name", "last_name", "email"), NUMBER: ("number", "last_name")}


class AddForm(forms.Form):
    """One form with two tabs; the family name belongs to both, so that changing the tab loses nothing."""

    by = forms.ChoiceField(choices=[(EMAIL, _("I know their email")), (NUMBER, _("I know their number"))])
    first_name = forms.CharField(label=_("First name"), error_messages={"required": _("Write the first name.")})
    number = forms.CharField(label=_("Contact number"), error_messages={"required": _("Write the contact number.")})
    last_name = forms.CharField(label=_("Family name"), error_messages={"required": _("Write the family name.")})
    email = forms.CharField(label=_("Email"), error_messages={"required": _("Write the email.")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._ask_only(ASKED.get(self.data.get("by"), ()))

    @property
    def tab(self) -> str:
        """The tab that lies open."""
        return NUMBER if self["by"].value() == NUMBER else EMAIL

    def _ask_only(self, wanted: tuple[str, ...]) -> None:
        for name in set(self.fields) - {"by", *wanted}:
            self.fields[name].required = False
