"""The register of processing (GDPR, article 30), made from the settings, the letters and the times that really hold.

Each activity names the sections of `telling` that it needs, so that nothing can be kept that stands in no activity, and
says of whatever it keeps for how long or why; a test holds them to each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kithkin.base import clock
from kithkin.mail import tables
from kithkin.mail.documents import Document
from kithkin.organisations import queries as organisations
from kithkin.organisations.models import Organisation, PointOfSale
from kithkin.sales.gateways import GATEWAYS
from kithkin.ui.dates import plain_day

from .retention_reasons import REASONS
from .retention_rules import KINDS

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that the house does with people's data; `sections`, `kinds` and `reasons` tie it to what is kept."""

    title: Words
    purpose: Words
    basis: Words
    people: Words
    what: Words
    sections: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An activity as it stands at one organisation: who gets the data, and how long it is kept."""

    activity: Activity
    recipients: list[str]
    kept: list[str]


@dataclass(frozen=True, slots=True)
class Register:
    """All of it on one day."""

    house: Organisation
    at: datetime
    policy: int
    points: list[PointOfSale]
    entries: list[Entry]
    letters: list[Words]


_CONTRACT = gettext_lazy("Contract with the person (GDPR, Article 6(1)(b))")
_LAW = gettext_lazy("Contract, and accounts that the law asks for (Article 6(1)(b) and (c))")
_CONSENT = gettext_lazy("Consent of the person (Article 6(1)(a))")
_DUTY = gettext_lazy("Duty to prove consent, and to tell people who saw their data (Articles 7(1), 15, 30)")
_INTEREST = gettext_lazy("Interest in safe accounts and in not being guessed or pestered (Article 6(1)(f))")
_CUSTOMERS = gettext_lazy("Customers, and people whom tickets are bought for")

ACTIVITIES = (
    Activity(
        gettext_lazy("Customers' file"),
        gettext_lazy("To know who buys and who comes, and to reach them"),
        _CONTRACT,
        _CUSTOMERS,
        gettext_lazy("Names, contact number, language, email and its changes, phone, date of birth"),
        ("yourself", "changes_of_email", "added_by_somebody_else", "records_joined", "demands_to_erase_you"),
        ("people", "addresses", "clearings", "merges", "pairs", "demands"),
        ("record", "two-people", "waiting"),
    ),
    Activity(
        gettext_lazy("Selling tickets"),
        gettext_lazy("To keep seats, to take payment, to let people in"),
        _LAW,
        _CUSTOMERS,
        gettext_lazy("Baskets, orders, seats, names of holders, prices, payments, ticket codes"),
        ("baskets", "orders", "seats_in_your_orders", "seats_bought_for_you", "payments"),
        ("people", "baskets"),
        ("figures",),
    ),
    Activity(
        gettext_lazy("Signing in"),
        gettext_lazy("To let nobody in but the person"),
        _CONTRACT,
        gettext_lazy("Customers and operators with an account"),
        gettext_lazy(
            "Email, password as a hash, names and public keys of passkeys, sessions, links and codes that were mailed, "
            "posts of operators"
        ),
        ("sign_in", "sign_in_emails", "sign_in_keys", "sessions", "password_links", "codes", "posts"),
        ("links", "codes"),
        ("account", "sessions"),
    ),
    Activity(
        gettext_lazy("Friends and family"),
        gettext_lazy("To let one person act for others, as far as each of them allows"),
        _CONSENT,
        gettext_lazy("Leads, their members, children and their guardians"),
        gettext_lazy("Who leads whom, names as typed, relationship, what is allowed and until when, refusals"),
        ("people_you_act_for", "people_who_act_for_you", "refusals", "guardians", "guardian_of", "forms_you_signed"),
        ("refusals", "forms"),
        ("groups", "refusals-in-force", "proof"),
    ),
    Activity(
        gettext_lazy("Proof and log"),
        gettext_lazy("To prove what was allowed, and to show everybody who saw and did what"),
        _DUTY,
        _CUSTOMERS,
        gettext_lazy("Events of consent with hashes of what was shown, acts and reads by numbers"),
        ("consent_events", "texts_you_were_shown", "acts", "seen_by_others", "seen_by_you", "seen_by_staff"),
        ("acts", "reads", "staff-reads"),
        ("proof", "figures", "log-of-records", "log-of-house"),
    ),
    Activity(
        gettext_lazy("Letters"),
        gettext_lazy("To tell people what concerns them; nothing is advertised"),
        _CONTRACT,
        _CUSTOMERS,
        gettext_lazy("Which letter went to whom and when; what it says is never kept"),
        ("letters",),
        ("letters",),
        ("unsent", "drafts", "mailbox"),
    ),
    Activity(
        gettext_lazy("Limits against misuse"),
        gettext_lazy("To notice guessing and pestering"),
        _INTEREST,
        gettext_lazy("Leads"),
        gettext_lazy("How often somebody met a limit; networks as keyed hashes"),
        ("tries", "limits_met"),
        ("signals",),
        ("tries",),
    ),
)


def of(house: Organisation) -> Register:
    """The register of one organisation as it stands now."""
    points = list(PointOfSale.objects.filter(organisation=house).order_by("name", "pk"))
    entries = [Entry(each, _recipients(each, house, points), list(_kept(each, house))) for each in ACTIVITIES]
    wired = tables.wired()
    letters = [_called(name, wired.documents) for name in sorted(wired.facts)]
    return Register(house, clock.now(), organisations.policy_version(house), points, entries, letters)


def _called(template: str, documents: Mapping[str, Document]) -> Words:
    return documents[template].called if template in documents else template.replace("-", " ").capitalize()


def as_text(register: Register) -> Iterator[str]:
    """Line by line, for a terminal or a file."""
    house = register.house
    yield _("Register of processing: %(house)s, %(day)s") % {"house": house.name, "day": plain_day(register.at)}
    yield ", ".join(text for text in (house.postal_address, house.email, house.country) if text)
    for entry in register.entries:
        yield from ("", str(entry.activity.title))
        yield from (f"  {label}: {text}" for label, texts in lines(entry) for text in texts)
    yield from ("", _("All letters"))
    yield from (f"  {called}" for called in register.letters)


def lines(entry: Entry) -> list[tuple[str, list[str]]]:
    """What a register has to say of each activity."""
    told = entry.activity
    return [
        (_("Purpose"), [str(told.purpose)]),
        (_("Lawful basis"), [str(told.basis)]),
        (_("People"), [str(told.people)]),
        (_("Data"), [str(told.what)]),
        (_("Recipients"), entry.recipients),
        (_("Kept"), entry.kept),
    ]


def _kept(activity: Activity, house: Organisation) -> Iterator[str]:
    for kind in KINDS:
        if kind.name in activity.kinds:
            yield _("%(what)s: %(time)s") % {"what": kind.says, "time": kind.how_long(house)}
    yield from (str(each.says) for each in REASONS if each.name in activity.reasons)


def _recipients(activity: Activity, house: Organisation, points: list[PointOfSale]) -> list[str]:
    found = [_("Operators of %(house)s, by their powers") % {"house": house.name}]
    if "payments" in activity.sections:
        found.append(_("Whoever takes the payment: %(names)s") % {"names": ", ".join(sorted(GATEWAYS))})
    if "letters" in activity.sections:
        server = _("nobody: letters stay in the demo's mailbox") if settings.DEMO else settings.EMAIL_HOST
        found.append(_("The mail server: %(server)s") % {"server": server})
    if "people_who_act_for_you" in activity.sections:
        found += _leads(house, points)
    return found


def _leads(house: Organisation, points: list[PointOfSale]) -> list[str]:
    """Nobody, where the feature is off everywhere; else by consent, or by the organiser's switch."""
    if not any(point.friends_and_family for point in points):
        return [_("No leads: the feature is off at every point of sale")]
    if house.consent_on:
        return [_("Leads, each as far as the person has allowed, for %(days)d days") % {"days": house.consent_days}]
    return [_("Leads, without being asked: the organiser has switched consent off")]
