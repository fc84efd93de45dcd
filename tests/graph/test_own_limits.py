"""One mailbox that is always refused with 429 waits for itself, and so does the directory; nobody else does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

import httpx
import pytest

from calsync.domain.model import Snapshot, Turn
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.limits import LocalLimiter
from calsync.graph.members import user_of
from calsync.graph.own_limits import DIRECTORY, OwnLimits
from calsync.ports import DiaryWanted
from tests.graph import virtual_time

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

T = TypeVar("T")
Clock = Callable[[], float]
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OTHERS = ["morgan", "dee", "ash", "sloane"]


def refused(retry_after: float | None = 60.0) -> SourceUnavailable:
    return SourceUnavailable("Wait.", status=429, retry_after=retry_after)


@dataclass
class Microsoft:
    """Graph on the loop's own clock: `full` are the mailboxes (or "directory") that are refused."""

    wire: Wire
    clock: Clock
    full: dict[str, str | None] = field(default_factory=dict)
    asked: list[tuple[float, str]] = field(default_factory=list)

    def answer(self, url: str) -> tuple[int, dict[str, str], object]:
        who, _, rest = url.partition("/users/")[2].partition("/")
        limit = who if rest else "directory"
        self.asked.append((self.clock(), limit))
        if limit in self.full:
            wait = self.full[limit]
            return 429, {} if wait is None else {"Retry-After": wait}, {"error": {"code": "ApplicationThrottled"}}
        return 200, {}, {"value": []} if rest else {"id": who, "displayName": who}

    async def handle(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.25)
        if not request.url.path.endswith("/$batch"):
            status, headers, body = self.answer(str(request.url))
            return httpx.Response(status, headers=headers, json=body)
        told = []
        for each in json.loads(request.content)["requests"]:
            status, headers, body = self.answer(each["url"])
            told.append({"id": each["id"], "status": status, "headers": headers, "body": body})
        return httpx.Response(200, json={"responses": told})

    def moments(self, who: str) -> list[float]:
        return [moment for moment, whose in self.asked if whose == who]


@dataclass
class Polling:
    """The diaries of all, read again and again as the engine does: who failed waits as long as the answer says."""

    microsoft: Microsoft
    graph: Graph
    failures: list[SourceError] = field(default_factory=list)
    read: list[float] = field(default_factory=list)

    async def poll(self, until: float, people: list[str]) -> None:
        clock, calendars = self.microsoft.clock, GraphCalendars(self.graph)

        async def one(who: str) -> None:
            while clock() < until:
                end = MONDAY + timedelta(hours=36)
                [answer] = await calendars.snapshots([DiaryWanted(worker=who, start=MONDAY, end=end)])
                if isinstance(answer, Snapshot):
                    self.read.append(clock())
                    await asyncio.sleep(5)
                else:
                    assert isinstance(answer, SourceError)
                    self.failures.append(answer)
                    await asyncio.sleep(min(5.0, answer.retry_after or 5.0))

        await asyncio.gather(*(one(who) for who in people))


def run(wire: Wire, story: Callable[[Polling], Awaitable[T]], **full: str | None) -> T:
    async def whole(clock: Clock) -> T:
        microsoft = Microsoft(wire, clock, dict(full))
        graph = Graph(
            wire.settings,
            limiter=LocalLimiter(4, elapsed=clock, any_pause=lambda: 20.0),
            own_limits=OwnLimits(any_pause=lambda: 20.0),
            transport=httpx.MockTransport(microsoft.handle),
        )
        try:
            await graph.ready()
            return await story(Polling(microsoft, graph))
        finally:
            await graph.aclose()

    return virtual_time.run(whole)


@pytest.mark.parametrize("told", ["60", None])
def test_a_mailbox_that_is_always_429_pauses_the_others_once_and_then_waits_alone(wire: Wire, told: str | None) -> None:
    wait = float(told or 20)

    async def story(polling: Polling) -> None:
        began = polling.microsoft.clock()
        await polling.poll(began + 600, ["sam", *OTHERS])
        quota = polling.graph.quota
        assert quota.throttled == 1
        assert quota.slots >= 2
        # The first 429 may be the app's own limit: then all wait. Later ones are Sam's alone.
        late = [moment for moment in polling.read if moment > began + wait + 10]
        assert max(b - a for a, b in pairwise(late)) < 6
        # Retry-After is obeyed: Sam's mailbox is left alone for as long as was asked, each time.
        asked = polling.microsoft.moments("sam")
        assert len(asked) >= 8
        assert all(b - a >= wait - 0.01 for a, b in pairwise(asked[1:]))

    run(wire, story, sam=told)


def test_who_has_to_wait_for_themselves_is_told_how_long_by_whatever_is_asked_of_their_mailbox(wire: Wire) -> None:
    async def story(polling: Polling) -> None:
        graph = polling.graph
        graph.own_limits.judge([("sam", refused())], 0.0)
        graph.own_limits.judge([("dee", None)], 0.0)
        await polling.poll(polling.microsoft.clock() + 1, ["sam"])
        calendars, before = GraphCalendars(graph), len(polling.microsoft.asked)
        with pytest.raises(
            SourceUnavailable, match=r"asked us to wait \(429\) for an entry of the diary of mailbox sam"
        ):
            await calendars.event("sam", "AAk=", turn=Turn.SOON)
        end = MONDAY + timedelta(hours=36)
        sam, dee = await calendars.snapshots([DiaryWanted(worker=w, start=MONDAY, end=end) for w in ("sam", "dee")])
        assert isinstance(sam, SourceUnavailable)
        assert sam.retry_after is not None
        assert 50 < sam.retry_after <= 60
        assert isinstance(dee, Snapshot)
        assert len(polling.microsoft.asked) == before + 1

    run(wire, story, sam="60")


