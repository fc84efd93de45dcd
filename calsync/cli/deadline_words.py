"""How commands tell of the deadlines that a visit would have under a policy: as lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calsync.cli.output import local
from calsync.cli.policy_ladder import who
from calsync.domain.forecast import Expected
from calsync.domain.ladders import at_latest
from calsync.domain.model import Deadline, DeadlineKind

KINDS = {
    DeadlineKind.VISIT_END: "Due",
    DeadlineKind.INTERVAL: "During the visit",
    DeadlineKind.RETURN: "Return",
    DeadlineKind.HOME_SAFE: "Home",
}


def deadline_lines(expected: Sequence[Expected], zone: str) -> Iterator[str]:
    """Each deadline besides the visit's end with its steps, in the order of time; those of the end come first."""
    for each in sorted(expected, key=_order):
        deadline = each.deadline
        if deadline.kind is not DeadlineKind.VISIT_END:
            yield f"    {_head(each, zone)}"
        for at, roles, ask in _steps(deadline, zone):
            yield f"      {at}  {roles}: {ask}"


def deadline_facts(expected: Sequence[Expected]) -> list[dict[str, object]]:
    """Each deadline for JSON, in the order of time."""
    return [
        {
            "kind": each.deadline.kind,
            "due": each.deadline.due,
            "why": each.why,
            "unanswered": each.at_latest,
            "steps": step_facts(each.deadline),
        }
        for each in sorted(expected, key=_order)
    ]


def step_facts(deadline: Deadline) -> list[dict[str, object]]:
    """The steps of one deadline for JSON."""
    return [
        {"at": deadline.base + after, "roles": list(step.roles), "ask": step.ask}
        for after, step in at_latest(deadline.steps)
    ]


def _order(each: Expected) -> tuple[bool, float]:
    return each.deadline.kind is not DeadlineKind.VISIT_END, each.deadline.base.timestamp()


def _head(each: Expected, zone: str) -> str:
    at = local(each.deadline.due, zone)
    match each.deadline.kind:
        case DeadlineKind.RETURN:
            words = f"expected back {at[16:]}: {each.why}"
        case DeadlineKind.HOME_SAFE:
            words = f"asked whether they are home, {each.why}"
        case _:
            words = "asked how it goes"
    early = f"; at {local(each.at_latest, zone)[16:]} while an end stays unanswered" if each.at_latest else ""
    return f"{KINDS[each.deadline.kind]} {at}: {words}{early}."


def _steps(deadline: Deadline, zone: str) -> Iterator[tuple[str, str, str]]:
    for after, step in at_latest(deadline.steps):
        yield local(deadline.base + after, zone)[16:], who(step), str(step.ask)
