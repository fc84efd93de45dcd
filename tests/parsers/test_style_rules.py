"""What a style sheet strikes out or hides in a mail is as if its tag did: never the writer's plain words."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from calsync.parsers.html_text import UNREAD, html_text
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.style_rules import read_styles

SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sheet", "tag"),
    [
        (".x{text-decoration:line-through}", "p class=x"),
        ("<!-- a, td p.x{color:red; text-decoration: red line-through} -->", "p class='y x'"),
        ("@media screen { #x:hover {text-decoration-line:line-through} }", "p id=x"),
        ("p{text-decoration:line-through}", "p"),
        (".x{display:none}", "p class=x"),
    ],
)
def test_what_a_class_strikes_out_or_hides_is_as_if_its_own_tag_did(sheet: str, tag: str) -> None:
    text = html_text(f"<style>{sheet}</style><{tag}>Left, all fine</p>")
    assert UNREAD in text
    assert read_reply(text, sent=SENT).intent is Intent.UNKNOWN


def test_a_sheet_that_is_about_something_else_strikes_nothing() -> None:
    sheet = "<style>p{margin:0} .y, p.x.z{text-decoration:line-through}</style>"
    assert html_text(f"{sheet}<p class=x>Left, all fine</p>") == "Left, all fine"


@pytest.mark.parametrize("piece", ["<style>", "{", "}", ".a{", "/*", "p:" * 20, ".a.a", "font-size:0000"])
def test_no_sheet_takes_long(piece: str) -> None:
    started = time.process_time()
    read_styles(f"<style>{piece * 30_000}")
    assert time.process_time() - started < 1
