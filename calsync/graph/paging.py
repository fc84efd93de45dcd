"""Pages of rows, as Graph hands out what does not fit into one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from calsync.domain.model import Turn
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.client import Graph
from calsync.graph.refusals import not_readable

if TYPE_CHECKING:
    from calsync.graph.sdk import RequestInformation

MAX_PAGES = 60
MAX_BYTES = 48 * 1024 * 1024


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
    patience: float | None = None,
) -> list[msgspec.Raw]:
    """The lists of rows of the page whose body this is and of those behind it, as they came, not looked into yet.

    Raises SourceError, also when the pages behind it take more than `patience` seconds together; None: any time.
    """
    page = _read(body, what)
    if not page.next_link:
        return [page.value]
    try:
        async with asyncio.timeout(patience):
            return await _followed(graph, page, memoryview(body).nbytes, follow, what, turn, whose)
    except TimeoutError:
        raise SourceUnavailable(
            f"Microsoft Graph takes more than {patience:g} seconds to hand out {what}, page after page."
        ) from None


async def _followed(
    graph: Graph,
    page: _Page,
    size: int,
    follow: Callable[[str], RequestInformation],
    what: str,
    turn: Turn,
    whose: str,
) -> list[msgspec.Raw]:
    found = [page.value]
    followed: set[str] = set()
    while page.next_link:
        # A link that was followed before would lead round in a circle.
        if page.next_link in followed or len(found) >= MAX_PAGES or size > MAX_BYTES:
            raise SourceRefused(
                f"Microsoft Graph has no end of pages for {what}; nothing of it was used.", code="TooManyPages"
            )
        followed.add(page.next_link)
        body = await graph.read_bytes(follow(graph.check_link(page.next_link)), what, turn=turn, whose=whose)
        size += len(body)
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
        return _PAGE.decode(body)
    except (msgspec.MsgspecError, RecursionError):
        raise not_readable(what) from None
