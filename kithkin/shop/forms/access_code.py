"""The code from a mail."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """Eight digits; blanks between them do not matter."""

    code = forms.CharField(
        label=_("The code from our mail"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("Write the eight digits.")},
    )

    def clean_code(self) -> str:
        """The digits alone."""
        return "".join(sign for sign in self.cleaned_data["code"] if sign.isdecimal())

    def refuse(self) -> None:
        """Wrong, used, too old or tried too often: one sentence for all."""
        if not self.errors:
            self.add_error(
                "code", _("This code does not fit, or is too old. Look at the newest mail, or ask for another.")
            )
