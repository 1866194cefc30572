"""Tickets on paper: accessible, in any script, and readable at the gate."""

from io import BytesIO

import pytest
import zxingcpp
from django.utils import translation
from pypdf import PdfReader

from kithkin.catalogue.models import Block, Seat
from kithkin.sales import papers, shown
from kithkin.sales.cards import TicketCard
from kithkin.ui import typesetting

from . import png
from .ground import Shop

NAMES = {
    "Latin": ("Zoë D’Arcy-O’Brien", "Zoë D’Arcy-O’Brien"),
    "Polish": ("Łukasz Żółć", "Łukasz Żółć"),
    "Vietnamese": ("Nguyễn Thị Ánh", "Nguyễn Thị Ánh"),
    "Greek": ("Ελένη Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
    "Cyrillic": ("Олександр Їжакевич", "Олександр Їжакевич"),
    "Arabic": ("محمد علي", "mhmd `ly"),
    "Chinese": ("李小龍", "LiXiaoLong"),
    "Devanagari": ("तनीषा", "tnisa"),
    "Hebrew": ("רחל", "rhl"),
    "decomposed": ("Zoe\u0308", "Zoë"),
}


def card(name: str, code: str = "8F3A0C5D9E7B4A1122334455667788AA", **seat) -> TicketCard:
    block = Block(stand="North Stand", name="N4")
    place = Seat(block=block, **{"row": "12", "number": "14", "kind": "normal", "restricted": False} | seat)
    return TicketCard(
        public_id="p",
        code=code,
        holder_id=1,
        name=name,
        product="Season ticket",
        season_id=1,
        season="2027/28",
        venue="Ferrygate Park",
        organisation="Ferrygate Athletic",
        tariff="Adult",
        category="Centre",
        seat=place,
        order="K7Q4-M2XD",
        is_own=True,
    )


def text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize(("name", "printed"), NAMES.values(), ids=NAMES)
def test_names_of_every_script_are_printed(name: str, printed: str):
    assert typesetting.printable(name) == printed
    assert printed in text(papers.pdf([card(name)]))


def test_every_sign_that_is_not_folded_has_a_letter_in_the_font():
    signs = "".join(sorted(typesetting.signs()))

    assert papers.pdf([card(signs[at : at + 200]) for at in range(0, len(signs), 200)])


def test_markup_in_a_name_is_printed_and_not_run():
    name = '#panic("no") *bold* $x$ @ref \\ "quoted"'

    assert typesetting.printable(name) in text(papers.pdf([card(name)])).replace("\n", " ")


def test_a_paper_is_tagged_titled_and_says_its_language():
    with translation.override("de"):
        reader = PdfReader(BytesIO(papers.pdf([card("Blaise")])))

    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "de"
    assert reader.metadata.title == "Season ticket 2027/28"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()


def test_several_tickets_are_one_paper_a_page_each():
    names = ["Andrew", "Blaise", "Darren"]
    reader = PdfReader(BytesIO(papers.pdf([card(name) for name in names])))

    pages = [page.extract_text() for page in reader.pages]
    assert [[name for name in names if name in page] for page in pages] == [["Andrew"], ["Blaise"], ["Darren"]]


def test_what_is_special_about_a_seat_is_said():
    said = text(papers.pdf([card("Blaise", kind="wheelchair", restricted=True)]))

    assert "Place for a wheelchair, Restricted view" in said


def test_the_code_is_read_back_from_the_printed_page(shop: Shop):
    placed = shop.buy(2)
    cards = shown.order_tickets(shop.by, placed.number)

    read = [zxingcpp.read_barcode(png.grey(page)).text for page in papers.pictures(cards, ppi=40)]

    assert read == [each.code for each in cards]
