"""Guardians decide for children: whom, on what ground, until when, and what happens on the birthday."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Max, Min

from kithkin.base import actor, clock
from kithkin.base.actor import Power
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.connections import actions, birthdays, door, guardians, ledger, queries, rules, texts
from kithkin.connections.forms import Signed
from kithkin.connections.models import Connection, ConsentEvent, ConsentText, Guardianship, Refusal
from kithkin.connections.scopes import FULL, LOOK_AFTER, Scope
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail import queue
from kithkin.mail.models import Letter
from kithkin.organisations import ages
from kithkin.organisations.models import Organisation
from tests.people import HOUSE, connect, customer, organisation, register
from tests.shop import silence

pytestmark = pytest.mark.django_db
BORN = date(2017, 3, 14)  # Mia is 9
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DOCUMENT = "Court order 12/2026"


@pytest.fixture(autouse=True)
def today():
    with clock.held(NOW):
        yield


@pytest.fixture
def anna(family) -> Contact:
    """Mia's mother."""
    return register(family.organisation, "Anna")


def add(lead: Contact, first: str = "Mia", born: date | None = BORN, last: str = "Smith") -> Connection:
    said = texts.said_by_guardian("en", 1)
    return actions.add_child(lead, Person(first, last, birth_date=born), by=customer(lead), said=said)


def speaking(guardian: Contact, connection: Connection):
    return actor.guardian(guardian, connection.child)


def at_desk(contact: Contact, *powers: Power):
    return actor.operator(1, contact.organisation_id, powers or (Power.SET_GUARDIANS, Power.SET_LIMITS))


def second(lead: Contact, first: Connection) -> Connection:
    """Another lead adds the child by number and says that he is a guardian, too."""
    connection = connect(lead, first.child)
    actions.ask_to_guard(connection, by=customer(lead), said=texts.said_by_guardian("en", 1))
    return connection


def proofs_hold() -> list[str]:
    ends = Connection.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return list(ledger.problems(ends["first"], ends["last"] + 1))


def opened(lead: Contact, member: Contact) -> set[Scope]:
    return {scope for scope in Scope if rules.may(customer(lead), scope, member)}


# By one's own word


def test_a_child_is_a_contact_that_holds_what_was_typed_and_nothing_else(anna):
    connection = add(anna)

    own = door.own(speaking(anna, connection))
    assert (own.name, own.email, own.phone, own.birth_date) == ("Mia Smith", "", "", BORN)
    assert (connection.how, connection.kind) == ("guardian", "child")
    assert list(Letter.objects.all()) == []


def test_the_guardian_has_what_looking_after_opens_until_the_birthday_at_the_national_age(anna):
    connection = add(anna)

    assert opened(anna, connection.child) == LOOK_AFTER
    assert ages.of(anna.organisation) == 13
    assert queries.latest(connection).ends_at == datetime(2030, 3, 14, tzinfo=ZoneInfo("Europe/London"))


def test_the_proof_says_who_decided_on_what_ground_and_in_which_words(anna):
    connection = add(anna)

    event = connection.events.get(what="guardian-named")
    assert (event.by_kind, event.evidence["guardian"], event.evidence["ground"]) == ("guardian", anna.pk, "own-word")
    assert "parent or guardian" in ConsentText.objects.get(hash=event.shown["text_hash"]).body
    assert proofs_hold() == []


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (None, "Write the date of birth."),
        (date(2026, 11, 22), "Write the date of birth."),
        (date(1890, 1, 1), "Write the date of birth."),
        (date(2013, 11, 21), "From 13 years on people decide for themselves."),
    ],
)
def test_only_somebody_under_the_national_age_can_be_added_so(anna, born, words):
    with pytest.raises(Refused, match=words):
        add(anna, born=born)

    assert not Contact.objects.filter(first_name="Mia").exists()


