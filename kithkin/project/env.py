"""Every environment variable, read in one place; docs/running-it.md explains each (a test compares)."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

DEFAULTS = {
    "BASE_URL": "http://localhost:8000",
    "DATABASE_URL": "",
    "DATA_DIR": "var",
    "DEBUG": "0",
    "DEMO": "0",
    "EMAIL_FROM": "",
    "EMAIL_URL": "smtp://localhost:25",
    "HOSTS": "",
    "PREPARED_STATEMENTS": "1",
    "SECRET_KEY": "",
    "TRUSTED_PROXIES": "",
    "WORKERS": "1",
}
ENGINES = {"sqlite": "django.db.backends.sqlite3", "postgres": "django.db.backends.postgresql"}


class BadSetting(Exception):
    """A variable that cannot be understood; the text says what to write instead."""


@dataclass(frozen=True)
class Environment:
    """The environment, understood."""

    data_dir: Path
    base_url: str
    host: str
    hosts: list[str]
    https: bool
    secret_key: str
    database: dict
    email: dict
    email_from: str
    demo: bool
    debug: bool
    trusted_proxies: list[str]
    workers: int


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    value = {name: variables.get(name, default).strip() for name, default in DEFAULTS.items()}
    base = urlsplit(value["BASE_URL"])
    if base.scheme not in ("http", "https") or not base.hostname:
        raise BadSetting("BASE_URL must be the shop's address, such as https://tickets.example.org.")
    data_dir = Path(value["DATA_DIR"]).resolve()
    return Environment(
        data_dir=data_dir,
        base_url=value["BASE_URL"].rstrip("/"),
        host=base.hostname,
        hosts=words(value["HOSTS"]),
        https=base.scheme == "https",
        secret_key=value["SECRET_KEY"] or kept_key(data_dir, https=base.scheme == "https"),
        database=database(value["DATABASE_URL"], data_dir, prepared=yes(value, "PREPARED_STATEMENTS")),
        email=email(value["EMAIL_URL"]),
        email_from=value["EMAIL_FROM"] or f"tickets@{base.hostname}",
        demo=yes(value, "DEMO"),
        debug=yes(value, "DEBUG"),
        trusted_proxies=[proxy(word) for word in words(value["TRUSTED_PROXIES"])],
        workers=number(value, "WORKERS"),
    )


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def proxy(word: str) -> str:
    try:
        return str(ip_network(word))
    except ValueError:
        raise BadSetting(
            f"TRUSTED_PROXIES must be addresses or networks such as 127.0.0.1, 10.0.0.0/24, not {word!r}."
        ) from None


def yes(value: dict[str, str], name: str) -> bool:
    answers = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value[name].lower() not in answers:
        raise BadSetting(f"{name} must be 1 or 0, not {value[name]!r}.")
    return answers[value[name].lower()]


def number(value: dict[str, str], name: str) -> int:
    if not value[name].isdigit() or int(value[name]) < 1:
        raise BadSetting(f"{name} must be a number from 1 up, not {value[name]!r}.")
    return int(value[name])


def kept_key(data_dir: Path, *, https: bool) -> str:
    """Without SECRET_KEY: one made at the first start and kept in a file, but never for a shop on https."""
    if https:
        raise BadSetting("SECRET_KEY is not set; it must be 50 random characters or more, such as pwgen -s 64 1 gives.")
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


def database(url: str, data_dir: Path, *, prepared: bool) -> dict:
    """Django's DATABASES entry for sqlite:///path or postgres://user:password@host:port/name."""
    url = url or f"sqlite:///{data_dir / 'kithkin.sqlite3'}"
    parts = urlsplit(url)
    vendor = "postgres" if parts.scheme in ("postgres", "postgresql") else parts.scheme
    name = unquote(parts.path[1:])
    if vendor not in ENGINES or not name:
        raise BadSetting("DATABASE_URL must be sqlite:///path or postgres://user:password@host:port/name.")
    if vendor == "sqlite":
        return sqlite(name)
    given = dict(parse_qsl(parts.query))
    return {
        "ENGINE": ENGINES[vendor],
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": given.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or given.pop("port", "")),
        "CONN_MAX_AGE": None,
        "OPTIONS": {**given, "server_side_binding": True, "prepare_threshold": 2 if prepared else None},
    }


def sqlite(name: str) -> dict:
    return {
        "ENGINE": ENGINES["sqlite"],
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 5,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",  # what is erased is gone from the file, too
        },
    }


def email(url: str) -> dict:
    """The server for letters: smtp://user:password@host:port (STARTTLS when it has a user) or smtps://."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise BadSetting("EMAIL_URL must be smtp://user:password@host:port, or smtps:// for TLS from the start.")
    user = unquote(parts.username or "")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587 if user else 25),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(user),
        "EMAIL_TIMEOUT": 20,
    }
