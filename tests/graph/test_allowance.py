"""However much a server sends, no more of it is held than fits; and a diary that is large is read all the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.model import Snapshot
from calsync.errors import SourceError, SourceUnavailable
from calsync.graph.allowance import CROWDED, FREE, MOST, Allowance
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.settings import GraphSettings
from calsync.graph.transport import OneHost
from calsync.ports import DiaryWanted

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

MB = 1 << 20
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def row(id_: str, subject: str) -> dict[str, Any]:
    when = {"dateTime": "2026-03-02T09:30:00.0000000", "timeZone": "UTC"}
    return {"id": id_, "subject": subject, "start": when, "end": when}


def page(number: int, count: int = 250, *, subject: str = "Visit", last: bool = False) -> httpx.Response:
    link = f"https://graph.microsoft.com/v1.0/users/sam-id/calendarView?$skip={number + 1}"
    rows = [row(f"{number}-{n}", subject) for n in range(count)]
    return httpx.Response(200, json={"value": rows} | ({} if last else {"@odata.nextLink": link}))


def wanted() -> DiaryWanted:
    return DiaryWanted(worker="sam-id", start=MONDAY, end=MONDAY + timedelta(days=14))


def test_one_large_diary_beside_small_ones_may_have_all() -> None:
    allowance = Allowance(10 * MB)
    for _ in range(30):
        allowance.hold().more(FREE // 4, "a small one")
    allowance.hold().more(6 * MB, "a large one")
    assert allowance.held > 9 * MB


def test_one_that_grows_without_end_is_refused_and_leaves_the_others_their_share() -> None:
    allowance = Allowance(10 * MB)
    modest, endless = allowance.hold(), allowance.hold()
    with pytest.raises(SourceUnavailable, match="10 MB") as caught:
        endless.more(10 * MB + 1, "an endless one")
    assert caught.value.code == CROWDED
    modest.more(4 * MB, "a modest one")


def test_a_page_finds_room_however_much_is_held() -> None:
    allowance = Allowance(MB)
    for _ in range(20):
        allowance.hold().more(FREE, "a page")


def test_what_was_let_go_has_room_for_the_next() -> None:
    allowance = Allowance(10 * MB)
    for _ in range(20):
        hold = allowance.hold()
        hold.more(8 * MB, "one after the other")
        hold.let_go()
        hold.let_go()
    assert allowance.held == 0


def test_a_server_that_answers_everybody_with_huge_bodies_fills_no_memory(settings: GraphSettings) -> None:
    allowance, most = Allowance(), 0

    class Huge(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            nonlocal most
            for _ in range(112):  # 7 MB, which alone is not too large
                await asyncio.sleep(0)
                yield b" " * (64 * 1024)
                most = max(most, allowance.held)

    async def handle(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Huge())

    async def whole() -> list[httpx.Response | BaseException]:
        wire = OneHost(settings, httpx.MockTransport(handle), allowance=allowance)
        async with httpx.AsyncClient(transport=wire) as client:
            asked = (client.get(settings.base_url) for _ in range(40))
            return await asyncio.gather(*asked, return_exceptions=True)

    answers = asyncio.run(whole())
    refused = [each.code for each in answers if isinstance(each, SourceUnavailable)]
    assert set(refused) == {CROWDED}
    assert len(refused) < 40
    assert most < 1.5 * MOST
    assert allowance.held == 0


@pytest.mark.parametrize(
    ("pages", "subject"), [(40, "Visit"), (4, "x" * 10_000), (1, "x" * 20_000)], ids=["10,000", "long", "longer"]
)
def test_a_diary_that_is_large_is_read_and_then_let_go(wire: Wire, pages: int, subject: str) -> None:
    wire.answers = [page(number, subject=subject, last=number == pages - 1) for number in range(pages)]

    async def ask(graph: Graph) -> tuple[object, int]:
        (found,) = await GraphCalendars(graph).snapshots([wanted()])
        return found, graph.allowance.held

    found, held = wire.run(ask)
    assert isinstance(found, Snapshot)
    assert len(found.events) == pages * 250
    assert held == 0


def test_what_is_held_of_a_diary_that_is_refused_is_let_go(wire: Wire) -> None:
    wire.answers = [page(0, subject="x" * 10_000), httpx.Response(403, json={"error": {"code": "ErrorAccessDenied"}})]

    async def ask(graph: Graph) -> int:
        await GraphCalendars(graph).snapshots([wanted()])
        return graph.allowance.held

    assert wire.run(ask) == 0


def test_diaries_without_end_hold_no_more_than_fits_while_they_are_read(wire: Wire) -> None:
    most = 0

    async def ask(graph: Graph) -> list[object]:
        nonlocal most

        async def watch() -> None:
            nonlocal most
            while True:
                most = max(most, graph.allowance.held)
                await asyncio.sleep(0)

        watching = asyncio.create_task(watch())
        calendars = GraphCalendars(graph)
        found = await asyncio.gather(*(calendars.snapshots([wanted()]) for _ in range(12)))
        watching.cancel()
        return [each for (each,) in found]

    # Each page leads to a new one; the wire gives the last of its answers again and again.
    wire.answers = [page(number, 250, subject="x" * 4000) for number in range(400)]
    codes = [each.code for each in wire.run(ask) if isinstance(each, SourceError)]
    assert len(codes) == 12
    assert set(codes) <= {CROWDED, "TooManyPages"}
    assert most < 1.5 * MOST
