"""A mail whose plain text and HTML say different things is never safe: the gravest word of the two counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.parsers.alternatives import of_alternatives
from calsync.parsers.html_text import UNREAD, html_text
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.style_rules import read_styles

SENT = datetime(2026, 12, 1, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("plain", "html", "meant"),
    [
        ("left, all fine", "not safe", Intent.HELP),
        ("not safe", "left, all fine", Intent.HELP),
        ("left, all fine", "left, all fine blue folder", Intent.DURESS),
        ("left, all fine", "still here", Intent.CONTACT),
        ("left, all fine", "is it safe?", Intent.UNKNOWN),
        ("+30", "+60", Intent.UNKNOWN),
        ("hm", "hm blue folder", Intent.DURESS),
        ("left, all fine", "Left,  all fine", Intent.SAFE),
        ("left, all fine\n\nSam Visits\nSocial Worker", "left, all fine\n\nSam Visits\nSocial Worker", Intent.SAFE),
    ],
)
def test_the_gravest_of_two_readings_counts(plain: str, html: str, meant: Intent) -> None:
    text = of_alternatives([plain, html], ["Sam Visits"])
    assert read_reply(text, sent=SENT, names=["Sam Visits"], code_words=["blue folder"]).intent is meant


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
    read_styles(f"<style>{piece * 30_000}")
