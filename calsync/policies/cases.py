"""The cases in which a policy's ladders differ, and the ladder that each of them brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from calsync.domain.applies import NOT, When, fits
from calsync.domain.classify import FLAGS
from calsync.domain.ladders import at_latest
from calsync.domain.model import DeadlineKind, Hours, Step

RISKS = (When.RISK, When.ORDINARY)
KINDS = (When.HOME, When.SCHOOL, When.OTHER)
RISKY = frozenset(flag.name for flag in FLAGS if flag.risk)
MOST_WORDS = 8
"""With more different words the ladders are too many to be looked over, by a person and by this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of a ladder as one case has it."""

    number: int
    """Its place among the file's steps, counted from 1."""
    step: Step
    """With its latest time in this case: what follows a step that is left out follows the one before that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What may be true of a deadline, as far as the policy asks for it."""

    hours: Hours
    """OFFICE or OUT; ANY where the policy makes no difference."""
    facts: frozenset[str]


Numbered = Sequence[tuple[int, Step]]


def words(steps: Iterable[Step]) -> list[str]:
    """Every word for which the steps ask, without its "not", in the order of the vocabulary."""
    asked = {word.removeprefix(NOT) for step in steps for word in step.when}
    return [str(word) for word in When if word in asked]


def cases(steps: Sequence[Step]) -> Iterator[Case]:
    """Every case that the steps tell apart; one where they tell none."""
    used = words(steps)
    timed = any(step.hours is not Hours.ANY for step in steps)
    hours = (Hours.OFFICE, Hours.OUT) if timed else (Hours.ANY,)
    risky = any(word in RISKS or word in RISKY for word in used)
    risks = RISKS if risky else (When.ORDINARY,)
    kinds = KINDS if any(word in KINDS for word in used) else (When.HOME,)
    others = [word for word in used if word not in (*RISKS, *KINDS)]
    for hour, risk, kind in product(hours, risks, kinds):
        for held in product((False, True), repeat=len(others)):
            flags = {word for word, holds in zip(others, held, strict=True) if holds}
            if risk is When.RISK or not flags & RISKY:
                yield Case(hours=hour, facts=frozenset({str(risk), str(kind), *flags}))


def ladder(steps: Numbered, kind: DeadlineKind, case: Case) -> tuple[Rung, ...]:
    """The steps of a deadline of this kind in this case, with the latest time of each; empty when it has none."""
    of_case = [
        (number, step)
        for number, step in steps
        if step.deadline is kind
        and fits(step.when, case.facts)
        and (Hours.ANY in (step.hours, case.hours) or step.hours is case.hours)
    ]
    times = at_latest(step for _, step in of_case)
    return tuple(
        Rung(number=number, step=replace(step, after=after))
        for (number, _), (after, step) in zip(of_case, times, strict=True)
    )


SAID = {
    When.RISK: ("risk visits", "ordinary visits"),
    When.ORDINARY: ("ordinary visits", "risk visits"),
    When.HOME: ("home visits", "visits other than to homes"),
    When.SCHOOL: ("school visits", "visits other than to schools"),
    When.OTHER: ("visits to other places", "visits to homes and schools"),
    When.CAPPED_RETURN: ("a return brought forward after an unanswered end", "a return as planned"),
    When.LATE: ("late visits", "visits that are not late"),
    When.OUTSIDE_AREA: ("visits outside the area", "visits inside the area"),
    When.LIVES_ALONE: ("workers who live alone", "workers who do not live alone"),
}
"""How a word is said of visits where it holds, and where it does not; a flag by its own name."""
SAID_HOURS = {Hours.OFFICE: "in office hours", Hours.OUT: "out of office hours"}


def said(word: str) -> str:
    """A word of the vocabulary as people read it; with "not" before it, what is left of the visits."""
    bare = word.removeprefix(NOT)
    holds, holds_not = SAID.get(When(bare), (f"visits marked {bare}", f"visits not marked {bare}"))
    return holds if bare == word else holds_not


def parts(case: Case, steps: Iterable[Step]) -> tuple[str, ...]:
    """A case in words, one for each thing in which the steps' cases differ; empty where they differ in none."""
    used = words(steps)
    found = []
    if any(word in RISKS or word in RISKY for word in used):
        found.append(said(next(word for word in RISKS if word in case.facts)))
    if any(word in KINDS for word in used):
        found.append(said(next(word for word in KINDS if word in case.facts)))
    others = (word for word in used if word not in (*RISKS, *KINDS))
    found += [said(word if word in case.facts else f"{NOT}{word}") for word in others]
    return (*found, *(SAID_HOURS[hour] for hour in (case.hours,) if hour in SAID_HOURS))


def described(case: Case, steps: Iterable[Step]) -> str:
    """A case in words: "risk visits, out of office hours"; may be empty."""
    return ", ".join(parts(case, steps))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One ladder that a policy has, and in which cases."""

    kind: DeadlineKind
    whose: str
    """The cases in words; empty where there are no others."""
    rungs: tuple[Rung, ...]


def lanes(steps: Sequence[Step]) -> Iterator[Lane]:
    """Every ladder of a policy once, with all the cases that bring it in one lane; what has no step is left out."""
    for kind in DeadlineKind:
        numbered = [(number, step) for number, step in enumerate(steps, 1) if step.deadline is kind]
        own = [step for _, step in numbered]
        if not own:
            continue
        every = {case: frozenset(parts(case, own)) for case in cases(own)}
        groups: dict[tuple[Rung, ...], list[Case]] = {}
        for case in every:
            groups.setdefault(ladder(numbered, kind, case), []).append(case)
        for rungs, group in groups.items():
            common = [part for part in parts(group[0], own) if all(part in every[case] for case in group)]
            meant = [case for case, has in every.items() if has.issuperset(common)]
            exact = ", ".join(common) if meant == group else "; or ".join(described(case, own) for case in group)
            if rungs:
                yield Lane(kind=kind, whose=exact, rungs=rungs)
