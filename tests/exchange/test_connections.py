"""Importing groups that exist: whom a line means, what proof it brings, and what wins over it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_

from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, customer, operator
from kithkin.connections import actions, door, kinds, ledger, queries, stages
from kithkin.connections.models import Connection, Consent, ConsentEvent, ConsentText, Refusal
from kithkin.connections.scopes import FULL, JUST_BUY, Scope
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.exchange.problems import BadFile
from kithkin.exchange.readers import connections
from kithkin.mail.models import Letter
from kithkin.persons import silent_runs
from tests.people import HOUSE, connect, family, organisation, register

__all__ = ["family"]
HEAD = (
    "parent number,parent last name,child number,child last name,relationship,state,"
    "consent taken by,consent taken on,consent form,consent text,consent rights\n"
)
WORDS = "I agree that the person named above sees my tickets and my orders."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "groups.csv"


def line(lead, member, *, state="", day="", kind="", rights="full", form="F-17", text="1", by="Hana Novak") -> str:
    proof = [by, day, form, text, rights] if state == "allowed" else [""] * 5
    cells = [lead.number, lead.last_name, member.number, member.last_name, kind, state, *proof]
    return ",".join(cells) + "\n"


def allowed(lead, member, **changes) -> str:
    return line(lead, member, **{"state": "allowed", "day": today(30), **changes})


def today(ago: int = 0) -> str:
    return (clock.now() - timedelta(days=ago)).date().isoformat()


def bring(path, *lines: str, **options) -> str:
    path.write_text(HEAD + "".join(lines))
    out = StringIO()
    call_command("import_connections", str(path), stdout=out, organisation="ferrygate", **options)
    return out.getvalue().strip().splitlines()[-1]


def refused(path, *lines: str) -> list[str]:
    before = (Connection.objects.count(), ConsentEvent.objects.count(), Entry.objects.count())
    with pytest.raises(CommandError) as said:
        bring(path, *lines)
    assert (Connection.objects.count(), ConsentEvent.objects.count(), Entry.objects.count()) == before
    return [each.strip() for each in str(said.value).splitlines()[1:]]


def counts(told: str) -> tuple[int, ...]:
    """Pending, allowed, known, with a no, taken out before."""
    return tuple(int(word) for word in told.replace(",", " ").split() if word.isdigit())


def whole() -> bool:
    return not [each for low, high in ledger.batches() for each in ledger.problems(low, high)]


def opened(lead) -> dict[str, frozenset]:
    return {card.first_name: card.open for card in door.group(customer(lead))}


def test_a_line_is_a_connection_that_waits_and_nobody_is_written_to(family, path):
    told = bring(path, line(family.andrew, family.blaise), line(family.andrew, family.darren, kind="friend"))

    assert counts(told) == (2, 0, 0, 0, 0)
    assert opened(family.andrew) == {"Blaise": frozenset(), "Darren": frozenset()}
    assert list(Connection.objects.order_by("pk").values_list("how", "kind", "asks_for", "asks")) == [
        ("import", "", "full", 0),
        ("import", "friend", "just-buy", 0),
    ]
    assert (Consent.objects.count(), Letter.objects.count(), whole()) == (0, 0, True)
    assert [card.asked_at for card in door.group(customer(family.andrew))] == [None, None]


def test_with_its_whole_proof_it_is_allowed_from_the_day_of_the_form(family, path):
    told = bring(path, allowed(family.andrew, family.blaise, day=today(100), rights="see_tickets see_orders"))

    consent, event = Consent.objects.get(), ConsentEvent.objects.get(what="allowed-on-file")
    assert counts(told) == (0, 1, 0, 0, 0)
    assert opened(family.andrew)["Blaise"] == {Scope.SEE_TICKETS, Scope.SEE_ORDERS}
    assert consent.ends_at.date() in {(clock.now() + timedelta(days=days)).date() for days in (264, 265)}
    assert (event.counter, event.shown["text"], event.shown["taken_on"]) == ("exchange", 1, today(100))
    assert ConsentText.objects.get(hash=event.shown["text_hash"]).version == 1
    assert set(event.evidence) == {"address", "member", "lead", "taken_by", "form"}
    assert all(len(seal) == 64 for seal in event.evidence.values())
    assert "Hana" not in str(event.evidence) and "F-17" not in str(event.evidence)
    assert whole()


def test_the_words_on_the_form_are_kept_as_they_were(family, path):
    bring(path, allowed(family.andrew, family.blaise, text=WORDS), allowed(family.andrew, family.darren, text=WORDS))

    assert ConsentText.objects.get().body == WORDS
    assert {each.shown["text"] for each in ConsentEvent.objects.filter(what="allowed-on-file")} == {0}


def test_just_buy_is_a_consent_that_opens_nothing(family, path):
    bring(path, allowed(family.andrew, family.blaise, rights="just-buy"))

    [card] = door.group(customer(family.andrew))
    assert (card.active, card.open) == (True, JUST_BUY)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"by": ""}, "line 2: Allowed only with the whole proof; missing: consent taken by."),
        ({"day": ""}, "line 2: Allowed only with the whole proof; missing: consent taken on."),
        ({"form": "", "text": ""}, "line 2: Allowed only with the whole proof; missing: consent form, consent text."),
        ({"rights": ""}, "line 2: Allowed only with the whole proof; missing: consent rights."),
        ({"day": "2999-01-01"}, "line 2, consent taken on: “2999-01-01” has not come yet."),
        ({"day": "1.2.2026"}, "line 2, consent taken on: “1.2.2026” is no date such as 2026-08-15."),
        ({"day": today(400)}, "line 2: This consent has ended by now. Bring the line in as pending."),
        ({"text": "2"}, "line 2, consent text: Write the version of the shop's words (1 to 1), or all the words"),
        ({"rights": "everything"}, "line 2, consent rights: “everything” is none of the rights just-buy, full,"),
        ({"rights": "resell"}, "line 2, consent rights: “resell” is none of the rights just-buy, full,"),
        ({"rights": "manage_tickets"}, "line 2, consent rights: manage_tickets needs see_tickets."),
        ({"form": "=1+1"}, "line 2, consent form: “=1+1” begins with =, +, - or @, as formulas do."),
        ({"by": "@Hana"}, "line 2, consent taken by: “@Hana” begins with =, +, - or @, as formulas do."),
        ({"text": "-" + WORDS}, "line 2, consent text: “-I agree"),
        ({"kind": "enemy"}, "line 2, relationship: Choose one of the words in the list."),
        ({"kind": "+friend"}, "line 2, relationship: “+friend” begins with =, +, - or @, as formulas do."),
    ],
)
def test_a_proof_that_is_not_whole_grants_nothing(family, path, changes, problem):
    found = refused(path, allowed(family.andrew, family.blaise, **changes))

    assert any(each.startswith(problem) for each in found), found


def test_a_proof_without_the_word_allowed_is_no_slip_to_guess_at(family, path):
    text = allowed(family.andrew, family.blaise).replace("allowed", "pending")

    assert refused(path, text) == ["line 2: This line brings a consent, but its state is not “allowed”."]


def test_each_bad_line_is_told_with_its_reason(family, path):
    stranger = register(organisation("elsewhere"), "Stranger")
    family.andrew.last_name, wrong = "Jones", family.andrew.last_name
    lines = [line(family.andrew, family.blaise)]
    family.andrew.last_name = wrong
    lines += [line(family.andrew, stranger), line(family.andrew, family.andrew)]
    lines += [line(family.andrew, family.darren), line(family.andrew, family.darren)]

    assert refused(path, *lines) == [
        "line 4: Nobody is in a group of his own: both numbers are the same.",
        "line 6: The same two people stand in line 5 already.",
    ]
    assert refused(path, *lines[:2], lines[3]) == [
        "line 2, parent number: Nobody here has this number and this family name.",
        "line 3, child number: Nobody here has this number and this family name.",
    ]


def test_the_same_file_again_changes_nothing(family, path):
    lines = line(family.andrew, family.blaise), allowed(family.andrew, family.darren)
    bring(path, *lines)
    before = list(Consent.objects.values()), ConsentEvent.objects.count()

    assert counts(bring(path, *lines)) == (0, 0, 2, 0, 0)
    assert (list(Consent.objects.values()), ConsentEvent.objects.count(), Connection.objects.count()) == (*before, 2)


def test_a_proof_that_comes_later_answers_the_open_request(family, path):
    connect(family.andrew, family.blaise)

    assert counts(bring(path, allowed(family.andrew, family.blaise))) == (0, 1, 0, 0, 0)
    assert opened(family.andrew) == {"Blaise": FULL}
    assert whole()


def test_nobody_has_allowed_anything_for_a_child_without_a_guardian(family, path):
    leo = contacts.register(
        family.organisation, Person("Leo", "Smith", birth_date=clock.now().date() - timedelta(days=3300)), by=HOUSE
    )
    lines = allowed(family.andrew, family.blaise), allowed(family.andrew, leo)

    assert refused(path, *lines) == ["line 3: This is a child without a guardian here. Bring the line in as pending."]
    assert counts(bring(path, lines[0], line(family.andrew, leo))) == (1, 1, 0, 0, 0)


def test_what_the_member_has_allowed_himself_stays_as_he_said(family, path):
    asked = queries.latest(connect(family.andrew, family.blaise))
    actions.allow(asked, by=by_link(family.blaise), scopes=frozenset({Scope.SEE_TICKETS}))

    assert counts(bring(path, allowed(family.andrew, family.blaise))) == (0, 0, 1, 0, 0)
    assert opened(family.andrew) == {"Blaise": {Scope.SEE_TICKETS}}


@pytest.mark.parametrize("answer", ["declined", "for good", "withdrawn", "blocked", "blocked all", "blocked before"])
def test_a_no_of_the_member_wins_over_any_line(family, path, answer):
    by = customer(family.blaise)
    if answer != "blocked before":
        asked = queries.latest(connect(family.andrew, family.blaise))
    if answer in ("declined", "for good"):
        actions.decline(asked, by=by, for_good=answer == "for good")
    elif answer == "withdrawn":
        actions.withdraw(actions.allow(asked, by=by), by=by)
    else:
        actions.block(family.blaise, None if answer == "blocked all" else family.andrew, by=by)

    assert counts(bring(path, allowed(family.andrew, family.blaise))) == (0, 0, 0, 1, 0)
    assert opened(family.andrew) == {"Blaise": frozenset()}
    assert not Consent.objects.filter(state="allowed").exists() and whole()


@pytest.mark.parametrize("how", ["by the lead", "by silence"])
def test_who_left_a_group_is_not_brought_back(family, path, how):
    connection = connect(family.andrew, family.blaise)
    if how == "by the lead":
        actions.remove(connection, by=customer(family.andrew))
    else:
        for days in (53, 60):
            with clock.held(clock.now() + timedelta(days=days)):
                silent_runs.run(family.organisation)

    assert counts(bring(path, allowed(family.andrew, family.blaise))) == (0, 0, 0, 0, 1)
    assert opened(family.andrew) == {}


def test_the_limits_of_a_group_hold(family, path):
    family.organisation.group_limit = family.organisation.pending_limit = 2
    family.organisation.save()
    erin = register(family.organisation, "Erin")
    pending = [line(family.andrew, each) for each in (family.blaise, family.darren, erin)]

    assert refused(path, *pending) == ["line 4: This group would have more than 2 people."]
    family.organisation.group_limit = 3
    family.organisation.save()
    assert refused(path, *pending) == ["line 4: In this group more than 2 people would not have allowed anything."]
    assert counts(bring(path, *pending[:2], allowed(family.andrew, erin))) == (2, 1, 0, 0, 0)


def test_a_dry_run_tells_and_changes_nothing(family, path):
    told = bring(path, line(family.andrew, family.blaise), allowed(family.andrew, family.darren), dry_run=True)

    assert counts(told) == (1, 1, 0, 0, 0)
    assert (Connection.objects.count(), ConsentText.objects.count()) == (0, 0)


def test_an_organisers_own_word_is_known(family, path):
    house = operator(1, family.organisation.pk, [Power.SET_CHARACTERISTICS])
    own = actions.add_kind(family.organisation, "Neighbour", kinds.Preset.JUST_BUY, by=house)

    bring(path, line(family.andrew, family.blaise, kind="neighbour"))

    assert Connection.objects.get().kind == own.code


def test_requests_go_out_in_stages_and_look_alike_whoever_refuses(family, path):
    erin = register(family.organisation, "Erin")
    actions.block(family.darren, None, by=customer(family.darren))
    bring(path, *(line(family.andrew, each) for each in (family.blaise, family.darren, erin)))
    clerk = operator(1, family.organisation.pk, [Power.SET_CHARACTERISTICS])
    with clock.held(clock.now() + timedelta(days=100)):
        silent_runs.run(family.organisation)
    assert not Letter.objects.exists(), "nobody is silent before he was asked"

    later = clock.now() + timedelta(days=101)
    with clock.held(later):
        sent = [stages.send_requests(family.organisation, most=2, by=clerk) for _ in range(3)]

    assert sent == [1, 1, 0]
    assert {card.asked_at for card in door.group(customer(family.andrew))} == {later}
    assert set(Letter.objects.values_list("template", "contact_id")) == {
        ("consent-request", family.blaise.pk),
        ("consent-request", erin.pk),
    }
    assert Refusal.objects.count() == 1


def test_a_thousand_lines_take_the_statements_of_two(family, path):
    def statements(letters: str) -> int:
        leads = [register(family.organisation, "Lead" + letter + "x") for letter in letters]
        lines = [text for lead in leads for text in (line(lead, family.blaise), allowed(lead, family.darren))]
        with CaptureQueriesContext(database) as seen:
            bring(path, *lines)
        return len(seen)

    statements("a")
    assert statements("b") == statements("cdefghijkl")


CELLS = any_.sampled_from(
    ["", "allowed", "pending", "1", "=x", "full", "see_tickets", "2026-01-01", "Hana", "a" * 30, "\u202e"]
)


@settings(max_examples=150, deadline=None, database=None)
@given(
    any_.lists(any_.lists(CELLS, min_size=11, max_size=11), max_size=4), any_.text(alphabet='a,;"\n\r=é', max_size=40)
)
def test_whatever_stands_in_a_file_is_read_or_refused_with_reasons(rows, rest):
    content = HEAD + "\n".join(",".join(cells) for cells in rows) + "\n" + rest
    try:
        assert connections.read(content)
    except BadFile as bad:
        assert bad.problems and all(each.where and each.reason for each in bad.problems)


STATES = any_.tuples(any_.sampled_from(["", "allowed"]), any_.sampled_from(["", "full", "just-buy", "nonsense"]))


@settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(any_.lists(any_.tuples(any_.integers(0, 2), any_.integers(0, 2), STATES), min_size=1, max_size=5))
def test_whatever_lines_come_all_or_nothing_holds_and_nothing_opens_without_proof(family, path, lines):
    people = [family.andrew, family.blaise, family.darren]
    texts = [line(people[a], people[b], state=state, day=today(1), rights=rights) for a, b, (state, rights) in lines]
    before = ConsentEvent.objects.count()
    try:
        bring(path, *texts)
    except CommandError:
        assert ConsentEvent.objects.count() == before
        return
    proven = ConsentEvent.objects.filter(what="allowed-on-file").values_list("connection_id", flat=True)
    assert set(Consent.objects.values_list("connection_id", flat=True)) <= set(proven)
    again = ConsentEvent.objects.count()
    bring(path, *texts)
    assert (ConsentEvent.objects.count(), whole()) == (again, True)


def test_the_clock_of_the_proof_is_that_of_the_organisation(family, path):
    family.organisation.timezone = "Pacific/Auckland"
    family.organisation.save()
    bring(path, allowed(family.andrew, family.blaise, day="2026-11-01"))

    begun = Consent.objects.get().ends_at - timedelta(days=family.organisation.consent_days)
    assert begun == datetime(2026, 10, 31, 11, tzinfo=UTC)


def test_the_consent_of_a_child_that_has_a_guardian_ends_on_the_birthday(family, path):
    born = clock.now().date() - timedelta(days=13 * 365 - 30)
    child = contacts.register(family.organisation, Person("Mia", "Smith", birth_date=born), by=HOUSE)
    desk = operator(1, family.organisation.pk, [Power.SET_GUARDIANS])
    actions.name_guardian(child, family.andrew, "Order 12", by=desk)

    bring(path, allowed(family.darren, child), allowed(family.darren, family.blaise))

    ends = dict(Consent.objects.filter(state="allowed").values_list("connection__parent__first_name", "ends_at"))
    of_blaise = Consent.objects.get(connection__child=family.blaise)
    event = ConsentEvent.objects.get(what="allowed-on-file", connection__child=child)
    assert Consent.objects.get(connection__parent=family.darren, connection__child=child).ends_at == ends["Andrew"]
    assert event.ends_at == ends["Andrew"] < of_blaise.ends_at and whole()
