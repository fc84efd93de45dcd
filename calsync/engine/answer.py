"""The verb `answer`: what somebody said -> deadlines closed, moved, taken or escalated, in one unit of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.answering import Outcome, answer_of_responder, answer_of_worker
from calsync.domain.answering.reopening import watched_again
from calsync.domain.danger import in_danger, without_danger, word_of
from calsync.domain.drills import is_drill
from calsync.domain.duress import under_duress
from calsync.domain.faces import faces_to_come, whole_again
from calsync.domain.incidents import outcry
from calsync.domain.likeness import Known, by_likeness
from calsync.domain.model import (
    Act,
    AlarmKind,
    Answer,
    AnswerKind,
    Deadline,
    PersonId,
    Policy,
    Role,
    Via,
    Visit,
    Watched,
)
from calsync.domain.possible import VERDICTS, take_verdict
from calsync.domain.responders import may_take, on_the_visit
from calsync.domain.unbelieved import shown
from calsync.engine.after_closing import tell_what_is_watched
from calsync.engine.afterwards import follow
from calsync.engine.core import Core, apply
from calsync.engine.drill_answers import (
    CALLS,
    as_drill_ends,
    calls_in_earnest,
    drill_meant,
    end_drills,
    real_call,
    said_by_worker,
    shown_ending,
)
from calsync.engine.handing_over import take_hand_over
from calsync.engine.looking_after import tell_who_looks_after
from calsync.engine.messages import row_not_taken
from calsync.engine.outings import follow_outings, lately_out
from calsync.engine.second_pin import is_word_of_its_own, leave_to_the_word
from calsync.engine.story import Happened
from calsync.engine.taking_over import tell_former_owner
from calsync.engine.trying import tried
from calsync.engine.unproven import held_to_pin
from calsync.parsers.over import says_over
from calsync.ports import Transaction

AGAIN = timedelta(hours=3)
"""How long ago a visit may have ended that "+30" opens again."""
TAKEN_BEFORE = Outcome(took_as="nothing", why="This answer was taken before.")


class Answering:
    """Takes answers, from wherever they come."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def answer(self, answer: Answer, *, beside: str = "") -> Outcome:
        """What the answer did. The same answer (by its id) acts once, however often it comes.

        `beside` is the id of the deadline that the same word was about first: of both one message is enough.
        """
        outcome, happened = tried(
            self._core,
            lambda tx, at: self.take(tx, answer, at, beside=beside),
            f"answer {answer.id} could not be taken",
        )
        for each in happened:
            self._core.observe(each)
        return outcome

    def take(
        self, tx: Transaction, answer: Answer, at: datetime, *, beside: str = ""
    ) -> tuple[Outcome, list[Happened]]:
        """What an answer does in the caller's unit of work, and what is to be told of it once that is committed."""
        outcome, happened = self._take(tx, answer, at, beside=beside)
        if is_word_of_its_own(tx, answer, taken_before=outcome is TAKEN_BEFORE):
            happened = happened + self._take(tx, word_of(answer), at)[1]
            leave_to_the_word(tx, outcome, at)
        return outcome, happened

    def _take(
        self, tx: Transaction, answer: Answer, at: datetime, *, beside: str = ""
    ) -> tuple[Outcome, list[Happened]]:
        drill, caller = drill_meant(tx, answer), answer.who
        if drill is not None and not calls_in_earnest(answer, drill):
            return self._of_drill(tx, answer, drill, at)
        shown_for = shown_ending(tx, answer)
        if drill is not None:
            caller, answer = drill.visit.worker, real_call(tx, answer, drill)
        deadline = tx.deadline(answer.deadline_id) if answer.deadline_id else None
        cry: tuple[Visit, Deadline] | None = None
        if drill is not None and deadline is None and answer.who != caller:
            # Of a drill somebody says that its worker is in danger, and no visit of theirs has begun.
            cry = outcry(replace(answer, who=caller), self._policy(tx, None, caller), at)
            outcome, before = Outcome(took_as="incident", about=(cry[1].id,)), dict[str, Deadline]()
        elif deadline is not None and answer.who != deadline.worker:
            outcome, before = self._of_responder(tx, answer, deadline, at)
        else:
            policy = self._policy(tx, deadline, answer.who)
            watched = shown(tx.deadlines_of(answer.who))
            if deadline is not None and deadline.visit_id not in {each.visit.id for each in watched}:
                watched += self._visit_of(tx, deadline)
            if answer.proof.danger:
                alone = answer_of_worker(without_danger(answer), watched, at, policy)
                answer = in_danger(answer, about=next(iter(alone.about), None))
            answer = held_to_pin(tx, self._core.policies, answer, watched)
            lately, kinds = self._lately(tx, answer, at), by_likeness(tx.remembered(answer.who))
            outcome = watched_again(answer, lately, policy, at) or self._of_worker(
                answer, deadline, watched, kinds, policy, at, lately=lately
            )
            before = {each.id: each for one in (*lately, *watched) for each in one.deadlines}
            outcome = replace(outcome, deadlines=tuple(_standing(tx, each, before) for each in outcome.deadlines))
            if outcome.took_as == "nothing" and answer.kind in (AnswerKind.HELP, AnswerKind.DURESS):
                # A call for help is never dropped for want of a visit.
                cry = outcry(answer, policy, at)
                outcome = replace(outcome, took_as="incident", about=(cry[1].id,))
        about = outcome.about[0] if outcome.about else answer.deadline_id
        if not tx.add_answer(replace(answer, deadline_id=about)):
            return TAKEN_BEFORE, []
        if cry is not None:
            before |= self._open(tx, answer, cry, at)
        if outcome.why and answer.via.is_written and deadline is not None:
            self._say_why(tx, answer, deadline, outcome.why, at)
        whose = deadline.worker if deadline is not None else caller
        out = lately_out(self._core, tx, whose, at)
        happened = apply(self._core, tx, answer, outcome, before, at, beside=beside)
        happened += follow(self._core, tx, answer, outcome, before, at)
        if answer.kind in CALLS:
            end_drills(self._core, tx, answer, whose, at, shown=shown_for)
        tell_who_looks_after(self._core, tx, outcome, before, at)
        if deadline is not None:
            tell_what_is_watched(self._core, tx, answer, deadline, outcome)
        return outcome, happened + follow_outings(self._core, tx, out, whose, at, answer.via)

    def _of_drill(
        self, tx: Transaction, answer: Answer, drill: Watched, at: datetime
    ) -> tuple[Outcome, list[Happened]]:
        """What an answer does to a drill, and to nothing else: it brings no incident and nothing afterwards."""
        (deadline,) = drill.deadlines
        if answer.who == deadline.worker:
            policy = self._policy(tx, deadline, answer.who)
            outcome, before = said_by_worker(answer, drill, policy, at), {deadline.id: deadline}
        else:
            outcome, before = self._of_responder(tx, answer, deadline, at)
        outcome = as_drill_ends(outcome)
        about = outcome.about[0] if outcome.about else deadline.id
        if not tx.add_answer(replace(answer, deadline_id=about)):
            return TAKEN_BEFORE, []
        if outcome.why and answer.via.is_written:
            self._say_why(tx, answer, deadline, outcome.why, at)
        return outcome, apply(self._core, tx, answer, outcome, before, at)

    def _of_worker(
        self,
        answer: Answer,
        deadline: Deadline | None,
        watched: Sequence[Watched],
        remembered: Known,
        policy: Policy,
        at: datetime,
        *,
        lately: Sequence[Watched] = (),
    ) -> Outcome:
        if answer.kind not in VERDICTS:
            outcome = answer_of_worker(answer, watched, at, policy)
            if not answer.plain:
                return outcome
            theirs = {each.visit.id for each in watched}
            all_ = [*watched, *(each for each in lately if each.visit.id not in theirs)]
            return under_duress(outcome, answer, all_, remembered, policy, at)
        about = next((each for each in watched if deadline is not None and each.visit.id == deadline.visit_id), None)
        if deadline is None or about is None:
            return Outcome(took_as="nothing", why="Say of which entry that is said: answer the question about it.")
        return take_verdict(answer, deadline, about, watched, remembered, policy, at)

    def _policy(self, tx: Transaction, deadline: Deadline | None, who: PersonId) -> Policy:
        """The policy of a deadline, which it keeps whatever team its worker is in now; without one, that of `who`."""
        policies, worker = self._core.policies, tx.people().get(who)
        return policies.named(deadline.policy, worker) if deadline is not None else policies.of(worker)

    def _say_why(self, tx: Transaction, answer: Answer, deadline: Deadline, why: str, at: datetime) -> None:
        """Tell a responder, by what they wrote, that their answer did nothing: else they believe that it did."""
        person = tx.people().get(answer.who)
        if person is not None and person.id != deadline.worker:
            told = tx.notifications_of(deadline.id)
            row = row_not_taken(deadline, person, why, told, at, ready=self._core.ready, by_text=answer.via is Via.TEXT)
            tx.add_notifications([row] if row is not None else [])

    def _open(self, tx: Transaction, answer: Answer, cry: tuple[Visit, Deadline], at: datetime) -> dict[str, Deadline]:
        visit, deadline = cry
        tx.put_visit(visit)
        tx.put_deadlines([deadline])
        tx.add_acts([Act(at=at, what="incident-outside-visit", who=answer.who, visit_id=visit.id)])
        return {deadline.id: deadline}

    def _visit_of(self, tx: Transaction, deadline: Deadline) -> list[Watched]:
        """The visit of a deadline with all its deadlines, open or closed."""
        visit = tx.visit(deadline.visit_id)
        under = tx.watched_under(deadline.worker, [visit.event_id]) if visit is not None else []
        return [each for each in under if each.visit.id == deadline.visit_id]

    def _of_responder(
        self, tx: Transaction, answer: Answer, deadline: Deadline, at: datetime
    ) -> tuple[Outcome, dict[str, Deadline]]:
        visit = tx.visit(deadline.visit_id)
        person = tx.people().get(answer.who)
        if visit is None or person is None:
            return Outcome(took_as="refused", why="Only somebody whom the directory knows can do that."), {}
        calls = answer.kind in (AnswerKind.HELP, AnswerKind.DURESS)
        if on_the_visit(person, visit) and not calls:
            why = "Somebody who is on the same visit can't take or close its alarm."
            return Outcome(took_as="refused", about=(deadline.id,), why=why), {deadline.id: deadline}
        told = [row.recipient for row in tx.notifications_of(deadline.id) if row.role is not Role.WORKER]
        if (
            (answer.via.is_written or answer.via is Via.LINK)
            and not calls
            and not may_take(person, visit, tx.people(), told)
        ):
            why = "Only somebody who was told of this alarm, or holds a role for the worker, can take or close it."
            return Outcome(took_as="refused", about=(deadline.id,), why=why), {deadline.id: deadline}
        watched = self._visit_of(tx, deadline)[0]
        before = {each.id: each for each in watched.deadlines}
        if answer.kind is AnswerKind.HAND_OVER:
            return take_hand_over(self._core, tx, answer, deadline, visit, at), before
        if answer.kind in VERDICTS:
            policy = self._policy(tx, deadline, deadline.worker)
            return take_verdict(answer, before[deadline.id], watched, (), {}, policy, at), before
        theirs = [] if is_drill(visit) else tx.deadlines_of(deadline.worker)
        others = [each for each in theirs if each.visit.id != watched.visit.id]
        before |= {each.id: each for one in others for each in one.deadlines}
        if answer.kind is AnswerKind.CLOSE:
            worker = tx.people().get(deadline.worker)
            names = (worker.name, worker.name.split()[0]) if worker is not None and worker.name.split() else ()
            answer = replace(answer, leaving=says_over(answer.reason, names))
        outcome = answer_of_responder(
            answer,
            watched,
            before[deadline.id],
            at,
            others=others,
            told=tx.notifications_of(deadline.id),
            going_on=self._going_on(tx, answer, watched, deadline, at),
        )
        tell_former_owner(self._core, tx, before[deadline.id], outcome, at)
        return outcome, before

    def _lately(self, tx: Transaction, answer: Answer, at: datetime) -> list[Watched]:
        """The visits of late, of which "+30" opens one again that somebody else has closed, also beside a code word;
        none for other words."""
        more = any(each.kind is AnswerKind.EXTEND for each in (answer, *answer.plain))
        return shown(tx.watched(answer.who, at - AGAIN)) if more else []

    def _going_on(
        self, tx: Transaction, answer: Answer, watched: Watched, deadline: Deadline, at: datetime
    ) -> list[Deadline]:
        """What is watched on of a visit whose code word is closed: all that is to come, unless the reason says that
        they are out."""
        if answer.kind is not AnswerKind.CLOSE or deadline.alarm is not AlarmKind.DURESS or answer.leaving:
            return []
        policy = self._policy(tx, deadline, deadline.worker)
        return [whole_again(each, watched.visit, policy, at) for each in faces_to_come(watched.deadlines, at)]


def _standing(tx: Transaction, deadline: Deadline, before: Mapping[str, Deadline]) -> Deadline:
    """The deadline; one that is thought new, and stands already, is begun anew."""
    old = tx.deadline(deadline.id) if deadline.id not in before and not deadline.version else None
    return replace(deadline, version=old.version, round=old.round + 1) if old is not None else deadline
