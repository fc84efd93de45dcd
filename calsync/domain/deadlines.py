"""Visit and policy -> deadlines, and how far each may be moved (law 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.applies import CAPPED
from calsync.domain.keys import deadline_key
from calsync.domain.ladders import all_steps, chosen, has_choice, office_near
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Person,
    Policy,
    Role,
    Step,
    Tag,
    Visit,
)
from calsync.domain.questions import asking, gone_by, morning, moved_with

SOONEST = timedelta(minutes=10)
"""A deadline that the diary makes earlier comes at the soonest this long after it was read (law 2)."""

ONE_QUESTION = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CHECK_IN, clause="law 3"),)
"""All that an entry made after its own end brings: one question to the worker."""
ASK_FOR_TIMES = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.CONFIRM, clause="law 12"),)
"""All that a visit lasting all day brings: midnight is nobody's time to be back, so the worker is asked for times."""
ASK_WHETHER = (Step(after=timedelta(0), roles=(Role.WORKER,), ask=Ask.IS_IT_A_VISIT, clause="law 16"),)
"""All that an entry that lasts all day and may be a visit brings."""


def plan(
    visit: Visit,
    policy: Policy,
    worker: Person | None = None,
    at: datetime | None = None,
    *,
    due: datetime | None = None,
) -> tuple[Deadline, ...]:
    """The deadlines of a visit with their ladders ready: that of its end, or of `due`, and those during it.

    What may be a visit has a ladder of its own, in the worker's own morning; a morning that is over at `at` is left
    out. None for `at` leaves nothing out. The return from an outing is planned by `domain/outings.py`.
    """
    during = intervals(visit, policy)
    if at is not None:
        during = tuple(each for each in during if each.due > at)  # nobody was to be asked then: the next one is
    return (visit_end(visit, policy, worker, at, due=due), *during)


def visit_end(
    visit: Visit,
    policy: Policy,
    worker: Person | None = None,
    at: datetime | None = None,
    *,
    due: datetime | None = None,
) -> Deadline:
    """The deadline of a visit's end, or of `due`, with its ladder ready."""
    end = due if due is not None else visit.end
    if visit.tag is not Tag.POSSIBLE:
        return on_ladder(visit, policy, DeadlineKind.VISIT_END, end)
    steps = asking(visit, policy, worker, base=end)
    deadline = replace(on_ladder(visit, policy, DeadlineKind.VISIT_END, end), ladder=(), office=None)
    return with_ladder(deadline, steps, base=end, taken=gone_by(steps, end, at) if at is not None else 0)


def intervals(visit: Visit, policy: Policy) -> tuple[Deadline, ...]:
    """The deadlines during a long visit, each an interval after the one before; none in the last half of one."""
    every = policy.interval
    if every is None or visit.tag is Tag.POSSIBLE or not all_steps(policy, DeadlineKind.INTERVAL, visit):
        return ()
    found: list[Deadline] = []
    moment = visit.start + every
    while moment <= visit.end - every / 2:
        found.append(on_ladder(visit, policy, DeadlineKind.INTERVAL, moment, number=len(found) + 1))
        moment += every
    return tuple(found)


def on_ladder(
    visit: Visit, policy: Policy, kind: DeadlineKind, due: datetime, *, number: int = 0, capped: bool = False
) -> Deadline:
    """A deadline of one kind at the foot of the policy's ladder for it."""
    ladder = all_steps(policy, kind, visit)
    chooses = has_choice(ladder)
    office = office_near(policy.office, due) if chooses else None
    deadline = Deadline(
        id=deadline_key(visit.id, kind, number),
        visit_id=visit.id,
        worker=visit.worker,
        kind=kind,
        due=due,
        planned=due,
        extension=policy.extension(risk=visit.risk),
        steps=(),
        emergency=policy.emergency,
        ladder=ladder if chooses else (),
        office=office,
        policy=policy.name,
        base=due,
        risk=visit.risk,
    )
    return with_ladder(deadline, chosen(ladder, office, due, capped=capped), base=due)


def plan_late_entry(visit: Visit, policy: Policy, at: datetime) -> tuple[Deadline, ...]:
    """The one question for an entry made after its own end: no alarm for a past that nobody was to watch (law 3)."""
    return (_asked_once(visit_end(visit, policy), ONE_QUESTION, base=at),)


