"""What was taken for sending, under a lease."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.domain.model import Notice, Notification
from calsync.domain.model.letters import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A notification taken for sending, under a lease: only its holder may write the outcome."""

    notification: Notification
    fence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClaim:
    """A notice to IT taken for sending, under a lease: only its holder may write the outcome."""

    notice: Notice
    fence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClaim:
    """A letter taken for sending, under a lease: only its holder may write the outcome."""

    letter: Letter
    fence: str
