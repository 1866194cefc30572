"""Fill a fresh database: the whole demo club, and leads of a family of three and of a group of twelve."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
PASSWORD = "ferrygate-demo"
FAMILIES = (3, 12)


def lead_of(seats: int) -> str:
    """Who buys for so many people, himself included; nobody of them has answered."""
    return f"bench-{seats}@example.org"


def run() -> None:
    """Call this in a process of its own."""
    django.setup()
    from kithkin.accounts import actions as accounts  # noqa: PLC0415
    from kithkin.base import actor  # noqa: PLC0415
    from kithkin.connections import actions as connections  # noqa: PLC0415
    from kithkin.contacts import actions as contacts  # noqa: PLC0415
    from kithkin.contacts.actions import Person  # noqa: PLC0415
    from kithkin.demo import club  # noqa: PLC0415
    from kithkin.mail.models import Letter  # noqa: PLC0415
    from kithkin.project import building  # noqa: PLC0415

    building.bring_up_to_date()
    cast = club.build()
    cast.organisation.invitations_per_day = 100
    house = actor.system(cast.organisation.pk)
    for seats in FAMILIES:
        lead = contacts.register(cast.organisation, Person("Lena", "Bench", lead_of(seats)), by=house)
        accounts.open_login(lead, PASSWORD, by=house)
        for letter in "ABCDEFGHIJK"[: seats - 1]:
            person = Person(f"Member{letter}", "Bench", f"bench-{seats}-{letter}@example.org")
            member = contacts.register(cast.organisation, person, by=house)
            names = member.first_name, member.last_name
            connections.connect(lead, member, *names, how="email", by=actor.customer(lead))
    Letter.objects.filter(state="waiting").delete()
    _analyse()


def _analyse() -> None:
    """The planner learns how many rows there are, as a running database would."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    run()
