"""Adding somebody, saying what they are to the lead and what he asks for; giving rights back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kithkin.base import addresses
from kithkin.base.verdict import Refused
from kithkin.connections.door import Card
from kithkin.connections.kinds import Kinds, Tie
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import OFFERED, Scope
from kithkin.ui.days import DayField

EMAIL, NUMBER, CHILD = "email", "number", "child"
ASKED = {
    EMAIL: ("first_name", "last_name", "email"),
    NUMBER: ("number", "last_name"),
    CHILD: ("first_name", "last_name", "birth_date", "guardian"),
}
NOT_SAID = ("", _("I'd rather not say"))
# The lead's words for what a request asks for.
WISHES = [
    (Preset.JUST_BUY.value, _("Nothing, I just buy for them")),
    (Preset.FULL.value, _("To see their details, tickets and orders")),
    (Preset.LOOK_AFTER.value, _("To look after their tickets, too")),
]


class AddForm(forms.Form):
    """One form with three tabs; the family name belongs to all, so that changing the tab loses nothing."""

    by = forms.ChoiceField(
        choices=[
            (EMAIL, _("I know their email")),
            (NUMBER, _("I know their number")),
            (CHILD, _("A child, or no email")),
        ]
    )
    first_name = forms.CharField(label=_("First name"), error_messages={"required": _("Write the first name.")})
    number = forms.CharField(label=_("Contact number"), error_messages={"required": _("Write the contact number.")})
    last_name = forms.CharField(label=_("Family name"), error_messages={"required": _("Write the family name.")})
    email = forms.CharField(label=_("Email"), error_messages={"required": _("Write the email.")})
    birth_date = DayField(label=_("Date of birth"), error_messages={"required": _("Write the date of birth.")})
    guardian = forms.BooleanField(
        label=_("I am the parent or guardian of this child, and I may decide for the child."),
        error_messages={"required": _("Only a parent or guardian can add a child so. Tick it, if you are.")},
    )
    kind = forms.ChoiceField(label=_("They are your"), required=False)
    asks_for = forms.ChoiceField(
        label=_("You ask them for"), required=False, choices=[("", _("What usually fits")), *WISHES]
    )

    def __init__(self, kinds: Kinds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        self.fields["kind"].choices = [NOT_SAID, *kinds.offered]
        if self.is_bound:
            self._ask_only(ASKED.get(self.data.get("by"), ()))

    @property
    def tab(self) -> str:
        """The tab that lies open."""
        chosen = self["by"].value()
        return chosen if chosen in ASKED else EMAIL

    @property
    def tie(self) -> Tie:
        """What was said of the person."""
        return self.kinds.tie(self.cleaned_data["kind"], self.cleaned_data["asks_for"])

    @property
    def born(self) -> str | None:
        """The date of birth as a calendar shows it, however it was typed."""
        return self.fields["birth_date"].widget.format_value(self["birth_date"].value())

    @property
    def says_more(self) -> bool:
        """Whether the part that may stay closed has something in it."""
        return any(self[name].value() or self[name].errors for name in ("kind", "asks_for"))

    def clean_email(self) -> str:
        """As typed; said together with all else that is missing."""
        email = self.cleaned_data["email"]
        try:
            if email:
                addresses.canonical(email)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return email

    def _ask_only(self, wanted: tuple[str, ...]) -> None:
        for name in set(self.fields) - {"by", *wanted}:
            self.fields[name].required = False


class KindForm(forms.Form):
    """What somebody is to the lead; a word that is no longer offered stays until another is chosen."""

    kind = forms.ChoiceField(label=_("They are your"), required=False)

    def __init__(self, kinds: Kinds, card: Card):
        super().__init__(initial={"kind": card.kind})
        chosen = [] if card.kind in ("", *dict(kinds.offered)) else [(card.kind, kinds.word(card.kind))]
        self.fields["kind"].choices = [NOT_SAID, *kinds.offered, *chosen]


class WishForm(forms.Form):
    """What the lead asks for when he asks again; what the relationship presets is chosen already."""

    asks_for = forms.ChoiceField(label=_("You ask them for"), choices=WISHES)

    @property
    def preset(self) -> Preset:
        """The same for the house."""
        return Preset(self.cleaned_data["asks_for"])


class RightsForm(forms.Form):
    """What the lead keeps of what is open to him."""

    keep = forms.MultipleChoiceField(required=False)

    def __init__(self, card: Card, *args):
        super().__init__(*args)
        self.fields["keep"].choices = [(scope.value, scope) for scope in OFFERED if scope in card.open]

    @property
    def kept(self) -> frozenset[Scope]:
        """Whoever gives back seeing the tickets can no longer look after them."""
        kept = frozenset(Scope(scope) for scope in self.cleaned_data["keep"])
        return kept if Scope.SEE_TICKETS in kept else kept - {Scope.MANAGE_TICKETS}
