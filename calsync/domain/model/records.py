"""What is kept besides: concerns, the audit's acts, how far a diary was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from calsync.domain.model.moments import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What a check found about a visit: no times, no address, entered after its end."""

    visit_id: str
    worker: PersonId
    kind: str
    words: str
    raised: datetime
    cleared: datetime | None = None
    """When a check before the visit found that it stands no more; None while it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the audit: ids and acts alone, never a name, an address or what somebody wrote."""

    at: datetime
    what: str
    who: str = "calsync"
    visit_id: str = ""
    deadline_id: str = ""
    details: tuple[tuple[str, str], ...] = ()


class Turn(IntEnum):
    """In what order requests to a source are served: the lowest first."""

    LOOK = 0
    """The look before a responder step, and the answers (law 9)."""
    MAIL = 1
    """Alarm mail."""
    BEGUN = 2
    """A diary with a visit that has begun and is not closed."""
    SOON = 3
    """A diary with a visit that begins within the half-hour."""
    ORDINARY = 4
    """Every other diary."""
    WIDE = 5
    """What can wait: the directory, and what mailboxes say of hours and absences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """So many diaries are read at one pace, in one order of service."""

    turn: Turn
    pace: timedelta
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that IT must hear of, since calsync can't do its work because of it (law 10): one row a cause."""

    id: str
    cause: str
    """What failed, in one word of `domain/notices.py`."""
    about: str
    """Whose diary, which credential, which entry; empty when it is the whole service."""
    words: str
    """The sentence with the fix. It names no person visited and no place."""
    raised: datetime
    cleared: datetime | None = None
    """When it was found to be well again; None while it stands."""
    told: datetime | None = None
    """When a channel took the message; None while nobody was told."""
    attempts: int = 0
    not_before: datetime | None = None
    """No attempt before this moment; None: at once."""
    last_error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """An entry that is to be asked for by its id, and has not answered yet."""

    key: str
    """That of the visit it is or would be."""
    since: datetime
    """When it was found so."""
    read_before: datetime | None = None
    """When its diary had been read before that; None: never."""
    refused: bool = False
    """Whether it was asked for and brought an error; else others before it did."""
    undecided: bool = False
    """Whether it is over and nothing is watched of it until it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxState:
    """How far one worker's diary has been read."""

    worker: PersonId
    watched_from: datetime
    """Before this moment nothing is watched (law 3)."""
    next_poll_at: datetime
    last_read: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    last_error: str = ""
    failing_as: str = ""
    """What kind of failure that was, coarsely: what one outage says in several ways is one kind."""
    turn: Turn = Turn.ORDINARY
    """In what order it is served: begun visits first."""
    pace: timedelta = timedelta(minutes=5)
    """How often it is to be read at the moment, before any stretching."""
    fresh_until: datetime | None = None
    """Past this moment, not read again, it is told as unread (law 10); None: it was never known."""
    wide_at: datetime | None = None
    """When the days ahead are read next; None: at the next reading."""
    digest: str = ""
    """What the last reading was judged by; empty when the next one has to be judged whatever it says."""
    quiet_until: datetime | None = None
    """Until when the same entries under the same digest mean the same."""
    ahead: int = 0
    """How many entries lay ahead at the last reading that was believed."""
    ahead_until: datetime | None = None
    """When the last of them begins."""
    emptied_since: datetime | None = None
    """Since when all that lay ahead is missing at once, which is told to IT and not believed."""
    unasked: tuple[Unasked, ...] = ()
    """The entries that could not be asked for by their ids."""
