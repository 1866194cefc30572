"""The client account: own details, signing up, setting a password."""

from allauth.core import ratelimit
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kithkin.accounts import actions, queries
from kithkin.accounts.models import PasswordRequest
from kithkin.base.actor import by_link
from kithkin.connections import door
from kithkin.contacts.actions import Person
from kithkin.shop.answers import SeeOther, see_other
from kithkin.shop.entry import behind_link, signed_in
from kithkin.shop.forms.account import LinkForm, PasswordForm, SignUpForm
from kithkin.ui import refusals


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What the house knows of the reader."""
    return render(request, "shop/account/account.html", {"own": door.own(request.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Open an account; the answer is the same for a known address and a new one."""
    form = SignUpForm(request.POST or None)
    if not form.is_valid():
        return _form(request, "shop/account/sign_up.html", form)
    told = form.cleaned_data
    if too_many := ratelimit.consume_or_429(request, action="signup", key=told["email"].casefold()):
        return too_many
    person = Person(told["first_name"], told["last_name"], told["email"], language=get_language() or "en")
    actions.sign_up(request.point_of_sale.organisation, person, by=request.actor)
    return _look_at_your_mail()


@require_http_methods(["GET", "HEAD", "POST"])
def password_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set a password; the answer is the same for every address."""
    if "sent" in request.GET:
        return render(request, "shop/account/look_at_your_mail.html")
    form = LinkForm(request.POST or None)
    if not form.is_valid():
        return _form(request, "shop/account/password_link.html", form)
    email = form.cleaned_data["email"]
    if too_many := ratelimit.consume_or_429(request, action="reset_password", key=email.casefold()):
        return too_many
    actions.invite_address(request.point_of_sale.organisation, email, by=request.actor)
    return _look_at_your_mail()


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password by the mailed link, once; then sign in with it. An old link offers a new one."""
    asked = queries.password_request(token)
    if asked is None:
        return render(request, "shop/account/unknown_link.html", status=404)
    if not asked.is_usable:
        return _old_link(request, token, asked)
    form = PasswordForm(request.POST or None)
    if not form.is_valid() or not _is_set(token, asked, form):
        return _form(request, "shop/account/set_password.html", form)
    messages.success(request, _("Your password is set. Sign in with it."))
    return see_other("account_login")


def _is_set(token: str, asked: PasswordRequest, form: PasswordForm) -> bool:
    with refusals.beside(form):
        actions.set_password(token, form.cleaned_data["password"], by=by_link(asked.contact))
    return not form.errors


def _old_link(request: HttpRequest, token: str, asked: PasswordRequest) -> HttpResponse:
    if request.method == "POST":
        actions.invite_again(token, by=by_link(asked.contact))
        return _look_at_your_mail()
    return render(request, "shop/account/old_link.html", {"asked": asked}, status=410)


def _look_at_your_mail() -> HttpResponse:
    return SeeOther(f"{resolve_url('shop:password-link')}?sent=1")


def _form(request: HttpRequest, template: str, form: Form) -> HttpResponse:
    return render(request, template, {"form": form})
