"""Letters and declarations, as the store keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from calsync.domain.model import Visit
from calsync.domain.model.letters import Declaration, Letter, LetterKind
from calsync.ports.claims import LetterClaim


class KeptLetters(Protocol):
    """Letters, and what was declared in answer to them."""

    def visits_between(self, start: datetime, end: datetime) -> list[Visit]:
        """Every visit that touches the time from `start` to `end`, cancelled ones too, by when it begins."""

    def outlines_between(self, start: datetime, end: datetime) -> list[Visit]:
        """The same, each without what its entry says: quick, for thousands of them."""

    def called_off_between(self, start: datetime, end: datetime) -> set[str]:
        """The ids of those of them that somebody called off, or handed to a colleague (`domain/away.py`)."""

    def add_letters(self, offered: Iterable[Letter]) -> list[Letter]:
        """Those that were new; one of an identity that stands already is left out."""

    def claim_letters(self, at: datetime, limit: int) -> list[LetterClaim]:
        """Waiting ones that are due, may be tried now and nobody else holds, the oldest first, under a lease."""

    def claim_letter(self, letter_id: str) -> LetterClaim | None:
        """That one, due or not, under a lease; None where it does not wait or somebody else holds it."""

    def put_letter_outcome(self, claim: LetterClaim, outcome: Letter) -> bool:
        """Write what became of a claimed letter and end the lease; False when the lease was lost."""

    def letters_about(self, day: date) -> list[Letter]:
        """Every letter about that day, the oldest first."""

    def letters_since(self, kind: LetterKind, day: date) -> list[Letter]:
        """Every letter of a kind about that day or a later one, the oldest first."""

    def letter_for(
        self, *, message_ids: Sequence[str], conversation_id: str, token: str, any_kind: bool = False
    ) -> Letter | None:
        """The letter that a reply answers, of those that ask for a declaration or of `any_kind`; None: none of these.

        Found by message id, else token, else conversation.
        """

    def letters_under_way(self, since: datetime) -> int:
        """How many letters were sent after that moment, or are just being sent."""

    def messages_wait(self, at: datetime, *, channel: str | None = None) -> bool:
        """Whether any alarm, reminder or stand-down waits that may be tried now, one just being sent included.

        With `channel` those by that channel alone count.
        """

    def add_declaration(self, declaration: Declaration) -> bool:
        """Keep what somebody declared in answer to a letter; False when it was kept before."""

    def declarations(self, since: datetime) -> list[Declaration]:
        """What was declared at or after that moment, the oldest first."""
