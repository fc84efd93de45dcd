"""Law 7: a code word in an entry's subject counts on that worker's watched visit; elsewhere a responder rings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from calsync.domain.model import Absence, AlarmKind, People, Place, Policies, Policy, Series, TeamPolicy
from calsync.parsers.location import read_place
from calsync.ports import Message
from tests.house import CAST, CLARENDON, CODE_WORD, ELM_ROAD, MORGAN, OAK_STREET, SAM, House, an_entry, clock
from tests.ladders import ALL, EVERYBODY
from tests.possible_visits import maybe

SUBJECT = "Home visit: Mrs Whitcombe"
WITH_WORD = f"{SUBJECT}, {CODE_WORD}"


def visiting(at: str = "13:10", **changes: Any) -> House:
    """A house in which Sam's visit of 13:00 to 14:00 is watched."""
    house = House(at="12:00")
    house.entry(**changes)
    house.poll()
    house.dark_until(at)
    house.tick()
    return house


def rung(house: House) -> list[Message]:
    """The mails in which somebody is asked to ring Sam."""
    return [each for each in house.mail.sent if each.subject.startswith("Please ring Sam Visits now")]


# --- where it counts


@pytest.mark.parametrize("at", ["12:31", "13:10", "14:15"])
@pytest.mark.parametrize("subject", [WITH_WORD, "Pine-Apple! Home visit: Mrs Whitcombe", CODE_WORD])
def test_on_a_watched_visit_it_starts_the_emergency_steps_at_once(at, subject):
    house = visiting(at)
    house.change(subject=subject)
    house.tick()
    assert house.alarms == [AlarmKind.DURESS]
    assert "code word" in house.last("morgan").subject
    assert rung(house) == []


def test_whoever_owns_the_alarm_it_tells_everybody():
    house = visiting("14:21")
    house.says("I have it", who="morgan", to=house.last("morgan"))
    house.change(subject=WITH_WORD)
    house.tick()
    assert "code word" in house.last("dee").subject


def test_read_again_it_starts_nothing_a_second_time():
    house = visiting()
    house.change(subject=WITH_WORD)
    house.tick()
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.change(place=read_place(OAK_STREET))
    house.tick()
    assert house.alarms == []
    assert rung(house) == []


def test_taken_out_and_written_anew_before_the_visit_it_counts_again():
    house = visiting("12:35")
    house.change(subject=WITH_WORD)
    house.tick()
    house.says("close: it was a mistake, I spoke to them", who="morgan", to=house.last("morgan"))
    house.clock.go(1)
    house.change(subject=SUBJECT)
    house.tick()
    house.clock.go(1)
    house.change(subject=WITH_WORD)
    house.tick()
    assert house.alarms == [AlarmKind.DURESS]


@pytest.mark.parametrize(
    "changes",
    [
        {"start": clock("13:00", day=1), "end": clock("14:00", day=1)},
        {"cancelled": True},
        {"categories": ("Visit done",)},
        {"place": Place()},
    ],
    ids=["moved to tomorrow", "cancelled", "done", "no place"],
)
@pytest.mark.parametrize("at", ["12:45", "13:10"])
def test_what_else_becomes_of_the_entry_at_the_same_reading_hides_it_not(at, changes):
    house = visiting(at)
    house.change(subject=WITH_WORD, **changes)
    house.tick()
    assert house.alarms == [AlarmKind.DURESS]


def test_an_entry_made_anew_that_takes_over_a_begun_visit_counts():
    house = visiting()
    house.delete()
    house.entry("e2", subject=WITH_WORD)
    house.tick()
    assert house.alarms == [AlarmKind.DURESS]


def test_the_word_of_the_policy_under_which_the_visit_began_counts_in_another_team_too():
    ours = replace(CLARENDON, name="ours", code_words=("damson",))
    house = House(at="12:00", people=replace(CAST, persons=(replace(SAM, department="North"), *CAST.persons[1:])),
                  teams=(TeamPolicy(departments=("North",), policy=ours),))  # fmt: skip
    assert isinstance(house.core.policies, Policies)
    house.entry()
    house.poll()
    house.go_to("13:10")
    house.directory.everybody = CAST
    with house.store.transaction() as tx:
        tx.put_people(CAST)
    house.change(subject=f"{SUBJECT} damson")
    house.tick()
    assert house.alarms == [AlarmKind.DURESS]


# --- where somebody is asked to ring


def first_read_with_it() -> House:
    house = House(at="12:40")
    house.entry(subject=WITH_WORD)
    house.tick()
    return house


def edited_long_before() -> House:
    house = visiting("12:05")
    house.change(subject=WITH_WORD)
    house.tick()
    return house


def closed() -> House:
    house = visiting("14:01")
    house.says("left, all fine", to=house.last("sam"))
    house.change(subject=WITH_WORD)
    house.tick()
    return house


def no_visit(**changes: Any) -> House:
    house = House(at="12:00")
    house.entry(subject="Lunch", place=Place(), **changes)
    house.tick()
    house.change(subject=f"Lunch {CODE_WORD}")
    house.tick()
    return house


def private() -> House:
    return no_visit(private=True)


def perhaps_a_visit() -> House:
    house = House(at="12:45")
    maybe(house)
    house.tick()
    house.change(subject=f"Meeting K {CODE_WORD}")
    house.tick()
    return house


@pytest.mark.parametrize("story", [first_read_with_it, edited_long_before, closed, no_visit, private, perhaps_a_visit])
def test_elsewhere_the_line_manager_is_asked_to_ring_once(story: Callable[[], House]):
    house = story()
    house.change(categories=("Blue",))
    house.go_to(f"{house.clock.now():%H}:59")
    (asked,) = rung(house)
    assert asked.notification.recipient == "morgan"
    assert house.alarms == []
    everything = asked.subject + asked.text
    assert not any(each in everything for each in ("Whitcombe", "Elm Road", "Lunch", "Meeting K", CODE_WORD))
    assert CODE_WORD not in "".join(each.subject + each.text for each in house.told("sam"))


