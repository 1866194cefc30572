"""Who can sign in: logins, the people they stand for, posts at the desk, links to set a password."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from kithkin.base import clock, numbers
from kithkin.contacts.models import Contact


class LoginManager(BaseUserManager["Login"]):
    """Makes logins; the address lives in allauth's EmailAddress."""

    def create_user(self, password: str | None = None) -> "Login":
        """A new login with a random handle; without a password nobody can sign in with it."""
        login = self.model()
        login.set_password(password)
        login.save(using=self._db)
        return login


class Login(AbstractBaseUser):
    """Credentials of one human, for one or several contacts (design decision 2)."""

    handle = models.CharField(max_length=32, unique=True, default=numbers.public_id)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    # Whom it stands for; filled where a login is read together with its people.
    people: list[Contact]

    USERNAME_FIELD = "handle"
    objects = LoginManager()

    is_staff = False
    is_superuser = False

    def __str__(self) -> str:
        return self.handle


class LoginContact(models.Model):
    """This login stands for this contact. A contact has one login at most."""

    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="links")
    contact = models.OneToOneField("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()


class StaffPost(models.Model):
    """A person of the organiser, with the powers of his post (words of base.actor.Power)."""

    login = models.ForeignKey(Login, on_delete=models.CASCADE, related_name="posts")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    powers = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["login", "organisation"], name="one_post_per_organisation")]


class Mailed(models.Model):
    """What is mailed to the address of a contact and is good once, for a while."""

    contact = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def is_usable(self) -> bool:
        """Neither used nor too old."""
        return self.used_at is None and self.expires_at > clock.now()


class PasswordRequest(Mailed):
    """A link to set a password; only its fingerprint is kept."""

    token_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)


class Introduction(models.Model):
    """A record that a lead made of somebody who may not know of it; gone once the person has taken it over."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()


class AccessCode(Mailed):
    """A code, and the short visit that it may open; of both only the fingerprints are kept."""

    class Purpose(models.TextChoices):
        PEOPLE = "people"  # opens "People who act for me" for some minutes
        PROOF = "proof"  # shows once more that it is he, before something important changes

    purpose = models.CharField(max_length=8, choices=Purpose.choices, default=Purpose.PEOPLE)
    tries = models.PositiveSmallIntegerField(default=0)
    code_fingerprint = models.CharField(max_length=64)
    visit_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    visit_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=["people", "proof"]), name="code_purpose"),
            models.CheckConstraint(condition=Q(purpose="people") | Q(visit_until=None), name="proof_opens_no_visit"),
        ]


class Session(AbstractBaseSession):
    """A browser that has signed in, or not yet; the login makes it possible to end all of one person's."""

    login = models.ForeignKey(Login, on_delete=models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls):
        """Django asks the row for its store."""
        from .sessions import SessionStore  # noqa: PLC0415 - the store imports this model

        return SessionStore
