"""What a press of the lead leaves behind, by what the member has said: a letter only where one may go."""

from datetime import timedelta

import pytest

from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.connections import actions, door, proof, queries
from kithkin.connections.letters import consent_renewal
from kithkin.connections.models import Connection, Consent, ConsentText
from kithkin.connections.states import State
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation
from tests.links import consent_token
from tests.people import allow, connect, customer
from tests.shop import silence

REFUSALS = [silence.declined, silence.declined_for_good, silence.withdrawn, silence.blocked, silence.blocked_all]


def last_event(connection: Connection) -> str:
    """What happened last; the whole chain must hold and say what the row says."""
    events = list(connection.events.order_by("sequence"))
    assert proof.break_in(events) is None
    assert proof.folded(events) == proof.stored(queries.latest(connection))
    return events[-1].what


def letters(template: str) -> int:
    return Letter.objects.filter(template=template).count()


@pytest.mark.parametrize("no", REFUSALS)
def test_asked_after_a_no_the_no_stays_and_no_letter_goes(family, no):
    connection = connect(family.andrew, family.blaise)
    link = consent_token(connection)
    no(connection)
    before = Consent.objects.values().get()

    actions.ask_again(connection, by=customer(family.andrew))

    assert (last_event(connection), letters("consent-request")) == ("asked-in-vain", 1)
    assert Consent.objects.values().get() == before
    assert queries.request_behind(link) is not None, "the member's own link still works"


@pytest.mark.parametrize(("days", "what"), [(89, "asked-in-vain"), (91, "asked")])
def test_a_plain_no_is_kept_for_as_long_as_the_organiser_says(family, days, what):
    connection = connect(family.andrew, family.blaise)
    silence.declined(connection)

    with clock.held(clock.now() + timedelta(days=days)):
        actions.ask_again(connection, by=customer(family.andrew))

    assert last_event(connection) == what
    assert ("text_hash" in connection.events.latest("sequence").shown) == (what == "asked"), "what goes, is kept"
    assert queries.latest(connection).state == (State.ASKED if what == "asked" else State.DECLINED)


def test_what_was_not_answered_is_asked_once_more_in_the_same_round(family):
    connection = connect(family.andrew, family.blaise)
    silence.expired(connection)

    actions.ask_again(connection, by=customer(family.andrew))

    assert (last_event(connection), Consent.objects.get().asks, letters("consent-request")) == ("asked", 2, 2)


def test_asked_after_its_day_a_consent_can_be_renewed_by_one_press(family):
    connection = connect(family.andrew, family.blaise)
    before = allow(connection)

    with clock.held(before.ends_at):
        actions.ask_again(connection, by=customer(family.andrew))

        assert (last_event(connection), queries.latest(connection)) == ("asked-to-renew", before)
        said = ConsentText.objects.get(hash=connection.events.latest("sequence").shown["text_hash"]).body
        assert "It has ended, and nothing of yours is open." in said and "- Your tickets" in said
        assert [card.active for card in door.people(customer(family.andrew))] == [False]
        assert (letters("consent-renewal"), letters("consent-request")) == (1, 1)
        actions.renew(_behind(consent_renewal), by=by_link(family.blaise))
        assert [card.active for card in door.people(customer(family.andrew))] == [True]
        assert last_event(connection) == "renewed"


def _behind(facts) -> Consent | None:
    """What the newest such letter leads to."""
    letter = Letter.objects.latest("pk")
    envelope = facts([letter])[letter.pk]
    return queries.request_behind(envelope.context["link"].rstrip("/").rsplit("/", 1)[-1])


@pytest.mark.parametrize("meanwhile", ["renewed", "withdrawn", "removed"])
def test_the_letter_to_renew_does_not_go_once_that_is_settled(family, meanwhile):
    connection = connect(family.andrew, family.blaise)
    silence.lapsed(connection)
    consent = queries.latest(connection)
    actions.ask_again(connection, by=customer(family.andrew))
    letter = Letter.objects.latest("pk")

    if meanwhile == "removed":
        actions.remove(connection, by=customer(family.andrew))
    else:
        verb = {"renewed": actions.renew, "withdrawn": actions.withdraw}[meanwhile]
        verb(consent, by=by_link(family.blaise))

    assert consent_renewal([letter]) == {letter.pk: None}


def test_requests_in_vain_do_not_use_up_what_the_member_can_be_sent(family):
    organisation = family.organisation
    organisation.requests_per_recipient_day = 2
    organisation.save()
    blocked = connect(family.andrew, family.blaise)
    silence.blocked(blocked)
    actions.ask_again(blocked, by=customer(family.andrew))

    connect(Contact.objects.get(pk=family.darren.pk), family.blaise)

    assert letters("consent-request") == 2


def test_once_allowed_a_press_asks_nobody(family):
    connection = connect(family.andrew, family.blaise)
    consent = allow(connection)

    actions.ask_again(connection, by=customer(family.andrew))

    assert (last_event(connection), queries.latest(connection)) == ("asked-in-vain", consent)


def test_a_no_outlives_a_later_request_that_nobody_answered(family):
    with clock.held(clock.now() - timedelta(days=200)):
        connection = connect(family.andrew, family.blaise)
        actions.decline(queries.latest(connection), by=by_link(family.blaise))
    actions.ask_again(connection, by=customer(family.andrew))
    actions.remove(connection, by=customer(family.andrew))
    Organisation.objects.update(consent_on=False)
    family.andrew.organisation.refresh_from_db()

    connect(family.andrew, family.blaise)

    [card] = door.group(customer(family.andrew))
    assert not card.active
