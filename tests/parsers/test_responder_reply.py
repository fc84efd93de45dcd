"""What a responder's answer to an alarm means: taking it is not closing it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.responder_reply import ResponderIntent, read_responder_reply

QUOTE = (
    "\n\nOn Tue, 1 Dec 2026 at 15:20, Calsync <c@rivelin.example> wrote:\n> Answer: I have it\n> or close: and why\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "I have it",
        "mine",
        "Mine!",
        "on it",
        "I'm on it, thanks",
        "taking it",
        "I've got this",
        "Acknowledged",
        "I’ll take it",
        "I have it. Calling her now",
        "Leave it with me" + QUOTE,
        "OK, I'll deal with it\n\nSent from my iPhone",
    ],
)
def test_taking_it_is_acknowledged(text: str) -> None:
    assert read_responder_reply(text).kind is ResponderIntent.ACKNOWLEDGE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "I have it?",
        "ok",
        "yes",
        "thanks",
        "got it",
        "not mine",
        "on it but busy",
        "can't take it",
        "is it mine",
        "if nobody else can, I have it",
        "they are safe",
        "safe",
        "I have it not",
        "who is on it",
        QUOTE,
        "on my way",
        "no answer",
    ],
)
def test_no_doubt_stops_the_repeats_to_the_others(text: str) -> None:
    assert read_responder_reply(text).kind is ResponderIntent.UNKNOWN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("close: safe and well, spoke to her", "safe and well, spoke to her"),
        ("Close - False alarm", "False alarm"),
        ("CLOSED: drill" + QUOTE, "drill"),
        ("close\nSam rang me", "Sam rang me"),
        ("Please close it: did not happen", "did not happen"),
    ],
)
def test_closing_carries_its_reason_as_it_was_typed(text: str, reason: str) -> None:
    answer = read_responder_reply(text)
    assert (answer.kind, answer.reason) == (ResponderIntent.CLOSE, reason)


@pytest.mark.parametrize(
    "text", ["close", "Close.", "close it", "closed", "close:", "close: ?", "close: ..", "close: is she ok?"]
)
def test_closing_without_a_reason_closes_nothing_and_says_how(text: str) -> None:
    answer = read_responder_reply(text)
    assert answer.kind is ResponderIntent.UNKNOWN
    assert text == "close:" or "close: safe and well" in answer.hint


@pytest.mark.parametrize("text", ["close to the house", "don't close", "not closed: still out", "close, I think"])
def test_words_about_closing_close_nothing(text: str) -> None:
    assert read_responder_reply(text).kind is ResponderIntent.UNKNOWN


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("999 called, log 1234", "1234"),
        ("informed police, log ABC-12", "ABC-12"),
        ("Rang 999. Ref: cad-2281", "CAD-2281"),
        ("Police told, log no 77", "77"),
        ("EDT informed, incident number 9/12", "9/12"),
    ],
)
def test_an_outside_body_is_told_under_its_log_number(text: str, number: str) -> None:
    answer = read_responder_reply(text)
    assert (answer.kind, answer.log_number) == (ResponderIntent.TOLD_OUTSIDE, number)


def test_standing_down_names_the_log_number_too() -> None:
    answer = read_responder_reply("Stood down, log 1234")
    assert (answer.kind, answer.log_number) == (ResponderIntent.STAND_DOWN, "1234")
    assert read_responder_reply("police stood down").kind is ResponderIntent.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "police informed",
        "not called 999, log 12",
        "shall I call 999? log 12",
        "I will tell the police, log 1",
        "haven't stood down, log 12",
        "999 called if she rings, log 1",
        "stand down",
    ],
)
def test_what_was_not_plainly_done_is_not_recorded_as_done_and_says_how(text: str) -> None:
    answer = read_responder_reply(text)
    assert answer.kind is ResponderIntent.UNKNOWN


def test_a_code_word_told_on_the_phone_wins() -> None:
    answer = read_responder_reply("close: all well, she said Blue-Folder", code_words=["blue folder"])
    assert answer.kind is ResponderIntent.DURESS


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    answer = read_responder_reply(text)
    assert answer.kind is not ResponderIntent.CLOSE or answer.reason
