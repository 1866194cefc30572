"""Private details have one door. The import contract misses a class taken out of a door's names; this does not."""

from .source import PACKAGE, contract, dotted, modules, named, short

DOOR = {
    "connections/door.py",
    "contacts/actions.py",
    "contacts/ages.py",
    "contacts/bringing.py",
    "contacts/changes.py",
    "contacts/correcting.py",
    "contacts/keeping.py",
    "contacts/letters.py",
    "contacts/matching.py",
}


def naming(*words: str) -> set[str]:
    return {short(path) for path in modules() if named(path).intersection(words)}


def test_only_these_files_name_the_vault():
    outside = {path for path in naming("vault", "PrivateDetails") if not path.startswith("contacts/vault/")}

    assert outside == DOOR | {"project/settings.py"}


def test_the_contract_names_the_same_files():
    importers = contract("Private details only through the door")["allowed_importers"]

    assert set(importers) == {dotted(PACKAGE / path) for path in DOOR}


def test_only_accounts_name_the_address_that_signs_in():
    assert {path.split("/")[0] for path in naming("EmailAddress", "emailaddress_set")} == {"accounts"}


def test_nobody_names_the_admin():
    assert naming("admin", "ModelAdmin") == set()
