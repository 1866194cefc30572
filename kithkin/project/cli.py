"""The command `kithkin`, for those who run a shop."""

import argparse
import os
import sys
from collections.abc import Callable

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import load_command_class
from django.db import OperationalError, ProgrammingError
from django.utils.module_loading import import_string

from kithkin.project import processes

IMPORTS = ("fixtures", "seating-plan", "contacts", "connections")


def main() -> int:
    given = parser().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kithkin.project.settings")
    if given.command == "demo":
        prepare_demo(given)
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        sys.exit(f"kithkin cannot start: {problem}")
    try:
        return import_string(given.run)(given) or 0
    except (OperationalError, ProgrammingError) as problem:
        sys.exit(f"The database refuses: {str(problem).strip()}. Run `kithkin migrate`, then `kithkin doctor`.")


def parser() -> argparse.ArgumentParser:
    """Each command names the function that runs it; it is imported only when Django is ready."""
    top = argparse.ArgumentParser(prog="kithkin", description="A ticket shop for family and friends.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: str, says: str, **options) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=says, description=says, **options)
        command.set_defaults(run=f"kithkin.project.{run}")
        return command

    demo = add("demo", "serving.demo", "build the demo club and open its shop")
    demo.add_argument("--fresh", action="store_true", help="throw the local data away first")
    demo.add_argument("--build-only", action="store_true", help="build, but open nothing")
    demo.add_argument("--as-it-is", action="store_true", help="open what is there, build nothing")
    for command in demo, add("serve", "serving.serve", "the web server"):
        command.add_argument(
            "--host", default="127.0.0.1", help="the address to listen on (default: this machine only)"
        )
        command.add_argument("--port", type=int, default=8000, help="default: 8000; the demo takes the next free one")
    add("worker", "serving.worker", "send letters and do what is due")
    add("migrate", "building.run", "bring database and static files up to date")
    add("verify", "verify.run", "look for rows that contradict each other")
    add("doctor", "doctor.run", "look for what is wrong with this installation")
    _for_people(add)
    add("duplicates", "duplicates.run", "look for records that may be one person; the worker does it every day")
    says = "read a file of fixtures, seats, contacts or connections"
    bring = add("import", "cli.bring_in", says, prefix_chars=" ", add_help=False)
    bring.add_argument("what", choices=IMPORTS)
    bring.add_argument("rest", nargs="*", metavar="FILE [OPTIONS]", help="`--help` in this place lists the options")
    return top


def _for_people(add: Callable[..., argparse.ArgumentParser]) -> None:
    """What concerns people's records."""
    purge = add("purge", "purging.run", "tell of silent members, take out those whose days are over, delete old ones")
    purge.add_argument("--dry-run", action="store_true", help="say what would happen to whom, and why; change nothing")
    purge.add_argument("--limit", type=int, metavar="N", help="at most so many people of each kind")
    purge.add_argument("--organisation", metavar="SLUG", help="only this organisation")
    keep = add("retention", "retaining.run", "let go of what was kept long enough; the worker does it every day")
    keep.add_argument("--dry-run", action="store_true", help="say how much of what would go, and who; change nothing")
    keep.add_argument("--limit", type=int, metavar="N", help="at most so many of each kind")
    says = "undo what a restored backup brought back: erased people, and what was closed"
    keep.add_argument("--replay", action="store_true", help=says)
    register = add("register", "registering.run", "the register of processing, made from the settings")
    register.add_argument("--organisation", metavar="SLUG", help="only this organisation")
    register.add_argument("--language", metavar="CODE", help="its language (default: the organisation's)")


def prepare_demo(given: argparse.Namespace) -> None:
    """What the settings must hear before Django reads them."""
    given.port = processes.free_port(given.host, given.port)
    os.environ["DEMO"] = "1"
    os.environ.setdefault("BASE_URL", f"http://localhost:{given.port}")


def bring_in(given: argparse.Namespace) -> None:
    command = load_command_class("kithkin.exchange", f"import_{given.what.replace('-', '_')}")
    command.run_from_argv(["kithkin import", given.what, *given.rest])


if __name__ == "__main__":
    sys.exit(main())
