"""Names: what is refused, and which spellings are one name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kithkin.base import names
from kithkin.base.verdict import Refused

SAME = [
    ("Müller", "Mueller"),
    ("Müller", "muller"),
    ("O’Brien", "O'Brien"),
    ("O'Brien", "obrien"),
    ("Jean-Luc", "Jean Luc"),
    ("Nguyễn", "Nguyen"),
    ("Łukasz", "Lukasz"),
    ("Ångström", "Aangstroem"),
    ("Sørensen", "Soerensen"),
    ("Sørensen", "Sorensen"),
    ("Strauß", "Strauss"),
    ("İpek", "ipek"),
    (" Smith ", "smith"),
    ("ﬁsher", "Fisher"),
    ("Muller", "Mueller"),
    ("Angstrom", "Aangstroem"),
    ("Haaland", "Håland"),
    ("ー", "ー"),
]
REFUSED = [
    "",
    "   ",
    "<b>Andrew</b>",
    "www.example.org",
    "Andrew http://x.example",
    "andrew@example.org",
    "example.com",
    "=cmd()",
    "+1",
    "-Andrew",
    "@Andrew",
    "Andrew\u202eSmith",
    "An\u200bdrew",
    "Andrew 0800 123456",
    "Andrew\x00",
    "a" * 81,
    "Andrew; DROP",
    "St.com",
    "·",
]


@pytest.mark.parametrize(("typed", "known"), SAME)
def test_spellings_of_one_name(typed, known):
    assert names.same(typed, known) and names.same(known, typed)


@pytest.mark.parametrize(("one", "other"), [("Smith", "Smythe"), ("Blaise", "Blaize"), ("Smith", ""), ("", "")])
def test_other_names(one, other):
    assert not names.same(one, other)


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_name_is_refused_with_words(typed):
    with pytest.raises(Refused) as refusal:
        names.clean(typed, field="first_name")

    assert refusal.value.message.endswith(".") and refusal.value.field == "first_name"


@pytest.mark.parametrize(
    "name",
    [
        "'t Hooft",
        "Zoë",
        "O'Brien",
        "Anne-Marie",
        "J. R. Smith",
        "Nguyễn Thị",
        "Παπαδόπουλος",
        "Иванов",
        "王小明",
        "محمد",
    ],
)
def test_names_of_the_world_are_kept(name):
    assert names.clean(f"  {name} ") == name


@pytest.mark.parametrize(
    ("typed", "name"), [("J.Smith", "J. Smith"), ("J.R.Smith", "J. R. Smith"), ("St.John", "St. John")]
)
def test_a_shortened_name_is_no_web_address(typed, name):
    assert names.clean(typed) == name


NAME = st.text("aeouäöüåøæœßéłž-' AEOUÄÖÜÅØ王ー", min_size=1, max_size=12).filter(
    lambda name: any(map(str.isalpha, name))
)
SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss"})
WITHOUT_MARKS = str.maketrans("äöüåøéłž", "aouaoelz")


@given(NAME, NAME, NAME)
def test_being_the_same_name_holds_both_ways_and_goes_on(one, other, third):
    assert names.same(one, one)
    assert names.same(one, other) == names.same(other, one)
    assert not (names.same(one, other) and names.same(other, third)) or names.same(one, third)


@given(NAME)
def test_no_spelling_makes_another_name(name):
    spellings = (name.upper(), name.lower(), f" {name} ", name.replace("-", " "), name.replace(" ", ""))
    lower = name.lower()
    for spelling in (*spellings, lower.translate(SPELLED_OUT), lower.translate(WITHOUT_MARKS)):
        assert names.same(name, spelling) and names.same(spelling, name), spelling


@given(NAME, st.sampled_from("bcdfgkmnprstz"))
def test_a_letter_more_is_another_name(name, letter):
    assert not names.same(name, name + letter)


@given(st.text(max_size=100))
def test_whatever_is_typed_is_cleaned_or_refused(text):
    try:
        name = names.clean(text)
    except Refused:
        return

    assert 1 <= len(name) <= names.MOST
    assert not set(name) & set("<>@/:=+\n\r\t\u202e\u200b0123456789")
