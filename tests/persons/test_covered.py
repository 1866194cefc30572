"""Whatever leads to a person is told to him, let go with him, and kept so long or for such a reason.

A new model that is not mentioned fails here.
"""

import re

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from kithkin.persons import erasure, telling
from kithkin.persons.retention_reasons import REASONS
from kithkin.persons.retention_rules import KINDS
from tests.people import HOUSE, customer

KEYS = {"contacts.Contact", "accounts.Login", "vault.PrivateDetails"}
IDS = {"contact_id", "lead_id", "member_id", "login_id"}
# What no job lets go by its age, by the reason that the register gives.
KEPT = {
    "record": {"vault.PrivateDetails", "accounts.Introduction"},
    "account": {
        "accounts.Login",
        "accounts.LoginContact",
        "accounts.StaffPost",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "mfa.Authenticator",
    },
    "sessions": {"accounts.Session"},
    "tries": {"connections.Attempt"},
    "figures": {
        "audit.Entry",
        "sales.Basket",
        "sales.Claim",
        "sales.Order",
        "sales.OrderLine",
        "sales.Payment",
        "sales.Ticket",
        "sales.VoidCode",
    },
    "groups": {"connections.Connection", "connections.Guardianship"},
    "refusals-in-force": {"connections.Refusal"},
    "proof": {
        "connections.Consent",
        "connections.ConsentEvent",
        "connections.ConsentText",
        "connections.SignedForm",
    },
    "two-people": {"persons.Duplicate"},
    "waiting": {"persons.Merge", "persons.ErasureDemand", "persons.Clearing"},
    "log-of-records": {"audit.Entry"},
    "log-of-house": {"audit.Entry"},
    "unsent": {"mail.Letter"},
    "drafts": {"mail.LetterTrial"},
    "mailbox": {"demo.KeptLetter"},
}
PLAIN = {"email", "to", "subject", "words"}
# What need not be told: why.
UNTOLD = {
    "persons.Duplicate": "it would say of somebody else that he looks alike; what came of it is told",
    "mail.LetterTrial": "an operator's own draft, on his screen anyway",
}
# What stays when a person is erased: why.
STAYS = {
    "audit.Entry": "ids and codes only, which lead to nobody",
    "accounts.StaffPost": "a post belongs to the organiser; its login stays with it",
    "mail.LetterTrial": "words for letters, of an operator",
    "sales.Payment": "figures of the accounts; the payer is a number without a name",
}


def leading_to_a_person() -> list[type[Model]]:
    """Every table with a key to a contact, to his details or to a login, or with the number of one."""
    return [model for model in apps.get_models() if any(_leads(field) for field in model._meta.concrete_fields)]


def _leads(field) -> bool:
    if field.is_relation:
        return field.related_model._meta.label in KEYS
    return field.name in IDS


def test_there_is_something_to_cover():
    labels = {model._meta.label for model in leading_to_a_person()}

    assert {"connections.Connection", "sales.OrderLine", "audit.Read", "account.EmailAddress"} <= labels
    assert (set(UNTOLD) | set(STAYS)) - labels == set()


def test_everything_that_leads_to_a_person_is_told_to_him(full):
    with CaptureQueriesContext(connection) as captured:
        telling.tell(full.person, by=customer(full.person))

    assert [each for each in untouched(captured, "SELECT") if each not in UNTOLD] == []


def test_everything_that_leads_to_a_person_lets_him_go(full):
    with CaptureQueriesContext(connection) as captured:
        erasure.erase(full.person, by=HOUSE)

    assert [each for each in untouched(captured, "UPDATE", "DELETE FROM") if each not in STAYS] == []


def test_whatever_is_kept_of_people_has_its_time_or_its_reason(family):
    timed = {kind.rows(family.organisation).model._meta.label for kind in KINDS}
    explained = set().union(*KEPT.values())

    assert about_people() - timed - explained == set()
    assert explained - {model._meta.label for model in apps.get_models()} == set()
    assert set(KEPT) == {reason.name for reason in REASONS}


def about_people() -> set[str]:
    """What leads to a person, what belongs to such a row, and what names somebody in plain text."""
    found = set(leading_to_a_person())
    found |= {model for model in apps.get_models() if _names(model)}
    while more := {model for model in apps.get_models() if model not in found and _belongs_to(found, model)}:
        found |= more
    return {model._meta.label for model in found}


def _names(model: type[Model]) -> bool:
    fields = {field.name for field in model._meta.concrete_fields}
    return bool(PLAIN & fields) and model._meta.label != "organisations.Organisation"  # its address is the house's


def _belongs_to(found: set[type[Model]], model: type[Model]) -> bool:
    return any(field.is_relation and field.related_model in found for field in model._meta.concrete_fields)


def untouched(captured: CaptureQueriesContext, *verbs: str) -> list[str]:
    """The models whose table no statement with one of these verbs names."""
    ran = [query["sql"].strip() for query in captured]
    said = [sql for sql in ran if sql.startswith(tuple(verb.split()[0] for verb in verbs))]
    if verbs == ("SELECT",):
        named = set(re.findall(r'(?:FROM|JOIN) "?(\w+)"?', " ".join(said)))
    else:
        named = {word for sql in said for word in re.findall(r'^(?:UPDATE|DELETE FROM) "?(\w+)"?', sql)}
    return [model._meta.label for model in leading_to_a_person() if model._meta.db_table not in named]
