"""Silent members at the desk: who was taken out, what follows, and putting somebody back."""

from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.base import clock
from kithkin.base.actor import Power, customer
from kithkin.connections import adding
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation
from kithkin.persons import silent_runs
from kithkin.persons.models import Clearing
from kithkin.project import cli, purging, worker
from kithkin.sales.models import OrderLine, Ticket
from tests.people import HOUSE, connect, organisation, register
from tests.sales import ground

PAGE = "/desk/silent-members/"


def later(days: float):
    return clock.held(clock.now() + timedelta(days=days))


def purge(house: Organisation) -> None:
    """The notice, and a week later the deed: all of it 60 days after the asking."""
    for days in (53, 60):
        with later(days):
            silent_runs.run(house)
    Clearing.objects.filter(done_at__isnull=False).update(done_at=clock.now())


def eve(lead: Contact) -> Connection:
    return adding.by_email(lead, "Eve", "Okafor", "eve@example.org", by=customer(lead))


def kithkin(*words: str) -> str:
    """What the command says."""
    out = StringIO()
    given = cli.parser().parse_args(words)
    with redirect_stdout(out):
        purging.run(given)
    return out.getvalue()


def test_where_nobody_was_taken_out_the_page_says_so(hana):
    assert "Nobody was taken out yet." in hana.get(PAGE).text


def test_it_says_what_happened_when_and_when_deletion_follows(hana, family):
    eve(family.andrew)
    connect(family.andrew, family.blaise)
    purge(family.organisation)

    page = hana.get(PAGE).text

    assert "Left the group" in page and "Closed: nobody but the lead ever knew the person" in page
    assert "Eve Okafor" in page and "Blaise Smith" in page and "Andrew Smith" in page
    assert page.count("Put back") == 2 and "60 days leaves the group" in page


def test_one_press_puts_back(hana, family):
    connection = eve(family.andrew)
    purge(family.organisation)
    done = Clearing.objects.get()

    said = hana.post(f"{PAGE}{done.pk}/restoration/", follow=True).text

    connection.refresh_from_db()
    done.refresh_from_db()
    assert "Put back." in said and "Undone" in said and '<form method="post" action="/desk/silent' not in said
    assert connection.removed_at is None and done.undone_by
    assert "can no longer be undone" in hana.post(f"{PAGE}{done.pk}/restoration/", follow=True).text


def test_what_cannot_be_put_back_is_said(hana, family):
    eve(family.andrew)
    purge(family.organisation)
    with later(61):
        eve(family.andrew)
    Clearing.objects.update(done_at=clock.now())

    said = hana.post(f"{PAGE}{Clearing.objects.get().pk}/restoration/", follow=True).text

    assert "there are two records" in said


def test_what_was_deleted_has_no_name_and_no_button(hana, family):
    eve(family.andrew)
    purge(family.organisation)
    with later(91):
        silent_runs.run(family.organisation)

    page = hana.get(PAGE).text

    assert "Name withdrawn" in page and "Deleted" in page and "Eve" not in page and "Put back" not in page


def test_a_long_list_has_pages_and_fixed_queries(hana, family, django_assert_num_queries):
    connect(family.andrew, family.blaise)
    purge(family.organisation)
    for expected in (1, 50):
        with django_assert_num_queries(3):  # 2 to get in; the list
            assert len(hana.get(PAGE).context["rows"]) == expected
        for letter in "abcdefg" if expected == 1 else "":
            for other in "abcdefgh":
                connect(register(family.organisation, f"Lead{letter}{other}"), family.darren)
        purge(family.organisation)

    assert len(hana.get(f"{PAGE}?page=2").context["rows"]) == 7


def test_another_organisations_people_are_neither_seen_nor_put_back(hana, shop):
    theirs = organisation("elsewhere")
    connect(register(theirs, "Lena"), register(theirs, "Mara"))
    purge(theirs)

    assert hana.get(PAGE).context["rows"] == []
    assert hana.post(f"{PAGE}{Clearing.objects.get().pk}/restoration/").status_code == 404


@pytest.fixture
def club(db) -> ground.Shop:
    return ground.open_shop()


@pytest.mark.scenario(29)
def test_eve_is_listed_first_then_gives_the_ticket_back_and_is_deleted(club):
    """Had she existed before, as the small club's other members did, she would only leave the group."""
    connection = eve(club.andrew)
    line = (
        ground.Shop(club.organisation, club.pos, club.offer, club.andrew, [connection.child])
        .buy(2)
        .lines.get(holder=connection.child)
    )
    code = line.ticket.code
    with later(53):
        silent_runs.run(club.organisation)
        assert Letter.objects.filter(template="silent-notice", contact_id=club.andrew.pk).count() == 1
    with later(60):
        simulated = kithkin("purge", "--dry-run")
        assert "Eve Okafor" in simulated and "Tickets go back, closed, then deleted" in simulated
        assert simulated.count("Leaves the group") == len(club.members)
        assert Ticket.objects.get(line=line).code == code, "a simulation changes nothing"
        assert "tickets given back: 1," in kithkin("purge")
    ticket = Ticket.objects.get(line=line)
    assert (ticket.holder, ticket.code == code) == (club.andrew, False)
    assert Contact.objects.get(pk=connection.child_id).hidden_at
    with later(90):
        worker.clear_silent()
    gone = Contact.objects.get(pk=connection.child_id)
    assert bool(gone.erased_at) and gone.first_name == ""
    assert {bool(each.hidden_at) for each in Contact.objects.filter(pk__in=[m.pk for m in club.members])} == {False}
    assert not Connection.objects.filter(parent=club.andrew, removed_at=None).exists()
    browser = Client()
    browser.force_login(accounts.open_login(club.andrew, "ferrygate-test", by=HOUSE))
    assert "Eve" not in browser.get(f"/orders/{line.order.number}/").text
    assert OrderLine.objects.get(pk=line.pk).price == line.price


def test_without_the_power_the_page_is_closed(shop, sit_down):
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS)

    assert clerk.get(PAGE).status_code == 403


@pytest.mark.parametrize("words", [["--limit", "0"], ["--organisation", "nowhere"]])
def test_a_command_that_makes_no_sense_is_refused(db, words):
    with pytest.raises(SystemExit):
        kithkin("purge", *words)


def test_the_limit_takes_so_many_and_leaves_the_rest(family):
    for letter in "abc":
        connect(family.andrew, register(family.organisation, "Member" + letter))
    with later(53):
        silent_runs.run(family.organisation)
    with later(60):
        assert "left their groups: 2," in kithkin("purge", "--limit", "2")
        assert "left their groups: 1," in kithkin("purge")
