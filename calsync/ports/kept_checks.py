"""The checks before a visit, as the store keeps them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from calsync.domain.model import Concern, PersonId
from calsync.domain.model.approvals import Approval, CheckDue, FlaggedPlace


class KeptChecks(Protocol):
    """The checks before a visit."""

    def checks_due(self, at: datetime, limit: int) -> list[CheckDue]:
        """The visits whose checks are due, longest overdue first, locked for this transaction.

        A visit that is written is due at once: `put_visit` sees to that.
        """

    def next_check_at(self) -> datetime | None:
        """When the checks of any visit are due next; None when none are."""

    def put_checked(self, checked: CheckDue, again: datetime | None) -> None:
        """How a visit was seen, and when it is looked at again; None: once it is written anew."""

    def check_again(self, visit_ids: Collection[str], at: datetime) -> None:
        """These visits are due for their checks at `at`: something that bears on them was said or found."""

    def check_all_again(self, at: datetime) -> None:
        """Every visit whose checks are still to be made is due at `at`: something was found that may bear on any."""

    def settle_concerns(
        self, visit_id: str, kinds: Collection[str], stand: Sequence[Concern], at: datetime
    ) -> list[Concern]:
        """Of these kinds exactly these stand about a visit now: those that were never raised before.

        The others are cleared; one that was cleared stands again, in its new words.
        """

    def concerns_of(self, visit_ids: Collection[str]) -> list[Concern]:
        """Every concern that was raised about these visits, oldest first."""

    def add_approval(self, approval: Approval) -> bool:
        """Keep what somebody said; False when it was kept before."""

    def approvals_of(self, worker: PersonId, visit_id: str, family: str) -> list[Approval]:
        """What was said of a visit, and what stands for its family: the oldest word first.

        That a risk was assessed stands for whoever goes there; everything else for this worker.
        """

    def flag_places(self, places: Sequence[FlaggedPlace]) -> None:
        """Nobody goes to these places alone until their Incident is closed; one that is flagged already stays so."""

    def flagged(self, hashes: Collection[str]) -> list[FlaggedPlace]:
        """Those of these places at which an Incident is open."""

    def unflag_places(self, incident: str, who: PersonId, at: datetime) -> int:
        """Somebody has closed the Incident: how many of its places were flagged until now."""

    def key(self, name: str, new: str) -> str:
        """The key of that name; the first time `new`, which is kept."""
