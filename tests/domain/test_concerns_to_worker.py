"""A concern about their own visit speaks to the worker as "you", and asks them to mend what is theirs alone."""

from __future__ import annotations

import pytest

from calsync.domain.before.asking import COMPANY, DENIED, UNSAID
from calsync.domain.before.hidden import words_for
from calsync.domain.before.to_worker import is_to_mend
from calsync.domain.coverage import NOBODY_THERE, STILL_NOBODY
from calsync.domain.missing import concern
from calsync.domain.model.checks import Check
from tests.values import a_visit

KNOWN = [(check, words) for said in (UNSAID, DENIED) for check, words in said.items()]
KNOWN += [(Check.CONFIRMED, COMPANY)]


@pytest.mark.parametrize(("check", "words"), KNOWN)
def test_what_somebody_has_said_or_not_is_noted_and_speaks_of_no_worker(check, words):
    about = concern(a_visit(), check.value, words, a_visit().start)
    (theirs,) = words_for("sam", [about])
    assert "the worker" not in theirs.casefold()
    assert "The line manager" not in theirs
    assert not is_to_mend(about)
    assert words_for("morgan", [about]) == [words]


@pytest.mark.parametrize("kind", [NOBODY_THERE, STILL_NOBODY])
def test_that_nobody_could_be_reached_names_no_alarm_to_the_worker(kind):
    words = "If the worker does not answer, nobody of those who are told at 14:10 (admin) is at work."
    (theirs,) = words_for("sam", [concern(a_visit(), kind, words, a_visit().start)])
    assert theirs.startswith("At that time nobody who watches it is at work.")


def test_the_rest_says_you_and_is_to_be_mended():
    words = "The worker goes there before reporting in: make sure that somebody knows of it."
    about = concern(a_visit(), Check.REPORTING_IN.value, words, a_visit().start)
    assert words_for("sam", [about]) == ["You go there" + words.removeprefix("The worker goes there")]
    assert is_to_mend(about)
