"""Several policies in one organisation: whose is whose, and what becomes of visits when somebody changes teams."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import (
    AlarmKind,
    AnswerKind,
    Ask,
    Deadline,
    DeadlineKind,
    DeadlineState,
    People,
    Policies,
    Policy,
    Role,
    Step,
    TeamPolicy,
)
from tests.house import CAST, CLARENDON, CODE_WORD, House, differing

NONE = timedelta(0)
EMERGENCY = (Step(after=NONE, roles=(Role.ADMIN,), ask=Ask.CALL_POLICE, every=timedelta(minutes=5)),)
FOSTERING = Policy(
    name="fostering",
    title="The fostering team's policy",
    steps=(
        Step(after=NONE, roles=(Role.WORKER,), ask=Ask.CHECK_IN),
        Step(after=NONE, roles=(Role.WORKER,), ask=Ask.CHECK_IN, deadline=DeadlineKind.RETURN),
        Step(
            after=timedelta(minutes=90),
            roles=(Role.LINE_MANAGER,),
            ask=Ask.CALL_WORKER,
            every=timedelta(minutes=5),
            deadline=DeadlineKind.RETURN,
        ),
    ),
    emergency=EMERGENCY,
    code_words=("yellow cardigan",),
    agencies=("Fostering duty, 01709 000009",),
    mail_alone="signed by Sloane",
)
TEAMS = (TeamPolicy(departments=("Fostering", "Adoption"), policy=FOSTERING),)
END, RETURN = DeadlineKind.VISIT_END, DeadlineKind.RETURN


def cast(department: str) -> People:
    """Everybody, with Sam in that department."""
    return differing(CAST, "sam", department=department)


def house_of(department: str, *, at: str = "09:00") -> House:
    """A house that runs two policies, with Sam in that department."""
    return House(at=at, people=cast(department), policy=CLARENDON, teams=TEAMS)


def deadlines(house: House) -> dict[DeadlineKind, Deadline]:
    """Sam's deadlines of whatever state, by their kinds."""
    return {one.kind: one for each in house.watched() for one in each.deadlines}


def moves_to(house: House, department: str) -> None:
    """Sam is in another department from now on, as the directory says."""
    house.directory.everybody = cast(department)
    asyncio.run(house.engine.refresh_people())


def test_a_persons_policy_is_that_of_their_department_in_any_case_and_spacing() -> None:
    policies = Policies(standing=CLARENDON, teams=TEAMS)
    sam = CAST.persons[0]
    assert policies.of(replace(sam, department=" fostering ")) is FOSTERING
    assert policies.of(replace(sam, department="ADOPTION")) is FOSTERING
    assert policies.of(replace(sam, department="Adoption  team")) is CLARENDON
    assert policies.of(replace(sam, department="")) is CLARENDON
    assert policies.of(None) is CLARENDON


def test_a_deadlines_policy_is_found_by_its_name_and_once_that_is_gone_it_is_its_workers() -> None:
    policies = Policies(standing=CLARENDON, teams=TEAMS)
    sam = replace(CAST.persons[0], department="Fostering")
    assert policies.named("fostering") is FOSTERING
    assert policies.named("last-years") is CLARENDON
    assert policies.named("last-years", sam) is FOSTERING
    assert [each.name for each in policies.every] == [CLARENDON.name, "fostering"]
    assert policies.code_words == (*CLARENDON.code_words, "yellow cardigan")


def test_each_team_is_watched_by_its_own_policy() -> None:
    for department, kinds, name in (("Fostering", {END, RETURN}, "fostering"), ("Finance", {END}, CLARENDON.name)):
        house = house_of(department)
        house.entry(start="13:00", end="14:00")
        house.poll()
        found = deadlines(house)
        assert (set(found), {one.policy for one in found.values()}) == (kinds, {name})


