"""Every no looks to the lead like silence: pages, fragments, PDF, mails, statements, and what his presses answer."""

from difflib import unified_diff

import pytest
from django.db import connection, transaction

from kithkin.base import clock
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from tests import people

from . import silence
from .buying import Buyer, buyer
from .silence import NOES

__all__ = ["buyer"]
pytestmark = pytest.mark.slow


@pytest.fixture
def bought(buyer: Buyer):
    """Andrew has bought for himself and a member who has not answered."""
    with clock.held(clock.now()):
        yield buyer.shop.buy(2)


def told(buyer: Buyer, no, tell) -> list:
    """The lead's transcript after this no; afterwards it never was."""
    with transaction.atomic():
        link = buyer.link(buyer.shop.members[0])
        no(link)
        transcript = tell(link)
        written = silence.letters(buyer)
        transaction.set_rollback(True)
    return [*transcript, written]


def differences(silent: list, refused: list) -> list[str]:
    """Where two transcripts part, shortly."""
    assert len(silent) == len(refused)
    pairs = [(one, other) for one, other in zip(silent, refused, strict=True) if one != other]
    return [line for one, other in pairs for line in unified_diff(lines(one), lines(other), n=0, lineterm="")]


def lines(step) -> list[str]:
    parts = step if isinstance(step, list) else [*vars(step).values()]
    return [line for part in parts for line in (part.decode() if isinstance(part, bytes) else str(part)).splitlines()]


def alike(buyer: Buyer, tell) -> list:
    """The transcript after silence, once that after the other noes has turned out to be the same."""
    silent = told(buyer, NOES[0], tell)
    noes = NOES[1:] if connection.vendor == "sqlite" else NOES[2::2]  # where each costs twice as much, every second
    found = {no.__name__: differences(silent, told(buyer, no, tell)) for no in noes}
    assert found == dict.fromkeys(found, [])
    return silent


def test_the_lead_sees_no_difference_and_the_database_is_asked_the_same(buyer, bought):
    silent = alike(buyer, lambda link: silence.looking(buyer, bought, link))

    assert {step.status for step in silent[:-1]} == {200, 404}, "closed lists do not exist, the others do"


def test_asking_again_and_giving_up_answer_alike(buyer, bought):
    assert alike(buyer, lambda link: silence.pressing(buyer, link))


def test_buying_for_somebody_and_naming_him_again_goes_alike(buyer, bought):
    silent = alike(buyer, lambda link: [*silence.shopping(buyer, link), *silence.naming(buyer, link)])

    assert [step.status for step in silent[-5:-1]] == [200] * 4 and "goes." in silent[-2].body.decode()
    assert silent[-1][-2][0] == "order-confirmed", "the last letter tells him what he bought"


@pytest.mark.parametrize("shares", [False, True])
def test_a_known_address_with_these_names_and_an_unknown_one_are_added_alike(buyer, shares):
    def adds(known: bool) -> list:
        with clock.held(now), transaction.atomic():
            if known:
                people.register(buyer.shop.organisation, "Gus")
            if known and shares:
                wife = Person("Gerda", "Smith", "canary.gus@example.org")
                contacts.register(buyer.shop.organisation, wife, by=people.HOUSE)
            transcript = silence.adding(buyer, "Gus", "Smith", "canary.gus@example.org")
            transaction.set_rollback(True)
        return transcript

    now = clock.now()
    unknown, known = adds(known=False), adds(known=True)
    assert [step.status for step in unknown] == [200] * 5
    assert "Gus Smith is now among your people" in unknown[0].body.decode()
    assert differences(unknown, known) == []
