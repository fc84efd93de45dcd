"""Pages of rows, as Graph hands out what does not fit into one answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from calsync.errors import SourceRefused
from calsync.graph.client import Graph
from calsync.graph.refusals import not_readable

if TYPE_CHECKING:
    from calsync.graph.sdk import RequestInformation

MAX_PAGES = 60
MAX_BYTES = 48 * 1024 * 1024


class _Page(msgspec.Struct):
    # `value` has no default: an answer without it is no empty diary.
    value: list[msgspec.Raw]
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


async def rows(
    graph: Graph,
    first: RequestInformation,
    follow: Callable[[str], RequestInformation],
    what: str,
    *,
    urgent: bool = False,
) -> list[msgspec.Raw]:
    """All rows of all pages as raw JSON, in order; `follow` makes the request for a link, with its headers.

    An empty page is no end: only a missing link is. Raises SourceError; a part is never returned.
    Microsoft's page: "Paging Microsoft Graph data in your app".
    """
    found: list[msgspec.Raw] = []
    request, read = first, 0
    for _ in range(MAX_PAGES):
        body = await graph.read_bytes(request, what, urgent=urgent)
        read += len(body)
        if read > MAX_BYTES:
            break
        try:
            page = msgspec.json.decode(body, type=_Page)
        except (msgspec.MsgspecError, RecursionError):
            raise not_readable(what) from None
        found += page.value
        if not page.next_link:
            return found
        request = follow(graph.check_link(page.next_link))
    raise SourceRefused(f"Microsoft Graph has no end of pages for {what}; nothing of it was used.", code="TooManyPages")
