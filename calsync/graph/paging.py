"""Pages of rows, as Graph hands out what does not fit into one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from calsync.domain.model import Turn
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.allowance import Hold
from calsync.graph.client import Graph
from calsync.graph.limits import LONGEST_PAUSE_OF_ALL
from calsync.graph.refusals import not_readable
from calsync.parsers.json_text import decoded

if TYPE_CHECKING:
    from calsync.graph.sdk import RequestInformation

MAX_PAGES = 60
MAX_BYTES = 20 * 1024 * 1024
"""Of the pages of one list, which are as many as stand in `MAX_PAGES` full ones."""


class Patience:
    """How long whatever pages belong to one diary may take together, however many lists they are of.

    Counted is the time in which they are under way. A pause that Microsoft asked for is nobody's fault: for slots they
    wait besides, but no longer than one pause in all, since others wait for them.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._left = seconds
        self._until: float | None = None

    async def page(self, graph: Graph, request: RequestInformation, what: str, *, turn: Turn, whose: str) -> bytes:
        """The body of one more page. Raises as `Graph.read_bytes`, and SourceUnavailable when patience has ended."""
        clock = asyncio.get_running_loop()
        if self._until is None:
            self._until = clock.time() + self.seconds + LONGEST_PAUSE_OF_ALL

        async def ask() -> bytes:
            began = clock.time()
            try:
                # Patience at its end is told apart from an answer that does not come in time.
                async with asyncio.timeout(self._left):
                    return await graph.send(request)
            except TimeoutError:
                raise self._over(what) from None
            finally:
                self._left -= clock.time() - began

        try:
            async with asyncio.timeout_at(self._until):
                return await graph.call(ask, what, turn=turn, whose=whose)
        except TimeoutError:
            raise self._over(what) from None

    def _over(self, what: str) -> SourceUnavailable:
        return SourceUnavailable(
            f"Microsoft Graph takes more than {self.seconds:g} seconds to hand out {what}, page after page."
        )


class _Page(msgspec.Struct):
    # `value` has no default: an answer without it is no empty diary.
    value: msgspec.Raw
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


_PAGE = msgspec.json.Decoder(_Page)
_ROWS = msgspec.json.Decoder(list[msgspec.Raw])


async def rows(
    graph: Graph,
    first: RequestInformation,
    follow: Callable[[str], RequestInformation],
    what: str,
    *,
    turn: Turn = Turn.ORDINARY,
    whose: str = "",
) -> list[msgspec.Raw]:
    """All rows of all pages as raw JSON, in order; `follow` makes the request for a link, with its headers.

    An empty page is no end: only a missing link is. Raises SourceError; a part is never returned.
    Microsoft's page: "Paging Microsoft Graph data in your app".
    """
    body = await graph.read_bytes(first, what, turn=turn, whose=whose)
    return rows_of(await lists_from(graph, body, follow, what, turn=turn, whose=whose), what)


async def lists_from(
    graph: Graph,
    body: bytes | msgspec.Raw,
    follow: Callable[[str], RequestInformation],
    what: str,
    *,
    turn: Turn = Turn.ORDINARY,
    whose: str = "",
    patience: Patience | None = None,
    hold: Hold | None = None,
) -> list[msgspec.Raw]:
    """The lists of rows of the page whose body this is and of those behind it, as they came, not looked into yet.

    Raises SourceError, also when `patience` is at its end; None: they may take any time. They count in `hold`, which
    the caller lets go of; without one they count until the last has come.
    """
    if hold is None:
        hold = graph.allowance.hold()
        try:
            return await lists_from(graph, body, follow, what, turn=turn, whose=whose, patience=patience, hold=hold)
        finally:
            hold.let_go()
    hold.more(memoryview(body).nbytes, what)
    page = _read(body, what)
    if not page.next_link:
        return [page.value]
    found, followed, size = [page.value], set[str](), memoryview(body).nbytes
    while page.next_link:
        # A link that was followed before would lead round in a circle.
        if page.next_link in followed or len(found) >= MAX_PAGES or size > MAX_BYTES:
            raise SourceRefused(
                f"Microsoft Graph has no end of pages for {what}; nothing of it was used.", code="TooManyPages"
            )
        followed.add(page.next_link)
        request = follow(graph.check_link(page.next_link))
        if patience is None:
            body = await graph.read_bytes(request, what, turn=turn, whose=whose)
        else:
            body = await patience.page(graph, request, what, turn=turn, whose=whose)
        size += len(body)
        hold.more(len(body), what)
        page = _read(body, what)
        found.append(page.value)
    return found


def rows_of(lists: Sequence[msgspec.Raw], what: str) -> list[msgspec.Raw]:
    """The rows in these lists, each as raw JSON. Raises SourceUnavailable for what is no list."""
    try:
        return [row for each in lists for row in _ROWS.decode(each)]
    except (msgspec.MsgspecError, RecursionError):
        raise not_readable(what) from None


def _read(body: bytes | msgspec.Raw, what: str) -> _Page:
    try:
        return decoded(_PAGE.decode, body)
    except (msgspec.MsgspecError, RecursionError):
        raise not_readable(what) from None
