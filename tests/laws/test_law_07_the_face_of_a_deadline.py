"""Law 7: repeats, and a later end in the diary, show nothing of a code word on the worker's devices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.house import CLARENDON, CODE_WORD, MINUTE, House, clock

FIRST, SECOND, *OTHERS = CLARENDON.steps
UNTIL_OTHERS = replace(CLARENDON, steps=(replace(FIRST, every=3 * MINUTE), *OTHERS))
UNTIL_THE_NEXT = replace(CLARENDON, steps=(replace(FIRST, every=3 * MINUTE), SECOND, *OTHERS))


def shown(words, at, policy, later=""):
    """All that Sam is sent on a day of one visit, with words of theirs, and with an end put off to 14:30."""
    house = House(at="12:55", policy=policy)
    house.entry()
    for minutes in range(12 * 60 + 56, 14 * 60 + 50):
        moment = f"{minutes // 60:02}:{minutes % 60:02}"
        house.dark_until(moment)
        if moment == later:
            house.change(end=clock("14:30"))
        if moment == at:
            house.says(words)
        if minutes >= 13 * 60 + 54 or moment in ("12:56", "13:00", at):
            house.tick()
    return [(each.notification.recorded, each.subject.split(" [")[0], each.text) for each in house.told("sam")]


@pytest.mark.parametrize("policy", [UNTIL_OTHERS, UNTIL_THE_NEXT], ids=["until others", "until the next"])
def test_a_question_that_is_repeated_is_repeated_just_so(policy):
    plain = shown("all fine", "13:20", policy)
    assert [f"{when:%H:%M}" for when, _, _ in plain][:4] == ["14:00", "14:03", "14:06", "14:09"]
    assert shown(f"all fine, {CODE_WORD}", "13:20", policy) == plain


@pytest.mark.parametrize("later", ["14:05", "14:12"])
def test_a_later_end_moves_what_the_worker_sees_as_far_as_it_would_without_the_code_word(later):
    plain = shown("all fine", "13:20", CLARENDON, later)
    assert shown(f"all fine, {CODE_WORD}", "13:20", CLARENDON, later) == plain
