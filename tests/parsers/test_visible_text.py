"""What a person wrote, out of all that mail programs add."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.visible_text import unquoted, visible_text

HEADER = "From: Calsync <c@rivelin.example>\nSent: 01 December 2026 15:00\nTo: Sam\nSubject: Have you left?\n\nSafe?"


@pytest.mark.parametrize(
    "below",
    [
        "> Have you left?",
        "On Tue, 1 Dec 2026 at 15:00, Calsync <c@rivelin.example> wrote:\n> Have you left?",
        "On Tue, 1 Dec 2026 at 15:00, Calsync\n<c@rivelin.example> wrote:\n\n> Have you left?",
        "On 1 Dec 2026, at 15:00, Calsync <c@rivelin.example> wrote:\n\nHave you left?",
        "Am Di., 1. Dez. 2026 um 16:00 Uhr schrieb Calsync <c@rivelin.example>:\n> Have you left?",
        "Le mar. 1 déc. 2026 à 16:00, Calsync <c@rivelin.example> a écrit :\n> Have you left?",
        "Ar 1 Rhag 2026 am 15:00, ysgrifennodd Calsync <c@rivelin.example>:\n> Have you left?",
        f"________________________________\n{HEADER}",
        f"Get Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\n{HEADER}",
        f"Sent from Outlook for Android<https://aka.ms/AAb9ysg>\n________________________________\n{HEADER}",
        HEADER,
        "Von: Calsync\nGesendet: Dienstag, 1. Dezember 2026 16:00\nAn: Sam\nBetreff: Have you left?\n\nSafe?",
        "De : Calsync\nEnvoyé : mardi 1 décembre 2026 16:00\nÀ : Sam\nObjet : Have you left?\n\nSafe?",
        "Oddi wrth: Calsync\nAnfonwyd: 01 Rhagfyr 2026 15:00\nAt: Sam\nPwnc: Have you left?\n\nSafe?",
        f"-----Original Message-----\n{HEADER}",
        "Sent from my Galaxy S22 5G\n\n-------- Original message --------\nFrom: Calsync\nDate: 01/12/2026\n\nSafe?",
        "Sent from my iPhone",
        "Sent from Yahoo Mail for iPhone",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Anfonwyd o fy iPhone",
        "Get Outlook for Android",
        "--\nSam Visits\nSocial worker",
        "-- \nSam Visits",
        "________________________________",
    ],
)
def test_quotes_footers_and_signatures_are_not_what_a_person_wrote(below: str) -> None:
    for end in ("\n", "\r\n"):
        assert visible_text(f"Left, all fine\n\n{below}".replace("\n", end), ("Sam Visits",)) == "Left, all fine"
    assert visible_text(below, ("Sam Visits",)) == ""


@pytest.mark.parametrize(
    "text",
    [
        "safe\n- but she is not",
        "safe\n--\nnot really",
        "safe\n______\nnot really",
        "Thanks,\nplease call me",
        "Regards\nNot safe",
        "Sent from my car, not safe",
        "On second thought not safe",
        "from: here on I am not safe",
        "safe\nBest\nshe is not",
    ],
)
def test_what_could_be_the_answer_itself_is_never_cut(text: str) -> None:
    assert visible_text(text) == text


def test_what_is_written_between_and_below_quotes_stays() -> None:
    assert visible_text("safe\n> Have you left?\nbut she is not\n> And you?\nno") == "safe\nbut she is not\nno"


def test_a_line_of_the_answer_that_begins_with_on_is_not_taken_for_a_header() -> None:
    text = "On second thought not safe\nOn Tue, 1 Dec 2026 at 15:00, Calsync <c@rivelin.example> wrote:\n> Safe?"
    assert visible_text(text) == "On second thought not safe"


def test_a_signature_is_cut_with_the_name_above_it_and_an_afterthought_is_not() -> None:
    assert visible_text("Left\n\nKind regards\nSam Visits\nTel 01709 336080", ("Sam Visits",)) == "Left\n\nKind regards"
    assert "PS she is not" in visible_text("Left\n\nKind regards\nSam Visits\nPS she is not", ("Sam Visits",))


def test_the_signature_is_still_there_for_a_code_word_to_be_found_in() -> None:
    assert "blue folder" in unquoted("Left\n--\nSam\nblue folder\n\n> red folder")
    assert "red folder" not in unquoted("Left\n\n> red folder")


def test_invisible_characters_hide_nothing() -> None:
    assert visible_text("sa\u200bfe\ufeff") == "safe"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    visible_text(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["safe", "> q", "", "--", "_" * 32, "From: a", "To: b", "Sent: c", "On 1 Dec x wrote:"]))
)
def test_any_heap_of_lines_is_read_without_an_error(lines: list[str]) -> None:
    assert ">" not in visible_text("\n".join(lines))
