"""Passkeys of the login: which there are, a new one, its name, its end; and to show by one that it is you."""

from functools import wraps
from typing import cast

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.accounts import actions
from kithkin.accounts import passkeys as kept
from kithkin.accounts.models import Login
from kithkin.shop.answers import back, see_other
from kithkin.shop.entry import View, logged_in, shown_again, signed_in
from kithkin.shop.forms.passkeys import NameForm, NewForm, OnceMoreForm
from kithkin.ui import refusals


def _of_this_login(view: View) -> View:
    """Others have no page here, whether or not whoever asks has shown himself once more."""

    @wraps(view)
    def page(request: HttpRequest, passkey: int) -> HttpResponse:
        return view(request, get_object_or_404(kept.of(_login(request)), pk=passkey))

    return page


@require_safe
@signed_in
def passkeys(request: HttpRequest) -> HttpResponse:
    """All that let in for this login."""
    found = [(each, each.wrap().name) for each in kept.of(_login(request))]
    return render(request, "shop/passkeys/passkeys.html", {"passkeys": found})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@shown_again
def new(request: HttpRequest) -> HttpResponse:
    """Give it a name; the browser asks here what to make one for, and POST brings what it made."""
    if _is_browser_asking(request):
        return JsonResponse({"options": kept.to_make(_login(request))})
    form = NewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_added(request, form):
        messages.success(request, _("Your passkey is ready. You can sign in with it from now on."))
        return see_other("shop:passkeys")
    return render(request, "shop/passkeys/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@_of_this_login
@shown_again
def passkey(request: HttpRequest, found: Authenticator) -> HttpResponse:
    """Call it something else."""
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": found.wrap().name})
    if form.is_valid():
        actions.rename_passkey(found, form.cleaned_data["name"], by=request.actor)
        return see_other("shop:passkeys")
    return render(request, "shop/passkeys/passkey.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@_of_this_login
@shown_again
def removal(request: HttpRequest, found: Authenticator) -> HttpResponse:
    """Say what it means; a pressed button removes it."""
    if request.method != "POST":
        return render(request, "shop/passkeys/removal.html", {"name": found.wrap().name})
    actions.remove_passkey(found, request.contact, by=request.actor)
    messages.success(request, _("Removed. It no longer lets anybody in here."))
    return see_other("shop:passkeys")


@require_http_methods(["GET", "HEAD", "POST"])
@logged_in
def once_more(request: HttpRequest) -> HttpResponse:
    """Show by a passkey of this login that it is you; then go back to where that was asked."""
    if _is_browser_asking(request):
        return JsonResponse({"options": kept.to_show(_login(request))})
    form = OnceMoreForm(request.POST, user=request.user)
    if form.is_valid():
        form.save()
        return back(request, "shop:account")
    if request.method == "POST":
        messages.error(request, _("This passkey does not work here. Write your password."))
    wish = urlencode({"next": request.POST.get("next", "")})
    return redirect(f"{resolve_url('account_reauthenticate')}?{wish}")


def _login(request: HttpRequest) -> Login:
    return cast(Login, request.user)


def _is_browser_asking(request: HttpRequest) -> bool:
    """The script on the page wants to know what to ask the device for."""
    return request.method == "GET" and get_adapter().is_ajax(request)


def _is_added(request: HttpRequest, form: NewForm) -> bool:
    with refusals.beside(form):
        credential = kept.made(form.cleaned_data["credential"])
        actions.add_passkey(_login(request), request.contact, form.cleaned_data["name"], credential, by=request.actor)
    return not form.errors
