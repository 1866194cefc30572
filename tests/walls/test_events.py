"""Whatever can happen to a consent has words at the desk and in the member's log, and a place in the fold."""

import re

from kithkin.connections import proof
from kithkin.desk import words
from kithkin.shop import deeds

from .source import PACKAGE

WITHOUT_CONSENT = {"connected", "removed", "asked-to-renew", "asked-in-vain", "restored", *proof.ENDS, *proof.LASTING}


def happening() -> set[str]:
    """Every event that the domain writes."""
    code = "".join(path.read_text() for path in (PACKAGE / "connections").rglob("*.py"))
    calls = re.findall(r"proof\.add\([^()]*?\)", code, re.DOTALL)
    return {word for call in calls for word in re.findall(r'"([a-z][a-z-]+)"', call)}


def test_every_event_has_words_for_everybody_who_reads_it():
    assert len(happening()) > 9
    assert happening() - set(words.EVENTS) == set()
    assert happening() - set(deeds._EVENTS | deeds._BY_THE_HOUSE) == set()


def test_every_event_has_its_place_in_the_fold():
    assert happening() - set(proof._FOLD) - WITHOUT_CONSENT == set()
