"""`build_demo`: Ferrygate Athletic in an empty database; where it is already, only the sign-ins are told."""

from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kithkin.base import clock, numbers
from kithkin.demo import club
from kithkin.demo.cast import Cast
from kithkin.demo.roles import ANDREW, BLAISE, CLERK, DARREN, FAMILY_EMAIL, PASSWORD, SECOND
from kithkin.exchange.progress import Steps
from kithkin.organisations.models import Organisation

SIGN_INS = """\
Sign in with the password {password} as
  {andrew:<20} Andrew, who buys for his people
  {blaise:<20} Blaise, whom he can add by contact number {number} and family name {family}
  {darren:<20} Darren, whom he can add by email and names
  {family_email:<20} Nadia, Tom or Ida Vale, who share an email: choose for whom you are here
  {clerk:<20} Hana, who works at the desk
  {second:<20} Omar, the second at the desk, where two must agree"""


class Command(BaseCommand):
    help = "Build the demo club: a stadium, a season, a cast of people, half of the season tickets sold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", type=date.fromisoformat, metavar="DATE", help="build as if it were this day")
        parser.add_argument("--small", action="store_true", help="374 seats and the cast only, as the tests have it")

    def handle(self, *args: Any, today: date | None, small: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo has passwords that everybody knows. It is built with DEMO=1 only.")
        if Organisation.objects.filter(slug=club.SLUG).exists():
            cast = club.find()
        else:
            cast = _build(today, small)
        self.stdout.write(_told(cast))


def _build(today: date | None, small: bool) -> Cast:
    noon = clock.held(datetime.combine(today, time(12), tzinfo=UTC)) if today else nullcontext()
    with noon, Steps(club.STEPS) as steps:
        return club.build(small=small, tell=steps.next)


def _told(cast: Cast) -> str:
    lines = [f"{cast.organisation} plays its season {cast.season} from {cast.season.starts:%A %d %B %Y} on."]
    if cast.season.starts <= clock.now().date():
        lines.append("That has begun. `make reset` builds the demo anew, with the season ahead.")
    lines.append(
        SIGN_INS.format(
            password=PASSWORD,
            andrew=ANDREW.email,
            blaise=BLAISE.email,
            number=numbers.show_contact_number(BLAISE.number),
            family=BLAISE.last_name,
            darren=DARREN.email,
            family_email=FAMILY_EMAIL,
            clerk=CLERK,
            second=SECOND,
        )
    )
    return "\n".join(lines)
