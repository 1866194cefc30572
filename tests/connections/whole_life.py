"""The life of consent among people who also move, are erased, and turn out to have two records.

What joining and parting do to each pair is not told twice: the model holds it to its law, that no right is added up,
reads what came of it, and goes on from there.
"""

from copy import deepcopy
from dataclasses import dataclass

from django.utils.crypto import get_random_string
from hypothesis import strategies as any_
from hypothesis.stateful import precondition, rule

from kithkin.base import tokens
from kithkin.base.actor import Kind, Power, customer, operator
from kithkin.connections import guardians, links, obstacles, queries
from kithkin.connections.fates import NOES
from kithkin.connections.models import Connection, Consent, ConsentEvent, Guardianship, Refusal
from kithkin.connections.states import State
from kithkin.contacts import changes, letters
from kithkin.contacts.models import Contact
from kithkin.persons import duplicates, erasure, merging
from kithkin.persons.duplicates_models import Merge
from tests import people

from .life import Edge, Life, Model


@dataclass
class Joined:
    """Two records that are one now, and how the world stood before."""

    merge: Merge
    kept: int
    gone: int
    record: Contact
    before: Model
    numbers: dict[tuple, int]  # the connections of then


def within(rights: frozenset | None, bound: frozenset | None) -> bool:
    return rights is None or (bound is not None and rights <= bound)


