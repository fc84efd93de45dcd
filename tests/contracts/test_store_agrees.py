"""Whatever is done to them in whatever order, the fake in memory and SQLite say the same."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from calsync.domain.model import DeadlineState, Lane, NotificationState, Turn
from calsync.errors import Conflict
from calsync.ports import Claim, Store, Transaction
from calsync.store import MemoryStore, open_store
from tests.contracts.cast import (
    DEE,
    DUTIES,
    EVERYBODY,
    MINUTE,
    MORGAN,
    NOON,
    SAM,
    act,
    answer,
    deadline,
    diary,
    message,
    visit,
)
from tests.contracts.conftest import RealTime
from tests.migrated import migrated

names = st.sampled_from(["a", "b", "c"])
workers = st.sampled_from(["sam", "dee"])
moments = st.integers(-3, 3).map(lambda n: NOON + n * MINUTE)
lanes = st.sampled_from(list(Lane))


class TwoStores(RuleBasedStateMachine):
    """Both stores live through the same."""

    def __init__(self) -> None:
        super().__init__()
        self.real = RealTime()
        self.folder = tempfile.TemporaryDirectory()
        self.fake: Store = MemoryStore(real_now=self.real.now)
        self.true: Store = open_store(migrated(Path(self.folder.name)), real_now=self.real.now)
        self.claims: list[tuple[Claim, Claim]] = []

    def both(self, do: Callable[[Transaction], Any]) -> tuple[Any, Any]:
        """What each says to it."""
        said = []
        for store in (self.fake, self.true):
            try:
                with store.transaction() as work:
                    said.append(do(work))
            except (Conflict, LookupError) as error:
                said.append(type(error))
        return said[0], said[1]

    def same(self, do: Callable[[Transaction], Any]) -> Any:
        """What both say to it."""
        fake, true = self.both(do)
        assert fake == true
        return fake

    @rule(name=names, worker=workers, end=moments)
    def put_visit(self, name: str, worker: str, end: Any) -> None:
        """A visit is seen."""
        self.same(lambda work: work.put_visit(visit(name, worker=worker, start=end - MINUTE, end=end)))

    @rule(name=names, of=names, step=moments, state=st.sampled_from(DeadlineState), version=st.integers(0, 3))
    def put_deadline(self, name: str, of: str, step: Any, state: DeadlineState, version: int) -> None:
        """A deadline is written by somebody who thinks they know its version."""
        each = deadline(name, visit_id=of, next_step_at=step, state=state, version=version, owner="morgan")
        self.same(lambda work: work.put_deadlines([each]))

    @rule(at=moments, limit=st.integers(1, 3))
    def take_due(self, at: Any, limit: int) -> None:
        """A scan takes what is due."""

        def take(work: Transaction) -> Any:
            found = work.due(at, limit)
            work.put_deadlines([replace(each, taken=each.taken + 1, next_step_at=at + MINUTE) for each in found])
            return found

        self.same(take)

    @rule(name=names, at=moments)
    def quarantine(self, name: str, at: Any) -> None:
        """A deadline is set aside."""
        self.same(lambda work: work.quarantine(name, "why", at))

    @rule(of=st.lists(st.tuples(names, names, lanes, moments, workers, st.booleans()), max_size=4))
    def add_notifications(self, of: list[tuple[str, str, Lane, Any, str, bool]]) -> None:
        """Messages are owed."""
        new = [
            message(name, deadline_id=to, lane=lane, due=due, recipient=who, repeat=repeat, not_before=due)
            for name, to, lane, due, who, repeat in of
        ]
        self.same(lambda work: work.add_notifications(new))

    @rule(at=moments, limit=st.integers(1, 3))
    def claim(self, at: Any, limit: int) -> None:
        """A sender takes some."""
        fake, true = self.both(lambda work: work.claim_notifications(at, limit))
        assert [each.notification for each in fake] == [each.notification for each in true]
        self.claims += zip(fake, true, strict=True)

    @rule(state=st.sampled_from(NotificationState), which=st.integers(0, 9))
    def put_outcome(self, state: NotificationState, which: int) -> None:
        """A sender, quick or slow, says what became of one."""
        if not self.claims:
            return
        fake, true = self.claims[which % len(self.claims)]
        outcome = replace(fake.notification, state=state, message_id="<m>", sent=NOON)
        with self.fake.transaction() as one, self.true.transaction() as other:
            assert one.put_outcome(fake, outcome) == other.put_outcome(true, outcome)

    @rule(name=names, which=st.lists(lanes, max_size=3), owner=st.none() | workers)
    def cancel(self, name: str, which: list[Lane], owner: str | None) -> None:
        """Somebody is safe, or has it."""
        self.same(lambda work: work.cancel_waiting(name, lanes=which, repeats_to_others_of=owner))

    @rule(
        worker=workers,
        at=moments,
        turn=st.sampled_from([Turn.BEGUN, Turn.SOON, Turn.ORDINARY]),
        pace=st.integers(1, 3),
        fresh=moments,
    )
    def put_mailbox(self, worker: str, at: Any, turn: Turn, pace: int, fresh: Any) -> None:
        """A diary was read."""
        state = diary(worker, next_poll_at=at, turn=turn, pace=pace * MINUTE, fresh_until=fresh)
        self.same(lambda work: work.put_mailboxes([state]))

    @rule(which=st.lists(workers, unique=True))
    def claim_these(self, which: list[str]) -> None:
        """Somebody looks once more before an alarm."""
        self.same(lambda work: work.claim_these(which))

    @rule(at=moments, limit=st.integers(1, 2))
    def claim_mailboxes(self, at: Any, limit: int) -> None:
        """Diaries are about to be read."""
        self.same(lambda work: work.claim_mailboxes(at, limit))

    @rule(persons=st.lists(st.sampled_from([SAM, MORGAN, DEE]), unique=True))
    def put_people(self, persons: list[Any]) -> None:
        """The directory was read."""
        self.same(lambda work: work.put_people(replace(EVERYBODY, persons=tuple(persons))))

    @rule(duties=st.lists(st.sampled_from(DUTIES), unique=True))
    def put_rota(self, duties: list[Any]) -> None:
        """The rotas were read."""
        self.same(lambda work: work.put_rota(duties))

    @rule(name=names, of=names, at=moments)
    def add_answer(self, name: str, of: str, at: Any) -> None:
        """Somebody answers."""
        self.same(lambda work: work.add_answer(answer(name, deadline_id=of, sent=at)))

    @rule(name=names)
    def add_act(self, name: str) -> None:
        """Something was done."""
        self.same(lambda work: work.add_acts([act(name)]))

    @rule()
    def seal(self) -> None:
        """The sealer comes by."""
        assert self.fake.seal() == self.true.seal()

    @rule(seconds=st.sampled_from([30, 61]))
    def pass_real_time(self, seconds: int) -> None:
        """Leases grow old."""
        self.real.moment += timedelta(seconds=seconds)

    @invariant()
    def they_agree(self) -> None:
        """Everything that can be read is the same in both."""

        def everything(work: Transaction) -> Any:
            found = [
                work.people(),
                work.mailboxes(),
                work.open_deadlines(),
                work.due(NOON, 9),
                work.stepping(NOON, 2),
                work.poll_load(NOON),
                work.unread(NOON),
                *(work.watched(who, NOON) for who in ("sam", "dee")),
                *(work.deadlines_of(who) for who in ("sam", "dee")),
                *(work.notification_for(message_ids=["<m>"], conversation_id="", token=f"token-{n}") for n in "abc"),
            ]
            of_each = (work.visit, work.deadline, work.notifications_of, work.answers_of)
            return found, [read(name) for read in of_each for name in "abc"]

        self.same(everything)
        assert self.fake.audit() == self.true.audit()
        assert self.fake.verify() == self.true.verify() == ""

    def teardown(self) -> None:
        """Both are closed."""
        self.true.close()
        self.folder.cleanup()


TestTwoStores = TwoStores.TestCase
TestTwoStores.settings = settings(
    max_examples=10, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
