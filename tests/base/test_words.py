"""Numbers, addresses, tokens, money, the clock, actions and the database's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from kithkin.audit.models import Entry
from kithkin.base import addresses, clock, dbclock, numbers, rows, tokens
from kithkin.base.action import action
from kithkin.base.actor import system
from kithkin.base.money import Money
from kithkin.base.verdict import NotAllowed, Refused, Verdict


def test_contact_numbers_are_random_and_carry_their_check():
    made = {numbers.contact_number() for _ in range(200)}

    assert len(made) == 200
    assert all(numbers.is_contact_number(number) for number in made)


def test_a_changed_or_swapped_digit_is_noticed():
    number = numbers.contact_number()
    changed = [
        number[:place] + digit + number[place + 1 :]
        for place in range(len(number))
        for digit in "0123456789"
        if digit != number[place]
    ]
    swapped = [
        number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        for place in range(len(number) - 1)
        if number[place] != number[place + 1]
    ]

    assert [wrong for wrong in changed + swapped if numbers.is_contact_number(wrong)] == []


def test_contact_numbers_are_read_with_spaces_and_shown_in_groups():
    number = numbers.contact_number()

    shown = numbers.show_contact_number(number)

    assert shown == f"{number[:4]} {number[4:8]} {number[8:]}"
    assert numbers.is_contact_number(f" {shown} ") and numbers.bare(shown) == number


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (" Andrew@Example.ORG ", "andrew@example.org"),
        ("joerg@müller.example", "joerg@xn--mller-kva.example"),
        ("ａndrew@example.org", "andrew@example.org"),
    ],
)
def test_an_address_has_one_form(typed, canonical):
    assert addresses.canonical(typed) == canonical


@pytest.mark.parametrize("typed", ["", "andrew", "andrew@", "@example.org", "a b@example.org", "a@b@c"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Refused):
        addresses.canonical(typed)


def test_a_token_is_made_again_alike_and_dies_with_any_part():
    token = tokens.make("consent", 1, 1, "key", 1)

    assert token == tokens.make("consent", 1, 1, "key", 1)
    others = [("password", 1, 1, "key", 1), ("consent", 2, 1, "key", 1), ("consent", 1, 2, "key", 1)]
    assert token not in {tokens.make(*parts) for parts in others}
    assert tokens.make("consent", 1, 12) != tokens.make("consent", 11, 2)


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "£1,140.00"), ("de", "1.140,00\xa0£"), ("fr", "1\u202f140,00\xa0£GB")]
)
def test_money_reads_as_its_reader_writes(language, shown):
    assert Money(114000, "GBP").display(language) == shown


def test_money_of_two_currencies_is_not_added():
    with pytest.raises(ValueError):
        Money(1, "GBP") + Money(1, "EUR")


def test_the_clock_can_be_held():
    noon = datetime(2026, 7, 16, 12, tzinfo=UTC)

    with clock.held(noon):
        assert clock.now() == noon
    assert clock.now() > noon


def test_a_verdict_says_why():
    with pytest.raises(NotAllowed, match="because"):
        Verdict(False, "because").require()
    Verdict(True).require()


def test_an_action_must_be_told_by_whom():
    @action
    def deed(*, by):
        return connection.in_atomic_block

    with pytest.raises(TypeError):
        deed()
    with pytest.raises(TypeError):
        deed(by="me")


@pytest.mark.django_db(transaction=True)
def test_an_action_is_one_transaction():
    @action
    def inner(*, by):
        Entry.objects.create(at=clock.now(), what="inner", kind="system", counter="worker")

    @action
    def outer(*, by):
        inner(by=by)
        raise Refused("no")

    with pytest.raises(Refused):
        outer(by=system(None))

    assert Entry.objects.count() == 0


@pytest.mark.django_db
def test_rows_go_in_by_one_statement(django_assert_num_queries):
    moment = datetime(2026, 7, 16, 12, 0, 0, 123456, tzinfo=UTC)
    given = [
        {
            "at": moment,
            "what": f"thing {number} 'quoted' %s",
            "kind": "system",
            "counter": "worker",
            "facts": {"n": number},
        }
        for number in range(1500)
    ]

    with django_assert_num_queries(1):
        back = rows.insert(Entry, given, returning=("id", "what"))

    assert len(back) == 1500
    first = Entry.objects.order_by("pk").first()
    assert (first.at, first.what, first.facts, first.contact_id) == (moment, "thing 0 'quoted' %s", {"n": 0}, None)


@pytest.mark.django_db
def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert rows.insert(Entry, [], returning=("id",)) == []


@pytest.mark.django_db
def test_the_databases_clock_is_about_now_and_comparable_with_rows():
    now = clock.now()
    Entry.objects.create(at=now - timedelta(seconds=30), what="past", kind="system", counter="worker")
    Entry.objects.create(at=now + timedelta(seconds=30), what="future", kind="system", counter="worker")

    assert [entry.what for entry in Entry.objects.filter(at__lt=dbclock.Now())] == ["past"]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT what FROM audit_entry WHERE at > {dbclock.sql()} AND id > %s", [0])
        assert cursor.fetchall() == [("future",)]


@pytest.mark.django_db(transaction=True)
def test_the_databases_clock_does_not_stand_still_in_a_transaction():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {dbclock.sql()}", [])
        first = cursor.fetchone()[0]
        for _ in range(2000):
            cursor.execute(f"SELECT {dbclock.sql()}", [])
        assert cursor.fetchone()[0] > first
