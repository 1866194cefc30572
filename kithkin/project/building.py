"""Bringing database and static files up to date, and building the demo club, behind a progress bar."""

import argparse
import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.progress import Progress

from kithkin.project import messages


def run(given: argparse.Namespace) -> None:
    with Progress(transient=True) as progress:
        bring_up_to_date(progress)
    print("Database and static files are up to date.")


def bring_up_to_date(progress: Progress) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    bar = progress.add_task("Database", total=steps + 1)
    call_command(_Migrate(lambda: progress.advance(bar)), verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    progress.update(bar, completed=steps + 1)
    bar = progress.add_task("Words and static files", total=2)
    messages.compile_all()
    progress.advance(bar)
    call_command("collectstatic", verbosity=0, interactive=False)
    progress.advance(bar)


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
    """Django's `migrate`, telling how far it is."""

    def __init__(self, advance) -> None:
        super().__init__()
        self.advance = advance

    def migration_progress_callback(self, action, migration=None, fake=False):
        if action == "apply_success":
            self.advance()
