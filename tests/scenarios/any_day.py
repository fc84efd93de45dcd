"""Sam's day in any order of edits, answers, absences, crashes and outages."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from calsync.domain.model import Absence, AnswerKind, DeadlineKind, Place
from calsync.engine import Engine
from calsync.errors import SourceRefused
from calsync.parsers.location import read_place
from tests.house import ELM_ROAD, MINUTE, OAK_STREET, an_entry, differing
from tests.scenarios.mortal_store import Died
from tests.scenarios.what_holds import WhatHolds

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


class AnyDay(WhatHolds):
    """Sam's day under one policy, in any order of events."""

    def __init__(self) -> None:
        super().__init__()
        self.removed = {}
        self.cries = ()

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
            tx.put_people(differing(everybody, who, absences=absences))

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
