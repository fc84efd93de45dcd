"""What one reading of a diary means for the visits that are watched: decided here, written by the engine.

Before a visit starts, the diary decides. Once it has begun, the diary closes nothing (law 1): it may move the end
within bounds (law 2), and everything else is a question to the worker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calsync.domain.applies import When
from calsync.domain.away import kept_off
from calsync.domain.classify import Rules, carries, recognise
from calsync.domain.deadlines import (
    called_off,
    followed,
    follows,
    intervals_replanned,
    plan,
    plan_late_entry,
    plan_without_times,
    replanned,
    visit_end,
    with_risk,
)
from calsync.domain.emptied import missing, replaced
from calsync.domain.keys import visit_key
from calsync.domain.likeness import Known
from calsync.domain.lookups import judged, recognised
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Concern,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Event,
    Person,
    Policies,
    Policy,
    Recognition,
    Series,
    Snapshot,
    Tag,
    Unasked,
    Via,
    Visit,
    VisitState,
    Watched,
)
from calsync.domain.possible import confirmed, denied, own_word, says_the_same, still_asked
from calsync.domain.takeover import begun, cancelled, continues, is_open, no_loss
from calsync.domain.unasked import read_before
from calsync.domain.unbelieved import PREFIX, is_asked, is_settled, is_unbelieved
from calsync.domain.unbelieved import followed as watched_further
from calsync.domain.unbelieved import shown as shown_alone

CANCELLED = DeadlineState.CANCELLED
JUST_NOW = timedelta(minutes=10)
"""An entry first seen within this time may have been made in place of one that vanishes; an older one was not."""
LIVES_ALONE = str(When.LIVES_ALONE)
"""The flag that a visit of somebody who lives alone carries, as if its entry had that category."""
DIARY_CHANGED = "diary-changed"
"""The question to a worker whose visit left the diary after its start."""


def _says_nothing(_: Event) -> datetime | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one visit."""

    watched: Watched
    acts: tuple[Act, ...] = ()
    ask_worker: str = ""
    """The name of a question to the worker; empty for none."""
    answer: Answer | None = None
    """The worker's own word, said by the diary ("Visit done")."""
    concern: Concern | None = None
    extended: bool = False
    """The deadline was moved: who was told of the old one is told of the new one."""


