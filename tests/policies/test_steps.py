"""One [[step]]: what each of its keys says, and what is wrong with it by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from calsync.domain.model import DeadlineKind, Hours, OnNoAnswer
from tests.policies.sound import EMERGENCY, MANAGER, SOUND, TITLE, WORKER, changed

ADMIN = '\n[[step]]\nafter = 0\nrole = "admin"\nask = "call-worker"\nchannels = ["text"]\n'
OFFICE = '\n[office]\ndays = ["mon"]\nstart = "09:00"\nend = "17:00"\nholidays = "none"\n'


def following(within: int) -> str:
    return (
        f'\n[[step]]\nafter = "then"\nthen_within = {within}\nrole = "admin"\nask = "call-household"\n'
        'channels = ["text"]\n'
    )


def manager(**keys: str) -> str:
    return "\n[[step]]\n" + "".join(
        f"{key} = {value}\n"
        for key, value in {
            "after": "20",
            "role": '"line_manager"',
            "ask": '"call-worker"',
            "channels": '["text"]',
            **keys,
        }.items()
    )


def test_a_step_that_follows_has_its_latest_time_and_what_it_waits_for(loaded):
    early = WORKER.replace("after = 0", "after = -5")
    together = manager(after='"then"\nthen_within = 0', ask='"take-over"')
    last = MANAGER.replace("after = 20", "after = 30")
    steps = loaded(TITLE + early + ADMIN + following(5) + together + last + EMERGENCY).steps
    assert [(step.after, step.then_within) for step in steps[2:4]] == [
        (timedelta(minutes=5), timedelta(minutes=5)),
        (timedelta(minutes=5), timedelta(0)),
    ]


def test_a_step_follows_the_one_before_it_on_its_own_clock(loaded):
    back = manager(deadline='"return"', after="90")
    then = manager(deadline='"return"', after='"then"\nthen_within = 30', role='"senior_management"')
    text = TITLE + "travel_minutes = 30\n" + WORKER + back + MANAGER + then + EMERGENCY
    step = loaded(text).steps[3]
    assert (step.deadline, step.after) == (DeadlineKind.RETURN, timedelta(minutes=120))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (manager(after='"then"'), "step 2: then_within is missing"),
        (manager(after='"then"', then_within="-1"), "step 2: then_within = -1 must lie between 0 and 1440"),
        (manager(then_within="5"), 'step 2: then_within goes with after = "then"'),
        (manager(after='"than"'), "step 2: after must be a whole number of minutes"),
        (manager(deadline='"returns"'), "step 2: unknown deadline 'returns'; did you mean 'return'?"),
        (manager(deadline='["return", "interval"]'), "step 2: deadline is one word, not 2"),
        (manager(hours='"offfice"'), "step 2: unknown hour 'offfice'; did you mean 'office'?"),
        (manager(hours='"office"'), 'step 2: hours = "office" needs an [office] table'),
        (manager(on_no_answer='"nxt"'), "step 2: unknown on_no_answer 'nxt'; did you mean 'next'?"),
        (manager(on_no_answer='"next"', ask='"take-over"'), "step 2: on_no_answer is said of calls"),
        (manager(when='["riks"]'), "step 2: unknown when 'riks'; did you mean 'risk'?"),
        (manager(when='["High risk"]'), "step 2: unknown when 'High risk'; did you mean 'high-risk'?"),
        (manager(when='["not riks"]'), "step 2: unknown when 'not riks'; did you mean 'risk'?"),
        (manager(when='["risk", "risk"]'), "step 2: when names 'risk' twice"),
        (manager(when="[]"), "step 2: when must be a word or a list of words"),
        (manager(when="3"), "step 2: when must be a word or a list of words"),
        (manager(role='"named_colleague"'), "step 2: a named colleague counts only where one is set"),
        (manager(ask='"approve"'), "step 2: 'approve' is asked before a visit or beside it, and by no step"),
    ],
)
def test_a_slip_in_a_step_is_told_with_its_place_and_the_fix(problems_of, text, problem):
    found = problems_of(TITLE + WORKER + text + MANAGER.replace("20", "30") + EMERGENCY)
    assert any(each.startswith(problem) for each in found), found


def test_the_first_step_of_a_clock_follows_nothing(problems_of):
    found = problems_of(TITLE + following(5) + MANAGER + EMERGENCY)
    assert 'step 1: after = "then" has no visit-end step before it to follow; give it minutes' in found


def test_the_worker_is_asked_at_a_time_of_their_own(problems_of):
    text = '\n[[step]]\nafter = "then"\nthen_within = 0\nrole = "worker"\nask = "check-in"\n'
    found = problems_of(TITLE + ADMIN + text + MANAGER + EMERGENCY)
    assert any(each.startswith("step 2: the worker is asked at a time of their own") for each in found)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('deadline = "return"', "emergency step 1: an emergency step counts from the call for help"),
        ('hours = "out"', "emergency step 1: an emergency step holds at every hour and for every visit"),
        ('when = ["risk"]', "emergency step 1: an emergency step holds at every hour and for every visit"),
    ],
)
def test_an_emergency_step_holds_at_every_hour_and_for_every_visit(problems_of, line, problem):
    found = problems_of(TITLE + OFFICE + WORKER + MANAGER + EMERGENCY + line + "\n")
    assert any(each.startswith(problem) for each in found), found


def test_hours_and_words_and_what_a_no_answer_does_are_read(loaded):
    bound = manager(hours='"out"', when='["risk", "not  late"]', on_no_answer='"next"')
    last = MANAGER.replace("20", "30")
    step = loaded(TITLE + 'late_after = "16:00"\n' + OFFICE + WORKER + bound + last + EMERGENCY).steps[1]
    assert (step.hours, step.when, step.on_no_answer) == (Hours.OUT, ("risk", "not late"), OnNoAnswer.NEXT)


def test_a_step_that_says_no_more_keeps_the_first_choices(loaded):
    step = loaded(SOUND).steps[1]
    assert (step.deadline, step.then_within, step.on_no_answer, step.hours, step.when) == (
        DeadlineKind.VISIT_END,
        None,
        OnNoAnswer.WAIT,
        Hours.ANY,
        (),
    )


def test_a_minus_sign_of_a_word_processor_is_told(problems_of):
    (found,) = problems_of(changed('after = 0\nrole = "worker"', 'after = \u22125\nrole = "worker"'))
    assert found.endswith("write its minus sign as -, the one of the keyboard")
    assert "minus sign" not in problems_of(changed("after = 20", "after = x"))[0]


@pytest.mark.parametrize("key", ["every", "max_extension"])
def test_minutes_below_nothing_are_refused(problems_of, key):
    text = (
        changed("after = 20", "after = 20\nevery = -5") if key == "every" else changed(TITLE, TITLE + f"{key} = -5\n")
    )
    assert any(f"{key} = -5 must lie between 1 and 1440 minutes" in each for each in problems_of(text))
