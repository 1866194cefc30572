"""The canary walk: everybody opens every page, paper and letter, and finds what is his or was opened to him."""

import re

import pytest

from kithkin.audit.looks import Why
from kithkin.base.actor import Power
from kithkin.connections import door, rules
from kithkin.connections.scopes import FULL, Scope
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.demo.models import KeptLetter
from kithkin.demo.roles import ROLES
from kithkin.organisations import actions as organisations
from kithkin.project.access import PAGES, Who
from kithkin.shop import words
from tests import pages
from tests.people import HOUSE
from tests.visits import letters, link, operator, signed_in
from tests.world import OPENED, OPENED_TO_BLAISE, address, world

from .canaries import BIRTH_DATE, BY_POWER, FROM_ANDREW, Canaries, Secret
from .walk import Browser, everywhere, just_signed_in, readable, visit

__all__ = ["world"]
pytestmark = pytest.mark.slow
# Who walks on both databases; the others see what came out of the same questions.
CUSTOMERS = [name for name, who in PAGES.items() if who in (Who.ANYBODY, Who.CUSTOMER, Who.MEMBER)]
SHOWN_TO_ALL = [name for name, converters in pages.pages() if not converters and PAGES[name] is not Who.OPERATOR]
MEMBERS = [name for name, who in PAGES.items() if who is Who.MEMBER]
DESK = [name for name, who in PAGES.items() if who is Who.OPERATOR]
SHEETS = {"desk:contact", "desk:connections", "desk:correction"}
IN_LETTERS = BY_POWER[Power.READ_LETTERS]  # of letters that are alike he reads some only
SOME = 4
# His daughter's day of birth, and what he bought for others; Erin took hers over.
OF_ANDREWS = {("Mia", BIRTH_DATE), ("Blaise", FROM_ANDREW), ("Darren", FROM_ANDREW)}
WHERE_PEOPLE_ARE = ("shop:home", "shop:friends", "shop:season-ticket", "shop:tickets", "shop:orders", "shop:order")


def differences(found: dict, expected: set) -> dict:
    """What was found and should not, with the places; what should and was not."""
    missing = {secret: "found nowhere" for secret in expected - found.keys()}
    return {secret: sorted(places) for secret, places in found.items() if secret not in expected} | missing


def test_there_is_an_address_for_every_page(world):
    assert [name for name in PAGES if not pages.addresses(name)] == []


@pytest.mark.once
def test_everybody_finds_his_own_and_what_was_opened_to_him(world):
    """The lead tries every address that there is, a stranger some of each; the others follow what they are shown."""
    canaries = Canaries(world)
    names = [role.first_name for role in ROLES]
    may = {name: canaries.of(name) for name in names}
    may["Andrew"] |= canaries.opened(OPENED) | OF_ANDREWS
    may["Blaise"] |= canaries.opened(OPENED_TO_BLAISE)
    may |= {name: set() for name in names if name == "Ann"}  # she has not said yet whether she is Ann or Otto
    tried = dict.fromkeys(may, (SHOWN_TO_ALL,)) | {"Andrew": (CUSTOMERS,), "Gus": (CUSTOMERS, CUSTOMERS)}

    found = {name: canaries.found(everywhere(just_signed_in(world.people[name]), *tried[name])) for name in may}

    assert {name: differences(found[name], may[name]) for name in may} == dict.fromkeys(may, {})


def test_without_signing_in_the_links_in_letters_show_nothing_but_a_ticket_to_its_holder(world):
    found = Canaries(world).found(everywhere(Browser()))

    where = {secret: {place.split("/")[1] for place in places} for secret, places in found.items()}
    assert where == {("Erin", FROM_ANDREW): {"ticket"}}


@pytest.mark.once
def test_a_code_from_the_mail_shows_the_member_himself_and_nobody_else(world, mailbox):
    canaries, blaise = Canaries(world), Browser()
    page = link(letters(address("Blaise"))[0], "/consent/") + "everybody/"
    blaise.post(page)
    [code] = re.findall(r"\d{4} \d{4}", letters(address("Blaise"))[-1].text)
    blaise.post(page, {"code": code})

    found = canaries.found(everywhere(blaise, MEMBERS))

    assert ("Blaise", "email") in found and found.keys() <= canaries.of("Blaise")


