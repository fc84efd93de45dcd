"""What holds under every ladder, after any event: the laws that a life can hang on."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis.stateful import RuleBasedStateMachine, invariant

from calsync.domain.faces import CODE_WORD
from calsync.domain.ladders import tells_responders
from calsync.domain.model import AlarmKind, AnswerKind, DeadlineKind, DeadlineState, Role, Tag, VisitState
from calsync.domain.questions import asks_whether
from tests.fakes import At
from tests.house import House, clock
from tests.ladders import BY_RETURN, EVERYBODY
from tests.scenarios.mortal_store import MortalStore

SEVERITY = {AlarmKind.SILENCE: 0, AlarmKind.HELP: 1, AlarmKind.DURESS: 2}
NEARLY = timedelta(minutes=10)
NOT_FOR_WORKERS = re.compile("alarm|police|escalat", re.IGNORECASE)


class WhatHolds(RuleBasedStateMachine):
    """A house under one policy, and what must hold in it after each event, whatever the event was."""

    policy = BY_RETURN

    def __init__(self) -> None:
        super().__init__()
        clock_ = At(clock("09:00"))
        self.store = MortalStore(clock_=clock_)
        self.house = House(policy=self.policy, people=EVERYBODY, store=self.store, clock_=clock_)
        self.deadlines, self.visits = {}, {}
        self.rows, self.acts = {}, []
        self.sent = 0
        self.ever_owned = set()

    @property
    def now(self):
        return self.house.clock.now()

    def _stored(self):
        watched = self.house.watched()
        deadlines = {each.id: each for one in watched for each in one.deadlines}
        return deadlines, {one.visit.id: one.visit for one in watched}

    @invariant()
    def everything_holds(self):
        self.look()

    def look(self, by=""):
        deadlines, visits = self._stored()
        acts = self.house.acts()
        self.law_1_no_deadline_vanishes(deadlines)
        for name, new in deadlines.items():
            if new.owner is not None:
                self.ever_owned.add(name)
            self.law_2_within_bounds(new)
            self.law_4_the_ladder_never_runs_out(new)
            if (old := self.deadlines.get(name)) is not None:
                visit = self.visits[old.visit_id]
                self.law_1_a_begun_visit_ends_by_a_person(old, new, visit, acts, deadlines)
                self.law_2_the_diary_moves_little(old, new, visit, by)
                self.an_alarm_grows_no_milder(old, new, visit)
                self.the_ladder_is_climbed_in_order(old, new)
        self.everybody_out_is_covered()
        self.law_7_a_code_word_wins_in_silence()
        self.law_13_record_then_send(acts)
        self.deadlines, self.visits = deadlines, visits

    def _begun(self, visit):
        return visit.state is VisitState.BEGUN or (visit.state is VisitState.PLANNED and self.now >= visit.start)

    def law_1_no_deadline_vanishes(self, deadlines):
        assert self.deadlines.keys() <= deadlines.keys(), "a deadline was lost"

    def law_1_a_begun_visit_ends_by_a_person(self, old, new, visit, acts, deadlines):
        if old.is_open and new.state is DeadlineState.CLOSED:
            assert new.closed_by, "nobody closed it"
            assert new.reason, "it was closed without a reason"
        if not self._begun(visit):
            return
        # An entry made after its own end was asked about once; given an end to come, it is watched after all.
        # What a code word closed for its worker's eyes alone is watched to its end once the code word is closed.
        for_their_eyes = old.reason == CODE_WORD and old.closed_by != old.worker and new.due > self.now
        if old.state is DeadlineState.CLOSED and not old.late_entry and not for_their_eyes:
            assert new.state is DeadlineState.CLOSED, "a closed deadline came back"
        if old.is_open and new.state is DeadlineState.CANCELLED:
            merged = {act.visit_id for act in acts if act.what == "visit-merged"}
            assert visit.id in merged, "a deadline of a begun visit was cancelled"
            assert not old.responders_asked, "an alarm that ran was cancelled"
            assert any(each.is_open and each.due <= old.due for each in deadlines.values()), "a deadline was lost"

    def law_2_within_bounds(self, new):
        assert new.due <= new.planned + new.extension, "moved beyond its bound"

    def law_2_the_diary_moves_little(self, old, new, visit, by):
        if by != "diary" or not (old.is_open and new.is_open and self._begun(visit)) or new.late_entry:
            return
        if new.due > old.due:
            assert not old.risk, "the diary put off the deadline of a risk visit"
            assert not old.responders_asked, "the diary put off a deadline about which somebody was asked"
        if new.due < old.due:
            assert new.due >= self.now + NEARLY, "the diary made a deadline earlier than in ten minutes"

    def law_3_nothing_is_skipped(self):
        for each in self.house.open():
            assert each.next_step_at is None or each.next_step_at > self.now, "a step that is due was not taken"

    def law_4_the_ladder_never_runs_out(self, new):
        if not (new.is_open and tells_responders(new.steps)) or asks_whether(new):
            return
        assert new.next_step_at is not None, "the ladder ran out"
        if new.taken == len(new.steps):
            assert new.next_step_at <= self.now + timedelta(minutes=5), "its last step is not repeated soon"

    def an_alarm_grows_no_milder(self, old, new, visit):
        assert SEVERITY[old.alarm] <= SEVERITY[new.alarm], "an alarm grew milder"
        if old.alarm is not AlarmKind.SILENCE:
            assert new.state is not DeadlineState.CANCELLED, "the diary took back a call for help"
        if self._begun(visit) and new.is_open:
            assert new.responders_asked >= old.responders_asked

    def the_ladder_is_climbed_in_order(self, old, new):
        if not new.is_open:
            return
        if new.round == old.round:
            assert new.taken >= old.taken, "steps were taken back"
        if new.taken < len(new.steps) and new.taken and (within := new.steps[new.taken].then_within) is not None:
            assert new.then_at is None or new.then_at <= self.now + within, "a step comes too long after the one before"
            if (new.round, new.taken) == (old.round, old.taken) and old.then_at is not None:
                assert new.then_at is not None, "a step that follows was put off"
                assert new.then_at <= old.then_at, "a step that follows was put off"

    def everybody_out_is_covered(self):
        """Nobody is out with questions to themselves alone."""
        watched = self.house.watched()
        open_ = [(one.visit, each) for one in watched for each in one.deadlines if each.is_open]
        if any(each.alarm is not AlarmKind.SILENCE for _, each in open_):
            return  # help is under way
        backs = [
            (visit, each) for visit, each in open_ if each.kind is DeadlineKind.RETURN and tells_responders(each.steps)
        ]
        for visit, end in open_:
            doubted = visit.tag is not Tag.VISIT or end.late_entry or visit.state is VisitState.CANCELLED
            if end.kind is not DeadlineKind.VISIT_END or doubted or tells_responders(end.steps):
                continue
            latest = max(end.due, end.planned) + self.policy.return_at_most + self.policy.max_extension
            assert any(back.due <= max(latest, self.now + NEARLY) for _, back in backs), "nobody would look for them"
            assert any(first.start <= visit.start for first, _ in backs), "no outing of theirs is watched"

    def law_6_doubt_is_not_safety(self, before, kind, sent, left):
        after, visits = self._stored()
        for name, old in before.items():
            if not old.is_open or after[name].is_open or kind is AnswerKind.DURESS:
                continue
            visit = visits[old.visit_id]
            assert old.alarm is AlarmKind.SILENCE, "a word of the worker's ended a call for help"
            assert not old.outside_body, "a word of the worker's closed what an outside body was told of"
            assert visit.start <= sent, "a later visit was closed"
            nearly = sent >= old.due - NEARLY
            match old.kind:
                case DeadlineKind.VISIT_END:
                    assert kind is AnswerKind.SAFE, "a doubtful word closed a visit's end"
                    assert nearly or left or old.late_entry, "a visit's end was closed early without a word of leaving"
                case DeadlineKind.RETURN:
                    assert kind is AnswerKind.SAFE, "a doubtful word closed a return"
                    assert nearly or left in ("back", "home"), "a return was closed early"
                case DeadlineKind.HOME_SAFE:
                    assert kind is AnswerKind.SAFE, "a doubtful word closed a way home"
                    assert nearly or left == "home", "a way home was closed early"
                case DeadlineKind.INTERVAL:
                    assert kind is not AnswerKind.UNCLEAR, "an unclear word closed a question"

    def law_7_a_code_word_wins_in_silence(self):
        for message in self.house.mail.sent[self.sent :]:
            if message.notification.role is Role.WORKER:
                assert not NOT_FOR_WORKERS.search(f"{message.subject}\n{message.text}"), message.text
        self.sent = len(self.house.mail.sent)

    def law_13_record_then_send(self, acts):
        rows = {row.id: row for row in self.house.rows()}
        assert self.rows.keys() <= rows.keys(), "a message was lost"
        identities = {(row.deadline_id, row.step, row.round, row.recipient, row.channel) for row in rows.values()}
        assert len(identities) == len(rows), "a message's identity came twice"
        assert acts[: len(self.acts)] == self.acts, "the audit was changed"
        told = {(row.deadline_id, row.step, str(row.round)) for row in rows.values()}
        new = [(each.what, each.deadline_id, *dict(each.details).values()) for each in acts[len(self.acts) :]]
        nobody = {tuple(each) for what, *each in new if what == "step-reached-nobody"}
        for what, *step in new:
            if what == "step-taken" and step[0] not in self.ever_owned and step[0] != "broken":
                assert tuple(step) in told | nobody, "a step was taken and nobody was told"
        self.law_5_taking_it_stops_repeats(row for name, row in rows.items() if name not in self.rows)
        self.rows, self.acts = rows, acts

    def law_5_taking_it_stops_repeats(self, new):
        for row in new:
            old = self.deadlines.get(row.deadline_id)
            # Where nothing reaches the owner, the out-of-hours contact stands in (law 4).
            if row.role in (Role.WORKER, Role.OUT_OF_HOURS) or not row.repeat:
                continue
            if old is not None and old.owned(self.now):
                assert row.recipient == old.owner, "somebody else was asked again of what one person has taken"
