"""One reading of a diary, and what it takes an entry for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from calsync.domain.applies import When
from calsync.domain.classify import Rules, carries, recognise
from calsync.domain.likeness import Known
from calsync.domain.lookups import judged, recognised
from calsync.domain.model import (
    Act,
    Concern,
    Event,
    Person,
    Policies,
    Policy,
    Recognition,
    Snapshot,
    Tag,
    Unasked,
    Visit,
    Watched,
)
from calsync.domain.possible import own_word, still_asked
from calsync.domain.takeover import begun
from calsync.domain.unbelieved import PREFIX, is_unbelieved
from calsync.domain.unbelieved import shown as shown_alone

LIVES_ALONE = str(When.LIVES_ALONE)
"""The flag that a visit of somebody who lives alone carries, as if its entry had that category."""


def _says_nothing(_: Event) -> datetime | None:
    return None


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

    def is_gone(self, visit: Visit) -> bool:
        """Whether the diary has the visit's entry no more, as far as it was asked for."""
        return visit.event_id not in self.events and self.asked.get(visit.event_id, visit) is None

    def judged(self, event: Event, each: Watched | None = None) -> Recognition:
        """What an entry is taken for now; `each` is its visit, when it is watched already.

        What was said of this very entry counts before what was said of its kind, and a category before both. What has
        begun is not taken off again because of something said of another entry, or because working hours were changed.
        """
        if each is None:
            return self.by_kind(event, self.worker, shown=True)
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
        now = self.by_kind(event, worker, shown=True)
        return plain if has_begun and now.tag is Tag.NONE else now

    def by_kind(self, event: Event, worker: Person | None, *, shown: bool = False) -> Recognition:
        """What an entry is taken for by its kind: in truth, or as it is `shown` to its worker under duress (law 7)."""
        remembered, possible = self.remembered, self.policy.possible
        return self._of_whom(judged(event, self.rules, worker, remembered=remembered, possible=possible, shown=shown))

    def _of_whom(self, recognition: Recognition) -> Recognition:
        """What an entry is taken for, with what is known of its worker among its flags."""
        alone = self.worker is not None and self.worker.lives_alone and recognition.tag is not Tag.NONE
        if not alone or LIVES_ALONE in recognition.flags:
            return recognition
        return replace(recognition, flags=(*recognition.flags, LIVES_ALONE))

    def with_tag(self, visit: Visit, recognition: Recognition) -> Visit:
        """The visit as it is recognised now: one that has begun and nobody doubted is not doubted any more."""
        if begun(visit, self.at) and (recognition.tag is Tag.NONE or visit.tag is Tag.VISIT):
            return visit
        if (visit.tag, visit.kind, visit.flags) == (recognition.tag, recognition.kind, recognition.flags):
            return visit
        return as_recognised(visit, recognition)

    def is_risk(self, visit: Visit, event: Event) -> bool:
        """Whether it is a risk visit: one that was it, or whose entry says so now."""
        return visit.risk or recognise(event, self.rules).risk

    def start_of(self, visit: Visit, event: Event) -> datetime:
        """The start as the entry has it; a visit that has begun is not put off by moving its start into the future."""
        return visit.start if begun(visit, self.at) and event.start > self.at else event.start

    def as_told(self, visit: Visit, event: Event) -> Visit:
        """The visit with what the entry says now, its times apart."""
        return replace(
            visit,
            subject=event.subject,
            place=event.place,
            # When the category was set, only the entry itself tells: a "done" that it can't tell is still to be seen.
            categories=visit.categories
            if event.id in self.given_up and self.newly_done(visit, event)
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

    def newly_done(self, visit: Visit, event: Event) -> bool:
        """Whether the entry says "done" by its categories, and did not before."""
        done = self.rules.done_categories
        return bool(carries(event.categories, done)) and not carries(visit.categories, done)

    def act(self, what: str, visit: Visit, *details: tuple[str, str]) -> Act:
        """A line for the audit about a visit."""
        return Act(at=self.at, what=what, visit_id=visit.id, details=details)

    def concern(self, visit: Visit, kind: str, words: str) -> Concern:
        """A concern about a visit."""
        return Concern(visit_id=visit.id, worker=visit.worker, kind=kind, words=words, raised=self.at)


def as_recognised(visit: Visit, recognition: Recognition) -> Visit:
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
