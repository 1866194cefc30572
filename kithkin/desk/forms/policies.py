"""The privacy policy as an operator writes its next version."""

from django import forms
from django.utils.translation import gettext as _

from kithkin.desk import words
from kithkin.organisations.models import Organisation

MOST = 50_000


class Texts(forms.Form):
    """One text for each language of the shop; the organisation's own has to be there."""

    def __init__(self, organisation: Organisation, typed=None, *, now: dict[str, str]):
        super().__init__(typed, initial=now, use_required_attribute=False)
        self.organisation = organisation
        for code in sorted(words.LANGUAGES, key=lambda code: code != organisation.language):
            self.fields[code] = _text(code, needed=code == organisation.language)

    @property
    def texts(self) -> dict[str, str]:
        """What was written, without the languages that were left empty."""
        return {code: text for code, text in self.cleaned_data.items() if text}


def _text(code: str, *, needed: bool) -> forms.CharField:
    return forms.CharField(
        label=words.LANGUAGES[code],
        required=needed,
        max_length=MOST,
        help_text="" if needed else _("Left empty, readers of this language get the organisation's own text."),
        error_messages={
            "required": _("Write the policy in the organisation's own language."),
            "max_length": _("The text is longer than %(most)d signs.") % {"most": MOST},
        },
        widget=forms.Textarea(attrs={"rows": 18, "lang": code, "spellcheck": "true"}),
    )
