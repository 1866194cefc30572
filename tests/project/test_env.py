"""What the environment says, and how it is understood."""

import stat

import pytest

from kithkin.project import env


@pytest.fixture
def read(tmp_path):
    def with_variables(**variables: str) -> env.Environment:
        return env.read({"DATA_DIR": str(tmp_path), **variables})

    return with_variables


def test_nothing_has_to_be_set(read, tmp_path):
    found = read()

    assert found.https is False
    assert found.demo is False
    assert found.database["NAME"] == str(tmp_path / "kithkin.sqlite3")
    assert found.email_from == "tickets@localhost"


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(read, tmp_path):
    first, second = read(), read()

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_sqlite_writes_ahead_and_loses_nothing(read):
    options = read().database["OPTIONS"]

    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 5
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_a_postgres_address_is_taken_apart(read):
    found = read(DATABASE_URL="postgres://shop:p%40ss@db.example.org:5433/tickets?sslmode=require").database

    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "shop",
        "p@ss",
        "db.example.org",
        "5433",
    )
    assert found["OPTIONS"] == {"sslmode": "require", "server_side_binding": True, "prepare_threshold": 2}


def test_a_socket_is_a_folder(read):
    assert read(DATABASE_URL="postgres://shop@/tickets?host=/run/postgresql").database["HOST"] == "/run/postgresql"


def test_prepared_statements_can_be_switched_off(read):
    found = read(DATABASE_URL="postgres:///tickets", PREPARED_STATEMENTS="0").database

    assert found["OPTIONS"]["prepare_threshold"] is None


@pytest.mark.parametrize(
    ("address", "port", "starts_with_tls", "turns_to_tls"),
    [
        ("smtp://localhost", 25, False, False),
        ("smtp://user:word@mail.example.org", 587, False, True),
        ("smtps://user:word@mail.example.org", 465, True, False),
        ("smtp://localhost:1025", 1025, False, False),
    ],
)
def test_mail_servers(read, address, port, starts_with_tls, turns_to_tls):
    found = read(EMAIL_URL=address).email

    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (
        port,
        starts_with_tls,
        turns_to_tls,
    )


def test_words_are_separated_by_commas(read):
    assert read(HOSTS="a.example.org, b.example.org,").hosts == ["a.example.org", "b.example.org"]


def test_proxies_are_addresses_or_networks(read):
    assert read(TRUSTED_PROXIES="127.0.0.1, 10.1.0.0/16,::1").trusted_proxies == [
        "127.0.0.1/32",
        "10.1.0.0/16",
        "::1/128",
    ]


@pytest.mark.parametrize(
    "variables",
    [
        {"BASE_URL": "tickets.example.org"},
        {"BASE_URL": "https://tickets.example.org"},
        {"DATABASE_URL": "mysql://localhost/tickets"},
        {"DATABASE_URL": "postgres://localhost"},
        {"EMAIL_URL": "localhost"},
        {"DEMO": "perhaps"},
        {"WORKERS": "0"},
        {"TRUSTED_PROXIES": "127.0.0.1, proxy.example.org"},
        {"TRUSTED_PROXIES": "10.0.0.1/24"},
    ],
)
def test_what_cannot_be_understood_is_refused_with_words(read, variables):
    with pytest.raises(env.BadSetting, match=next(iter(variables)) if "https" not in str(variables) else "SECRET_KEY"):
        read(**variables)
