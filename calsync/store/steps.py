"""A policy's steps as JSON text, and back; and the one form in which the store writes JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache

from calsync.domain.model import Ask, Channel, DeadlineKind, Hours, OnNoAnswer, Role, Step


def dump(value: object) -> str:
    """`value` as JSON in one form only: sorted keys, no blanks, ASCII; what the audit hashes must never vary."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


# The same few policies stand in every deadline, so each text is understood once.
@lru_cache(maxsize=512)
def dump_steps(steps: tuple[Step, ...]) -> str:
    """The steps as JSON text."""
    return dump(
        [
            {
                "after": _seconds(step.after),
                "roles": list(step.roles),
                "ask": step.ask,
                "channels": list(step.channels),
                "every": _seconds(step.every),
                "clause": step.clause,
                "deadline": step.deadline,
                "then_within": _seconds(step.then_within),
                "on_no_answer": step.on_no_answer,
                "hours": step.hours,
                "when": list(step.when),
            }
            for step in steps
        ]
    )


@lru_cache(maxsize=512)
def load_steps(text: str) -> tuple[Step, ...]:
    """The steps of that JSON text; ValueError when they can't be understood."""
    try:
        return tuple(
            Step(
                after=timedelta(seconds=each["after"]),
                roles=tuple(Role(role) for role in each["roles"]),
                ask=Ask(each["ask"]),
                channels=tuple(Channel(channel) for channel in each["channels"]),
                every=_span(each["every"]),
                clause=each["clause"],
                deadline=DeadlineKind(each["deadline"]),
                # Rows of earlier versions have none of these.
                then_within=_span(each.get("then_within")),
                on_no_answer=OnNoAnswer(each.get("on_no_answer", OnNoAnswer.WAIT)),
                hours=Hours(each.get("hours", Hours.ANY)),
                when=tuple(str(word) for word in each.get("when", ())),
            )
            for each in json.loads(text)
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"the steps can't be understood ({type(error).__name__}: {error})") from error


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def _seconds(span: timedelta | None) -> float | int | None:
    if span is None:
        return None
    seconds = span.total_seconds()
    return int(seconds) if seconds.is_integer() else seconds