def test_when_nobody_else_was_answered_in_between_it_is_the_apps_limit(wire: Wire) -> None:
    async def story(polling: Polling) -> int:
        await polling.poll(polling.microsoft.clock() + 100, ["sam", *OTHERS])
        return polling.graph.quota.throttled

    everybody: dict[str, str | None] = dict.fromkeys(["sam", *OTHERS], "15")
    assert run(wire, story, **everybody) >= 5


def test_a_429_of_the_directory_halves_no_slots_and_holds_up_no_alarm_mail(wire: Wire) -> None:
    async def story(polling: Polling) -> None:
        graph, clock = polling.graph, polling.microsoft.clock
        with pytest.raises(SourceUnavailable):
            await user_of(graph, "sam")
        assert (graph.quota.slots, graph.quota.throttled, graph.quota.paused) == (4, 0, 0.0)
        polling.microsoft.full.clear()
        began = clock()
        again = asyncio.create_task(user_of(graph, "sam"))
        await polling.poll(began + 1, OTHERS)
        assert not polling.failures
        found = await again
        assert found is not None
        # Its own Retry-After is obeyed, with no slot held.
        assert clock() - began >= 29.9
        assert polling.microsoft.moments("directory")[1] - began >= 29.9

    run(wire, story, directory="30")


def test_an_odd_retry_after_keeps_no_begun_visit_unread_for_long_and_never_the_look_before_an_alarm(wire: Wire) -> None:
    async def story(polling: Polling) -> None:
        graph, now = polling.graph, asyncio.get_running_loop().time()
        limits = graph.own_limits
        limits.judge([("sam", refused(1e12))], now)
        limits.judge([("dee", None)], now)
        assert limits.judge([("sam", refused(1e12))], now) == [True]
        assert graph.must_wait("sam", "the diary", Turn.LOOK) is None
        begun, other = (graph.must_wait("sam", "the diary", turn) for turn in (Turn.BEGUN, Turn.ORDINARY))
        assert begun is not None
        assert begun.retry_after is not None
        assert 290 < begun.retry_after <= 300
        assert other is not None
        assert other.retry_after is not None
        assert other.retry_after > 3500

    run(wire, story)


def judged(limits: OwnLimits, *answers: tuple[str, SourceError | None]) -> list[bool]:
    return limits.judge(list(answers), 100.0)


def test_the_first_429_is_the_apps_whoever_else_was_answered_in_the_same_batch() -> None:
    limits = OwnLimits()
    judged(limits, ("morgan", None))
    assert judged(limits, ("dee", None), ("sam", refused()), ("sam", refused())) == [False] * 3
    assert judged(limits, ("sam", refused()), ("ash", refused())) == [True, False]


def test_refused_twice_with_nobody_answered_in_between_is_the_apps() -> None:
    limits = OwnLimits()
    judged(limits, ("dee", None))
    assert [judged(limits, ("sam", refused())) for _ in range(3)] == [[False]] * 3


def test_who_was_answered_again_begins_anew() -> None:
    for good in (None, SourceRefused("No.", status=403)):
        limits = OwnLimits()
        judged(limits, ("sam", refused()))
        judged(limits, ("dee", None))
        assert judged(limits, ("sam", refused())) == [True]
        judged(limits, ("sam", good))
        assert limits.left("sam", 100.0) == 0.0
        assert judged(limits, ("sam", refused())) == [False]


def test_the_directory_is_no_evidence_for_outlook_and_outlook_none_for_it() -> None:
    limits = OwnLimits()
    judged(limits, ("sam", refused()))
    judged(limits, (DIRECTORY, None))
    assert judged(limits, ("sam", refused()), (DIRECTORY, refused(5.0))) == [False, True]
    assert limits.left(DIRECTORY, 102.0) == 3.0


def test_what_is_nobodys_is_always_the_apps() -> None:
    limits = OwnLimits()
    for _ in range(3):
        assert judged(limits, ("", refused())) == [False]
        judged(limits, ("dee", None))


def test_the_only_one_to_be_refused_of_late_is_refused_for_itself_however_well_it_is_answered_in_between() -> None:
    limits = OwnLimits()
    found = []
    for _ in range(4):
        judged(limits, ("dee", None))
        found += judged(limits, ("sam", refused()))
        judged(limits, ("sam", None))
    assert found == [False, False, True, True]


def test_who_is_refused_among_others_is_not_the_only_one() -> None:
    limits = OwnLimits()
    found = []
    for name in ("sam", "dee", "sam"):
        judged(limits, ("ash", None))
        found += judged(limits, (name, refused()))
        judged(limits, (name, None))
    assert found == [False, False, False]


def refused_in_turn(names: list[str], answered: int) -> list[bool]:
    """What is said of each 429 when these are refused one after the other, each followed by so many good answers."""
    limits, found = OwnLimits(), []
    for name in names:
        found += judged(limits, (name, refused()))
        judged(limits, (name, None), *[(other, None) for other in OTHERS * answered][: answered - 1])
    return found


def test_two_that_are_refused_side_by_side_are_refused_for_themselves_when_many_others_are_answered() -> None:
    assert refused_in_turn(["sam", "lee"] * 4, answered=20) == [False] * 4 + [True] * 4
    assert refused_in_turn(["sam", "lee"] * 4, answered=4) == [False] * 8


def test_when_ever_others_are_refused_it_is_the_apps_limit_however_many_are_answered_in_between() -> None:
    many = [f"w{n}" for n in range(6)]
    assert refused_in_turn(many * 4, answered=20) == [False] * 24
