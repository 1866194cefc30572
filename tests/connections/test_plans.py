"""The rule finds its way by indexes alone; the full size is `python -m bench.scale`."""

import pytest
from django.db import connection

from bench import plans, scale

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_no_plan_scans_a_table_or_sorts():
    if connection.vendor == "postgresql":  # it rightly reads small tables whole, where it may
        connection.cursor().execute("SET LOCAL enable_seqscan = off")

    questions = scale.prepared(contacts=1000, connections=5000)
    found = {name: plans.plan(ask) for name, ask in questions.items()}

    assert len(found) == 5
    assert [plan for plan in found.values() if plans.is_bad(plan, connection.vendor)] == []


def test_a_plan_without_its_index_would_be_seen():
    from kithkin.connections.models import Connection  # noqa: PLC0415

    by_name = Connection.objects.filter(typed_last="Smith").order_by("typed_first")

    assert plans.is_bad(plans.plan(lambda: list(by_name)), connection.vendor)