def test_the_day_before_the_birthday_is_early_enough(anna):
    assert add(anna, born=date(2013, 11, 22)).removed_at is None


def test_the_same_child_is_not_added_twice_by_one_guardian(anna):
    add(anna)

    with pytest.raises(Refused, match="already among your people"):
        add(anna, "MIA")


def test_the_limits_of_a_group_count_children_too(family):
    family.organisation.group_limit = 1
    add(family.andrew)

    with pytest.raises(NotAllowed, match="group is full"):
        add(family.andrew, "Tom")


def test_nobody_adds_a_child_in_anothers_name(anna, family):
    with pytest.raises(NotAllowed):
        actions.add_child(anna, Person("Mia", "Smith", birth_date=BORN), by=customer(family.andrew), said={})


# The second guardian


def test_a_second_guardian_takes_the_firsts_yes(anna, family):
    first = add(anna)
    asked = second(family.andrew, first)
    before = opened(family.andrew, first.child)

    actions.answer_guardian(guardians.asking(first.child_id)[0], True, by=speaking(anna, first))

    assert (before, opened(family.andrew, first.child)) == (set(), LOOK_AFTER)
    assert [each.connection.parent for each in guardians.of(first.child_id)] == [anna, family.andrew]
    assert list(Letter.objects.values_list("template", "contact_id")) == [
        ("consent-request", first.child_id),
        ("guardian-request", anna.pk),
        ("guardian-news", family.andrew.pk),
    ]
    event = asked.events.get(what="guardian-named")
    assert (event.by_kind, event.evidence["guardian"], event.evidence["names"][1]) == ("guardian", anna.pk, "guardian")
    assert proofs_hold() == []


def test_a_no_leaves_it_as_it_was_and_may_not_be_asked_again_for_a_while(anna, family):
    first = add(anna)
    asked = second(family.andrew, first)

    actions.answer_guardian(guardians.asking(first.child_id)[0], False, by=speaking(anna, first))
    actions.ask_to_guard(asked, by=customer(family.andrew), said={})
    later = NOW + timedelta(days=family.organisation.keep_refusal_days + 1)
    soon = guardians.asking(first.child_id)
    with clock.held(later):
        actions.ask_to_guard(asked, by=customer(family.andrew), said={})
        then = guardians.asking(first.child_id)

    assert (opened(family.andrew, first.child), soon, len(then)) == (set(), [], 1)


def test_asking_to_guard_an_adult_says_nothing_and_does_nothing(family):
    connection = connect(family.andrew, family.blaise)

    actions.ask_to_guard(connection, by=customer(family.andrew), said={})

    assert not Guardianship.objects.exists()
    assert not Letter.objects.filter(template="guardian-request").exists()


def test_only_a_guardian_answers(anna, family):
    first = add(anna)
    second(family.andrew, first)
    asked = guardians.asking(first.child_id)[0]

    for by in (customer(family.andrew), speaking(family.andrew, first), speaking(family.blaise, first), HOUSE):
        with pytest.raises(NotAllowed):
            actions.answer_guardian(asked, True, by=by)


def test_the_first_answer_counts(anna, family):
    first = add(anna)
    second(family.andrew, first)
    asked = guardians.asking(first.child_id)[0]
    actions.answer_guardian(asked, False, by=speaking(anna, first))

    with pytest.raises(WrongMove):
        actions.answer_guardian(asked, True, by=speaking(anna, first))


# At the desk


def test_the_desk_names_a_guardian_who_has_shown_a_document(anna, family):
    first = add(anna)

    connection = actions.name_guardian(first.child, family.andrew, DOCUMENT, by=at_desk(anna))

    assert opened(family.andrew, first.child) == LOOK_AFTER
    row = Guardianship.objects.get(connection=connection)
    assert (row.ground, row.document) == ("document", DOCUMENT)
    assert proofs_hold() == []


