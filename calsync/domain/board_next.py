"""What comes next of a deadline if nobody answers, as the board tells it: who is asked for what, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.after_pause import counted_from_its_end
from calsync.domain.ladders import at_latest
from calsync.domain.model import Ask, Channel, Deadline, Pause, People, PersonId, Step, Visit
from calsync.domain.pauses import covers
from calsync.domain.responders import whom_to_tell


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What comes next if nobody answers."""

    at: datetime
    ask: Ask
    names: tuple[str, ...]
    """Who is asked, as it stands now; empty where nobody could be reached."""
    again: bool = False
    """Whether it is the last step, which is told again until a person closes it (law 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    """Finds what comes next, as the ladder would."""

    people: People
    at: datetime
    ready: frozenset[Channel]
    pauses: Sequence[Pause]
    """Also those that were over lately: what fell due in one is counted from its end."""

    def held_until(self, visit: Visit, deadline: Deadline) -> datetime | None:
        """Until when a pause holds it; None where it is watched."""
        pause = covers(self.pauses, visit, deadline, self.at) if self.pauses else None
        return pause.over_at if pause is not None else None

    def of(self, visit: Visit, deadline: Deadline) -> NextStep | None:
        """The next step to anybody but the worker, else the last one again; None where nobody else is ever asked."""
        held = self.held_until(visit, deadline)
        if self.pauses:
            deadline = counted_from_its_end(self.pauses, visit, deadline)
        for place, (after, step) in enumerate(at_latest(deadline.steps)):
            if place < deadline.taken or not _asks_others(step):
                continue
            follows = deadline.then_at if place == deadline.taken else None
            moment = follows or deadline.base + after
            moment = moment if held is None else max(moment, held)
            return NextStep(at=moment, ask=step.ask, names=self._names(step, visit, moment))
        last = deadline.steps[deadline.taken - 1] if deadline.taken else None
        if last is None or deadline.repeat_at is None or not _asks_others(last):
            return None
        moment = deadline.repeat_at
        if deadline.owner is not None and deadline.owned(max(moment, self.at)):
            names = _named([deadline.owner], self.people)
        else:
            names = self._names(last, visit, moment)
        return NextStep(at=moment, ask=last.ask, names=names, again=True)

    def _names(self, step: Step, visit: Visit, moment: datetime) -> tuple[str, ...]:
        told = whom_to_tell(
            step.roles, visit, self.people, max(moment, self.at), channels=step.channels, ready=self.ready
        )
        return _named([each.person.id for each in told.recipients], self.people)


def _asks_others(step: Step) -> bool:
    return not step.to_worker and step.ask is not Ask.KNOW


def _named(persons: Iterable[PersonId], people: People) -> tuple[str, ...]:
    known = ((each, people.get(each)) for each in persons)
    return tuple(dict.fromkeys(person.name if person is not None and person.name else key for key, person in known))
