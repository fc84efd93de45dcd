"""What a manager's board shows now, read from the store in one unit of work. Nothing is written."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.board import Board, board
from calsync.domain.board_words import Strip, strip
from calsync.domain.model import NotWatched, PauseFor, People, Person, PersonId
from calsync.domain.not_watched import not_watched
from calsync.domain.notices import Cause
from calsync.domain.pause_wording import banner
from calsync.domain.pauses import standing
from calsync.engine.core import Core
from calsync.engine.darkness import SCAN
from calsync.engine.pausing import BACK

_OF_ONE_MATTER = frozenset(
    (
        Cause.NOBODY_REACHED,
        Cause.NOBODY_BEHIND,
        Cause.TEXT_UNDELIVERED,
        Cause.CALL_UNDELIVERED,
        Cause.NUMBER_SHARED,
        Cause.TEXT_CALLS,
        Cause.MAIL_CALLS,
        Cause.TEXT_UNREADABLE,
    )
)
"""What IT is told of one alarm or one message: it keeps calsync from nothing else. Counted on a board, it would give a
code word away to whoever is on that visit (law 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A board, what it says of itself, and who is missing on it."""

    board: Board
    strip: Strip
    not_watched: tuple[NotWatched, ...]
    named: frozenset[PersonId]
    """Every worker of whom it says anything."""
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
            pauses, notices = tx.pauses(at - BACK), tx.standing_notices()
            since = min((each.visit.start for each in open_), default=at)
            own = [each.visit for each in tx.watched(viewer.id, since)]
        found = board(
            open_, people, states, at, viewer=viewer, workers=workers, ready=core.ready, zone=zone, own=own,
            pauses=pauses,
        )  # fmt: skip
        # A pause of other teams is none of theirs (law 15).
        stand = [each for each in standing(pauses, at) if any(who in workers for who in each.covered)]
        old = [each for each in unread if each.worker in workers]
        missing = tuple(each for each in not_watched(people, states.values()) if each.person in workers)
        named = {line.worker for line in found.lines} | {line.word_of for line in found.lines if line.word_of}
        named |= {each.worker for each in old} | {each.person for each in missing}
        named |= {each.about for each in stand if each.whom is PauseFor.WORKER}
        return Shown(
            board=found,
            strip=strip(
                at=at,
                scanned=scanned,
                tick=core.tick,
                unread=[(_name(people, each.worker), each.last_read) for each in old],
                pauses=[banner(each, people, core.zone) for each in stand],
                kept_from_work=sum(1 for each in notices if each.cause not in _OF_ONE_MATTER),
                zone=zone,
            ),
            not_watched=missing,
            named=frozenset(named),
            at=at,
            zone=zone,
        )


def _name(people: People, who: PersonId) -> str:
    known = people.get(who)
    return known.name if known is not None and known.name else who
