"""Friends and Family: limits and times."""

import pytest
from django.db import IntegrityError, transaction

from kithkin.audit.models import Entry
from kithkin.base.actor import Power, operator
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.desk.forms.limits import SECTIONS
from kithkin.organisations import actions
from kithkin.organisations.limits import BOUNDS
from kithkin.organisations.models import Organisation
from tests.people import customer, organisation

PAGE = "/desk/limits/"
SAID = "Write a number from %d to %d."


def typed(browser, **changes) -> dict:
    """What the page would send, with these numbers typed over."""
    form = browser.get(PAGE).context["form"]
    now = {name: form[name].value() for name in BOUNDS}
    return {**now, **{f"initial-{name}": value for name, value in now.items()}, **changes}


def save(browser, sent: dict):
    return browser.post(PAGE, sent, follow=True)


def entries() -> list[dict]:
    return list(Entry.objects.filter(what="organisation.limits-set").values_list("facts", flat=True))


def test_every_limit_is_on_the_page_with_its_bounds_and_its_default(hana):
    page = hana.get(PAGE).text

    assert [name for words in SECTIONS.values() for name in words] == sorted(BOUNDS, key=[*_order()].index)
    for name, (least, most) in BOUNDS.items():
        default = Organisation._meta.get_field(name).default
        assert least <= default <= most
        assert f"From {least} to {most}; at first {default}." in page


def _order():
    return (name for words in SECTIONS.values() for name in words)


def test_what_is_changed_is_saved_and_stands_in_the_journal_with_old_and_new_value(hana, family):
    said = save(hana, typed(hana, group_limit=30, consent_days="180")).text

    family.organisation.refresh_from_db()
    assert "Saved: 2 values are new." in said
    assert (family.organisation.group_limit, family.organisation.consent_days) == (30, 180)
    assert entries() == [{"group_limit": [20, 30], "consent_days": [365, 180]}]


def test_saving_without_a_change_says_so_and_notes_nothing(hana):
    assert "Nothing was changed" in save(hana, typed(hana)).text
    assert entries() == []


WRONG = {
    "below": lambda bounds: bounds.least - 1,
    "above": lambda bounds: bounds.most + 1,
    **{text or "empty": lambda _bounds, text=text: text for text in ("", "many", "1.5", "-3")},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_lies_outside_is_refused_beside_its_field_and_nothing_typed_is_lost(hana, wrong):
    before = Organisation.objects.values().get()
    right, *others = BOUNDS
    sent = {name: wrong(BOUNDS[name]) for name in others}

    answer = save(hana, typed(hana, **sent, **{right: BOUNDS[right].most}))
    form = answer.context["form"]

    assert answer.status_code == 422
    assert form.errors == {name: [SAID % BOUNDS[name]] for name in others}
    assert form[right].value() == str(BOUNDS[right].most)
    assert {name: form[name].value() for name in others} == {name: str(value) for name, value in sent.items()}
    assert Organisation.objects.values().get() == before
    assert entries() == []


@pytest.mark.parametrize("name", BOUNDS)
def test_the_database_keeps_the_bounds_and_so_does_the_action(family, name):
    least, most = BOUNDS[name]
    by = operator(1, family.organisation.pk, [Power.SET_LIMITS])

    for value in (least, most):
        actions.set_limits(family.organisation, {name: value}, by=by)
    for value in (least - 1, most + 1):
        with pytest.raises(Refused, match=SAID % (least, most)):
            actions.set_limits(family.organisation, {name: value}, by=by)
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.update(**{name: value})


def test_what_somebody_else_has_set_meanwhile_stays(hana, family):
    sent = typed(hana, group_limit=30)
    Organisation.objects.update(lookups_per_day=7, group_limit=25)

    save(hana, sent)

    family.organisation.refresh_from_db()
    assert (family.organisation.group_limit, family.organisation.lookups_per_day) == (30, 7)
    assert entries() == [{"group_limit": [25, 30]}]


def test_another_organisations_limits_are_not_touched_and_nobody_else_sets_them(family):
    theirs = organisation("elsewhere")
    by = operator(1, family.organisation.pk, list(Power))

    with pytest.raises(NotAllowed):
        actions.set_limits(theirs, {"group_limit": 3}, by=by)
    with pytest.raises(NotAllowed):
        actions.set_limits(family.organisation, {"group_limit": 3}, by=customer(family.andrew))
    without = [power for power in Power if power is not Power.SET_LIMITS]
    with pytest.raises(NotAllowed):
        actions.set_limits(family.organisation, {"group_limit": 3}, by=operator(1, family.organisation.pk, without))


def test_what_is_no_limit_cannot_be_set_here(hana, family):
    save(hana, typed(hana, currency="XXX", consent_on="", brand_hue=3))

    family.organisation.refresh_from_db()
    assert (family.organisation.currency, family.organisation.consent_on, family.organisation.brand_hue) == (
        "GBP",
        True,
        222,
    )


def test_a_limit_holds_from_the_next_press(hana, visit_as_andrew, family):
    save(hana, typed(hana, lookups_per_day=1))
    wrong = {"by": "number", "number": family.blaise.number, "last_name": "Jones"}

    told = [visit_as_andrew.post("/account/friends/", wrong).text for _ in range(2)]

    assert ["That was the last try for today" in text for text in told] == [False, True]


def test_the_page_costs_a_fixed_number_of_queries(hana, django_assert_num_queries):
    sent = typed(hana, group_limit=400)
    with django_assert_num_queries(2):
        hana.get(PAGE)
    with django_assert_num_queries(7):  # 2 to get in; the row, the new values, the journal between begin and end
        hana.post(PAGE, sent)
