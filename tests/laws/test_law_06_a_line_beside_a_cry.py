"""Laws 6 and 7: a line of mail with a cry or a code word keeps its place for those who are told, and the call wins."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from tests.house import CODE_WORD, House, clock
from tests.line_house import house_at, told

UNTRUE = ("no address in the diary", "14:02 to 14:02", "first saw this entry", '"duress"')


def sheet_of(text: str, who: str = "sam") -> tuple[House, str]:
    house = told(text, who=who)
    house.go_to("14:04")
    return house, house.last("morgan").text


@pytest.mark.parametrize(
    ("text", "who", "alarm"),
    [
        ("visiting 12 Elm Road until 15:30 please help", "sam", AlarmKind.HELP),
        ("Help! I am visiting 12 Elm Road until 15:30", "sam", AlarmKind.HELP),
        ("call me please, visiting 12 Elm Road until 3.30pm, he has a knife", "sam", AlarmKind.HELP),
        ("visiting 12 Elm Road until 15:30\n\nI need help", "sam", AlarmKind.HELP),
        ("Sam Visits is visiting 12 Elm Road until 15:30, she needs help", "ash", AlarmKind.HELP),
        (f"Sam Visits is visiting 12 Elm Road until 15:30 {CODE_WORD}", "ash", AlarmKind.DURESS),
        (f"visiting 12 Elm Road until 15:30 please help {CODE_WORD}", "sam", AlarmKind.DURESS),
    ],
)
def test_the_sheet_names_the_place_and_the_call_wins(text: str, who: str, alarm: AlarmKind) -> None:
    house, sheet = sheet_of(text, who)
    assert house.alarms == [alarm]
    assert "Where: 12 Elm Road\n" in sheet
    assert "Visit: 14:02 to 15:30" in sheet
    assert not [each for each in UNTRUE if each in sheet]
    assert [each.due for each in house.open() if each.alarm is AlarmKind.SILENCE] == [clock("15:30")]


def test_a_word_that_is_part_of_an_address_is_not_cut_out_of_it_and_is_still_heard() -> None:
    house, sheet = sheet_of("visiting Pineapple House, 3 Oak Street until 15:30")
    assert "Where: Pineapple House, 3 Oak Street\n" in sheet
    assert house.alarms == [AlarmKind.DURESS]
    _, sheet = sheet_of("visiting pineapple 3 Oak Street until 15:30")
    assert "Where: 3 Oak Street\n" in sheet


def test_a_call_with_no_visit_says_nothing_untrue_of_one() -> None:
    for who, text in (("sam", "please help"), ("ash", f"Sam Visits said {CODE_WORD}")):
        house = house_at()
        house.says(text, who=who)
        house.go_to("14:04")
        sheet = house.last("morgan").text
        assert "Visit: none is running now, as far as is known" in sheet
        assert not [each for each in UNTRUE[1:] if each in sheet]


@pytest.mark.parametrize(
    "line",
    [
        "Sam Visits is visiting 12 Elm Road until 15:30",
        "Sam Visits is visiting 12 Elm Road until 15:30, she needs more time",
        "Sam Visits is visiting Elm Road",
    ],
)
def test_what_a_colleague_writes_shows_their_worker_the_same_with_the_code_word(line: str) -> None:
    plain, word = told(line, who="ash"), told(f"{line} {CODE_WORD}", who="ash")
    for house in (plain, word):
        house.go_to("15:45")
    assert [each.text for each in word.told("sam")] == [each.text for each in plain.told("sam")]
    assert AlarmKind.DURESS in word.alarms
