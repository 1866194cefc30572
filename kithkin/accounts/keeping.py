"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from django.db.models import Exists, OuterRef

from kithkin.contacts.models import Contact

from .models import AccessCode, Login, LoginContact, PasswordRequest, Session, StaffPost


def told(contact: Contact) -> dict[str, list[dict]]:
    """Since when he can sign in, until when he is signed in and where a post is held; never a secret."""
    link = LoginContact.objects.filter(contact=contact).select_related("login").first()
    login = link.login if link else None
    asked = PasswordRequest.objects.filter(contact=contact).order_by("-pk")
    codes = AccessCode.objects.filter(contact=contact).order_by("-pk")
    return {
        "sign_in": [{"since": link.since, "last_sign_in": login.last_login}] if login else [],
        "sessions": list(Session.objects.filter(login=login).values("expire_date")) if login else [],
        "password_links": list(asked.values("made_at", "expires_at", "used_at")),
        "codes": list(codes.values("made_at", "expires_at", "used_at")),
    }


def erase(contact_ids: list[int]) -> Counter:
    """A login that stands for nobody else and holds no post goes; of a shared one, only that it stood for him."""
    logins = list(LoginContact.objects.filter(contact_id__in=contact_ids).values_list("login_id", flat=True))
    Session.objects.filter(login_id__in=logins).delete()
    LoginContact.objects.filter(contact_id__in=contact_ids).delete()
    PasswordRequest.objects.filter(contact_id__in=contact_ids).delete()
    AccessCode.objects.filter(contact_id__in=contact_ids).delete()
    others, posts = LoginContact.objects.filter(login=OuterRef("pk")), StaffPost.objects.filter(login=OuterRef("pk"))
    alone = Login.objects.filter(~Exists(others), ~Exists(posts), pk__in=logins)
    return Counter(logins=alone.delete()[1].get("accounts.Login", 0))
