"""Every answer carries the strict policy."""

import pytest

from kithkin.organisations.actions import open_point_of_sale
from tests import people

EVERYTHING = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize(("address", "status"), [("/live", 200), ("/nowhere", 404)])
def test_every_answer_carries_the_policy(client, db, address, status):
    open_point_of_sale(people.organisation(), name="Shop", by=people.HOUSE)

    answer = client.get(address)

    assert answer.status_code == status
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == EVERYTHING


def test_an_answer_tells_other_sites_nothing(client):
    headers = client.get("/live").headers

    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in headers["Permissions-Policy"]
