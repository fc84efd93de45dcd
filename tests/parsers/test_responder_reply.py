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
        ("999 called, log 111; council log 222", "111; 222"),
        ("999 called, log 111 and social care informed, ref SC-7", "111; SC-7"),
        ("Council informed, log 222", "222"),
    ],
)
def test_an_outside_body_is_told_under_its_log_number(text: str, number: str) -> None:
    answer = read_responder_reply(text)
    assert (answer.kind, answer.log_number) == (ResponderIntent.TOLD_OUTSIDE, number)


def test_standing_down_names_the_log_number_too() -> None:
    answer = read_responder_reply("Stood down, log 1234")
    assert (answer.kind, answer.log_number) == (ResponderIntent.STAND_DOWN, "1234")
    assert read_responder_reply("Stood down, log 111 and log 222").log_number == "111; 222"
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


@pytest.mark.parametrize(
    "text",
    [
        "no answer",
        "No answer.",
        "No answer, will try again" + QUOTE,
        "rang, no reply",
        "tried her mobile, voicemail",
        "called twice, no answer",
        "Called at 15:10 and 15:15, no answer",
        "rang x2 no answer",
        "I have it, no answer yet",
        "She isn't picking up",
        "Couldn’t get through",
        "rang the household: no answer",
        "no answer from the household",
        "call: no answer",
    ],
)
def test_CO10_RO11_a_call_that_nobody_answered_is_logged_as_that(text: str) -> None:
    assert read_responder_reply(text).kind is ResponderIntent.NO_ANSWER


@pytest.mark.parametrize(
    "text",
    ["no answer?", "no answer but I can hear shouting", "no answer, going round", "called", "rang her", "if no answer"],
)
def test_one_word_more_than_a_call_in_vain_is_no_plain_answer(text: str) -> None:
    assert read_responder_reply(text).kind is ResponderIntent.UNKNOWN


def test_what_is_nearly_a_call_in_vain_is_told_how_to_say_it() -> None:
    assert "write just: no answer" in read_responder_reply("no answer but I can hear shouting").hint
    assert "close: safe and well" in read_responder_reply("spoke to Sam, all fine").hint


@pytest.mark.parametrize(
    "text",
    [
        "spoke to the household: they left at 3",
        "Spoke to her mum, she left at 3",
        "rang the household: she left half an hour ago",
        "Rang home: husband says she is not back yet",
        "call: the family says she left at 3",
    ],
)
def test_CO11_what_the_household_said_is_logged_in_their_words(text: str) -> None:
    answer = read_responder_reply(text)
    assert (answer.kind, answer.reason) == (ResponderIntent.CALL_LOGGED, text)


def test_no_answer_is_no_reason_to_close() -> None:
    for text in ("close: no answer", "close: voicemail, no reply", "close, no answer"):
        assert read_responder_reply(text).kind is ResponderIntent.UNKNOWN


@pytest.mark.parametrize("text", ["call: she needs help", "call: he was attacked", "spoke to the household: call me"])
def test_a_call_in_which_somebody_needs_help_is_not_filed_as_a_call(text: str) -> None:
    answer = read_responder_reply(text)
    assert answer.kind is ResponderIntent.UNKNOWN
    assert "999" in answer.hint


def test_CO9_a_code_word_heard_in_a_call_wins_over_its_log() -> None:
    answer = read_responder_reply("spoke to the household: she wants the blue folder", code_words=["blue folder"])
    assert answer.kind is ResponderIntent.DURESS


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    answer = read_responder_reply(text)
    assert answer.kind is not ResponderIntent.CLOSE or answer.reason


@pytest.mark.parametrize("said", ["code word", "Code word!", "She said the code word.", "They are in danger"])
def test_CO9_whoever_heard_the_code_word_may_say_so_without_writing_it(said):
    assert read_responder_reply(said).kind is ResponderIntent.DURESS


@pytest.mark.parametrize("said", ["no code word", "code word?", "she did not say the code word", "which code word"])
def test_CO9_a_word_about_the_code_word_is_not_the_code_word(said):
    assert read_responder_reply(said).kind is not ResponderIntent.DURESS


@pytest.mark.parametrize("below", ["Morgan\nProbably at the office", "--\nMorgan\nNo Answer Yet"])
def test_a_doubt_below_the_name_closes_nothing(below: str) -> None:
    reply = read_responder_reply(f"close: safe and well\n{below}", names=("Morgan",))
    assert reply.kind is ResponderIntent.UNKNOWN
    assert "known to be safe" in reply.hint


def test_the_name_of_an_office_below_is_no_doubt() -> None:
    below = "Morgan Manages\nMissing and Exploited Children Team\nTel 01709 123456"
    reply = read_responder_reply(f"close: safe and well\n\nKind regards\n{below}", names=("Morgan Manages",))
    assert reply.kind is ResponderIntent.CLOSE
