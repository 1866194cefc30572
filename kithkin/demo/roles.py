"""Who plays: the people of demo, tests and documents, with all that is private about them."""

from dataclasses import dataclass
from datetime import date

PASSWORD = "ferrygate-demo"
CLERK = "hana@example.org"
SECOND = "omar@example.org"


@dataclass(frozen=True)
class Role:
    """A person of the cast, with everything that is private about him."""

    first_name: str
    last_name: str
    number: str
    email: str
    phone: str
    birth_date: date
    language: str = "en"


ANDREW = Role("Andrew", "Smith", "48217730583", "andrew@example.org", "+44 7700 900101", date(1979, 3, 14))
BLAISE = Role("Blaise", "Smith", "61734098292", "blaise@example.org", "+44 7700 900102", date(2004, 6, 2))
DARREN = Role("Darren", "Smith", "72940561836", "darren@example.org", "+44 7700 900103", date(2007, 11, 23))
CARLA = Role("Carla", "Jonson", "35091826480", "carla@example.org", "+44 7700 900104", date(1981, 1, 30))
ERIN = Role("Erin", "Walsh", "26815307979", "erin@example.org", "+44 7700 900105", date(1990, 9, 9))
FRIDA = Role("Frida", "Lindqvist", "84109672329", "frida@example.org", "+44 7700 900106", date(1986, 4, 17))
GUS = Role("Gus", "Moreno", "19362745017", "gus@example.org", "+44 7700 900107", date(1958, 12, 5))

# Three who share an email, and so a login: whoever signs in says for whom.
FAMILY_EMAIL = "vales@example.org"
FAMILY = (
    Role("Nadia", "Vale", "30618472533", FAMILY_EMAIL, "+44 7700 900108", date(1984, 8, 19)),
    Role("Tom", "Vale", "57193046881", FAMILY_EMAIL, "", date(1982, 2, 5)),
    Role("Ida", "Vale", "94027581374", FAMILY_EMAIL, "", date(2009, 5, 27)),
)

# Andrew leads. He adds Blaise, Darren and Eve himself; Eve (eve@example.org) is known to nobody yet.
ROLES = (ANDREW, BLAISE, DARREN, CARLA, ERIN, FRIDA, GUS)
