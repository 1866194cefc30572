"""The whole life of consent, told twice: by the real actions and by a plain model of direct edges.

Hypothesis drives both; after every step they must say the same of everybody to everybody.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from hypothesis import strategies as any_
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kithkin.base import actor, clock
from kithkin.base.verdict import Refused
from kithkin.connections import actions, adding, birthdays, door, ledger, queries, rules
from kithkin.connections.models import Connection, Consent
from kithkin.connections.scopes import FULL, LOOK_AFTER, Scope
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.organisations import ages
from kithkin.organisations.models import Organisation
from tests import people

NAMES = ("Ann", "Bob", "Cleo", "Dan", "Eve")
REQUEST_DAYS, CONSENT_DAYS, KEEP_DAYS, ASKS = 14, 60, 20, 4
EVERYBODY = frozenset(Scope)
WEEKS_YOUNG = 18
LIMITS = {
    "request_days": REQUEST_DAYS,
    "consent_days": CONSENT_DAYS,
    "keep_refusal_days": KEEP_DAYS,
    "requests_per_pair": ASKS,
    "mismatch_per_day": 50,
    "lookups_per_day": 100,
    "invitations_per_day": 100,
    "requests_per_recipient_day": 50,
}


@dataclass
class Edge:
    """What one member has said to one lead, in the connection that stands."""

    asks: int
    asked_at: datetime
    by_switch: bool
    state: str = ""
    round_at: datetime | None = None
    ends_at: datetime | None = None
    scopes: frozenset = frozenset()
    answered: bool = False
    reminded: bool = False
    guards: bool = False  # its lead is the member's guardian, until the birthday at the latest

    def close(self, state: str) -> None:
        self.state, self.scopes, self.ends_at = state, frozenset(), None
        self.answered = self.answered or state in ("declined", "withdrawn")


@dataclass
class Model:
    """The world as a dictionary; it knows nothing of tables."""

    now: datetime
    consent_on: bool = True
    edges: dict[tuple, Edge] = field(default_factory=dict)
    asks: dict[tuple, list] = field(default_factory=dict)  # of each connection there was: the way, and how often
    noes: dict[tuple, datetime | None] = field(default_factory=dict)
    refusals: set[tuple] = field(default_factory=set)
    birthday: datetime | None = None
    child: int | None = None
    heard: dict[tuple, bool] = field(default_factory=dict)  # guardian, lead: whether he last said yes

    def guardians(self) -> list[int]:
        """Who decides for the child now."""
        of_age = self.birthday is None or self.birthday <= self.now
        return [] if of_age else [lead for (lead, _member), edge in self.edges.items() if edge.guards]

    def decides(self, member: int) -> bool:
        """Whether somebody decides for this member."""
        return member == self.child and bool(self.guardians())

    def is_child(self, member: int) -> bool:
        """Whether he is too young to open anything himself, with guardians or without."""
        return member == self.child and self.birthday > self.now

    def is_guardians(self, pair: tuple) -> bool:
        """Whether this is what a guardian has, which nobody answers."""
        return pair[1] == self.child and pair[0] in self.guardians()

    def another_said_no(self, guardian: int, lead: int) -> bool:
        return any(self.heard.get((other, lead)) is False for other in self.guardians() if other != guardian)

    def end(self, member: int) -> datetime:
        """When a consent ends that is given now."""
        end = self.now + timedelta(days=CONSENT_DAYS)
        return min(end, self.birthday) if self.decides(member) else end

    def refuses(self, lead: int, member: int) -> bool:
        to_all = (member, None) in self.refusals and not self.is_guardians((lead, member))
        return to_all or (member, lead) in self.refusals

    def open(self, lead: int, member: int) -> frozenset | None:
        """What is open; None when the connection is not even active."""
        edge = self.edges.get((lead, member))
        if edge is None or self.refuses(lead, member):
            return None
        if edge.state == "allowed" and edge.ends_at > self.now:
            return edge.scopes
        return FULL if not self.consent_on and not edge.answered else None

    def ask(self, lead: int, member: int) -> None:
        """A request goes out, where it may."""
        edge, no = self.edges[lead, member], self.noes.get((lead, member))
        recent = no is not None and no + timedelta(days=KEEP_DAYS) > self.now
        silent = self.pressed((lead, member)) > ASKS or recent or self.refuses(lead, member) or edge.state == "allowed"
        if self.consent_on and not silent:
            edge.state, edge.round_at = "asked", self.now

    def connect(self, pair: tuple, how: str, *, by_switch: bool) -> Edge:
        """A connection of its own; the lead's presses are counted by the way in which he added."""
        known = self.asks.setdefault(pair, [])
        asks = 1 + max([asks for way, asks in known if way == how], default=0)
        known.append([how, asks])
        self.edges[pair] = Edge(asks, self.now, by_switch)
        return self.edges[pair]

    def pressed(self, pair: tuple) -> int:
        """How often he has asked, whichever way."""
        known = self.asks[pair]
        return sum(max(asks for way, asks in known if way == how) for how in {way for way, _asks in known})

    def expired(self, edge: Edge) -> bool:
        return edge.state == "asked" and edge.round_at + timedelta(days=REQUEST_DAYS) <= self.now

    def yes(self, pair: tuple, scopes: frozenset) -> None:
        edge = self.edges[pair]
        edge.state, edge.scopes, edge.answered, edge.reminded = "allowed", scopes, True, False
        edge.ends_at = self.end(pair[1])
        self.noes[pair] = None

    def no(self, pair: tuple, state: str) -> None:
        self.edges[pair].close(state)
        self.noes[pair] = self.now


