"""Entries that can't be asked for by their ids: how long that is waited for, and what is told (laws 3 and 14).

Only the single entry tells when it was made and who is on it. Where it answers with an error for ever, nobody may wait
for ever: after some minutes it is judged by what the diary shows, taken for made in time, and told to IT.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.incidents import is_outcry
from calsync.domain.keys import visit_key
from calsync.domain.lookups import ToAsk
from calsync.domain.model import Event, MailboxState, Snapshot, Unasked, Visit, Watched

PATIENCE = timedelta(minutes=3)
"""So long an answer is waited for before an entry is judged without it, and told: an odd error soon passes."""
AGAIN = timedelta(minutes=1)
"""How soon a diary is read again while nothing is decided about an entry in it that is over: its alarm may be due."""
MOST = 1000
"""Entries of one diary that are kept track of singly."""
REST = ""
"""In place of a visit's key: all entries that are more, and are taken for found when the first of them was."""
UNKNOWN = (
    "calsync first saw this entry at {time}, after its end, and can't find out when it was made: it is taken for made "
    "in time."
)
"""What responders read of a visit whose entry could not be asked for when it was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What asking for single entries brought at one reading."""

    wanted: ToAsk = field(default_factory=ToAsk)
    asked: Mapping[str, Event | None] = field(default_factory=dict)
    """What they say, None for those that are gone."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Those that could not be asked for, each with the sentence of why."""

    @property
    def left(self) -> tuple[str, ...]:
        """Those without which the reading can't be judged, and that brought no answer or were too many for it."""
        return tuple(each for each in (*self.wanted.now, *self.wanted.left) if each not in self.asked)

    @property
    def complete(self) -> bool:
        """Whether every entry that was wanted has answered."""
        return not (self.left or self.wanted.put_off) and all(each in self.asked for each in self.wanted.later)

    def given_up(self, state: MailboxState, at: datetime) -> frozenset[str]:
        """Those for which nobody waits any more: they are judged by what the diary shows of them."""
        unasked = {each.key: each for each in state.unasked}

        def waited(event_id: str) -> bool:
            found = found_before(unasked, visit_key(state.worker, event_id))
            return found is not None and at - found.since >= PATIENCE

        return frozenset(each for each in self.wanted.now if each not in self.asked and waited(each))


def failing_last(ids: Sequence[str], state: MailboxState, at: datetime) -> tuple[str, ...]:
    """The ids with those that failed before behind the others, in an order drawn by lot.

    Where one brings no answer the rest of a reading is put off: so none that fails for ever is always in the way.
    """
    failing = {each.key for each in state.unasked if each.refused}

    def place(event_id: str) -> str:
        if visit_key(state.worker, event_id) not in failing:
            return ""
        return hashlib.sha256(f"{at.isoformat()}\x1f{event_id}".encode("utf-8", "replace")).hexdigest()

    return tuple(sorted(ids, key=place))


def noted(
    state: MailboxState, asking: Asking, snapshot: Snapshot, known: Sequence[Watched], at: datetime
) -> tuple[Unasked, ...]:
    """What is to be remembered of entries that are wanted and were not asked for, after a reading at `at`."""
    wanted = asking.wanted
    before = {each.key: each for each in state.unasked}
    given_up = asking.given_up(state, at)
    watched = {each.visit.event_id for each in known if each.visit.left_diary is None}
    over = {each.id for each in snapshot.events if each.end <= at and each.id not in watched}
    found = []
    for event_id in (*wanted.now, *wanted.left, *wanted.later, *wanted.put_off):
        if event_id in asking.asked:
            continue
        key = visit_key(state.worker, event_id)
        undecided = event_id in over and event_id not in given_up
        refused = event_id in asking.refused
        if old := found_before(before, key):
            found.append(replace(old, key=key, refused=old.refused or refused, undecided=undecided))
        elif undecided or refused:
            found.append(Unasked(key=key, since=at, read_before=state.last_read, refused=refused, undecided=undecided))
    found.sort(key=lambda each: not each.undecided)
    return tuple(found) if len(found) <= MOST else (*found[: MOST - 1], _together(found[MOST - 1 :]))


def _together(rest: Sequence[Unasked]) -> Unasked:
    """What is kept of many: found when the first of them was, so that none is taken for written after its end."""
    never = any(each.read_before is None for each in rest)
    read = min((each.read_before for each in rest if each.read_before is not None), default=None)
    return Unasked(
        key=REST,
        since=min(each.since for each in rest),
        read_before=None if never else read,
        refused=any(each.refused for each in rest),
        undecided=any(each.undecided for each in rest),
    )


def found_before(unasked: Mapping[str, Unasked], key: str) -> Unasked | None:
    """What was noted of an entry at an earlier reading, singly or among the rest; None when nothing was."""
    return unasked.get(key) or unasked.get(REST)


def to_tell(state: MailboxState, asking: Asking, at: datetime) -> dict[str, str]:
    """The entries to be told of, by the key of the visit that each would be, with the sentence of why."""
    return {
        visit_key(state.worker, each): asking.refused[each]
        for each in asking.given_up(state, at)
        if each in asking.refused
    }


def read_again(unasked: Collection[Unasked], at: datetime, usual: datetime) -> datetime:
    """When a diary is read next: soon while nothing is decided about an entry that is over, else as usual."""
    return min(usual, at + AGAIN) if any(each.undecided for each in unasked) else usual


def back_to(state: MailboxState, at: datetime) -> datetime:
    """How far back a reading has to look: to what was read last, or to where the undecided entries were found."""
    undecided = (each.read_before or each.since for each in state.unasked if each.undecided)
    return min([at, state.last_read or at, *undecided])


def read_before(unasked: Mapping[str, Unasked], event: Event, last_read: datetime | None) -> datetime | None:
    """When the diary was read before an entry was first found in it; None: never."""
    found = found_before(unasked, visit_key(event.worker, event.id))
    return found.read_before if found is not None else last_read


def told_late(visit: Visit, zone: str) -> str:
    """Why an alarm comes late where the entry itself was found late and could not be asked for; empty otherwise."""
    if visit.created is not None or visit.first_seen < visit.end or is_outcry(visit):
        return ""
    return UNKNOWN.format(time=f"{visit.first_seen.astimezone(ZoneInfo(zone)):%H:%M}")
