"""How likely two records are one person. Names, birth date, address and telephone number count; no clock, no database.

Nobody is compared with everybody: only who shares a key, and there only with neighbours in the order of the names, so
that the work grows with the number of people and not with its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from kithkin.base import names
from kithkin.contacts.matching import Trait

LIKELY = 60
NEIGHBOURS = 8  # how far apart in one key's list two records may stand
RARE = 3  # a name that no more people bear is worth a look by itself
POINTS = {"name": 40, "near-name": 25, "birth-date": 35, "email": 25, "phone": 25, "rare-name": 20}
AGAINST = 40  # born on different days


@dataclass(frozen=True, slots=True)
class Alike:
    """Two records, the smaller id first, how likely they are one person, and why."""

    first_id: int
    second_id: int
    score: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of one record."""

    trait: Trait
    first: str
    last: str

    @property
    def name(self) -> tuple[str, ...]:
        """Both names, whichever stands first."""
        return tuple(sorted((self.first, self.last)))


def people(traits: Iterable[Trait]) -> list[Person]:
    """Everybody, ready to be compared."""
    return [Person(each, fold(each.first_name), fold(each.last_name)) for each in traits]


def rounds(everybody: list[Person]) -> Iterator[list[Alike]]:
    """Every pair that is likely to be one person, once: those of each key together, ROUNDS in all."""
    seen: set[tuple[int, int]] = set()
    for neighbours in (*(_near_each_other(everybody, key) for key in _KEYS), _of_rare_names(everybody)):
        found = []
        for one, other, rare in neighbours:
            alike = compared(one, other, rare)
            if alike.score >= LIKELY and (alike.first_id, alike.second_id) not in seen:
                seen.add((alike.first_id, alike.second_id))
                found.append(alike)
        yield found


def compared(one: Person, other: Person, rare: bool = False) -> Alike:
    """The score and its reasons; without names that are at least near, nobody is the same."""
    first_id, second_id = sorted((one.trait.contact_id, other.trait.contact_id))
    name = _name(one, other)
    if not name:
        return Alike(first_id, second_id, 0, ())
    why = [name, *(each for each in ("birth-date", "email", "phone") if _shared(one, other, each))]
    if rare and name == "name":
        why.append("rare-name")
    score = sum(POINTS[each] for each in why) - (AGAINST if _born_apart(one, other) else 0)
    return Alike(first_id, second_id, max(0, min(score, 100)), tuple(why))


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """One spelling for all: no accents, ü as ue or u, å as aa or a."""
    plain = names.fold(name)
    for long, short in (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a")):
        plain = plain.replace(long, short)
    return plain or name.casefold()


def _name(one: Person, other: Person) -> str:
    if one.name == other.name:
        return "name"
    near = (one.last == other.last and _near(one.first, other.first)) or (
        one.first == other.first and _near(one.last, other.last)
    )
    return "near-name" if near else ""


def _near(one: str, other: str) -> bool:
    """A short form of the other, or one slip of the fingers away."""
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and (long.startswith(short) or _one_slip(short, long))


def _one_slip(short: str, long: str) -> bool:
    """One letter more, another one, or two that have changed places."""
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long


def _shared(one: Person, other: Person, what: str) -> bool:
    field = what.replace("-", "_")
    return bool(getattr(one.trait, field)) and getattr(one.trait, field) == getattr(other.trait, field)


def _born_apart(one: Person, other: Person) -> bool:
    days = {one.trait.birth_date, other.trait.birth_date}
    return len(days) == 2 and "" not in days


def _near_each_other(everybody: list[Person], key) -> Iterator[tuple[Person, Person, bool]]:
    """Who shares a key, and stands near in the order of the names."""
    for block in _blocks(everybody, key):
        block.sort(key=lambda each: (each.name, each.trait.contact_id))
        for at, one in enumerate(block):
            for other in block[at + 1 : at + 1 + NEIGHBOURS]:
                yield one, other, False


def _of_rare_names(everybody: list[Person]) -> Iterator[tuple[Person, Person, bool]]:
    """Who bears a name that few bear."""
    for block in _blocks(everybody, lambda each: each.name):
        if len(block) <= RARE:
            for one, other in combinations(block, 2):
                yield one, other, True


def _blocks(everybody: list[Person], key) -> Iterator[list[Person]]:
    blocks = defaultdict(list)
    for person in everybody:
        if found := key(person):
            blocks[found].append(person)
    return (block for block in blocks.values() if len(block) > 1)


_KEYS = (
    lambda each: each.trait.email,
    lambda each: each.trait.phone,
    lambda each: each.trait.birth_date and (each.trait.birth_date, each.name),
    lambda each: each.trait.birth_date and (each.trait.birth_date, each.last),
    lambda each: each.trait.birth_date and (each.trait.birth_date, each.first),
)
ROUNDS = len(_KEYS) + 1
