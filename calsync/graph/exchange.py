"""What came back: an answer as it is, which is never shown, and an exchange, which is redacted and may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer as it came. Nothing of it but `status`, `code` and `said` is fit to be shown."""

    status: int
    """0 when no answer came."""
    headers: Mapping[str, str]
    body: Any
    """What the JSON says; None for an answer that is no JSON."""
    code: str = ""
    """Microsoft's code, redacted."""
    message: str = ""
    """Microsoft's sentence, redacted."""

    @property
    def ok(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status < 300

    @property
    def said(self) -> str:
        """Status and code, as findings name them."""
        return f"{self.status or 'no answer'}{f' {self.code}' if self.code else ''}"

    @property
    def rows(self) -> list[Row]:
        """The rows of a list; none for anything else."""
        found = self.body.get("value") if isinstance(self.body, dict) else None
        return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []

    @property
    def row(self) -> Row:
        """The one object; empty for anything else."""
        return self.body if self.ok and isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer, redacted: fit to be shown to anybody."""

    request: str
    sent: Mapping[str, str]
    status: int
    milliseconds: int
    headers: Mapping[str, str]
    body: Any
    times: int = 1
    """How many requests, sent at once, were answered with this status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """What came of requests that were sent together."""

    replies: Sequence[Reply]
    together: bool
    """Whether the first answer took so long that all the others must have been on their way by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """A diary that could be read, by its owner's id, with the entries found."""

    worker: str
    rows: Sequence[Row]