def plan_without_times(
    visit: Visit, policy: Policy, worker: Person | None, at: datetime, *, of: Deadline | None = None
) -> tuple[Deadline, ...]:
    """The question for the times of a visit that lasts all day, asked on its morning; none when the day is over.

    An all-day entry is its date in whatever zone: midnight UTC stands for the worker's own day. `of` is the deadline
    that the visit had while it still had times.
    """
    if visit.end <= at:
        return ()
    question = ASK_WHETHER if visit.tag is Tag.POSSIBLE else ASK_FOR_TIMES
    early = morning(visit.start.date(), worker)
    asked = _asked_once(visit_end(visit, policy), question, base=max(at, early))
    return (replace(asked, version=of.version, round=of.round + 1) if of is not None else asked,)


def _asked_once(deadline: Deadline, question: tuple[Step, ...], *, base: datetime) -> Deadline:
    return with_ladder(replace(deadline, late_entry=True, ladder=(), office=None), question, base=base)


def with_ladder(deadline: Deadline, steps: tuple[Step, ...], *, base: datetime, taken: int = 0) -> Deadline:
    """The deadline at the foot of a ladder that counts from `base`, or past the `taken` steps that are behind it."""
    return replace(
        deadline,
        steps=steps,
        base=base,
        taken=taken,
        then_at=None,
        repeat_at=None,
        next_step_at=base + steps[taken].after if taken < len(steps) else None,
    )


def moved(deadline: Deadline, due: datetime, *, capped: bool | None = None) -> Deadline:
    """The deadline with another time in force and its ladder begun anew, by the hours in which that time falls.

    Its round rises, so that a question asked for the old time can be asked again for the new one. `capped` says whether
    a return is brought forward now because an end stays unanswered; None: as before.
    """
    steps, taken = moved_with(deadline, due)
    if deadline.ladder:
        forward = any(CAPPED in step.when for step in steps) if capped is None else capped
        steps = chosen(deadline.ladder, deadline.office, due, capped=forward)
    again = with_ladder(deadline, steps, base=due, taken=taken)
    return replace(again, due=due, round=deadline.round + 1, owner=None, owned_until=None, renewals=0)


def latest(deadline: Deadline) -> datetime:
    """The last moment to which the deadline may be extended, whoever asks (law 2)."""
    return deadline.planned + deadline.extension


def _movable(deadline: Deadline) -> bool:
    """Whether its time may still move: not once help stands or an outside body was told, when a person must speak."""
    return (
        deadline.is_open
        and not deadline.late_entry
        and not deadline.outside_body
        and deadline.alarm is AlarmKind.SILENCE
    )


def extended_by_word(deadline: Deadline, wished: datetime, at: datetime) -> Deadline:
    """The deadline moved on the worker's own word, as far as law 2 lets it; itself when it can't be moved."""
    if not _movable(deadline):
        return deadline
    due = min(wished, latest(deadline))
    return moved(deadline, due) if due > deadline.due and due > at else deadline


def followed(deadline: Deadline, end: datetime, at: datetime, *, later: bool) -> Deadline:
    """The deadline of a begun visit after its entry's end was changed and its start was not (law 2).

    A later end extends it, within bounds, before any responder was asked to act, and never on a risk visit. An earlier
    end makes it earlier, at the soonest ten minutes from now. `later` says which of both the edit was: an end put off,
    but not as far as the worker's own word has moved the deadline, takes nothing back.
    """
    if not _movable(deadline) or deadline.kind is not DeadlineKind.VISIT_END:
        return deadline
    if later:
        quiet = not deadline.risk and not deadline.responders_asked
        return extended_by_word(deadline, end, at) if quiet else deadline
    due = max(end, at + SOONEST)
    return moved(deadline, due) if due < deadline.due else deadline


def follows(deadline: Deadline, visit: Visit, policy: Policy, worker: Person | None = None) -> bool:
    """Whether a deadline carries the policy as it is now; an incident, and what was denied, keep their own ladder."""
    if deadline.alarm is not AlarmKind.SILENCE or deadline.denied is not None:
        return True
    if deadline.kind is not DeadlineKind.VISIT_END:
        return True  # for those during the visit see `all_follow`; its outing's are planned with all its visits
    return on_same_ladder(deadline, _with_word_kept(visit_end(visit, policy, worker, due=deadline.base), deadline))


def all_follow(
    deadlines: Sequence[Deadline], visit: Visit, policy: Policy, at: datetime, worker: Person | None = None
) -> bool:
    """Whether the deadlines of a visit that has not begun, and what is asked during it, carry the policy as it is now.

    Those of its outing are planned with all its visits.
    """
    if not all(follows(each, visit, policy, worker) for each in deadlines if each.is_open):
        return False
    ends = [each for each in deadlines if each.kind is DeadlineKind.VISIT_END and each.alarm is AlarmKind.SILENCE]
    if not any(each.is_open and not each.late_entry for each in ends):
        return True  # it has no times, or nobody is asked of it any more
    own = {each.id: each for each in deadlines}
    return all(own.get(each.id) == each for each in intervals_replanned(deadlines, visit, policy, at))


