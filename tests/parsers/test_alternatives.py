"""A mail whose plain text and HTML say different things is never safe: the gravest word of the two counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from calsync.parsers.alternatives import of_alternatives
from calsync.parsers.reply import Intent, read_reply

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
