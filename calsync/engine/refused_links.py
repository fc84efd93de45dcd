"""Links that were refused -> the audit: wrong digits, and links that open nothing. So many a minute, no more."""

from __future__ import annotations

from calsync.domain.model import Act
from calsync.engine.core import Core
from calsync.engine.link_answers import Opened
from calsync.engine.so_many_a_minute import SoManyAMinute

A_MINUTE = 10
"""So many refusals a minute stand in the audit."""


class RefusedLinks:
    """Keeps what was refused, without anything that was typed."""

    def __init__(self, core: Core) -> None:
        self._clock, self._audit = core.clock, SoManyAMinute(core, A_MINUTE)

    def wrong(self, opened: Opened) -> None:
        """Somebody sent digits, or a PIN, that are not those of the link's reader."""
        link, at = opened.link, self._clock.now()
        about = (("link", link.digest[:8]),)
        self._audit.keep(Act(at=at, what="link-refused", who=link.who, deadline_id=link.deadline_id, details=about))

    def unknown(self) -> None:
        """Somebody sent a form to a link that opens nothing."""
        self._audit.keep(Act(at=self._clock.now(), what="link-unknown"))
