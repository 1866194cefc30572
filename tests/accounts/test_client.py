"""Whoever tries passwords is counted where he is, whatever he says of himself."""

import pytest
from django.test import RequestFactory

from kithkin.accounts.adapter import Adapter

PROXY, CLIENT, SPOOFED = "10.0.0.5", "198.51.100.7", "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "counted"),
    [
        ([PROXY, "10.0.0.6"], PROXY, f"{SPOOFED}, {CLIENT}", CLIENT),
        ([PROXY], CLIENT, SPOOFED, CLIENT),
        ([], CLIENT, SPOOFED, CLIENT),
        ([PROXY], PROXY, "unknown", PROXY),
        ([], "", "", "unknown"),
    ],
)
def test_the_client_is_found_as_for_the_limit_on_networks(settings, proxies, peer, forwarded, counted):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})

    assert Adapter().get_client_ip(request) == counted