def test_the_desk_needs_the_power_the_document_and_a_child(anna, family):
    first = add(anna)

    with pytest.raises(NotAllowed):
        actions.name_guardian(first.child, family.andrew, DOCUMENT, by=at_desk(anna, Power.READ_CONTACTS))
    with pytest.raises(Refused, match="which document"):
        actions.name_guardian(first.child, family.andrew, "  ", by=at_desk(anna))
    with pytest.raises(Refused, match="date of birth"):
        actions.name_guardian(family.blaise, family.andrew, DOCUMENT, by=at_desk(anna))
    stranger = organisation("elsewhere")
    with pytest.raises(NotAllowed):
        actions.name_guardian(first.child, family.andrew, DOCUMENT, by=at_desk(register(stranger, "Zoe")))


def test_the_desk_ends_a_guardian_by_a_document_and_what_was_open_closes(anna):
    connection = add(anna)

    actions.end_guardian(guardians.on(connection), DOCUMENT, by=at_desk(anna))

    assert (opened(anna, connection.child), guardians.of(connection.child_id)) == (set(), [])
    assert proofs_hold() == []


# What guardians decide


def test_a_guardian_allows_another_lead_in_the_childs_name_until_the_birthday_at_most(anna, family):
    first = add(anna, born=date(2013, 12, 24))
    asked = connect(family.andrew, first.child)

    actions.allow(queries.latest(asked), by=speaking(anna, first), scopes=FULL)

    assert opened(family.andrew, first.child) == FULL
    assert queries.latest(asked).ends_at == datetime(2026, 12, 24, tzinfo=ZoneInfo("Europe/London"))
    event = asked.events.get(what="allowed")
    assert (event.by_kind, event.evidence["guardian"], event.evidence["ground"]) == ("guardian", anna.pk, "own-word")
    assert proofs_hold() == []


def test_a_no_of_one_guardian_wins_over_the_others_yes(anna, family):
    first = add(anna)
    second(family.andrew, first)
    actions.answer_guardian(guardians.asking(first.child_id)[0], True, by=speaking(anna, first))
    asked = connect(family.blaise, first.child)
    actions.allow(queries.latest(asked), by=speaking(anna, first))

    actions.withdraw(queries.latest(asked), by=speaking(family.andrew, first))

    with pytest.raises(Refused, match="Andrew has said no. Only Andrew can take that back."):
        actions.allow(queries.latest(asked), by=speaking(anna, first))
    assert opened(family.blaise, first.child) == set()
    actions.allow(queries.latest(asked), by=speaking(family.andrew, first), scopes=frozenset())
    actions.allow(queries.latest(asked), by=speaking(anna, first))
    assert opened(family.blaise, first.child) == FULL


def test_a_no_counts_only_as_long_as_whoever_said_it_is_a_guardian(anna, family):
    first = add(anna)
    other = second(family.andrew, first)
    actions.answer_guardian(guardians.asking(first.child_id)[0], True, by=speaking(anna, first))
    asked = connect(family.blaise, first.child)
    actions.decline(queries.latest(asked), by=speaking(family.andrew, first))
    actions.remove(other, by=customer(family.andrew))

    actions.allow(queries.latest(asked), by=speaking(anna, first))

    assert opened(family.blaise, first.child) == FULL


def test_before_the_birthday_the_child_may_say_no_but_not_yes(anna, family):
    first = add(anna)
    asked = connect(family.andrew, first.child)

    with pytest.raises(NotAllowed, match="Until your birthday"):
        actions.allow(queries.latest(asked), by=customer(first.child))
    actions.decline(queries.latest(asked), by=customer(first.child))

    assert queries.latest(asked).state == "declined"


