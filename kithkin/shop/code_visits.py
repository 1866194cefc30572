"""The cookie of a visit by a mailed code: for the member's own pages only, signed, and of no use for signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kithkin.accounts import actions, queries
from kithkin.accounts.models import AccessCode

PATH = "/account/people/"
COOKIE = "kithkin-people"
_SALT = "kithkin.shop.people"


def remember(response: HttpResponse, secret: str) -> HttpResponse:
    """Give the browser the secret of the visit."""
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=_SALT,
        max_age=int(actions.VISIT_LASTS.total_seconds()),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Take it away again."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


def code_visit(request: HttpRequest) -> AccessCode | None:
    """The visit of this browser, while it lasts and at this organisation."""
    secret = request.get_signed_cookie(COOKIE, default="", salt=_SALT)
    visit = queries.member_visit(secret) if secret else None
    return visit if visit and visit.contact.organisation_id == request.point_of_sale.organisation_id else None
