"""Which page of a long list is asked for, and the way to those before and after it."""

from urllib.parse import urlencode

from django.http import HttpRequest

MOST = 9999


def number(request: HttpRequest) -> int:
    """The page that the address asks for; what cannot be understood is the first."""
    typed = request.GET.get("page", "")
    return min(max(1, int(typed)), MOST) if typed.isdecimal() and len(typed) < 6 else 1


def ways(request: HttpRequest, *, more: bool) -> dict[str, str]:
    """The addresses of the page before this one and after it, each empty where there is none."""
    here = number(request)
    return {
        "before": _address(request, here - 1) if here > 1 else "",
        "after": _address(request, here + 1) if more else "",
    }


def _address(request: HttpRequest, page: int) -> str:
    return f"?{urlencode({**request.GET.dict(), 'page': page})}"
