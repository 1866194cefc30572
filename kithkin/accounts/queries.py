"""Finding logins, posts and links."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from kithkin.base import clock, tokens
from kithkin.contacts import changes, letters
from kithkin.contacts.models import Contact

from . import logins
from .claiming import unclaimed
from .letters import password_token
from .models import AccessCode, Login, LoginContact, PasswordRequest, StaffPost


def with_people(login_id: int) -> Login | None:
    """A login with the people it stands for as `login.people`, in one query."""
    links = LoginContact.objects.filter(login_id=login_id).select_related("login", "contact__organisation")
    found = list(links.order_by("pk"))
    login = found[0].login if found else Login.objects.filter(pk=login_id).first()
    if login is not None:
        login.people = [link.contact for link in found if link.contact.hidden_at is None]
    return login


def post(login: Login, organisation_id: int) -> StaffPost | None:
    """The post that this login holds at an organisation."""
    return StaffPost.objects.filter(login=login, organisation_id=organisation_id).first()


def operator_addresses(login_ids: Collection[int]) -> dict[tuple[int, int], str]:
    """Where operators sign in, by organisation and login; only of those who hold a post there now."""
    posted = EmailAddress.objects.filter(primary=True, user__in=login_ids, user__posts__isnull=False)
    rows = posted.values_list("user__posts__organisation_id", "user_id", "email")
    return {(organisation_id, login_id): email for organisation_id, login_id, email in rows}


def password_request(token: str) -> PasswordRequest | None:
    """What a mailed link to set a password belongs to, whatever became of it; None once its address has changed."""
    requests = PasswordRequest.objects.select_related("contact__organisation")
    asked = requests.filter(token_fingerprint=tokens.fingerprint(token)).first()
    return asked if asked and _is_whole(asked, token) else None


def _is_whole(asked: PasswordRequest, token: str) -> bool:
    key = letters.hidden_address(asked.contact_id)
    return bool(key) and tokens.fingerprint(password_token(asked, key)) == tokens.fingerprint(token)


@dataclass(frozen=True, slots=True)
class AddressLink:
    """What the page behind a link about a change of address may say: whose it is, and whether the link still works."""

    contact: Contact
    email: str
    is_open: bool
    needs_password: bool = False


def address_to_prove(token: str) -> AddressLink | None:
    """The change that a link to the new address stands for; None for a damaged link."""
    change = changes.to_prove(token)
    if change is None:
        return None
    contact, is_open = change.details.contact, changes.can_be_made(change)
    return AddressLink(contact, change.email, is_open, is_open and logins.would_open(contact, change.email))


def address_to_undo(token: str) -> AddressLink | None:
    """The change that a link to the old address stands for; None for a damaged link."""
    change = changes.to_undo(token)
    if change is None:
        return None
    return AddressLink(change.details.contact, change.old_email, changes.can_be_undone(change))


def member_visit(secret: str) -> AccessCode | None:
    """The visit that a mailed code opened, while it lasts."""
    visits = AccessCode.objects.filter(contact__hidden_at=None).select_related("contact__organisation")
    return visits.filter(visit_fingerprint=tokens.fingerprint(secret), visit_until__gt=clock.now()).first()


def has_login(contact_id: int) -> bool:
    """Whether somebody can sign in for this contact."""
    return LoginContact.objects.filter(contact_id=contact_id).exists()


def who_signs_in(contact_ids: Iterable[int]) -> set[int]:
    """Those among these contacts for whom somebody can sign in; one query."""
    return set(LoginContact.objects.filter(contact__in=list(contact_ids)).values_list("contact_id", flat=True))


def numbers_signing_in(organisation_id: int) -> set[str]:
    """The contact numbers at an organisation for which somebody can sign in."""
    links = LoginContact.objects.filter(contact__organisation_id=organisation_id)
    return set(links.values_list("contact__number", flat=True))


def is_unclaimed(contact_id: int) -> bool:
    """Whether a lead made this record, and nobody has answered from its address or signs in for it."""
    return contact_id in unclaimed([contact_id])


def post_names(organisation_id: int, login_ids: Collection[int]) -> dict[int, str]:
    """What the posts of these logins are called at an organisation; those that have ended are left out."""
    posts = StaffPost.objects.filter(organisation_id=organisation_id, login_id__in=login_ids)
    return dict(posts.values_list("login_id", "name"))
