"""Links in messages, as the store keeps them: by a hash, from which nobody makes one."""

from __future__ import annotations

from typing import Protocol

from calsync.domain.links import Link


class KeptLinks(Protocol):
    """Links that went out in messages."""

    def put_link(self, link: Link) -> None:
        """Keep a link; one that is kept already stays as it is."""

    def link(self, digest: str) -> Link | None:
        """The link of that hash; None when no message ever had it."""
