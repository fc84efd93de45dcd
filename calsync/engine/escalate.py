"""The verb `escalate`: deadlines whose time has come -> notification rows, in one unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.after_pause import counted_from_its_end
from calsync.domain.drills import apart, is_drill
from calsync.domain.escalation import Advance, StepDue, advance
from calsync.domain.likeness import words_of
from calsync.domain.model import (
    Act,
    AlarmKind,
    Ask,
    Channel,
    Concern,
    Deadline,
    Notification,
    NotificationState,
    Pause,
    People,
    Person,
    PersonId,
    Role,
    Visit,
    Watched,
)
from calsync.domain.notices import Cause
from calsync.domain.pause_wording import told_late as told_after_pause
from calsync.domain.pauses import covers, held, held_until
from calsync.domain.possible import UNANSWERED
from calsync.domain.questions import asks_whether, is_question
from calsync.domain.standing_help import (
    advance_beside,
    advance_in_silence,
    code_word_for,
    help_for,
    may_wait,
    others_taken,
    taken_up,
)
from calsync.domain.unasked import told_late
from calsync.domain.worker_wording import in_order
from calsync.engine.bursts import fold_burst
from calsync.engine.companions import joined
from calsync.engine.core import Core, log
from calsync.engine.darkness import SCAN, Darkness, find_darkness
from calsync.engine.faults import fault
from calsync.engine.joint import fold_joint
from calsync.engine.messages import rows_for
from calsync.engine.notices import raise_notice
from calsync.engine.webhooking import posted
from calsync.errors import Conflict, StoreUnavailable
from calsync.ports import Transaction

BATCH = 200
PAUSES_BACK = timedelta(days=2)
"""How long after a pause what it kept back is told as such."""


class Escalation:
    """The scan. It asks nobody but the store, so that a slow Graph can't delay an alarm."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._scanned_before = False

    def escalate(self) -> int:
        """How many deadlines moved on. Every step that has fallen due is a row afterwards, none is skipped (law 3)."""
        core = self._core
        at = core.clock.now()
        with core.store.transaction() as tx:
            darkness = find_darkness(tx, at, longest_gap=self._longest_gap())
        moved = 0
        while True:
            with core.store.transaction() as tx:
                due = tx.due(at, BATCH)
            if not due:
                break
            moved += self._take([deadline.id for deadline in _whole_workers(due)], at, darkness)
        with core.store.transaction() as tx:
            tx.beat(SCAN, at)
        self._scanned_before = True
        return moved

    def _longest_gap(self) -> timedelta:
        """The longest time without a scan that is no darkness: short for a new process, since the old one was gone."""
        core = self._core
        return max(timedelta(minutes=1), core.real(5)) if self._scanned_before else core.tick * 3

    def _take(self, ids: Sequence[str], at: datetime, darkness: Darkness | None) -> int:
        """Take these deadlines together; if that fails, one by one, so that a bad row harms only itself (law 14)."""
        try:
            return self._take_together(ids, at, darkness)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("a batch of %d deadlines could not be taken together: %s", len(ids), fault(error))
        taken = 0
        for deadline_id in ids:
            try:
                taken += self._take_together([deadline_id], at, darkness)
            except StoreUnavailable:
                raise
            except Conflict:
                continue  # an answer came in between: the next round reads the row again
            except Exception as error:
                why = fault(error)
                log.error("deadline %s could not be escalated and is set aside for a minute: %s", deadline_id, why)
                with self._core.store.transaction() as tx:
                    tx.quarantine(deadline_id, why, at)
                    tx.add_acts([Act(at=at, what="deadline-quarantined", deadline_id=deadline_id)])
        return taken

    def _take_together(self, ids: Sequence[str], at: datetime, darkness: Darkness | None) -> int:
        with self._core.store.transaction() as tx:
            people = tx.people()
            pauses = tx.pauses(at - PAUSES_BACK)
            wanted = set(ids)
            due = [deadline for deadline in tx.due(at, BATCH) if deadline.id in wanted]
            advanced: list[Deadline] = []
            rows: list[Notification] = []
            practised: list[Notification] = []  # of drills: folded with nothing
            acts: list[Act] = []
            visits: dict[str, Watched] = {}
            calls = _calls(tx, due)
            for deadline in due:
                visit = tx.visit(deadline.visit_id)
                if visit is None:
                    raise LookupError(f"deadline {deadline.id} has no visit")
                if is_drill(visit):
                    moved, owed, done = self._climb(advance(deadline, at), visit, people, at, darkness, ())
                    advanced.append(moved)
                    practised += apart(owed)
                    acts += done
                    continue
                if (pause := covers(pauses, visit, deadline, at)) is not None:
                    advanced.append(held(deadline, pause))
                    acts.append(_held(deadline, pause, at))
                    continue
                deadline = counted_from_its_end(pauses, visit, deadline)
                step, call = _moved_on(tx, deadline, calls.get(deadline.visit_id, ()), at)
                if call is not None:
                    acts.append(_waits(deadline, call, at))
                visit = joined(tx, visit, people)
                moved, owed, done = self._climb(step, visit, people, at, darkness, pauses)
                advanced.append(moved)
                visits[moved.id] = Watched(visit=visit, deadlines=(moved,))
                rows += owed
                acts += done
                if _reached_nobody(owed, done) and not asks_whether(moved):
                    raise_notice(tx, Cause.NOBODY_REACHED, moved.worker, _ring(people.get(moved.worker)), at)
                if asks_whether(moved) and moved.taken == len(moved.steps) and not moved.late_entry:
                    tx.add_concern(_unanswered(visit, at))
            rows = fold_joint(fold_questions(rows, visits), visits, people)
            if darkness is not None and darkness.end == at:
                rows = fold_together(rows, {each.id: each for each in advanced})
            rows = fold_burst(rows, {each.id: each for each in advanced})
            tx.put_deadlines(advanced)
            tx.add_notifications([*rows, *practised])
            tx.add_acts(acts)
        return len(due)

    def _climb(
        self,
        step: Advance,
        visit: Visit,
        people: People,
        at: datetime,
        darkness: Darkness | None,
        pauses: Sequence[Pause],
    ) -> tuple[Deadline, list[Notification], list[Act]]:
        rows: list[Notification] = []
        acts: list[Act] = []
        taken: list[StepDue] = []
        deadline = step.deadline
        policy = self._core.policies.named(deadline.policy, people.get(visit.worker))
        unreached = False
        while True:
            was_dark = darkness is not None and darkness.overlaps(min(step.deadline.base, at - self._core.tick), at)
            dark = darkness.sentence(self._core.zone) if darkness is not None and was_dark else ""
            moments = (deadline.due, *(due.due for due in step.due))
            kept = next((found for moment in moments if (found := held_until(pauses, visit, moment))), None)
            paused = told_after_pause(kept, self._core.zone) if kept is not None else ""
            note = "\n".join(each for each in (dark, paused, told_late(visit, self._core.zone)) if each)
            owed = rows_for(
                step.deadline, visit, step.due, people, at, ready=self._core.ready, policy=policy, note=note
            )
            rows += owed.rows
            taken += step.due
            acts += [_act(step.deadline, at, "step-taken", each.number, each.round) for each in step.due]
            if owed.reached_nobody:
                acts.append(_act(step.deadline, at, "step-reached-nobody", step.deadline.taken, step.deadline.round))
                log.error("a step of deadline %s reaches nobody; the next step is taken at once", deadline.id)
            # Nobody of a step can be reached, not even out of hours: the next responders hear of it at once, past
            # whatever steps to the worker stand in between.
            reached = any(row.role is not Role.WORKER for row in owed.rows)
            unreached = (unreached or owed.reached_nobody) and not reached
            if not unreached or step.deadline.taken >= len(step.deadline.steps):
                break
            step = advance(step.deadline, at, hasten=True)
        rows += posted(step.deadline, taken, at, ready=self._core.ready)
        return step.deadline, rows, acts


