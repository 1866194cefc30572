"""Where allauth asks the house."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.base import network

from . import queries


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by our own pages, and every mail goes through the outbox (design decision 4)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This email and password do not go together. Check both, or choose a new password with the link below."
        ),
        "too_many_login_attempts": gettext_lazy("Too many tries went wrong. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        """Never by allauth's own page."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """allauth writes no letters of its own: what it would tell is told by ours, or on the page."""

    def send_notification_mail(self, *args, **kwargs) -> None:
        """The same of passkeys: the action that adds one posts our own letter."""

    def get_login_stages(self) -> list[str]:
        """A passkey is another way in, never a second lock: whoever has lost it comes in by the password."""
        return [stage for stage in super().get_login_stages() if not stage.startswith("allauth.mfa.")]

    def get_login_redirect_url(self, request) -> str:
        """Who holds a post begins at the desk, everybody else in his account; whoever wanted a page gets that."""
        if queries.post(request.user, request.point_of_sale.organisation_id):
            return reverse("desk:home")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request) -> str:
        """Back to the account, which says that it is done."""
        messages.success(request, _("Your password is changed."))
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_client_ip(self, request) -> str:
        """Whoever tries passwords is counted where he is, not where he says he is."""
        return str(network.client(request.META) or request.META.get("REMOTE_ADDR") or "unknown")

    def populate_username(self, request, user) -> None:
        """Logins have a random handle and no name."""

    def add_message(self, request, level, *args, message: str = "", **kwargs) -> None:
        """Signing in and out says nothing: the page shows it, and a login's random handle is nobody's name.

        Only a passkey that does not work says so in words of its own.
        """
        if message:
            messages.add_message(request, level, message)
