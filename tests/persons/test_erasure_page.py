"""A person has himself erased: asked once more who he is, told what goes, and gone when he presses."""

from kithkin.accounts import recently
from kithkin.contacts.models import Contact
from kithkin.demo.roles import PASSWORD
from kithkin.project import worker

PAGE = "/account/data/erasure/"


def proven(browser) -> None:
    """He types his password once more."""
    asked = browser.get(PAGE)
    assert asked.status_code == 302
    answer = browser.post(asked["Location"], {"password": PASSWORD, "next": PAGE})
    assert answer["Location"] == PAGE


def test_without_showing_again_who_he_is_nothing_is_erased(full):
    for press in (full.browser.get, full.browser.post):
        assert "/account/once-more/" in press(PAGE)["Location"]

    assert Contact.objects.get(pk=full.person.pk).erased_at is None


def test_the_page_names_what_he_would_lose(full):
    proven(full.browser)

    page = full.browser.get(PAGE).text

    assert "You still hold tickets:" in page and full.bought.number in page
    assert full.by_andrew.number not in page, "who bought it for him is not asked by its number"
    assert "These reservations are given back:" in page and full.reserved.number in page
    assert "Your people (4), and everybody who acts for you (2)" in page
    assert "This cannot be undone." in page


def test_one_press_erases_signs_out_and_says_so(full):
    proven(full.browser)

    answer = full.browser.post(PAGE, follow=True)

    assert "Everything about you is erased" in answer.text
    assert Contact.objects.get(pk=full.person.pk).erased_at
    assert full.browser.get("/account/").status_code == 302
    worker.deliver()


def test_a_wrong_password_opens_nothing(full):
    asked = full.browser.get(PAGE)["Location"]

    answer = full.browser.post(asked, {"password": "wrong", "next": PAGE})

    assert answer.status_code == 200 and full.browser.get(PAGE).status_code == 302


def test_whoever_proved_himself_by_a_mailed_code_may_go_on(full, monkeypatch):
    monkeypatch.setattr(recently, "shown", lambda request: True)

    assert full.browser.get(PAGE).status_code == 200


def test_the_page_costs_a_fixed_number_of_queries(full, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(recently, "shown", lambda request: True)

    with django_assert_num_queries(7):
        full.browser.get(PAGE)
