"""Entries that were known before."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.away import kept_off
from calsync.domain.deadlines import all_follow
from calsync.domain.diary.after_start import changed_after_start, says_done
from calsync.domain.diary.change import Change
from calsync.domain.diary.leaving import left_diary, take_over, takes_over, withdrawn
from calsync.domain.diary.new_visits import watch, without_times
from calsync.domain.diary.planning import planned_anew
from calsync.domain.diary.reading import Reading, as_recognised
from calsync.domain.model import Event, Tag, VisitState, Watched
from calsync.domain.possible import denied
from calsync.domain.takeover import begun, no_loss


def seen_again(reading: Reading, each: Watched, event: Event) -> list[Change]:
    """What an entry brings whose visit is known; empty when it says what it said."""
    if (off := kept_off(each, event)) is not None:
        # Somebody has called it off: what the entry says besides its times changes nothing of that.
        act = reading.act("visit-restored", off)
        return [Change(watched=Watched(visit=off), acts=(act,))] if off != each.visit else []
    stays = reading.judged(event, each).tag is not Tag.NONE
    if each.visit.state is VisitState.CANCELLED:
        return [_planned(reading, each, event, "visit-restored")] if stays else []
    if not begun(each.visit, reading.at):
        if not stays:
            return left_diary(reading, each, "untagged")
        for adrift in reading.known:
            left, old = adrift.visit.left_diary is not None, adrift.visit
            if (
                left
                and (event.start, event.end) == (old.start, old.end)
                and no_loss(each, adrift)
                and takes_over(reading, event, adrift)
            ):
                # Moved away after its start and moved back: the visit that began goes on, the other is not needed.
                return [withdrawn(reading, each), take_over(reading, adrift, event)]
        return [_planned(reading, each, event, "visit-changed")] if _differs(reading, each, event) else []
    moved_away = event.start != each.visit.start and event.end != each.visit.end
    if done := says_done(reading, each, event):
        if moved_away and stays:
            # Done today, and the entry used again for another day: today's times are what was answered.
            over = replace(each.visit, state=VisitState.BEGUN, left_diary=reading.at)
            act = reading.act("diary-answered", over)
            return [Change(watched=replace(each, visit=over), acts=(act,), answer=done), *_moved_here(reading, event)]
        return [changed_after_start(reading, each, event, answer=done)]
    if not stays:
        # Of what was said to be none, nothing more is asked.
        return [] if denied(each) else left_diary(reading, each, "untagged")
    if moved_away:
        return [*left_diary(reading, each, "moved"), *_moved_here(reading, event)]
    if _differs(reading, each, event) or each.visit.state is VisitState.PLANNED:
        return [changed_after_start(reading, each, event)]
    return []


def _moved_here(reading: Reading, event: Event) -> list[Change]:
    """The new visit of an entry that was moved as a whole (law 2); into the past, it has no deadline of its own."""
    again = reading.judged(event)
    if again.tag is Tag.NONE:
        return []  # moved into the evening, and nothing but a place speaks for it
    change = watch(reading, event, again)
    over = event.end <= reading.at
    return [replace(change, watched=replace(change.watched, deadlines=())) if over else change]


def _differs(reading: Reading, each: Watched, event: Event) -> bool:
    """Whether the entry says something else than before, or the policy was changed before the start."""
    told = replace(reading.as_told(each.visit, event), start=reading.start_of(each.visit, event), end=event.end)
    told = reading.with_tag(told, reading.judged(event, each))
    if replace(told, last_seen=each.visit.last_seen) != each.visit:
        return True
    is_planned = not begun(each.visit, reading.at)
    return is_planned and not all_follow(each.deadlines, each.visit, reading.policy, reading.at, reading.worker)


def _planned(reading: Reading, each: Watched, event: Event, what: str) -> Change:
    """A visit that has not begun, as its entry has it now."""
    again = reading.judged(event, each)
    state = VisitState.BEGUN if reading.at >= event.start else VisitState.PLANNED
    visit = replace(reading.as_told(each.visit, event), start=event.start, end=event.end, state=state)
    visit = replace(as_recognised(visit, again), risk=again.risk)
    if event.all_day:
        return without_times(reading, visit, each)
    changed = event.end != each.visit.end
    deadlines = planned_anew(reading, each.deadlines, visit, end_changed=changed)
    return Change(watched=Watched(visit=visit, deadlines=deadlines), acts=(reading.act(what, visit),))
