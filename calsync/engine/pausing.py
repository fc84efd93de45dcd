"""The verbs of a pause: ask, agree, end, and tell those whom it covers (docs/pausing.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.model import Act, Deadline, Lane, Notification, Pause, PauseFor, People, PersonId, Watched
from calsync.domain.pause_wording import banner, of_beginning, of_the_end
from calsync.domain.pauses import (
    begun_by,
    let_go,
    problem_of_agreeing,
    problem_of_ending,
    problems_of_asking,
    standing,
    still_covered,
    to_be_told_over,
    whom_covered,
)
from calsync.engine.core import Core
from calsync.engine.direct import direct_row
from calsync.engine.messages import random_word
from calsync.engine.trying import tried
from calsync.errors import CalsyncError, Problems
from calsync.ports import Transaction

BACK = timedelta(days=2)
"""How long after a pause its end is still told, should the service have been down."""


class Pausing:
    """Asks the store alone."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def ask(self, whom: PauseFor, about: str, until: datetime, reason: str, by: PersonId) -> Pause:
        """The pause that waits for a second person; it covers nobody yet. Raises Problems with every mistake."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            pause = Pause(
                id=random_word(), whom=whom, about=about, until=until, reason=reason.strip(), asked_by=by, asked_at=at
            )
            if problems := problems_of_asking(pause, tx.people()):
                raise Problems("pause", problems)
            tx.put_pause(pause)
            tx.add_acts([_act(pause, "pause-asked", by, at)])
        return pause

    def agree(self, pause_id: str, by: PersonId) -> Pause:
        """The pause, which counts from now on; everybody whom it covers is told. Raises CalsyncError."""

        def work(tx: Transaction, at: datetime) -> Pause:
            pause, people = _found(tx, pause_id), tx.people()
            if problem := problem_of_agreeing(pause, by, people, at):
                raise CalsyncError(problem)
            theirs = _open(tx, whom_covered(pause, people))
            begun = begun_by(pause, by, people, theirs, at)
            tx.put_pause(begun)
            tx.add_acts([_act(begun, "pause-began", by, at, ("covered", str(len(begun.covered))))])
            tx.add_notifications(self._told(begun, people, begun.covered, at, over=False))
            return begun

        return self._tried(work)

    def end(self, pause_id: str, by: PersonId) -> Pause:
        """The pause, over from now on: what it held is looked at by the next scan. Raises CalsyncError."""

        def work(tx: Transaction, at: datetime) -> Pause:
            pause = _found(tx, pause_id)
            if problem := problem_of_ending(pause, at):
                raise CalsyncError(problem)
            ended = replace(pause, ended_by=by, ended_at=at)
            tx.put_pause(ended)
            tx.put_deadlines([now for each in _deadlines(tx, pause) if (now := let_go(each, at)) != each])
            tx.add_acts([_act(ended, "pause-ended", by, at)])
            self._tell_over(tx, [ended], at)
            return ended

        return self._tried(work)

    def sweep(self) -> int:
        """How many pauses ran out since it was last looked: the people they covered are told that they are over."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            over = to_be_told_over(tx.pauses(at - BACK), at)
            self._tell_over(tx, over, at)
        return len(over)

    def _tell_over(self, tx: Transaction, over: Iterable[Pause], at: datetime) -> None:
        for pause in over:
            if pause.agreed_at is None:
                continue  # it never began, so nobody heard of it
            others = [each for each in tx.pauses(at) if each.id != pause.id]
            told = [each for each in pause.covered if not still_covered(others, each, at)]
            tx.add_notifications(self._told(pause, tx.people(), told, at, over=True))
            tx.put_pause(replace(pause, told_over=True))
            tx.add_acts([_act(pause, "pause-over", "calsync", at)])

    def _told(
        self, pause: Pause, people: People, whom: Iterable[PersonId], at: datetime, *, over: bool
    ) -> list[Notification]:
        name = "pause-over" if over else "pause-began"
        rows = []
        for person in filter(None, map(people.get, whom)):
            words = of_the_end(pause, person, at) if over else of_beginning(pause, person, people, at)
            ready = self._core.ready
            rows.append(direct_row(f"pause:{pause.id}", name, person, words, at, ready=ready, lane=Lane.REMINDER))
        return rows

    def _tried(self, work: Callable[[Transaction, datetime], Pause]) -> Pause:
        return tried(self._core, work, "a pause could not be written")


def banners(tx: Transaction, at: datetime, zone: str) -> list[str]:
    """The first lines of a screen: one for each pause that stands; empty when everybody is watched."""
    pauses = standing(tx.pauses(at), at)
    people = tx.people() if pauses else People()
    return [banner(each, people, zone) for each in pauses]


def _found(tx: Transaction, pause_id: str) -> Pause:
    if not pause_id.strip():
        raise CalsyncError("Say which pause: `calsync pause list` prints those that stand or wait, with their ids.")
    pause = tx.pause(pause_id.strip().upper())
    if pause is None:
        raise CalsyncError(f"There is no pause {pause_id}: `calsync pause list` prints those that stand or wait.")
    return pause


def _open(tx: Transaction, whom: Iterable[PersonId]) -> list[Watched]:
    return [each for person in whom for each in tx.deadlines_of(person)]


def _deadlines(tx: Transaction, pause: Pause) -> list[Deadline]:
    return [deadline for each in _open(tx, pause.covered) for deadline in each.deadlines]


def _act(pause: Pause, what: str, who: str, at: datetime, *details: tuple[str, str]) -> Act:
    return Act(at=at, what=what, who=who, details=(("pause", pause.id), ("for", str(pause.whom)), *details))
