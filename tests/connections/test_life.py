"""Whatever people do with consent, in whatever order: the database says what a plain model says."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .whole_life import WholeLife

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# 50 times 50 steps in `make test`, a tenth of them on PostgreSQL, where a step costs twice as much. Failures are not
# made small: `python -m bench.life` walks as far as one likes on either and does that, too.
EXAMPLES = {"sqlite": 48, "postgresql": 2}
SHAPE = settings(
    stateful_step_count=50,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_life_of_consent_follows_the_model():
    run_state_machine_as_test(WholeLife, settings=settings(SHAPE, max_examples=EXAMPLES[connection.vendor]))