def test_a_child_without_a_guardian_closes_and_opens_nothing(anna, family):
    """Article 8 of the GDPR: below the national age a parent says yes. What was open before, stays as it is."""
    child = contacts.register(anna.organisation, Person("Leo", "Smith", "leo@example.org"), by=HOUSE)
    early, asked = connect(anna, child), connect(family.andrew, child)
    actions.allow(queries.latest(early), by=actor.by_link(child))
    PrivateDetails.objects.filter(contact=child).update(birth_date=BORN)

    for by in (actor.by_link(child), customer(child)):
        for verb, consent in ((actions.allow, asked), (actions.allow, early), (actions.renew, early)):
            with pytest.raises(NotAllowed, match="a parent or guardian says yes for you"):
                verb(queries.latest(consent), by=by)
        with pytest.raises(NotAllowed):
            actions.change(queries.latest(early), LOOK_AFTER, by=by)
    assert (opened(anna, child), opened(family.andrew, child)) == (FULL, set())

    actions.change(queries.latest(early), frozenset({Scope.SEE_TICKETS}), by=customer(child))
    actions.decline(queries.latest(asked), by=actor.by_link(child))
    assert opened(anna, child) == {Scope.SEE_TICKETS}
    with clock.held(datetime(2030, 3, 14, tzinfo=ZoneInfo("Europe/London"))):
        actions.allow(queries.latest(early), by=customer(child))
        assert opened(anna, child) == FULL


def test_what_was_open_while_nobody_was_asked_is_not_carried_over_for_a_child(family):
    connections = []
    for name, born in (("Leo", BORN), ("Ada", date(1990, 1, 1))):
        Organisation.objects.update(consent_on=False)
        lead = Contact.objects.get(pk=family.andrew.pk)
        member = contacts.register(lead.organisation, Person(name, "Smith", birth_date=born), by=HOUSE)
        connections.append(connect(lead, member))

    Organisation.objects.update(consent_on=True)
    actions.settle_older(Organisation.objects.get(pk=family.organisation.pk), active=True, by=HOUSE)

    assert [opened(family.andrew, each.child) for each in connections] == [set(), FULL]


def test_what_a_guardian_has_is_nobodys_to_take_but_the_desks(anna, family):
    first = add(anna)
    second(family.andrew, first)
    actions.answer_guardian(guardians.asking(first.child_id)[0], True, by=speaking(anna, first))
    mine = queries.latest(first)

    for by in (customer(first.child), actor.by_link(first.child), speaking(family.andrew, first)):
        for verb in (actions.withdraw, actions.renew):
            with pytest.raises(NotAllowed):
                verb(mine, by=by)
        with pytest.raises(NotAllowed):
            actions.block(first.child, anna, by=by)
    assert opened(anna, first.child) == LOOK_AFTER and not Refusal.objects.exists()


def test_a_child_who_blocks_everybody_shuts_out_the_others_and_no_guardian(anna, family):
    first = add(anna)
    other = connect(family.andrew, first.child)
    actions.allow(queries.latest(other), by=speaking(anna, first), scopes=FULL)

    closed = actions.block(first.child, None, by=customer(first.child))

    assert closed == [family.andrew]
    assert (opened(anna, first.child), opened(family.andrew, first.child)) == (LOOK_AFTER, frozenset())
    assert [card.guards for card in door.group(customer(anna))] == [True]
    assert list(ledger.open_in_spite_of_a_refusal()) == []
    with pytest.raises(Refused, match="Mia has blocked everybody. Lift that first"):
        actions.allow(queries.latest(other), by=speaking(anna, first))

    with clock.held(guardians.of(first.child_id)[0].ends_at):
        assert opened(anna, first.child) == frozenset()
        with pytest.raises(Refused, match="You have blocked everybody"):
            actions.renew(queries.latest(first), by=customer(first.child))


def test_who_is_no_guardian_answers_nothing(anna, family):
    first = add(anna)
    asked = connect(family.andrew, first.child)

    for by in (speaking(family.blaise, first), speaking(family.andrew, first), customer(anna)):
        with pytest.raises(NotAllowed):
            actions.allow(queries.latest(asked), by=by)
        with pytest.raises(NotAllowed):
            actions.block(first.child, family.andrew, by=by)


