"""A worker's visits -> their outings, and the deadlines that belong to an outing as a whole: its return, and home.

An outing is the visits between leaving base and being back. Its `return` hangs on its first visit, so that visits that
are added behind it change nothing but the time. Until the outing begins the diary decides about it; from then on its
return is never removed (law 1), and moves within the bounds of law 2 alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.deadlines import SOONEST, again, called_off, latest, moved, on_ladder, on_same_ladder
from calsync.domain.faces import as_if_plain
from calsync.domain.incidents import is_outcry
from calsync.domain.keys import deadline_key
from calsync.domain.ladders import all_steps, tells_responders
from calsync.domain.model import (
    AlarmKind,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Person,
    Policy,
    Tag,
    Visit,
    VisitState,
    Watched,
)

APART = timedelta(hours=3)
"""A visit that begins so long after the one before has ended is of another outing: nobody is out for that long between
two visits."""
OF_OUTINGS = (DeadlineKind.RETURN, DeadlineKind.HOME_SAFE)
"""The kinds of deadlines that an outing has as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """Visits between leaving base and being back, in the order of their starts."""

    watched: tuple[Watched, ...]

    @property
    def first(self) -> Visit:
        """The visit on which its deadlines hang."""
        return self.watched[0].visit

    @property
    def risk(self) -> bool:
        """Whether any of its visits is a risk visit."""
        return any(each.visit.risk for each in self.watched)

    def as_one(self) -> Visit:
        """The outing as one visit, by which it is judged which steps apply to its return.

        It carries every risk and flag of any of its visits, and ends where and when the last of them does.
        """
        last = max((each.visit for each in self.watched), key=lambda visit: (visit.end, visit.id))
        flags = dict.fromkeys(flag for each in self.watched for flag in each.visit.flags)
        return replace(self.first, risk=self.risk, flags=tuple(flags), end=last.end, place=last.place)

    @property
    def is_open(self) -> bool:
        """Whether any of its visits' ends still has to be answered."""
        return any(end is not None and end.is_open for end in map(_end_of, self.watched))

    def hangs_on_return(self, policy: Policy) -> bool:
        """Whether of any end that is open nobody but the worker would ever hear."""
        return any(_hangs_on_return(each, policy) for each in self.watched)

    def deadline(self, kind: DeadlineKind) -> Deadline | None:
        """Its deadline of that kind that nobody has closed; None when it has none."""
        own = (one for one in self.watched[0].deadlines if one.kind is kind)
        return next((one for one in own if one.state is not DeadlineState.CLOSED), None)

    def closed(self, kind: DeadlineKind) -> int:
        """How many deadlines of that kind it had that were closed."""
        own = (one for one in self.watched[0].deadlines if one.kind is kind)
        return sum(1 for one in own if one.state is DeadlineState.CLOSED)


def has_outings(policy: Policy) -> bool:
    """Whether a policy has any deadline of an outing as a whole."""
    return any(step.deadline in OF_OUTINGS for step in policy.steps)


def of_outings(
    before: Sequence[Watched],
    after: Sequence[Watched],
    policy: Policy,
    worker: Person | None,
    at: datetime,
    *,
    by_word: bool,
    kept: Callable[[str], Policy] | None = None,
) -> tuple[Deadline, ...]:
    """The deadlines of one worker's outings that are new or changed, now that their visits are as in `after`.

    `before` and `after` hold the worker's visits of these days with all their deadlines. `by_word`: somebody's answer
    changed them, and not the diary. `kept` gives the policy of that name, for an outing that began before its worker
    changed teams; None: there is only one policy.
    """
    if not has_outings(policy) and not any(_awaited(each) for each in after):
        return ()
    zone = ZoneInfo(worker.zone if worker is not None else "Europe/London")
    changed: dict[str, Deadline] = {}
    was = {outing.first.id: outing for outing in outings(before, policy, at)}
    now = outings(after, policy, at)
    for outing in now:
        same = was.get(outing.first.id)
        for kind in OF_OUTINGS:
            if kind is DeadlineKind.HOME_SAFE and not _is_last_of_day(outing, now, zone):
                continue
            new = _planned(outing, same, _own(outing, kind, policy, kept, at), kind, at, by_word=by_word)
            if new is not None:
                changed[new.id] = new
    firsts = {outing.first.id for outing in now if _asks(policy, DeadlineKind.RETURN, outing.first)}
    last = {
        outing.first.id
        for outing in now
        if _is_last_of_day(outing, now, zone) and _asks(policy, DeadlineKind.HOME_SAFE, outing.first)
    }
    for each in after:
        for one in _awaited(each):
            wanted = each.visit.id in (firsts if one.kind is DeadlineKind.RETURN else last)
            if not wanted and not _begun(each.visit, at):
                changed[one.id] = called_off(one)
    return tuple(changed.values())


