"""The lint: in every case that a policy tells apart, its ladder goes on calling somebody, and each step is reached."""

from __future__ import annotations

import pytest

from calsync.policies.loader import warnings
from tests.policies.sound import EMERGENCY, TITLE, WORKER
from tests.policies.test_steps import ADMIN, OFFICE, manager


def step(after: int, role: str, ask: str, *, more: str = "") -> str:
    return f'\n[[step]]\nafter = {after}\nrole = "{role}"\nask = "{ask}"\nchannels = ["text"]\n{more}'


def test_risk_visits_whose_ladder_tells_the_worker_alone_are_found(problems_of):
    found = problems_of(TITLE + WORKER + manager(when='["ordinary"]') + EMERGENCY)
    assert found == [
        "no [[step]] tells anybody but the worker: name somebody who acts when they do not answer "
        "(seen for risk visits)"
    ]


def test_a_gap_out_of_office_hours_is_found(problems_of):
    found = problems_of(TITLE + OFFICE + WORKER + manager(hours='"office"') + EMERGENCY)
    assert len(found) == 1
    assert found[0].endswith("(seen for out of office hours)")


def test_the_gap_of_one_case_among_many_is_found(problems_of):
    steps = manager(when='["risk"]') + manager(hours='"office"', when='["ordinary"]', after="30")
    (found,) = problems_of(TITLE + OFFICE + WORKER + steps + EMERGENCY)
    assert found.endswith("(seen for ordinary visits, out of office hours)")


def test_where_the_visit_tells_the_worker_alone_the_return_carries_the_alarm(problems_of):
    back = manager(deadline='"return"', after="90")
    assert problems_of(TITLE + "travel_minutes = 30\n" + WORKER + back + EMERGENCY) == []
    gap = manager(deadline='"return"', after="90", when='["home"]')
    found = problems_of(TITLE + "travel_minutes = 30\n" + WORKER + gap + EMERGENCY)
    assert found == [
        "no [[step]] tells anybody but the worker: name somebody who acts when they do not answer "
        "(seen for school visits)"
    ]


def test_a_question_to_be_home_that_tells_nobody_else_is_refused(problems_of):
    home = WORKER + 'deadline = "home-safe"\n'
    found = problems_of(TITLE + "home_safe_minutes = 60\n" + WORKER + manager() + home + EMERGENCY)
    assert found == ["no home-safe step tells anybody but the worker, and nothing comes after it: name who acts"]


def test_the_last_step_of_each_case_repeats_and_the_others_stay_as_written(loaded):
    risk = manager(when='["risk"]')
    steps = loaded(TITLE + WORKER + ADMIN + risk + EMERGENCY).steps
    assert [step.every is not None for step in steps] == [False, False, True]


def test_a_last_step_of_one_case_that_only_asks_to_know_is_found(problems_of):
    text = TITLE + WORKER + ADMIN.replace("call-worker", "know") + manager(when='["risk"]') + EMERGENCY
    (found,) = problems_of(text)
    assert found.startswith("step 2: the last step only asks to know")
    assert found.endswith("(seen for ordinary visits)")


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        (manager(when='["home", "not home"]'), "step 2: applies to no visit at all: its when is 'home', 'not home'"),
        (
            manager(when='["not home", "not school", "not other"]'),
            "step 2: applies to no visit at all: its when is 'not home', 'not school', 'not other'",
        ),
        (manager(when='["domestic-abuse", "not risk"]'), "step 2: applies to no visit at all"),
        (manager(), "step 3: tells the same people at the same time as step 2: ask one thing at a time"),
        (manager(after="10", every="10"), "step 2: its every is never reached: the next step comes first"),
        (
            manager(ask='"take-over"', role='"admin"', after="10")
            + manager(after='"then"\nthen_within = 5', role='"deputy"'),
            'step 3: after = "then" waits for what comes of "take-over", which nobody logs',
        ),
        (manager(after='"then"\nthen_within = 5'), 'step 2: after = "then" follows a question to the worker'),
    ],
)
def test_a_step_that_is_never_reached_or_said_twice_is_found(problems_of, steps, problem):
    found = problems_of(TITLE + WORKER + steps + manager() + EMERGENCY)
    assert any(each.startswith(problem) for each in found), found


def test_the_same_people_at_the_same_time_in_different_cases_are_no_mistake(problems_of):
    steps = manager(when='["risk"]') + manager(when='["ordinary"]', ask='"take-over"')
    assert problems_of(TITLE + WORKER + steps + EMERGENCY) == []


def test_a_step_whose_predecessor_is_left_out_follows_the_one_before_that(problems_of):
    then = manager(after='"then"\nthen_within = 5', when='["ordinary"]', ask='"call-household"', role='"admin"')
    last = manager(after='"then"\nthen_within = 5')
    assert problems_of(TITLE + WORKER + ADMIN + then + last + EMERGENCY) == []


def test_a_step_that_has_nothing_to_follow_in_one_case_is_found(problems_of):
    first = step(0, "admin", "call-worker", more='when = ["risk"]\n')
    found = problems_of(TITLE + first + manager(after='"then"\nthen_within = 5') + EMERGENCY)
    assert found == [
        'step 2: after = "then" has no step before it to follow here; give it minutes (seen for ordinary visits)'
    ]


def test_next_with_no_step_to_go_on_to_is_found(problems_of):
    found = problems_of(TITLE + WORKER + manager(on_no_answer='"next"') + EMERGENCY)
    assert found == ['step 2: on_no_answer = "next" has no step to go on to; leave it out']


def test_more_cases_than_anybody_can_look_over_are_refused(problems_of):
    words = (
        '["risk", "home", "school", "two-workers", "unplanned", "going-home", "remote-area", "lives-alone", "threats"]'
    )
    found = problems_of(TITLE + WORKER + manager(when=words) + manager(after="30") + EMERGENCY)
    assert found[0].startswith("when: more than 8 different words")


def test_people_told_at_0_before_the_worker_was_asked_are_worth_a_second_thought(problems_of, tmp_path):
    assert problems_of(TITLE + WORKER + ADMIN + manager() + EMERGENCY) == []
    (note,) = warnings(str(tmp_path / "ours.toml"))
    assert note.startswith("step 2: people are told at 0, and the worker is not asked before")
    early = WORKER.replace("after = 0", "after = -5")
    assert problems_of(TITLE + early + ADMIN + manager() + EMERGENCY) == []
    assert warnings(str(tmp_path / "ours.toml")) == []
