"""Whatever needs https follows from BASE_URL; the answers are those of a real start."""

import json
import os
import subprocess
import sys

import pytest

from .source import ROOT

ASK = """
import django, json
django.setup()
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in %r}))
"""
SECRET = "a-secret-of-more-than-fifty-characters-for-this-test-only"


def start(*arguments: str, **variables: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "DATA_DIR", "LANG")}
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "kithkin.project.settings", **variables}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def settings(*names: str, **variables: str) -> list:
    answer = start("-c", ASK % (names,), **variables)
    assert answer.returncode == 0, answer.stderr
    return list(json.loads(answer.stdout).values())


@pytest.mark.slow
def test_django_finds_nothing_to_mend_on_https():
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    checked = start(*check, BASE_URL="https://tickets.example.org", SECRET_KEY=SECRET)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "secure", "cookie"),
    [("https://tickets.example.org", True, "__Host-session"), ("http://localhost:8000", False, "session")],
)
def test_safe_cookies_follow_from_the_address(address, secure, cookie):
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_NAME")

    assert settings(*names, BASE_URL=address, SECRET_KEY=SECRET) == [secure, secure, secure, cookie]


@pytest.mark.slow
def test_a_shop_on_https_does_not_start_without_a_secret_key():
    started = start("manage.py", "check", BASE_URL="https://tickets.example.org")

    assert started.returncode != 0
    assert "SECRET_KEY is not set" in started.stderr


@pytest.mark.slow
def test_the_mailbox_that_keeps_letters_is_off_unless_asked_for():
    assert settings("DEMO", "EMAIL_BACKEND") == [False, "django.core.mail.backends.smtp.EmailBackend"]
