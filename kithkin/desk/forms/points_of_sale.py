"""Which switch an operator turns, and whether he is sure."""

from django import forms


class Turn(forms.Form):
    """One switch of the Characteristics; each is sent by a form of its own, so that none turns another."""

    FRIENDS_AND_FAMILY = "friends-and-family"
    CONSENT = "consent"

    switch = forms.ChoiceField(choices=[(FRIENDS_AND_FAMILY, ""), (CONSENT, "")])
    on = forms.BooleanField(required=False)
    sure = forms.BooleanField(required=False)
