"""Bringing database and static files up to date, and building the demo club."""

import argparse
import io
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kithkin.demo import club
from kithkin.exchange.progress import Steps
from kithkin.organisations.models import Organisation
from kithkin.project import messages


def run(given: argparse.Namespace) -> None:
    bring_up_to_date()
    print("Database and static files are up to date.")


def bring_up_to_date() -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    waiting = waiting_migrations()
    with Steps(len(waiting) + 3) as steps:
        call_command(_Migrate(steps.next), verbosity=0, interactive=False)
        steps.next("Shared cache")
        call_command("createcachetable", verbosity=0)
        steps.next("Words")
        messages.compile_all()
        steps.next("Static files")
        call_command("collectstatic", verbosity=0, interactive=False)


def waiting_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def only_the_demo() -> None:
    """The demo has open letters and known passwords: it never touches a database with anybody else in it."""
    if Organisation._meta.db_table not in connection.introspection.table_names():
        return
    others = Organisation.objects.exclude(slug=club.SLUG).values_list("name", flat=True)
    if others:
        raise SystemExit(f"This database belongs to {', '.join(others)}. Set DATABASE_URL to one for the demo alone.")


def build_demo() -> str:
    """Build the demo club unless it is there, and tell what the builder says: addresses and sign-ins."""
    said = io.StringIO()
    call_command("build_demo", stdout=said)
    return said.getvalue()


def throw_away() -> None:
    """All local data of the demo."""
    if connection.vendor == "sqlite":
        connection.close()
        name = str(settings.DATABASES["default"]["NAME"])
        for path in (name, f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


class _Migrate(migrate.Command):
    """Django's `migrate`, telling what it begins."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self.tell = tell

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action == "apply_start":
            self.tell(f"Database: {migration}")
