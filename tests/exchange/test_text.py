"""What is no text, and what is no JSON, is refused with its place and a reason."""

import pytest

from kithkin.exchange import text
from kithkin.exchange.problems import BadFile


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "line 1: The file is empty."),
        (b"\xef\xbb\xbf \n", "line 1: The file is empty."),
        (b"%PDF-1.7\nname,email\n", "line 1: This is a file of another kind (PDF)."),
        (b"PK\x03\x04 xl/workbook.xml", "line 1: This is a file of another kind (Excel, ZIP)."),
        ("name,email\n".encode("utf-16"), "line 1: The file is written in UTF-16. Save it as UTF-8."),
        (b"name\nBj\xf6rn\n", "line 2: A letter here is not written in UTF-8. Save the file as UTF-8."),
        (b"name\n\nAn\0a\n", "line 3: This is no text, but a binary file."),
    ],
)
def test_what_is_no_text_is_refused(content, problem):
    with pytest.raises(BadFile) as refused:
        text.decode(content)

    assert str(refused.value) == problem


def test_a_byte_order_mark_is_left_out():
    assert text.decode("name\nBjörn".encode("utf-8-sig")) == "name\nBjörn"


def test_a_file_of_an_endless_size_is_not_read(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(text.MOST_BYTES + 1)

    with pytest.raises(BadFile, match="more than 64 megabytes"):
        text.read(path)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"name": "A",\n "zones" [}', "line 2, column 10: This is not JSON (Expecting ':' delimiter)."),
        ("[" * 100_000, "line 1: This is not JSON ("),
        ('{"x": NaN}', "line 1: This is not JSON (NaN)."),
        ('{"x": ' + "9" * 5000 + "}", "line 1: This is not JSON ("),
    ],
)
def test_what_is_no_json_is_refused(content, problem):
    with pytest.raises(BadFile) as refused:
        text.as_json(content)

    assert str(refused.value).startswith(problem)
