"""Letting go of a crowd: `python -m bench.retention [--contacts 100000] [--database sqlite]`.

Everybody was registered five years ago and has not been seen since; each leads another, has got letters, was looked at,
and stands in the journal twice.
Prints how long counting and erasing them all takes, and fails when it is longer than a minute or anybody is left.
"""

import argparse
import sys
import time

from bench import own

MOST = 60.0
LONG_AGO = "2020-01-01 00:00:00"
READS = """
INSERT INTO audit_read (lead_id, member_id, what, day, first_at, last_at, times)
SELECT i, i % {most} + 1, 'see_contact_details', '2020-01-01', '{now}', '{now}', 1"""
ACTS = """
INSERT INTO audit_entry (at, organisation_id, kind, counter, contact_id, what, about, about_id, facts)
SELECT '{now}', {house}, 'customer', 'shop', i, '{what}', 'contacts.contact', i, '{{}}'"""
LETTERS = """
INSERT INTO mail_letter (organisation_id, template, contact_id, facts, language, dedup, state, queued_at, next_try_at,
    tries, sent_at, error{more})
SELECT {house}, 'set-password', i, '{{}}', 'en', 'bench:' || i, 'sent', '{now}', '{now}', 1, '{now}', ''{values}"""


def main() -> int:
    """Fill a database of its own, then run."""
    given = argparse.ArgumentParser(prog="python -m bench.retention", description=__doc__.splitlines()[0])
    given.add_argument("--contacts", type=int, default=100_000)
    given.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    options = given.parse_args()
    with own.database(options.database):
        return measured(options.contacts)


def measured(contacts: int) -> int:
    """Count, let go, count again."""
    from kithkin.contacts.models import Contact  # noqa: PLC0415
    from kithkin.exchange.progress import Steps  # noqa: PLC0415
    from kithkin.persons import retention  # noqa: PLC0415

    house = filled(contacts)
    began = time.monotonic()
    planned = retention.plan(house)
    counted = time.monotonic()
    with Steps(planned.batches) as bar:
        for gone in retention.steps(house):
            bar.next(", ".join(gone))
    done = time.monotonic()
    left = Contact.objects.filter(erased_at=None).count()
    print(f"{contacts:,} people, {planned.counts}")
    print(f"counted in {counted - began:.1f} s, let go in {done - counted:.1f} s, {left} left")
    return int(done - began > MOST or left > 0)


def filled(contacts: int):
    """The crowd, with one connection, one read, one letter and two acts each."""
    from django.db import connection  # noqa: PLC0415

    from tests import people  # noqa: PLC0415

    from . import crowd  # noqa: PLC0415

    house = people.organisation()
    crowd.gather(house.pk, contacts, contacts, LONG_AGO, "2021-01-01 00:00:00")
    words = {"house": house.pk, "most": contacts, "now": LONG_AGO, "more": "", "values": ""}
    with connection.cursor() as cursor:
        for insert, what in ((READS, ""), (LETTERS, ""), (ACTS, "contact.registered"), (ACTS, "access-code.sent")):
            text = insert.format(**words, what=what)
            cursor.execute(crowd.SERIES[connection.vendor].format(insert=text, most=contacts))
        cursor.execute("ANALYZE")
    return house


if __name__ == "__main__":
    sys.exit(main())
