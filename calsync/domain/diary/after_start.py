"""What an entry says of a visit that has begun: a later end within bounds, a risk, or that it is done (law 2)."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.deadlines import with_risk
from calsync.domain.diary.change import Change
from calsync.domain.diary.planning import planned, planned_again, policy_of
from calsync.domain.diary.reading import Reading
from calsync.domain.faces import followed_as_plain
from calsync.domain.incidents import is_beside
from calsync.domain.model import (
    Answer,
    AnswerKind,
    DeadlineKind,
    DeadlineState,
    Event,
    Series,
    Tag,
    Via,
    VisitState,
    Watched,
)
from calsync.domain.possible import asked_during, confirmed, denied, says_the_same
from calsync.domain.standing_help import help_for


def changed_after_start(reading: Reading, each: Watched, event: Event, *, answer: Answer | None = None) -> Change:
    """A begun visit with what its entry says now; `answer` is what it says of being done."""
    # A risk found after the start counts from then on; one that is taken off again does not.
    risk = reading.is_risk(each.visit, event)
    visit = replace(reading.as_told(each.visit, event), state=VisitState.BEGUN, risk=risk)
    again = reading.judged(event, each)
    visit = reading.with_tag(visit, again)
    deadlines = each.deadlines
    if risk:
        deadlines = tuple(with_risk(deadline, visit, policy_of(reading, deadline)) for deadline in deadlines)
    if visit.tag is Tag.VISIT and (each.visit.tag is Tag.POSSIBLE or denied(each)):
        sure = tuple(confirmed(each, visit, policy_of(reading, each), reading.at) for each in deadlines)
        during = (asked_during(visit, sure, each, policy_of(reading, each), reading.at) for each in sure)
        deadlines = (*sure, *(new for found in during for new in found))
    elif denied(each) and not says_the_same(each, event, again):
        # It was said to be none, and is something else now: its worker is asked anew.
        deadlines = tuple(planned_again(reading, deadline, visit, end_changed=False) for deadline in deadlines)
    without = all(each.state is DeadlineState.CANCELLED or each.late_entry for each in deadlines)
    if not event.all_day and event.end > reading.at and without:
        # It lasted all day until now, without a deadline; now it has an end.
        timed = replace(visit, start=event.start, end=event.end)
        deadlines = tuple(planned_again(reading, each, timed, end_changed=True) for each in deadlines) or planned(
            reading, timed
        )
    later = event.end > each.visit.end
    # While help stands the diary puts nothing off (law 2).
    may_be_later = event.start == each.visit.start and help_for(each.deadlines) is None
    if event.end < each.visit.end or (later and may_be_later):
        deadlines = tuple(
            followed_as_plain(each, visit, policy_of(reading, each), event.end, reading.at, later=later)
            for each in deadlines
        )
    visit = replace(visit, start=reading.start_of(each.visit, event), end=event.end)
    acts = [reading.act("diary-answered" if answer else "visit-seen", visit)]
    acts += [
        reading.act("deadline-moved", visit, ("deadline", new.id), ("due", new.due.isoformat()), ("by", "diary"))
        for old, new in zip(each.deadlines, deadlines, strict=False)
        if old.due != new.due
    ]
    return Change(
        watched=Watched(visit=visit, deadlines=deadlines),
        acts=tuple(acts),
        answer=answer,
        extended=any(old.due != new.due for old, new in zip(each.deadlines, deadlines, strict=False)),
    )


def says_done(reading: Reading, each: Watched, event: Event) -> Answer | None:
    """ "Visit done" as an answer: only as a change seen on this occurrence alone, never on a risk visit (law 6)."""
    visit = each.visit
    # An incident is no deadline that a category answers, and not even a sign that one is open (law 7).
    own = [one for one in each.deadlines if one.is_open and not is_beside(one)]
    deadline = next((one for one in own if one.kind is DeadlineKind.VISIT_END), None)
    if deadline is None:
        return None
    if (
        not reading.policy.diary_answers
        or reading.is_risk(visit, event)
        or event.series not in (Series.SINGLE, Series.EXCEPTION)
    ):
        return None
    if event.id in reading.given_up or not reading.newly_done(visit, event):
        return None
    if event.modified is not None and event.modified < visit.start:
        return None  # set before the start, and only seen after it
    return Answer(
        id=f"diary:{visit.id}:{event.change_key}",
        who=visit.worker,
        kind=AnswerKind.SAFE,
        sent=reading.at,
        received=reading.at,
        via=Via.DIARY,
        deadline_id=deadline.id,
        leaving=True,
        alone=True,
    )
