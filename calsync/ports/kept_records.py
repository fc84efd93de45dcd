"""Answers, concerns, the audit, pauses and the service's own life, as the store keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from calsync.domain.model import Act, Answer, Concern, Pause


class KeptPauses(Protocol):
    """Pauses."""

    def put_pause(self, pause: Pause) -> None:
        """Write a pause, new or changed."""

    def pause(self, pause_id: str) -> Pause | None:
        """One pause; None when there is none of that id."""

    def pauses(self, since: datetime) -> list[Pause]:
        """Those asked for until some time after `since`, ended or not, the oldest first.

        One that can't be understood is left out: then those whom it covers are watched (law 14).
        """


class KeptRecords(Protocol):
    """Answers, concerns and the audit."""

    def add_answer(self, answer: Answer) -> bool:
        """Keep an answer; False when it was kept before, and then it acts no second time."""

    def answers_of(self, deadline_id: str) -> list[Answer]:
        """Every answer about one deadline, oldest first."""

    def add_concern(self, concern: Concern) -> bool:
        """Keep a concern; False when it was raised before."""

    def concerns(self) -> list[Concern]:
        """Every concern, oldest first."""

    def add_acts(self, acts: Iterable[Act]) -> None:
        """Add lines to the audit; the sealer chains them later."""


class KeptLife(Protocol):
    """How far the service's own parts have come."""

    def heartbeat(self, name: str) -> datetime | None:
        """When that part last finished its work (the clock's time); None before the first time."""

    def beat(self, name: str, at: datetime) -> None:
        """That part has finished its work."""

    def cursor(self, name: str) -> datetime | None:
        """How far something was read; None before the first time."""

    def put_cursor(self, name: str, at: datetime) -> None:
        """It was read up to there."""
