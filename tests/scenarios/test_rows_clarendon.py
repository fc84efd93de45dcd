"""Rows of Clarendon's policy that no other test tries: what the software prompts for, and what it never does."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Absence
from calsync.domain.model.checks import Check
from tests.house import CAST, SAM, House, clock
from tests.scenarios.presets import house_of, looked_at, reminders_of, stands, subjects


def test_CL3_nothing_is_ever_sent_to_the_family_and_to_nobody_but_staff() -> None:
    house = house_of("clarendon", at="12:00")
    house.entry(subject="Home visit: K 01632 960123", attendees=("k.whitcombe@family.test",))
    house.go_to("14:40")
    assert house.told("morgan")
    staff = {each.id for each in CAST.persons}
    assert {each.notification.recipient for each in house.mail.sent} <= staff
    addresses = {each.mail for each in CAST.persons}
    assert {each.to for each in house.mailbox.sent} <= addresses


def test_CL6_the_centre_manager_is_asked_whether_the_risk_was_assessed_and_a_mark_in_the_entry_answers_it() -> None:
    house = house_of("clarendon")
    house.entry()
    looked_at(house)
    assert "Was the risk assessed: the individuals, the history, the environment?" in house.last("morgan").text
    assert stands(house, Check.RISK_ASSESSMENT)
    house.change(categories=("Home visit", "Risk assessed"))
    looked_at(house)
    assert not stands(house, Check.RISK_ASSESSMENT)


def test_CL6_without_a_word_the_centre_manager_is_asked_once_more_and_no_message_of_its_own_follows() -> None:
    house = house_of("clarendon", at="08:00", checks=house_of("clarendon").core.policies.standing.checks)
    house.entry("e1", "16:00", "16:30")
    looked_at(house)
    before = len(subjects(house, "morgan"))
    looked_at(house, "12:01")
    assert "You were asked before, and have not answered yet." in house.last("morgan").text
    assert len(subjects(house, "morgan")) == before + 1


def reminded(house: House) -> list[str]:
    """What Sam was reminded of to tell the family."""
    return [each.text for each in house.told("sam") if each.subject.startswith("Does the family know?")]


def test_CL9_a_home_visit_that_is_moved_or_taken_out_before_its_start_reminds_once_to_tell_the_family() -> None:
    house = house_of("clarendon", at="08:00")
    house.entry()
    house.entry("e2", "15:00", "16:00")
    looked_at(house)
    house.change(start=clock("13:05"), end=clock("14:05"))
    looked_at(house)
    assert reminded(house) == []
    house.change(start=clock("14:00"), end=clock("14:45"))
    house.delete("e2")
    looked_at(house, "08:01")
    looked_at(house, "08:10")
    (text,) = reminded(house)
    assert "- Monday 2 March, 13:05 to 14:05: it is now Monday 2 March, 14:00 to 14:45" in text
    assert "- Monday 2 March, 15:00 to 16:00: it is no longer in your diary as a visit" in text
    assert not any(word in text for word in ("Whitcombe", "Elm Road"))
    house.entry("e3", "16:00", "17:00")
    looked_at(house, "08:20")
    away = replace(SAM, absences=(Absence(start=clock("08:00")),))
    with house.store.transaction() as tx:
        people = tx.people()
        tx.put_people(replace(people, persons=tuple(away if each.id == "sam" else each for each in people.persons)))
    house.delete("e3")
    looked_at(house, "08:25")
    assert len(reminded(house)) == 1  # whoever is away did not change it themselves
    house.clock.moment = clock("14:10")
    house.delete()
    looked_at(house, "14:10")
    assert len(reminded(house)) == 1
    assert "Are you not going, or have you finished" in house.last("sam").text


def test_CL9_a_change_that_is_made_a_second_time_is_told_a_second_time() -> None:
    house = house_of("clarendon", at="08:00")
    house.entry()
    looked_at(house)
    for at, start, end in (("08:01", "15:00", "16:00"), ("08:02", "13:00", "14:00"), ("08:03", "15:00", "16:00")):
        house.change(start=clock(start), end=clock(end))
        looked_at(house, at)
    assert len(reminded(house)) == 3
    assert "it is now Monday 2 March, 15:00 to 16:00" in reminded(house)[-1]


def test_CL8_CL9_CL12_CL16_the_workers_summary_reminds_of_what_only_they_can_do() -> None:
    text = reminders_of("clarendon")
    for line in (
        "- Your telephone is charged, working and with you.",
        "- If a visit does not take place, tell the family.",
        "- After each visit: write it up, with a date for the next step.",
        "- After each visit: meet the Centre Manager and talk it over.",
    ):
        assert line in text
