"""Any order of edits, answers, absences, crashes and outages, under ladders of every kind: what holds after each.

The engine over the store in memory, driven by Hypothesis; the same runs every time. One class for each policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from calsync.domain.ladders import tells_responders
from calsync.domain.model import (
    Absence,
    AlarmKind,
    AnswerKind,
    DeadlineKind,
    DeadlineState,
    Place,
    Role,
    Tag,
    VisitState,
)
from calsync.domain.questions import asks_whether
from calsync.engine import Engine
from calsync.errors import SourceRefused
from calsync.parsers.location import read_place
from calsync.store import MemoryStore
from calsync.store.memory import MemoryTransaction
from tests.fakes import At
from tests.house import ELM_ROAD, MINUTE, OAK_STREET, House, an_entry, clock
from tests.ladders import BY_CALLS, BY_HOME, BY_HOURS, BY_RETURN, EVERYBODY
from tests.values import a_deadline, a_visit

IDS = st.sampled_from(["e1", "e2", "e3", "e4"])
PLACES = st.sampled_from([read_place(ELM_ROAD), read_place(OAK_STREET), Place(text="The market")])
CATEGORIES = st.sampled_from([(), ("Home visit",), ("High risk",), ("Not a visit",), ("Home visit", "Visit done")])
RESPONDERS = st.sampled_from(["morgan", "dee", "ash", "sloane"])
SAID = AnswerKind
WORKERS_WORDS = st.sampled_from(
    [SAID.SAFE, SAID.SAFE, SAID.SAFE, SAID.CONTACT, SAID.EXTEND, SAID.HELP, SAID.DURESS, SAID.UNCLEAR]
)
RESPONDERS_WORDS = st.sampled_from(
    [
        SAID.ACKNOWLEDGE, SAID.ACKNOWLEDGE, SAID.NO_ANSWER, SAID.CALL_LOGGED, SAID.CLOSE, SAID.CLOSE, SAID.TOLD_OUTSIDE,
        SAID.STAND_DOWN, SAID.SAFE, SAID.EXTEND, SAID.HELP, SAID.DURESS,
    ]
)  # fmt: skip
SEVERITY = {AlarmKind.SILENCE: 0, AlarmKind.HELP: 1, AlarmKind.DURESS: 2}
OF_OUTINGS = (DeadlineKind.RETURN, DeadlineKind.HOME_SAFE)
NEARLY = timedelta(minutes=10)
NOT_FOR_WORKERS = re.compile("alarm|police|escalat", re.IGNORECASE)


class Died(BaseException):
    """The process is gone: nothing catches it."""


class MortalStore(MemoryStore):
    """A store whose process may die at a commit, and in which a row may break."""

    def __init__(self, *, clock_: At) -> None:
        super().__init__(real_now=clock_.now)
        self.commits_left: int | None = None

    @contextmanager
    def transaction(self) -> Iterator[MemoryTransaction]:
        """As ever, until the commit at which the process dies: that one is not written."""
        with super().transaction() as tx:
            yield tx
            if self.commits_left is not None:
                self.commits_left -= 1
                if self.commits_left < 0:
                    raise Died

    def break_a_row(self, at: datetime) -> None:
        """A deadline of somebody else whose visit is not there: nothing can be made of it."""
        visit = a_visit(id="broken", worker="nobody", event_id="broken")
        with self.transaction() as tx:
            if tx.deadline("broken") is None:
                tx.put_visit(visit)
                broken = a_deadline(id="broken", visit_id="broken", worker="nobody", base=at, next_step_at=at)
                tx.put_deadlines([broken])
        self._state.visits.pop("broken", None)


class AnyDay(RuleBasedStateMachine):
    """Sam's day under one policy, in any order of events."""

    policy = BY_RETURN

    def __init__(self) -> None:
        super().__init__()
        clock_ = At(clock("09:00"))
        self.store = MortalStore(clock_=clock_)
        self.house = House(policy=self.policy, people=EVERYBODY, store=self.store, clock_=clock_)
        self.removed = {}
        self.deadlines, self.visits = {}, {}
        self.rows, self.acts = {}, []
        self.sent = 0
        self.ever_owned = set()
        self.cries = ()

    @property
    def now(self):
        return self.house.clock.now()

    @property
    def diary(self):
        return self.house.calendars.diaries.setdefault("sam", {})

    @initialize(start=st.integers(-10, 20), length=st.sampled_from([30, 60, 180]), nobody_cries=st.booleans())
    def a_visit_is_watched(self, start, length, nobody_cries):
        self.cries = () if nobody_cries else (AnswerKind.HELP, AnswerKind.DURESS)
        begins = self.now + start * MINUTE
        self.house.calendars.put(replace(an_entry("e1"), start=begins, end=begins + length * MINUTE))
        self.poll()

    # --- the diary

    @rule(
        event_id=IDS, start=st.integers(-90, 240), length=st.sampled_from([5, 30, 60, 120, 300]), place=PLACES,
        categories=CATEGORIES, made=st.integers(-120, 0), read=st.booleans(),
    )  # fmt: skip
    def writes_an_entry(self, event_id, start, length, place, categories, made, read):
        if event_id in self.diary:
            return
        begins = self.now + start * MINUTE
        self.removed.pop(event_id, None)
        self.house.calendars.put(
            replace(
                an_entry(event_id),
                start=begins,
                end=begins + length * MINUTE,
                place=place,
                categories=categories,
                created=self.now + made * MINUTE,
            )
        )
        if read:
            self.poll()

    @rule(number=st.sampled_from(["o1", "o2"]), start=st.integers(-60, 300))
    def is_at_the_office(self, number, start):
        begins = self.now + start * MINUTE
        office = replace(an_entry(number), subject="Office", place=Place(), start=begins, end=begins + 60 * MINUTE)
        self.house.calendars.put(office)

    @precondition(lambda self: self.diary)
    @rule(
        which=st.integers(0, 5),
        how=st.sampled_from(["deleted", "moved", "end", "end", "start", "retagged", "all day", "copied"]),
        minutes=st.sampled_from([-1500, -90, -60, -15, -5, 10, 30, 60, 90, 240, 1440]),
        categories=CATEGORIES,
        place=PLACES,
        as_id=IDS,
    )
    def an_entry_is_edited(self, which, how, minutes, categories, place, as_id):
        event_id = sorted(self.diary)[which % len(self.diary)]
        event, by = self.diary[event_id], minutes * MINUTE
        match how:
            case "deleted":
                self.removed[event_id] = self.diary.pop(event_id)
            case "moved":
                self.house.change(event_id, start=event.start + by, end=event.end + by)
            case "end":
                self.house.change(event_id, end=max(event.start + MINUTE, event.end + by))
            case "start":
                self.house.change(event_id, start=min(event.end - MINUTE, event.start + by))
            case "retagged":
                self.house.change(event_id, categories=categories, place=place)
            case "all day":
                self.house.change(event_id, all_day=not event.all_day)
            case "copied" if as_id not in self.diary:
                self.removed.pop(as_id, None)
                self.house.calendars.put(replace(event, id=as_id, end=max(event.start + MINUTE, event.end + by)))

    @precondition(lambda self: self.removed)
    @rule(which=st.integers(0, 5))
    def an_entry_is_restored(self, which):
        self.house.calendars.put(self.removed.pop(sorted(self.removed)[which % len(self.removed)]))

    # --- people

    def _open(self, kind=None):
        """The open deadlines, or those of one kind if there are any."""
        open_ = sorted(name for name, each in self.deadlines.items() if each.is_open)
        return [name for name in open_ if self.deadlines[name].kind is kind] or open_

    @precondition(lambda self: self._open())
    @rule(
        kind=WORKERS_WORDS, left=st.sampled_from(["", "leaving", "back", "home"]), ago=st.sampled_from([0, 0, 5, 60]),
        minutes=st.sampled_from([5, 30, 200]), about=st.sampled_from([None, *DeadlineKind]), which=st.integers(0, 3),
    )  # fmt: skip
    def sam_says(self, kind, left, ago, minutes, about, which):
        if kind in (AnswerKind.HELP, AnswerKind.DURESS) and kind not in self.cries:
            return
        open_ = self._open(about)
        name = open_[which % len(open_)] if about is not None else None
        before, sent = dict(self.deadlines), self.now - ago * MINUTE
        words = {"leaving": bool(left), "back": left in ("back", "home"), "home": left == "home"}
        self.house.answers(kind, minutes=minutes, sent=sent, deadline_id=name, **words)
        self.law_6_doubt_is_not_safety(before, kind, sent, left)
        self.look()

    @precondition(lambda self: self.deadlines)
    @rule(
        kind=RESPONDERS_WORDS, who=RESPONDERS, about=st.sampled_from([None, *DeadlineKind]), which=st.integers(0, 5),
        reason=st.sampled_from(["", "spoke to them", "spoke to them"]),
    )  # fmt: skip
    def a_responder_says(self, kind, who, about, which, reason):
        if kind in (AnswerKind.HELP, AnswerKind.DURESS) and kind not in self.cries:
            return
        names = self._open(about) or sorted(self.deadlines)
        name = names[which % len(names)]
        before = self.deadlines[name]
        self.house.answers(kind, who=who, deadline_id=name, minutes=20, reason=reason, log_number="7")
        if kind is AnswerKind.ACKNOWLEDGE:
            after, _ = self._stored()
            same = (before.taken, before.next_step_at, before.state)
            assert (after[name].taken, after[name].next_step_at, after[name].state) == same, "taking it put a step off"
        self.look()

    # --- time, and the service's own life

    @rule(rounds=st.integers(1, 5), apart=st.sampled_from([1, 5, 10, 30]))
    def the_service_runs(self, rounds, apart):
        for _ in range(rounds):
            self.house.clock.go(apart)
            self.poll()
            self.scan()

    @rule(
        what=st.sampled_from(["dark", "dark", "mail", "diary", "away", "dies", "dies", "row"]),
        minutes=st.sampled_from([5, 17, 60, 180]), ends=st.booleans(), permanent=st.booleans(), who=RESPONDERS,
        commits=st.integers(0, 8),
    )  # fmt: skip
    def something_fails(self, what, minutes, ends, permanent, who, commits):
        match what:
            case "dark":
                self.house.clock.go(minutes)
            case "mail":
                self.house.mail.recover() if ends else self.house.mail.fail(permanent=permanent)
            case "diary" if ends:
                self.house.calendars.allow("sam")
            case "diary":
                self.house.calendars.refuse("sam", SourceRefused("Access is denied.", status=403))
            case "away":
                self._goes_or_comes(who, there=ends)
            case "dies":
                self._dies_and_another_begins(commits)
            case "row":
                self.store.break_a_row(self.now)
                self.scan()

    def _goes_or_comes(self, who, *, there):
        absences = () if there else (Absence(start=self.now, end=None),)
        with self.house.store.transaction() as tx:
            everybody = tx.people()
            changed = tuple(replace(each, absences=absences) if each.id == who else each for each in everybody.persons)
            tx.put_people(replace(everybody, persons=changed))

    def _dies_and_another_begins(self, commits):
        self.look()
        self.store.commits_left = commits
        try:
            self.house.tick()
        except Died:
            pass
        finally:
            self.store.commits_left = None
        self.house.engine = Engine(self.house.core)
        self.look(by="diary")
        self.scan()

    @rule()
    def the_diary_is_read(self):
        self.poll()

    def poll(self):
        self.look()
        self.house.poll()
        self.look(by="diary")

    def scan(self):
        self.look()
        self.house.scan()
        self.law_3_nothing_is_skipped()
        self.look()

    # --- what must hold

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
        if old.state is DeadlineState.CLOSED and not old.late_entry:
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


RUNS = settings(
    max_examples=125,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


class _ByReturn(AnyDay):
    policy = BY_RETURN


class _ByCalls(AnyDay):
    policy = BY_CALLS


class _ByHours(AnyDay):
    policy = BY_HOURS


class _ByHome(AnyDay):
    policy = BY_HOME


TestWhereTheAlarmHangsOnTheReturn = _ByReturn.TestCase
TestWhereOneCallFollowsAnother = _ByCalls.TestCase
TestWhereTheHoursDecide = _ByHours.TestCase
TestWhereHomeIsAskedFor = _ByHome.TestCase
TestWhereTheAlarmHangsOnTheReturn.settings = RUNS
TestWhereOneCallFollowsAnother.settings = RUNS
TestWhereTheHoursDecide.settings = RUNS
TestWhereHomeIsAskedFor.settings = RUNS
