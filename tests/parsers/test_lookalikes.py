"""Letters of another alphabet hide neither a code word nor a cry, and make nothing plain."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.lookalikes import as_latin
from calsync.parsers.reply import Intent, read_reply

SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["pіneаpple", "РINEАРРLЕ", "рinеaррlе", "pinеápple", "p-і-n-е-а-p-p-l-e", "ριneapplε"]
)
def test_a_code_word_in_letters_that_look_the_same_is_heard_and_cut(written: str) -> None:
    assert not written.isascii()
    assert says_code_word(f"left, {written}, all fine", ["pineapple"])
    assert without_code_words(f"left, {written} all fine", ["pineapple"]).split() == ["left,", "all", "fine"]


def test_a_code_word_of_another_alphabet_is_heard_as_it_was_agreed() -> None:
    assert says_code_word("все хорошо, синяя папка", ["синяя папка"])
    assert not says_code_word("все хорошо", ["синяя папка"])


def test_a_cry_is_heard_and_a_plain_word_is_not() -> None:
    assert read_reply("hеlp", sent=SENT).intent is Intent.HELP
    assert read_reply("lеft, аll finе", sent=SENT).intent is Intent.UNKNOWN


def test_every_letter_of_the_table_becomes_one_and_ascii_is_left_alone() -> None:
    assert as_latin("Straße, Łódź, НЕЛР") == "Straße, lódź, heЛp"
    assert as_latin("PINEAPPLE") == "PINEAPPLE"
