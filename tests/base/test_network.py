"""Whose request it is: as far as the named proxies tell, and no further."""

import pytest

from kithkin.base import network

PROXY, OUTER, CLIENT, SPOOFED = "10.0.0.5", "203.0.113.9", "198.51.100.77", "192.0.2.1"


def seen(peer: str, forwarded: str | None = None) -> dict[str, str]:
    return {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})


@pytest.mark.parametrize(
    ("meta", "client"),
    [
        (seen(PROXY, CLIENT), CLIENT),
        (seen(PROXY, f"{SPOOFED}, {CLIENT}"), CLIENT),
        (seen(PROXY, f"{SPOOFED}, {CLIENT}, {OUTER}"), CLIENT),
        (seen(PROXY, f"garbage, {CLIENT}"), CLIENT),
        (seen(PROXY, f"{CLIENT}:40312"), CLIENT),
        (seen(f"{PROXY}:8000", CLIENT), CLIENT),
        (seen(f"::ffff:{PROXY}", f"::ffff:{CLIENT}"), CLIENT),
        (seen(PROXY, "[2001:db8:1:2::3]:443"), "2001:db8:1:2::3"),
        (seen(PROXY, "fe80::1%eth0"), "fe80::1"),
        (seen(CLIENT, SPOOFED), CLIENT),
        (seen(CLIENT), CLIENT),
        (seen(PROXY, OUTER), OUTER),
        (seen(PROXY, "unknown"), None),
        (seen(PROXY, f"{CLIENT}, unknown"), None),
        (seen(PROXY, ""), None),
        (seen(PROXY), None),
        (seen(""), None),
        ({}, None),
    ],
)
def test_the_client_stands_before_the_outermost_named_proxy(settings, meta, client):
    settings.TRUSTED_PROXIES = ["10.0.0.0/24", f"{OUTER}/32"]

    assert str(network.client(meta)) == str(client)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("198.51.100.1", "198.51.100.254", True),
        ("198.51.100.1", "198.51.101.1", False),
        ("2001:db8:1::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("198.51.100.1", "::ffff:198.51.100.9", True),
    ],
)
def test_a_network_is_a_24_or_a_48_and_no_address_can_be_read_from_it(settings, one, other, alike):
    settings.TRUSTED_PROXIES = [PROXY]
    first, second = (network.of(seen(PROXY, address)) for address in (one, other))

    assert (first == second) is alike
    assert one[:8] not in first and len(first) == len("network:") + 64


def test_without_the_setting_no_network_is_known(settings):
    settings.TRUSTED_PROXIES = []

    assert network.of(seen(PROXY, CLIENT)) == network.of(seen(CLIENT)) == ""
    assert str(network.client(seen(CLIENT, SPOOFED))) == CLIENT


def test_another_key_makes_another_hash(settings):
    settings.TRUSTED_PROXIES = [PROXY]
    before = network.of(seen(PROXY, CLIENT))
    settings.SECRET_KEY = "another"

    assert network.of(seen(PROXY, CLIENT)) != before
