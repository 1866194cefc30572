"""A document as an operator words it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.mail import checking
from kithkin.mail.documents import Document
from kithkin.mail.wording import Wording, joined


class Words(forms.Form):
    """Subject and text; what is wrong with them is said beside the field, and all that was typed stays."""

    subject = forms.CharField(label=_("Subject"), error_messages={"required": _("Write a subject.")})
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
        error_messages={"required": _("Write the text of the letter.")},
    )

    def __init__(self, document: Document, typed=None, *, language: str, now: Wording):
        super().__init__(typed, initial={"subject": now.subject, "body": now.body}, use_required_attribute=False)
        self.document = document
        for field in self.fields.values():
            field.widget.attrs["lang"] = language

    @property
    def wording(self) -> Wording:
        """What was typed, whole."""
        return Wording(self.document, joined(self.cleaned_data["subject"], self.cleaned_data["body"]))

    def clean(self) -> None:
        """Everything that speaks against these words, each beside its field."""
        if not self.errors:
            for problem in checking.problems(self.wording):
                self.add_error(problem.field, problem.message)
