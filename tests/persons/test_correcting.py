"""Putting right what is written down: by the person, and by the desk."""

from datetime import date, timedelta

import pytest

from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.connections import door
from kithkin.contacts import correcting
from kithkin.contacts.correcting import Details
from kithkin.contacts.models import Contact
from tests.people import allow, connect, customer
from tests.visits import signed_in

NEW = Details("Blasius", "Schmidt", "de", "+49 30 123456", date(2004, 6, 2))
PAGE = "/account/data/details/"


def stands(contact) -> Details:
    return correcting.details(Contact.objects.get(pk=contact.pk))


def test_a_person_changes_names_phone_language_and_says_the_date_of_birth_once(family):
    changed = correcting.correct(family.blaise, NEW, by=customer(family.blaise))

    assert stands(family.blaise) == NEW
    assert changed == ["first_name", "last_name", "language", "phone", "birth_date"]
    with pytest.raises(Refused, match="Ask us to put it right"):
        correcting.correct(
            family.blaise, Details("Blasius", "Schmidt", "de", "", date(2001, 1, 1)), by=customer(family.blaise)
        )
    assert stands(family.blaise) == NEW


def test_the_journal_says_which_fields_and_never_what_stood_there(family):
    correcting.correct(family.blaise, NEW, by=customer(family.blaise))
    correcting.correct(family.blaise, NEW, by=customer(family.blaise))

    [entry] = Entry.objects.filter(what="contact.corrected")
    assert entry.facts == {"fields": ["first_name", "last_name", "language", "phone", "birth_date"]}
    heap = str(list(Entry.objects.values()))
    assert [word for word in ("Blasius", "Schmidt", "123456", "2004-06-02", "Blaise") if word in heap] == []


def test_a_lead_reads_the_new_name_only_once_the_person_has_allowed_it(family):
    blaise, darren = connect(family.andrew, family.blaise), connect(family.andrew, family.darren)
    allow(blaise)
    for person in (family.blaise, family.darren):
        correcting.correct(person, Details("New", "Name", "en"), by=customer(person))

    names = {card.connection_id: card.name for card in door.group(customer(family.andrew))}

    assert names == {blaise.public_id: "New Name", darren.public_id: "Darren Smith"}


WRONG = {
    "first_name": Details("=cmd", "Smith", "en"),
    "last_name": Details("Blaise", "www.example.org", "en"),
    "language": Details("Blaise", "Smith", "xx"),
    "phone": Details("Blaise", "Smith", "en", "call me"),
    "birth_date": Details("Blaise", "Smith", "en", "", clock.now().date() + timedelta(days=2)),
}


@pytest.mark.parametrize("field", WRONG)
def test_what_cannot_be_is_refused_beside_its_field(family, field):
    before = stands(family.blaise)

    with pytest.raises(Refused) as refused:
        correcting.correct(family.blaise, WRONG[field], by=customer(family.blaise))

    assert (refused.value.field, stands(family.blaise)) == (field, before)


def test_the_desk_corrects_everything_with_the_power_and_nobody_else_anything(family):
    house = family.organisation.pk
    without = [power for power in Power if power is not Power.CORRECT_CONTACTS]
    correcting.correct(family.blaise, NEW, by=customer(family.blaise))
    again = Details("Blaise", "Smith", "en", "", date(2004, 6, 3))

    for by in (operator(1, house, without), operator(1, house + 1, list(Power)), customer(family.andrew)):
        with pytest.raises(NotAllowed):
            correcting.correct(family.blaise, again, by=by)
    with pytest.raises(NotAllowed):
        correcting.correct(family.blaise, again, by=by_link(family.blaise))
    correcting.correct(family.blaise, again, by=operator(1, house, [Power.CORRECT_CONTACTS]))

    assert stands(family.blaise) == again


def test_the_page_saves_what_was_typed_and_keeps_it_when_it_was_wrong(cast):
    browser = signed_in(cast.blaise)
    typed = {"first_name": "Blasius", "last_name": "Smith", "phone": "abc", "language": "en"}

    wrong = browser.post(PAGE, typed)
    assert wrong.status_code == 200 or wrong.status_code == 422
    assert "Write the number with digits" in wrong.text and 'value="Blasius"' in wrong.text
    right = browser.post(PAGE, typed | {"phone": "+44 7700 900102"}, follow=True)

    assert "Saved. This is how you stand with us now." in right.text
    assert (stands(cast.blaise).first_name, stands(cast.blaise).birth_date) == ("Blasius", date(2004, 6, 2))


def test_the_page_asks_for_the_date_of_birth_only_while_nobody_has_written_it_down(cast):
    page = signed_in(cast.blaise).get(PAGE)

    assert "birth_date" not in page.context["form"].fields


def test_the_pages_cost_a_fixed_number_of_queries(cast, django_assert_num_queries):
    browser = signed_in(cast.blaise)

    for address, most in (("/account/data/", 1), (PAGE, 2)):
        with django_assert_num_queries(most):
            assert browser.get(address).status_code == 200