@pytest.mark.once
def test_an_operator_with_every_power_finds_how_to_reach_everybody(world):
    """He has said of everybody why he looks; nothing is there of whoever is gone."""
    canaries, hana = Canaries(world), operator(world.cast, *Power, browser=Browser)
    for reason in pages.addresses("desk:reason"):
        hana.post(reason, {"why": Why.ASKED})

    found = canaries.found(everywhere(hana, DESK, set(DESK) - SHEETS))

    wrong = differences(found, canaries.at_desk(*Power))
    assert {secret: places for secret, places in wrong.items() if secret[1] not in IN_LETTERS} == {}
    assert {what for _whose, what in found} >= IN_LETTERS


@pytest.mark.once
def test_nobody_finds_more_at_the_desk_than_his_powers_open(world):
    canaries = Canaries(world)
    tried = [address for name in DESK for address in pages.addresses(name)[:SOME]]
    visitors = {(): signed_in(world.cast.andrew, Browser)}
    for powers in [(Power.READ_LETTERS,), (Power.SEND_REQUESTS, Power.SET_CHARACTERISTICS)]:
        visitors[powers] = operator(world.cast, *powers, browser=Browser)

    for powers, browser in visitors.items():
        found = canaries.found((address, readable(visit(browser, address))) for address in tried)
        assert found.keys() <= canaries.at_desk(*powers), powers


@pytest.mark.once
def test_with_the_consent_switch_off_a_lead_finds_those_too_who_never_answered(world):
    canaries = Canaries(world)
    expected = canaries.opened(OPENED | dict.fromkeys(("Darren", "Expired", "Eve", "Paper"), FULL))
    organisations.switch_consent(world.cast.organisation, False, by=HOUSE)

    found = canaries.found(everywhere(signed_in(world.cast.andrew, Browser), WHERE_PEOPLE_ARE))

    assert differences(others(found, "Andrew"), expected | OF_ANDREWS) == {}


def others(found: dict[Secret, set[str]], name: str) -> dict[Secret, set[str]]:
    """What somebody found of other people."""
    return {secret: places for secret, places in found.items() if secret[0] != name}


def test_a_letter_tells_nobody_but_its_reader(world):
    canaries = Canaries(world)
    names = {address(name): name for name in world.people | world.gone}

    for letter in KeptLetter.objects.all():
        told = canaries.seen_in(letter.text) | canaries.seen_in(letter.whole)
        own = canaries.of(names[letter.to]) if letter.to in names else set()  # who only moves house has no secrets
        assert told <= own, (letter.subject, letter.text)


def leak_at_the_door(patch) -> None:
    opened = f" AND {rules.opened(Scope.SEE_CONTACT_DETAILS)}"
    patch.setattr(door, "_PEOPLE", door._PEOPLE.replace(opened, ""))


def leak_in_the_rule(patch) -> None:
    patch.setattr(rules, "open_to", lambda actor, scope: Contact.objects.all())


def leak_on_a_page(patch) -> None:
    patch.setattr(words, "closed", lambda card: PrivateDetails.objects.get(contact=card.contact_id).phone)


LEAKS = {leak_at_the_door: "email", leak_in_the_rule: "order", leak_on_a_page: "phone"}


@pytest.mark.once
def test_the_walk_finds_leaks(world):
    canaries, blaise = Canaries(world), signed_in(world.cast.blaise, Browser)
    expected = canaries.of("Blaise") | canaries.opened(OPENED_TO_BLAISE)

    for leak, secret in LEAKS.items():
        assert ("Darren", secret) not in expected
        with pytest.MonkeyPatch.context() as patch:
            leak(patch)
            read = everywhere(blaise, ["shop:friends", "shop:orders"])
            assert any(("Darren", secret) in canaries.seen_in(text) for _address, text in read), leak.__name__
