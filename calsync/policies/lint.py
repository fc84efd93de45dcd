"""A policy walked through every case that it tells apart: where its ladders run out, cross or can't be reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import zip_longest

from calsync.domain.escalation import LAST_STEP_EVERY
from calsync.domain.model import Ask, DeadlineKind, OnNoAnswer, Policy, Role, Step
from calsync.policies.cases import MOST_WORDS, Case, Rung, cases, described, ladder, words
from calsync.policies.steps import CALLS

LOGGED = (*CALLS, Ask.GO_AND_LOOK, Ask.INFORM_EMERGENCY_SERVICES, Ask.CALL_POLICE)
"""What is asked has an outcome that somebody logs, for which a step that follows can wait."""


def ladders_of(place: str, steps: Sequence[Step], *, unsettled: frozenset[int] = frozenset()) -> list[str]:
    """What is wrong with the ladders that the steps make, each problem once, with its place and the fix.

    `unsettled` are the numbers of steps whose minutes are still to be chosen.
    """
    if not steps:
        return []
    if len(words(steps)) > MOST_WORDS:
        return [f"when: more than {MOST_WORDS} different words make more ladders than anybody can look over; use fewer"]
    return list(dict.fromkeys(_Walk(place, steps, unsettled).problems()))


class _Walk:
    """One look at all cases of some steps."""

    def __init__(self, place: str, steps: Sequence[Step], unsettled: frozenset[int]) -> None:
        self.place = place
        self.steps = steps
        self.key = place.split()[0]
        self.unsettled = unsettled
        self.numbered = tuple(enumerate(steps, 1))
        self.cases = tuple(cases(steps))

    def problems(self) -> Iterable[str]:
        """Every problem, those of one place only for the first case in which they are seen."""
        told: dict[tuple[int, str], str] = {}
        for case in self.cases:
            for kind in DeadlineKind:
                rungs = ladder(self.numbered, kind, case)
                for number, sentence in (*self._of_ladder(kind, rungs), *self._followed(rungs), *self._twice(rungs)):
                    told.setdefault((number, sentence), self._placed(number, sentence, case))
            if sentence := self._nobody(case):
                told.setdefault((0, sentence), self._placed(0, sentence, case))
        yield from told.values()
        yield from (self._placed(number, sentence) for number, sentence in (*self._unreached(), *self._no_repeat()))

    def _placed(self, number: int, sentence: str, case: Case | None = None) -> str:
        whose = described(case, self.steps) if case is not None and len(self.cases) > 1 else ""
        place = f"{self.place} {number}: " if number else ""
        return f"{place}{sentence}" + (f" (seen for {whose})" if whose else "")

    def _nobody(self, case: Case) -> str:
        """The sentence for a case in which nobody but the worker hears of anything; empty where somebody does."""
        if self._calls_on(ladder(self.numbered, DeadlineKind.VISIT_END, case)):
            return ""
        hours = {each.hours for each in self.cases}
        returns = [ladder(self.numbered, DeadlineKind.RETURN, replace(case, hours=hour)) for hour in hours]
        if self.key == "step" and all(self._calls_on(rungs) for rungs in returns):
            return ""  # the outing's return carries the alarm (law 4)
        return f"no [[{self.key}]] tells anybody but the worker: name somebody who acts when they do not answer"

    @staticmethod
    def _calls_on(rungs: Sequence[Rung]) -> bool:
        return any(not rung.step.to_worker for rung in rungs)

    def _of_ladder(self, kind: DeadlineKind, rungs: Sequence[Rung]) -> Iterable[tuple[int, str]]:
        """What is wrong with how a ladder ends (law 4)."""
        if not rungs:
            return
        last = rungs[-1]
        if not self._calls_on(rungs):
            if kind is DeadlineKind.HOME_SAFE:
                yield 0, "no home-safe step tells anybody but the worker, and nothing comes after it: name who acts"
            return
        if last.step.to_worker:
            yield (
                last.number,
                "the last step tells the worker alone: the last one repeats, so it must tell people who act",
            )
        if last.step.ask is Ask.KNOW:
            yield last.number, "the last step only asks to know: the last one repeats until somebody acts"
        if last.step.every is not None and last.step.every > LAST_STEP_EVERY:
            yield (
                last.number,
                "the last step is told again at least every 5 minutes until a person closes it: every = 5",
            )

    def _followed(self, rungs: Sequence[Rung]) -> Iterable[tuple[int, str]]:
        """What is wrong with the steps that follow the one before them."""
        before: Rung | None = None
        for rung in rungs:
            if rung.step.then_within is not None:
                if before is None:
                    yield rung.number, 'after = "then" has no step before it to follow here; give it minutes'
                elif before.step.to_worker:
                    yield (
                        rung.number,
                        'after = "then" follows a question to the worker, which nobody logs; give it minutes',
                    )
                elif rung.step.then_within and before.step.ask not in LOGGED:
                    yield (
                        rung.number,
                        f'after = "then" waits for what comes of "{before.step.ask}", which nobody logs; give it '
                        "minutes, or then_within = 0 to have both together",
                    )
            before = rung

    def _twice(self, rungs: Sequence[Rung]) -> Iterable[tuple[int, str]]:
        """Steps that come at the same time to the same people."""
        seen: dict[tuple[timedelta, frozenset[Role]], int] = {}
        for rung in rungs:
            if rung.number in self.unsettled:
                continue
            what = (rung.step.after, frozenset(rung.step.roles))
            if what in seen:
                yield (
                    rung.number,
                    f"tells the same people at the same time as step {seen[what]}: ask one thing at a time",
                )
            seen.setdefault(what, rung.number)

    def _unreached(self) -> Iterable[tuple[int, str]]:
        """Steps that no case has, and words that can't hold where they stand."""
        reached = {
            rung.number for case in self.cases for kind in DeadlineKind for rung in ladder(self.numbered, kind, case)
        }
        for number, step in self.numbered:
            if number not in reached:
                yield number, f"applies to no visit at all: its when is {_listed(step.when)}"

    def _no_repeat(self) -> Iterable[tuple[int, str]]:
        """Steps whose `every` is never reached, or whose `next` has nothing to go on to, in any of their cases."""
        repeats: dict[int, bool] = {}
        follows: dict[int, bool] = {}
        for case in self.cases:
            for kind in DeadlineKind:
                rungs = ladder(self.numbered, kind, case)
                for rung, after in zip_longest(rungs, rungs[1:]):
                    every = rung.step.every
                    room = after is None or every is None or after.step.after - rung.step.after > every
                    repeats[rung.number] = repeats.get(rung.number, False) or room
                    follows[rung.number] = follows.get(rung.number, False) or after is not None
        for number, room in repeats.items():
            if not room and number not in self.unsettled:
                yield number, "its every is never reached: the next step comes first; leave it out"
        for number, followed in follows.items():
            if not followed and self.steps[number - 1].on_no_answer is OnNoAnswer.NEXT:
                yield number, 'on_no_answer = "next" has no step to go on to; leave it out'


