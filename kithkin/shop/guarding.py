"""Who decides for a child: what the child's page asks for before it opens."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from kithkin.base.actor import guardian
from kithkin.connections import birthdays, guardians
from kithkin.shop.entry import led, with_friends


def as_guardian(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A guardian about a child, as `request.member`, who acts in the child's name; and as long as he may hand over.

    `request.connection` is what stands between the two, `request.guardianship` None once it has ended.
    """

    @wraps(view)
    def page(request: HttpRequest, connection: str, **rest: str) -> HttpResponse:
        request.connection = led(request, connection)
        request.guardianship = guardians.on(request.connection)
        request.member = guardian(request.contact, request.connection.child, request.actor.login_id)
        request.hands_over = bool(birthdays.may_hand_over(request.actor, request.connection))
        if request.guardianship is None and not request.hands_over:
            raise Http404
        return view(request, connection, **rest)

    return with_friends(page)


def deciding(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same, only as long as he decides."""

    @wraps(view)
    def page(request: HttpRequest, connection: str, **rest: str) -> HttpResponse:
        if request.guardianship is None:
            raise Http404
        return view(request, connection, **rest)

    return as_guardian(page)
