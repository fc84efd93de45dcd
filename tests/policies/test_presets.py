"""The presets' ladders: the numbers of each policy, as its requirements have them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from calsync.domain.applies import When
from calsync.domain.model import Ask, Channel, DeadlineKind, Hours, OnNoAnswer, Role
from calsync.policies.cases import Case, ladder
from calsync.policies.loader import check, load, rows, sketch, warnings

FILLED = Path(__file__).parents[2] / "docs" / "examples" / "al-hasaniya-filled.toml"
POLICIES = Path(__file__).parents[2] / "docs" / "policies.md"
CODES = {"al-hasaniya": ("AH", 17), "bexley": ("BX", 16), "clarendon": ("CL", 18), "commence": ("CO", 28)} | {
    "rotherham": ("RO", 17)
}
FIVE = timedelta(minutes=5)


def told(name, *facts, kind=DeadlineKind.VISIT_END, hours=Hours.OFFICE):
    """When, whom and what, for a home visit of which these words hold."""
    holding = frozenset({str(When.HOME), *(map(str, facts or (When.ORDINARY,)))})
    rungs = ladder(tuple(enumerate(load(name).steps, 1)), kind, Case(hours=hours, facts=holding))
    return [(rung.step.after // timedelta(minutes=1), rung.step.roles, rung.step.ask) for rung in rungs]


def step_of(name, ask, role):
    return next(step for step in load(name).steps if step.ask is ask and role in step.roles)


WORKER, MANAGER, DEPUTY, ADMIN = (Role.WORKER,), Role.LINE_MANAGER, Role.DEPUTY, Role.ADMIN


def test_RO2_each_visits_own_end_asks_the_worker_alone_and_the_outings_return_asks_again():
    assert told("rotherham") == [(0, WORKER, Ask.CHECK_IN)]
    assert told("rotherham", kind=DeadlineKind.RETURN)[0] == (0, WORKER, Ask.CHECK_IN)
    policy = load("rotherham")
    assert (policy.travel, policy.return_at_most) == (timedelta(minutes=30), timedelta(hours=3))


def test_RO2_a_return_that_was_brought_forward_asks_admin_to_call_at_once():
    capped = told("rotherham", When.ORDINARY, When.CAPPED_RETURN, kind=DeadlineKind.RETURN)
    assert capped[1] == (0, (ADMIN,), Ask.CALL_WORKER)
    assert len(capped) == 4


def test_RO10_RO11_RO12_all_three_call_at_90_every_10_minutes_and_senior_management_takes_over_at_120():
    assert told("rotherham", kind=DeadlineKind.RETURN)[1:] == [
        (90, (MANAGER, DEPUTY, ADMIN), Ask.CALL_WORKER),
        (120, (Role.SENIOR_MANAGEMENT,), Ask.TAKE_OVER),
    ]
    calls = step_of("rotherham", Ask.CALL_WORKER, MANAGER)
    assert (calls.every, calls.on_no_answer) == (timedelta(minutes=10), OnNoAnswer.WAIT)
    assert step_of("rotherham", Ask.TAKE_OVER, Role.SENIOR_MANAGEMENT).every == FIVE


def test_RO13_late_is_after_four_and_away_is_out_of_the_borough():
    policy = load("rotherham")
    assert policy.late_after == time(16)
    assert "S60" in policy.home_area


def test_CO8_CO10_admin_calls_at_the_end_and_again_five_minutes_later_and_the_worker_was_asked_before():
    assert told("commence")[:3] == [
        (-5, WORKER, Ask.CHECK_IN),
        (0, (ADMIN,), Ask.CALL_WORKER),
        (5, (ADMIN,), Ask.CALL_WORKER),
    ]
    first, second = (step for step in load("commence").steps if step.ask is Ask.CALL_WORKER)
    assert (first.on_no_answer, second.on_no_answer) == (OnNoAnswer.WAIT, OnNoAnswer.NEXT)


def test_CO11_CO12_then_the_household_then_the_workers_home_and_the_line_manager_together():
    assert told("commence")[3:] == [
        (10, (ADMIN,), Ask.CALL_HOUSEHOLD),
        (15, (ADMIN,), Ask.CALL_HOME),
        (15, (MANAGER,), Ask.TAKE_OVER),
    ]
    within = [step.then_within for step in load("commence").steps[3:]]
    assert within == [FIVE, FIVE, timedelta(0)]
    assert load("commence").steps[-1].every == FIVE


@pytest.mark.parametrize("flag", [When.HIGH_RISK, When.DOMESTIC_ABUSE])
def test_CO11_the_household_is_not_rung_on_high_risk_and_domestic_abuse_visits(flag):
    assert told("commence", When.RISK, flag)[3:] == [
        (10, (ADMIN,), Ask.CALL_HOME),
        (10, (MANAGER,), Ask.TAKE_OVER),
    ]


def test_CO28_the_review_that_was_due_in_february_2026_nags():
    assert load("commence").review_by == date(2026, 2, 28)
    assert warnings("commence", at=date(2026, 12, 1)) == ["review_by: this policy was to be reviewed by 2026-02-28"]


def test_BX5_ordinary_visits_ask_the_worker_three_times_and_then_a_colleague_or_the_manager():
    assert told("bexley") == [
        (-5, WORKER, Ask.CHECK_IN),
        (10, WORKER, Ask.CHECK_IN),
        (20, WORKER, Ask.CHECK_IN),
        (30, (Role.NAMED_COLLEAGUE, MANAGER), Ask.CALL_WORKER),
    ]


def test_BX8_on_risk_visits_manager_and_named_colleague_call_at_the_agreed_time():
    assert told("bexley", When.RISK) == [
        (-5, WORKER, Ask.CHECK_IN),
        (0, (MANAGER, Role.NAMED_COLLEAGUE), Ask.CALL_WORKER),
    ]


def test_BX6_out_of_hours_the_person_named_for_tonight_and_ten_minutes_later_the_emergency_duty_team():
    assert told("bexley", When.RISK, hours=Hours.OUT)[1:] == [
        (0, (Role.DUTY_MANAGER,), Ask.CALL_WORKER),
        (10, (Role.OUT_OF_HOURS,), Ask.TAKE_OVER),
    ]
    assert told("bexley", hours=Hours.OUT)[3:] == [
        (30, (Role.DUTY_MANAGER,), Ask.CALL_WORKER),
        (40, (Role.OUT_OF_HOURS,), Ask.TAKE_OVER),
    ]


def test_BX14_purple_file_has_the_police_called_at_once():
    policy = load("bexley")
    assert policy.code_words == ("purple file",)
    assert [(step.after, step.ask) for step in policy.emergency] == [(timedelta(0), Ask.CALL_POLICE)]


def test_AH4_the_policy_names_no_minutes_so_each_must_be_chosen():
    found = check("al-hasaniya")
    assert len(found) == 5
    assert all(f"step {number}: after is still to be chosen" in each for number, each in enumerate(found, 1))
    assert "AH4" in found[0]
    assert "AH11" in found[2]


def test_AH4_AH11_the_filled_copy_asks_the_worker_twice_and_the_manager_at_30_sooner_where_it_is_remote_or_late():
    filled = str(FILLED)
    asked = [(0, WORKER, Ask.CHECK_IN), (15, WORKER, Ask.CHECK_IN)]
    managers = (MANAGER, Role.NAMED_COLLEAGUE)
    assert told(filled) == [*asked, (30, managers, Ask.CALL_WORKER)]
    sooner = [*asked, (15, managers, Ask.CALL_WORKER), (30, managers, Ask.CALL_WORKER)]
    assert told(filled, When.ORDINARY, When.REMOTE_AREA) == told(filled, hours=Hours.OUT) == sooner
    assert warnings(filled) == []


def test_the_filled_copy_differs_from_the_preset_in_its_minutes_alone():
    preset, filled = sketch("al-hasaniya").policy, load(str(FILLED))

    def timeless(policy):
        return replace(policy, name="", steps=tuple(replace(step, after=timedelta(0)) for step in policy.steps))

    assert timeless(preset) == timeless(filled)


@pytest.mark.parametrize("name", CODES)
def test_no_preset_asks_responders_before_the_worker_or_signs_its_ring_away(name):
    policy = sketch(name).policy
    assert not policy.mail_alone
    assert all(Channel.TEXT in step.channels for step in (*policy.steps, *policy.emergency))
    if name != "al-hasaniya":
        assert not any("the worker is not asked before" in each for each in warnings(name))


@pytest.mark.parametrize(
    ("name", "code"), [(n, f"{c}{i}") for n, (c, last) in CODES.items() for i in range(1, last + 1)]
)
def test_each_code_has_a_row_in_order_with_an_honest_word(name, code):
    found = {row.code: row for row in rows(name)}
    assert list(found).index(code) == int(code[2:]) - 1
    row = found[code]
    assert row.says.endswith(".")
    assert row.met.endswith(".")
    # What only a later version or a person does is said in one of three ways, so that it can be found.
    if "not yet" in row.met.casefold():
        assert "Not yet in this version: " in row.met or "is not yet in this version" in row.met
    if "scope" in row.met:
        assert row.met.startswith("Out of scope: ")


@pytest.mark.parametrize("name", CODES)
def test_each_steps_clause_has_a_row(name):
    codes = {row.code for row in rows(name)}
    policy = sketch(name).policy
    for step in (*policy.steps, *policy.emergency):
        first = step.clause.replace(",", "").split()[0]
        assert first in codes


def test_the_documents_list_every_row_that_is_out_of_scope():
    text = POLICIES.read_text(encoding="utf-8")
    for name in CODES:
        for row in rows(name):
            assert row.met.startswith("Out of scope: ") == (f"| {row.code} |" in text), row.code


def test_the_example_in_the_documents_is_sound(problems_of):
    text = POLICIES.read_text(encoding="utf-8")
    begin = text.index('    title = "Our lone working policy"')
    assert problems_of(text[begin : text.index("### At the top")].replace("\n    ", "\n").lstrip()) == []