class Life(RuleBasedStateMachine):
    """Three people and a child, who add, ask, answer, change their minds and let time pass; also where they may not."""

    people_count = 3
    look_at_everything = False
    taken = 0  # over all runs of the class

    def __init__(self):
        super().__init__()
        self.held = ExitStack()
        self.held.enter_context(transaction.atomic())
        self.model = Model(timezone.now().replace(microsecond=0))
        self.tick(timedelta())
        self.house = people.organisation(**LIMITS)
        self.contacts = [people.register(self.house, name) for name in NAMES[: self.people_count]]
        self.bear()
        self.touched: tuple | None = None
        self.steps = 0

    def bear(self):
        """A child without an address, of age in some weeks: the last of the contacts."""
        soon = (self.model.now + timedelta(days=WEEKS_YOUNG * 7)).date()
        born = soon.replace(year=soon.year - ages.of(self.house), day=min(soon.day, 28))
        self.contacts.append(contacts.register(self.house, Person("Mia", "Smith", birth_date=born), by=people.HOUSE))
        self.model.child, self.model.birthday = self.people_count, birthdays.end_for(self.contacts[-1])[1]

    def teardown(self):
        try:
            self.everything_agrees()
        finally:
            transaction.set_rollback(True)
            self.clock.close()
            self.held.close()

    def tick(self, by: timedelta) -> None:
        if hasattr(self, "clock"):
            self.clock.close()
        self.clock = ExitStack()
        self.model.now += by
        self.clock.enter_context(clock.held(self.model.now))

    # What people do

    def attempt(self, expected: bool, verb, *args, **options) -> bool:
        """Do it; the real thing must refuse exactly where the model does."""
        try:
            verb(*args, **options)
        except Refused as refused:
            assert not expected, f"{verb.__name__} was refused: {refused.message}"
            return False
        assert expected, f"{verb.__name__} should have been refused"
        return True

    def pair(self, lead: int, member: int) -> tuple[int, int]:
        self.touched = (lead, member)
        return self.touched

    def connection(self, pair: tuple) -> Connection | None:
        lead, member = (self.contacts[each] for each in pair)
        found = Connection.objects.filter(parent=lead, child=member, removed_at=None)
        return found.select_related("parent", "child", "organisation").first()

    def consent(self, pair: tuple) -> Consent | None:
        connection = self.connection(pair)
        return connection and queries.latest(connection)

    def by(self, person: int, link: bool = False):
        return (actor.by_link if link else actor.customer)(self.contacts[person])

    def connected(self, pair: tuple, how: str) -> None:
        model = self.model
        edge = model.connect(pair, how, by_switch=not model.consent_on)
        if edge.by_switch and model.noes.get(pair):
            edge.close("declined")
        model.ask(*pair)

    people_ = any_.runner().flatmap(lambda self: any_.integers(0, self.people_count - 1))
    members_ = any_.runner().flatmap(lambda self: any_.integers(0, self.people_count))  # with the child
    scopes_ = any_.sampled_from([FULL, frozenset(), EVERYBODY]) | any_.frozensets(any_.sampled_from(list(Scope)))

    @initialize(pairs=any_.sets(any_.tuples(people_, people_), min_size=2))
    def begin(self, pairs):
        for lead, member in sorted(pairs):
            self.connect(lead, member, "email")

    @rule(
        lead=people_, member=members_, how=any_.sampled_from(["email", "number", "mistyped email", "mistyped number"])
    )
    def connect(self, lead, member, how):
        how = how.replace("email", "number") if member == self.model.child else how
        pair, who = self.pair(lead, member), self.contacts[member]
        last = "Jones" if "mistyped" in how else who.last_name
        mail = (who.first_name.upper(), last, f"canary.{who.first_name.lower()}@example.org")
        verb, typed = (adding.by_email, mail) if "email" in how else (adding.by_number, (who.number, last))
        free = lead != member and pair not in self.model.edges and "mistyped" not in how
        if self.attempt(free, verb, self.lead(lead), *typed, by=self.by(lead)):
            self.connected(pair, "email" if "email" in how else "number")

    def lead(self, person: int):
        """As a request loads him: with the organiser's switch as it stands."""
        contact = self.contacts[person]
        contact.organisation = Organisation.objects.get(pk=self.house.pk)
        return contact

    @precondition(lambda self: self.model.edges)
    @rule(data=any_.data())
    def ask_again(self, data):
        pair = self.some(data)
        edge = self.model.edges[pair]
        wait = timedelta(hours=24 if edge.asks > 1 else 0)
        turn = edge.asks < ASKS and edge.asked_at + wait <= self.model.now
        if self.attempt(turn, actions.ask_again, self.connection(pair), by=self.by(pair[0])):
            edge.asks, edge.asked_at = edge.asks + 1, self.model.now
            self.model.asks[pair][-1][1] = edge.asks
            self.model.ask(*pair)

    def some(self, data) -> tuple:
        return self.pair(*data.draw(any_.sampled_from(sorted(self.model.edges))))

    def asked(self) -> list[tuple]:
        """The pairs in which there is a round to answer."""
        return sorted(pair for pair, edge in self.model.edges.items() if edge.state)

    def some_asked(self, data) -> tuple:
        return self.pair(*data.draw(any_.sampled_from(self.asked())))

    @precondition(lambda self: self.asked())
    @rule(data=any_.data(), scopes=scopes_, link=any_.booleans())
    def allow(self, data, scopes, link):
        pair = self.some_asked(data)
        may = not self.model.expired(self.model.edges[pair]) and (pair[1], None) not in self.model.refusals
        consent = self.consent(pair)
        # What the joining of two records closed waits for a new request, where one may be sent.
        may = may and not self.model.is_child(pair[1]) and consent.state != "removed"
        if self.attempt(may, actions.allow, consent, by=self.by(pair[1], link), scopes=scopes):
            self.model.yes(pair, scopes)
            self.model.refusals.discard((pair[1], pair[0]))

    @precondition(lambda self: self.asked())
    @rule(data=any_.data(), scopes=scopes_)
    def change(self, data, scopes):
        pair = self.some_asked(data)
        edge = self.model.edges[pair]
        closes = not self.model.is_child(pair[1]) or scopes <= edge.scopes
        may = self.in_force(edge) and closes and not self.model.is_guardians(pair)
        if self.attempt(may, actions.change, self.consent(pair), scopes, by=self.by(pair[1])):
            edge.scopes = scopes

    @precondition(lambda self: self.asked())
    @rule(data=any_.data(), scopes=scopes_)
    def narrow(self, data, scopes):
        pair = self.some_asked(data)
        edge = self.model.edges[pair]
        may = self.in_force(edge) and scopes < edge.scopes
        if self.attempt(may, actions.narrow, self.connection(pair), scopes, by=self.by(pair[0])):
            edge.scopes = scopes

    def in_force(self, edge: Edge) -> bool:
        return edge.state == "allowed" and edge.ends_at > self.model.now

    @precondition(lambda self: self.asked())
    @rule(data=any_.data(), link=any_.booleans())
    def renew(self, data, link):
        pair = self.some_asked(data)
        edge = self.model.edges[pair]
        may = edge.state == "allowed" and not self.model.is_child(pair[1])
        may = may and (pair[1], None) not in self.model.refusals
        if self.attempt(may, actions.renew, self.consent(pair), by=self.by(pair[1], link)):
            self.model.yes(pair, edge.scopes)

    @precondition(lambda self: self.asked())
    @rule(data=any_.data(), for_good=any_.booleans())
    def decline(self, data, for_good):
        pair = self.some_asked(data)
        edge = self.model.edges[pair]
        may = edge.state == "asked" and not self.model.expired(edge)
        if self.attempt(may, actions.decline, self.consent(pair), by=self.by(pair[1], True), for_good=for_good):
            self.model.no(pair, "declined")
            if for_good:
                self.model.refusals.add((pair[1], pair[0]))

    @precondition(lambda self: self.asked())
    @rule(data=any_.data())
    def withdraw(self, data):
        pair = self.some_asked(data)
        may = self.model.edges[pair].state == "allowed" and not self.model.is_guardians(pair)
        if self.attempt(may, actions.withdraw, self.consent(pair), by=self.by(pair[1])):
            self.model.no(pair, "withdrawn")

    @precondition(lambda self: self.asked())
    @rule(data=any_.data(), verb=any_.sampled_from([actions.allow, actions.withdraw, actions.renew]))
    def the_lead_tries_to_answer(self, data, verb):
        pair = self.some_asked(data)
        self.attempt(False, verb, self.consent(pair), by=self.by(pair[0]))

    @precondition(lambda self: self.model.edges)
    @rule(data=any_.data())
    def remove(self, data):
        pair = self.some(data)
        edge = self.model.edges[pair]
        self.attempt(True, actions.remove, self.connection(pair), by=self.by(pair[0]))
        if edge.state in ("asked", "allowed") and edge.state == "allowed":
            self.model.noes[pair] = None
        del self.model.edges[pair]

    @precondition(lambda self: self.steps % 3 == 0)
    @rule(member=members_, lead=any_.none() | people_)
    def block(self, member, lead):
        theirs = [pair for pair in self.model.edges if pair[1] == member and lead in (None, pair[0])]
        others = [pair for pair in theirs if not self.model.is_guardians(pair)]
        may = lead is None or others == theirs
        if not self.attempt(may, actions.block, self.contacts[member], self.whom(lead), by=self.by(member)):
            return
        self.model.refusals.add((member, lead))
        for pair in others:
            if (state := self.model.edges[pair].state) not in ("declined", "withdrawn"):
                self.model.no(pair, "withdrawn" if state == "allowed" else "declined")

    @precondition(lambda self: self.model.refusals)
    @rule(data=any_.data())
    def unblock(self, data):
        member, lead = data.draw(any_.sampled_from(sorted(self.model.refusals, key=str)))
        self.attempt(True, actions.unblock, self.contacts[member], self.whom(lead), by=self.by(member))
        self.model.refusals.discard((member, lead))

    def whom(self, lead: int | None):
        return None if lead is None else self.contacts[lead]

    # What guardians do

    @precondition(lambda self: self.steps % 3 == 2)
    @rule(lead=people_)
    def name_guardian(self, lead):
        pair, model, child = self.pair(lead, self.model.child), self.model, self.contacts[self.model.child]
        may = model.birthday > model.now and not model.is_guardians(pair)
        desk = actor.operator(1, self.house.pk, [actor.Power.SET_GUARDIANS])
        if not self.attempt(may, actions.name_guardian, child, self.lead(lead), "Order 12", by=desk):
            return
        if pair not in model.edges:
            model.connect(pair, "guardian", by_switch=False)
        edge = model.edges[pair]
        model.asks[pair][-1][0] = "guardian"
        model.yes(pair, LOOK_AFTER)
        edge.guards, edge.ends_at = True, model.birthday
        model.refusals.discard((pair[1], lead))

    def asked_of_child(self) -> list[tuple]:
        return [pair for pair in self.asked() if pair[1] == self.model.child]

    @precondition(lambda self: self.asked_of_child())
    @rule(
        data=any_.data(),
        guardian=people_,
        scopes=scopes_,
        verb=any_.sampled_from(["allow", "renew", "decline", "withdraw"]),
    )
    def a_guardian_answers(self, data, guardian, scopes, verb):
        model, pair = self.model, self.pair(*data.draw(any_.sampled_from(self.asked_of_child())))
        edge, opens = model.edges[pair], verb in ("allow", "renew")
        may = guardian in model.guardians() and not model.is_guardians(pair)
        may = may and not (opens and model.another_said_no(guardian, pair[0]))
        fresh = not model.expired(edge)
        may = (
            may
            and {
                "allow": fresh and (pair[1], None) not in model.refusals,
                "renew": edge.state == "allowed" and (pair[1], None) not in model.refusals,
                "decline": edge.state == "asked" and fresh,
                "withdraw": edge.state == "allowed",
            }[verb]
        )
        options = {"scopes": scopes} if verb == "allow" else {}
        by = actor.guardian(self.contacts[guardian], self.contacts[pair[1]])
        if not self.attempt(may, getattr(actions, verb), self.consent(pair), by=by, **options):
            return
        model.heard[guardian, pair[0]] = opens
        if opens:
            model.yes(pair, scopes if verb == "allow" else edge.scopes)
            model.refusals -= {(pair[1], pair[0])} if verb == "allow" else set()
        else:
            model.no(pair, "declined" if verb == "decline" else "withdrawn")

    @precondition(lambda self: any(edge.guards for edge in self.model.edges.values()))
    @rule()
    def the_house_keeps_birthdays(self):
        of_age = self.model.birthday <= self.model.now
        ended = [edge for edge in self.model.edges.values() if edge.guards and of_age]
        assert actions.write_down_ended(by=people.HOUSE) == len(ended)
        for edge in ended:
            edge.guards = False

    # What the house and time do

    @precondition(lambda self: self.steps % 3 == 1)
    @rule(on=any_.booleans())
    def switch_consent(self, on):
        Organisation.objects.filter(pk=self.house.pk).update(consent_on=on)
        self.model.consent_on = on

    @precondition(lambda self: any(edge.by_switch for edge in self.model.edges.values()))
    @rule(active=any_.booleans())
    def settle_older(self, active):
        older = [pair for pair, edge in self.model.edges.items() if edge.by_switch and not edge.state]
        older = [pair for pair in older if not self.model.refuses(*pair)]
        house = Organisation.objects.get(pk=self.house.pk)
        assert actions.settle_older(house, active=active, by=people.HOUSE) == len(older)
        for pair in older if active else ():
            if not self.model.is_child(pair[1]):
                self.model.yes(pair, FULL)

    @rule(hours=any_.sampled_from([1, 1, 25, 25, 24 * 6, 24 * 14, 24 * 21, 24 * 31, 24 * 61]))
    def time_passes(self, hours):
        self.tick(timedelta(hours=hours))

    @precondition(lambda self: any(edge.state == "allowed" for edge in self.model.edges.values()))
    @rule()
    def remind_due(self):
        soon = self.model.now + timedelta(days=30)
        due = [e for e in self.model.edges.values() if self.in_force(e) and e.ends_at <= soon and not e.reminded]
        due = [e for e in due if not e.guards]
        assert actions.remind_due(by=people.HOUSE) == len(due)
        for edge in due:
            edge.reminded = True

    # What must hold after every step

    @invariant()
    def the_step_agrees(self):
        """Where something was done, the door and the rule, one scope after the other; now and then every door."""
        self.steps += 1
        type(self).taken += 1
        if self.look_at_everything:
            return self.everything_agrees()
        touched, self.touched = self.touched, None
        for lead in range(len(self.contacts)):
            if (touched and touched[0] == lead) or self.steps % 5 == 0:
                self.door_agrees(lead)
        if touched:
            self.rule_agrees(touched[0], list(Scope)[self.steps % len(Scope)], [touched[1]])

    def everything_agrees(self):
        for lead in range(len(self.contacts)):
            self.door_agrees(lead)
            for scope in Scope:
                self.rule_agrees(lead, scope, range(len(self.contacts)) if self.look_at_everything else ())
        self.proofs_hold()
        live = Consent.objects.filter(state="allowed", ends_at__gt=self.model.now, connection__removed_at=None)
        # Where nobody is asked, a record that was joined with another keeps what it alone had, and is hidden.
        live = live.filter(connection__parent__hidden_at=None, connection__child__hidden_at=None)
        opened = {(c.connection.parent_id, c.connection.child_id) for c in live.select_related("connection")}
        at = {contact.pk: index for index, contact in enumerate(self.contacts)}
        allowed = {pair for pair, edge in self.model.edges.items() if self.in_force(edge)}
        assert {(at[lead], at[member]) for lead, member in opened} == allowed

    def door_agrees(self, lead: int):
        seen = {card.contact_id: card.open if card.active else None for card in door.group(self.by(lead))}
        led = {member for each, member in self.model.edges if each == lead}
        assert seen == {self.contacts[member].pk: self.model.open(lead, member) for member in led}

    def rule_agrees(self, lead: int, scope: Scope, members: Iterable[int]):
        """The list, and for these members the question about one."""
        by, model = self.by(lead), self.model
        listed = set(rules.open_to(by, scope).values_list("pk", flat=True))
        opened = [member for member in range(len(self.contacts)) if scope in (model.open(lead, member) or ())]
        assert listed == {self.contacts[member].pk for member in opened}, scope
        for member in members:
            assert bool(rules.may(by, scope, self.contacts[member])) == (member in opened), scope

    def proofs_hold(self):
        """Every chain is whole and says what the row says, and every text that was shown is kept."""
        own = Connection.objects.filter(organisation=self.house).aggregate(first=Min("pk"), last=Max("pk"))
        if own["first"]:
            assert list(ledger.problems(own["first"], own["last"] + 1)) == []
