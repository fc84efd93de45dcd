"""Rows of Al-Hasaniya's policy that no other test tries, under the copy with one organisation's minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind
from calsync.engine.incidents import act_done, close_incident
from tests.house import DEE, House, clock
from tests.letter_house import letters, letters_of, to
from tests.scenarios.presets import EVERYBODY, FILLED, house_of, looked_at, raised, reminders_of, subjects

VISITORS = replace(
    EVERYBODY,
    persons=tuple(
        replace(DEE, works=True, manager="morgan") if each.id == "dee" else each for each in EVERYBODY.persons
    ),
)


def out(said: str) -> House:
    """A house in which Sam has left 14 Elm Road at two, said so in these words, and goes there again at four."""
    house = house_of(FILLED, at="12:00", people=VISITORS)
    house.entry()
    house.entry("e2", "16:00", "17:00")
    house.go_to("14:01")
    house.says(said, to=house.last("sam"))
    house.send()
    return house


def test_AH12_AH13_the_summary_reminds_of_the_telephone_the_device_and_that_they_are_not_enough() -> None:
    text = reminders_of(FILLED)
    assert "- Your telephone is charged and working, and you carry your personal safety device." in text
    assert "- A telephone and this service are not safeguard enough" in text


def test_AH2_what_is_missing_is_told_its_worker_and_the_list_compares_nobody_with_anybody() -> None:
    house = house_of(FILLED, at="06:00")
    house.entry(categories=("Home visit",), place=replace(house.entry().place, text="", street="", postcode=""))
    looked_at(house)
    letters_of(house)
    (mine,) = [each for each in to(house.mailbox.sent, "sam") if each.subject.startswith("Your visits")]
    assert "Please mend:" in mine.text


def test_AH3_a_colleague_whom_the_entry_names_is_asked_beside_the_line_manager() -> None:
    house = house_of(FILLED, at="12:00")
    house.entry(categories=("Home visit", "Tell: Ash Administers"))
    house.go_to("14:31")
    assert any("ALARM" in each for each in subjects(house, "ash"))
    assert any("ALARM" in each for each in subjects(house, "morgan"))


def test_AH11_a_remote_visit_has_the_manager_asked_at_15_and_an_ordinary_one_at_30() -> None:
    for categories, asked in ((("Home visit",), False), (("Home visit", "Remote area"), True)):
        house = house_of(FILLED, at="12:00")
        house.entry(categories=categories)
        house.go_to("14:16")
        assert any("ALARM" in each for each in subjects(house, "morgan")) is asked


def test_AH14_the_code_word_has_the_manager_asked_to_call_the_police_and_the_worker_sees_a_plain_safe() -> None:
    plain, forced = out("left, all fine"), out("pineapple, left, all fine")
    assert forced.alarms == [AlarmKind.DURESS]
    forced.scan()
    assert "Dial 999 yourself" in forced.last("morgan").text
    assert [each.text for each in plain.told("sam")] == [each.text for each in forced.told("sam")]


def test_AH16_until_an_incident_of_violence_is_closed_nobody_else_goes_to_the_place_alone() -> None:
    house = out("safe, but they were aggressive")
    house.calendars.put(
        replace(house.calendars.diaries["sam"]["e2"], worker="dee", id="d1", categories=("Home visit",))
    )
    looked_at(house)
    assert raised(house).count("flagged-place") == 2
    looked_at(house, "14:05")
    assert any("An incident at this place is not settled" in each.text for each in house.told("dee"))
    assert any("An incident at this place is not settled" in each.text for each in house.told("morgan"))
    with house.store.transaction() as tx:
        (incident,) = tx.incidents()
    for number in (1, 2):
        assert act_done(house.core, incident.id, number, "morgan") == ""
    assert close_incident(house.core, incident.id, "morgan", "two go from now on") == ""
    looked_at(house, "14:10")
    assert "flagged-place" not in raised(house)


@pytest.mark.parametrize("said", ["left, all fine", "safe, but they were aggressive"])
def test_AH16_law_7_what_is_flagged_under_a_code_word_shows_on_no_device_of_the_worker(said: str) -> None:
    plain, forced = out(said), out(f"pineapple, {said}")
    forced.scan()
    forced.says("close: safe and well, I spoke to them", who="morgan", to=forced.last("morgan"))
    for house in (plain, forced):
        house.go_to("16:05")
    assert "flagged-place" in raised(forced)
    assert any("An incident of this worker at this place" in each.text for each in forced.told("morgan"))
    assert [each.text for each in plain.told("sam")] == [each.text for each in forced.told("sam")]


def test_AH16_law_7_the_next_mornings_summary_says_nothing_of_it_and_the_managers_list_does() -> None:
    plain, forced = out("left, all fine"), out("pineapple, left, all fine")
    forced.scan()
    forced.says("close: safe and well, I spoke to them", who="morgan", to=forced.last("morgan"))
    summaries = []
    for house in (plain, forced):
        house.entry("e3", start="11:00", end="12:00")
        house.change("e3", start=clock("11:00", day=1), end=clock("12:00", day=1))
        looked_at(house, "06:00", day=1)
        mails = letters(house, "06:30", day=1) + letters(house, "08:01", day=1)
        summaries.append([each.text for each in to(mails, "sam")])
        said = "An incident of this worker at this place is not settled" in "".join(m.text for m in to(mails, "morgan"))
        assert said is (house is forced)
    assert summaries[0] == summaries[1]
    assert len(summaries[0]) == 1
