"""What the feeds are told: whose diary stands where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCalendar:
    """One worker's calendar: published under a secret address, or a file."""

    worker: str
    """Their mail address."""
    url: str = field(default="", repr=False)
    """Whoever knows it can read the diary, so it is shown nowhere."""
    file: Path | None = None
    zone: str = ""
    """In which floating times are read; empty: that of all feeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """Every feed of a deployment."""

    calendars: tuple[FeedCalendar, ...] = ()
    folder: Path | None = None
    """Where everybody without a calendar of their own has a file; None: their diaries are elsewhere."""
    zone: str = "Europe/London"
    allow_private: bool = False
    ca_file: Path | None = None
