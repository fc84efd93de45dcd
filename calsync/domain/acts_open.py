"""Which acts are open to somebody who was told of an alarm, at a moment: what a page offers, and what it takes.

The rules themselves stand where answers are judged (`domain/answering`). This is what they leave to be done, so that
nobody is offered what would be refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from calsync.domain.answering.handing import was_handed
from calsync.domain.answering.taking import may_take_over
from calsync.domain.call_sheet import household_is_asked
from calsync.domain.deadlines import latest
from calsync.domain.holding import holders
from calsync.domain.home_record import is_opened
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Deadline,
    DeadlineKind,
    Notification,
    People,
    Person,
    Role,
    Step,
    Tag,
    Visit,
)
from calsync.domain.responders import on_the_visit
from calsync.domain.scene import Scene

MANAGE = (
    Role.LINE_MANAGER,
    Role.BUDDY,
    Role.DUTY_MANAGER,
    Role.DELIVERY_MANAGER,
    Role.SENIOR_MANAGEMENT,
    Role.OUT_OF_HOURS,
)
"""Who decides whether the household of a risk visit is rung."""


class Does(StrEnum):
    """What somebody who was told may do to an alarm."""

    TAKE = "take"
    SAFE = "safe"
    """They spoke to the worker, who has left and is well."""
    NO_ANSWER = "no-answer"
    MESSAGE = "message"
    """Nobody answered, and they left a message."""
    CODE_WORD = "code-word"
    UNCLEAR = "unclear"
    """A call, and what came of it in words."""
    EXTEND = "extend"
    HAND_OVER = "hand-over"
    OUTSIDE = "outside"
    STAND_DOWN = "stand-down"
    CLOSE = "close"
    IS_VISIT = "is-visit"
    NO_VISIT = "no-visit"
    SHEET = "sheet"
    """To see the whole call sheet, which changes nothing."""
    HOUSEHOLD = "household"
    """To see the household's number."""
    HOME = "home"
    """To see the number of the worker's home."""


def open_to(person: Person, scene: Scene, at: datetime, *, others: Sequence[Person] = ()) -> frozenset[Does]:
    """The acts that are open; none to the worker and whoever is on the same visit (law 5).

    `others` are those to whom it can be handed over. Once it is closed a code word is still taken (law 7).
    """
    deadline, visit = scene.deadline, scene.visit
    if on_the_visit(person, visit):
        return frozenset()
    if not deadline.is_open:
        return frozenset({Does.CODE_WORD, Does.UNCLEAR})
    found = {Does.SHEET, *_numbers(person, scene)}
    if visit.tag is Tag.POSSIBLE and deadline.alarm is AlarmKind.SILENCE:
        return frozenset({*found, Does.IS_VISIT, Does.NO_VISIT, Does.CLOSE})
    found |= {Does.UNCLEAR, Does.OUTSIDE, Does.STAND_DOWN if deadline.outside_body else Does.CLOSE}
    theirs = not deadline.owned(at) or deadline.owner == person.id
    if theirs or may_take_over(person.id, deadline, scene.told):
        found.add(Does.TAKE)
    if theirs and others:
        found.add(Does.HAND_OVER)
    if deadline.alarm is not AlarmKind.DURESS:
        # Nobody is to ring who has been told of a code word (law 7).
        found |= {Does.NO_ANSWER, Does.MESSAGE, Does.CODE_WORD}
        if not deadline.outside_body:
            found.add(Does.SAFE)
    if _may_move(deadline, at):
        found.add(Does.EXTEND)
    return frozenset(found)


def _may_move(deadline: Deadline, at: datetime) -> bool:
    ends = deadline.kind is not DeadlineKind.INTERVAL and deadline.alarm is AlarmKind.SILENCE
    return ends and not deadline.late_entry and latest(deadline) > max(deadline.due, at)


def _numbers(person: Person, scene: Scene) -> set[Does]:
    """Which numbers besides the worker's own may be looked at, each look going into the audit."""
    deadline = scene.deadline
    found = set()
    if scene.said.phone_written and may_see_household(person, scene):
        found.add(Does.HOUSEHOLD)
    worker = scene.people.get(deadline.worker)
    rung = any(step.ask is Ask.CALL_HOME for step in deadline.steps[: deadline.taken])
    if worker is not None and worker.home_phone and (rung or is_opened(deadline)):
        found.add(Does.HOME)
    return found


def may_see_household(person: Person, scene: Scene) -> bool:
    """Whether somebody may see the household's number: from its step on, and of a risk visit whoever manages it.

    A visit of risk leaves the household out: somebody there may be the risk. Then it is the manager's to ask for it.
    """
    deadline, visit = scene.deadline, scene.visit
    if deadline.alarm is not AlarmKind.SILENCE or not visit.risk:
        return household_is_asked(scene)
    if any(step.ask is Ask.CALL_HOUSEHOLD for step in deadline.steps[: deadline.taken]):
        return True
    return deadline.responders_asked and _manages(person, visit, scene)


def _manages(person: Person, visit: Visit, scene: Scene) -> bool:
    told_as = {row.role for row in scene.told if row.recipient == person.id}
    return any(role in told_as or person.id in holders(role, visit, scene.people) for role in MANAGE)


def first_step(person: Person, deadline: Deadline, visit: Visit, people: People) -> Step | None:
    """The first emergency step, where nobody was told of it yet and it will be asked of this person; else None.

    Whoever pressed that the code word was given reads at once what to do, and not after the next scan.
    """
    if not deadline.is_open or deadline.alarm is AlarmKind.SILENCE or deadline.taken or not deadline.steps:
        return None
    first = deadline.steps[0]
    return first if any(person.id in holders(role, visit, people) for role in first.roles) else None


def duty_of(person: Person, deadline: Deadline, told: Sequence[Notification]) -> Notification | None:
    """The newest message that asks somebody to act on an alarm as it stands now; None where none does."""
    rows = [
        row
        for row in told
        if row.recipient == person.id
        and row.recorded >= deadline.base
        and ((row.step.isdigit() and int(row.step) <= deadline.taken) or was_handed(person.id, deadline, [row]))
    ]
    return max(rows, key=lambda row: (row.recorded, row.due), default=None)
