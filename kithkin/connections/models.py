"""Friends & Family: who leads whom, what the member allows, and the proof of it."""

from django.db import models
from django.db.models import F, Q

from kithkin.base import numbers

from .form_rows import SignedForm
from .presets import Preset
from .scopes import Scope
from .states import LIVE, State

__all__ = [
    "Attempt",
    "Connection",
    "Consent",
    "ConsentEvent",
    "ConsentText",
    "Guardianship",
    "OwnKind",
    "Refusal",
    "SignedForm",
]


class Connection(models.Model):
    """A lead (parent) and a member (child); directional, never transitive (first seed)."""

    class How(models.TextChoices):
        EMAIL = "email"
        NUMBER = "number"
        DESK = "desk"
        IMPORT = "import"
        GUARDIAN = "guardian"

    public_id = models.CharField(max_length=24, unique=True, default=numbers.public_id)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    typed_first = models.CharField(max_length=80)
    typed_last = models.CharField(max_length=80)
    how = models.CharField(max_length=8, choices=How.choices)
    # A word of kinds.py or of the organiser's own; it presets what is proposed and grants nothing.
    kind = models.CharField(max_length=20, blank=True)
    # What the lead's last press asks for; what the member's page then offers to allow.
    asks_for = models.CharField(max_length=12, choices=Preset.choices, default=Preset.FULL)
    made_at = models.DateTimeField()
    # Made while the organiser's consent switch was off: nobody was to be asked.
    by_switch = models.BooleanField(default=False)
    # The lead's own presses: what he sees of asking comes from these two and from nothing else.
    asked_at = models.DateTimeField()
    asks = models.PositiveSmallIntegerField(default=1)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("child")), name="nobody_leads_himself"),
            models.CheckConstraint(
                condition=Q(how__in=["email", "number", "desk", "import", "guardian"]), name="connection_how"
            ),
            models.CheckConstraint(condition=Q(asks_for__in=Preset.values), name="connection_asks_for"),
            models.UniqueConstraint(
                fields=["parent", "child"], condition=Q(removed_at__isnull=True), name="connected_once"
            ),
        ]
        indexes = [
            models.Index(fields=["child"], condition=Q(removed_at__isnull=True), name="connection_child"),
        ]

    @property
    def typed_name(self) -> str:
        """The member as the lead wrote him; empty once one of them is erased."""
        return f"{self.typed_first} {self.typed_last}".strip()


class Consent(models.Model):
    """One round of asking. A closed round stays closed; asking again after it is a new row."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="consents")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asks = models.PositiveSmallIntegerField(default=1)
    token_fingerprint = models.CharField(max_length=64, blank=True, db_index=True)
    answered_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    see_contact_details = models.BooleanField(default=False)
    see_tickets = models.BooleanField(default=False)
    see_orders = models.BooleanField(default=False)
    pay_reservations = models.BooleanField(default=False)
    manage_tickets = models.BooleanField(default=False)
    resell = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="consent_state"),
            models.CheckConstraint(
                condition=~Q(state=State.ALLOWED) | Q(ends_at__isnull=False, answered_at__isnull=False),
                name="allowed_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state=State.ALLOWED) | Q(**{scope: False for scope in Scope}),
                name="only_allowed_opens",
            ),
            models.UniqueConstraint(fields=["connection"], condition=Q(state__in=LIVE), name="one_live_consent"),
        ]
        indexes = [
            models.Index(fields=["connection", "-id"], name="consent_rounds"),
            models.Index(
                fields=["ends_at"], condition=Q(state=State.ALLOWED, reminded_at=None), name="consent_to_remind"
            ),
        ]

    def scopes(self) -> frozenset[Scope]:
        """What this round opens, whatever the time."""
        return frozenset(scope for scope in Scope if getattr(self, scope))


class Guardianship(models.Model):
    """That the lead of a connection decides for its member, a child; on which ground, and until which birthday.

    It counts while it stands, its connection stands and its moment has not come: what time does is computed.
    """

    class Ground(models.TextChoices):
        OWN_WORD = "own-word"
        GUARDIAN = "guardian"
        DOCUMENT = "document"

    class State(models.TextChoices):
        ASKED = "asked"
        REFUSED = "refused"
        STANDS = "stands"
        ENDED = "ended"

    class Why(models.TextChoices):
        AGE = "age"
        LEFT = "left"
        DOCUMENT = "document"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="guardianships")
    state = models.CharField(max_length=8, choices=State.choices)
    ground = models.CharField(max_length=8, choices=Ground.choices, blank=True)
    document = models.CharField(max_length=80, blank=True)
    # What he said of himself: the words by hash and version, as other evidence.
    said = models.JSONField(default=dict)
    agreed_by = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+", null=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    ends_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=8, choices=Why.choices, blank=True)
    ended_document = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "refused", "stands", "ended"]), name="guardian_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="stands")
                | Q(ground__in=["own-word", "guardian", "document"], ends_at__isnull=False, ended_at=None),
                name="guardian_has_ground_and_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False, ended_why__in=["age", "left", "document"]),
                name="guardian_ended_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(ground="document") | ~Q(document=""), name="guardian_document_is_named"
            ),
            models.UniqueConstraint(
                fields=["connection"], condition=Q(state__in=["asked", "stands"]), name="guardian_once"
            ),
        ]
        indexes = [models.Index(fields=["ends_at"], condition=Q(state="stands"), name="guardian_by_end")]


class ConsentEvent(models.Model):
    """What happened to a connection's consent: append-only, one hash chain per connection."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="events")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+", null=True)
    sequence = models.PositiveIntegerField()
    what = models.CharField(max_length=24)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=16)
    counter = models.CharField(max_length=16)
    scopes = models.JSONField(default=list)
    ends_at = models.DateTimeField(null=True)
    # Text and policy by hash and version, language, the button that was pressed.
    shown = models.JSONField(default=dict)
    # Names and address as salted hashes; the salt lies in the vault and goes with the person.
    evidence = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "sequence"], name="events_in_order")]


class Refusal(models.Model):
    """A member who will not be asked again: by one lead, or by anybody when `lead` is empty."""

    member = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey("contacts.Contact", on_delete=models.CASCADE, related_name="+", null=True)
    address_key = models.CharField(max_length=64, blank=True, db_index=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "lead"], name="refused_once"),
            models.UniqueConstraint(fields=["member"], condition=Q(lead=None), name="refused_all_once"),
        ]


class ConsentText(models.Model):
    """What was shown, word by word; found by its hash as long as any proof points to it."""

    hash = models.CharField(max_length=64, primary_key=True)
    language = models.CharField(max_length=8)
    version = models.PositiveSmallIntegerField()
    body = models.TextField()


class OwnKind(models.Model):
    """A relationship in the organiser's own word. It is never deleted: what was chosen goes on being called so."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    asks_for = models.CharField(max_length=12, choices=Preset.choices, default=Preset.FULL)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(asks_for__in=Preset.values), name="own_kind_asks_for"),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(retired_at__isnull=True), name="own_kind_once"
            ),
        ]

    @property
    def code(self) -> str:
        """How a connection names it."""
        return f"own-{self.pk}"


class Attempt(models.Model):
    """Tries of one kind on one day, so that limits hold in every process: of a lead, or of a network in an hour."""

    subject = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    day = models.CharField(max_length=13)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "kind", "day"], name="attempts_per_day")]
