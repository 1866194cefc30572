"""Which switch an operator turns, and whether he is sure."""

from django import forms


class Turn(forms.Form):
    """One switch of the Characteristics; each is sent by a form of its own, so that none turns another."""

    FRIENDS_AND_FAMILY = "friends-and-family"
    CONSENT = "consent"
    STAGE = "stage"

    switch = forms.ChoiceField(choices=[(FRIENDS_AND_FAMILY, ""), (CONSENT, ""), (STAGE, "")])
    on = forms.BooleanField(required=False)
    sure = forms.BooleanField(required=False)
    # What becomes of connections made while nobody was asked, and to how many the request goes out now.
    older = forms.ChoiceField(choices=[("", ""), ("pending", ""), ("active", "")], required=False)
    stage = forms.IntegerField(min_value=0, max_value=500, required=False)
