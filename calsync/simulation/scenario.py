"""A scenario: visits, people, and what people do at which moment. Read by `reading.py`, played by `play.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from calsync.domain.model import AnswerKind, People, PersonId

LOOK_BACK = timedelta(days=2)
"""The service runs from so long before the first visit at most: no concern about one is raised earlier."""
MADE_BEFORE = timedelta(days=1)
"""And from so long before it where nobody says when its entry was made."""
ON_THE = timedelta(minutes=15)
"""The service is switched on at a quarter of an hour, as if it had run all along."""


class What(StrEnum):
    """What somebody does."""

    REPLY = "reply"
    """Answers the newest mail about the visit, or writes one where none has come."""
    LINK = "link"
    TEXT = "text"
    CALL = "call"
    EDIT = "edit"
    DELETE = "delete"
    CREATED = "created"
    CALL_OUTCOME = "call-outcome"
    """Records what came of ringing the worker."""
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    ABSENT = "absent"

    @property
    def speaks(self) -> bool:
        """Whether it brings words in somebody's own language, which the service has to understand."""
        return self in (What.REPLY, What.LINK, What.TEXT, What.CALL)

    @property
    def in_diary(self) -> bool:
        """Whether it is something that is done in the diary."""
        return self in (What.EDIT, What.DELETE, What.CREATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a visit's entry in the diary says."""

    start: datetime
    end: datetime
    location: str = ""
    subject: str = ""
    categories: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    """The mail addresses of colleagues who accepted."""
    phone: str = ""
    """The household's number, where the entry holds one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One visit of the scenario."""

    name: str
    worker: PersonId
    entry: Entry
    created: datetime | None = None
    """When its entry was made; None: at some time before the service looked."""
    back: datetime | None = None
    """When the worker means to be back at the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that somebody does."""

    at: datetime
    who: PersonId
    what: What
    visit: str = ""
    """The name of the visit that it is about; empty: of whichever."""
    text: str = ""
    """What they say."""
    entry: Entry | None = None
    """The whole entry as it stands after an edit."""
    answer: AnswerKind | None = None
    """What an outcome, an acknowledgement or a closing is for the service."""
    minutes: int | None = None
    until: datetime | None = None
    reason: str = ""
    log_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Visits, people, and what happens, in time order."""

    visits: tuple[Planned, ...]
    people: People
    acts: tuple[Act, ...] = ()
    policy: str = ""
    """A preset's name or a policy file; empty when the scenario names none."""
    named: bool = False
    """Whether several visits have to be told apart by their names."""

    @property
    def begin(self) -> datetime:
        """From when the service runs: no later than the first thing that happens."""
        first = min(each.entry.start for each in self.visits)
        made = max(min(each.created or each.entry.start - MADE_BEFORE for each in self.visits), first - LOOK_BACK)
        earliest = min([first, made, *(each.at for each in self.acts)])
        return earliest - (earliest - earliest.replace(minute=0, second=0, microsecond=0)) % ON_THE

    @property
    def planned_end(self) -> datetime:
        """When the last visit ends, as it stands in the diary before anything happens, or after the last edit."""
        ends = [each.entry.end for each in self.visits]
        return max([*ends, *(each.entry.end for each in self.acts if each.entry is not None)])
