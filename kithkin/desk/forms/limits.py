"""The organisation's limits and times as an operator sets them."""

from collections.abc import Iterator

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.organisations.limits import BOUNDS
from kithkin.organisations.models import Organisation

# What each is called, and what it does; in the order of the page.
SECTIONS: dict[str | Promise, dict[str, tuple[str | Promise, str | Promise]]] = {
    gettext_lazy("Consent"): {
        "consent_days": (
            gettext_lazy("Days that a consent lasts"),
            gettext_lazy("The person is reminded 30 days before. Consents already given keep their day."),
        ),
        "request_days": (
            gettext_lazy("Days that a request can be answered"),
            gettext_lazy("Counts for requests that wait now, too."),
        ),
        "keep_refusal_days": (
            gettext_lazy("Days that a refusal keeps"),
            gettext_lazy("As long as that, a person who said no gets no request of the same lead."),
        ),
        "purge_days": (
            gettext_lazy("Days until a silent person is cleared away"),
            gettext_lazy("For people who do not answer and never signed in. It can be undone for 30 days."),
        ),
        "purge_notice_days": (
            gettext_lazy("Days of notice before that"),
            gettext_lazy("So long before, a letter names these people to whoever added them."),
        ),
        "password_hours": (
            gettext_lazy("Hours that a link to set a password works"),
            gettext_lazy("Counts for links that are sent from now on. An old one offers a new one."),
        ),
    },
    gettext_lazy("Asking"): {
        "requests_per_pair": (
            gettext_lazy("Requests of one lead to one person, in all"),
            gettext_lazy("The first one counts."),
        ),
        "resend_hours": (
            gettext_lazy("Hours between two requests to one person"),
            gettext_lazy("The second request may follow at once."),
        ),
        "requests_per_recipient_day": (
            gettext_lazy("Requests to one address a day"),
            gettext_lazy("Over all leads, who are not told."),
        ),
    },
    gettext_lazy("Adding people"): {
        "group_limit": (gettext_lazy("People in a group"), gettext_lazy("Groups that are larger already stay.")),
        "pending_limit": (
            gettext_lazy("People in a group who have not allowed anything"),
            gettext_lazy("Whoever said no counts here, so that nobody can tell."),
        ),
        "invitations_per_day": (gettext_lazy("People that a lead adds a day"), gettext_lazy("Imports do not count.")),
        "mismatch_per_day": (
            gettext_lazy("Known emails under a wrong name, a day"),
            gettext_lazy("Then adding by email is closed to this lead until tomorrow."),
        ),
        "lookups_per_day": (
            gettext_lazy("Contact numbers looked up in vain, a day"),
            gettext_lazy(
                "Then adding by number is closed to this lead until tomorrow. A mistyped number costs nothing."
            ),
        ),
    },
    gettext_lazy("Buying"): {
        "basket_minutes": (
            gettext_lazy("Minutes that seats stay in a basket"),
            gettext_lazy("Counts for baskets begun from now on."),
        ),
        "extension_minutes": (
            gettext_lazy("Minutes of the one extension"),
            gettext_lazy("A basket can be kept longer once."),
        ),
        "reservation_days": (
            gettext_lazy("Days to pay a reservation"),
            gettext_lazy("At most until 24 hours before the match."),
        ),
    },
    gettext_lazy("How long things are kept"): {
        "keep_inactive_months": (
            gettext_lazy("Months without a sign of life until a person is erased"),
            gettext_lazy(
                "Nothing bought, held, asked, answered, allowed or signed in. The accounts keep their figures."
            ),
        ),
        "keep_log_months": (
            gettext_lazy("Months that it stays written who did what"),
            gettext_lazy("The accounts and the proof of consent keep what they rest on."),
        ),
        "keep_reads_months": (
            gettext_lazy("Months that it stays written who saw what of whom"),
            gettext_lazy("People read it in their own log."),
        ),
        "keep_letters_months": (
            gettext_lazy("Months that it stays written which letter went to whom"),
            gettext_lazy("What a letter says is never kept."),
        ),
        "keep_signals_days": (
            gettext_lazy("Days that signals stay"),
            gettext_lazy("Which lead ran into which limit."),
        ),
        "keep_baskets_days": (
            gettext_lazy("Days that it stays written who was in a basket"),
            gettext_lazy("Of baskets that were not ordered."),
        ),
        "keep_links_days": (
            gettext_lazy("Days that links and codes that were mailed stay written"),
            gettext_lazy("Their secrets are never kept, and they stop working long before."),
        ),
    },
}


class Limits(forms.Form):
    """One number for each limit. What somebody else has set meanwhile stays, unless it is changed here."""

    def __init__(self, organisation: Organisation, typed=None):
        now = {name: getattr(organisation, name) for name in BOUNDS}
        super().__init__(typed, initial=now, use_required_attribute=False)
        for words in SECTIONS.values():
            self.fields |= {name: _number(name, *said) for name, said in words.items()}

    @property
    def sections(self) -> Iterator[tuple[str | Promise, list[forms.BoundField]]]:
        """Each heading with its fields."""
        return ((heading, [self[name] for name in words]) for heading, words in SECTIONS.items())

    @property
    def wanted(self) -> dict[str, int]:
        """What was changed on this page."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def _number(name: str, label: str | Promise, says: str | Promise) -> forms.IntegerField:
    least, most = BOUNDS[name]
    span = {"least": least, "most": most, "default": getattr(Organisation(), name)}
    wrong = _("Write a number from %(least)d to %(most)d.") % span
    how_far = _("From %(least)d to %(most)d; at first %(default)d.") % span
    return forms.IntegerField(
        label=str(label),
        help_text=f"{says} {how_far}",
        min_value=least,
        max_value=most,
        show_hidden_initial=True,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 5}),
    )
