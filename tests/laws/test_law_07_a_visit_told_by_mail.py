"""Law 7: a code word beside "visiting ... until ..." is heard, and the worker is shown what they would be without."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from tests.house import CODE_WORD, House
from tests.ladders import EVERYBODY
from tests.shown import shown, until

LATER = ("14:03", "14:20", "15:31", "15:41", "15:51", "16:20", "16:40")


def day(line: str, code: str, reply: str = "", reply_code: str = "") -> House:
    house = House(at="14:00", people=EVERYBODY)
    until(house, "14:02")
    house.says(line + code)
    house.scan()
    if reply:
        until(house, "14:10")
        house.says(reply + reply_code, to=house.told("sam")[0])
    return until(house, *(each for each in LATER if each > f"{house.clock.now():%H:%M}"))


@pytest.mark.parametrize(
    "line",
    [
        "visiting 12 Elm Road until 15:30",
        "visiting 12 Elm Road from 15:00 until 16:00",
        "visiting Elm Road",
        "visiting 12 Elm Road until 13:00",
        "Bob is visiting 12 Elm Road until 15:30",
    ],
)
def test_the_line_brings_the_same_with_the_code_word(line):
    under_duress = day(line, f"\n{CODE_WORD}")
    assert shown(under_duress) == shown(day(line, ""))
    assert under_duress.alarms == [AlarmKind.DURESS]


def test_who_is_told_of_the_code_word_reads_where_they_are():
    house = day("visiting 12 Elm Road, Rotherham until 15:30", f"\n{CODE_WORD}")
    assert any("12 Elm Road, Rotherham" in each.text for each in house.told("morgan"))


@pytest.mark.parametrize("span", ["", "from 15:00 "])
@pytest.mark.parametrize("reply", ["not going", "left, all fine", "+20", "still here"])
def test_the_reply_to_the_confirmation_brings_the_same_with_the_code_word(span, reply):
    line = f"visiting 12 Elm Road {span}until 15:50"
    under_duress = day(line, "", reply, f", {CODE_WORD}")
    assert shown(under_duress) == shown(day(line, "", reply))
    assert under_duress.alarms == [AlarmKind.DURESS]


def test_a_cry_beside_the_line_goes_first():
    house = day("visiting 12 Elm Road until 15:30, call me", "")
    assert house.alarms == [AlarmKind.HELP]


@pytest.mark.parametrize("line", ["visiting 12 Oak Street until 15:30", "visiting Oak Street"])
@pytest.mark.parametrize("cry", ["please help", "call me", "not safe"])
def test_a_line_a_cry_and_a_code_word_bring_no_word_that_the_line_and_the_cry_do_not(line: str, cry: str) -> None:
    told = []
    for word in ("", f", {CODE_WORD}"):
        house = House(at="13:00")
        house.go_to("14:02")
        house.says(f"{line} {cry}{word}")
        house.go_to("14:09")
        told.append([each.text for each in house.told("sam") if "watches this visit" in each.text])
        assert house.alarms
    assert told[0] == told[1] == []
