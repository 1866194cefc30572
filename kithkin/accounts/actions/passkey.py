"""Passkeys are added, named and removed; the mailbox of the login reads of each that is added."""

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from kithkin.accounts import passkeys, rules
from kithkin.accounts.models import Login
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.contacts import letters
from kithkin.contacts.models import Contact


@action
def add_passkey(login: Login, contact: Contact, name: str, credential: dict, *, by: Actor) -> Authenticator:
    """From now on it lets in, as the password does; a letter says so to whoever reads at the login's address."""
    rules.may_keep_passkeys(by, login).require()
    if passkeys.of(login).count() >= passkeys.AT_MOST:
        raise Refused(_("These are many passkeys already. Remove one first."))
    passkey = Authenticator.objects.create(
        user=login,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": credential},
        created_at=clock.now(),
    )
    letters.write_to(contact, "passkey-added", dedup=f"passkey-added:{passkey.pk}", passkey=passkey.pk)
    journal.write("passkey.added", by=by, about=contact)
    return passkey


@action
def rename_passkey(passkey: Authenticator, name: str, *, by: Actor) -> None:
    """Call it something else."""
    rules.may_keep_passkeys(by, passkey.user).require()
    passkey.data["name"] = name
    passkey.save(update_fields=["data"])


@action
def remove_passkey(passkey: Authenticator, contact: Contact, *, by: Actor) -> None:
    """It no longer lets in. The password stays."""
    rules.may_keep_passkeys(by, passkey.user).require()
    passkey.delete()
    journal.write("passkey.removed", by=by, about=contact)
