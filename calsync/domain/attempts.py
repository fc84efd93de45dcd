"""What was tried to reach a worker, as the answers of those who were told have it: who, when, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model import Answer, AnswerKind, PersonId
from calsync.domain.outside import given, in_words
from calsync.domain.scene import Scene

ATTEMPT = "Attempt"
"""The label of such a line on the call sheet."""
RANG = "rang, and nobody answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One entry of the ledger."""

    at: datetime
    who: PersonId
    outcome: str
    """In words, for responders alone: it may quote what somebody wrote."""


def attempts(answers: Iterable[Answer], worker: PersonId) -> list[Attempt]:
    """The ledger, oldest first; empty while nobody has logged anything. What the worker said is no attempt."""
    found = [
        Attempt(at=each.sent, who=each.who, outcome=_outcome(each))
        for each in answers
        if each.who not in (worker, "") and _outcome(each)  # what a stranger wrote is no attempt either
    ]
    return sorted(found, key=lambda each: each.at)


def attempt_lines(scene: Scene) -> list[tuple[str, str]]:
    """The lines of the call sheet that tell what came of each call."""
    return [
        (ATTEMPT, f"{scene.clock(each.at)} {scene.name(each.who)}: {each.outcome}")
        for each in attempts(scene.tried, scene.deadline.worker)
    ]


def _outcome(answer: Answer) -> str:
    """What came of it; empty for what is no attempt."""
    match answer.kind:
        case AnswerKind.NO_ANSWER:
            return answer.reason or RANG
        case AnswerKind.CALL_LOGGED:
            return f'logged a call: "{answer.reason or answer.words}"'
        case AnswerKind.TOLD_OUTSIDE:
            return f"told an outside body, {in_words(given(answer.log_number))}"
        case AnswerKind.UNCLEAR:
            return f'wrote: "{answer.words}"' if answer.words else ""
    return ""
