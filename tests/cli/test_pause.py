"""`calsync pause`: two people, a reason, an end within 24 hours, and a first line on every screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cli.conftest import AFTERNOON, Command, Ended, Joined
from tests.cli.test_bad_input import one_sentence

UNTIL = (AFTERNOON + timedelta(hours=3)).isoformat()


@pytest.fixture
def people(calsync: Command, joined: Joined) -> Joined:
    """The people are known."""
    assert calsync("poll").status == 0
    return joined


def ask(calsync: Command, people: Joined, *more: str, until: str = UNTIL, reason: str = "training") -> Ended:
    by = people.mail("morgan")
    return calsync("pause", "ask", "--until", until, "--reason", reason, "--by", by, *(more or ("--all",)))


def test_one_asks_another_agrees_and_every_screen_says_so(calsync: Command, people: Joined) -> None:
    sam = people.mail("sam")
    people.tenant.add_event(
        sam, "HV", AFTERNOON + timedelta(hours=1), AFTERNOON + timedelta(hours=2), "14 Elm Road, Leeds LS6 2AB",
        ("Home visit",),
    )  # fmt: skip
    assert calsync("pause", "list").out == "Nothing is paused.\n"
    asked = ask(calsync, people, "--for", sam)
    assert asked.status == 0
    assert "Everybody is watched still." in asked.out
    (fact,) = calsync("pause", "list", "--json").facts
    assert (fact["state"], fact["about"], fact["agreed_by"]) == ("waits", sam, None)
    assert "WAITS FOR A SECOND PERSON" in calsync("pause", "list").out
    begun = calsync("pause", "agree", str(fact["pause"]), "--by", people.mail("dee"))
    assert begun.out.startswith("PAUSED: visits of Sam Carter that begin between 14:00 and 17:00")
    assert "1 person is told. 0 visits that have begun already are watched on." in begun.out
    calsync("poll")
    visits = calsync("visits")
    assert visits.out.startswith("PAUSED: ")
    assert "NOT WATCHED until 17:00" in visits.out
    as_json = calsync("visits", "--json")
    assert as_json.facts[0]["paused_until"] == "2026-12-01T17:00:00Z"
    assert as_json.err.startswith("PAUSED: ")
    assert calsync("doctor").out.startswith("PAUSED: ")
    assert calsync("explain", sam, "HV").out.startswith("PAUSED: ")
    ended = calsync("pause", "end", str(fact["pause"]).lower(), "--by", people.mail("ash"))
    assert ended.status == 0
    assert not calsync("visits").out.startswith("PAUSED: ")


def test_the_same_person_can_not_agree(calsync: Command, people: Joined) -> None:
    ask(calsync, people)
    (fact,) = calsync("pause", "list", "--json").facts
    said = one_sentence(calsync("pause", "agree", str(fact["pause"]), "--by", people.mail("morgan")))
    assert "somebody else has to" in said


@pytest.mark.parametrize(
    ("until", "reason", "why"),
    [
        (UNTIL, " ", "needs a reason"),
        ((AFTERNOON + timedelta(hours=25)).isoformat(), "x", "within 24 hours"),
        ((AFTERNOON - timedelta(hours=1)).isoformat(), "x", "has to lie ahead"),
        ("later", "x", "is no time"),
    ],
)
def test_what_is_wrong_is_a_sentence(calsync: Command, people: Joined, until: str, reason: str, why: str) -> None:
    assert why in one_sentence(ask(calsync, people, until=until, reason=reason))


def test_whom_it_is_for_has_to_be_known(calsync: Command, people: Joined) -> None:
    assert "Nobody is known by" in one_sentence(ask(calsync, people, "--for", "nobody@council.example"))
    assert "are not watched" in one_sentence(ask(calsync, people, "--for", people.mail("morgan")))
    assert "Nobody of a team" in one_sentence(ask(calsync, people, "--team", "The moon"))
    assert "A team needs its name" in one_sentence(ask(calsync, people, "--team", ""))
    assert "Nobody is known by" in one_sentence(ask(calsync, people, "--for", ""))
    assert "Say which pause" in one_sentence(calsync("pause", "agree", "", "--by", people.mail("dee")))
    assert "Say for whom" in one_sentence(ask(calsync, people, "--all", "--team", "The moon"))
    assert "There is no pause" in one_sentence(calsync("pause", "end", "ABCDEF", "--by", people.mail("dee")))
