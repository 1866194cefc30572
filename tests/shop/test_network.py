"""The limit on a network, as browsers behind proxies meet it."""

import pytest

from kithkin.connections import limits
from kithkin.connections.models import Attempt, Connection

PAGE, PROXY = "/account/friends/", "10.0.0.5"
NOBODY, CLOSED = "We found nobody with this number", "Too many numbers were tried from where you are"


@pytest.fixture(autouse=True)
def two_an_hour(monkeypatch):
    monkeypatch.setattr(limits, "NETWORK_AN_HOUR", 2)


def guess(browser, contact, peer: str = PROXY, forwarded: str = "", last_name: str = "Jones") -> str:
    typed = {"by": "number", "number": contact.number, "last_name": last_name}
    where = {"REMOTE_ADDR": peer} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    page = browser.post(PAGE, typed, follow=True, **where).text
    return next((text for text in (NOBODY, CLOSED) if text in page), "added")


def networks() -> int:
    return Attempt.objects.filter(subject__startswith="network:").count()


def test_behind_a_named_proxy_a_network_is_closed_for_all_its_people(settings, visit, family):
    settings.TRUSTED_PROXIES = [PROXY]
    andrew, blaise = visit(family.andrew), visit(family.blaise)

    told = [guess(andrew, family.darren, forwarded=f"198.51.100.{host}") for host in (7, 8)]
    told.append(guess(blaise, family.darren, forwarded="198.51.100.9", last_name="Smith"))
    told.append(guess(blaise, family.darren, forwarded="198.51.101.9", last_name="Smith"))

    assert told == [NOBODY, NOBODY, CLOSED, "added"]


def test_what_a_client_writes_in_front_does_not_help_him(settings, andrew, family):
    settings.TRUSTED_PROXIES = [PROXY]

    told = [guess(andrew, family.darren, forwarded=f"203.0.{n}.1, 198.51.100.7") for n in range(3)]

    assert (told, networks()) == ([NOBODY, NOBODY, CLOSED], 1)


def test_a_header_from_somebody_who_is_no_proxy_is_not_read(settings, andrew, family):
    settings.TRUSTED_PROXIES = [PROXY]

    told = [guess(andrew, family.darren, peer="198.51.100.7", forwarded=f"203.0.{n}.1") for n in range(3)]

    assert (told, networks()) == ([NOBODY, NOBODY, CLOSED], 1)


def test_without_the_setting_nothing_is_counted_and_nobody_closed_for_his_neighbours(settings, andrew, family):
    settings.TRUSTED_PROXIES = []

    told = [guess(andrew, family.darren, forwarded="198.51.100.7") for _ in range(4)]

    assert (told, networks()) == ([NOBODY] * 4, 0)


def test_no_address_is_kept(settings, andrew, family):
    settings.TRUSTED_PROXIES = [PROXY]

    guess(andrew, family.darren, forwarded="198.51.100.7")

    assert not [each for each in Attempt.objects.values_list("subject", flat=True) if "198.51" in each]
    assert Connection.objects.count() == 0