def _whole_workers(due: list[Deadline]) -> list[Deadline]:
    """A full batch without its last worker's deadlines, so that what they are asked in one morning stays together."""
    if len(due) < BATCH or due[0].worker == due[-1].worker:
        return due
    return [each for each in due if (each.next_step_at, each.worker) != (due[-1].next_step_at, due[-1].worker)]


def _reached_nobody(rows: Sequence[Notification], acts: Sequence[Act]) -> bool:
    """Whether responders were to be told, and not one of them could be."""
    unreached = any(each.what == "step-reached-nobody" for each in acts)
    return unreached and not any(row.role is not Role.WORKER and row.channel is not Channel.WEBHOOK for row in rows)


def _ring(worker: Person | None) -> str:
    """Whom to ring, for IT, who are the last that hear of it."""
    numbers = worker.numbers if worker is not None else ()
    name = worker.name if worker is not None else "the worker"
    return f"Ring {name}: {' or '.join(numbers) or 'no number is known'}."


def _calls(tx: Transaction, due: Sequence[Deadline]) -> dict[str, list[Deadline]]:
    """The calls for help and code words on the visits of all that is due, by the visit's id, in one query."""
    found: dict[str, list[Deadline]] = {}
    for each in tx.alarms_on(list(dict.fromkeys(one.visit_id for one in due if may_wait(one)))):
        found.setdefault(each.visit_id, []).append(each)
    return found