def test_a_guardian_who_removes_the_child_decides_no_more(anna, family):
    first = add(anna)
    asked = connect(family.andrew, first.child)
    actions.remove(first, by=customer(anna))

    with pytest.raises(NotAllowed):
        actions.allow(queries.latest(asked), by=speaking(anna, first))
    assert Guardianship.objects.get().ended_why == "left"


# The birthday

ZONES = ["Etc/GMT+12", "America/St_Johns", "Europe/London", "Asia/Kathmandu", "Pacific/Chatham", "Etc/GMT-14"]
BIRTHDAYS = [(date(2013, 12, 24), date(2026, 12, 24)), (date(2016, 2, 29), date(2029, 3, 1))]


@pytest.mark.scenario(23)
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("born", "day"), BIRTHDAYS)
def test_at_midnight_of_the_birthday_where_the_organisation_is_the_guardian_ends(db, zone, born, day):
    lead = register(organisation("there", timezone=zone), "Anna")
    connection = add(lead, born=born)
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))

    with clock.held(midnight - timedelta(seconds=1)):
        before = opened(lead, connection.child), len(guardians.of(connection.child_id))
    with clock.held(midnight):
        after = opened(lead, connection.child), len(guardians.of(connection.child_id))

    assert (before, after) == ((LOOK_AFTER, 1), (set(), 0))


def test_a_leap_day_child_may_have_a_leap_day_birthday(db):
    lead = register(organisation("there", country="HR"), "Anna")  # 16 in Croatia

    assert birthdays.end_of_childhood(lead.organisation, date(2012, 2, 29))[0] == date(2028, 2, 29)


@pytest.mark.scenario(23)
def test_sixty_days_before_both_are_told_once(anna, family):
    connection = add(anna, born=date(2014, 3, 14))
    midnight = queries.latest(connection).ends_at
    told = []

    for days in (61, 60, 60, 3):
        with clock.held(midnight - timedelta(days=days)):
            told.append(actions.tell_before(by=HOUSE))

    assert told == [0, 1, 0, 0]
    assert list(Letter.objects.values_list("template", "contact_id")) == [
        ("birthday-soon", anna.pk),
        ("own-age-soon", connection.child_id),
    ]


def test_two_guardians_are_told_each_and_the_child_once(anna, family):
    first = add(anna, born=date(2013, 12, 24))
    actions.name_guardian(first.child, family.andrew, DOCUMENT, by=at_desk(anna))

    actions.tell_before(by=HOUSE)

    told = Letter.objects.exclude(template="guardian-news").values_list("template", "contact_id").order_by("pk")
    assert set(told) == {
        ("birthday-soon", anna.pk),
        ("birthday-soon", family.andrew.pk),
        ("own-age-soon", first.child_id),
    }
    assert len(told) == 3


def test_the_house_writes_the_end_down_once(anna):
    connection = add(anna)
    with clock.held(queries.latest(connection).ends_at):
        counts = [actions.write_down_ended(by=HOUSE) for _ in range(2)]

    row = Guardianship.objects.get()
    assert (counts, row.state, row.ended_why, row.ended_at) == ([1, 0], "ended", "age", row.ends_at)
    assert connection.events.order_by("-sequence").first().what == "came-of-age"
    assert proofs_hold() == []


def test_nothing_ends_before_its_moment(anna):
    add(anna)

    assert actions.write_down_ended(by=HOUSE) == 0


@pytest.mark.scenario(23)
def test_whoever_has_come_of_age_may_invite_the_parent_back(anna):
    connection = add(anna)
    with clock.held(queries.latest(connection).ends_at + timedelta(days=3)):
        actions.write_down_ended(by=HOUSE)
        mia = customer(connection.child)

        actions.allow(queries.latest(connection), by=mia, scopes=frozenset({Scope.SEE_TICKETS}))

        assert opened(anna, connection.child) == {Scope.SEE_TICKETS}
        assert guardians.of(connection.child_id) == []
        actions.withdraw(queries.latest(connection), by=mia)
        assert opened(anna, connection.child) == set()
    assert proofs_hold() == []


