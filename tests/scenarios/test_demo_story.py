"""`calsync demo --until-quiet --json` from outside: the eleven visits of its story, as a newcomer sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

SPEED = 60
PATIENCE = 170.0
"""Real seconds within which the whole story must be over."""

Fact = dict[str, Any]
ANSWERED = "answered"
EXTENDED = "extended"
NEVER_ANSWERED = "never answered"
DELETED = "deleted in the middle"
ENTERED_LATE = "entered after its end"
PERHAPS = "perhaps a visit"
ALIKE = "another of its kind"
FORGOTTEN = "arrived and forgotten"
MORE_TIME = "more time by the link"
HELP = "help"
CODE_WORD = "the code word"
VISITS = (
    ANSWERED, EXTENDED, NEVER_ANSWERED, DELETED, ENTERED_LATE, PERHAPS, ALIKE, FORGOTTEN, MORE_TIME, HELP, CODE_WORD,
)  # fmt: skip
CLOSED_TWICE = {HELP, CODE_WORD}
"""Closed by a responder, and for the worker's eyes by their own word."""


@dataclass(frozen=True, slots=True)
class Told:
    """One run of the demo."""

    status: int
    facts: list[Fact]
    aside: str

    def of(self, visit: str, what: str | None = None) -> list[Fact]:
        """What happened to a visit, in the order in which it was printed."""
        return [fact for fact in self.facts if fact["visit"] == visit and what in (None, fact["what"])]

    def asked(self, visit: str) -> list[tuple[str, int]]:
        """Who was told of a visit, and how many minutes after its deadline."""
        return [(fact["role"], fact["late_minutes"]) for fact in self.of(visit, "notify")]


Promise = Callable[[Told], None]
PROMISES: list[Promise] = []


def promise(check: Promise) -> Promise:
    """Marks one thing that the story must show."""
    PROMISES.append(check)
    return check


def test_the_story_of_the_demo_keeps_every_promise(tmp_path: Path) -> None:
    # One run of nearly a minute, all promises looked at in one test, so that no second test process waits for it.
    demo = _run(tmp_path)
    broken = []
    for check in PROMISES:
        try:
            check(demo)
        except AssertionError as error:
            error.add_note(check.__name__.replace("_", " "))
            broken.append(error)
    if broken:
        raise ExceptionGroup(f"{len(broken)} of {len(PROMISES)} promises broken", broken)


