"""A policy's ladders in words: the lines of `calsync policy show`, and what its picture says too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from calsync.domain.applies import NOT
from calsync.domain.model import DeadlineKind, OnNoAnswer, Step
from calsync.domain.scene import ASK_WORDS
from calsync.policies.cases import SAID_HOURS, lanes, said
from calsync.policies.loader import Sketch

CLOCKS = {
    DeadlineKind.VISIT_END: "the end of the visit",
    DeadlineKind.RETURN: "the return to the office, one for each outing",
    DeadlineKind.HOME_SAFE: "the time to be home",
    DeadlineKind.INTERVAL: "each time the worker is asked during a long visit",
}
TO_BE_CHOSEN = "to be chosen"


def minutes(length: timedelta) -> int:
    """A length in whole minutes, negative before."""
    return int(length.total_seconds() // 60)


def ladder_lines(sketch: Sketch) -> Iterator[str]:
    """The steps of each clock under a heading of its own, then the emergency steps."""
    last = {lane.rungs[-1].number for lane in lanes(sketch.policy.steps)}
    for kind in DeadlineKind:
        numbered = [(n, step) for n, step in enumerate(sketch.policy.steps, 1) if step.deadline is kind]
        if numbered:
            yield f"\nThe ladder, in minutes from {CLOCKS[kind]}"
            for number, step in numbered:
                yield _line(step, open_keys(sketch, f"step {number}"), last=number in last)
    yield "\nAfter a call for help, duress or a code word"
    for number, step in enumerate(sketch.policy.emergency, 1):
        keys = open_keys(sketch, f"emergency step {number}")
        yield _line(step, keys, last=number == len(sketch.policy.emergency))


def open_keys(sketch: Sketch, place: str) -> tuple[str, ...]:
    """The keys of a step that nobody chose yet, in alphabetical order."""
    return tuple(sorted(key for where, key in sketch.open if where == place))


def brief(step: Step) -> str:
    """Who is told and what they are asked to do."""
    return f"{who(step)}: {ASK_WORDS[step.ask]}"


def who(step: Step) -> str:
    """The roles of a step, as a list in words."""
    *others, last = [role.replace("_", " ") for role in step.roles]
    return f"{', '.join(others)} and {last}" if others else last


def _line(step: Step, keys: Sequence[str], *, last: bool) -> str:
    time = f"{minutes(step.after):+4d}" if "after" not in keys else "   ?"
    bound = "".join(f" ({each})" for each in _conditions(step, keys))
    clause = f"  [{step.clause}]" if step.clause else ""
    return f"  {time}  {brief(step)}, by {', '.join(step.channels)}{_every(step, keys, last=last)}{bound}{clause}"


def _every(step: Step, keys: Sequence[str], *, last: bool) -> str:
    """How often it is told again, and until when."""
    if "every" in keys:
        return f", again at a pace {TO_BE_CHOSEN}"
    until = "until somebody closes it" if last else "until the next step"
    return f", every {minutes(step.every)} minutes {until}" if step.every else ""


def _conditions(step: Step, keys: Sequence[str]) -> Iterator[str]:
    """For what a step waits, and to what it is bound, each in a few words; none for an ordinary one."""
    if "after" in keys:
        yield f"minutes {TO_BE_CHOSEN}"
    if step.then_within:
        within = minutes(step.then_within)
        yield f"once it is logged what came of the step before, at the latest {within} minutes after it"
    elif step.then_within is not None:
        yield "together with the step before"
    if step.on_no_answer is OnNoAnswer.NEXT:
        yield 'a logged "no answer" goes on at once'
    wanted = " or ".join(said(word) for word in step.when if not word.startswith(NOT))
    bound = [wanted, *(said(word) for word in step.when if word.startswith(NOT)), SAID_HOURS.get(step.hours, "")]
    if any(bound):
        yield ", ".join(part for part in bound if part)
