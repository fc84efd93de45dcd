"""Notices to IT, as the fake keeps them: read beside `sql_notices.py`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.model import Notice
from calsync.ports import NoticeClaim
from calsync.store.memory.work import MemoryWork
from calsync.store.work import LEASE


class MemoryNotices(MemoryWork):
    """The part of a transaction about notices to IT."""

    def standing_notices(self) -> list[Notice]:
        """What keeps the service from its work now, the oldest first."""
        return _by_age(each for each in self._state.notices.values() if each.cleared is None)

    def cleared_notices(self, since: datetime) -> list[Notice]:
        """What was found to be well again at or after that moment, and is; the oldest first."""
        cleared = [each for each in self._state.notices.values() if each.cleared is not None]
        return _by_age(each for each in cleared if each.cleared is not None and each.cleared >= since)

    def add_notices(self, notices: Iterable[Notice]) -> list[Notice]:
        """Those that were new; one is left out while another of its cause and about stands."""
        standing = {(each.cause, each.about) for each in self.standing_notices()}
        new = []
        for each in notices:
            if (each.cause, each.about) not in standing and each.id not in self._state.notices:
                standing.add((each.cause, each.about))
                self._state.notices[each.id] = each
                new.append(each)
        return new

    def clear_notices(self, ids: Sequence[str], at: datetime) -> None:
        """It is well again since `at`."""
        which = set(ids)
        for each in self.standing_notices():
            if each.id in which:
                self._state.notices[each.id] = replace(each, cleared=at)

    def reopen_notices(self, come_back: Sequence[Notice]) -> None:
        """They stand again, with what was told, and wait as they say. None of their cause and about may stand."""
        for each in come_back:
            kept = self._state.notices[each.id]
            self._state.notices[each.id] = replace(kept, cleared=None, not_before=each.not_before)

    def claim_notices(self, at: datetime, unheard_since: datetime, limit: int) -> list[NoticeClaim]:
        """What may be told now and nobody else holds, the oldest first, under a lease."""
        now, leases = self._real_now(), self._state.notice_leases
        ready = [
            each
            for each in self._state.notices.values()
            if (each.cleared is None or (each.cleared >= unheard_since and each.told is None and each.attempts > 0))
            and (each.not_before is None or each.not_before <= at)
            and not (each.id in leases and now < leases[each.id][1])
        ]
        fence = secrets.token_hex(16)
        claimed = _by_age(ready)[:limit]
        leases.update({each.id: (fence, now + LEASE) for each in claimed})
        return [NoticeClaim(notice=each, fence=fence) for each in claimed]

    def put_notice_outcome(self, claim: NoticeClaim, outcome: Notice) -> bool:
        """Write when it was told, or when it is tried again, and end the lease; False when the lease was lost."""
        name = claim.notice.id
        if self._state.notice_leases.get(name, ("",))[0] != claim.fence:
            return False
        del self._state.notice_leases[name]
        self._state.notices[name] = replace(
            self._state.notices[name],
            told=outcome.told,
            attempts=outcome.attempts,
            not_before=outcome.not_before,
            last_error=outcome.last_error,
        )
        return True


def _by_age(notices: Iterable[Notice]) -> list[Notice]:
    return sorted(notices, key=lambda each: (each.raised, each.id))
