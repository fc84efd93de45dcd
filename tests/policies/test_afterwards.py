"""What a policy file says of the time after a visit."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from calsync.domain.model import IncidentKind, PassOn, Role
from calsync.policies.loader import check, load

LADDERS = """
title = "A policy"
mail_alone = "signed by Morgan Manages"
{more}
[[step]]
after = 0
role = "line_manager"
ask = "call-worker"
channels = ["mail"]
every = 5
[[emergency]]
after = 0
role = "line_manager"
ask = "call-police"
channels = ["mail"]
every = 5
"""


@pytest.fixture
def written(tmp_path: Path):
    """Writes a policy with these lines in it."""

    def write(top: str, below: str = "") -> str:
        path = tmp_path / "own.toml"
        path.write_text(LADDERS.format(more=top) + below, encoding="utf-8")
        return str(path)

    return write


def test_AH9_BX5_what_is_passed_on_is_a_list_of_words(written):
    assert load(written('pass_on = ["completed", "going-home"]')).pass_on == (PassOn.COMPLETED, PassOn.GOING_HOME)
    assert load(written("")).pass_on == ()
    assert load(written("pass_on = []")).pass_on == ()


def test_CL13_CL15_what_is_due_after_an_incident_is_a_table_each(written):
    below = """
    [[afterwards]]
    kind = "safeguarding"
    what = "report the safeguarding incident"
    role = "safeguarding_lead"
    within = "today"
    clause = "CL13"
    [[afterwards]]
    kind = ["incident", "violence", "help"]
    what = "fill in the incident form"
    role = "worker"
    within = 120
    """
    first, second = load(written("", below)).afterwards
    assert (first.kinds, first.role, first.within, first.clause) == (
        (IncidentKind.SAFEGUARDING,),
        Role.SAFEGUARDING_LEAD,
        None,
        "CL13",
    )
    assert (len(second.kinds), second.what, second.within) == (3, "fill in the incident form", timedelta(minutes=120))


def test_every_problem_is_told_at_once_with_its_place_and_the_fix(written):
    below = """
    [[afterwards]]
    kind = "violense"
    within = 0
    [[afterwards]]
    kind = "duress"
    what = "write it down"
    role = "worker"
    within = "tomorrow"
    [[afterwards]]
    kind = "help"
    what = "meet"
    role = ["line_manager", "deputy"]
    within = 60
    whose = "x"
    """
    told = "\n".join(check(written('pass_on = ["complete"]', below)))
    for each in (
        "unknown pass_on 'complete'; did you mean 'completed'?",
        "afterwards 1: unknown kind 'violense'; did you mean 'violence'?",
        "afterwards 1: what is missing: what has to be done, in a few words",
        "afterwards 1: role is missing: who has to do it",
        "afterwards 1: within = 0 must lie between 1 minute and 90 days (129600)",
        "afterwards 2: the worker has nothing to do after duress",
        "afterwards 2: within is a whole number of minutes without quotation marks, or \"today\", not 'tomorrow'",
        "afterwards 3: unknown key 'whose'",
        "afterwards 3: role names one",
    ):
        assert each in told, told


def test_the_same_thing_twice_is_a_slip(written):
    twice = '[[afterwards]]\nkind = "help"\nwhat = "Meet"\nrole = "line_manager"\nwithin = 60\n' * 2
    assert check(written("", twice)) == ["afterwards: after 'help' the line_manager is asked twice to 'Meet'"]
