"""What of the log is due: acts, and records of what operators did with people's records.

The log is let go by its age, except for entries that something rests on: see `_needed`.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from kithkin.audit.keeping import CONTACT
from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.connections.models import SignedForm
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from .models import Clearing, Duplicate, ErasureDemand, Merge

ACTS = "acts"
HOUSE = Organisation._meta.label_lower
REGISTERED, VISITED = "contact.registered", "access-code.used"
# Since when nobody was asked, and which lines of the files beside the database were said anew.
FOR_GOOD = ("organisation.consent-switched", "no.replayed", "refusal.replayed")
ACCOUNTS = Q(about__in=("sales.order", "sales.orderline", "sales.payment", "sales.ticket")) | Q(
    what__startswith="ticket."
)


def acts(house: Organisation, moment: datetime) -> QuerySet[Entry]:
    """Acts in the house; those in no house in particular go with the house that keeps them longest."""
    longest = Organisation.objects.aggregate(most=Max("keep_log_months"))["most"]
    own = Q(organisation_id=house.pk)
    found = own | Q(organisation_id=None) if house.keep_log_months == longest else own
    return Entry.objects.filter(found, at__lt=moment).exclude(_needed())


def _needed() -> Q:
    """Orders, money and tickets; how a living record came, and its last visit by code: other jobs ask for these."""
    living = Exists(Contact.objects.filter(pk=OuterRef("about_id"), erased_at=None))
    same = {each: OuterRef(each) for each in ("about", "about_id", "what")}
    of_his_record = Q(what=REGISTERED) | Q(what=VISITED) & ~Exists(Entry.objects.filter(pk__gt=OuterRef("pk"), **same))
    return Q(what__in=FOR_GOOD) | ACCOUNTS | Q(about=CONTACT) & of_his_record & Q(living)


def let_go_before() -> datetime | None:
    """Up to when acts were let go, anywhere: of what is older nothing can be told from the journal."""
    gone = Entry.objects.filter(about=HOUSE, what="retention.let-go", facts__kind=ACTS)
    last = gone.aggregate(last=Max(KT("facts__before")))["last"]
    return datetime.fromisoformat(last) if last else None


def clearings(house: Organisation, moment: datetime) -> QuerySet[Clearing]:
    """Those that are done with; who was put back is left in peace for the purge's days, so long that stays known."""
    waits = Q(delete_at__isnull=False, deleted_at=None, undone_at=None)
    in_peace = Q(undone_at__gte=clock.now() - timedelta(days=house.purge_days))
    old = Q(done_at__lt=moment) | Q(done_at=None, announced_at__lt=moment)
    return Clearing.objects.filter(old, organisation=house).exclude(waits).exclude(in_peace)


def merges(house: Organisation, moment: datetime) -> QuerySet[Merge]:
    """Those that can be neither confirmed nor undone."""
    over = Q(state__in=(Merge.State.DROPPED, Merge.State.UNDONE, Merge.State.FINAL), ended_at__lt=moment)
    expired = Q(state=Merge.State.PROPOSED, expires_at__lt=moment)
    return Merge.objects.filter(over | expired, organisation=house)


def pairs(house: Organisation, moment: datetime) -> QuerySet[Duplicate]:
    """Those of which one record is gone; that two people are two stays known as long as both are there."""
    one_is_gone = Q(first__erased_at__lt=moment) | Q(second__erased_at__lt=moment)
    return Duplicate.objects.filter(one_is_gone, organisation=house)


def demands(house: Organisation, moment: datetime) -> QuerySet[ErasureDemand]:
    """Those that were settled."""
    return ErasureDemand.objects.filter(organisation=house, settled_at__lt=moment)


def forms(house: Organisation, moment: datetime) -> QuerySet[SignedForm]:
    """Those that opened nothing; on the others a proof rests."""
    aside = Q(state=SignedForm.State.ASIDE, settled_at__lt=moment)
    forgotten = Q(state=SignedForm.State.OPEN, made_at__lt=moment)
    return SignedForm.objects.filter(aside | forgotten, organisation=house)
