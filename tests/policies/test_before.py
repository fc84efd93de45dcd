"""The table `[checks]` of a policy file: read strictly, and every mistake at once."""

from __future__ import annotations

import tomllib
from datetime import time, timedelta

import pytest

from calsync.domain.model.checks import Check, Checks, Rule
from calsync.policies.before import read_checks, unknown_words
from calsync.policies.fields import Table

MINUTE = timedelta(minutes=1)
WHOLE = """
[checks]
near = [53.43, -1.36]
logged_by = "16:30"
first_thing = 45
made_before = 90
way = 15
after_sunset = 20
telephone = 120
after_dark = { before = 1440, clause = "CL7" }
approval = { before = 1440, remind = 240, alert = 60, only = ["home", "risk+alone"], clause = "7.4" }
alone_now = 120
"""


def read(text):
    document = Table(tomllib.loads(text), "", [])
    return read_checks(document), document.problems


def test_a_whole_table_is_read():
    checks, problems = read(WHOLE)
    assert problems == []
    assert checks == Checks(
        rules=(
            (Check.ALONE_NOW, Rule(before=120 * MINUTE, only=("two-workers",))),
            (
                Check.APPROVAL,
                Rule(
                    before=1440 * MINUTE,
                    remind=240 * MINUTE,
                    alert=60 * MINUTE,
                    only=("home", "risk+alone"),
                    clause="7.4",
                ),
            ),
            (Check.AFTER_DARK, Rule(before=1440 * MINUTE, clause="CL7")),
            (Check.TELEPHONE, Rule(before=120 * MINUTE)),
        ),
        logged_by=time(16, 30),
        first_thing=45 * MINUTE,
        made_before=90 * MINUTE,
        way=15 * MINUTE,
        after_sunset=20 * MINUTE,
        near=(53.43, -1.36),
    )


def test_without_the_table_every_check_is_off():
    assert read("") == (Checks(), [])
    assert read("[checks]\ntelephone = false") == (Checks(), [])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("telefone = 120", "checks: unknown key 'telefone'; did you mean 'telephone'?"),
        ("telephone = true", "checks: telephone = true says not from when on it counts"),
        ('telephone = "120"', "checks: telephone must be a whole number of minutes"),
        ("telephone = -1", "checks: telephone = -1 must lie between 0 and 1440 minutes"),
        ("telephone = { alert = 60 }", "checks, telephone: before is missing"),
        ("telephone = { before = 60, alert = 61 }", "checks, telephone: alert lies before `before`"),
        ("telephone = { before = 60, remind = 10 }", "checks, telephone: remind is for what somebody is asked"),
        ("approval = { before = 90, remind = 10, alert = 60 }", "checks, approval: remind comes after alert"),
        ("approval = { before = 90, onyl = [] }", "checks, approval: unknown key 'onyl'; did you mean 'only'?"),
        ('logged_by = "teatime"', "checks: logged_by must be a time of day"),
        ("near = [53.4]", "checks: near must be two numbers"),
        ("near = [-1.4, 533.4]", "checks: near must be degrees north"),
    ],
)
def test_each_mistake_is_told_with_its_place(line, problem):
    _, problems = read(f"[checks]\n{line}")
    (only,) = problems
    assert only.startswith(problem)


def test_every_mistake_is_told_at_once():
    assert len(read('[checks]\ntelefone = 1\nnear = "here"\nvenue = true')[1]) == 3
    assert read("checks = 5")[1] == ["checks must be a table: [checks], and below it one line for each check"]


def test_a_word_of_only_that_no_rule_is_called_is_told():
    checks, _ = read('[checks]\napproval = { before = 90, only = ["hihg-risk+alone", "home"] }')
    (told,) = unknown_words(checks, ("high-risk",))
    assert told.startswith("checks, approval: only names 'hihg-risk', which no rule of recognition is called")
    assert "did you mean 'high-risk'?" in told
