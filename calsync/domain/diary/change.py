"""What a reading of a diary changes about one visit."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.domain.model import Act, Answer, Concern, Watched

DIARY_CHANGED = "diary-changed"
"""The question to a worker whose visit left the diary after its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one visit."""

    watched: Watched
    acts: tuple[Act, ...] = ()
    ask_worker: str = ""
    """The name of a question to the worker; empty for none."""
    answer: Answer | None = None
    """The worker's own word, said by the diary ("Visit done")."""
    concern: Concern | None = None
    extended: bool = False
    """The deadline was moved: who was told of the old one is told of the new one."""
