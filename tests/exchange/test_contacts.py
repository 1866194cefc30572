"""Reading a CSV of contacts: the columns, what Excel makes of them, and what is refused."""

from datetime import date

import pytest

from kithkin.contacts.actions import Person
from kithkin.exchange.problems import BadFile
from kithkin.exchange.readers import contacts

HEAD = "contact number,first name,last name,email,language,birth date,phone\n"
BLAISE = "61734098292,Blaise,Smith,blaise@example.org,en,2004-06-02,+44 7700 900102\n"


def line(**changes: str) -> str:
    values = dict(zip(contacts.COLUMNS, BLAISE.strip().split(","), strict=True))
    return ",".join({**values, **changes}.values()) + "\n"


def problems(content: str) -> list[str]:
    with pytest.raises(BadFile) as refused:
        contacts.read(content)
    return [str(problem) for problem in refused.value.problems]


def test_a_line_is_a_person():
    assert contacts.read(HEAD + BLAISE) == [
        Person("Blaise", "Smith", "blaise@example.org", "en", "61734098292", "+44 7700 900102", date(2004, 6, 2))
    ]


def test_birth_date_and_phone_may_be_left_out():
    [person] = contacts.read("Contact_Number;First-Name;LAST NAME;Email;Language\n6173 4098 292;Zoë;O'Neill;;FR\n")

    assert person == Person("Zoë", "O'Neill", "", "fr", "61734098292")


def test_windows_line_ends_quotes_and_empty_lines_are_read():
    content = HEAD.replace("\n", "\r\n") + "\r\n" + '"61734098292","Anna ""Bee""","Smith","","en","",""\r\n'

    assert problems(content.replace(' ""Bee""', "@")) == [
        "line 3, first name: A name cannot hold a web or mail address."
    ]
    assert [person.first_name for person in contacts.read(content.replace(' ""Bee""', " Bee"))] == ["Anna Bee"]


@pytest.mark.parametrize("sign", "=+-@")
@pytest.mark.parametrize("column", ["first_name", "last_name", "email"])
def test_what_a_spreadsheet_would_run_is_refused(sign, column):
    [problem] = problems(HEAD + line(**{column: f"{sign}cmd"}))

    assert problem == f"line 2, {contacts.COLUMNS[column][0]}: “{sign}cmd” begins with =, +, - or @, as formulas do."


def test_a_telephone_number_keeps_its_plus():
    assert contacts.read(HEAD + line(phone="+44 7700 900102"))[0].phone == "+44 7700 900102"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"number": "61734098293"}, "contact number: “61734098293” is no contact number: 9 digits and 2 check digits."),
        ({"number": ""}, "contact number: “” is no contact number: 9 digits and 2 check digits."),
        ({"first_name": ""}, "first name: Write the name."),
        ({"last_name": "<b>Smith</b>"}, "last name: A name has letters, spaces, hyphens and apostrophes only."),
        ({"last_name": "www.smith.example"}, "last name: A name cannot hold a web or mail address."),
        ({"email": "blaise@"}, "email: Write a whole mail address, like name@example.org."),
        ({"language": "xx"}, "language: “xx” is none of the languages en, fr, de, it, es."),
        ({"birth_date": "02/06/2004"}, "birth date: “02/06/2004” is no date such as 2026-08-15."),
        ({"birth_date": "1899-12-31"}, "birth date: “1899-12-31” is no date of birth."),
        ({"birth_date": "2999-01-01"}, "birth date: “2999-01-01” is no date of birth."),
        ({"phone": "=1+2"}, "phone: “=1+2” is no telephone number."),
    ],
)
def test_a_bad_cell_is_named_with_line_column_and_reason(changes, problem):
    assert problems(HEAD + line(**changes)) == [f"line 2, {problem}"]


def test_all_bad_lines_are_named_not_only_the_first():
    content = HEAD + line(number="1", email="x") + BLAISE + "one,two\n"

    assert [problem.split(":")[0] for problem in problems(content)] == [
        "line 2, contact number",
        "line 2, email",
        "line 4",
    ]


def test_the_same_number_twice_is_refused():
    assert problems(HEAD + BLAISE + line(number="6173 4098 292")) == [
        "line 3: The same contact number stands in line 2 already."
    ]


def test_a_line_that_holds_a_line_break_keeps_the_count():
    content = HEAD + '61734098292,"Bla\nise",Smith,,en,,\n' + "short\n"

    assert problems(content) == ["line 4: This line has 1 cells, not 7."]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("name;surname\nA;B\n", "line 1: “name” is none of the columns contact number, first name, last name"),
        (HEAD.replace("email", "last name"), "line 1: The column “last name” stands there twice."),
        (HEAD.replace(",language", ""), "line 1: The column “language” is missing."),
        (HEAD, "line 1: The file names no contact."),
        ('{"matches": []}', 'line 1: “{"matches": []}” is none of the columns'),
        (HEAD + '61734098292,"Blaise,Smith\n', "line 2: This is not CSV (unexpected end of data)."),
    ],
)
def test_a_file_of_another_shape_is_refused(content, problem):
    assert any(each.startswith(problem) for each in problems(content))