def test_what_is_planned_is_replanned_when_its_worker_changes_teams_though_the_diary_says_the_same() -> None:
    house = house_of("Fostering")
    house.entry(start="13:00", end="14:00")
    house.go_to("09:30")
    assert deadlines(house)[RETURN].is_open
    moves_to(house, "Finance")
    house.go_to("09:31")
    found = deadlines(house)
    assert (found[END].policy, found[END].steps) == (CLARENDON.name, CLARENDON.steps)
    assert found[RETURN].state is DeadlineState.CANCELLED
    moves_to(house, "Adoption")
    house.go_to("09:32")
    found = deadlines(house)
    assert {one.policy for one in found.values() if one.is_open} == {"fostering"}
    assert found[RETURN].is_open


def test_what_has_begun_keeps_its_ladder_and_its_return_when_its_worker_changes_teams() -> None:
    house = house_of("Fostering", at="12:50")
    house.entry(start="13:00", end="14:00")
    house.go_to("13:05")
    before = deadlines(house)
    moves_to(house, "Finance")
    house.go_to("13:20")
    assert deadlines(house) == before
    # Its return still follows what the worker says of its visit.
    house.says("+30")
    assert deadlines(house)[RETURN].due == before[RETURN].due + timedelta(minutes=30)
    house.go_to("16:31")
    assert [each.notification.ask for each in house.told("morgan")][:1] == [Ask.CALL_WORKER]
    assert all(deadline.policy == "fostering" for deadline in house.open())


def test_a_begun_visit_found_to_be_a_risk_visit_keeps_the_policy_under_which_it_began() -> None:
    house = house_of("Fostering", at="12:50")
    house.entry(start="13:00", end="14:00")
    house.go_to("13:05")
    moves_to(house, "Finance")
    house.change(categories=("Home visit", "High risk"))
    house.go_to("13:10")
    found = deadlines(house)[END]
    assert found.risk
    assert found.steps == FOSTERING.steps[:1]


@pytest.mark.parametrize(("department", "words"), [("Fostering", "yellow cardigan"), ("Finance", CODE_WORD)])
def test_a_worker_is_understood_by_the_code_words_of_their_own_policy(department: str, words: str) -> None:
    house = house_of(department, at="13:30")
    house.entry(start="13:00", end="14:00")
    house.go_to("13:55")
    house.says(f"I left my {words} in the car")
    assert house.alarms == [AlarmKind.DURESS]


@pytest.mark.parametrize(("department", "words"), [("Finance", "yellow cardigan"), ("Fostering", CODE_WORD)])
def test_another_teams_code_word_is_no_code_word(department: str, words: str) -> None:
    house = house_of(department, at="13:30")
    house.entry(start="13:00", end="14:00")
    house.go_to("13:55")
    house.says(f"I left my {words} in the car")
    assert house.alarms == []


def test_whoever_was_told_passes_on_the_code_word_of_the_workers_policy() -> None:
    house = house_of("Fostering", at="13:30")
    house.entry(start="13:00", end="14:00")
    house.go_to("16:01")
    house.says("She said yellow cardigan on the phone", who="morgan", to=house.last("morgan"))
    assert AlarmKind.DURESS in house.alarms


def test_an_alarms_mail_names_the_agencies_of_its_own_policy() -> None:
    for department, named in (("Fostering", True), ("Finance", False)):
        house = house_of(department, at="13:30")
        house.entry(start="13:00", end="14:00")
        house.go_to("13:55")
        house.answers(AnswerKind.HELP)
        house.scan()
        texts = [each.text for each in house.mail.sent if each.notification.role is not Role.WORKER]
        assert texts
        assert any("Fostering duty" in text for text in texts) is named


@pytest.mark.parametrize("kind", [AnswerKind.HELP, AnswerKind.DURESS])
def test_a_call_for_help_outside_a_visit_starts_the_emergency_steps_of_the_workers_policy_and_awaits_no_return(
    kind: AnswerKind,
) -> None:
    house = house_of("Fostering")
    house.answers(kind)
    (deadline,) = house.open()
    assert (deadline.policy, deadline.steps) == ("fostering", EMERGENCY)
