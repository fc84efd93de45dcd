"""What diaries and staff lists hold that nobody planned: overlaps, long visits, clocks that change, nobody there."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from calsync.domain.model import Role
from calsync.simulation.play import Play, told
from calsync.simulation.scenario import Scenario
from tests.simulation.scenes import ELM_ROAD, asked, happens, of, policy, scenario, under

CALL, INFORM = "call-worker", "inform-emergency-services"


def visit(name: str, start: str, end: str, place: str = "14 Elm Road, Rotherham S60 3AB") -> str:
    return f"""
[[visit]]
name = "{name}"
start = {start}:00Z
end = {end}:00Z
location = "{place}"
categories = ["Home visit"]
"""


OVERLAPPING = visit("one", "2026-12-01T14:00", "2026-12-01T15:00") + visit(
    "two", "2026-12-01T14:30", "2026-12-01T15:10", "27 Oak Street, Rotherham S61 1XY"
)
OVERNIGHT = ELM_ROAD.replace("2026-12-01T14", "2026-12-01T10").replace("2026-12-01T15", "2026-12-02T06")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def without(read: Scenario, *roles: Role) -> Scenario:
    """The scenario in an organisation where nobody holds these roles."""
    gone = {each for role, ids in read.people.roles if role in roles for each in ids}
    kept = (each for each in read.people.persons if each.id not in gone)
    people = replace(
        read.people,
        persons=tuple(replace(each, manager=None if each.manager in gone else each.manager) for each in kept),
        roles=tuple((role, ids) for role, ids in read.people.roles if role not in roles),
    )
    return replace(read, people=people)


def brought(name: str, read: Scenario, until: str) -> list[dict[str, Any]]:
    played = asyncio.run(Play(read, policy(name), until=moment(until)).played())
    return [told(each, read) for each in played.since(read.visits[0].entry.start).happened]


def test_two_visits_that_overlap_have_each_their_own_ladder() -> None:
    found = under("clarendon", OVERLAPPING, until=moment("2026-12-01T15:31"))
    for name, first in (("one", "15:00"), ("two", "15:10")):
        theirs = [each for each in found if each["visit"] == name]
        assert theirs[0]["at"][11:16] == first
        assert {late for late, _, _ in asked(theirs)} >= {0, 10, 20}


@pytest.mark.parametrize("words", ["left, all fine", "all fine"])
def test_of_visits_that_overlap_at_two_places_an_answer_closes_the_one_that_is_nearly_over(words: str) -> None:
    word = happens("14:55", "worker", "reply", text=f'"{words}"', visit='"one"')
    found = under("clarendon", OVERLAPPING, word, until=moment("2026-12-01T14:59"))
    assert [each["visit"] for each in of(found, "closed")] == ["one"]


def test_one_visit_entered_twice_ends_by_one_word_of_leaving() -> None:
    twice = visit("one", "2026-12-01T14:00", "2026-12-01T15:00") + visit("two", "2026-12-01T14:10", "2026-12-01T15:10")
    word = happens("14:55", "worker", "reply", text='"left, all fine"', visit='"one"')
    found = under("clarendon", twice, word, until=moment("2026-12-01T14:59"))
    assert [each["visit"] for each in of(found, "closed")] == ["one", "two"]


def test_two_visits_that_overlap_are_one_outing_with_one_return() -> None:
    found = under("rotherham", OVERLAPPING, until=moment("2026-12-01T15:41"))
    assert [(each["at"][11:16], each["role"]) for each in found if each["deadline"] == "return"] == [
        ("15:40", "worker")
    ]


@pytest.mark.parametrize(
    ("name", "first"), [("clarendon", "06:00"), ("rotherham", "06:00"), ("commence", "05:55"), ("bexley", "05:55")]
)
def test_a_visit_of_20_hours_is_watched_to_its_end_and_not_before(name: str, first: str) -> None:
    found = under(name, OVERNIGHT, until=moment("2026-12-02T06:01"))
    told_of_end = [each["at"][11:16] for each in of(found, "notify") if each["ask"] != "know"]
    assert told_of_end[0] == first


def test_who_is_asked_after_a_visit_of_20_hours_goes_by_the_hours_of_its_end() -> None:
    found = under("clarendon", OVERNIGHT, until=moment("2026-12-02T06:21"))
    assert (10, "out_of_hours", CALL) in asked(found)
    assert (20, "out_of_hours", INFORM) in asked(found)


@pytest.mark.parametrize(
    ("night", "said"), [("2026-10-25", ("01:30", "01:30")), ("2026-03-29", ("00:30", "02:30"))], ids=["back", "forward"]
)
def test_an_hour_is_an_hour_when_the_clocks_change_in_the_middle_of_a_visit(night: str, said: tuple[str, str]) -> None:
    found = under("clarendon", visit("night", f"{night}T00:30", f"{night}T01:30"), until=moment(f"{night}T02:01"))
    assert [late for late, role, _ in asked(found) if role == "line_manager"] == [20, 25, 30]
    first = of(found, "notify", "line_manager")[0]
    assert first["at"] == f"{night}T01:50:00Z"
    assert f"Visit: {said[0]} to {said[1]}" in first["text"]


def test_a_worker_without_a_manager_has_the_out_of_hours_contact_at_that_step() -> None:
    found = brought("clarendon", without(scenario(ELM_ROAD), Role.LINE_MANAGER), "2026-12-01T15:26")
    assert [each for each in asked(found) if each[0] >= 20] == [
        (20, "out_of_hours", INFORM),
        (25, "out_of_hours", INFORM),
    ]


def test_contacts_who_are_all_away_bring_the_out_of_hours_contact_at_each_step() -> None:
    away = [happens("12:00", role, "absent") for role in ("line_manager", "deputy", "admin")]
    found = under("clarendon", ELM_ROAD, *away, until=moment("2026-12-01T15:26"))
    assert asked(found, "out_of_hours") == [(10, CALL), (20, INFORM), (25, INFORM)]


def test_an_out_of_hours_contact_who_is_the_worker_is_no_help_so_the_others_are_asked_all_the_same() -> None:
    alone = '[people.sam]\nrole = ["worker", "out_of_hours"]\n'
    away = happens("12:00", "line_manager", "absent")
    found = under("clarendon", ELM_ROAD, alone, away, until=moment("2026-12-01T15:21"))
    assert (20, "line_manager", INFORM) in asked(found)
    assert {role for _, role, ask in asked(found) if ask != "check-in"} == {"line_manager", "deputy", "admin"}
