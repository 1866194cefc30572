"""Children in the shop: added by a parent, bought for, decided for, and handed over on the birthday."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from kithkin.base import actor, clock
from kithkin.base.ages import birthday, start_of
from kithkin.connections import actions, guardians, queries, rules, texts
from kithkin.connections.models import Connection, Guardianship
from kithkin.connections.scopes import FULL, Scope
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail import postman
from kithkin.mail.models import Letter, State
from kithkin.project import worker
from kithkin.project.letters import TABLE
from kithkin.sales.models import BasketSeat, Ticket
from kithkin.ui.dates import plain_day
from tests.links import consent_token
from tests.people import allow, connect, customer, register
from tests.persons.test_guardians import desk
from tests.sales.ground import open_shop

from . import kept
from .buying import WHO, Buyer, at, words
from .conftest import PASSWORD

PAGE = "/account/friends/"
# Whoever signs in does so by the real clock, so the birthday is tomorrow.
SOON = clock.now().date() + timedelta(days=1)
SOON += timedelta(days=(SOON.month, SOON.day) == (2, 29))
BORN = SOON.replace(year=SOON.year - 13)
MIDNIGHT = start_of(SOON, "Europe/London")
YOUNGER = BORN.replace(year=BORN.year + 4, day=1)
MIA = {"by": "child", "first_name": "Mia", "last_name": "Smith", "birth_date": str(YOUNGER), "guardian": "on"}


def text(response) -> str:
    return response.content.decode()


def child_of(lead: Contact, first: str = "Mia", born: date = YOUNGER) -> Connection:
    said = texts.said_by_guardian("en", 0)
    return actions.add_child(lead, Person(first, "Smith", birth_date=born), by=customer(lead), said=said)


def address(name: str, *connections: Connection) -> str:
    return reverse(f"shop:{name}", args=[each.public_id for each in connections])


def deliver() -> list:
    """What the postman sends, those letters included that he posts while he goes round."""
    mail.outbox.clear()
    while postman.deliver(TABLE):
        pass
    return mail.outbox


def seals(page: str) -> list[str]:
    """Of every card; what each keeps for the proof stands on it."""
    kept.check(page)
    return re.findall(r'name="seen" value="([^"]+)"', page)


def test_the_third_tab_adds_a_child_and_writes_to_nobody(andrew, family):
    answer = andrew.post(PAGE, MIA, follow=True)

    assert "Mia Smith is now among your people. You can buy at once." in text(answer)
    assert "You decide for this child" in text(answer) and "You can buy tickets for Mia, see tickets" in text(answer)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"guardian": ""}, "Only a parent or guardian can add a child so."),
        ({"birth_date": ""}, "Write the date of birth."),
        ({"birth_date": "14.3.14"}, "Write the day like 14/03/1979."),
        ({"birth_date": "1999-03-14"}, "From 13 years on people decide for themselves. Come to the desk together"),
        ({"first_name": "http://x"}, "A name cannot hold a web or mail address."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(andrew, changed, words):
    page = text(andrew.post(PAGE, MIA | changed))

    assert words in page and 'value="Smith"' in page
    assert re.findall(r'name="by" value="(\w+)" id="[\w-]+" checked', page) == ["child"]
    assert "With an email, take the first tab" in page, "a way for whoever is too old"
    assert texts.guardian() in page, "the very words that the proof keeps"
    assert not Guardianship.objects.exists()


def test_the_friends_page_asks_the_same_number_of_queries_with_children(andrew, family, django_assert_num_queries):
    connect(family.andrew, family.blaise)
    with django_assert_num_queries(3):
        andrew.get(PAGE)
    for name in ("Mia", "Tom"):
        child_of(family.andrew, name)

    with django_assert_num_queries(3):
        andrew.get(PAGE)


def test_a_childs_page_says_until_when_and_who_decides(andrew, family, django_assert_max_num_queries):
    connection = child_of(family.andrew)

    with django_assert_max_num_queries(14):
        page = text(andrew.get(address("child", connection)))

    assert "You decide for Mia" in page and "On that day Mia is 13 and decides alone." in page
    assert plain_day(YOUNGER) in page and plain_day(birthday(YOUNGER, 13)) in page
    assert "Hand over to Mia" not in page


def test_the_page_of_a_child_is_for_its_guardians_alone(visit, family):
    connection = child_of(family.andrew)
    other = connect(family.blaise, connection.child)

    answers = [
        visit(family.blaise).get(address("child", connection)),
        visit(family.blaise).get(address("child", other)),
        visit(family.blaise).post(address("child-guardian", other, other), {"answer": "allow"}),
        visit(family.andrew).get(address("child", connect(family.andrew, family.darren))),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_child_who_signs_in_reads_who_decides_and_finds_no_switch(visit, family):
    mia = child_of(family.andrew).child
    PrivateDetails.objects.filter(contact=mia).update(email="mia@example.org", email_key="mia@example.org")

    page = text(visit(mia).get("/account/people/"))

    assert f"Andrew is your parent or guardian here until {plain_day(birthday(YOUNGER, 13))}." in page
    assert "End now" not in page and 'name="scopes"' not in page


def test_a_child_finds_what_closes_and_nothing_that_opens(visit, family):
    connection = child_of(family.andrew)
    PrivateDetails.objects.filter(contact=connection.child).update(email="mia@example.org", email_key="mia@example.org")
    other, speaks = connect(family.blaise, connection.child), actor.guardian(family.andrew, connection.child, 1)
    mia, page = visit(connection.child), address("acting-lead", other)

    asked = text(mia.get("/account/people/"))
    actions.allow(queries.latest(other), by=speaks)
    opened = text(mia.get("/account/people/"))
    answer = {"answer": "chosen", "scopes": [Scope.SEE_TICKETS], "seen": seals(opened)[-1]}
    narrowed = text(mia.post(page, answer, follow=True))
    more = mia.post(page, {"answer": "full", "seen": seals(narrowed)[-1]})

    assert "a parent or guardian decides what is opened" in asked
    assert 'value="allow"' not in asked and 'value="refuse"' in asked and 'name="scopes"' not in asked
    assert opened.count('name="scopes"') == len(FULL) and 'value="full"' not in opened
    assert narrowed.count('name="scopes"') == 1
    assert "Blaise can</legend>" in opened and "Blaise can</legend>" not in narrowed, "a heading with nothing below"
    assert "Your parents or guardians decide what is opened." in opened and "You decide what each" not in opened
    assert more.status_code == 422 and "Until your birthday" in text(more)


def test_a_child_without_a_guardian_finds_by_the_link_what_closes_and_who_may_say_yes(client, family):
    connection = connect(family.andrew, family.blaise)
    PrivateDetails.objects.filter(contact=family.blaise).update(birth_date=YOUNGER)
    page = f"/consent/{consent_token(connection)}/"

    asked = text(client.get(page))
    pressed = client.post(page, {"answer": "allow", "seen": seals(asked)[0]})

    assert "None is named here yet? The ticket desk names them" in asked
    assert 'value="allow"' not in asked and 'value="refuse"' in asked and 'name="scopes"' not in asked
    assert pressed.status_code == 422 and "a parent or guardian says yes for you" in text(pressed)
    assert not rules.may(customer(family.andrew), Scope.SEE_TICKETS, family.blaise)


def test_a_child_blocks_everybody_but_the_guardians_who_can_lift_it(visit, family):
    connection = child_of(family.andrew)
    PrivateDetails.objects.filter(contact=connection.child).update(email="mia@example.org", email_key="mia@example.org")
    other = connect(family.blaise, connection.child)
    mia, page = visit(connection.child), address("child", connection)
    asked = text(mia.get("/account/people/everybody/"))

    said = text(mia.post("/account/people/everybody/", follow=True))
    notice = text(visit(family.andrew).get(page))
    refused = visit(family.andrew).post(
        address("child-answer", connection, other), {"answer": "allow", "seen": seals(notice)[0]}
    )
    lifted = visit(family.andrew).post(address("child-asking", connection), follow=True)

    assert "Andrew Smith stays: your parent or guardian, who decides for you until" in asked
    assert (
        "Blocked: Blaise Smith. Nobody else can ask you. Andrew Smith is not blocked, but stays your guardian." in said
    )
    assert "Nobody can ask you, and nothing is open to anybody else." in said and "Andrew Smith stays" in said
    assert "Mia has blocked everybody but the guardians" in notice
    assert refused.status_code == 422 and "Mia has blocked everybody. Lift that first" in text(refused)
    assert "People may ask for Mia again. Nothing is open by that." in text(lifted)
    assert "has blocked everybody" not in text(lifted)


def once_more(browser: Client, page: str) -> None:
    """The reader types his password once more."""
    browser.post(browser.get(page)["Location"], {"password": PASSWORD, "next": page})


def test_a_child_asks_its_guardians_to_have_it_erased(visit, family):
    connection = child_of(family.andrew)
    PrivateDetails.objects.filter(contact=connection.child).update(email="mia@example.org", email_key="mia@example.org")
    mia, page = visit(connection.child), "/account/data/erasure/"
    once_more(mia, page)
    asked = text(mia.get(page))

    said = [text(mia.post(page, follow=True)) for _twice in range(2)]

    assert "your parents or guardians decide this for you:" in asked and "Erase me for good" not in asked
    assert "Your wish goes to Andrew Smith." in said[1]
    [letter] = [letter for letter in deliver() if "erased" in letter.subject]
    assert letter.to == ["canary.andrew@example.org"] and letter.subject.startswith("Mia asks you")
    assert address("child-erasure", connection) in letter.body
    assert Contact.objects.get(pk=connection.child_id).erased_at is None


def test_a_guardian_erases_a_child_after_reading_what_is_lost_and_the_other_one_is_told(visit, family, both):
    first, other = both
    visit(family.blaise).post(address("guardian", other), {"guardian": "on"})
    visit(family.andrew).post(address("child-guardian", first, other), {"answer": "allow"})
    deliver()
    andrew, page = visit(family.andrew), address("child-erasure", first)
    once_more(andrew, page)
    sheet = text(andrew.get(page))

    said = text(andrew.post(page, follow=True))

    assert "Erase everything about Mia, for good?" in sheet
    assert "Blaise Smith, who decides for Mia, too, gets a letter about it." in sheet
    assert "Everything about the child is erased." in said and "Mia" not in said
    assert Contact.objects.get(pk=first.child_id).erased_at
    [letter] = deliver()
    assert letter.to == ["canary.blaise@example.org"] and "Mia" not in letter.body
    assert "Andrew Smith, who decided for the child as you did" in letter.body


def test_a_guardian_takes_along_what_is_held_about_the_child_and_the_child_reads_who_did(
    visit, family, django_assert_max_num_queries
):
    connection = child_of(family.andrew)
    andrew = visit(family.andrew)

    with django_assert_max_num_queries(60):
        page = andrew.post(address("child-everything", connection))
    data = andrew.post(address("child-everything-data", connection)).json()

    assert "Everything we hold about Mia Smith" in text(page) and "“you” is Mia" in text(page)
    assert page["Content-Disposition"] == 'attachment; filename="everything.html"'
    assert data["yourself"][0]["first_name"] == "Mia"
    assert [(row["who"], row["what"], row["times"]) for row in data["seen_by_others"]] == [
        ("Andrew Smith", "everything", 2)
    ]
    assert "Took along everything we hold about you" in text(page)
    assert "Andrew Smith became your guardian" in text(page) and "seen a document" not in text(page)
    assert '<td data-label="What">Andrew Smith became your guardian</td>' in text(page), "a phone has no room for heads"


def test_once_a_guardian_is_none_any_more_the_childs_data_is_closed_to_him(visit, family):
    connection = child_of(family.andrew)
    andrew = visit(family.andrew)
    actions.end_guardian(guardians.on(connection), "Order 12", by=desk(family.andrew))

    answers = [
        andrew.post(address("child-everything", connection)),
        andrew.post(address("child-everything-data", connection)),
        andrew.get(address("child-details", connection)),
        andrew.get(address("child-erasure", connection)),
        visit(family.blaise).post(address("child-everything", connection)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


def test_a_guardian_puts_the_childs_details_right(visit, family):
    connection = child_of(family.andrew)
    andrew, page = visit(family.andrew), address("child-details", connection)
    wanted = {"first_name": "Mina", "last_name": "Smith", "language": "de", "birth_date": str(YOUNGER)}
    of_age = andrew.post(page, wanted | {"birth_date": "1999-03-14"})

    said = text(andrew.post(page, wanted | {"birth_date": str(YOUNGER + timedelta(days=1))}, follow=True))

    assert of_age.status_code == 422 and "decide for themselves" in text(of_age)
    assert "Saved. This is how Mina stands with us now." in said and "You decide for Mina" in said
    assert guardians.on(connection).ends_on == birthday(YOUNGER + timedelta(days=1), 13)


def test_the_birth_date_is_a_guardians_only_while_it_rests_on_his_word_alone(visit, family, both):
    first, other = both
    wanted = {
        "first_name": "Mia",
        "last_name": "Smith",
        "language": "en",
        "birth_date": str(YOUNGER + timedelta(days=1)),
    }
    visit(family.blaise).post(address("guardian", other), {"guardian": "on"})
    visit(family.andrew).post(address("child-guardian", first, other), {"answer": "allow"})

    page = visit(family.andrew).get(address("child-details", first))
    visit(family.andrew).post(address("child-details", first), wanted)

    assert 'name="birth_date"' not in text(page) and "at the desk, with a document" in text(page)
    assert guardians.on(first).ends_on == birthday(YOUNGER, 13)


# Several guardians


@pytest.fixture
def both(family) -> tuple[Connection, Connection]:
    """Mia with Andrew, her guardian, and Blaise, who has added her by number."""
    return child_of(family.andrew), connect(family.blaise, Contact.objects.get(first_name="Mia"))


def test_a_second_guardian_asks_and_the_first_is_written_to_and_answers(visit, family, both):
    first, other = both
    blaise, andrew = visit(family.blaise), visit(family.andrew)
    told = text(blaise.post(address("guardian", other), {"guardian": "on"}, follow=True))
    letters = [(letter.to, letter.subject) for letter in deliver() if "guardian" in letter.subject]
    page = text(andrew.get(address("child", first)))

    andrew.post(address("child-guardian", first, other), {"answer": "allow"})

    assert "Noted. If the child has a guardian here, they have a letter to answer." in told
    assert letters == [(["canary.andrew@example.org"], "Blaise Smith says they are a guardian of Mia, too")]
    assert "Is Blaise Smith a guardian of Mia, too?" in page
    assert "Blaise Smith" in text(andrew.get(address("child", first)))
    assert "Andrew Smith" in text(blaise.get(address("child", other)))


def test_asking_reads_alike_for_an_adult_a_child_and_a_refused_one(visit, family, both):
    first, other = both
    blaise = visit(family.blaise)
    adult = connect(family.blaise, family.darren)
    asked = text(blaise.post(address("guardian", other), {"guardian": "on"}, follow=True))
    visit(family.andrew).post(address("child-guardian", first, other), {"answer": "refuse"})

    again = text(blaise.post(address("guardian", other), {"guardian": "on"}, follow=True))
    of_adult = text(blaise.post(address("guardian", adult), {"guardian": "on"}, follow=True))

    notices = [re.search(r"Noted\.[^<]+", page)[0] for page in (asked, again, of_adult)]
    assert len(set(notices)) == 1
    assert len(guardians.of(first.child_id)) == 1


def test_saying_so_takes_a_tick(visit, family, both):
    answer = visit(family.blaise).post(address("guardian", both[1]))

    assert answer.status_code == 422
    [open_part] = re.findall(r"<details open>.*?</details>", text(answer), re.S)
    assert "Tick that you are the parent or guardian." in open_part and 'aria-describedby="word_error"' in open_part
    assert texts.guardian() in open_part, "the very words that the proof keeps"


def test_a_request_for_the_child_goes_to_the_guardian_by_letter_and_on_his_pages(visit, family, both):
    first, other = both
    letters = deliver()
    sent = [(letter.to, letter.subject) for letter in letters]
    andrew = visit(family.andrew)
    home, page = text(andrew.get("/")), text(andrew.get(address("child", first)))

    answer = andrew.post(
        address("child-answer", first, other), {"answer": "allow", "seen": seals(page)[0]}, follow=True
    )

    assert sent == [(["canary.andrew@example.org"], "Blaise Smith asks to look after tickets with Mia")]
    assert "Read and decide" in letters[0].body and "or change it" not in letters[0].body
    assert "Answer Blaise Smith for Mia" in home
    assert "Noted. It counts from this moment." in text(answer) and "End now" in text(answer)
    assert rules.may(customer(family.blaise), Scope.SEE_TICKETS, first.child)
    receipt = deliver()
    assert [(letter.to, letter.subject) for letter in receipt] == [
        (["canary.andrew@example.org"], "What Blaise Smith can see and do for Mia")
    ]


def test_no_letter_to_a_child_is_lost_with_two_guardians_each_gets_one(visit, family, both):
    first, other = both
    actions.ask_to_guard(other, by=customer(family.blaise), said={})
    actions.answer_guardian(guardians.asking(first.child_id)[0], True, by=actor.guardian(family.andrew, first.child))
    connect(family.darren, first.child)

    sent = {(letter.to[0], letter.subject) for letter in deliver() if "Darren" in letter.subject}

    assert sent == {
        ("canary.andrew@example.org", "Darren Smith asks to look after tickets with Mia"),
        ("canary.blaise@example.org", "Darren Smith asks to look after tickets with Mia"),
    }


def written() -> set[tuple]:
    """What went since the last time: by mail, or on paper as the postman leaves it."""
    sent = {(letter.to[0], letter.subject) for letter in deliver()}
    papers = Letter.objects.filter(state=State.TO_PRINT)
    sheets = {(letter.contact_id, postman.shown(letter, TABLE).subject) for letter in papers}
    papers.update(state=State.DROPPED)
    return sent | sheets


def test_guardians_are_told_of_each_other_by_mail_or_on_paper(family, both):
    first, other = both
    greta = register(family.organisation, "Greta")
    PrivateDetails.objects.filter(contact=greta).update(email="", email_key="")
    deliver()
    named = actions.name_guardian(first.child, greta, "Order 12", by=desk(greta))
    of_naming = written()
    actions.ask_to_guard(other, by=customer(family.blaise), said={})
    of_asking = written()
    actions.answer_guardian(guardians.asking(first.child_id)[0], True, by=actor.guardian(family.andrew, first.child))
    of_the_yes = written()
    actions.end_guardian(guardians.on(named), "Order 13", by=desk(greta))
    of_the_end = written()
    actions.remove(Connection.objects.get(pk=other.pk), by=customer(family.blaise))

    andrew, blaise = "canary.andrew@example.org", "canary.blaise@example.org"
    house = family.organisation.name
    assert of_naming == {
        (andrew, "Greta Smith is a guardian of Mia, too"),
        (greta.pk, f"You are a guardian of Mia at {house} now"),
    }
    asks = "Blaise Smith says they are a guardian of Mia, too"
    assert of_asking == {(andrew, asks), (greta.pk, asks)}
    assert of_the_yes == {
        (greta.pk, "Blaise Smith is a guardian of Mia, too"),
        (blaise, f"You are a guardian of Mia at {house} now"),
    }
    assert of_the_end == {
        (andrew, "Greta Smith is no guardian of Mia any more"),
        (blaise, "Greta Smith is no guardian of Mia any more"),
        (greta.pk, f"You are no guardian of Mia at {house} any more"),
    }
    assert written() == {(andrew, "Blaise Smith is no guardian of Mia any more")}


def test_both_are_told_when_another_law_or_date_of_birth_ends_it_at_once(family):
    first = child_of(family.andrew)
    greta = register(family.organisation, "Greta")
    PrivateDetails.objects.filter(contact=greta).update(email="", email_key="")
    actions.name_guardian(first.child, greta, "Order 12", by=desk(greta))
    written()
    PrivateDetails.objects.filter(contact=first.child).update(birth_date=date(1990, 1, 1))

    actions.move_birthday(first.child, by=desk(greta))

    assert written() == {
        ("canary.andrew@example.org", "Mia decides alone now"),
        (greta.pk, "Mia decides alone now"),
        (first.child_id, f"You decide alone at {family.organisation.name} now"),
    }
    worker.keep_birthdays()
    assert Letter.objects.filter(template="birthday-soon").count() == 2


def test_a_guardian_without_an_email_reads_on_paper_what_comes_before_the_birthday(family):
    first = child_of(family.andrew)
    PrivateDetails.objects.filter(contact=family.andrew).update(email="", email_key="")
    with clock.held(guardians.on(first).ends_at - timedelta(days=60)):
        worker.keep_birthdays()

        assert {reader for reader, _subject in written()} == {family.andrew.pk, first.child_id}


def test_whoever_looks_at_a_letter_posts_nothing(family, both):
    letter = Letter.objects.get(template="consent-request")

    assert postman.shown(letter, TABLE) is None or Letter.objects.count() == 1
    assert Letter.objects.count() == 1


# Buying


@pytest.fixture
def mother(db) -> Buyer:
    """Andrew in a shop that sells, with one member, and Mia."""
    buyer = at(open_shop(members=1))
    with clock.held(MIDNIGHT - timedelta(days=70)):
        child_of(buyer.shop.andrew, born=BORN)
    return buyer


def test_the_tariff_is_guessed_for_a_child_and_the_lead_may_still_choose(mother):
    page = words(mother.get(WHO))
    mia = Connection.objects.get(how="guardian").public_id
    mother.post(WHO, {"who": ["me", mia], "category": "centre", "tariff-me": "adult", f"tariff-{mia}": "adult"})

    assert "Junior, from the age of Mia on" in page
    assert {seat.tariff.code for seat in BasketSeat.objects.all()} == {"adult"}


@pytest.mark.parametrize("opened", [True, False])
def test_a_members_age_guesses_only_where_the_details_are_open(db, opened):
    buyer = at(open_shop(members=1))
    member = buyer.shop.members[0]
    PrivateDetails.objects.filter(contact=member).update(birth_date=date(1950, 1, 1))
    allow(buyer.link(member), scopes=FULL if opened else frozenset())

    page = words(buyer.get(WHO))

    assert ("from the age of MemberAA on" in page) is opened
    assert "1950" not in page


@pytest.mark.parametrize(("days", "tariff"), [(0, "Adult"), (1, "Junior")])
def test_the_tariff_goes_by_the_age_on_the_day_of_the_first_match(mother, days, tariff):
    """Between the purchase and it somebody has his birthday."""
    first = mother.shop.offer.product.season.starts
    eighteen = first + timedelta(days=days)
    eighteen += timedelta(days=(eighteen.month, eighteen.day) == (2, 29))
    PrivateDetails.objects.filter(contact__first_name="Mia").update(
        birth_date=eighteen.replace(year=eighteen.year - 18)
    )

    with clock.held(clock.now() - timedelta(hours=23)):
        page = words(mother.get(WHO))

    assert f"{tariff}, from the age of Mia on {plain_day(first)}" in page


@pytest.mark.scenario(23)
def test_a_child_from_the_first_ticket_to_an_account_of_its_own(mother):
    """Over HTTP alone, with the clock held."""
    andrew, connection = mother.shop.andrew, Connection.objects.get(how="guardian")
    mia = connection.child
    assert queries.latest(connection).ends_at == MIDNIGHT
    key = connection.public_id
    deliver()
    mother.post(WHO, {"who": ["me", key], "category": "centre", "tariff-me": "adult", f"tariff-{key}": "junior"})
    mother.pay()
    bought = [(letter.to, letter.subject) for letter in deliver()]
    ticket = Ticket.objects.get(holder=mia)
    assert [to for to, _subject in bought] == [[email_of(andrew)]]

    with clock.held(MIDNIGHT - timedelta(days=60)):
        worker.keep_birthdays()
        told = [(letter.to, letter.subject) for letter in deliver()]
        assert told == [([email_of(andrew)], f"From {plain_day(SOON)} on Mia decides alone")]
        assert Letter.objects.filter(template="own-age-soon", contact_id=mia.pk).count() == 1

    with clock.held(MIDNIGHT):
        assert mother.get(f"/tickets/{ticket.public_id}/ticket.pdf").status_code == 200
        assert mother.get(f"/tickets/?of={key}").status_code == 404
        worker.keep_birthdays()
        page = mother.read(address("person", connection))
        assert "Waiting for an answer" in page and "Hand over to Mia" in page
        Contact.objects.filter(pk=mia.pk).update(first_name="Corrected")
        page = mother.read(address("child", connection))
        assert "Mia decides alone now" in page and "Corrected" not in page and plain_day(BORN) not in page

        mother.post(address("child-address", connection), {"email": "mia@example.org"})
        [letter] = deliver()
        assert letter.to == ["mia@example.org"]
        link = re.search(r"/password/[^/\s]+/", letter.body)[0]
        own = Client()
        own.post(link, {"password": PASSWORD})
        signed_in = own.post("/account/sign-in/", {"login": "mia@example.org", "password": PASSWORD})
        assert signed_in.status_code == 302
        acting = own.get("/account/people/")
        assert "Ended by itself" in text(acting) and "Andrew" in text(acting)
        assert "mia@example.org" not in mother.read(address("child", connection)), "alike whatever she does"

        taken = own.post(reverse("shop:ticket-ownership", args=[ticket.public_id]))
        back = {"answer": "chosen", "scopes": ["see_tickets"], "seen": seals(text(acting))[0]}
        own.post(address("acting-lead", connection), back)

        assert taken.status_code == 303
        assert rules.may(customer(andrew), Scope.SEE_TICKETS, mia)
        assert not rules.may(customer(andrew), Scope.SEE_ORDERS, mia)
        assert mother.get(f"/tickets/?of={key}").status_code == 200


def test_a_ticket_that_somebody_else_buys_for_the_child_is_told_to_the_guardians_by_mail_or_on_paper(db):
    buyer = at(open_shop(members=1))
    anna, george = (register(buyer.shop.andrew.organisation, name) for name in ("Anna", "George"))
    mia = child_of(anna).child
    actions.name_guardian(mia, george, "Order 12", by=desk(mia))
    PrivateDetails.objects.filter(contact=george).update(email="", email_key="")
    connect(buyer.shop.andrew, mia)
    deliver()
    key = Connection.objects.get(parent=buyer.shop.andrew, child=mia).public_id
    buyer.post(WHO, {"who": [key], "category": "centre", f"tariff-{key}": "junior"})
    buyer.pay()

    sent = [(letter.to, letter.subject) for letter in deliver() if email_of(buyer.shop.andrew) not in letter.to]

    to_print = Letter.objects.filter(state=State.TO_PRINT).values_list("template", "contact_id")
    assert sent == [(["canary.anna@example.org"], "Andrew Smith bought a ticket for Mia at Ferrygate Athletic")]
    assert ("child-ticket", george.pk) in to_print


def email_of(contact: Contact) -> str:
    return PrivateDetails.objects.get(contact=contact).email
