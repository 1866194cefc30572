"""Where allauth asks the house."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Accounts are opened by our own pages, and every mail goes through the outbox (design decision 4)."""

    def is_open_for_signup(self, request) -> bool:
        """Never by allauth's own page."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """allauth writes no letters of its own: what it would tell is told by ours, or on the page."""

    def populate_username(self, request, user) -> None:
        """Logins have a random handle and no name."""
