"""What the parts of a policy file say against each other, and its plain values."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from calsync.policies.loader import check, load, warnings
from tests.policies.sound import EMERGENCY, MANAGER, TITLE, WORKER, changed
from tests.policies.test_steps import manager


@pytest.mark.parametrize(
    ("keys", "steps", "problem"),
    [
        ("", manager(deadline='"home-safe"'), "step 3: a home-safe step is never reached without home_safe_minutes"),
        ("home_safe_minutes = 30\n", "", "home_safe_minutes has no steps: write a [[step]] with deadline"),
        ("", manager(deadline='"interval"'), "step 3: a interval step is never reached without interval_minutes"),
        ("interval_minutes = 30\n", "", "interval_minutes has no steps"),
        ("", manager(deadline='"return"'), "step 3: a return step needs travel_minutes"),
        ("return_at_most = 180\n", "", "return_at_most has no steps"),
        (
            "travel_minutes = 200\nreturn_at_most = 180\n",
            manager(deadline='"return"'),
            "travel_minutes is longer than return_at_most",
        ),
        ("", manager(when='["late"]', after="30"), "step 3: 'late' can't be told without late_after"),
        (
            "",
            manager(when='["not outside-area"]', after="30"),
            "step 3: 'outside-area' can't be told without home_area",
        ),
        ("", manager(when='["capped-return"]', after="30"), "step 3: 'capped-return' is said of a return alone"),
        (
            "travel_minutes = 30\n",
            manager(deadline='"return"', when='["capped-return", "risk"]') + manager(deadline='"return"', after="30"),
            "step 3: 'capped-return' stands alone in its when",
        ),
        ('watch_signed = "Sloane"\n', "", 'watch_signed goes with possible = "watch"'),
        ('possible = "watch"\n', manager(role='"out_of_hours"', after="30"), "step 3: tells out_of_hours, and with"),
        ('possible = "watch"\n', manager(ask='"call-police"', after="30"), "step 3: asks to call-police, and with"),
        ('possible = "watch"\n', manager(ask='"call-household"', after="30"), "step 3: asks to call-household, and"),
        ("travel_minutes = 0\n", "", "travel_minutes = 0 must lie between 1 and 1440 minutes"),
        ('late_after = "25:00"\n', "", "late_after must be a time of day, like late_after = \"16:00\", not '25:00'"),
        ("late_after = 16\n", "", "late_after must be a time of day"),
        ('home_area = ["Rotherham"]\n', "", "home_area: 'Rotherham' is no postcode area or district"),
        ('home_area = ["S60", "s60"]\n', "", "home_area: 's60' stands there twice"),
        ('pin_on_risk = "yes"\n', "", "pin_on_risk must be true or false"),
        ("office = 3\n", "", "office must be written as a table: [office]"),
    ],
)
def test_a_contradiction_is_told_with_the_fix(problems_of, keys, steps, problem):
    found = problems_of(TITLE + keys + WORKER + MANAGER + steps + EMERGENCY)
    assert any(each.startswith(problem) for each in found), found


def test_every_contradiction_is_told_at_once(problems_of):
    steps = manager(deadline='"return"') + manager(deadline='"home-safe"', when='["late"]')
    assert len(problems_of(TITLE + "interval_minutes = 60\n" + WORKER + MANAGER + steps + EMERGENCY)) == 4


def test_who_signs_for_watching_the_unconfirmed_is_told(problems_of, tmp_path):
    police = manager(ask='"call-police"', after="30")
    signed = 'possible = "watch"\nwatch_signed = "signed by Sloane"\n'
    assert problems_of(TITLE + signed + WORKER + MANAGER + police + EMERGENCY) == []
    assert 'possible = "watch": signed by Sloane' in warnings(str(tmp_path / "ours.toml"))


def test_the_plain_values_are_read(loaded):
    keys = (
        "travel_minutes = 20\nreturn_at_most = 120\nlate_after = 16:30:00\n"
        'home_area = ["s60", "S"]\nhome_safe_minutes = 45\ninterval_minutes = 90\n'
    )
    steps = "".join(manager(deadline=f'"{kind}"') for kind in ("return", "home-safe", "interval"))
    policy = loaded(TITLE + keys + WORKER + MANAGER + steps + EMERGENCY)
    assert (policy.travel, policy.return_at_most) == (timedelta(minutes=20), timedelta(minutes=120))
    assert (policy.home_safe, policy.interval) == (timedelta(minutes=45), timedelta(minutes=90))
    assert (policy.late_after, policy.home_area) == (time(16, 30), ("S60", "S"))


def test_values_that_are_left_out_stay_as_they_were(loaded):
    policy = loaded(changed(TITLE, TITLE))
    assert (policy.home_safe, policy.interval, policy.late_after, policy.home_area) == (None, None, None, ())
    assert (policy.travel, policy.return_at_most) == (timedelta(minutes=30), timedelta(hours=3))


@pytest.mark.parametrize("name", ["bexley", "clarendon", "commence", "rotherham"])
def test_the_presets_contradict_themselves_in_nothing(name):
    assert check(name) == []
    assert load(name).steps