def _listed(when: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in when) or "empty"


def repeated(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with a pace for each that only ever comes last, where it has none: the last step repeats (law 4)."""
    if not steps or len(words(steps)) > MOST_WORDS:
        return steps
    numbered = tuple(enumerate(steps, 1))
    last: set[int] = set()
    inner: set[int] = set()
    for case in cases(steps):
        for kind in DeadlineKind:
            numbers = [rung.number for rung in ladder(numbered, kind, case)]
            last.update(numbers[-1:])
            inner.update(numbers[:-1])
    return tuple(
        replace(step, every=LAST_STEP_EVERY)
        if step.every is None and not step.to_worker and number in last - inner
        else step
        for number, step in numbered
    )


def notes(policy: Policy) -> tuple[str, ...]:
    """What is allowed and worth a second thought: responders at 0 before whom nobody asked the worker."""
    numbered = tuple(enumerate(policy.steps, 1))
    found: dict[int, str] = {}
    if len(words(policy.steps)) <= MOST_WORDS:
        for case in cases(policy.steps):
            asked = any(rung.step.to_worker for rung in ladder(numbered, DeadlineKind.VISIT_END, case))
            for kind in DeadlineKind:
                rungs = ladder(numbered, kind, case)
                first = next((rung for rung in rungs if not rung.step.to_worker), None)
                if first is None or first.step.after > timedelta(0) or (asked and kind is not DeadlineKind.VISIT_END):
                    continue
                if not any(rung.step.to_worker and rung.step.after < first.step.after for rung in rungs):
                    found[first.number] = (
                        f"step {first.number}: people are told at 0, and the worker is not asked before; a step to the "
                        "worker at -5 spares them most of it"
                    )
    return tuple(found.values())
