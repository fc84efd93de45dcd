"""What a manager's board shows now, read from the store in one unit of work. Nothing is written."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.board import Board, board
from calsync.domain.board_words import Strip, strip
from calsync.domain.model import NotWatched, Person, PersonId
from calsync.domain.not_watched import not_watched
from calsync.engine.core import Core
from calsync.engine.darkness import SCAN
from calsync.engine.pausing import banners


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A board, what it says of itself, and who is missing on it."""

    board: Board
    strip: Strip
    not_watched: tuple[NotWatched, ...]
    at: datetime
    zone: ZoneInfo


class Boards:
    """Reads boards."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def seen_by(self, viewer: Person, workers: Container[PersonId]) -> Shown:
        """The board of these workers as `viewer` may see it now. Raises StoreUnavailable."""
        core = self._core
        at, zone = core.clock.now(), ZoneInfo(core.zone)
        with core.store.transaction() as tx:
            people, states = tx.people(), {each.worker: each for each in tx.mailboxes()}
            open_, unread, scanned = tx.open_deadlines(), tx.unread(at), tx.heartbeat(SCAN)
            pauses, notices = banners(tx, at, core.zone), tx.standing_notices()
        names = {each.id: each.name for each in people.persons}
        found = board(open_, people, states, at, viewer=viewer, workers=workers, ready=core.ready, zone=zone)
        return Shown(
            board=found,
            strip=strip(
                at=at,
                scanned=scanned,
                tick=core.tick,
                unread=[(names.get(each.worker, ""), each.last_read) for each in unread if each.worker in workers],
                pauses=pauses,
                kept_from_work=len(notices),
                zone=zone,
            ),
            not_watched=tuple(each for each in not_watched(people, states.values()) if each.person in workers),
            at=at,
            zone=zone,
        )
