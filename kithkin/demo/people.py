"""Contacts of the demo club: `python -m kithkin.demo.people` writes the file: the cast, a family, 190 others.

The names are made up from the lists below, always the same ones in the same order.
"""

import csv
from collections.abc import Iterator
from dataclasses import astuple
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from pathlib import Path
from random import Random

from .roles import FAMILY, ROLES, Role

FILE = Path(__file__).parent / "files" / "contacts.csv"
IN_FILE = 200
HEADER = ("first name", "last name", "contact number", "email", "phone", "birth date", "language")

# Families by language: their first names, their last names.
NAMES = {
    "en": (
        "Alice Arthur Beatrice Callum Cerys Daniel Deirdre Edith Euan Fiona George Grace Harry Iona Isaac Jack Jasmine "
        "Kieran Leah Liam Maeve Megan Niamh Noah Oliver Olivia Owen Priya Rhys Rosie Samir Sean Sophie Theo Zara",
        "Abbott Ahmed Barlow Brennan Clarke Davies Doyle Evans Fletcher Griffiths Hughes Hussain Jenkins Kaur Kelly "
        "Lloyd Marsh McAllister Morgan Murphy Nwosu Okoro O'Brien O'Neill Osei Parry Patel Pereira Quinn Rahman Rees "
        "Robinson Sharma Stewart Taylor Thompson Tremlett Underwood Walker Whitlock Wright Young",
    ),
    "fr": ("Amélie Benoît Chloé Étienne Gaëlle Jérôme Noémie Rémi", "Lefèvre Dubois L'Hermitte Marchand Béranger"),
    "de": ("Anke Björn Jörg Käthe Lukas Sören Uwe Wiebke", "Müller Schröder Weiß Vogel Hübner"),
    "it": ("Alessia Chiara Davide Giulia Luca Niccolò", "D'Angelo Esposito Ferrari Rinaldi"),
    "es": ("Álvaro Begoña Iñigo Lucía María Núria", "García Ibáñez Muñoz Peña Ruiz"),
}
MOSTLY_ENGLISH = ("en",) * 16 + tuple(NAMES)


def households() -> Iterator[list[Role]]:
    """Endless families of one to five: one has the address, which others may share."""
    random = Random(1884)
    seen = {role.number for role in (*ROLES, *FAMILY)}
    count = 0
    while True:
        language = random.choice(MOSTLY_ENGLISH)
        firsts, lasts = (names.split() for names in NAMES[language])
        last = random.choice(lasts)
        count += 1
        address = f"household{count}@example.net"
        yield [
            Role(
                first_name=first,
                last_name=last,
                number=_number(random, seen),
                email=address if place < 2 else "",
                phone="",
                birth_date=_birth_date(random, adult=place < 2),
                language=language,
            )
            for place, first in enumerate(random.sample(firsts, random.choice((1, 1, 2, 2, 2, 3, 3, 4, 5))))
        ]


def text(roles: list[Role]) -> str:
    """These people as the CSV that the importer reads."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(astuple(role) for role in roles)
    return out.getvalue()


def in_file() -> list[Role]:
    """The cast, the family with one email, and as many others as the file holds."""
    others = (role for household in households() for role in household)
    known = [*ROLES, *FAMILY]
    return [*known, *islice(others, IN_FILE - len(known))]


def _number(random: Random, seen: set[str]) -> str:
    body = str(random.randrange(10**8, 10**9))
    number = f"{body}{98 - int(body + '00') % 97:02d}"  # ISO 7064, MOD 97-10
    if number in seen:
        return _number(random, seen)
    seen.add(number)
    return number


def _birth_date(random: Random, *, adult: bool) -> date:
    first, last = (date(1941, 1, 1), date(2003, 12, 31)) if adult else (date(2010, 1, 1), date(2020, 12, 31))
    return first + timedelta(days=random.randrange((last - first).days))


if __name__ == "__main__":
    FILE.write_text(text(in_file()), encoding="utf-8")
