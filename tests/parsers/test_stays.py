"""More time that a worker has told a responder is read where it is plain (law 2)."""

from __future__ import annotations

import pytest

from calsync.parsers.stays import Stays, read_stays
from tests.house import clock

NAMES = ("Sam Visits", "Sam")


def read(text: str) -> Stays | None:
    return read_stays(text, worker=NAMES, sent=clock("14:12"), zone="Europe/London")


@pytest.mark.parametrize(
    "text",
    [
        "Spoke to Sam, she stays until 15:00",
        "spoke to her: still there until 3".replace("still", "she is still"),
        "I spoke to them, they go on until 3pm",
        "spoke to Sam Visits and she's staying until 15.00",
        "Sam says she needs until 15:00",
        "She told me she will be there until 15:00.",
    ],
)
def test_a_plain_record_of_a_time(text: str) -> None:
    assert read(text) == Stays(until=clock("15:00"))


@pytest.mark.parametrize(
    "text", ["spoke to Sam, she needs 30 more minutes", "Sam rang me, she stays another half hour"]
)
def test_a_plain_record_of_minutes(text: str) -> None:
    assert read(text) == Stays(minutes=30)


@pytest.mark.parametrize(
    "text",
    [
        "she is still there until 15:00",
        "spoke to Robin, she stays until 15:00",
        "spoke to her husband, she stays until 15:00",
        "spoke to Sam, she stays",
        "spoke to Sam, does she stay until 15:00?",
        "spoke to Sam, she needs help until 15:00",
        "spoke to Sam, she stays until 15:00 or so, I think she is afraid",
        "",
    ],
)
def test_whatever_is_not_plain_moves_nothing(text: str) -> None:
    assert read(text) is None
