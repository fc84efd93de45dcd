"""Rows of Al-Hasaniya's policy that no other test tries, under the copy with one organisation's minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind, NotWatched, Person
from calsync.engine.incidents import act_done, close_incident
from tests.house import DEE, OFFICE, House, clock
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


def test_AH2_who_visits_and_has_had_no_visit_for_ten_working_days_stands_under_not_watched_once_a_list() -> None:
    robin = Person(
        id="robin", name="Robin Visits", mail="robin@clarendon.test", manager="morgan", hours=OFFICE, works=True
    )
    kim = NotWatched(person="kim", name="Kim Visits", why="Their account is switched off.")
    people = replace(EVERYBODY, persons=(*EVERYBODY.persons, robin), not_watched=(kim,))
    house = house_of(FILLED, at="06:00", people=people)
    house.calendars.put(replace(house.entry(), worker="robin", id="r1"))
    looked_at(house)
    assert "NOT WATCHED\n- Kim Visits: Their account is switched off.\n\n" in to(letters_of(house), "morgan")[-1].text
    house.calendars.put(replace(house.entry("e2"), start=clock("13:00", day=16), end=clock("14:00", day=16)))
    looked_at(house, "06:00", day=21)
    letters(house, "06:30", day=21)
    (mine,) = to(letters(house, "08:01", day=21), "morgan")
    assert "No visit stands in the diaries." in mine.text
    assert "- Robin Visits: no visit in the last 10 working days." in mine.text
    assert "Sam" not in mine.text
    letters(house, "06:30", day=22)
    assert to(letters(house, "08:01", day=22), "morgan") == []


def test_AH3_a_named_colleague_has_the_visit_on_a_list_beforehand_without_whom_and_where() -> None:
    house = house_of(FILLED, at="06:00")
    house.entry(categories=("Home visit", "Tell: Dee Deputises"))
    house.entry("e2", "15:00", "16:00")
    looked_at(house)
    (mail,) = to(letters_of(house), "dee")
    assert "Sam Visits (+44 7700 900101)" in mail.text
    assert "13:00 to 14:00" in mail.text
    assert "you are named for this visit: if no word comes after it, you may be asked to ring" in mail.text
    assert not any(word in mail.text for word in ("Whitcombe", "Elm Road", "15:00 to 16:00"))
    house.change(start=clock("13:30"), end=clock("14:30"))
    looked_at(house, "10:30")
    (change,) = to(letters(house), "dee")
    assert "13:30 to 14:30" in change.text
    assert not any(word in change.text for word in ("Whitcombe", "Elm Road"))
    house.entry("e3", "16:30", "17:00", categories=("Home visit", "Tell: Ash Administers"))
    looked_at(house, "11:00")
    (late,) = to(letters(house), "ash")
    assert "16:30 to 17:00" in late.text


def test_AH3_AH7_who_goes_along_is_not_named_by_being_invited() -> None:
    house = house_of(FILLED, at="06:00")
    house.entry(categories=("Home visit", "Tell: Dee Deputises"), attendees=("dee@clarendon.test",))
    looked_at(house)
    assert to(letters_of(house), "dee") == []


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
