"""A diary that is handed out page after page has so much time and no more, whatever the pages are of."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.model import Snapshot, Turn
from calsync.errors import SourceError, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.limits import LocalLimiter
from calsync.ports import DiaryWanted, Unchanged
from tests.graph import virtual_time

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
Answer = Snapshot | Unchanged | SourceError


@dataclass
class Slow:
    """Graph on the loop's own clock: a first page comes at once, each further one after `seconds`."""

    wire: Wire
    seconds: float
    pages: dict[str, int] = field(default_factory=dict)
    """How many further pages each kind of list of Sam's has: "calendars", or the id of a calendar."""
    calendars: int = 1
    took: float = 0.0
    after_page: Callable[[LocalLimiter], None] = lambda limiter: None

    def answer(self, url: str) -> dict[str, Any]:
        path, _, page = url.partition("&n=")
        number = int(page or 0)
        sam = "/users/sam/" in path
        kind = path.partition("/calendars/")[2].partition("/")[0] or ("" if "calendarView" in path else "calendars")
        value = []
        if kind == "calendars":
            value = [{"id": f"c{n}", "name": "Visits"} for n in range(self.calendars)]
        more = sam and number < self.pages.get(kind, 0)
        link = self.wire.settings.base_url + path[path.index("/users/") :] + f"&n={number + 1}"
        return {"value": value} | ({"@odata.nextLink": link} if more else {})

    def read(self) -> tuple[Answer, Answer]:
        """What becomes of Sam's diary, with the calendars called "Visits", and of Dee's, in one call."""

        async def whole(clock: Callable[[], float]) -> tuple[Answer, Answer]:
            limiter = LocalLimiter(4, elapsed=clock)

            async def handle(request: httpx.Request) -> httpx.Response:
                if request.url.path.endswith("$batch"):
                    members = json.loads(request.content)["requests"]
                    told = [{"id": each["id"], "status": 200, "body": self.answer(each["url"])} for each in members]
                    return httpx.Response(200, json={"responses": told})
                if "&n=" in str(request.url):
                    await asyncio.sleep(self.seconds)
                    self.after_page(limiter)
                return httpx.Response(200, json=self.answer(str(request.url)))

            graph = Graph(self.wire.settings, limiter=limiter, transport=httpx.MockTransport(handle))
            await graph.ready()
            began, end = clock(), MONDAY + timedelta(hours=36)
            sam = DiaryWanted(worker="sam", start=MONDAY, end=end, calendars=("Visits",))
            dee = DiaryWanted(worker="dee", start=MONDAY, end=end)
            try:
                one, other = await GraphCalendars(graph).snapshots([sam, dee], turn=Turn.ORDINARY)
                assert graph.quota.in_flight == 0
            finally:
                await graph.aclose()
            self.took = clock() - began
            return one, other

        return virtual_time.run(whole)


def is_given_up(answer: Answer) -> bool:
    return isinstance(answer, SourceUnavailable) and "more than 30 seconds to hand out" in str(answer)


def test_a_list_of_calendars_without_end_is_given_up_as_a_diary_without_end_is(wire: Wire) -> None:
    for kind in ("calendars", ""):
        slow = Slow(wire, 9.0, {kind: 50})
        sam, dee = slow.read()
        assert is_given_up(sam)
        assert isinstance(dee, Snapshot)
        assert slow.took == pytest.approx(30.0, abs=0.1)


def test_all_calendars_of_a_diary_have_so_much_time_together(wire: Wire) -> None:
    slow = Slow(wire, 9.0, {f"c{n}": 3 for n in range(20)}, calendars=20)
    sam, dee = slow.read()
    assert is_given_up(sam)
    assert isinstance(dee, Snapshot)
    assert slow.took <= 30.1


def test_a_slow_diary_within_its_time_is_read_whole(wire: Wire) -> None:
    sam, dee = Slow(wire, 9.0, {"calendars": 1, "c0": 1, "": 1}).read()
    assert isinstance(sam, Snapshot)
    assert isinstance(dee, Snapshot)


def test_a_pause_that_microsoft_asked_for_between_two_pages_costs_no_diary(wire: Wire) -> None:
    paused: list[float] = []

    def pause_once(limiter: LocalLimiter) -> None:
        if not paused:
            paused.append(30.0)
            limiter.pause(30.0)

    slow = Slow(wire, 5.0, {"": 3}, after_page=pause_once)
    sam, _dee = slow.read()
    assert isinstance(sam, Snapshot)
    assert slow.took == pytest.approx(45.0, abs=0.1)


def test_but_pauses_without_end_do_since_others_wait_for_it(wire: Wire) -> None:
    slow = Slow(wire, 5.0, {"": 50}, after_page=lambda limiter: limiter.pause(30.0))
    sam, dee = slow.read()
    assert is_given_up(sam)
    assert isinstance(dee, Snapshot)
    # A minute, and what is left of the pause for the calendar that is asked for after it.
    assert slow.took <= 70.1
