"""What has to happen so that every letter of the house is written."""

from collections.abc import Iterable
from datetime import timedelta

from kithkin.accounts import actions as accounts
from kithkin.base import actor, clock
from kithkin.base.actor import Actor, Power
from kithkin.connections import actions, guardians, queries, texts
from kithkin.connections.models import Connection, Consent
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.desk import documents
from kithkin.mail import postman
from kithkin.organisations.models import Organisation
from kithkin.persons import care, duplicates, erasure, merging, silent
from kithkin.persons.models import Merge
from kithkin.persons.silent_rules import Case
from kithkin.project.letters import TABLE
from kithkin.sales import choosing
from kithkin.sales.actions import basket as choice
from kithkin.sales.actions import order
from tests import lives, people
from tests.links import address_token
from tests.sales.ground import Shop, basket, pay


def all_of_them(shop: Shop) -> None:
    """Each letter once at least, save a tried document; those in place of a child's are written by the postman."""
    _of_a_child(shop)
    _of_an_erased_child(shop)
    postman.deliver(TABLE)
    _of_a_shop(shop)
    _of_consents(shop)
    _of_joined_records(shop.andrew)
    _of_an_address(shop.andrew)


def try_documents(organisation: Organisation, languages: Iterable[str]) -> None:
    """An operator sends himself the house's words."""
    post = accounts.open_post(
        organisation, name="Hana", email="hana@example.org", password="ferrygate", powers=list(Power), by=people.HOUSE
    )
    by = actor.operator(post.login_id, organisation.pk, post.powers)
    for language in languages:
        version = documents.version(organisation.pk, "consent-request", language)
        documents.send_test(version, version.wording, by=by)


def _of_a_child(shop: Shop) -> None:
    """Mia's mother is asked by two leads, one says that he is her father, and she is told of the birthday."""
    anna, paul = (people.register(shop.organisation, name) for name in ("Anna", "Paul"))
    said, born = texts.said_by_guardian("en", 1), clock.now().date() - timedelta(days=3000)
    mia = Person("Mia", "Smith", birth_date=born)
    child = actions.add_child(anna, mia, by=people.customer(anna), said=said).child
    actions.ask_to_guard(people.connect(paul, child), by=people.customer(paul), said=said)
    people.connect(shop.andrew, child)
    desk = actor.operator(1, shop.organisation.pk, [Power.SET_GUARDIANS])
    actions.end_guardian(guardians.on(actions.name_guardian(child, shop.andrew, "Order 12", by=desk)), "13", by=desk)
    care.ask_guardians(child, by=people.customer(child))
    _buy_for_child(shop, child)
    _joined(shop.andrew, child, contacts.register(shop.organisation, mia, by=people.HOUSE))
    with clock.held(queries.latest(Connection.objects.get(parent=anna)).ends_at - timedelta(days=3)):
        actions.tell_before(by=people.HOUSE)


def _of_an_erased_child(shop: Shop) -> None:
    """Two operators erase Tim, and his mother is told."""
    born = clock.now().date() - timedelta(days=3000)
    eve, said = people.register(shop.organisation, "Eve"), texts.said_by_guardian("en", 1)
    person = Person("Tim", "Smith", birth_date=born)
    child = actions.add_child(eve, person, by=people.customer(eve), said=said).child
    one, two = (actor.operator(login, shop.organisation.pk, [Power.ERASE_CONTACTS]) for login in (1, 2))
    erasure.confirm(erasure.demand(child, by=one), by=two)


def _buy_for_child(shop: Shop, child: Contact) -> None:
    junior = choice.Person(child.pk, child.name, shop.offer.tariff("junior").pk)
    held = choosing.hold_best(shop.offer, [*shop.people(1), junior], shop.centre, pos=shop.pos, by=shop.by)
    pay(order.place(basket(held), by=shop.by, pay_now=True), shop.by)


def _of_a_shop(shop: Shop) -> None:
    shop.buy(3)
    shop.place(2, pay_now=False)
    accounts.invite(shop.andrew, by=people.HOUSE)
    accounts.send_code(shop.andrew, by=people.HOUSE)


def _of_consents(shop: Shop) -> None:
    """One ends soon, one has ended, one was never given."""
    soon, over, never, *_others = queries.members(shop.by).exclude(child__first_name="Mia").order_by("pk")
    Consent.objects.filter(pk=people.allow(soon).pk).update(ends_at=clock.now() + timedelta(days=20))
    actions.remind_due(by=people.HOUSE)
    Consent.objects.filter(pk=people.allow(over).pk).update(ends_at=clock.now() - timedelta(days=1))
    actions.ask_again(over, by=shop.by)
    lead, member = never.parent_id, never.child_id
    case = Case(never.pk, lead, member, created=False, signed_in=False, elsewhere=False, bought=False)
    silent.announce(never.organisation, [case], by=people.HOUSE)


def _of_joined_records(lead: Contact) -> None:
    """Two were joined and are two again; two others stay joined."""
    merging.undo(_joined(lead, *_two(lead, "One", "Other")), by=_operator(lead, 2))
    _joined(lead, *_two(lead, "Twin", "Twain"))


def _two(lead: Contact, *names: str) -> list[Contact]:
    found = [people.register(lead.organisation, name) for name in names]
    people.allow(people.connect(lead, found[0]))
    return found


def _joined(lead: Contact, kept: Contact, gone: Contact) -> Merge:
    duplicate = duplicates.pair(kept.number, gone.number, by=_operator(lead, 1))
    return merging.confirm(merging.propose(duplicate, kept, by=_operator(lead, 1)), by=_operator(lead, 2))


def _operator(contact: Contact, login: int) -> Actor:
    return actor.operator(login, contact.organisation_id, [Power.MERGE_CONTACTS])


def _of_an_address(contact: Contact) -> None:
    """Twice: one is made, the other waits for its proof."""
    accounts.open_login(contact, "a long password", by=people.HOUSE)
    for email in ("canary.made@example.org", "canary.asked@example.org"):
        accounts.ask_change(contact, email, by=people.customer(contact))
        if "made" in email:
            accounts.change_address(address_token(contact), by=actor.by_link(contact))
    lives.passkey(contact)
