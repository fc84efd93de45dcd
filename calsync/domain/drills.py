"""Drills: an alarm that is practised, with its worker's own ladder and real messages, and about nobody who is out.

A drill is a visit whose entry has a name that no diary can give, so no visit becomes one by accident. The store's
lists of visits leave drills out: no rule about diaries, outings, letters or answers to real questions ever sees one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.deadlines import on_ladder
from calsync.domain.keys import visit_key
from calsync.domain.ladders import at_latest, tells_responders
from calsync.domain.model import (
    Ask,
    Deadline,
    DeadlineKind,
    Notification,
    Pause,
    Person,
    PersonId,
    Policy,
    Visit,
    VisitState,
    Watched,
)
from calsync.domain.pauses import covers

PREFIX = "drill:"
"""With what the name of its entry begins: no diary has an entry of that name."""
REASON = "drill"
"""For what every drill is closed, whoever closes it."""
REPEATS = timedelta(minutes=10)
"""So long after its last step a drill is thought to go on, when it is asked whether a real visit comes near."""
_APART = timedelta(microseconds=1)

OUTSIDE = (Ask.INFORM_EMERGENCY_SERVICES, Ask.CALL_POLICE, Ask.CALL_HOUSEHOLD, Ask.CALL_HOME, Ask.GO_AND_LOOK)
"""What nobody does in a drill: they say that they would."""


def is_drill(visit: Visit) -> bool:
    """Whether a visit is a drill."""
    return visit.event_id.startswith(PREFIX)


def drill(worker: PersonId, policy: Policy, word: str, at: datetime, within: timedelta) -> Watched:
    """A drill that begins at `at`, with its one deadline `within` later. `word` tells it from the worker's others.

    Its ladder is that of the visit's end; where a policy alarms by the return alone, that of the return.
    """
    event_id = f"{PREFIX}{word}"
    visit = Visit(
        id=visit_key(worker, event_id),
        worker=worker,
        event_id=event_id,
        start=at,
        end=at + within,
        state=VisitState.BEGUN,
        matched_by="drill",
        reasons=("This is a drill.",),
        left_diary=at,
        first_seen=at,
        last_seen=at,
    )
    deadline = on_ladder(visit, policy, DeadlineKind.VISIT_END, visit.end)
    if not tells_responders(deadline.steps):
        deadline = on_ladder(visit, policy, DeadlineKind.RETURN, visit.end)
    return Watched(visit=visit, deadlines=(deadline,))


def may_last_until(deadline: Deadline) -> datetime:
    """Until when its whole ladder may take, if nobody answers."""
    after = max((each for each, _ in at_latest(deadline.steps)), default=timedelta(0))
    return deadline.base + max(after, timedelta(0)) + REPEATS


def why_not(
    worker: Person, planned: Watched, real: Sequence[Watched], drills: Sequence[Watched], pauses: Sequence[Pause],
    *, is_watched: bool, at: datetime,
) -> list[str]:  # fmt: skip
    """Why no drill can be begun for somebody now, each a sentence; empty when one can.

    `real` are their visits that are or may come to be open, `drills` those of theirs that are, `pauses` all that stand.
    """
    if not is_watched:
        return [f"{worker.name} is not watched: a drill is for somebody in the group of lone workers."]
    found = []
    if drills:
        found.append(f"A drill of {worker.name} is open already: end it with --stop, or wait until it is closed.")
    if covers(pauses, planned.visit, planned.deadlines[0], at) is not None:
        found.append(f"A pause stands for {worker.name}: wait until it is over, or end it with `calsync pause end`.")
    until = may_last_until(planned.deadlines[0])
    open_ = [each for each in real if any(one.is_open for one in each.deadlines)]
    if any(each.visit.start <= at or any(one.is_open and one.due <= at for one in each.deadlines) for each in open_):
        found.append(
            f"{worker.name} is on a visit, or was not answered for after one: a drill must never be taken for a real "
            "alarm. Wait until it is closed."
        )
    elif any(each.visit.start <= until for each in open_):
        minutes = -(-int((until - at).total_seconds()) // 60)
        found.append(
            f"A visit of {worker.name} begins within {minutes} minutes, which is how long this drill could take: "
            "a drill must never be taken for a real alarm. Choose a time with no visit near."
        )
    if not tells_responders(planned.deadlines[0].steps):
        found.append(f"The policy of {worker.name} tells nobody else of a late visit, so there is nothing to practise.")
    return found


def apart(rows: Sequence[Notification]) -> list[Notification]:
    """The rows of a drill, recorded a hair later than all else of that moment.

    What one message carries of other alarms is found by its reader, channel, lane and moment: so nothing real is ever
    told within a drill's message, and no drill within a real one.
    """
    return [replace(each, recorded=each.recorded + _APART) for each in rows]
