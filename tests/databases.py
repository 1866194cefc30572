"""Which database the tests run on: `--database sqlite` (the default) or `--database postgres`."""

import os
from contextlib import ExitStack

import pytest
from django.db import connection

from tests import postgres

STARTED = ExitStack()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="which database to test on")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config):
    """Before Django reads its settings: start the server, unless a parent process has done so."""
    wanted = early_config.known_args_namespace.database
    if wanted == "postgres" and not os.environ.get("TEST_DATABASE_URL"):
        try:
            os.environ["TEST_DATABASE_URL"] = STARTED.enter_context(postgres.server())
        except postgres.Missing as missing:
            raise pytest.UsageError(str(missing)) from None
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database is the same on both, and runs with the first; so does what is marked to run once."""
    if config.option.database == "postgres":
        asking = [item for item in items if _asks(item) and not item.get_closest_marker("once")]
        config.hook.pytest_deselected(items=list(set(items) - set(asking)))
        items[:] = asking


def _asks(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db") or _ASKING & set(item.fixturenames))


_ASKING = {"db", "transactional_db", "live_server"}


def pytest_collection_finish() -> None:
    if connection.vendor == "postgresql":
        type(connection.ops).sql_flush = delete_all


def delete_all(
    ops, style, tables: list[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """After a test with transactions of its own. TRUNCATE makes new files for every table, most of which are empty."""
    deletes = [f"DELETE FROM {ops.quote_name(table)}" for table in tables]
    return ["SET session_replication_role = replica", *deletes, "RESET session_replication_role"]


def pytest_unconfigure() -> None:
    STARTED.close()


def pytest_report_header() -> str:
    return f"database: {name()}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"The database was {name()}.")


def name() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {connection.Database.sqlite_version}, a file in WAL mode"
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return "PostgreSQL"
    return f"PostgreSQL from {postgres.find()}, prepared statements on"
