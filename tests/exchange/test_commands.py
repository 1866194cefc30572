"""The three import commands: try, do, do again, refuse as a whole."""

from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kithkin.accounts import actions as accounts
from kithkin.audit.models import Entry
from kithkin.base import actor, clock
from kithkin.catalogue.models import Block, Event, Season, Seat, SeatingPlan
from kithkin.connections import actions as connections
from kithkin.connections.models import Guardianship
from kithkin.contacts import correcting, letters
from kithkin.contacts.models import Contact
from kithkin.demo import ground, people
from kithkin.organisations import ages
from kithkin.organisations.actions import open_organisation
from kithkin.organisations.models import Organisation

LEAGUES = Path(__file__).parents[1] / "data" / "fixtures"
ENGLAND = LEAGUES / "en.1-2025-26.json"
PEOPLE = """contact number,first name,last name,email,language
61734098292,Blaise,Smith,blaise@example.org,en
72940561836,Darren,Smith,darren@example.org,fr
"""


@pytest.fixture
def club(db) -> Organisation:
    return open_organisation(name="Hall", slug="hall", by=actor.system(None))


@pytest.fixture
def plan_file(tmp_path) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(ground.text(ground.plan(ground.SMALL, name="Hall")))
    return path


@pytest.fixture
def people_file(tmp_path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE)
    return path


def run(what: str, *args: object) -> str:
    out = StringIO()
    call_command(f"import_{what}", *map(str, args), stdout=out)
    return out.getvalue().strip()


def events() -> list[tuple]:
    return list(Event.objects.order_by("date", "pk").values_list("round", "home", "away", "date", "kick_off", "status"))


def test_a_plan_is_imported_and_again_it_is_the_same(club, plan_file):
    told = run("seating_plan", plan_file)

    assert told == "Done.\nHall, version 1: 374 seats in 7 blocks and 4 categories."
    assert run("seating_plan", plan_file) == told
    assert (SeatingPlan.objects.count(), Block.objects.count(), Seat.objects.count()) == (1, 7, 374)
    assert list(Seat.objects.filter(kind="wheelchair").values_list("guid", flat=True)) == ["N1-A-1", "N1-A-3", "N1-A-5"]


def test_fixtures_are_imported_with_their_states_and_again_nothing_doubles(club, plan_file):
    run("seating_plan", plan_file)

    told = run("fixtures", ENGLAND, "--home", "Manchester City FC")
    first = events()

    assert told == "Done.\nSeason English Premier League 2025/26: 19 matches added, 0 changed, 0 unchanged."
    assert run("fixtures", ENGLAND, "--home", "Manchester City FC").endswith(
        "0 matches added, 0 changed, 19 unchanged."
    )
    assert events() == first
    assert [row for row in first if row[4] is None] == [
        ("Matchday 31", "Manchester City FC", "Crystal Palace FC", date(2026, 3, 21), None, "postponed")
    ]


def test_a_match_that_moved_is_updated(club, plan_file, tmp_path):
    run("seating_plan", plan_file)
    run("fixtures", ENGLAND, "--home", "Arsenal FC", "--season", "2025/26")
    moved = tmp_path / "moved.json"
    moved.write_text(ENGLAND.read_text().replace('"date": "2026-05-17"', '"date": "2026-05-18"'))

    told = run("fixtures", moved, "--home", "Arsenal FC", "--season", "2025/26")

    assert told == "Done.\nSeason 2025/26: 0 matches added, 1 changed, 18 unchanged."
    assert str(Event.objects.get(round="Matchday 37").date) == "2026-05-18"


def test_a_known_season_keeps_its_plan(club, plan_file, tmp_path):
    run("seating_plan", plan_file)
    run("fixtures", ENGLAND, "--home", "Arsenal FC")
    other = tmp_path / "other.json"
    other.write_text(ground.text(ground.plan(ground.SMALL[:2], name="Other")))
    run("seating_plan", other)

    run("fixtures", ENGLAND, "--home", "Arsenal FC")

    assert Season.objects.get().plan.name == "Hall"


def test_fixtures_need_a_plan(club):
    with pytest.raises(CommandError, match="There is no such seating plan yet"):
        run("fixtures", ENGLAND, "--home", "Arsenal FC")


def test_contacts_are_imported_and_again_they_are_updated(club, people_file):
    assert run("contacts", people_file) == "Done.\n2 contacts added, 0 updated."

    people_file.write_text(PEOPLE.replace("darren@", "d.smith@"))

    assert run("contacts", people_file) == "Done.\n0 contacts added, 2 updated."
    ids = dict(Contact.objects.values_list("first_name", "pk"))
    assert letters.addresses(ids.values()) == {
        ids["Blaise"]: "blaise@example.org",
        ids["Darren"]: "d.smith@example.org",
    }


