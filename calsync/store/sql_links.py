"""Links in messages, in SQL."""

from __future__ import annotations

from sqlalchemy import select

from calsync.domain.links import Link
from calsync.store.tables import links
from calsync.store.work import Work

_COLUMNS = ("digest", "notification_id", "deadline_id", "who", "made", "key")


class LinkWork(Work):
    """The part of a transaction about links."""

    def put_link(self, link: Link) -> None:
        """Keep a link; one that is kept already stays as it is."""
        self._upsert(links, [{name: getattr(link, name) for name in _COLUMNS}])

    def link(self, digest: str) -> Link | None:
        """The link of that hash; None when no message ever had it."""
        rows = self._rows(select(links).where(links.c.digest == digest))
        return Link(**{name: rows[0][name] for name in _COLUMNS}) if rows else None