def test_after_the_birthday_the_parent_cannot_answer_for_the_child(anna, family):
    first = add(anna)
    asked = connect(family.andrew, first.child)

    with clock.held(queries.latest(first).ends_at):
        for verb in (actions.allow, actions.decline):
            with pytest.raises(NotAllowed):
                verb(queries.latest(asked), by=speaking(anna, first))


def test_what_a_guardian_allowed_others_ends_on_the_birthday_too(anna, family):
    first = add(anna, born=date(2013, 12, 24))
    asked = connect(family.andrew, first.child)
    actions.allow(queries.latest(asked), by=speaking(anna, first))

    with clock.held(queries.latest(first).ends_at):
        assert opened(family.andrew, first.child) == set()


# The law changes


@pytest.mark.parametrize(("age", "year"), [(16, 2033), (11, 2028)])
def test_another_national_age_moves_what_has_not_ended(anna, age, year):
    connection = add(anna)

    moved = actions.set_national_age(anna.organisation, "GB", age, "A new law", by=at_desk(anna))

    expected = datetime(year, 3, 14, tzinfo=ZoneInfo("Europe/London"))
    assert (moved, queries.latest(connection).ends_at, Guardianship.objects.get().ends_at) == (1, expected, expected)
    assert proofs_hold() == []


def test_whoever_is_of_age_by_the_new_law_is_so_at_once(anna, family):
    connection = add(anna, born=date(2014, 3, 14))
    asked = connect(family.andrew, connection.child)
    actions.allow(queries.latest(asked), by=speaking(anna, connection))

    actions.set_national_age(anna.organisation, "GB", 12, "A new law", by=at_desk(anna))

    assert (opened(anna, connection.child), opened(family.andrew, connection.child)) == (set(), set())
    assert proofs_hold() == []


def test_what_has_ended_stays_ended(anna):
    connection = add(anna)

    with clock.held(queries.latest(connection).ends_at):
        moved = actions.set_national_age(anna.organisation, "GB", 16, "A new law", by=at_desk(anna))

    assert moved == 0


def test_an_organisation_reads_the_law_for_itself_alone(anna):
    other = register(organisation("elsewhere"), "Zoe")
    there = add(other, "Tom")

    actions.set_national_age(anna.organisation, "GB", 16, "A new law", by=at_desk(anna))

    assert (ages.of(anna.organisation), ages.of(other.organisation)) == (16, 13)
    assert queries.latest(there).ends_at.year == 2030


@pytest.mark.parametrize(("country", "age"), [("GB", 13), ("ES", 14), ("FR", 15), ("DE", 16), ("XX", 16)])
def test_every_country_has_its_age_and_an_unknown_one_sixteen(db, country, age):
    assert ages.of(organisation("there", country=country)) == age


def test_setting_an_age_takes_the_power_a_source_and_sense(anna):
    with pytest.raises(NotAllowed):
        actions.set_national_age(anna.organisation, "GB", 16, "Law", by=at_desk(anna, Power.READ_CONTACTS))
    with pytest.raises(Refused, match="where this is written"):
        actions.set_national_age(anna.organisation, "GB", 16, " ", by=at_desk(anna))
    with pytest.raises(Refused, match="from 10 to 21"):
        actions.set_national_age(anna.organisation, "GB", 30, "Law", by=at_desk(anna))


# Handing the account over


def test_a_guardian_hands_over_from_sixty_days_before_the_birthday_to_thirty_days_after_it(anna):
    connection = add(anna)
    midnight = queries.latest(connection).ends_at
    said = {}

    for days in (-61, -60, 0, 29, 30):
        with clock.held(midnight + timedelta(days=days)):
            said[days] = bool(birthdays.may_hand_over(customer(anna), connection))

    assert said == {-61: False, -60: True, 0: True, 29: True, 30: False}


