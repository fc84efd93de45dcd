"""The only truth, and one unit of work over all that is kept. The contract tests hold it whole."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from calsync.domain.model import Act
from calsync.ports.kept_checks import KeptChecks
from calsync.ports.kept_incidents import KeptIncidents
from calsync.ports.kept_letters import KeptLetters
from calsync.ports.kept_links import KeptLinks
from calsync.ports.kept_messages import KeptNotices, KeptNotifications
from calsync.ports.kept_people import KeptDiaries, KeptPeople
from calsync.ports.kept_pins import KeptPins
from calsync.ports.kept_records import KeptLife, KeptPauses, KeptRecords
from calsync.ports.kept_sessions import KeptSessions
from calsync.ports.kept_texts import KeptTexts
from calsync.ports.kept_visits import KeptVisits


class Transaction(
    KeptPeople,
    KeptDiaries,
    KeptVisits,
    KeptNotifications,
    KeptTexts,
    KeptLinks,
    KeptPins,
    KeptSessions,
    KeptNotices,
    KeptPauses,
    KeptLetters,
    KeptRecords,
    KeptIncidents,
    KeptChecks,
    KeptLife,
    Protocol,
):
    """One unit of work: everything in it is written, or nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedAct:
    """An act in the audit's chain."""

    number: int
    act: Act
    seal: str
    """Hash over this act and the seal before it; empty while not sealed yet."""


class Store(Protocol):
    """The only truth (law 11)."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A unit of work that is written when its block ends without an error. Raises StoreUnavailable."""

    def seal(self) -> int:
        """Chain the acts that were added since the last sealing; how many. One sealer at a time, under a lease."""

    def audit(self, *, after: int = 0) -> list[SealedAct]:
        """The audit after an act's number, oldest first."""

    def verify(self) -> str:
        """Empty when the audit's chain is whole; else a sentence that names the first broken line."""

    def close(self) -> None:
        """Let go of files and connections."""
