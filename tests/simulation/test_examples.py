"""The example scenarios: the common ones under Clarendon's policy, a policy's own under that policy."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from calsync.simulation.play import Play, told
from calsync.simulation.reading import load_scenario
from tests.simulation.scenes import DOCS, played, policy, timeline

SCENARIOS = DOCS / "scenarios"


def played_example(name: str) -> list[dict[str, Any]]:
    read = load_scenario(SCENARIOS / f"{name}.toml")
    return [told(each, read) for each in played(read).happened]


def of(found: list[dict[str, Any]], visit: str) -> list[tuple[Any, ...]]:
    return timeline([each for each in found if each["visit"] == visit])


ASKED_AND_RUNG = [
    (0, "notify", "worker"),
    (10, "notify", "admin"),
    (10, "notify", "deputy"),
    (10, "notify", "worker"),
]


def by_time(line: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """In the order of minutes; who is told in the same minute is told together."""
    return sorted(line, key=lambda each: (each[0], each[2] == "worker", each[2]))


def test_each_example_is_tried_here() -> None:
    tried = {each.__name__.removeprefix("test_").replace("_", "-") for each in TRIED}
    assert {each.stem for each in SCENARIOS.glob("*.toml")} == tried | {*OWN}


def test_nobody_answers() -> None:
    found = played_example("nobody-answers")
    manager = [each["late_minutes"] for each in found if each["role"] == "line_manager"]
    assert by_time(timeline(found))[:4] == ASKED_AND_RUNG
    assert manager == list(range(20, 361, 5))
    assert {each["ask"] for each in found if each["role"] == "line_manager"} == {"inform-emergency-services"}
    # From six on the manager's hours are over, so the standing contact is told too.
    assert [each["late_minutes"] for each in found if each["role"] == "out_of_hours"] == list(range(180, 361, 5))


def test_late_safe() -> None:
    assert by_time(timeline(played_example("late-safe"))[:4]) == ASKED_AND_RUNG
    assert timeline(played_example("late-safe"))[4:6] == [(12, "answer", "worker"), (12, "closed", "worker")]
    stood_down = timeline(played_example("late-safe"))[6:]
    assert sorted(stood_down) == [(12, "notify", "admin"), (12, "notify", "deputy")]


def test_extension() -> None:
    assert timeline(played_example("extension")) == [
        (0, "notify", "worker"),
        (-30, "answer", "worker"),
        (-30, "extended", "worker"),
        (-25, "extended", "worker"),
        (0, "notify", "worker"),
        (2, "answer", "worker"),
        (2, "closed", "worker"),
    ]


def test_absent_manager() -> None:
    found = played_example("absent-manager")
    standing_in = [each for each in found if each["role"] == "out_of_hours" and each["what"] == "notify"]
    assert [each["late_minutes"] for each in standing_in] == [20, 25, 30, 35]
    assert "Morgan (line manager) is told too, but not counted on: away." in standing_in[0]["text"]
    assert timeline([each for each in found if each["what"] == "closed"]) == [(38, "closed", "out_of_hours")]


def test_no_answer_logged() -> None:
    found = played_example("no-answer-logged")
    assert timeline(found)[4:10] == [
        (11, "answer", "deputy"),
        (11, "acknowledged", "deputy"),
        (11, "notify", "worker"),  # who looks after them
        (14, "answer", "deputy"),
        (20, "notify", "line_manager"),  # its time is kept: Clarendon waits
        (25, "notify", "line_manager"),
    ]
    assert timeline(found)[10:12] == [(27, "answer", "line_manager"), (27, "closed", "line_manager")]
    assert found[7]["text"] == "no answer"


def test_three_in_a_row() -> None:
    found = played_example("three-in-a-row")
    assert of(found, "first") == [(0, "notify", "worker"), (1, "answer", "worker"), (1, "closed", "worker")]
    assert by_time(of(found, "second")[:4]) == ASKED_AND_RUNG
    assert of(found, "second")[4:6] == [(17, "answer", "worker"), (17, "closed", "worker")]
    assert of(found, "third") == [(0, "notify", "worker"), (2, "answer", "worker"), (2, "closed", "worker")]


def test_written_up_at_five() -> None:
    found = played_example("written-up-at-five")
    # A concern counts from the visit's start, a question from its end.
    assert of(found, "morning") == [
        (420, "concern", "worker"),
        (360, "notify", "worker"),
        (370, "answer", "worker"),
        (370, "closed", "worker"),
    ]
    assert [each["what"] for each in found].count("notify") == 2
    assert {each["role"] for each in found} == {"worker"}


def test_sick_worker() -> None:
    found = played_example("sick-worker")
    assert of(found, "cancelled") == [(-115, "notify", "line_manager")]
    assert by_time(of(found, "forgotten")[:4]) == ASKED_AND_RUNG
    assert of(found, "forgotten")[4:6] == [(12, "answer", "deputy"), (12, "closed", "deputy")]


def test_help_and_the_visit_goes_on() -> None:
    found = [each for each in played_example("help-and-the-visit-goes-on") if each["at"] >= "2026-12-01T14:20"]
    called = [(each["late_minutes"], each["role"]) for each in found if "asks for help" in each["text"]]
    assert sorted(called) == [(0, "deputy"), (0, "line_manager"), (5, "deputy"), (5, "line_manager")]
    assert [each["role"] for each in found if each["what"] == "closed"] == ["line_manager", "worker"]
    asked = [each for each in found if (each["at"], each["role"]) == ("2026-12-01T15:00:00Z", "worker")]
    assert "Have you left?" in asked[0]["text"]


def test_sick_worker_called_off() -> None:
    found = played_example("sick-worker-called-off")
    asked, *told = of(found, "called-off")
    assert asked == (-115, "notify", "line_manager")
    assert sorted(told) == [(-100, "notify", "line_manager"), (-100, "notify", "worker")]
    assert by_time(of(found, "stands")[:4]) == ASKED_AND_RUNG


TRIED = (
    test_nobody_answers,
    test_late_safe,
    test_extension,
    test_absent_manager,
    test_no_answer_logged,
    test_three_in_a_row,
    test_written_up_at_five,
    test_sick_worker,
    test_help_and_the_visit_goes_on,
    test_sick_worker_called_off,
)


OWN: dict[str, list[tuple[int, str]]] = {
    "al-hasaniya-no-answer-logged": [(47, "visit-end")],
    "bexley-evening": [(52, "visit-end")],
    "bexley-evening-nobody-named": [(52, "visit-end")],
    "bexley-no-answer-logged": [(47, "visit-end")],
    "bexley-risk-absent-manager": [(8, "visit-end")],
    "bexley-risk-extension": [(-2, "visit-end")],
    "bexley-risk-late-safe": [(2, "visit-end")],
    "bexley-risk-no-answer-logged": [(17, "visit-end")],
    "bexley-risk-nobody-answers": [],
    "bexley-risk-sick-worker": [(12, "visit-end")],
    "bexley-risk-three-in-a-row": [(1, "visit-end"), (17, "visit-end"), (2, "visit-end")],
    "bexley-risk-written-up-at-five": [(370, "visit-end"), (130, "visit-end")],
    "commence-no-answer-logged": [(16, "visit-end")],
    "rotherham-absent-manager": [(115, "return")],
    "rotherham-late-safe": [(12, "visit-end"), (94, "return")],
    "rotherham-long-silence": [(20, "return"), (32, "visit-end"), (2, "return")],
    "rotherham-no-answer-logged": [(131, "return")],
    "rotherham-sick-worker": [(95, "return")],
    "rotherham-three-in-a-row": [(1, "visit-end"), (17, "visit-end"), (2, "visit-end"), (1, "return")],
}
"""What is played under a policy of its own, and how late each deadline is closed of which that is told."""


@pytest.mark.parametrize("name", OWN)
def test_a_policys_own_example_names_its_policy_and_is_played_to_its_end(name: str) -> None:
    read = load_scenario(SCENARIOS / f"{name}.toml")
    kept = Path(read.policy).stem.removesuffix("-filled")
    assert name.startswith(kept)
    until = None if read.acts else read.planned_end + timedelta(hours=1)
    brought = asyncio.run(Play(read, policy(kept), until=until).played())
    found = [told(each, read) for each in brought.happened]
    closed = [(each["late_minutes"], each["deadline"]) for each in found if each["what"] == "closed"]
    assert closed == OWN[name]
    assert brought.closed is bool(closed)
    assert not any("does nothing" in each for each in brought.remarks)
    assert_no_worker_reads_of_an_alarm(found)


def assert_no_worker_reads_of_an_alarm(found: list[dict[str, Any]]) -> None:
    for each in found:
        if each["what"] == "notify" and each["role"] == "worker":
            assert not any(word in each["text"].lower() for word in ("alarm", "police", "escalat", "999"))


@pytest.mark.parametrize("name", [each.__name__.removeprefix("test_").replace("_", "-") for each in TRIED])
def test_no_worker_of_an_example_reads_of_an_alarm(name: str) -> None:
    assert_no_worker_reads_of_an_alarm(played_example(name))
