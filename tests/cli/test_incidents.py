"""calsync incidents: what happened, what is still due of it, and its end."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from tests.cli.conftest import AFTERNOON, Command, Joined
from tests.cli.test_bad_input import one_sentence

PLACE = "14 Elm Road, Leeds LS6 2AB"
AFTERWARDS = """
[[afterwards]]
kind = "help"
what = "hold a risk assessment meeting"
role = "line_manager"
within = 2880
clause = "AH16"
"""


@pytest.fixture
def incident(calsync: Command, joined: Joined, tmp_path: Path) -> str:
    """The incident of Sam, who called for help, under a policy that has a meeting held."""
    own = tmp_path / "own.toml"
    own.write_text(files("calsync.demo").joinpath("clarendon_by_mail.toml").read_text() + AFTERWARDS)
    config = joined.config.read_text()
    (before,) = [line for line in config.splitlines() if line.startswith("use = ")]
    joined.rewrite(before, f'use = "{own}"')
    start, end = AFTERNOON - timedelta(minutes=10), AFTERNOON + timedelta(minutes=20)
    joined.tenant.add_event(joined.mail("sam"), "HV", start, end, PLACE, ("Home visit",))
    assert calsync("poll").status == 0
    (watched,) = calsync("visits", "--json").facts
    assert calsync("answer", watched["deadline"], "help", "--by", joined.mail("sam")).status == 0
    (found,) = calsync("incidents", "list", "--json").facts
    assert found["kind"] == "help"
    return str(found["incident"])


def by(joined: Joined, name: str) -> tuple[str, str]:
    return ("--by", joined.mail(name))


def test_AH16_an_incident_is_listed_with_what_is_due_and_ends_once_that_is_done(
    calsync: Command, joined: Joined, incident: str
) -> None:
    shown = calsync("incidents", "list")
    assert shown.status == 0
    assert f"{incident}  Sam" in shown.out
    assert "1. hold a risk assessment meeting (line manager): due Thu 03 Dec 2026" in shown.out
    assert "[AH16]" in shown.out
    assert PLACE not in shown.out
    done = calsync("incidents", "done", incident, "1", *by(joined, "morgan"))
    assert (done.status, done.out) == (0, "Done.\n")
    early = calsync("incidents", "close", incident, *by(joined, "morgan"), "--reason", "two go from now on")
    assert "The alarm for it is still open" in one_sentence(early)
    for watched in calsync("visits", "--json").facts:  # the call for help, and the visit that goes on beside it
        closed = calsync(
            "answer", watched["deadline"], "close", *by(joined, "morgan"), "--reason", "safe, spoke to her"
        )
        assert closed.status == 0
    ended = calsync("incidents", "close", incident, *by(joined, "morgan"), "--reason", "two go from now on", "--json")
    assert ended.facts == [{"incident": incident, "closed": True}]
    assert calsync("incidents", "list").out == "No incident is open.\n"
    (kept,) = calsync("incidents", "list", "--all", "--json").facts
    assert (kept["lessons"], kept["due"][0]["overdue"]) == ("two go from now on", False)
    assert "two go from now on" in calsync("incidents", "list", "--all").out
    assert calsync("audit", "verify").status == 0


def test_what_can_not_be_done_is_said_in_one_sentence(calsync: Command, joined: Joined, incident: str) -> None:
    for arguments, words in (
        (("done", "nothing", "1", *by(joined, "morgan")), "There is no incident nothing"),
        (("done", incident, "7", *by(joined, "morgan")), "has no act 7; its acts are: 1 (hold a risk assessment"),
        (("done", incident, "1", *by(joined, "sam")), "for somebody else than the worker to do"),
        (("done", incident, "1", "--by", "nobody@example.org"), "Nobody is known by nobody@example.org"),
        (("close", incident, *by(joined, "sam"), "--reason", "nothing"), "can't close an incident of their own"),
        (("close", incident, *by(joined, "morgan"), "--reason", " "), "Closing needs a reason"),
    ):
        assert words in one_sentence(calsync("incidents", *arguments)), arguments


def test_without_an_incident_there_is_nothing_to_see(calsync: Command, joined: Joined) -> None:
    assert calsync("poll").status == 0
    assert calsync("incidents", "list").out == "No incident is open.\n"
    assert calsync("incidents", "list", "--all").out == "There is no incident.\n"
    assert calsync("incidents", "list", "--json").facts == []
