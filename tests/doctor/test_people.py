"""The people in the doctor's eyes: thousands of them are told in a few lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from calsync.doctor.people import directory
from calsync.doctor.settings import MOST, settings
from calsync.domain.model import Ask, DeadlineKind, NotWatched, People, Role, Step, TeamPolicy
from calsync.errors import SourceError
from calsync.graph.refusals import refusal
from tests.doctor.conftest import Examined, Facts, told
from tests.it_house import down, forbidden

Make = Callable[..., Examined]


def of_people(house: Examined, known: People | None = None) -> tuple[Facts, People | None]:
    findings, people = asyncio.run(directory(house.app, house.people if known is None else known))
    return told(findings), people


def test_two_thousand_without_a_mobile_number_are_one_line(examined: Make) -> None:
    found, _ = of_people(examined(2000))
    [(_, light, words)] = [each for each in found if each[0] == "workers"]
    assert light == "amber"
    assert words.startswith("2000 people, each of whom has no mobile number in the directory")
    assert "and 1980 more" in words


def test_those_not_watched_for_one_reason_are_one_line(examined: Make) -> None:
    house = examined()
    off = tuple(NotWatched(person=f"x{n}", name=f"Leaver {n}", why="Their account is switched off.") for n in range(3))
    house.house.directory.everybody = replace(house.people, not_watched=off)
    found, _ = of_people(house)
    [(_, light, words)] = [each for each in found if each[0] == "not watched"]
    assert light == "amber"
    assert words.startswith("3 people. Their account is switched off. They are: Leaver 0 (x0)")


def test_a_directory_that_refuses_leaves_those_known_before_to_be_examined(examined: Make) -> None:
    house = examined()
    house.house.directory.refusal = refusal("the group", 403, "Authorization_RequestDenied")
    [(part, light, words)], people = of_people(house)
    assert (part, light, people) == ("directory", "red", house.people)
    assert "grant User.Read.All" in words
    assert of_people(house, People())[1] is None


def test_when_the_directory_does_not_answer_nobody_else_is_asked(examined: Make) -> None:
    house = examined()
    house.house.directory.refusal = down()
    [(_, light, words)], people = of_people(house)
    assert (light, people) == ("red", None)
    assert "Service health" in words


def test_of_thousands_the_settings_of_those_who_are_told_are_asked_first(examined: Make) -> None:
    house = examined(2000)
    [(_, light, words)] = told(house.found(settings(house.app, house.people)))
    asked = house.house.directory.asked
    assert (light, words) == ("green", f"all of those {MOST} that were asked, of 2004 can be read")
    assert (len(asked), asked[:3]) == (MOST, ["morgan", "dee", "ash"])


def test_settings_refused_alike_are_one_line_and_an_outage_is_red(examined: Make) -> None:
    house = examined(3)
    refused: dict[str, SourceError] = {f"w{n}": forbidden(f"mailbox w{n}") for n in (1, 2, 3)}
    house.house.directory.refusals = refused
    [(part, light, words)] = told(house.found(settings(house.app, house.people)))
    assert (part, light) == ("mailbox settings", "amber")
    assert words.startswith("3 people, for each of whom ordinary hours and no absences count, or those known before: ")
    house.house.directory.refusal = down()
    assert [light for _, light, _ in told(house.found(settings(house.app, house.people)))] == ["red"]


def of_team(house: Examined, department: str) -> Facts:
    """What is found where that department has a policy of its own, whose return alone tells anybody."""
    step = Step(after=timedelta(0), roles=(Role.BUDDY,), ask=Ask.CALL_WORKER, deadline=DeadlineKind.RETURN)
    own = replace(house.app.policies.standing, name="fostering", steps=(step,))
    policies = replace(house.app.policies, teams=(TeamPolicy(departments=(department,), policy=own),))
    house.app = replace(house.app, policies=policies)
    return of_people(house)[0]


def test_a_department_with_a_policy_of_its_own_in_which_nobody_is_is_told(examined: Make) -> None:
    found = of_team(examined(), "Fostring")
    [words] = [words for part, light, words in found if (part, light) == ("policy", "amber")]
    assert "nobody watched is in the department Fostring, so the policy fostering is nobody's" in words


def test_a_role_that_only_the_return_of_a_teams_policy_tells_must_be_held(examined: Make) -> None:
    found = of_team(examined(), "Fostering")
    [(_, light, words)] = [each for each in found if each[0] == "role buddy"]
    assert light == "red"
    assert words.startswith("nobody holds it, and the policy fostering tells them")
