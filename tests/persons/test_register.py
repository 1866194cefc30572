"""The register of processing cannot go stale: it names whatever is kept, every letter, and the times that hold."""

import argparse

from kithkin.organisations import actions as organisations
from kithkin.persons import register, retention_rules, telling
from kithkin.persons.retention_reasons import REASONS
from kithkin.project import registering
from kithkin.project.letters import TABLE
from tests.people import HOUSE, customer


def test_every_section_that_people_are_told_stands_in_one_activity(family):
    told = telling.tell(family.andrew, by=customer(family.andrew)).sections

    named = [section for activity in register.ACTIVITIES for section in activity.sections]

    assert sorted(named) == sorted(told)


def test_every_kind_with_a_time_and_every_reason_stands_in_an_activity():
    kinds = {kind for activity in register.ACTIVITIES for kind in activity.kinds}
    reasons = {reason for activity in register.ACTIVITIES for reason in activity.reasons}

    assert kinds == {kind.name for kind in retention_rules.KINDS}
    assert reasons == {reason.name for reason in REASONS}


def test_every_letter_that_the_house_sends_is_listed(family):
    assert len(register.of(family.organisation).letters) == len(TABLE.facts)


def test_consent_switched_off_is_said(family):
    point = organisations.open_point_of_sale(family.organisation, name="Shop", by=HOUSE)
    organisations.switch_friends_and_family(point, True, by=HOUSE)
    organisations.switch_consent(family.organisation, False, by=HOUSE)

    text = "\n".join(register.as_text(register.of(family.organisation)))

    assert "Leads, without being asked: the organiser has switched consent off" in text


def test_the_command_prints_it_in_the_organisations_language(family, capsys):
    family.organisation.language = "de"
    family.organisation.save()

    assert registering.run(argparse.Namespace(organisation=None, language=None)) == 0
    german = capsys.readouterr().out
    registering.run(argparse.Namespace(organisation=None, language="en"))

    assert "Register of processing: Ferrygate Athletic" in capsys.readouterr().out
    assert "Register of processing" not in german
