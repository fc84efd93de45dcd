"""What a worker's answer means. The worst error is to call safe what is not."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.domain.model import Told
from calsync.parsers.reply import Intent, Reply, read_reply
from calsync.parsers.words import words

CORPUS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "replies.jsonl").read_text(encoding="utf-8").splitlines()
]
SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)
MIXED = ["safe", "ok", "left", "out", "home", "not", "if", "she", "still", "here", "+", "30", "4pm"]
MIXED += ["until", "by", "and", ".", ",", "-", "?", "help", "\n"]
PLAIN = [row["text"] for row in CORPUS if row["intent"] == "safe"]


def read(text: str, **more: Any) -> Reply:
    return read_reply(text, **{"sent": SENT, **more})


@pytest.mark.parametrize("row", CORPUS, ids=[f"{n}-{row['intent']}" for n, row in enumerate(CORPUS, 1)])
def test_the_answer_means_what_the_corpus_says(row: dict[str, Any]) -> None:
    sent = datetime.fromisoformat(row["sent"]) if "sent" in row else SENT
    answer = read_reply(row["text"], sent=sent, code_words=row.get("code_words", ()), names=("Sam Visits",))
    assert answer.intent == row["intent"]
    assert (answer.minutes, answer.until_text) == (row.get("minutes"), row.get("until"))
    assert answer.leaving is row.get("leaving", False)
    assert (answer.back, answer.home) == (row.get("back", False), row.get("home", False))
    assert list(answer.told) == row.get("told", [])


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CORPUS) >= 250
    assert {row["intent"] for row in CORPUS} == {"safe", "contact", "extend", "help", "duress", "unknown"}


@settings(max_examples=300, deadline=None)
@given(
    text=st.sampled_from(PLAIN),
    word=st.sampled_from(["not", "NOT", "?", "but", "if", "unless", "she", "isn't", "nearly", "never", "un"]),
    place=st.integers(0, 60),
)
def test_one_word_of_doubt_anywhere_makes_it_no_longer_safe(text: str, word: str, place: int) -> None:
    body, mark, quote = text.partition("\n")
    words = body.split()
    words.insert(min(place, len(words)), word)
    assert read(" ".join(words) + mark + quote).intent is not Intent.SAFE


PLAIN_WORDS = words(
    "1 affirmative alright and away back done fine finished gone home left ok okay out safe well y ydw ye yeah yep yes "
    "yup"
)
"""Each of which alone is a plain word that it is over."""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_no_text_by_chance_is_safe(text: str) -> None:
    answer = read(text, code_words=["blue folder"])
    if answer.intent is Intent.SAFE:
        seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cc" or letter in "\t\n\r")
        said = re.split(r"[\s.,!\"'()\-*:;/]+", seen.casefold())
        assert set(filter(None, said)) <= PLAIN_WORDS, "one plain word or several, as in HOME:SAFE"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(MIXED),
        max_size=9,
    )
)
def test_no_mixture_of_words_with_a_doubt_in_it_is_safe(words: list[str]) -> None:
    answer = read(" ".join(words))
    if {"not", "if", "she", "still", "?", "help", "until", "by"} & set(words):
        assert answer.intent is not Intent.SAFE


@given(text=st.sampled_from(PLAIN), filler=st.sampled_from(["", " ", "\n", " ... "]))
def test_a_code_word_wins_over_everything_in_any_spelling(text: str, filler: str) -> None:
    spelled = filler.join("BlueFolder")
    assert read(f"{spelled}\n{text}", code_words=["blue folder"]).intent is Intent.DURESS


def test_a_code_word_in_the_mail_that_is_answered_is_nobodys_word() -> None:
    text = "Left, all fine\n\nOn 1 Dec 2026, at 15:00, Morgan <m@rivelin.example> wrote:\n\n> blue folder\n"
    assert read(text, code_words=["blue folder"]).intent is Intent.SAFE


@pytest.mark.parametrize("face", [":(", ":-(", ":/", ":'(", "=(", "😬", "😢"])
def test_an_unhappy_face_makes_it_no_longer_safe(face: str) -> None:
    assert read(f"left {face}").intent is Intent.UNKNOWN
    assert read("left :) 👍").intent is Intent.SAFE


def test_help_wins_over_more_time_and_over_safe() -> None:
    assert read("+30, call me").intent is Intent.HELP
    assert read("left, all fine. Actually I need help").intent is Intent.HELP


def test_until_is_a_moment_in_utc_and_a_local_time_of_day() -> None:
    summer = datetime(2026, 7, 1, 14, 10, tzinfo=UTC)
    answer = read("until 4pm", sent=summer)
    assert (answer.until, answer.until_text, answer.minutes) == (datetime(2026, 7, 1, 15, 0, tzinfo=UTC), "16:00", None)


def test_four_means_the_next_four_o_clock_and_never_one_beyond_eight_hours() -> None:
    assert read("until 4").until == datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
    assert read("until 4", sent=datetime(2026, 12, 1, 1, 0, tzinfo=UTC)).until == datetime(
        2026, 12, 1, 4, 0, tzinfo=UTC
    )
    assert read("until 3pm").intent is Intent.UNKNOWN
    assert read("until 0:30", sent=datetime(2026, 12, 1, 23, 0, tzinfo=UTC)).until == datetime(
        2026, 12, 2, 0, 30, tzinfo=UTC
    )


def test_until_counts_real_minutes_through_the_night_the_clocks_change() -> None:
    sent = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert read("until 3am", sent=sent).until == sent + timedelta(minutes=90)


@given(st.integers(0, 9999))
def test_more_time_is_between_one_minute_and_eight_hours(minutes: int) -> None:
    answer = read(f"+{minutes}")
    if 1 <= minutes <= 480:
        assert (answer.intent, answer.minutes) == (Intent.EXTEND, minutes)
    else:
        assert answer.intent is Intent.UNKNOWN


def test_names_below_and_in_greetings_take_nothing_from_an_answer() -> None:
    assert (
        read("Hi Morgan,\nleft, all fine\n\nThanks\nSam Visits\nSocial worker", names=["Sam Visits"]).intent
        is Intent.SAFE
    )
    assert read("Left, all fine. Thanks Dee").intent is Intent.SAFE
    assert read("Safe\nSam").intent is Intent.UNKNOWN
    assert read("Safe\nSam", names=["Sam Visits"]).intent is Intent.SAFE
    assert read("Safe not Sam", names=["Sam Visits"]).intent is not Intent.SAFE


def test_what_was_written_is_kept_without_the_mail_that_it_answers() -> None:
    assert (
        read("Left, all fine\n\nSent from my iPhone\n\n> On 1 Dec, at 15:00, x wrote:\n> Safe?").text
        == "Left, all fine"
    )


def test_an_answer_below_a_quote_too_long_to_read_is_not_guessed() -> None:
    assert read("safe\n" + "> quoted\n" * 5000 + "not really").intent is Intent.UNKNOWN
    assert read("safe\n" + "> quoted\n" * 100 + "but she is not").intent is Intent.UNKNOWN


def test_ten_thousand_characters_are_never_a_plain_word() -> None:
    assert read("safe " * 2500).intent is Intent.UNKNOWN
    assert read("left, all fine " * 2000 + "help").intent in (Intent.UNKNOWN, Intent.HELP)


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        read("safe", sent=datetime(2026, 12, 1, 15, 10))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["left, going home", "finished, heading home", "done for the day, all fine"])
def test_AH9_RO13_done_for_the_day_says_that_the_outing_is_over(text: str) -> None:
    answer = read(text)
    assert (answer.intent, answer.leaving, answer.back, answer.home) == (Intent.SAFE, True, True, False)


@pytest.mark.parametrize("text", ["left, returning", "on my way back", "back in the car", "heading back to the office"])
def test_CL11_returning_is_leaving_and_not_being_back(text: str) -> None:
    answer = read(text)
    assert (answer.intent, answer.leaving, answer.back) == (Intent.SAFE, True, False)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=3))
def test_who_is_home_is_back_and_who_is_back_has_left(answers: list[str]) -> None:
    answer = read(". ".join(each for each in answers if "\n" not in each))
    assert answer.back or not answer.home
    assert answer.leaving or not answer.back


@settings(max_examples=200, deadline=None)
@given(
    text=st.sampled_from(PLAIN), way=st.sampled_from(["back in the car", "off to next visit", "off to the next one"])
)
def test_a_word_of_being_elsewhere_leaves_the_outing_open(text: str, way: str) -> None:
    answer = read(f"{way}, {text}")
    assert not answer.back
    assert not answer.home


def test_CL10_nobody_at_home_is_a_visit_that_is_over() -> None:
    assert read("no one home").told == (Told.NOBODY_HOME,)


def test_CO24_who_has_not_gone_in_is_away_and_well() -> None:
    answer = read("I have not gone in, rearranging")
    assert (answer.intent, answer.leaving, answer.told) == (Intent.SAFE, True, (Told.NOT_GONE_IN,))


def test_AH15_safe_but_something_happened_is_safe_with_an_incident() -> None:
    answer = read("Safe, but something happened")
    assert (answer.intent, answer.told) == (Intent.SAFE, (Told.INCIDENT,))


def test_AH17_safe_and_in_need_of_advice_is_safe() -> None:
    answer = read("Safe, need advice")
    assert (answer.intent, answer.told) == (Intent.SAFE, (Told.ADVICE,))


def test_BX10_left_early_is_a_plain_word_of_having_left() -> None:
    answer = read("Left early, all fine")
    assert (answer.intent, answer.leaving, answer.told) == (Intent.SAFE, True, ())


@pytest.mark.parametrize("text", ["still here, but something happened", "+20, but there was an incident"])
def test_something_happened_while_still_there_is_no_plain_word(text: str) -> None:
    assert read(text).intent is Intent.UNKNOWN
