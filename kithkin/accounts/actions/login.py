"""Setting passwords, opening logins, posts at the desk."""

from django.utils.translation import gettext as _

from kithkin.accounts import logins, queries
from kithkin.accounts.models import Introduction, Login, PasswordRequest, StaffPost
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.verdict import WrongMove
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation


@action
def set_password(token: str, password: str, *, by: Actor) -> Login:
    """Use a mailed link, once: the address is proven and the login there opens with this password.

    It stands for everybody at this address (design decision 2), and whoever was signed in with it is so no longer.
    Raises WrongMove for a link that is used, too old, damaged or bound to an address that has changed.
    """
    request = _usable(token)
    login = logins.opened_at(letters.addresses([request.contact_id])[request.contact_id])
    _let_in_by(login, password)
    logins.hand_over(request.contact, login)
    sharing = letters.sharing_address(request.contact_id).filter(organisation_id=request.contact.organisation_id)
    logins.gather(login, together := list(sharing))
    letters.prove_all([contact.pk for contact in together], clock.now())
    Introduction.objects.filter(contact__in=together).delete()
    journal.write("account.password-set", by=by, about=request.contact)
    return login


@action
def open_login(contact: Contact, password: str, *, by: Actor) -> Login:
    """A login for a contact whose address the organiser vouches for (imports, demo)."""
    login = logins.opened_at(letters.addresses([contact.pk])[contact.pk])
    _let_in_by(login, password)
    logins.gather(login, [contact])
    journal.write("account.opened", by=by, about=contact)
    return login


@action
def open_post(
    organisation: Organisation, *, name: str, email: str, password: str, powers: list[Power], by: Actor
) -> StaffPost:
    """A person of the organiser gets a login and a post at the desk."""
    login = logins.opened_at(email)
    _let_in_by(login, password)
    post = StaffPost.objects.create(login=login, organisation=organisation, name=name, powers=powers)
    journal.write("post.opened", by=by, about=post, powers=powers)
    return post


def _let_in_by(login: Login, password: str) -> None:
    login.set_password(password)
    login.save(update_fields=["password"])
    logins.end_sessions(login)


def _usable(token: str) -> PasswordRequest:
    request = queries.password_request(token)
    if request is None:
        raise WrongMove(_("This link no longer works. Ask for a new one."))
    unused = PasswordRequest.objects.filter(pk=request.pk, used_at=None, expires_at__gt=clock.now())
    if not unused.update(used_at=clock.now()):
        raise WrongMove(_("This link was used or is too old. Ask for a new one."))
    return request
