"""Any order of edits, answers, time and darkness: what must hold after each of them.

The engine over the store in memory, driven by Hypothesis; the same runs every time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from calsync.domain.model import Absence, AlarmKind, AnswerKind, DeadlineState, Place, VisitState
from calsync.domain.questions import asks_whether
from calsync.parsers.location import read_place
from tests.house import CAST, ELM_ROAD, MINUTE, OAK_STREET, House, an_entry, differing

IDS = st.sampled_from(["e1", "e2", "e3"])
PLACES = st.sampled_from([read_place(ELM_ROAD), read_place(OAK_STREET), Place(text="The market")])
CATEGORIES = st.sampled_from([(), ("Home visit",), ("High risk",), ("Not a visit",), ("Home visit", "Visit done")])
RESPONDERS = st.sampled_from(["morgan", "dee", "ash"])
WORKERS_WORDS = st.sampled_from(
    [AnswerKind.SAFE, AnswerKind.CONTACT, AnswerKind.EXTEND, AnswerKind.HELP, AnswerKind.DURESS, AnswerKind.UNCLEAR]
)
RESPONDERS_WORDS = st.sampled_from([each for each in AnswerKind if each is not AnswerKind.CONTACT])
SEVERITY = {AlarmKind.SILENCE: 0, AlarmKind.HELP: 1, AlarmKind.DURESS: 2}


class AnyOrder(RuleBasedStateMachine):
    """Sam's day, in any order of events."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(at="09:00")
        self.removed = {}
        self.before = {}
        self.visits_before = {}
        self.rows_before = {}
        self.acts_before = []
        self.ever_owned = set()

    @initialize(start=st.integers(-10, 20), length=st.integers(10, 60))
    def a_visit_is_watched(self, start, length):
        begins = self.house.clock.now() + start * MINUTE
        self.house.calendars.put(replace(an_entry("e1"), start=begins, end=begins + length * MINUTE))
        self.house.tick()

    # --- the diary

    @rule(
        event_id=IDS, start=st.integers(-90, 120), length=st.integers(5, 120), place=PLACES, categories=CATEGORIES,
        made=st.integers(-120, 0),
    )  # fmt: skip
    def writes_an_entry(self, event_id, start, length, place, categories, made):
        if event_id in self.house.calendars.diaries.get("sam", {}):
            return
        now = self.house.clock.now()
        begins = now + start * MINUTE
        self.removed.pop(event_id, None)
        self.house.calendars.put(
            replace(
                an_entry(event_id),
                start=begins,
                end=begins + length * MINUTE,
                place=place,
                categories=categories,
                created=now + made * MINUTE,
            )
        )

    def _there(self, event_id):
        return event_id in self.house.calendars.diaries.get("sam", {})

    @rule(event_id=IDS)
    def deletes(self, event_id):
        if self._there(event_id):
            self.removed[event_id] = self.house.calendars.diaries["sam"].pop(event_id)

    @precondition(lambda self: self.removed)
    @rule(event_id=IDS)
    def restores(self, event_id):
        if event_id in self.removed:
            self.house.calendars.put(self.removed.pop(event_id))

    @rule(event_id=IDS, as_id=IDS, longer=st.sampled_from([-30, 0, 60]))
    def copies(self, event_id, as_id, longer):
        if self._there(event_id) and not self._there(as_id):
            event = self.house.calendars.diaries["sam"][event_id]
            end = max(event.start + MINUTE, event.end + longer * MINUTE)
            self.removed.pop(as_id, None)
            self.house.calendars.put(replace(event, id=as_id, end=end))

    @rule(event_id=IDS, minutes=st.sampled_from([-1500, -90, -20, 15, 60, 240, 1440, 10080]))
    def moves(self, event_id, minutes):
        if self._there(event_id):
            event = self.house.calendars.diaries["sam"][event_id]
            step = minutes * MINUTE
            self.house.change(event_id, start=event.start + step, end=event.end + step)

    @rule(event_id=IDS, minutes=st.sampled_from([-60, -15, -5, 10, 30, 90]))
    def changes_the_end(self, event_id, minutes):
        if self._there(event_id):
            event = self.house.calendars.diaries["sam"][event_id]
            self.house.change(event_id, end=max(event.start + MINUTE, event.end + minutes * MINUTE))

    @rule(event_id=IDS, minutes=st.sampled_from([-10, 10]))
    def changes_the_start(self, event_id, minutes):
        if self._there(event_id):
            event = self.house.calendars.diaries["sam"][event_id]
            self.house.change(event_id, start=min(event.end - MINUTE, event.start + minutes * MINUTE))

    @rule(event_id=IDS, categories=CATEGORIES, place=PLACES)
    def retags(self, event_id, categories, place):
        if self._there(event_id):
            self.house.change(event_id, categories=categories, place=place)

    # --- people

    @precondition(lambda self: self.before)
    @rule(kind=WORKERS_WORDS, leaving=st.booleans(), ago=st.integers(0, 90), minutes=st.sampled_from([5, 30, 200]))
    def sam_says(self, kind, leaving, ago, minutes):
        sent = self.house.clock.now() - ago * MINUTE
        self.house.answers(kind, leaving=leaving, minutes=minutes, sent=sent)

    @precondition(lambda self: self.before)
    @rule(kind=RESPONDERS_WORDS, who=RESPONDERS, which=st.integers(0, 9), reason=st.sampled_from(["", "spoke to them"]))
    def a_responder_says(self, kind, who, which, reason):
        ids = sorted(self.before)
        deadline_id = ids[which % len(ids)]
        self.house.answers(kind, who=who, deadline_id=deadline_id, minutes=20, reason=reason, log_number="7")

    @rule(who=RESPONDERS, there=st.booleans())
    def comes_and_goes(self, who, there):
        absences = () if there else (Absence(start=self.house.clock.now(), end=None),)
        with self.house.store.transaction() as tx:
            tx.put_people(differing(CAST, who, absences=absences))

    @rule(fails=st.booleans(), permanent=st.booleans())
    def the_mail_fails_or_works(self, fails, permanent):
        self.house.mail.fail(permanent=permanent) if fails else self.house.mail.recover()

    # --- time

    @rule(minutes=st.integers(1, 15))
    def the_service_runs(self, minutes):
        for _ in range(minutes):
            self.house.clock.go(1)
            self.house.tick()
            self._nothing_is_left_undone()
            self._look()

    @rule(minutes=st.sampled_from([5, 17, 45, 300, 1500]))
    def the_service_is_dark(self, minutes):
        self.house.clock.go(minutes)

    @rule()
    def the_diary_is_read(self):
        self.house.poll()

    @rule()
    def the_time_decides(self):
        self.house.scan()
        self._nothing_is_left_undone()

    def _nothing_is_left_undone(self):
        now = self.house.clock.now()
        assert all(each.next_step_at is None or each.next_step_at > now for each in self.house.open())

    # --- what must hold

    def _now(self):
        watched = self.house.watched()
        return {each.id: each for one in watched for each in one.deadlines}, {
            one.visit.id: one.visit for one in watched
        }

    @invariant()
    def everything_holds(self):
        self._look()

    def _look(self):
        deadlines, visits = self._now()
        now = self.house.clock.now()
        assert self.before.keys() <= deadlines.keys(), "a deadline was lost"
        for name, deadline in deadlines.items():
            if deadline.owner is not None:
                self.ever_owned.add(name)
            self._one_deadline(deadline, now)
            if name in self.before:
                self._one_change(self.before[name], deadline, self.visits_before[deadline.visit_id], now)
        self._messages_and_audit()
        self.before, self.visits_before = deadlines, visits

    def _one_deadline(self, deadline, now):
        assert deadline.due <= deadline.planned + deadline.extension
        if deadline.state is DeadlineState.CLOSED:
            assert deadline.closed_by is not None, "nobody closed it"
        # Of what may be a visit the line manager is told once, and it ends there (law 4).
        asks_responders = any(not step.to_worker for step in deadline.steps) and not asks_whether(deadline)
        if deadline.is_open and asks_responders:
            assert deadline.next_step_at is not None, "the ladder ran out"
            if deadline.taken == len(deadline.steps):
                assert deadline.next_step_at <= now + timedelta(minutes=5)

    def _one_change(self, old, new, visit, now):
        if old.state is DeadlineState.CLOSED and visit.state is VisitState.BEGUN:
            assert new.state is DeadlineState.CLOSED, "a closed deadline came back"
        if old.is_open and new.state is DeadlineState.CANCELLED:
            assert old.alarm is AlarmKind.SILENCE, "the diary took back a call for help"
            if visit.state is VisitState.BEGUN or now >= visit.start:
                self._carried_on_by_another(old)
        assert SEVERITY[old.alarm] <= SEVERITY[new.alarm], "an alarm grew milder"
        assert not (old.responders_asked and not new.responders_asked and visit.state is VisitState.BEGUN)

    def _carried_on_by_another(self, old):
        merged = [act.visit_id for act in self.house.acts() if act.what == "visit-merged"]
        assert old.visit_id in merged, "a begun visit was cancelled"
        assert not old.responders_asked, "an alarm that ran was cancelled"
        assert any(each.due <= old.due for each in self.house.open()), "a deadline was lost"

    def _messages_and_audit(self):
        rows = {row.id: row for row in self.house.rows()}
        acts = self.house.acts()
        assert self.rows_before.keys() <= rows.keys(), "a message was lost"
        identities = {(row.deadline_id, row.step, row.round, row.recipient, row.channel) for row in rows.values()}
        assert len(identities) == len(rows)
        assert acts[: len(self.acts_before)] == self.acts_before, "the audit was changed"
        told = {(row.deadline_id, row.step, str(row.round)) for row in rows.values()}
        steps = [
            (act.what, act.deadline_id, *dict(act.details).values()) for act in acts if act.what.startswith("step-")
        ]
        nobody = {each[1:4] for each in steps if each[0] == "step-reached-nobody"}
        for what, *step in steps:
            if what == "step-taken" and step[0] not in self.ever_owned:
                assert tuple(step) in told | nobody, "a step was taken and nobody was told"
        self.rows_before, self.acts_before = rows, acts


AnyOrder.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestAnyOrderOfEvents = AnyOrder.TestCase
