"""Whether whoever is signed in has just shown once more that it is he, by password or by a mailed code."""

from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest


def shown(request: HttpRequest) -> bool:
    """Within the last minutes, in this browser."""
    return reauthentication.did_recently_reauthenticate(request)


def note(request: HttpRequest) -> None:
    """He has typed the code from his mail."""
    record_authentication(request, request.user, method="code", reauthenticated=True)
