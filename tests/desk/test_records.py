"""A person's record at the desk: put right, erased by two; the register of what is kept."""

import pytest

from kithkin.audit.models import Entry, StaffRead
from kithkin.base.actor import Power
from kithkin.contacts import correcting
from kithkin.contacts.models import Contact
from kithkin.organisations import actions as organisations
from kithkin.persons.models import ErasureDemand
from tests.people import HOUSE, connect, organisation, register
from tests.persons.test_guardians import child as add_child

from .reasons import give_reason

OTHER = "second@example.org"
WAITING = "/desk/erasures/"


def place(contact: Contact, what: str) -> str:
    return f"/desk/contacts/{contact.number}/{what}/"


@pytest.fixture
def ida(shop, sit_down):
    return sit_down(shop.organisation, email=OTHER)


def test_an_operator_puts_details_right_and_the_journal_says_that_he_read_and_what_he_changed(hana, family):
    page = place(family.blaise, "correction")
    give_reason(hana, family.blaise)
    typed = {"first_name": "Blasius", "last_name": "Smith", "birth_date": "2004-06-02", "language": "de", "phone": ""}

    assert "canary Blaise" in hana.get(page).text
    said = hana.post(page, typed, follow=True).text

    assert "Saved." in said
    stands = correcting.details(Contact.objects.get(pk=family.blaise.pk))
    assert (stands.first_name, str(stands.birth_date), stands.language, stands.phone) == (
        "Blasius",
        "2004-06-02",
        "de",
        "",
    )
    what = list(Entry.objects.filter(about_id=family.blaise.pk, kind="operator").values_list("what", flat=True))
    assert what.count("contact.corrected") == 1 and "contact.read" in what


def test_what_cannot_be_is_refused_beside_its_field(hana, family):
    typed = {"first_name": "=x", "last_name": "Smith", "birth_date": "2004-06-02", "language": "en", "phone": "1"}

    answer = hana.post(place(family.blaise, "correction"), typed)

    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["first_name"]


def test_two_operators_erase_and_the_first_cannot_confirm(hana, ida, family):
    give_reason(hana, family.blaise)
    assert "second operator" in hana.get(place(family.blaise, "erasure")).text
    said = hana.post(place(family.blaise, "erasure"), follow=True).text
    [asked] = ErasureDemand.objects.all()
    decide = f"/desk/erasures/{asked.pk}/"

    assert "Somebody else has to confirm" in said and "Erase for good" not in said
    assert "Somebody else has to confirm" in hana.post(decide, {"answer": "confirm"}, follow=True).text
    assert "Look and decide" in ida.get(WAITING).text and "Hana Novak" in ida.get(WAITING).text
    assert "Erase for good" in ida.get(decide).text and "Erase for good" not in hana.get(decide).text
    assert "Erased." in ida.post(decide, {"answer": "confirm"}, follow=True).text

    assert Contact.objects.get(pk=family.blaise.pk).erased_at
    assert ida.get(place(family.blaise, "erasure")).status_code == 404
    assert ida.post(decide, {"answer": "confirm"}).status_code == 404


def test_the_second_operator_reads_the_same_of_what_is_lost_as_the_first(hana, ida, family, django_assert_num_queries):
    give_reason(hana, family.blaise)
    connect(family.blaise, family.darren)
    add_child(family.blaise)
    first = hana.get(place(family.blaise, "erasure"))
    hana.post(place(family.blaise, "erasure"))
    [asked] = ErasureDemand.objects.all()

    second = ida.get(f"/desk/erasures/{asked.pk}/")

    assert second.context["stake"] == first.context["stake"]
    assert (second.context["stake"].members, [each.alone for each in second.context["stake"].children]) == (2, [True])
    assert "The only guardian of Mia Smith here" in second.text
    read = StaffRead.objects.get(contact_id=family.blaise.pk, why="law")
    assert read.times == 1
    with django_assert_num_queries(15):
        ida.get(f"/desk/erasures/{asked.pk}/")


def test_a_demand_is_called_off_and_asked_twice_it_is_one(hana, ida, family):
    for browser in (hana, ida):
        browser.post(place(family.blaise, "erasure"))
    [asked] = ErasureDemand.objects.all()

    assert "Called off." in hana.post(f"/desk/erasures/{asked.pk}/", {"answer": "refuse"}, follow=True).text

    assert Contact.objects.get(pk=family.blaise.pk).erased_at is None
    assert "Nobody waits to be erased" in hana.get(WAITING).text


def test_another_organisations_people_do_not_exist_here(hana, family):
    stranger = register(organisation("elsewhere"), "Blaise")

    for what in ("correction", "erasure"):
        assert hana.get(place(stranger, what)).status_code == 404


def test_what_is_private_is_shown_with_a_reason_only(hana, family):
    for what in ("correction", "erasure"):
        answer = hana.get(place(family.blaise, what))
        assert answer.status_code == 302 and "/reason/" in answer["Location"]


def test_each_page_asks_for_its_power(shop, sit_down, family):
    needs = {
        place(family.blaise, "correction"): Power.CORRECT_CONTACTS,
        place(family.blaise, "erasure"): Power.ERASE_CONTACTS,
        WAITING: Power.ERASE_CONTACTS,
        "/desk/register/": Power.READ_REGISTER,
    }
    for number, (page, power) in enumerate(needs.items()):
        others = [each for each in Power if each is not power]
        without = sit_down(shop.organisation, *others, email=f"no{number}@example.org")
        assert without.get(page).status_code == 403, page


def test_the_register_follows_the_settings(hana, shop, family):
    before = hana.get("/desk/register/").text
    organisations.switch_friends_and_family(shop, True, by=HOUSE)
    family.organisation.refresh_from_db()
    family.organisation.keep_reads_months = 7
    family.organisation.email = "office@ferrygate.example"
    family.organisation.save()

    after = hana.get("/desk/register/").text

    assert "the feature is off at every point of sale" in before and "24 months" in before
    assert "Leads, each as far as the person has allowed, for 365 days" in after
    assert "7 months" in after and "office@ferrygate.example" in after and "Ticket shop" in after


def test_the_pages_cost_a_fixed_number_of_queries(hana, family, django_assert_num_queries):
    give_reason(hana, family.blaise)
    costs = {WAITING: 3, "/desk/register/": 4}
    costs |= {place(family.blaise, what): most for what, most in (("correction", 9), ("erasure", 13))}
    for page, most in costs.items():
        with django_assert_num_queries(most):
            assert hana.get(page).status_code == 200
