"""Minutes that a policy leaves to the organisation: told one by one, shown as open, and kept by nobody."""

from __future__ import annotations

import pytest

from calsync.domain.model import Role
from calsync.errors import Problems
from calsync.policies.loader import check, load, sketch, warnings
from tests.policies.sound import SOUND, TITLE, changed

ROW = '\n[[row]]\ncode = "X1"\nsays = "Somebody rings."\nmet = "Rung."\n'


def test_each_choice_is_told_with_its_place_and_what_the_policy_says(problems_of):
    text = changed("after = 20", 'after = "choose"\nevery = "choose"\nclause = "X1 (3.2)"') + ROW
    assert problems_of(text) == [
        "step 2: after is still to be chosen: the policy names no minutes. X1: Somebody rings. "
        'Write your own in place of "choose", like after = 15',
        "step 2: every is still to be chosen: the policy names no minutes. X1: Somebody rings. "
        'Write your own in place of "choose", like every = 5',
    ]


def test_choices_are_told_beside_every_other_problem(problems_of):
    text = changed("after = 20", 'after = "choose"').replace(TITLE, TITLE + 'home_safe_minutes = "choose"\nmax = 1\n')
    found = problems_of(text)
    assert len(found) == 4
    assert any(each.startswith("home_safe_minutes is still to be chosen") for each in found)
    assert any(each.startswith("unknown key 'max'") for each in found)


def test_a_policy_with_a_choice_left_is_not_loaded_and_can_be_shown(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(changed("after = 20", 'after = "choose"') + ROW, encoding="utf-8")
    with pytest.raises(Problems, match="still to be chosen"):
        load(str(file))
    with pytest.raises(Problems):
        warnings(str(file))
    shown = sketch(str(file))
    assert shown.open == {("step 2", "after")}
    assert [step.roles for step in shown.policy.steps] == [(Role.WORKER,), (Role.LINE_MANAGER,)]
    assert [row.code for row in shown.rows] == ["X1"]


def test_what_follows_a_step_without_minutes_has_none_either(tmp_path):
    then = '\n[[step]]\nafter = "then"\nthen_within = 5\nrole = "admin"\nask = "call-home"\nchannels = ["text"]\n'
    text = changed("after = 20", 'after = "choose"')
    file = tmp_path / "ours.toml"
    file.write_text(text.replace("[[emergency]]", then + "\n[[emergency]]"), encoding="utf-8")
    assert sketch(str(file)).open == {("step 2", "after"), ("step 3", "after")}
    assert len(check(str(file))) == 1


def test_a_sound_policy_has_nothing_open(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text(SOUND, encoding="utf-8")
    assert sketch(str(file)).open == frozenset()
    assert sketch(str(file)).policy == load(str(file))
