"""The web server, the worker, and the demo with both."""

import argparse
import sys

from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kithkin.project import building, doctor, processes, retaining
from kithkin.project.worker import set_clock

THREADS = 4  # of each web process; each keeps a database connection open


def serve(given: argparse.Namespace) -> int:
    retaining.replay()  # before anybody is let in
    if not (settings.DEMO or settings.DEBUG) and doctor.run(given):
        return 1
    Granian(
        "kithkin.project.wsgi:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=settings.WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()
    return 0


def worker(given: argparse.Namespace) -> None:
    retaining.replay()
    set_clock()
    call_command("qcluster")


def demo(given: argparse.Namespace) -> int:
    building.only_the_demo()
    if given.as_it_is and building.waiting_migrations():
        sys.exit("There is no shop here yet, or an old one. Run `kithkin demo` first.")
    said = "" if given.as_it_is else build(fresh=given.fresh)
    if given.build_only:
        print(said)
        return 0
    web = processes.kithkin("serve", "--host", given.host, "--port", str(given.port))
    return processes.together([web, processes.kithkin("worker")], once_running=lambda: welcome(given, said))


def build(*, fresh: bool) -> str:
    if fresh:
        building.throw_away()
    building.bring_up_to_date()
    return building.build_demo()


def welcome(given: argparse.Namespace, said: str) -> None:
    if not processes.wait_until_it_answers(f"http://{given.host}:{given.port}/ready"):
        sys.exit("The shop does not answer; the reason stands above.")
    print(said)
    print(f"The shop is open: {settings.BASE_URL}/   Letters: {settings.BASE_URL}/mailbox/   (Ctrl-C closes it)")
    sys.stdout.flush()