@dataclass(kw_only=True)
class Reading:
    """One reading of a diary, with all by which it is judged."""

    snapshot: Snapshot
    asked: Mapping[str, Event | None]
    """The entries that were asked for by id, None for those that are gone. Of one that could not be asked for, and so
    is missing here, nothing is decided."""
    known: Sequence[Watched]
    rules: Rules
    policy: Policy
    watched_from: datetime
    last_read: datetime | None
    """When this diary was read before; None: never."""
    worker: Person | None
    """Whose own hours decide whether a place alone makes a visit (law 15); None: nobody knows them."""
    at: datetime
    emptied: bool = False
    """All that lay ahead vanished at once: what has not begun is not believed to be cancelled by that."""
    lately: Sequence[Watched] = ()
    """What was cancelled a reading or two ago, and belongs to what vanished."""
    remembered: Known = field(default_factory=dict)
    """What the worker said of kinds of entries that may be visits."""
    left: Set[str] = frozenset()
    """Entries of begun visits that would have had to be asked for and were not: nothing is decided about these."""
    given_up: Set[str] = frozenset()
    """Those of them that could not be asked for too long: they are judged by what the snapshot shows of them."""
    back: Callable[[Event], datetime | None] = _says_nothing
    """When the diary has the worker back at the office after an entry; None: it says nothing of that."""
    policies: Policies | None = None
    """By which a begun visit keeps the policy of before its worker changed teams; None: there is only one policy."""
    unasked: Mapping[str, Unasked] = field(default_factory=dict)
    """The entries that could not be asked for at the reading before, by the key of the visit that each would be."""
    events: dict[str, Event] = field(init=False)
    taken_over: set[str] = field(init=False, default_factory=set)
    times_known: Counter[str] = field(init=False)
    """How many visits each entry has been until now."""
    beside: Mapping[str, Watched] = field(init=False)
    """What is watched of entries where the worker's devices show nothing of it, by the entries' ids."""

    def __post_init__(self) -> None:
        shown: dict[str, Event | None] = {event.id: event for event in self.snapshot.events}
        # What was asked for by id was read later than the snapshot: it wins, also when it says that the entry is gone.
        both = shown | dict(self.asked)
        self.events = {event_id: event for event_id, event in both.items() if event is not None}
        unbelieved = [each for each in self.known if is_unbelieved(each.visit)]
        self.beside = {each.visit.event_id.removeprefix(PREFIX): each for each in unbelieved}
        self.known = shown_alone(self.known)
        self.times_known = Counter(each.visit.event_id for each in self.known)

    def changes(self) -> list[Change]:
        """Every change that this reading brings, in the order of the diary; empty on an ordinary poll."""
        current = {each.visit.event_id: each for each in self.known if each.visit.left_diary is None}
        gone = [each for each in current.values() if self._is_gone(each.visit)]
        vanished = {each.visit.id for each in gone}
        adrift = gone + [each for each in self.known if each.visit.left_diary is not None]
        found: list[Change] = []
        new = [event for event in self.events.values() if event.id not in current]
        for event in sorted(new, key=lambda each: (each.start, each.id)):
            found += self._first_sight(event, adrift)
        for each in current.values():
            if each.visit.id in self.taken_over or each.visit.event_id in self.left - self.given_up:
                continue
            if now := self.events.get(each.visit.event_id):
                found += self._seen_again(each, now)
            elif each.visit.id in vanished:
                found += self._gone(each)
        found += self._kept_though_emptied() if self.emptied else []
        return found + self._watched_beside(current, found)

    def _watched_beside(self, current: Mapping[str, Watched], found: Sequence[Change]) -> list[Change]:
        """What becomes of entries that were said under duress to be none, while the worker is shown that they are."""
        if not (self.beside or self.remembered):
            return []  # nothing was ever said of a kind: what is shown is the truth, and no entry is judged twice
        after = dict(current) | {each.watched.visit.event_id: each.watched for each in found}
        changes = []
        for event in self.events.values():
            beside, now = self.beside.get(event.id), after.get(event.id)
            before = current.get(event.id)
            if event.all_day or (beside is None and (before is not None and is_settled(before))):
                continue
            truth = self._by_kind(event, self.worker)
            if beside is None and (truth.tag is Tag.NONE or self._by_kind(event, self.worker, shown=True) == truth):
                continue
            # What the diary took off before its start stays off: only what is open has begun (laws 1 and 16).
            has_begun = beside is not None and beside.visit.start <= self.at and beside.deadlines[0].is_open
            stays = (truth.tag is not Tag.NONE or has_begun) and not (now is not None and is_asked(now))
            visit = self._watch(event, truth).watched.visit
            if (again := watched_further(beside, visit, self.policy, self.at, stays=stays)) is not None:
                changes.append(Change(watched=again, acts=(self._act("visit-watched-beside", again.visit),)))
        return changes

    def _kept_though_emptied(self) -> list[Change]:
        """What a wipe cancelled a reading ago is planned again; what another entry stands in for is let go."""
        shown = list(self.events.values())
        lost = missing(self.known, self.snapshot, {each.visit.event_id for each in self.known}, self.at)
        found = [
            change
            for each in lost
            if each.visit.id not in self.taken_over and replaced(each.visit, shown)
            for change in self._left(each, "replaced")
        ]
        for each in self.lately:
            if not replaced(each.visit, shown):
                visit = replace(each.visit, state=VisitState.PLANNED)
                watched = Watched(visit=visit, deadlines=self._planned_anew(each.deadlines, visit, end_changed=True))
                found.append(Change(watched=watched, acts=(self._act("visit-restored", visit, ("how", "emptied")),)))
        return found

    def _is_gone(self, visit: Visit) -> bool:
        return visit.event_id not in self.events and self.asked.get(visit.event_id, visit) is None

    # --- entries not known before

    def _first_sight(self, event: Event, adrift: Sequence[Watched]) -> list[Change]:
        recognition = self._judged(event)
        if recognition.tag is Tag.NONE or event.end <= self.watched_from:
            return []
        over = event.end <= self.at
        if over and event.created is None and event.id not in self.asked and event.id not in self.given_up:
            return []  # not known yet whether it was made in time: asked again at the next poll
        # What is still to begin takes nothing over: not looked through, since there may be thousands of both.
        for each in adrift if event.start <= self.at else ():
            if self._takes_over(event, each):
                return [self._take_over(each, event)]
            if over and each.visit.event_id == event.id and each.visit.end == event.end:
                # Taken out, answered for, and put back when all was over: nobody is asked a second time.
                visit = replace(each.visit, left_diary=None)
                return [Change(watched=replace(each, visit=visit), acts=(self._act("visit-restored", visit),))]
        if self.worker is not None and not self.worker.works:
            return []  # somebody who left: what was watched stays watched, and nothing new is
        return [self._watch(event, recognition)]

    def _watch(self, event: Event, recognition: Recognition) -> Change:
        earlier = self.times_known[event.id]
        visit = Visit(
            id=visit_key(event.worker, event.id, earlier),
            worker=event.worker,
            event_id=event.id,
            start=event.start,
            end=event.end,
            state=VisitState.BEGUN if self.at >= event.start else VisitState.PLANNED,
            matched_by=recognition.matched_by,
            reasons=recognition.reasons,
            risk=recognition.risk,
            first_seen=self.at,
            last_seen=self.at,
        )
        visit = _as_recognised(self._as_told(visit, event), recognition)
        if event.all_day:
            return self._without_times(visit)
        if self._entered_late(event):
            concern = self._concern(visit, "entered-late", "It was entered in the diary after its own end.")
            watched = Watched(visit=visit, deadlines=plan_late_entry(visit, self.policy, self.at))
            return Change(watched=watched, acts=(self._act("visit-entered-late", visit),), concern=concern)
        watched = Watched(visit=visit, deadlines=self._plan(visit))
        what = "visit-found" if visit.tag is Tag.VISIT else "possible-visit-found"
        return Change(watched=watched, acts=(self._act(what, visit, ("rule", visit.matched_by)),))

    def _without_times(self, visit: Visit, had: Watched | None = None) -> Change:
        """A visit that lasts all day has no ladder: it is a concern, and the worker is asked for its times."""
        silent = [each for each in had.deadlines if each.alarm is AlarmKind.SILENCE] if had is not None else []
        end = next((each for each in silent if each.kind is DeadlineKind.VISIT_END), None)
        asked = end is not None and end.late_entry and end.state is not CANCELLED
        others = tuple(
            called_off(each) if each.is_open else each for each in silent if each.kind is not DeadlineKind.VISIT_END
        )
        if asked and end is not None:
            deadlines = (end, *others)
        else:
            deadlines = plan_without_times(visit, self.policy, self.worker, self.at, of=end)
            deadlines = (*deadlines, *others) if deadlines or had is None else cancelled(had)
        concern = self._concern(visit, "no-times", "It lasts all day, so nobody knows when the worker is due back.")
        act = self._act("visit-without-times", visit)
        return Change(watched=Watched(visit=visit, deadlines=deadlines), acts=(act,), concern=concern)

    def _entered_late(self, event: Event) -> bool:
        """Whether an entry became a visit after its own end: made then, or tagged then in a diary that was read."""
        if event.end > self.at:
            return False
        made_late = event.created is not None and event.created >= event.end
        before = read_before(self.unasked, event, self.last_read)
        return made_late or (before is not None and event.end <= before)

    def _takes_over(self, event: Event, adrift: Watched) -> bool:
        return adrift.visit.id not in self.taken_over and continues(event, adrift, self.at)

    def _take_over(self, adrift: Watched, event: Event) -> Change:
        """An entry made anew at the same place and time ("this and following") carries the old deadline on (law 1)."""
        self.taken_over.add(adrift.visit.id)
        visit = replace(adrift.visit, event_id=event.id, left_diary=None)
        change = self._changed_after_start(replace(adrift, visit=visit), event)
        return replace(change, acts=(self._act("visit-taken-over", visit), *change.acts))

    def _gone(self, each: Watched) -> list[Change]:
        """An entry that is gone for good; one that was made anew a poll earlier takes its deadline over."""
        if begun(each.visit, self.at):
            for other in self.known:
                event = self.events.get(other.visit.event_id)
                apart = other.visit.id != each.visit.id and other.visit.left_diary is None and is_open(other)
                made_anew = (
                    self.at - other.visit.first_seen <= JUST_NOW and each.visit.first_seen < other.visit.first_seen
                )
                if event is not None and apart and made_anew and no_loss(other, each) and self._takes_over(event, each):
                    self.taken_over.add(other.visit.id)
                    return [self._withdrawn(other), self._take_over(each, event)]
        return self._left(each, "gone")

    def _withdrawn(self, each: Watched) -> Change:
        """A visit whose entry carries an older visit's deadline on, so that one visit has one alarm."""
        visit = replace(each.visit, state=VisitState.CANCELLED, left_diary=self.at)
        act = self._act("visit-merged", visit)
        return Change(watched=Watched(visit=visit, deadlines=cancelled(each)), acts=(act,))

    # --- entries known before

    def _seen_again(self, each: Watched, event: Event) -> list[Change]:
        if (off := kept_off(each, event)) is not None:
            # Somebody has called it off: what the entry says besides its times changes nothing of that.
            act = self._act("visit-restored", off)
            return [Change(watched=Watched(visit=off), acts=(act,))] if off != each.visit else []
        stays = self._judged(event, each).tag is not Tag.NONE
        if each.visit.state is VisitState.CANCELLED:
            return [self._planned(each, event, "visit-restored")] if stays else []
        if not begun(each.visit, self.at):
            if not stays:
                return self._left(each, "untagged")
            for adrift in self.known:
                left, old = adrift.visit.left_diary is not None, adrift.visit
                if (
                    left
                    and (event.start, event.end) == (old.start, old.end)
                    and no_loss(each, adrift)
                    and self._takes_over(event, adrift)
                ):
                    # Moved away after its start and moved back: the visit that began goes on, the other is not needed.
                    return [self._withdrawn(each), self._take_over(adrift, event)]
            return [self._planned(each, event, "visit-changed")] if self._differs(each, event) else []
        moved_away = event.start != each.visit.start and event.end != each.visit.end
        if done := self._says_done(each, event):
            if moved_away and stays:
                # Done today, and the entry used again for another day: today's times are what was answered.
                over = replace(each.visit, state=VisitState.BEGUN, left_diary=self.at)
                act = self._act("diary-answered", over)
                return [Change(watched=replace(each, visit=over), acts=(act,), answer=done), *self._moved_here(event)]
            return [self._changed_after_start(each, event, answer=done)]
        if not stays:
            # Of what was said to be none, nothing more is asked.
            return [] if denied(each) else self._left(each, "untagged")
        if moved_away:
            return [*self._left(each, "moved"), *self._moved_here(event)]
        if self._differs(each, event) or each.visit.state is VisitState.PLANNED:
            return [self._changed_after_start(each, event)]
        return []

    def _moved_here(self, event: Event) -> list[Change]:
        """The new visit of an entry that was moved as a whole (law 2); into the past, it has no deadline of its own."""
        again = self._judged(event)
        if again.tag is Tag.NONE:
            return []  # moved into the evening, and nothing but a place speaks for it
        change = self._watch(event, again)
        over = event.end <= self.at
        return [replace(change, watched=replace(change.watched, deadlines=())) if over else change]

    def _differs(self, each: Watched, event: Event) -> bool:
        """Whether the entry says something else than before, or the policy was changed before the start."""
        told = replace(self._as_told(each.visit, event), start=self._start(each.visit, event), end=event.end)
        told = self._with_tag(told, self._judged(event, each))
        if replace(told, last_seen=each.visit.last_seen) != each.visit:
            return True
        return not begun(each.visit, self.at) and any(
            deadline.is_open and not follows(deadline, each.visit, self.policy, self.worker)
            for deadline in each.deadlines
        )

    def _planned(self, each: Watched, event: Event, what: str) -> Change:
        again = self._judged(event, each)
        state = VisitState.BEGUN if self.at >= event.start else VisitState.PLANNED
        visit = replace(self._as_told(each.visit, event), start=event.start, end=event.end, state=state)
        visit = replace(_as_recognised(visit, again), risk=again.risk)
        if event.all_day:
            return self._without_times(visit, each)
        changed = event.end != each.visit.end
        deadlines = self._planned_anew(each.deadlines, visit, end_changed=changed)
        return Change(watched=Watched(visit=visit, deadlines=deadlines), acts=(self._act(what, visit),))

    def _changed_after_start(self, each: Watched, event: Event, *, answer: Answer | None = None) -> Change:
        # A risk found after the start counts from then on; one that is taken off again does not.
        risk = self._is_risk(each.visit, event)
        visit = replace(self._as_told(each.visit, event), state=VisitState.BEGUN, risk=risk)
        again = self._judged(event, each)
        visit = self._with_tag(visit, again)
        deadlines = each.deadlines
        if risk:
            deadlines = tuple(with_risk(deadline, visit, self._kept(deadline)) for deadline in deadlines)
        if visit.tag is Tag.VISIT and (each.visit.tag is Tag.POSSIBLE or denied(each)):
            deadlines = tuple(confirmed(each, visit, self._kept(each), self.at) for each in deadlines)
        elif denied(each) and not says_the_same(each, event, again):
            # It was said to be none, and is something else now: its worker is asked anew.
            deadlines = tuple(self._replanned(deadline, visit, end_changed=False) for deadline in deadlines)
        without = all(each.state is CANCELLED or each.late_entry for each in deadlines)
        if not event.all_day and event.end > self.at and without:
            # It lasted all day until now, without a deadline; now it has an end.
            timed = replace(visit, start=event.start, end=event.end)
            deadlines = tuple(self._replanned(each, timed, end_changed=True) for each in deadlines) or self._plan(timed)
        if event.end < each.visit.end or (event.end > each.visit.end and event.start == each.visit.start):
            later = event.end > each.visit.end
            deadlines = tuple(followed(deadline, event.end, self.at, later=later) for deadline in deadlines)
        visit = replace(visit, start=self._start(each.visit, event), end=event.end)
        acts = [self._act("diary-answered" if answer else "visit-seen", visit)]
        acts += [
            self._act("deadline-moved", visit, ("deadline", new.id), ("due", new.due.isoformat()), ("by", "diary"))
            for old, new in zip(each.deadlines, deadlines, strict=False)
            if old.due != new.due
        ]
        return Change(
            watched=Watched(visit=visit, deadlines=deadlines),
            acts=tuple(acts),
            answer=answer,
            extended=any(old.due != new.due for old, new in zip(each.deadlines, deadlines, strict=False)),
        )

    def _left(self, each: Watched, how: str) -> list[Change]:
        """Out of the diary: cancelled before the start; after it, a question to the worker and nothing else."""
        if not begun(each.visit, self.at):
            if self.emptied and how == "gone":
                return []
            visit = replace(each.visit, state=VisitState.CANCELLED, last_seen=self.at)
            act = self._act("visit-cancelled", visit, ("how", how))
            return [Change(watched=Watched(visit=visit, deadlines=cancelled(each)), acts=(act,))]
        visit = replace(each.visit, state=VisitState.BEGUN, left_diary=self.at)
        act = self._act("visit-left-diary", visit, ("how", how))
        asks = any(deadline.is_open and not deadline.late_entry for deadline in each.deadlines)
        watched = Watched(visit=visit, deadlines=each.deadlines)
        return [Change(watched=watched, acts=(act,), ask_worker=DIARY_CHANGED if asks else "")]

    def _says_done(self, each: Watched, event: Event) -> Answer | None:
        """ "Visit done" as an answer: only as a change seen on this occurrence alone, never on a risk visit (law 6)."""
        visit = each.visit
        # An incident is no deadline that a category answers, and not even a sign that one is open (law 7).
        own = [one for one in each.deadlines if one.is_open and one.alarm is not AlarmKind.DURESS]
        deadline = next((one for one in own if one.kind is DeadlineKind.VISIT_END), None)
        if deadline is None:
            return None
        if (
            not self.policy.diary_answers
            or self._is_risk(visit, event)
            or event.series not in (Series.SINGLE, Series.EXCEPTION)
        ):
            return None
        if event.id in self.given_up or not self._newly_done(visit, event):
            return None
        if event.modified is not None and event.modified < visit.start:
            return None  # set before the start, and only seen after it
        return Answer(
            id=f"diary:{visit.id}:{event.change_key}",
            who=visit.worker,
            kind=AnswerKind.SAFE,
            sent=self.at,
            received=self.at,
            via=Via.DIARY,
            deadline_id=deadline.id,
            leaving=True,
            alone=True,
        )

    def _newly_done(self, visit: Visit, event: Event) -> bool:
        done = self.rules.done_categories
        return bool(carries(event.categories, done)) and not carries(visit.categories, done)

    # --- small pieces

    def _judged(self, event: Event, each: Watched | None = None) -> Recognition:
        """What an entry is taken for now; `each` is its visit, when it is watched already.

        What was said of this very entry counts before what was said of its kind, and a category before both. What has
        begun is not taken off again because of something said of another entry, or because working hours were changed.
        """
        if each is None:
            return self._by_kind(event, self.worker, shown=True)
        has_begun = begun(each.visit, self.at)
        worker = None if has_begun else self.worker
        plain = self._of_whom(recognised(event, self.rules, worker))
        word = own_word(each, event, plain) if plain.tag is Tag.POSSIBLE else None
        if word is True:
            visit = each.visit
            return replace(plain, tag=Tag.VISIT, matched_by=visit.matched_by, reasons=visit.reasons)
        if word is False:
            return replace(plain, tag=Tag.NONE)
        if plain.tag is Tag.POSSIBLE and still_asked(each, event, self.remembered):
            return plain
        now = self._by_kind(event, worker, shown=True)
        return plain if has_begun and now.tag is Tag.NONE else now

    def _by_kind(self, event: Event, worker: Person | None, *, shown: bool = False) -> Recognition:
        """What an entry is taken for by its kind: in truth, or as it is `shown` to its worker under duress (law 7)."""
        remembered, possible = self.remembered, self.policy.possible
        return self._of_whom(judged(event, self.rules, worker, remembered=remembered, possible=possible, shown=shown))

    def _of_whom(self, recognition: Recognition) -> Recognition:
        """What an entry is taken for, with what is known of its worker among its flags."""
        alone = self.worker is not None and self.worker.lives_alone and recognition.tag is not Tag.NONE
        if not alone or LIVES_ALONE in recognition.flags:
            return recognition
        return replace(recognition, flags=(*recognition.flags, LIVES_ALONE))

    def _with_tag(self, visit: Visit, recognition: Recognition) -> Visit:
        """The visit as it is recognised now: one that has begun and nobody doubted is not doubted any more."""
        if begun(visit, self.at) and (recognition.tag is Tag.NONE or visit.tag is Tag.VISIT):
            return visit
        if (visit.tag, visit.kind, visit.flags) == (recognition.tag, recognition.kind, recognition.flags):
            return visit
        return _as_recognised(visit, recognition)

    def _kept(self, deadline: Deadline) -> Policy:
        """The policy of the deadline of a visit that has begun, in whatever team its worker is by now."""
        return self.policies.named(deadline.policy, self.worker) if self.policies is not None else self.policy

    def _plan(self, visit: Visit) -> tuple[Deadline, ...]:
        return plan(visit, self.policy, self.worker, self.at)

    def _planned_anew(self, had: Sequence[Deadline], visit: Visit, *, end_changed: bool) -> tuple[Deadline, ...]:
        """All deadlines of a visit that has not begun, as the diary has it now; those of its outing as they were."""
        others = [one for one in had if one.kind is not DeadlineKind.INTERVAL]
        again = tuple(self._replanned(one, visit, end_changed=end_changed) for one in others)
        if not any(one.kind is DeadlineKind.VISIT_END for one in again):
            again += (visit_end(visit, self.policy, self.worker, self.at),)
        return again + intervals_replanned(had, visit, self.policy, self.at)

    def _replanned(self, deadline: Deadline, visit: Visit, *, end_changed: bool) -> Deadline:
        return replanned(deadline, visit, self.policy, self.at, end_changed=end_changed, worker=self.worker)

    def _is_risk(self, visit: Visit, event: Event) -> bool:
        return visit.risk or recognise(event, self.rules).risk

    def _start(self, visit: Visit, event: Event) -> datetime:
        """The start as the entry has it; a visit that has begun is not put off by moving its start into the future."""
        return visit.start if begun(visit, self.at) and event.start > self.at else event.start

    def _as_told(self, visit: Visit, event: Event) -> Visit:
        """The visit with what the entry says now, its times apart."""
        return replace(
            visit,
            subject=event.subject,
            place=event.place,
            # When the category was set, only the entry itself tells: a "done" that it can't tell is still to be seen.
            categories=visit.categories
            if event.id in self.given_up and self._newly_done(visit, event)
            else event.categories,
            # That of the last change at which the entry was asked for by its id: its colleagues are of that time.
            change_key=event.change_key if event.id in self.asked else visit.change_key,
            series=event.series,
            series_id=event.series_id,
            # Asked for, and still unknown: then it was made, as far as anybody can tell, when it was first seen.
            created=event.created or visit.created or (visit.first_seen if event.id in self.asked else None),
            # Only the entry itself tells who accepted it, and also that nobody does any more.
            attendees=event.attendees or (() if self.asked.get(event.id) is not None else visit.attendees),
            back=self.back(event),
            last_seen=self.at,
        )

    def _act(self, what: str, visit: Visit, *details: tuple[str, str]) -> Act:
        return Act(at=self.at, what=what, visit_id=visit.id, details=details)

    def _concern(self, visit: Visit, kind: str, words: str) -> Concern:
        return Concern(visit_id=visit.id, worker=visit.worker, kind=kind, words=words, raised=self.at)


def _as_recognised(visit: Visit, recognition: Recognition) -> Visit:
    """The visit with what the rules say of it, its risk apart."""
    return replace(
        visit,
        tag=recognition.tag,
        kind=recognition.kind,
        matched_by=recognition.matched_by,
        reasons=recognition.reasons,
        against=recognition.against,
        flags=recognition.flags,
    )