def outings(watched: Sequence[Watched], policy: Policy, at: datetime) -> list[Outing]:
    """The outings of one worker's visits, by their starts. What only may be a visit, or has no times, is in none.

    An outing that has begun keeps its visits; what can't be covered by its return any more is an outing of its own.
    """
    standing = sorted((each for each in watched if _is_out(each)), key=lambda each: (each.visit.start, each.visit.id))
    begun = [each for each in standing if _return_of(each) is not None and _begun(each.visit, at)]
    kept: dict[str, list[Watched]] = {each.visit.id: [each] for each in begun}
    free: list[Watched] = []
    for each in standing:
        if each.visit.id in kept:
            continue
        covering = next((first for first in begun if _covers(first, each, policy, at)), None)
        (kept[covering.visit.id] if covering is not None else free).append(each)
    groups = [tuple(each) for each in kept.values()]
    run: list[Watched] = []
    for each in free:
        if run and _apart(run, each):
            groups.append(tuple(run))
            run = []
        run.append(each)
    if run:
        groups.append(tuple(run))
    return sorted((Outing(watched=each) for each in groups), key=lambda outing: (outing.first.start, outing.first.id))


def expected_back(outing: Outing, policy: Policy) -> datetime:
    """When its worker is expected back: by the diary, else the way back after the last of its ends in force."""
    return max(_back(each, policy.travel) for each in outing.watched)


def home_counts_from(outing: Outing, policy: Policy) -> datetime:
    """From when the minutes count after which it is asked whether its worker is home.

    That is when they are expected back where the policy asks for a return, or the diary says so; else the last end in
    force: the organisation's minutes hold the way.
    """
    if any(step.deadline is DeadlineKind.RETURN for step in policy.steps):
        return expected_back(outing, policy)
    return max(_back(each, timedelta(0)) for each in outing.watched)


def brought_forward(outing: Outing, policy: Policy) -> datetime | None:
    """The latest moment for its return while an end stays unanswered; None when none does (RO2)."""
    unanswered = [end.due for each in outing.watched if (end := _end_of(each)) is not None and end.is_open]
    return min(unanswered) + policy.return_at_most if unanswered else None


# --- planning ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an outing's visits ask of one of its deadlines."""

    back: datetime
    due: datetime

    @property
    def capped(self) -> bool:
        """Whether it is brought forward."""
        return self.due < self.back


def _wanted(outing: Outing, policy: Policy, kind: DeadlineKind) -> _Wanted:
    if kind is DeadlineKind.HOME_SAFE:
        home = home_counts_from(outing, policy) + (policy.home_safe or timedelta(0))
        return _Wanted(back=home, due=home)
    back = expected_back(outing, policy)
    cap = brought_forward(outing, policy)
    return _Wanted(back=back, due=back if cap is None else min(back, cap))


def _planned(
    outing: Outing, before: Outing | None, policy: Policy, kind: DeadlineKind, at: datetime, *, by_word: bool
) -> Deadline | None:
    """The outing's deadline of a kind as it now is; None when nothing about it changes."""
    whole = outing.as_one()
    if not _asks(policy, kind, whole):
        return None
    wanted, old, closed = _wanted(outing, policy, kind), outing.deadline(kind), outing.closed(kind)
    fresh = on_ladder(whole, policy, kind, wanted.due, number=closed, capped=wanted.capped)
    fresh = replace(fresh, planned=wanted.back)
    if old is None or old.state is DeadlineState.CANCELLED:
        # What a person has closed stays closed. But whoever is still out, and is asked alone, goes on being watched.
        if not (outing.hangs_on_return(policy) if closed else outing.is_open):
            return None  # all of it is answered for
        planned = fresh if wanted.due > at else _late(fresh, at)
        return planned if old is None else again(planned, old)
    if old.alarm is not AlarmKind.SILENCE:
        return None  # help is under way
    was = _wanted(before, policy, kind) if before is not None else _Wanted(back=old.planned, due=old.due)
    if not _begun(outing.first, at):
        as_it_is = was == wanted or old.due == wanted.due
        if old.planned == wanted.back and as_it_is and on_same_ladder(old, fresh):
            return None
        return again(fresh, old)
    return (
        None
        if was == wanted
        else _followed(as_if_plain(old, whole, policy, at), was, wanted, at, by_word=by_word, risk=outing.risk)
    )


def _asks(policy: Policy, kind: DeadlineKind, whole: Visit) -> bool:
    """Whether a policy has such a deadline for an outing, taken as one visit."""
    return bool(all_steps(policy, kind, whole)) and (kind is not DeadlineKind.HOME_SAFE or policy.home_safe is not None)


def _own(
    outing: Outing, kind: DeadlineKind, policy: Policy, kept: Callable[[str], Policy] | None, at: datetime
) -> Policy:
    """By which policy an outing's deadline is judged: once it has begun, the one by which it was planned."""
    old = outing.deadline(kind)
    if kept is None or old is None or old.state is DeadlineState.CANCELLED or not _begun(outing.first, at):
        return policy
    return kept(old.policy)