class WholeLife(Life):
    """The same, and what befalls whole persons. Whoever goes leaves his place to somebody new."""

    def __init__(self):
        super().__init__()
        self.born, self.joined = len(self.contacts), None
        self.mailed: dict[tuple, str] = {}
        letters.prove_all([each.pk for each in self.contacts], self.model.now)

    def newcomer(self, place: int) -> None:
        self.born += 1
        letter = chr(ord("a") + self.born % 26) * (1 + self.born // 26)
        self.contacts[place] = people.register(self.house, self.contacts[place].first_name[:3] + letter)
        letters.prove_all([self.contacts[place].pk], self.model.now)
        self.learn(place)

    # A change of address

    @precondition(lambda self: self.steps % 2 and self.asked())
    @rule(data=any_.data())
    def the_mail_comes(self, data):
        consent = self.consent(pair := self.some_asked(data))
        if key := letters.hidden_address(consent.connection.child_id):
            self.mailed[pair] = token = links.token(consent, key)
            Consent.objects.filter(pk=consent.pk).update(token_fingerprint=tokens.fingerprint(token))
            assert queries.request_behind(token) == consent

    @precondition(lambda self: self.steps % 3 == 2)
    @rule(person=Life.people_)
    def move(self, person):
        """To a new address and back: both times every link mailed before is dead, for good."""
        contact = self.contacts[person]
        change = changes.ask(contact, f"{get_random_string(12)}@example.org")
        assert changes.make(change) and changes.undo(change)
        changes.AddressChange.objects.filter(pk=change.pk).delete()
        self.links_are_dead(person)

    def links_are_dead(self, person: int) -> None:
        for pair in [pair for pair in self.mailed if pair[1] == person]:
            assert queries.request_behind(self.mailed.pop(pair)) is None

    # Erasure

    @precondition(lambda self: self.steps % 4 == 3)
    @rule(person=Life.people_)
    def erase(self, person):
        if self.joined and person in (self.joined.kept, self.joined.gone):
            self.joined = None
        self.let_go(person)
        self.newcomer(person)
        self.everything_agrees()

    def let_go(self, person: int) -> None:
        erasure.erase(self.contacts[person], by=customer(self.contacts[person]))
        self.links_are_dead(person)

    # Two records of one person

    def desk(self, number: int):
        return operator(number, self.house.pk, [Power.MERGE_CONTACTS])

    @precondition(lambda self: self.joined is None and self.steps % 2 == 0)
    @rule(kept=Life.people_, gone=Life.people_)
    def join(self, kept, gone):
        gone = gone if kept != gone else (kept + 1) % self.people_count
        record, before, numbers = self.contacts[gone], deepcopy(self.model), self.numbers()
        duplicate = duplicates.pair(self.contacts[kept].number, record.number, by=self.desk(1))
        child = self.model.child
        may = gone not in self.model.guardians() or kept in self.model.guardians()
        if not self.attempt(may, merging.propose, duplicate, self.contacts[kept], by=self.desk(1)):
            return
        merge = merging.confirm(Merge.objects.get(duplicate=duplicate, state=Merge.State.PROPOSED), by=self.desk(2))
        self.newcomer(gone)
        self.learn(kept)
        self.joined = Joined(merge, kept, gone, record, before, numbers)
        self.mailed = {pair: token for pair, token in self.mailed.items() if not {kept, gone} & set(pair)}
        for own, its in self.both(kept, gone):
            bound = before.open(*own)
            if its in before.edges and not (own[1] == child and own[0] in before.guardians()):
                others = before.open(*its)
                bound = None if bound is None or others is None else bound & others
            assert within(self.model.open(*own), bound), (own, its)
        self.everything_agrees()

    @precondition(lambda self: self.joined is not None)
    @rule()
    def part(self):
        joined, model = self.joined, self.model
        may = bool(merging.may_undo(joined.merge))
        if may:
            self.let_go(joined.gone)
            self.contacts[joined.gone] = joined.record
        if not self.attempt(may, merging.undo, joined.merge, by=self.desk(1)):
            self.joined = None
            return
        joined.record.refresh_from_db()
        self.learn(joined.gone)
        self.learn(joined.kept)
        self.joined = None
        before, numbers = joined.before, self.numbers()
        before.now, before.consent_on = model.now, model.consent_on
        for own, its in self.both(joined.kept, joined.gone):
            same = numbers.get(own) == joined.numbers.get(own) and not model.is_guardians(own)
            if its in before.edges:
                assert within(model.open(*its), before.open(*its)), its
                assert not same or within(model.open(*own), before.open(*own)), own
        self.everything_agrees()

    def both(self, kept: int, gone: int):
        """The pairs of both records with each other person, in each direction."""
        for other in set(range(len(self.contacts))) - {kept, gone}:
            yield (other, kept), (other, gone)
            yield (kept, other), (gone, other)

    def numbers(self) -> dict[tuple, int]:
        at = {contact.pk: place for place, contact in enumerate(self.contacts)}
        standing = Connection.objects.filter(parent__in=at, child__in=at, removed_at=None)
        return {(at[each.parent_id], at[each.child_id]): each.pk for each in standing}

    # What the model reads

    def learn(self, place: int) -> None:
        """How this person stands to everybody, read anew."""
        at, model = {contact.pk: number for number, contact in enumerate(self.contacts)}, self.model
        for known in (model.edges, model.asks, model.noes, model.heard):
            for pair in [pair for pair in known if place in pair]:
                del known[pair]
        model.refusals = {each for each in model.refusals if place not in each}
        for member, lead in Refusal.objects.filter(member__in=at).values_list("member", "lead"):
            if lead is None or lead in at:
                model.refusals.add((at[member], None if lead is None else at[lead]))
        his = Connection.objects.filter(parent__in=at, child__in=at).select_related("organisation").order_by("pk")
        for each in his:
            if place in (pair := (at[each.parent_id], at[each.child_id])):
                self.learn_pair(pair, each)
        self.learn_words(place, at)

    def learn_pair(self, pair: tuple, connection: Connection) -> None:
        model, no_at = self.model, obstacles.of(connection).no_at
        known = model.asks.setdefault(pair, [])
        known.insert(0 if connection.removed_at else len(known), [connection.how, connection.asks])
        model.noes[pair] = no_at
        if connection.removed_at is None:
            model.edges[pair] = self.edge(connection)

    def edge(self, connection: Connection) -> Edge:
        rounds = list(connection.consents.order_by("pk"))
        last = rounds[-1] if rounds and rounds[-1].state != State.REMOVED else None
        by_switch = connection.by_switch and not rounds
        edge = Edge(connection.asks, connection.asked_at, by_switch)
        edge.answered = any(each.state in (State.ALLOWED, *NOES) for each in rounds)
        edge.guards = connection.guardianships.filter(state=Guardianship.State.STANDS).exists()
        if last:
            edge.state, edge.round_at, edge.reminded = last.state, last.asked_at, bool(last.reminded_at)
            edge.scopes = last.scopes()
            edge.ends_at = last.ends_at if last.state == State.ALLOWED else None
        return edge

    def learn_words(self, place: int, at: dict[int, int]) -> None:
        """What guardians last said to each lead."""
        said = ConsentEvent.objects.filter(by_kind=Kind.GUARDIAN, connection__child=self.contacts[self.model.child])
        for guardian, lead, what in said.order_by("pk").values_list("evidence__guardian", "connection__parent", "what"):
            pair = at.get(guardian), at.get(lead)
            if None not in pair and place in pair:
                self.model.heard[pair] = what not in guardians.NOES


def life_of(count: int, *, look_at_everything: bool) -> type[WholeLife]:
    """The same among more people, compared whole after each step."""
    return type("LongLife", (WholeLife,), {"people_count": count, "look_at_everything": look_at_everything, "taken": 0})
