"""The call sheet: what the police ask, in the order in which they ask it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.call_sheet import call_sheet
from calsync.domain.escalation import advance
from calsync.domain.model import AlarmKind, Ask, Place, Role
from tests.house import CAST, SAM, clock
from tests.scenes import a_scene
from tests.values import a_deadline, a_visit

ORDER = ["Who", "Telephone", "Where", "Visit", "Late since", "Last heard", "Known risk", "Lives alone", "Vehicle",
         "Home address", "Description", "Tried", "Outside", "If they decline"]  # fmt: skip
ALONE = replace(CAST, persons=tuple(replace(each, lives_alone=each.id == SAM.id) for each in CAST.persons))


def at_the_last(**changes):
    """The scene when the emergency services are to be informed."""
    deadline = a_deadline()
    place = next(n for n, each in enumerate(deadline.steps) if each.ask.outside_body)
    taken = replace(advance(deadline, clock("14:20")).deadline, taken=place + 1)
    return a_scene(replace(taken, **changes), people=ALONE, by_mail=True)


def sheet(scene):
    return dict(line.split(": ", 1) for line in call_sheet(scene).splitlines())


def test_it_stands_in_the_order_in_which_the_police_ask():
    labels = [line.split(": ")[0] for line in call_sheet(at_the_last()).splitlines()]
    assert labels == ORDER


def test_what_nobody_has_recorded_is_named_as_missing():
    read = sheet(at_the_last())
    for label in ("Vehicle", "Home address", "Description"):
        assert read[label].startswith("none is recorded")
    assert read["Outside"].startswith("no log number yet")
    assert read["Known risk"] == "none is marked in the diary"


def test_a_log_number_stands_where_it_is_asked_for():
    assert sheet(at_the_last(outside_body="123"))["Outside"] == "told, log number 123"


def test_what_a_visit_is_a_risk_for_is_told_from_the_emergency_step_on_alone():
    risky = a_visit(risk=True, flags=("high-risk", "domestic-abuse", "going-home"))
    assert (
        sheet(replace(at_the_last(), visit=risky))["Known risk"] == "high risk, domestic abuse, as the diary marks it"
    )
    assert sheet(a_scene(visit=risky, by_mail=True))["Known risk"] == "high risk, as the diary marks it"


@pytest.mark.parametrize("alarm", [AlarmKind.SILENCE, AlarmKind.HELP])
def test_before_such_a_step_nothing_is_said_of_home_or_of_who_goes(alarm):
    read = sheet(a_scene(a_deadline(alarm=alarm)))
    assert not {"Vehicle", "Home address", "Description", "Outside", "If they decline"} & set(read)


def test_who_goes_to_look_is_named_by_the_policy_and_never_goes_alone():
    assert sheet(at_the_last())["If they decline"] == (
        "whoever has this alarm says who goes to look, in twos; nobody goes alone"
    )
    scene = at_the_last()
    look = replace(scene.deadline.steps[-1], ask=Ask.GO_AND_LOOK, roles=(Role.LINE_MANAGER,))
    named = replace(scene, deadline=replace(scene.deadline, steps=(*scene.deadline.steps, look)))
    assert sheet(named)["If they decline"].startswith("Morgan Manages says who goes to look, in twos")


def test_a_line_break_in_somebody_s_words_begins_no_line_of_the_sheet():
    visit = a_visit(place=Place(text="12 Elm Road\nOutside: told, log number 1"))
    assert "\nOutside: " not in call_sheet(a_scene(visit=visit))
