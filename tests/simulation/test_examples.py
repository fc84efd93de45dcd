"""The example scenarios under Clarendon's policy, each with its timeline in minutes."""

from __future__ import annotations

from typing import Any

import pytest

from calsync.simulation.play import told
from calsync.simulation.reading import load_scenario
from tests.simulation.scenes import DOCS, played, timeline

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
    assert {each.stem for each in SCENARIOS.glob("*.toml")} == tried


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
    assert [each["late_minutes"] for each in standing_in] == [20, 25]
    assert "Morgan (line manager) is passed over: away." in standing_in[0]["text"]
    assert timeline([each for each in found if each["what"] == "closed"]) == [(28, "closed", "out_of_hours")]


def test_no_answer_logged() -> None:
    found = played_example("no-answer-logged")
    assert timeline(found)[4:9] == [
        (11, "answer", "deputy"),
        (11, "acknowledged", "deputy"),
        (14, "answer", "deputy"),
        (20, "notify", "line_manager"),  # its time is kept: Clarendon waits
        (25, "notify", "line_manager"),
    ]
    assert timeline(found)[9:11] == [(27, "answer", "line_manager"), (27, "closed", "line_manager")]
    assert found[6]["text"] == "no answer"


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
    test_sick_worker_called_off,
)


@pytest.mark.parametrize("name", [each.stem for each in sorted(SCENARIOS.glob("*.toml"))])
def test_no_worker_of_an_example_reads_of_an_alarm(name: str) -> None:
    for each in played_example(name):
        if each["what"] == "notify" and each["role"] == "worker":
            assert not any(word in each["text"].lower() for word in ("alarm", "police", "escalat", "999"))