def _late(fresh: Deadline, at: datetime) -> Deadline:
    """A return that would be past when it becomes known, for a visit that is still open: its worker has ten minutes."""
    due = at + SOONEST
    return replace(moved(fresh, due), planned=max(fresh.planned, due), round=0)


def _followed(
    old: Deadline, was: _Wanted, wanted: _Wanted, at: datetime, *, by_word: bool, risk: bool
) -> Deadline | None:
    """The deadline of a begun outing moved after its visits, as far as law 2 lets it; None when it stays.

    What its visits ask for now makes it later or earlier than what they asked for before did; the worker's own word on
    the return itself is not taken back by that.
    """
    if old.outside_body:
        return None
    if wanted.due < was.due:
        due = min(old.due, max(wanted.due, at + SOONEST))
    elif by_word or not (risk or old.risk or old.responders_asked):
        due = max(old.due, min(wanted.due, latest(old)))
    else:
        due = old.due
    return moved(old, due, capped=wanted.capped) if due != old.due and due > at else None


# --- which visits ------------------------------------------------------------------------------------------


def _is_out(watched: Watched) -> bool:
    visit, end = watched.visit, _end_of(watched)
    return (
        visit.tag is Tag.VISIT
        and not is_outcry(visit)
        and visit.state is not VisitState.CANCELLED
        and end is not None
        and end.state is not DeadlineState.CANCELLED
        and not end.late_entry
        and end.denied is None
    )


def _end_of(watched: Watched) -> Deadline | None:
    """The deadline of a visit's own end, also where help was called for on it; None when it never had one.

    A call for help outside any visit has none: it is no outing, and its worker is asked nothing (law 7).
    """
    own = deadline_key(watched.visit.id, DeadlineKind.VISIT_END)
    return next((one for one in watched.deadlines if one.id == own), None)


def _awaited(watched: Watched) -> list[Deadline]:
    """The open deadlines of the outing that hangs on a visit."""
    return [one for one in watched.deadlines if one.kind in OF_OUTINGS and one.is_open]


def _return_of(watched: Watched) -> Deadline | None:
    """The return that hangs on a visit: the open one, else the last that was closed; None when there is neither."""
    own = [one for one in watched.deadlines if one.kind is DeadlineKind.RETURN]
    running = next((one for one in own if one.is_open), None)
    closed = [(one.closed_at, one) for one in own if one.closed_at is not None]
    return running or max(closed, key=lambda each: each[0], default=(None, None))[1]


def _hangs_on_return(watched: Watched, policy: Policy) -> bool:
    """Whether of a visit's end, which is open, nobody but the worker would ever hear.

    Judged by the policy too: under duress the worker's own deadlines ask them alone whatever it says (law 7).
    """
    end = _end_of(watched)
    if end is None or not end.is_open or tells_responders(end.steps):
        return False
    return not tells_responders(all_steps(policy, DeadlineKind.VISIT_END, watched.visit))


def _begun(visit: Visit, at: datetime) -> bool:
    return visit.state is VisitState.BEGUN or (visit.state is VisitState.PLANNED and at >= visit.start)


def _covers(first: Watched, other: Watched, policy: Policy, at: datetime) -> bool:
    """Whether the return of an outing that has begun is also that of another visit.

    Beside a code word it is so as it would be had others been asked: the worker is shown the same (law 7).
    """
    back = _return_of(first)
    if back is None or other.visit.start < first.visit.start:
        return False
    if not back.is_open:
        closed = back.closed_at
        return closed is not None and other.visit.start <= closed and not _hangs_on_return(other, policy)
    asked = as_if_plain(back, first.visit, policy, at).responders_asked
    limit = back.planned if back.risk or asked else latest(back)
    return other.visit.start < max(back.due, back.planned) and _back(other, policy.travel) <= max(limit, back.due)


def _apart(run: Iterable[Watched], other: Watched) -> bool:
    """Whether a visit is of another outing than the ones before it: they were back, or it begins long after."""
    before = [each.visit for each in run]
    last = max(visit.end for visit in before)
    back = [visit.back for visit in before if visit.back is not None and visit.back >= last]
    return any(moment <= other.visit.start for moment in back) or other.visit.start - last > APART


def _back(watched: Watched, way: timedelta) -> datetime:
    """When the worker is back after a visit, were it the last one; `way` counts where the diary does not say when."""
    visit, end = watched.visit, _end_of(watched)
    in_force = max(visit.end, end.due) if end is not None and end.is_open and end.due > end.planned else visit.end
    if visit.back is not None and visit.back >= visit.end:
        return visit.back if in_force <= visit.back else in_force + way
    return in_force + way


def _is_last_of_day(outing: Outing, others: Iterable[Outing], zone: ZoneInfo) -> bool:
    day = outing.first.start.astimezone(zone).date()
    later = (each for each in others if each.first.start > outing.first.start)
    return all(each.first.start.astimezone(zone).date() != day for each in later)