def _run(folder: Path) -> Told:
    program = Path(sys.executable).with_name("calsync")
    done = subprocess.run(
        [program, "demo", "--speed", str(SPEED), "--until-quiet", "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=PATIENCE,
        check=False,
    )
    return Told(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


def at(fact: Fact) -> datetime:
    return datetime.fromisoformat(fact["at"])


def the_only(facts: list[Fact]) -> Fact:
    assert len(facts) == 1, facts
    return facts[0]


def near(asked: list[tuple[str, int]], wanted: list[tuple[str, int]]) -> None:
    """The same people in the same order, each at their minute or, on a busy machine, in the one after it."""
    assert [role for role, _ in asked] == [role for role, _ in wanted], asked
    assert all(minute <= late <= minute + 1 for (_, late), (_, minute) in zip(asked, wanted, strict=True)), asked


@promise
def it_ends_well_when_every_visit_of_its_story_is_closed(demo: Told) -> None:
    assert demo.status == 0, demo.aside
    assert {fact["visit"] for fact in demo.facts} == set(VISITS)
    for visit in VISITS:
        closed = demo.of(visit, "closed")
        assert closed if visit in CLOSED_TWICE else the_only(closed), visit


@promise
def each_line_is_one_object_with_the_promised_fields(demo: Told) -> None:
    fields = {"at", "late_minutes", "deadline", "what", "role", "ask", "channel", "text", "visit"}
    kinds = {"notify", "answer", "contact", "extended", "acknowledged", "closed", "concern", "incident"}
    for fact in demo.facts:
        assert set(fact) == fields
        assert fact["at"].endswith("Z")
        assert at(fact).tzinfo == UTC
        assert isinstance(fact["late_minutes"], int)
        assert fact["what"] in kinds


@promise
def the_lines_come_in_the_order_of_their_times(demo: Told) -> None:
    for before, after in pairwise(demo.facts):
        assert at(before) <= at(after), (before, after)


@promise
def what_is_said_about_the_story_stands_apart_from_it(demo: Told) -> None:
    assert "The stand-in for Outlook" in demo.aside
    assert "mail alone" in demo.aside
    assert "/outlook/people/morgan@clarendon.example" in demo.aside
    assert "links to a page of its own there: http://127.0.0.1:" in demo.aside
    assert "What came to everybody" in demo.aside
    assert "Traceback" not in demo.aside


@promise
def a_visit_that_is_answered_is_closed_and_no_manager_is_told(demo: Told) -> None:
    near(demo.asked(ANSWERED), [("worker", 0)])
    assert the_only(demo.of(ANSWERED, "answer"))["text"] == "Left, all fine."
    assert the_only(demo.of(ANSWERED, "closed"))["role"] == "worker"


@promise
def a_visit_is_extended_by_moving_the_end_of_its_entry(demo: Told) -> None:
    moved = the_only(demo.of(EXTENDED, "extended"))
    assert (moved["channel"], moved["role"]) == ("diary", "worker")
    assert moved["late_minutes"] < 0
    question = the_only(demo.of(EXTENDED, "notify"))
    assert (question["role"], question["ask"]) == ("worker", "check-in")
    assert "14:25" in question["text"]
    assert at(question) >= datetime(2026, 12, 1, 14, 25, tzinfo=UTC)
    assert the_only(demo.of(EXTENDED, "closed"))["role"] == "worker"


@promise
def a_visit_that_is_never_answered_climbs_the_ladder_until_the_manager_closes_it(demo: Told) -> None:
    told = demo.of(NEVER_ANSWERED, "notify")
    alarms = [fact for fact in told if fact["ask"] != "know"]
    worker = [(fact["role"], fact["late_minutes"]) for fact in alarms if fact["role"] == "worker"]
    near(worker, [("worker", 0), ("worker", 10)])
    manager = [fact for fact in alarms if fact["role"] == "line_manager"]
    near([(fact["role"], fact["late_minutes"]) for fact in manager], [("line_manager", 20), ("line_manager", 25)])
    others = {(fact["role"], fact["ask"]) for fact in alarms if fact["role"] not in ("worker", "line_manager")}
    assert others == {("deputy", "call-worker"), ("admin", "call-worker")}
    for fact in manager:
        assert fact["ask"] == "inform-emergency-services"
        # The call sheet: who, where, since when, last heard, telephone numbers.
        for words in ("Alex Reid", "27 Garden Terrace, Leeds LS11 5JD", "14:10", "+44 7700 900103", "Last heard"):
            assert words in fact["text"]
    closed = the_only(demo.of(NEVER_ANSWERED, "closed"))
    assert closed["role"] == "line_manager"
    assert "safe and well, I spoke to Alex" in closed["text"]
    stood_down = {fact["role"] for fact in told if fact["ask"] == "know"}
    assert stood_down == {"deputy", "admin"}
    assert all(at(fact) >= at(closed) for fact in told if fact["ask"] == "know")


@promise
def a_visit_deleted_in_the_middle_asks_the_worker_at_once_and_the_manager_hears_at_twenty(demo: Told) -> None:
    told = demo.of(DELETED, "notify")
    at_once = told[0]
    assert at_once["role"] == "worker"
    assert "not going, or have you finished" in at_once["text"]
    assert -15 <= at_once["late_minutes"] < -10  # deleted 15 minutes before its end
    manager = [fact["late_minutes"] for fact in told if fact["role"] == "line_manager"]
    assert manager
    assert 20 <= manager[0] <= 21
    alarm = next(fact for fact in told if fact["role"] == "line_manager")
    assert "the entry was taken out or moved" in alarm["text"]
    assert the_only(demo.of(DELETED, "closed"))["role"] == "worker"


@promise
def of_a_visit_entered_after_its_end_only_the_worker_is_asked(demo: Told) -> None:
    the_only(demo.of(ENTERED_LATE, "concern"))
    question = the_only(demo.of(ENTERED_LATE, "notify"))
    assert (question["role"], question["ask"]) == ("worker", "check-in")
    assert the_only(demo.of(ENTERED_LATE, "closed"))["role"] == "worker"


@promise
def what_may_be_a_visit_is_asked_once_and_the_answer_holds_for_another_of_its_kind(demo: Told) -> None:
    asked = [(fact["role"], fact["ask"]) for fact in demo.of(PERHAPS, "notify")]
    assert asked == [("worker", "is-it-a-visit"), ("worker", "check-in")]
    assert [fact["text"] for fact in demo.of(PERHAPS, "answer")] == ["Yes", "Left, all fine."]
    assert [(fact["role"], fact["ask"]) for fact in demo.of(ALIKE, "notify")] == [("worker", "check-in")]


@promise
def who_said_that_they_arrived_and_then_forgot_is_asked_and_closes_it_late(demo: Told) -> None:
    contact, *later = demo.of(FORGOTTEN, "contact")
    assert not later
    assert contact["late_minutes"] < -10
    asked = [(fact["role"], fact["ask"]) for fact in demo.of(FORGOTTEN, "notify") if fact["ask"] != "know"]
    assert asked[0] == ("worker", "check-in")
    assert {role for role, _ in asked} == {"worker", "deputy", "admin"}
    assert demo.of(FORGOTTEN, "answer")[-1]["text"].endswith("Left, all fine.")
    closed = the_only(demo.of(FORGOTTEN, "closed"))
    assert (closed["role"], closed["late_minutes"] >= 10) == ("worker", True)


@promise
def more_time_and_having_left_are_said_by_the_link(demo: Told) -> None:
    moved, closed = the_only(demo.of(MORE_TIME, "extended")), the_only(demo.of(MORE_TIME, "closed"))
    assert [moved["channel"], closed["channel"]] == ["link", "link"]
    assert [fact["role"] for fact in demo.of(MORE_TIME, "notify")] == ["worker", "worker"]
    assert the_only(demo.of(ALIKE, "closed"))["channel"] == "link"


@promise
def a_call_for_help_starts_the_emergency_steps_and_leaves_the_visit_watched(demo: Told) -> None:
    cry = the_only(demo.of(HELP, "incident"))
    told = [fact for fact in demo.of(HELP, "notify") if fact["role"] != "worker" and fact["ask"] != "know"]
    assert {fact["role"] for fact in told} == {"line_manager", "deputy"}
    assert all(at(fact) >= at(cry) for fact in told)
    assert the_only(demo.of(HELP, "acknowledged"))["role"] == "line_manager"
    assert [fact["role"] for fact in demo.of(HELP, "closed")] == ["line_manager", "worker"]


@promise
def after_the_code_word_nothing_comes_to_its_worker(demo: Told) -> None:
    cry = the_only(demo.of(CODE_WORD, "incident"))
    told = demo.of(CODE_WORD, "notify")
    assert [fact["ask"] for fact in told if fact["role"] == "worker"] == ["check-in"]
    since = [fact for fact in told if at(fact) >= at(cry)]
    assert {fact["role"] for fact in since} == {"line_manager", "deputy"}
    assert "line_manager" in {fact["role"] for fact in demo.of(CODE_WORD, "closed")}


@promise
def no_message_to_a_worker_names_alarm_or_police_or_escalation(demo: Told) -> None:
    for fact in demo.facts:
        if fact["what"] == "notify" and fact["role"] == "worker":
            assert not any(word in fact["text"].lower() for word in ("alarm", "police", "escalat", "999")), fact