def test_a_series_is_rung_about_once():
    house = House(at="12:00")
    for day in range(2):
        event = an_entry(f"o{day}", subject=f"{CODE_WORD} club", place=Place(), series=Series.OCCURRENCE, series_id="s")
        house.calendars.put(replace(event, start=clock("15:00", day=day), end=clock("16:00", day=day)))
    house.tick()
    assert len(rung(house)) == 1


def asked_to_ring(at: str, people: People = CAST, worker: str = "sam") -> list[tuple[str, str]]:
    """Who is asked to ring whom because of a word in an entry that is no visit."""
    house = House(at=at, people=people)
    house.calendars.put(an_entry("x", "23:00", "23:30", subject=CODE_WORD, place=Place(), worker=worker))
    house.tick()
    assert house.alarms == []
    return [(each.notification.recipient, each.subject.split(" now")[0]) for each in house.mail.sent]


def test_where_the_line_manager_is_away_the_deputy_rings():
    away = replace(MORGAN, absences=(Absence(start=clock("09:00"), end=clock("17:00")),))
    people = replace(CAST, persons=(SAM, away, *CAST.persons[2:]))
    assert asked_to_ring("12:00", people) == [("dee", "Please ring Sam Visits")]


def test_at_night_the_out_of_hours_contact_rings():
    assert asked_to_ring("22:00") == [("sloane", "Please ring Sam Visits")]


def test_in_a_colleagues_diary_it_is_the_colleagues_own():
    people = replace(CAST, persons=tuple(replace(each, works=True) for each in CAST.persons))
    assert asked_to_ring("12:00", people, worker="ash") == [("morgan", "Please ring Ash Administers")]


def test_who_is_their_own_line_manager_is_not_asked_to_ring_themselves():
    people = replace(CAST, persons=tuple(replace(each, works=True) for each in CAST.persons))
    assert asked_to_ring("12:00", people, worker="morgan") == [("dee", "Please ring Morgan Manages")]


@pytest.mark.parametrize("story", [first_read_with_it, edited_long_before, no_visit])
def test_a_word_that_is_taken_out_and_written_anew_in_the_visit_counts_wherever_it_stood_before(story):
    house = story()
    assert len(rung(house)) == 1
    if story is no_visit:
        house.change(subject=WITH_WORD, place=read_place(ELM_ROAD))
        house.tick()
    house.dark_until("13:15")
    house.change(subject=SUBJECT)
    house.tick()
    house.clock.go(1)
    house.change(subject=WITH_WORD)
    house.tick()
    assert house.alarms == [AlarmKind.DURESS]


def test_elsewhere_a_word_that_is_written_anew_is_rung_about_again():
    house = no_visit()
    for subject in ("Lunch", f"Lunch {CODE_WORD}"):
        house.clock.go(1)
        house.change(subject=subject)
        house.tick()
    assert len(rung(house)) == 2
    assert house.alarms == []


# --- in silence


EDITED: dict[str, dict[str, Any]] = {
    "the same": {"subject": SUBJECT},
    "another subject": {"subject": "Home visit: new family"},
    "a later end": {"subject": SUBJECT, "end": clock("14:20")},
    "moved": {"subject": SUBJECT, "start": clock("16:00"), "end": clock("17:00")},
    "a lunch": {"subject": "Lunch", "place": Place()},
}


def sent_to_sam(policy: Policy, at: str, edited: str, code: str, then: str) -> list[tuple[object, str, str]]:
    """All that Sam is sent on a day of two visits, with one edit of the first entry, and an answer later on."""
    house = House(at="12:20", policy=policy, people=EVERYBODY)
    house.entry()
    house.entry("e2", "14:30", "15:30", subject="Home visit: Mr Ackroyd", place=read_place(OAK_STREET))
    for minutes in range(12 * 60 + 25, 17 * 60 + 35, 5):
        moment = f"{minutes // 60:02}:{minutes % 60:02}"
        if moment == at:
            house.change(**{**EDITED[edited], "subject": EDITED[edited]["subject"] + code})
        house.dark_until(moment)
        house.tick()
        if moment == "15:05" and then and house.told("sam"):
            house.says(then, to=house.told("sam")[0])
            house.send()
    if code:
        assert house.alarms == [AlarmKind.DURESS]
    return [(each.notification.recorded, each.subject.split(" [")[0], each.text) for each in house.told("sam")]


@pytest.mark.parametrize(
    ("at", "edited", "then"),
    [
        ("12:40", "moved", ""),
        ("13:10", "the same", "left, all fine"),
        ("13:10", "a later end", "+20"),
        ("14:05", "another subject", ""),
    ],
)
@pytest.mark.parametrize("policy", ALL, ids=lambda policy: policy.name)
def test_the_worker_is_sent_what_the_same_edit_brings_without_the_word(policy, at, edited, then):
    same_without_the_word(policy, at, edited, then)


@pytest.mark.parametrize("edited", ["a lunch", "moved"])
def test_the_worker_is_asked_what_became_of_a_begun_visit_as_without_the_word(edited):
    same_without_the_word(CLARENDON, "13:10", edited, "left, all fine")


def same_without_the_word(policy: Policy, at: str, edited: str, then: str) -> None:
    plain = sent_to_sam(policy, at, edited, "", then)
    assert sent_to_sam(policy, at, edited, f" - {CODE_WORD}", then) == plain