def on_same_ladder(one: Deadline, other: Deadline) -> bool:
    """Whether two deadlines of one kind carry the same policy, whatever their times are."""
    return (one.steps, one.ladder, one.emergency, one.extension, one.policy, one.risk) == (
        other.steps, other.ladder, other.emergency, other.extension, other.policy, other.risk,
    )  # fmt: skip


def replanned(
    deadline: Deadline,
    visit: Visit,
    policy: Policy,
    at: datetime,
    *,
    end_changed: bool,
    worker: Person | None = None,
) -> Deadline:
    """The deadline of a visit that has not begun, made anew from the diary and the policy as they are now.

    The diary decides before the start; but where it sets an end that is all but over, or brings a cancelled entry back
    after its end, the worker still gets ten minutes. The worker's own extension outlives a change of anything else.
    `worker` is needed for what may be a visit: they are asked in their own morning.
    """
    if deadline.kind is not DeadlineKind.VISIT_END:
        return deadline
    closed_by_person = deadline.state is DeadlineState.CLOSED and deadline.denied is None
    if deadline.alarm is not AlarmKind.SILENCE or (closed_by_person and not end_changed):
        return deadline
    if deadline.is_open and not end_changed and follows(deadline, visit, policy, worker):
        return deadline
    due, planned = visit.end, visit.end
    if not deadline.is_open:
        due = planned = max(visit.end, at + SOONEST)
    elif not end_changed:
        due, planned = deadline.due, deadline.planned
    elif due < deadline.due:
        due = planned = min(deadline.due, max(due, at + SOONEST))
    fresh = visit_end(visit, policy, worker, at, due=due)
    if due != planned:
        fresh = _with_word_kept(fresh, deadline)
    return replace(fresh, planned=planned, version=deadline.version, round=deadline.round + 1)


def _with_word_kept(fresh: Deadline, deadline: Deadline) -> Deadline:
    """The deadline as the policy has it, within whose bound stays what the worker's word has moved already."""
    return replace(fresh, extension=max(fresh.extension, deadline.due - deadline.planned))


def intervals_replanned(
    deadlines: Sequence[Deadline], visit: Visit, policy: Policy, at: datetime
) -> tuple[Deadline, ...]:
    """The deadlines during a visit that has not begun, made anew: what is not wanted any more is cancelled."""
    had = {each.id: each for each in deadlines if each.kind is DeadlineKind.INTERVAL}
    fresh = {each.id: each for each in intervals(visit, policy) if each.due > at or each.id in had}
    found = [
        old if old.is_open and (old.due, True) == (now.due, on_same_ladder(old, now)) else again(now, old)
        for key, now in fresh.items()
        for old in (had.get(key, now),)
    ]
    gone = [called_off(old) if old.is_open else old for key, old in had.items() if key not in fresh]
    return (*found, *gone)


def again(fresh: Deadline, old: Deadline) -> Deadline:
    """A deadline as planned now, in the place of the one that stood there; itself when nothing did."""
    return replace(fresh, version=old.version, round=old.round + 1) if old is not fresh else fresh


def called_off(deadline: Deadline) -> Deadline:
    """The deadline as it is once nothing is due for it any more, without anybody having answered."""
    return replace(deadline, state=DeadlineState.CANCELLED, next_step_at=None, repeat_at=None)


def with_risk(deadline: Deadline, visit: Visit, policy: Policy) -> Deadline:
    """The deadline of a begun visit that turns out to be a risk visit: its bound shrinks, and its ladder is that one.

    What was told under the former ladder stays told; nobody who is to act by the new one is left out.
    """
    bound = min(deadline.extension, policy.max_extension_on_risk)
    risky = replace(deadline, risk=True, extension=max(bound, deadline.due - deadline.planned))
    if deadline.risk or deadline.alarm is not AlarmKind.SILENCE or deadline.late_entry or visit.tag is Tag.POSSIBLE:
        return risky
    capped = any(CAPPED in step.when for step in deadline.steps)
    fresh = on_ladder(replace(visit, risk=True), policy, deadline.kind, deadline.base, capped=capped)
    if fresh.steps == deadline.steps:
        return risky
    asked = [step for step in deadline.steps[: deadline.taken] if step.to_worker]
    taken = 0
    while taken < len(asked) and taken < len(fresh.steps) and fresh.steps[taken].to_worker:
        taken += 1
    risky = replace(risky, ladder=fresh.ladder, office=fresh.office)
    relaid = with_ladder(risky, fresh.steps, base=risky.base, taken=taken)
    return replace(relaid, round=deadline.round + 1)
