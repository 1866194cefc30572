"""Who is coming? The first page, the live sum, and what happens when there are no seats side by side."""

from datetime import timedelta

import pytest

from kithkin.base import clock
from kithkin.catalogue.models import Product
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.organisations import actions as organisations
from kithkin.sales.models import BasketSeat
from tests import people
from tests.people import HOUSE, allow
from tests.sales import ground
from tests.sales.ground import open_shop, small_plan

from .buying import BASKET, CHECKOUT, SUM, WHO, at, buyer, path, somebody_takes, statements, text, words

__all__ = ["buyer"]


@pytest.mark.scenario(8)
def test_season_tickets_for_three_without_consent_succeed_and_show_no_address(buyer):
    pages = [buyer.get(WHO), buyer.post(SUM, buyer.choice(3)), buyer.hold(3), buyer.get(BASKET), buyer.get(CHECKOUT)]
    bank = buyer.order()["Location"]
    pages += [buyer.get(bank), buyer.post(bank, {"answer": "pay"})]
    pages += [buyer.get(pages[-1]["Location"]), buyer.get("/orders/"), buyer.get(f"/orders/{buyer.placed.number}/")]

    lines = buyer.placed.lines.select_related("ticket")
    assert [line.ticket.holder_id for line in lines] == [it.pk for it in [buyer.shop.andrew, *buyer.shop.members[:2]]]
    assert len({line.seat_id for line in lines}) == 3
    assert [page.status_code for page in pages if b"canary" in page.content] == []
    assert all(name in words(pages[7]) for name in ("Andrew Smith", "MemberAA Smith", "MemberAB Smith"))


def test_an_address_shows_on_this_page_alone_once_its_owner_agrees(buyer):
    member = buyer.shop.members[0]
    allow(buyer.link(member))

    first = buyer.read(WHO)
    buyer.hold(3)
    later = [buyer.read(address) for address in (BASKET, CHECKOUT)]
    bank = buyer.order()["Location"]
    later += [buyer.read(bank), buyer.read(buyer.post(bank, {"answer": "pay"})["Location"])]

    assert "canary.memberaa@example.org" in first
    assert first.count("canary.") == 1
    assert [page for page in later if "canary" in page] == []


def test_who_has_not_answered_can_be_chosen_and_says_so_in_a_chip(buyer):
    allow(buyer.link(buyer.shop.members[0]))

    said = words(buyer.get(WHO))

    assert said.count("Waiting for an answer") == 3
    assert "Add somebody else" in said
    assert "MemberAB Smith Waiting for an answer" in said


@pytest.mark.parametrize("members", [1, 30])
def test_the_page_takes_six_statements_whatever_the_group(db, members):
    buyer = at(open_shop(members=members))
    allow(buyer.link(buyer.shop.members[0]))

    with statements() as seen:
        buyer.get(WHO)

    assert len(seen) == 6


@pytest.mark.parametrize("seats", [3, 12])
def test_holding_takes_ten_statements_whatever_the_number_of_seats(db, seats):
    buyer = at(open_shop(members=14, plan=small_plan(seats=20)))

    choice = buyer.choice(seats)

    with statements() as seen:
        answer = buyer.post(WHO, choice)

    assert (path(answer), len(buyer.seats)) == (BASKET, seats)
    assert len(seen) == 10


def test_the_sum_follows_the_choice_in_three_statements(buyer):
    junior = f"tariff-{buyer.keys[1]}"

    choice = buyer.choice(3, **{junior: "junior", "category": "wing"})

    with statements() as seen:
        answer = buyer.post(SUM, choice)

    said = words(answer)
    assert "3 season tickets" in said and "MemberAA, Junior £120.00" in said and "Total for 3: £720.00" in said
    assert f'id="price-{buyer.keys[1]}" hx-swap-oob="true">£120.00<' in text(answer)
    assert len(seen) == 3


def test_without_script_a_button_works_out_the_sum(buyer):
    answer = buyer.post(WHO, buyer.choice(2, then="sum"))

    assert answer.status_code == 200
    assert "Total for 2 £760.00" in words(answer)
    assert not BasketSeat.objects.exists()


def test_the_page_starts_with_oneself_at_the_tariff_of_ones_own_age(db):
    shop = open_shop(members=1)
    born = clock.now().date() - timedelta(days=14 * 366)
    children = [Person(name, "Smith", f"{name}@example.org", birth_date=born) for name in ("Andy", "Mia")]
    andrew, member = (contacts.register(shop.organisation, child, by=HOUSE) for child in children)
    allow(people.connect(andrew, member))
    young = at(type(shop)(shop.organisation, shop.pos, shop.offer, andrew, [member]))

    page = young.read(WHO)

    assert 'name="who" value="me" checked' in page
    assert page.count('value="junior" selected') == 2  # one's own, and that of a member whose details are open
    assert "Junior, from your age on" in page and "Junior, from the age of Mia on" in page


