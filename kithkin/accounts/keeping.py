"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef
from django.db.models.fields.json import KT

from kithkin.base import rows
from kithkin.contacts.models import Contact

from . import sessions
from .models import AccessCode, Introduction, Login, LoginContact, PasswordRequest, Session, StaffPost


def told(contact: Contact) -> dict[str, list]:
    """Since when he can sign in and by what, until when he is signed in, which post he holds; never a secret."""
    login = Login.objects.filter(links__contact=contact).first()
    since = LoginContact.objects.filter(contact=contact)
    asked = PasswordRequest.objects.filter(contact=contact).order_by("-pk")
    codes = AccessCode.objects.filter(contact=contact).order_by("-pk")
    return {
        "sign_in": list(since.values("since", last_sign_in=F("login__last_login"))),
        "sign_in_emails": list(EmailAddress.objects.filter(user=login).values("email")),
        "sign_in_keys": _passkeys(login),
        "posts": list(StaffPost.objects.filter(login=login).values("name", "powers")),
        "sessions": list(Session.objects.filter(login=login).values("expire_date")),
        "added_by_somebody_else": list(Introduction.objects.filter(contact=contact).values("made_at")),
        "password_links": list(asked.values("made_at", "expires_at", "used_at")),
        "codes": list(codes.values("made_at", "expires_at", "used_at")),
    }


def _passkeys(login: Login | None) -> list[dict]:
    """What they are called and when they were used; the keys themselves are on the person's own devices."""
    kept = Authenticator.objects.filter(user=login).order_by("pk")
    return list(kept.values("type", "created_at", "last_used_at", name=KT("data__name")))


def erase(contact_ids: list[int]) -> Counter:
    """A login that stands for nobody else and holds no post goes, with its passkeys; of a shared one, only that it
    stood for him: its password and its passkeys are the others', too, who stay signed in."""
    logins = list(
        LoginContact.objects.filter(contact_id__in=rows.these(contact_ids)).values_list("login_id", flat=True)
    )
    sessions.end(logins, contact_ids)
    LoginContact.objects.filter(contact_id__in=rows.these(contact_ids)).delete()
    PasswordRequest.objects.filter(contact_id__in=rows.these(contact_ids)).delete()
    AccessCode.objects.filter(contact_id__in=rows.these(contact_ids)).delete()
    Introduction.objects.filter(contact_id__in=rows.these(contact_ids)).delete()
    others, posts = LoginContact.objects.filter(login=OuterRef("pk")), StaffPost.objects.filter(login=OuterRef("pk"))
    alone = Login.objects.filter(~Exists(others), ~Exists(posts), pk__in=rows.these(logins))
    return Counter(logins=alone.delete()[1].get("accounts.Login", 0))
