"""Every no looks to the lead like silence: pages, fragments, PDF, mails, statements, and what his presses answer."""

import pytest
from django.db import transaction

from kithkin.base import clock

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


@pytest.mark.parametrize("no", NOES[1:])
def test_the_lead_sees_no_difference_and_the_database_is_asked_the_same(buyer, bought, no):
    silent, refused = (told(buyer, each, lambda link: silence.looking(buyer, bought, link)) for each in (NOES[0], no))

    assert {step.status for step in silent[:-1]} == {200, 404}, "closed lists do not exist, the others do"
    for one, other in zip(silent, refused, strict=True):
        assert one == other


@pytest.mark.parametrize("no", NOES[1:])
def test_asking_again_and_giving_up_answer_alike(buyer, bought, no):
    silent, refused = (told(buyer, each, lambda link: silence.pressing(buyer, link)) for each in (NOES[0], no))

    for one, other in zip(silent[:-1], refused[:-1], strict=True):
        assert one.without_statements() == other.without_statements()
    assert silent[-1] == refused[-1]