def test_a_changed_birth_date_and_phone_are_put_right_and_an_empty_cell_leaves_what_is_there(club, tmp_path):
    year, file = clock.now().year, tmp_path / "people.csv"
    head = PEOPLE.splitlines()[0] + ",birth date,phone\n61734098292,Blaise,Smith,blaise@example.org,en,,\n"

    def bring(born: str, phone: str = "") -> tuple[date | None, str, list]:
        file.write_text(head + f"72940561836,Darren,Smith,,en,{born},{phone}\n")
        run("contacts", file)
        stands = correcting.details(Contact.objects.get(first_name="Darren"))
        return stands.birth_date, stands.phone, list(Guardianship.objects.values_list("ends_on", flat=True))

    born, corrected = date(year - 9, 3, 14), date(year - 8, 6, 1)
    assert bring(f"{born}", "+44 7700 900101") == (born, "+44 7700 900101", [])
    blaise, darren = Contact.objects.order_by("first_name")
    desk = actor.operator(1, club.pk, [actor.Power.SET_GUARDIANS])
    connections.name_guardian(darren, blaise, "Order 12", by=desk)
    age = ages.of(club)

    assert bring("") == (born, "+44 7700 900101", [date(year - 9 + age, 3, 14)])
    assert bring(f"{corrected}", "+44 7700 900102") == (corrected, "+44 7700 900102", [date(year - 8 + age, 6, 1)])
    with pytest.raises(CommandError, match=r"line 3, birth date: “1.3.2017” is no date such as 2026-08-15."):
        bring("1.3.2017")


@pytest.mark.parametrize("mode", [[], ["--dry-run"]])
def test_what_is_somebodys_own_stays_and_its_line_is_told_also_by_a_dry_run(club, people_file, mode):
    run("contacts", people_file)
    blaise, darren = Contact.objects.order_by("first_name")
    accounts.open_login(blaise, "a long password", by=actor.system(None))
    own = replace(correcting.details(darren), phone="+44 7700 900101", language="de")
    correcting.correct(darren, own, by=actor.customer(darren))
    changed = {"language": "language,phone", "blaise@example.org,en": ",en,", ",fr": ",fr,+44 7700 900199"}
    for before, after in changed.items():
        people_file.write_text(people_file.read_text().replace(before, after))

    told = run("contacts", people_file, *mode)

    assert told.partition("\n")[2].splitlines() == [
        "0 contacts added, 2 updated.",
        "Not taken over:",
        "  line 2, email: the person has proven it or signs in with it, and alone can change it.",
        "  line 3, language, phone: put right here since. Change it at the desk, on the person's sheet.",
    ]
    assert (letters.addresses([blaise.pk]), correcting.details(darren)) == ({blaise.pk: "blaise@example.org"}, own)


def test_a_dry_run_tells_and_changes_nothing(club, plan_file, people_file):
    before = Entry.objects.count()

    assert run("seating_plan", plan_file, "--dry-run").startswith(
        "Nothing was changed. This would happen:\nHall, version 1"
    )
    assert run("contacts", people_file, "--dry-run").endswith("2 contacts added, 0 updated.")
    assert (SeatingPlan.objects.count(), Contact.objects.count(), Entry.objects.count()) == (0, 0, before)

    run("seating_plan", plan_file)
    assert "19 matches added" in run("fixtures", ENGLAND, "--home", "Arsenal FC", "--dry-run")
    assert (Season.objects.count(), Event.objects.count()) == (0, 0)


def test_one_bad_line_refuses_the_whole_file_with_a_list(club, people_file):
    people_file.write_text(PEOPLE + "72940561837,=cmd,Smith,,en\n")

    with pytest.raises(CommandError) as refused:
        run("contacts", people_file)

    assert str(refused.value) == (
        f"{people_file} was refused, nothing was changed. 2 problems:\n"
        "  line 4, contact number: “72940561837” is no contact number: 9 digits and 2 check digits.\n"
        "  line 4, first name: “=cmd” begins with =, +, - or @, as formulas do."
    )
    assert Contact.objects.count() == 0


def test_many_problems_are_counted_after_the_first_fifty(club, people_file):
    people_file.write_text(PEOPLE + "1,Ann,Smith,,en\n" * 60)

    with pytest.raises(CommandError) as refused:
        run("contacts", people_file)

    assert len(str(refused.value).splitlines()) == 52
    assert str(refused.value).endswith("\n  … and 10 more.")


@pytest.mark.parametrize("what", ["contacts", "seating_plan"])
@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"\x00\x01", b"\xff\xfea\x00", b"[]", b'"a', b"a;b;c"])
def test_a_file_that_is_not_what_it_claims_is_refused_without_a_trace(club, tmp_path, what, content):
    path = tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(CommandError, match="was refused, nothing was changed"):
        run(what, path)


@pytest.mark.parametrize("path", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_said_in_a_line(club, path):
    with pytest.raises(CommandError, match=r"No such file or directory|Is a directory"):
        run("contacts", path)


def test_without_an_organisation_nothing_can_be_imported(db, people_file):
    with pytest.raises(CommandError, match="There is no organisation yet"):
        run("contacts", people_file)


def test_among_several_organisations_one_must_be_named(club, people_file):
    open_organisation(name="Other", slug="other", by=actor.system(None))

    with pytest.raises(CommandError, match="--organisation: hall, other"):
        run("contacts", people_file)
    run("contacts", people_file, "--organisation", "other")

    assert set(Contact.objects.values_list("organisation__slug", flat=True)) == {"other"}


def test_contacts_take_the_same_statements_whatever_their_number(club, tmp_path):
    def statements(count: int) -> int:
        path = tmp_path / f"{count}.csv"
        path.write_text(people.text(people.in_file()[:count]))
        with CaptureQueriesContext(connection) as seen:
            run("contacts", path)
        return len(seen)

    assert statements(7) == statements(200)