@pytest.mark.scenario(23)
def test_the_young_persons_own_address_gets_the_link_to_a_password(anna):
    connection = add(anna)
    with clock.held(queries.latest(connection).ends_at):
        actions.write_down_ended(by=HOUSE)

        actions.hand_over(connection, "canary.mia@example.org", by=customer(anna))

    assert list(Letter.objects.values_list("template", "contact_id")) == [("set-password", connection.child_id)]
    assert door.own(actor.by_link(connection.child)).email == "canary.mia@example.org"


def says_no_at_the_desk(mia: Connection) -> None:
    actions.say_no(mia, by=at_desk(mia.child, Power.RECORD_CONSENTS), for_good=True)


def answers_by_a_link(mia: Connection) -> None:
    actions.decline(queries.latest(connect(register(mia.organisation, "Ben"), mia.child)), by=actor.by_link(mia.child))


def signs_at_the_desk(mia: Connection) -> None:
    signed = Signed("F-2345-6789", clock.now().date(), FULL, "en", 0)
    actions.take_down(connect(register(mia.organisation, "Ben"), mia.child), signed, by=at_desk(mia.child, *Power))


def has_an_email(mia: Connection) -> None:
    PrivateDetails.objects.filter(contact=mia.child).update(email="mia@example.org", email_key="mia@example.org")


@pytest.mark.parametrize("did", [says_no_at_the_desk, answers_by_a_link, signs_at_the_desk, has_an_email])
def test_whoever_has_acted_or_has_an_email_is_handed_over_by_nobody_who_is_not_told_either(anna, did):
    """Else a former guardian would take an adult's account, or learn of the no: the statements are the same."""
    seen = []
    queue.wake()
    for first, moves in (("Mia", True), ("Tom", False)):
        connection = add(anna, first)
        with clock.held(queries.latest(connection).ends_at):
            actions.write_down_ended(by=HOUSE)
            if moves:
                did(connection)
            stands = PrivateDetails.objects.get(contact=connection.child)
            with silence.asked_of_the_database() as statements:
                actions.hand_over(connection, f"alias.{first}@example.org", by=customer(anna))
            seen.append(statements)
            now = PrivateDetails.objects.get(contact=connection.child)
            goes = Letter.objects.filter(template="set-password", contact_id=connection.child_id).exists()
            assert (goes, now.email != stands.email) == (not moves, not moves)
    assert seen[0] == seen[1]


def test_handing_over_takes_another_address_a_guardian_and_patience(anna, family):
    connection = add(anna, born=date(2013, 12, 24))
    by = customer(anna)

    with pytest.raises(Refused, match="your own email"):
        actions.hand_over(connection, "canary.anna@example.org", by=by)
    with pytest.raises(NotAllowed):
        actions.hand_over(connection, "mia@example.org", by=customer(family.andrew))
    for number in range(3):
        actions.hand_over(connection, f"mia{number}@example.org", by=by)
        PrivateDetails.objects.filter(contact=connection.child).update(email="", email_key="")  # a stranger's press
    with pytest.raises(Refused, match="last letter for today"):
        actions.hand_over(connection, "mia@example.org", by=by)


def test_a_guardian_whom_the_desk_has_ended_hands_nothing_over(anna):
    connection = add(anna, born=date(2013, 12, 24))
    actions.end_guardian(guardians.on(connection), DOCUMENT, by=at_desk(anna))

    assert not birthdays.may_hand_over(customer(anna), connection)


def test_everything_about_a_guardian_is_in_the_proof_by_number_alone(anna):
    add(anna)

    written = str(list(ConsentEvent.objects.values_list("evidence", "shown")))
    assert "Anna" not in written and "Mia" not in written and "2017" not in written
