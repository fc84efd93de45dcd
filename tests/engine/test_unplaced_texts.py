"""Texts that are nobody's answer: what calls for help in them is told, and so is what can't be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Channel, Person
from calsync.domain.notices import Cause
from calsync.parsers.short_answer import spelled_out
from calsync.ports import IncomingText
from tests.house import CODE_WORD, clock, differing
from tests.texts import NUMBERS, STAFF, TextHouse, late_by_text

OFFICE = "0114 496 0001"


def standing(house: TextHouse, cause: Cause) -> list[str]:
    with house.store.transaction() as tx:
        return [each.words for each in tx.standing_notices() if each.cause == cause]


def rung(house: TextHouse, who: str) -> list[str]:
    """By what somebody was asked to ring, and whom."""
    house.send()
    every = [*house.told(who), *house.texts_to(who)]
    return [f"{each.notification.channel} {each.notification.deadline_id.split(':')[1]}"
            for each in every if each.notification.deadline_id.startswith("ring:")]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "hlep",
        "zero",
        "0 Sent from my iPhone",
        "0\nSent from my Samsung Galaxy",
        "police",
        "Police!",
        "🆘",
        "🆘🆘",
        "SOS",
    ],
)
def test_what_calls_for_help_in_haste_is_a_call_for_help(words: str):
    assert spelled_out(words) == "help"


@pytest.mark.parametrize("words", ["police station was busy", "zero problems", "OK Sent from my iPhone", "o"])
def test_what_only_looks_like_it_is_none(words: str):
    assert spelled_out(words) != "help"


def test_a_call_for_help_from_a_number_that_two_have_is_told_each_time_and_both_are_rung():
    house = late_by_text(people=differing(STAFF, "dee", mobile=NUMBERS["sam"], works=True))
    house.texts("OK")
    assert standing(house, Cause.TEXT_CALLS) == []
    assert house.texts("help") == 0
    house.texts(CODE_WORD)
    (first, second) = standing(house, Cause.TEXT_CALLS)
    assert (
        first
        == second
        == ("A text calls for help. It came from +447700900101. It may be of Dee Deputises or Sam Visits.")
    )
    assert sorted(rung(house, "morgan")) == ["mail sam", "mail sam", "text sam", "text sam"]
    assert house.alarms == []
    (text, _) = house.texts_to("morgan")
    assert text.text == (
        "Please ring Sam Visits now, in ordinary words: 07700 900101. What it is about, and how to answer, stands in "
        "your mail."
    )
    mail = house.last("morgan").text
    assert "A text came that calls for help" in mail
    assert CODE_WORD not in mail


def test_help_from_an_office_number_is_told_and_whoever_has_that_number_is_rung():
    house = late_by_text(people=differing(STAFF, "sam", phones=(OFFICE,)))
    house.texts("all fine", number="+441144960001")
    assert rung(house, "morgan") == []
    house.texts("help", number="+441144960001")
    assert sorted(rung(house, "morgan")) == ["mail sam", "text sam"]
    assert standing(house, Cause.TEXT_CALLS) == [
        "A text calls for help. It came from +441144960001. It may be of Sam Visits."
    ]


def test_help_from_a_number_that_nobody_has_is_told_to_it():
    house = late_by_text()
    house.texts("help", number="+447700900555")
    (words,) = standing(house, Cause.TEXT_CALLS)
    assert words.endswith("It came from +447700900555. Nobody who is known here has that number.")


def test_a_text_that_can_not_be_read_changes_nothing_is_told_once_and_the_next_is_read():
    house = late_by_text()
    house.carrier.received.append(
        IncomingText(
            id="x", number="+447700900101", words="OK", received=house.clock.now(), unreadable="It has no date."
        )
    )
    assert house.read_texts() == house.read_texts() == 0
    assert house.deadline.is_open
    assert standing(house, Cause.TEXT_UNREADABLE) == ["It has no date. It came from the number of Sam Visits."]
    house.texts("OK")
    assert not house.deadline.is_open


def test_a_bare_ok_that_answers_no_question_closes_nothing_before_the_end_and_a_plain_safe_does():
    house = TextHouse()
    house.entry()
    house.go_to("13:51")
    house.texts("OK")
    assert house.deadline.is_open
    house.texts("I have left, all safe")
    assert not house.deadline.is_open


def test_a_bare_ok_by_text_answers_what_was_asked_by_mail():
    by_mail = tuple(replace(each, mobile="") if each.id == "sam" else each for each in STAFF.persons)
    house = late_by_text(people=replace(STAFF, persons=by_mail))
    assert house.told("sam") != []
    sam: Person = replace(by_mail[0], mobile=NUMBERS["sam"])
    house.directory.everybody = replace(STAFF, persons=(sam, *by_mail[1:]))
    house.go_to("14:02")
    with house.store.transaction() as tx:
        tx.put_people(house.directory.everybody)
    house.texts("OK")
    assert not house.deadline.is_open
    assert {each.notification.channel for each in house.told("sam")} == {Channel.MAIL}
    assert house.clock.now() == clock("14:02")
