"""Answers as whole mails and as lines with headers: none is called safe that is not plainly so."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calsync.parsers.answer_mail import read_answer
from calsync.parsers.mime_mail import MimeMail, mail_of, read_mime
from calsync.parsers.reply import Intent, Reply

FOLDER = Path(__file__).parents[1] / "data" / "answers"
SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)
CODE_WORDS = ("blue folder",)
SAM = (("From", "Sam Visits <sam@rivelin.example>"), ("Subject", "RE: Have you left, and are you safe? [K7QMWX]"))
GRAVE = {Intent.HELP, Intent.DURESS}


def read(mail: MimeMail) -> Reply:
    return read_answer(
        mail.text,
        headers=mail.headers,
        subject=mail.subject,
        sender=mail.sender,
        sent=mail.sent or SENT,
        code_words=CODE_WORDS,
        names=mail.names,
    )


def said(text: str) -> Intent:
    return read(mail_of(SAM, text)).intent


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


@cache
def corpus() -> tuple[tuple[str, str, Intent], ...]:
    """What each answer is called, what it means, and what it was taken for."""
    found = [(file.name, file.name.partition("-")[0], read(read_mime(file.read_bytes()))) for file in _mails()]
    for number, row in enumerate(_lines("answers.jsonl"), 1):
        headers = tuple(row["headers"].items())
        found.append((f"answers.jsonl:{number}", row["intent"], read(mail_of(headers, row["text"]))))
    for number, row in enumerate(_lines("not_safe.jsonl"), 1):
        found.append((f"not_safe.jsonl:{number}", "not-safe", read(mail_of(SAM, row["text"]))))
    return tuple((name, meant, reply.intent) for name, meant, reply in found)


def _mails() -> list[Path]:
    return sorted(FOLDER.glob("*.eml"))


def figures() -> str:
    """The measured figures, for whoever reads a failure."""
    counted = Counter((meant, str(taken)) for _, meant, taken in corpus())
    rows = [f"  {meant} taken for {taken}: {count}" for (meant, taken), count in sorted(counted.items())]
    wrong = [f"  {name}: {meant}, taken for {taken}" for name, meant, taken in corpus() if _is_wrong(meant, taken)]
    return "\n".join(["measured:", *rows, "wrong:", *wrong])


def in_a_line() -> str:
    """The same in one line, as docs/answers.md has it."""
    found = corpus()

    def taken(*meant: str) -> str:
        rows = [meaning == str(as_) for _, meaning, as_ in found if meaning in meant]
        return f"{sum(rows)} of {len(rows)}"

    not_safe = [as_ for _, meaning, as_ in found if meaning != "safe"]
    return (
        f"{len(found)} answers, {len(_mails())} of them whole mails: "
        f"{sum(each is Intent.SAFE for each in not_safe)} of the {len(not_safe)} "
        f"that are not plainly safe are called safe, and {taken('safe')} that are; help and code words "
        f"{taken('help', 'duress')}, more time {taken('extend')}, contact {taken('contact')}, "
        f"automatic {taken('automatic')}."
    )


def test_the_documents_tell_the_measured_figures() -> None:
    page = (Path(__file__).parents[2] / "docs" / "answers.md").read_text(encoding="utf-8")
    assert in_a_line() in " ".join(page.split()), in_a_line()


def _is_wrong(meant: str, taken: Intent) -> bool:
    return taken is Intent.SAFE if meant == "not-safe" else meant != taken


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(corpus()) >= 500
    assert len(_lines("not_safe.jsonl")) >= 120
    assert len(_mails()) >= 70
    assert {meant for _, meant, _ in corpus()} == {*map(str, Intent), "not-safe"}


def test_no_answer_that_is_not_plainly_safe_is_called_safe() -> None:
    assert [name for name, meant, taken in corpus() if taken is Intent.SAFE and meant != "safe"] == [], figures()


def test_at_least_95_of_100_plain_ones_are_called_safe() -> None:
    plain = [taken for _, meant, taken in corpus() if meant == "safe"]
    assert sum(taken is Intent.SAFE for taken in plain) >= 0.95 * len(plain), figures()


def test_help_and_duress_are_never_missed() -> None:
    assert [name for name, meant, taken in corpus() if meant in GRAVE and meant != taken] == [], figures()


def test_what_no_person_wrote_is_told_by_its_headers_and_kind_alone() -> None:
    automatic = [(name, taken) for name, meant, taken in corpus() if "automatic" in (meant, taken)]
    assert {taken for _, taken in automatic} == {Intent.AUTOMATIC}, figures()
    assert all(name.startswith("automatic-") for name, _ in automatic), figures()


def test_the_rest_is_taken_as_it_is_meant() -> None:
    rest = [(name, meant, taken) for name, meant, taken in corpus() if meant in ("extend", "contact", "unknown")]
    assert [each for each in rest if each[1] != each[2]] == [], figures()


PLAIN = [row["text"].partition("\n")[0] for row in _lines("answers.jsonl") if row["intent"] == "safe"]
UNCLEAR = [row["text"] for row in _lines("not_safe.jsonl")]
QUOTES = [
    "\n\nOn Tue, 1 Dec 2026 at 15:00, Desk <d@rivelin.example> wrote:\n\n> {}",
    "\n\nFrom: Desk <d@rivelin.example>\nSent: 01 December 2026 15:00\nTo: Sam\nSubject: x\n\n{}",
    "\n\n________________________________\nVon: Desk\nGesendet: Dienstag, 1. Dezember 2026\nAn: Sam\n\n{}",
    "\n\n-------- Original message --------\nFrom: Desk\nDate: 01/12/2026\n\n{}",
    "\n> {}",
]
"""The last does not say whose words it quotes: so a cry or a code word in it is heard."""
QUOTED = ["Have you left, and are you safe?", "Left, all fine", "Not safe, call me", "blue folder", "+30"]
UNKNOWN_WORDS = st.text(st.sampled_from("bcdfghjklmnpqrvwz"), min_size=3, max_size=9).filter(
    lambda word: word not in ("mth", "hrs", "pls", "thx", "plz")
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PLAIN), UNKNOWN_WORDS, st.integers(0, 12))
def test_any_unknown_word_in_a_plain_answer_makes_it_no_longer_safe(text: str, word: str, place: int) -> None:
    words = text.split()
    words.insert(place % (len(words) + 1), word)
    assert said(" ".join(words)) is not Intent.SAFE


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(PLAIN + UNCLEAR + ["help", "blue folder", "+30"]), st.sampled_from(QUOTES), st.sampled_from(QUOTED)
)
def test_quoted_text_never_changes_what_an_answer_means(text: str, quote: str, quoted: str) -> None:
    if ">" in text:
        return
    taken = said(text + quote.format(quoted))
    if quote is QUOTES[-1] and quoted == "blue folder":
        assert taken is Intent.DURESS
    elif quote is QUOTES[-1] and quoted.startswith("Not safe"):
        assert taken in (said(text), Intent.UNKNOWN)
        assert taken is not Intent.SAFE
    else:
        assert taken is said(text)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([*PLAIN, "help", "+30"]), st.sampled_from(["safe", "not really", "come quick", "he is here", "no"])
)
def test_words_below_a_signature_are_never_read_over(text: str, below: str) -> None:
    for name in ("Sam Visits", "Sam Visits | Social Worker", "-- \nSam", "Thanks\nSam"):
        under = said(f"{text}\n\n{name}\nTeam Manager\n{below}")
        assert under is not Intent.SAFE or said(f"{text}\n{below}") is Intent.SAFE
        assert text != "help" or under is Intent.HELP


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    read(read_mime(b"From: sam@rivelin.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + raw))
    read(read_mime(raw))


@pytest.mark.parametrize("cut", range(0, 3600, 97))
def test_a_mail_that_is_cut_off_is_read_as_far_as_it_goes(cut: int) -> None:
    raw = (FOLDER / "help-outlook-desktop-html-only.eml").read_bytes()
    assert read(read_mime(raw[:cut])).intent is not Intent.SAFE
