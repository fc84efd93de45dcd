"""Links in messages, as the fake keeps them: read beside `sql_links.py`."""

from __future__ import annotations

from calsync.domain.links import Link
from calsync.store.memory.work import MemoryWork


class MemoryLinks(MemoryWork):
    """The part of a transaction about links."""

    def put_link(self, link: Link) -> None:
        """Keep a link; one that is kept already stays as it is."""
        self._state.links[link.digest] = link

    def link(self, digest: str) -> Link | None:
        """The link of that hash; None when no message ever had it."""
        return self._state.links.get(digest)
