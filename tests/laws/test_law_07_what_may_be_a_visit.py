"""Law 7: of what may be a visit, all that the worker is shown is the same with and without a code word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.model import AlarmKind, DeadlineState, Place
from calsync.parsers.location import read_place
from tests.house import CODE_WORD, OAK_STREET, House, clock
from tests.possible_visits import maybe, questions

Happens = Callable[[House], object]


def changed(house: House, **changes: Any) -> None:
    """Change Sam's first entry, where it still stands."""
    if "e1" in house.calendars.diaries["sam"]:
        house.change(**changes)


ENTRIES: dict[str, Happens] = {
    "one": lambda house: maybe(house),
    "two of one kind": lambda house: (maybe(house), maybe(house, "e2", "14:30", "15:00")),
    "two kinds": lambda house: (maybe(house), maybe(house, "e2", "14:30", "15:00", subject="Meeting L")),
    "a flag": lambda house: (maybe(house), maybe(house, "e2", "14:30", "15:00", categories=("Domestic abuse",))),
}
LATER: dict[str, Happens] = {
    "nothing": lambda house: None,
    "another of its kind": lambda house: maybe(house, "e9", "15:10", "15:20"),
    "another kind": lambda house: maybe(house, "e9", "15:10", "15:20", subject="Meeting R"),
    "other words": lambda house: changed(house, subject="Meeting about K"),
    "another place": lambda house: changed(house, place=read_place(OAK_STREET)),
    "a category": lambda house: changed(house, categories=("Home visit",)),
    "the category for none": lambda house: changed(house, categories=("Not a visit",)),
    "done": lambda house: changed(house, categories=("Visit done",)),
    "a flag": lambda house: changed(house, categories=("Lives alone",)),
    "a later end": lambda house: changed(house, end=clock("14:25")),
    "an earlier end": lambda house: changed(house, end=clock("13:40")),
    "another time": lambda house: changed(house, start=clock("14:35"), end=clock("14:50")),
    "deleted": lambda house: house.delete() if "e1" in house.calendars.diaries["sam"] else None,
}
SAID = (
    "yes",
    "no",
    "not a visit",
    "1 yes 2 no",
    "1 no 2 yes",
    "1 no",
    "2 yes",
    "no. 1",
    "hm, the dog",
    "+20",
    "still here",
)
AFTER = ("", "yes", "no", "hm, the dog", "left, all fine", "+20")


def shown(words: str, entries: str, at: str, later: tuple[str, str], then: str, code_word: str = "") -> House:
    """A day on which Sam says something of what may be visits, and the diary and Sam go on."""
    house = House(at="07:55")
    ENTRIES[entries](house)
    house.go_to(at)
    house.says(words + code_word, to=questions(house)[-1])
    house.tick()
    LATER[later[0]](house)
    house.go_to("13:20")
    LATER[later[1]](house)
    if then and questions(house):
        house.says(then, to=questions(house)[0])
    house.go_to("15:40")
    return house


def on_the_phone(house: House) -> list[tuple[object, str, str]]:
    return [
        (each.notification.recorded, each.subject.replace(each.notification.token, ""), each.text)
        for each in house.told("sam")
    ]


def same_with_a_code_word(words, entries, at, later, then):
    plain = shown(words, entries, at, later, then)
    under_duress = shown(words, entries, at, later, then, f", {CODE_WORD}")
    assert on_the_phone(under_duress) == on_the_phone(plain)
    assert AlarmKind.DURESS in under_duress.alarms


@settings(max_examples=12, deadline=None)
@given(
    words=st.sampled_from(SAID),
    entries=st.sampled_from(sorted(ENTRIES)),
    at=st.sampled_from(("08:02", "13:02")),
    later=st.tuples(st.sampled_from(sorted(LATER)), st.sampled_from(sorted(LATER))),
    then=st.sampled_from(AFTER),
)
def test_all_that_the_worker_is_shown_is_the_same_with_and_without_a_code_word(words, entries, at, later, then):
    same_with_a_code_word(words, entries, at, later, then)


@pytest.mark.parametrize(
    ("words", "entries", "later"),
    [
        ("1 yes 2 no", "two of one kind", "nothing"),
        ("1 no 2 yes", "two of one kind", "nothing"),
        ("no", "one", "another of its kind"),
        ("no", "one", "other words"),
        ("1 yes 2 no", "one", "nothing"),
        ("no", "one", "a category"),
        ("no", "one", "a later end"),
    ],
)
def test_siblings_later_entries_changes_and_what_is_asked_back_are_the_same(words, entries, later):
    same_with_a_code_word(words, entries, "08:02", (later, "nothing"), "")


@pytest.mark.parametrize(("entries", "later"), [("two of one kind", "nothing"), ("one", "another of its kind")])
def test_the_line_manager_hears_of_every_entry_that_a_no_under_duress_would_have_hidden(entries, later):
    house = shown("no", entries, "08:02", (later, "nothing"), "", f", {CODE_WORD}")
    told = [each for each in house.told("morgan") if each.subject.startswith("Possibly a visit")]
    assert len(told) == 2
    assert all("gave the code word" in each.text for each in told)


def test_what_a_line_manager_says_of_an_entry_under_duress_asks_its_worker_nothing():
    house = shown("no", "one", "08:02", ("nothing", "nothing"), "", f", {CODE_WORD}")
    before = len(house.told("sam"))
    asked = next(each for each in house.told("morgan") if each.subject.startswith("Possibly a visit"))
    house.says("a visit", who="morgan", to=asked)
    house.go_to("16:20")
    assert len(house.told("sam")) == before
    assert any("late" in each.subject for each in house.told("dee"))


def test_a_no_under_duress_leaves_a_deadline_open_for_every_entry_still_to_begin():
    house = House(at="07:55")
    ENTRIES["two of one kind"](house)
    house.go_to("08:02")
    house.says(f"no, {CODE_WORD}", to=questions(house)[-1])
    open_ = [
        each.visit.start
        for each in house.watched()
        for one in each.deadlines
        if one.state is DeadlineState.OPEN and one.alarm is AlarmKind.SILENCE
    ]
    assert sorted(open_) == [clock("13:00"), clock("14:30")]


@pytest.mark.parametrize(
    "changes",
    [
        {"cancelled": True},
        {"categories": ("Not a visit",)},
        {"subject": "Lunch", "place": Place()},
        {"private": True, "subject": "Oncology", "place": read_place("5 Secret Street, S60 1AA")},
    ],
    ids=["cancelled", "category", "lunch", "private"],
)
def test_what_the_diary_takes_off_before_its_start_alarms_nobody_after_a_no_under_duress(changes):
    house = House(at="07:55")
    maybe(house)
    house.go_to("08:00")
    house.says(f"no, {CODE_WORD}", to=questions(house)[-1])
    house.go_to("08:02")
    house.change(**changes)
    house.go_to("15:00")
    late = [
        each.subject for who in ("morgan", "dee", "ash", "sloane") for each in house.told(who) if "late" in each.subject
    ]
    assert late == []
    assert not any("Secret" in each.text for who in ("morgan", "dee", "ash", "sloane") for each in house.told(who))
