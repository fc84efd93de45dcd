"""`calsync parse-reply` on mails as they travel, and on lines."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_bad_input import one_sentence

ANSWERS = Path(__file__).parents[1] / "data" / "answers"
KEYS = ["intent", "minutes", "until", "text"]


def lines(folder: Path, *rows: object) -> Path:
    file = folder / "answers.jsonl"
    file.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in rows))
    return file


def test_a_mail_is_one_object_with_what_it_means_and_what_was_written(calsync: Command) -> None:
    told = calsync("parse-reply", ANSWERS / "safe-council-disclaimer.eml")
    assert (told.status, told.err) == (0, "")
    (fact,) = told.facts
    assert list(fact) == KEYS
    assert fact == {"intent": "safe", "minutes": None, "until": None, "text": "Left, all fine"}


def test_a_code_word_is_given_once_for_each(calsync: Command) -> None:
    mail = ANSWERS / "duress-below-the-name.eml"
    assert calsync("parse-reply", mail).facts[0]["intent"] != "duress"
    assert (
        calsync("parse-reply", "--code-word", "x y", "--code-word", "blue folder", mail).facts[0]["intent"] == "duress"
    )


def test_until_is_told_on_local_clocks_from_the_mails_date_or_as_sent(calsync: Command, tmp_path: Path) -> None:
    mail = ANSWERS / "extend-gmail-android.eml"
    assert calsync("parse-reply", mail).facts == [
        {"intent": "extend", "minutes": None, "until": "16:00", "text": "until 4pm"}
    ]
    assert calsync("parse-reply", "--sent", "2026-12-01T16:30", mail).facts[0]["intent"] == "unknown"
    file = lines(tmp_path, {"text": "until 4"})
    assert calsync("parse-reply", "--lines", "--sent", "2026-07-01T14:10Z", file).facts[0]["until"] == "16:00"


def test_a_mail_comes_on_standard_input_too(calsync: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO((ANSWERS / "automatic-outlook-oof.eml").read_bytes())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw, encoding="utf-8"))
    assert calsync("parse-reply").facts == [{"intent": "automatic", "minutes": None, "until": None, "text": ""}]


def test_lines_are_answered_in_their_order_and_their_headers_count(calsync: Command, tmp_path: Path) -> None:
    file = lines(
        tmp_path,
        {"headers": {}, "text": "left, all fine"},
        {"headers": {"Auto-Submitted": "auto-replied"}, "text": "left, all fine"},
        {
            "headers": {"From": "Sam Visits <s@x.example>", "Received": ["a", "b"]},
            "text": "+20\n\nSam Visits\nTeam Manager",
        },
        {"headers": {"From": "<>"}, "text": "ok"},
        {"headers": {"Content-Type": "text/html"}, "text": "<p>Not safe</p><blockquote type=cite>safe</blockquote>"},
        {"headers": {"Subject": "left, all fine"}, "text": ""},
        {"text": "safe, but safeguarding concern"},
        {"text": "Left at \ud83d"},
    )
    told = calsync("parse-reply", "--lines", file)
    assert (told.status, told.err) == (0, "")
    assert [fact["intent"] for fact in told.facts] == [
        "safe", "automatic", "extend", "automatic", "help", "safe", "safe", "unknown",
    ]  # fmt: skip
    assert [list(fact) for fact in told.facts] == [KEYS] * 8
    assert (told.facts[2]["minutes"], told.facts[2]["text"]) == (20, "+20")


def test_a_line_that_is_no_answer_is_told_with_its_number_and_the_others_are_printed(
    calsync: Command, tmp_path: Path
) -> None:
    secret = "14 Elm Road"
    file = lines(
        tmp_path, {"text": "safe"}, f"nope {secret}", "", [secret], {"headers": [secret], "text": "x"}, {"txt": secret},
        {"headers": {"From": 3}, "text": secret}, {"text": None}, {"text": "help"},
    )  # fmt: skip
    told = calsync("parse-reply", "--lines", file)
    assert told.status == 2
    assert [fact["intent"] for fact in told.facts] == ["safe", "help"]
    wrong = told.err.splitlines()
    assert [line.split("line ")[1][0] for line in wrong] == ["2", "4", "5", "6", "7", "8"]
    assert all(line.endswith('write {"headers": {"From": "..."}, "text": "..."} on one line.') for line in wrong)
    assert secret not in told.err


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "there is no mail in it"), (b"\n\n left, all fine\n", "it has no headers"), (b"\x00\xff\xfe", "no headers")],
)
def test_what_is_no_mail_is_told_with_what_to_give(calsync: Command, tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "answer.eml"
    file.write_bytes(content)
    sentence = one_sentence(calsync("parse-reply", file))
    assert says in sentence
    assert str(file) in sentence


@pytest.mark.parametrize(
    "arguments", [("missing.eml",), (".",), ("--sent", "soon", "-"), ("--zone", "Mars/Olympus", "-")]
)
def test_what_can_not_be_read_is_one_sentence(calsync: Command, arguments: tuple[str, ...]) -> None:
    one_sentence(calsync("parse-reply", *arguments))


def test_a_huge_answer_is_bounded_and_never_safe(calsync: Command, tmp_path: Path) -> None:
    file = lines(tmp_path, {"text": "safe\n" * 200_000}, {"text": "x" * 4_200_000}, {"text": "safe"})
    told = calsync("parse-reply", "--lines", file)
    assert (told.status, [fact["intent"] for fact in told.facts]) == (2, ["unknown", "safe"])
    assert "line 2: the line is longer than 4 MB" in told.err
    assert len(told.facts[0]["text"]) < 25_000