def test_where_friends_and_family_is_off_one_buys_for_oneself(buyer):
    choice = buyer.choice(2)
    organisations.switch_friends_and_family(buyer.shop.pos, False, by=HOUSE)

    page, refused, alone = buyer.read(WHO), buyer.post(WHO, choice), buyer.hold(1)

    assert (page.count('name="who"'), "Add somebody else" in page) == (1, False)
    assert (refused.status_code, path(alone), len(buyer.seats)) == (422, BASKET, 1)


@pytest.mark.parametrize("stranger", ["key", "contact", "number"])
def test_a_hand_made_form_buys_for_no_stranger(buyer, stranger):
    gus, lead = (people.register(buyer.shop.organisation, name) for name in ("Gus", "Lea"))
    named = {"key": people.connect(lead, gus).public_id, "contact": gus.pk, "number": gus.number}[stranger]

    answer = buyer.post(WHO, buyer.choice(1, who=["me", named]))

    assert answer.status_code == 422
    assert "You can only buy for yourself and for people in your group." in words(answer)
    assert not BasketSeat.objects.exists()


def test_nobody_ticked_is_said_and_the_rest_is_kept(buyer):
    answer = buyer.post(WHO, buyer.choice(2, who=[], category="wing"))

    assert answer.status_code == 422
    assert "Tick at least one person." in words(answer)
    assert 'value="wing" checked' in text(answer)


def test_going_back_shows_what_was_chosen(buyer):
    buyer.post(WHO, buyer.choice(2, **{f"tariff-{buyer.keys[1]}": "junior", "category": "wing"}))

    page = buyer.read(WHO)

    assert [f'value="{key}" checked' in page for key in buyer.keys[:3]] == [True, True, False]
    assert 'value="wing" checked' in page and page.count('value="junior" selected') == 1
    assert "You hold 2 seats already." in page


def test_seats_that_are_not_side_by_side_are_agreed_to_before_they_are_taken(db):
    buyer = at(open_shop(plan=small_plan(rows=2, seats=2)))

    asked = buyer.hold(3)
    nothing_yet = not BasketSeat.objects.exists()
    agreed = buyer.post(WHO, buyer.choice(3, accept="two-rows"))

    said = words(asked)
    assert "No 3 seats side by side are left in Centre. Do you want to sit apart?" in said
    assert "2 people: East, block E1, row 1, seats 1 and 2" in said and "Nothing has been taken yet." in said
    assert (nothing_yet, path(agreed), len(buyer.seats)) == (True, BASKET, 3)


def test_a_category_that_is_sold_out_names_the_others(db):
    buyer = at(open_shop(plan=small_plan(rows=2, seats=2)))
    first = buyer.shop.offer.geometry.blocks[0]
    somebody_takes(buyer.shop, *(seat.id for seat in first.places[:2]))

    answer = buyer.hold(3)

    assert answer.status_code == 422
    assert "Not enough seats are left in Centre. There are enough in Wing." in words(answer)
    assert f'value="{buyer.keys[2]}" checked' in text(answer)


def test_sold_out_has_a_page_of_its_own(db):
    buyer = at(open_shop(plan=small_plan(rows=2, seats=2)))

    answer = buyer.hold(5)

    assert "5 seats are left nowhere" in words(answer)
    assert "Nothing was charged." in words(answer)


def test_before_and_after_the_sale_a_page_says_so(buyer):
    day = timedelta(days=1)
    Product.objects.update(on_sale_from=clock.now() + day, on_sale_until=clock.now() + 2 * day)
    before = [words(buyer.get(WHO)), words(buyer.hold(1)), words(buyer.post(SUM, buyer.choice(1)))]
    Product.objects.update(on_sale_from=clock.now() - 2 * day, on_sale_until=clock.now() - day)
    after = words(buyer.get(WHO))

    assert ["goes on sale on" in page for page in before] == [True] * 3
    assert "No season ticket is on sale now" in after


def test_a_tariff_that_is_not_sold_in_a_category_is_said_and_not_sold(monkeypatch, db):
    fewer = {pair: amount for pair, amount in ground.PRICES.items() if pair != ("wing", "junior")}
    monkeypatch.setattr(ground, "PRICES", fewer)
    buyer = at(open_shop())
    choice = buyer.choice(2, **{f"tariff-{buyer.keys[1]}": "junior", "category": "wing"})

    reckoned, refused = words(buyer.post(SUM, choice)), buyer.post(WHO, choice)

    assert "MemberAA, Junior Not sold here" in reckoned and "Total for 2 £300.00" in reckoned
    assert refused.status_code == 422 and "This tariff is not sold in this category." in words(refused)
    assert not BasketSeat.objects.exists()
