"""A change of address: asked for in the account, proven from the new mailbox, taken back from the old one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kithkin.accounts import actions, queries, recently
from kithkin.accounts.models import AccessCode
from kithkin.base.actor import by_link
from kithkin.base.addresses import masked
from kithkin.shop.answers import SeeOther, back, see_other
from kithkin.shop.entry import behind_link, shown_again, signed_in
from kithkin.shop.forms.access_code import CodeForm
from kithkin.shop.forms.account import AddressForm, PasswordForm
from kithkin.ui import refusals


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@shown_again
def change(request: HttpRequest) -> HttpResponse:
    """Ask for the change; the answer is the same for every new address."""
    form = AddressForm(request.POST or None)
    if not form.is_valid() or not _is_asked(request, form):
        return render(request, "shop/account/change_address.html", {"form": form})
    messages.info(request, _("We have written to the new email. Press the link there; until then nothing changes."))
    return see_other("shop:account")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code(request: HttpRequest) -> HttpResponse:
    """Show by a code from your mail that it is you, where the password is not at hand; then go back."""
    form = CodeForm(request.POST) if "code" in request.POST else None
    if request.method == "POST" and form is None:
        actions.send_code(request.contact, by=request.actor, purpose=AccessCode.Purpose.PROOF)
        return SeeOther(f"{request.path}?{urlencode(request.GET.dict() | {'sent': 1})}")
    if form and form.is_valid() and _is_right(request, form):
        recently.note(request)
        return back(request, "shop:account")
    if form:
        form.refuse()
    context = {"form": form or CodeForm(), "sent": form or "sent" in request.GET}
    return render(request, "shop/account/code.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """From the new mailbox: say whose email it is to be; a pressed button makes it so."""
    asked = queries.address_to_prove(token)
    if asked is None or not asked.is_open:
        return _over(request, asked)
    form = PasswordForm(request.POST if asked.needs_password and request.method == "POST" else None)
    if request.method == "POST" and (not asked.needs_password or form.is_valid()) and _is_made(token, asked, form):
        messages.success(request, _("This is your email now. Sign in with it."))
        return see_other("shop:account")
    return render(request, "shop/account/new_address.html", _frame(asked) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def undoing(request: HttpRequest, token: str) -> HttpResponse:
    """From the old mailbox: say what was changed; a pressed button takes it back."""
    done = queries.address_to_undo(token)
    if done is None or not done.is_open:
        return _over(request, done)
    if request.method != "POST":
        return render(request, "shop/account/undo_address.html", _frame(done))
    actions.undo_change(token, by=by_link(done.contact))
    messages.success(request, _("Taken back. We have sent you a link to choose a new password."))
    return see_other("shop:account")


def _is_asked(request: HttpRequest, form: AddressForm) -> bool:
    with refusals.beside(form):
        actions.ask_change(request.contact, form.cleaned_data["email"], by=request.actor)
    return not form.errors


def _is_right(request: HttpRequest, form: CodeForm) -> bool:
    return actions.prove_by_code(request.contact, form.cleaned_data["code"], by=request.actor)


def _is_made(token: str, asked: queries.AddressLink, form: PasswordForm) -> bool:
    password = form.cleaned_data["password"] if asked.needs_password else ""
    with refusals.beside(form):
        actions.change_address(token, by=by_link(asked.contact), password=password)
    return not form.errors


def _over(request: HttpRequest, link: queries.AddressLink | None) -> HttpResponse:
    context = {"home": resolve_url("shop:home")} | (_frame(link) if link else {})
    return render(request, "shop/account/address_over.html", context, status=410 if link else 404)


def _frame(link: queries.AddressLink) -> dict:
    organisation = link.contact.organisation
    timezone.activate(organisation.timezone)
    return {"shop": {"organisation": organisation}, "link": link, "address": masked(link.email), "messages": ()}