def _moved_on(
    tx: Transaction, deadline: Deadline, own: Sequence[Deadline], at: datetime
) -> tuple[Advance, Deadline | None]:
    """The deadline moved on, and the call for help or code word on its visit for which its steps to others wait.

    `own` are the calls and words on its visit.
    """
    if not may_wait(deadline):
        return advance(deadline, at), None
    if (call := help_for(own)) is not None:
        return advance_beside(deadline, at), call
    waits, resumed = f"code-word-waits {deadline.id}", f"code-word-resumed {deadline.id}"
    if (word := code_word_for(own)) is not None:
        if others_taken((step := advance_in_silence(deadline, at)).deadline):
            tx.put_cursor(waits, at)
        return step, word
    since = tx.cursor(waits) if any(each.alarm is AlarmKind.DURESS for each in own) else None
    if since is None or ((last := tx.cursor(resumed)) is not None and last >= since):
        return advance(deadline, at), None
    tx.put_cursor(resumed, at)
    told = {each.step for each in tx.notifications_of(deadline.id) if each.role is not Role.WORKER}
    return taken_up(deadline, told, at), None


def _waits(deadline: Deadline, call: Deadline, at: datetime) -> Act:
    details = (("for", call.id),)
    return Act(at=at, what="deadline-waits", visit_id=deadline.visit_id, deadline_id=deadline.id, details=details)


def _held(deadline: Deadline, pause: Pause, at: datetime) -> Act:
    details = (("pause", pause.id), ("until", pause.over_at.isoformat()))
    return Act(at=at, what="deadline-held", visit_id=deadline.visit_id, deadline_id=deadline.id, details=details)


def _unanswered(visit: Visit, at: datetime) -> Concern:
    """What stands where everybody who may be asked of a possible visit was asked, and nobody has said what it is."""
    words = "It may be a visit, and the worker has said neither whether it is one nor that they are safe."
    return Concern(visit_id=visit.id, worker=visit.worker, kind=UNANSWERED, words=words, raised=at)


def fold_questions(rows: list[Notification], asked: Mapping[str, Watched]) -> list[Notification]:
    """The rows of a scan with all that one worker is asked of one moment folded into the first of them, and numbered.

    That is all of one morning, and what begins at the same minute. `asked` is each deadline with its visit, by the
    deadline's id. The list of it is made when that first one is sent.
    """
    lists: dict[tuple[PersonId, str, datetime | None], list[Notification]] = {}
    kept: dict[str, Notification] = {}
    for row in rows:
        kept[row.id] = row
        if row.ask is not Ask.IS_IT_A_VISIT or row.role is not Role.WORKER:
            continue
        watched = asked[row.deadline_id]
        kept[row.id] = replace(row, number=1, asked_as=words_of(watched.visit))
        questions = sum(map(is_question, watched.deadlines[0].steps))
        # Of its two questions the first is that of the morning. What lasts all day is asked for something else.
        of_morning = int(row.step) == 1 and questions > 1
        if row.state is NotificationState.WAITING and not watched.deadlines[0].late_entry:
            begins = None if of_morning else watched.visit.start
            lists.setdefault((row.recipient, row.channel, begins), []).append(kept[row.id])
    for listed in lists.values():
        carrier = listed[0].id
        ordered = in_order([(row, asked[row.deadline_id].visit) for row in listed])
        for number, row in enumerate(ordered, 1):
            state = row.state if row.id == carrier else NotificationState.CARRIED
            kept[row.id] = replace(row, number=number, state=state)
    return [kept[row.id] for row in rows]


def fold_together(rows: list[Notification], deadlines: dict[str, Deadline]) -> list[Notification]:
    """The rows of a scan after darkness, with all that one person is owed folded into the newest of them (law 3).

    What was folded is told whole inside the message that carries it.
    """
    newest: dict[tuple[PersonId, str, bool, bool], str] = {}
    folded: set[str] = set()
    for row in sorted(rows, key=lambda each: each.due):
        # A call for help is never a line in somebody else's message.
        alone = deadlines[row.deadline_id].alarm is not AlarmKind.SILENCE
        if row.state is NotificationState.WAITING and not alone:
            # A worker's own question and an alarm about a colleague are two duties, also when one person has both; and
            # whether an entry is a visit is another question than whether somebody is out and safe.
            key = (row.recipient, row.channel, row.role is Role.WORKER, row.ask is Ask.IS_IT_A_VISIT)
            if key in newest:
                folded.add(newest[key])
            newest[key] = row.id
    return [replace(row, state=NotificationState.CARRIED) if row.id in folded else row for row in rows]


def _act(deadline: Deadline, at: datetime, what: str, step: int, round_: int) -> Act:
    details = (("step", str(step)), ("round", str(round_)))
    return Act(at=at, what=what, visit_id=deadline.visit_id, deadline_id=deadline.id, details=details)
