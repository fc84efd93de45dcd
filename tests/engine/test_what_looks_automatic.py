"""A mail that looks automatic and has a code word or a cry of somebody known is heard (laws 6 and 7)."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from calsync.parsers.answer_mail import read_answer
from calsync.parsers.reply import Intent
from tests.house import CODE_WORD, House, clock

CALENDAR = (("Content-Class", "urn:content-classes:calendarmessage"),)
AWAY = (("Auto-Submitted", "auto-replied"),)
PURPLE = f"Please cancel my next meeting, details are in the {CODE_WORD}"


def in_a_visit(words: str, subject: str, headers: tuple[tuple[str, str], ...] = ()) -> House:
    house = House(at="12:50")
    house.entry()
    house.dark_until("13:20")
    house.tick()
    house.says(words, subject=subject, headers=headers)
    house.tick()
    return house


@pytest.mark.parametrize(
    ("words", "subject", "headers", "alarm"),
    [
        (PURPLE, "Cancelled: my next meeting", (), AlarmKind.DURESS),
        (PURPLE, "Canceled: Team meeting", CALENDAR, AlarmKind.DURESS),
        (PURPLE, "Automatic reply: hello", AWAY, AlarmKind.DURESS),
        ("help, call me", "Declined: Team meeting", (), AlarmKind.HELP),
        ("help, call me", "Declined: Team meeting", CALENDAR, AlarmKind.HELP),
    ],
)
def test_a_word_that_must_be_heard_is_heard(
    words: str, subject: str, headers: tuple[tuple[str, str], ...], alarm: AlarmKind
) -> None:
    assert in_a_visit(words, subject, headers).alarms == [alarm]


def test_all_else_in_such_a_mail_stays_nothing() -> None:
    assert in_a_visit("In an emergency call me", "Automatic reply: hello", AWAY).alarms == []
    assert in_a_visit("Left, all fine", "Cancelled: my next meeting").alarms == []


def test_with_the_word_the_worker_is_asked_as_without() -> None:
    def shown(words: str) -> list[str]:
        house = in_a_visit(words, "Cancelled: my next meeting")
        house.dark_until("14:01")
        house.tick()
        return [each.text for each in house.told("sam")]

    assert shown(PURPLE) == shown("Please cancel my next meeting")


def test_the_command_reads_it_as_the_mailbox_does() -> None:
    told = read_answer(
        PURPLE,
        headers=AWAY,
        subject="Automatic reply",
        sender="sam@x.test",
        sent=clock("13:20"),
        code_words=[CODE_WORD],
    )
    assert told.intent is Intent.DURESS
