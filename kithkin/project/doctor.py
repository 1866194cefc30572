"""`kithkin doctor`: what is wrong with this installation, and what to do about it."""

import argparse
import socket
import sys
from collections.abc import Callable, Iterable
from ipaddress import ip_network
from itertools import chain

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.db import DatabaseError

from kithkin.organisations.models import PointOfSale
from kithkin.persons import erased, noes_lost
from kithkin.project.building import waiting_migrations

Check = Callable[[], Iterable[str]]
KEY_LENGTH = 50
NARROWEST = {4: 8, 6: 32}  # a private network whole is the widest that can be meant


def run(given: argparse.Namespace) -> int:
    """Say every problem with its remedy."""
    problems = [problem for check in CHECKS for problem in heard(check)]
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)
    print("Nothing is wrong." if not problems else f"{len(problems)} to mend.", file=sys.stderr)
    return int(bool(problems))


def heard(check: Check) -> list[str]:
    try:
        return list(check())
    except DatabaseError as error:
        question = check.__name__.replace("_", " ")
        return [f"Whether {question} cannot be said: {str(error).strip()}. Run `kithkin migrate` or mend DATABASE_URL."]


def https_outside_the_demo() -> Iterable[str]:
    if not (settings.BASE_URL.startswith("https://") or settings.DEMO):
        yield "BASE_URL is http: people's data would travel in the open. Set BASE_URL=https://..."
    if settings.BASE_URL.startswith("https://") and not settings.TRUSTED_PROXIES:
        yield "TRUSTED_PROXIES is empty: name the proxy that ends TLS, or every page will lead to itself for ever."


def proxies_that_can_be_trusted() -> Iterable[str]:
    """Each may say who the client is; a client that counts as a proxy may say it of himself."""
    for proxy in map(ip_network, settings.TRUSTED_PROXIES):
        if proxy.prefixlen < NARROWEST[proxy.version]:
            yield f"TRUSTED_PROXIES trusts all of {proxy}: clients could say they are anybody. Name the proxies alone."


def a_secret_key_of_its_own() -> Iterable[str]:
    if len(settings.SECRET_KEY) < KEY_LENGTH or len(set(settings.SECRET_KEY)) < KEY_LENGTH / 5:
        yield f"SECRET_KEY can be guessed. Set one of {KEY_LENGTH} random characters or more."


def no_debugging() -> Iterable[str]:
    if settings.DEBUG:
        yield "DEBUG is on: errors would show people's data. Set DEBUG=0."
    if settings.DEMO and settings.BASE_URL.startswith("https://"):
        yield "DEMO is on: everybody could read everybody's letters at /mailbox/. Set DEMO=0."


def the_mail_server_answers() -> Iterable[str]:
    if settings.DEMO:
        return
    try:
        socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=5).close()
    except OSError as error:
        yield f"No mail server at {settings.EMAIL_HOST}:{settings.EMAIL_PORT} ({error}). Set EMAIL_URL."


def static_files_are_there() -> Iterable[str]:
    if not settings.DEBUG and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "The static files are missing. Run `kithkin migrate`."


def django_is_content() -> Iterable[str]:
    """What Django itself finds; what only https can mend is said above already."""
    for message in checks.run_checks(include_deployment_checks=not settings.DEMO):
        if not message.is_silenced() and message.id not in MENDED_BY_HTTPS:
            yield f"{message.msg.splitlines()[0]} {message.hint or ''} ({message.id})"


def tables_are_up_to_date() -> Iterable[str]:
    if waiting_migrations():
        yield "Tables are missing or old. Run `kithkin migrate`."


def the_shared_cache_works() -> Iterable[str]:
    cache.set("doctor", "well", 5)
    if cache.get("doctor") != "well":
        yield "The shared cache forgets; limits would not hold. Run `kithkin migrate`."


def every_host_is_allowed() -> Iterable[str]:
    for host in PointOfSale.objects.exclude(host="").values_list("host", flat=True):
        if host not in settings.ALLOWED_HOSTS:
            yield f"The point of sale {host} would be refused. Add it to HOSTS."


def nobody_is_back_who_was_erased() -> Iterable[str]:
    if count := sum(1 for _person in erased.returned()):
        yield f"{count} erased people are back, as from a backup. Run `kithkin retention --replay`."


def nothing_is_open_again_that_was_closed() -> Iterable[str]:
    if count := sum(1 for _found in chain(noes_lost.lost(), noes_lost.lost_refusals())):
        yield f"{count} noes are forgotten, as by a backup. Run `kithkin retention --replay`."


MENDED_BY_HTTPS = {"security.W004", "security.W008", "security.W009", "security.W012", "security.W016", "security.W018"}
CHECKS: list[Check] = [
    https_outside_the_demo,
    proxies_that_can_be_trusted,
    a_secret_key_of_its_own,
    no_debugging,
    the_mail_server_answers,
    static_files_are_there,
    django_is_content,
    tables_are_up_to_date,
    the_shared_cache_works,
    every_host_is_allowed,
    nobody_is_back_who_was_erased,
    nothing_is_open_again_that_was_closed,
]
