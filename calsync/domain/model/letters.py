"""Letters: mails of the bulk lane to one person about one day, which are no alarm; and which of them a policy wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from calsync.domain.model.moments import PersonId

if TYPE_CHECKING:
    from calsync.domain.model.policy import Role  # which holds a policy's letters itself


class LetterKind(StrEnum):
    """What a letter is about."""

    SUMMARY = "summary"
    """The worker's own day: what is watched, by whom, and what to mend."""
    VISITS = "visits"
    """The list of today's visits, on Mondays of the week's, for those who keep an eye on them."""
    CHANGES = "changes"
    """What has changed since the list that the same person had."""
    OUTAGE_SHEET = "outage-sheet"
    """Everything that is needed on the day on which everything is dark."""
    READ = "read-and-understood"
    """The policy, to be read again and answered."""
    NUMBERS = "numbers"
    """The telephone numbers that are known of somebody: are they still right?"""
    REPORT = "report"
    """A month of a team in figures."""


ASKS = (LetterKind.READ, LetterKind.NUMBERS)
"""The letters that ask for a declaration. Answers to all others are read like any mail."""


class LetterState(StrEnum):
    """Where one letter stands."""

    WAITING = "waiting"
    SENT = "sent"
    CANCELLED = "cancelled"
    """There was nothing to say when it was to be sent."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One visit as a list showed it, without its personal text: enough to tell later what has changed."""

    visit_id: str
    start: datetime
    end: datetime
    about: str
    """A hash of what the list said of it besides its times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail of the bulk lane to one person about one day: a row before it is sent (law 13).

    Its text is made when it is sent, and kept nowhere.
    """

    id: str
    """Made from its identity (kind, day, recipient, part), which never comes twice."""
    kind: LetterKind
    day: date
    """The day that it is about, as its recipient counts days."""
    recipient: PersonId
    part: int = 0
    """Of changes: which message of that day, from 1; 0 for all others."""
    due: datetime
    recorded: datetime
    token: str
    """A random word in the subject by which an answer finds its way back. No secret: it opens nothing."""
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    not_before: datetime | None = None
    """No attempt before this moment; None: at once."""
    settled: datetime | None = None
    """When it was sent, or found to have nothing to say; None while it waits."""
    listed: tuple[Listed, ...] = ()
    """The visits that it told of, where changes are told later."""
    message_id: str = ""
    conversation_id: str = ""
    last_error: str = ""
    about: str = ""
    """Of a policy, to be read, its digest. Empty for all others, and while it waits."""

    @property
    def identity(self) -> tuple[LetterKind, date, PersonId, int]:
        """Of which there is one letter at most."""
        return self.kind, self.day, self.recipient, self.part


class Declared(StrEnum):
    """What somebody declared in answer to a letter."""

    READ = "read-and-understood"
    RIGHT = "numbers-right"
    WRONG = "numbers-wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """That somebody has read and understood a policy, or that what is known of their numbers is right or wrong."""

    id: str
    """Where it came from; the same mail read twice declares once."""
    who: PersonId
    what: Declared
    about: str
    """Of a policy its digest: who read an older one has not read this one. Else empty."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Which letters a policy wants, and for whom. Of itself it wants the worker's summary alone."""

    summary: bool = True
    reminders: tuple[str, ...] = ()
    """The organisation's own lines in the worker's summary."""
    list: tuple[Role, ...] = ()
    """Who gets the day's visits each morning."""
    week: tuple[Role, ...] = ()
    """Who of these, or besides, gets the whole week's on Mondays."""
    changes: tuple[Role, ...] = ()
    """Who is told during the day what has changed since their list."""
    concerns: tuple[Role, ...] = ()
    """In whose list the open concerns stand, and how well the diaries are kept."""
    no_visit_days: int = 0
    """After how many working days without a visit a worker is named in the lists with concerns; 0: never."""
    named: bool = False
    """Whether a colleague whom an entry names has that visit on a list of their own day, without whom it is to."""
    outage_sheet: bool = False
    read_and_understood: bool = False
    """Whether each worker and line manager is asked once a year to read the policy and say so."""
    numbers: bool = False
    """Whether everybody is asked twice a year whether their numbers are still right."""
    report: tuple[Role, ...] = ()
    """Who gets a month of their team in figures."""

    @property
    def lists(self) -> tuple[Role, ...]:
        """Who gets any list."""
        return tuple(dict.fromkeys((*self.list, *self.week, *self.changes, *self.concerns)))
