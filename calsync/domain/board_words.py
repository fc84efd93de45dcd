"""What the board says of each line, and of itself. No address, and no name of anybody visited (law 15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.board import Board, Line, Standing
from calsync.domain.model import AlarmKind, Ask, DeadlineKind
from calsync.domain.scene import ASK_WORDS, all_of

TITLES = {
    Standing.ALARMED: "Alarms that nobody has",
    Standing.LATE: "Late",
    Standing.OWNED: "Alarms that somebody has",
    Standing.DUE_SOON: "Due within 15 minutes",
    Standing.OUT: "Out now",
    Standing.LATER_TODAY: "Later today",
    Standing.TOMORROW: "Tomorrow",
}
NOBODY = {
    Standing.ALARMED: "There is no alarm that nobody has.",
    Standing.LATE: "Nobody is late.",
    Standing.OWNED: "There is no alarm that somebody has.",
    Standing.DUE_SOON: "Nobody is due.",
    Standing.OUT: "Nobody is out.",
    Standing.LATER_TODAY: "Nobody goes out later today.",
    Standing.TOMORROW: "Nobody goes out tomorrow, as far as the diaries say.",
}
_BY = {
    DeadlineKind.VISIT_END: "Out by",
    DeadlineKind.RETURN: "Back by",
    DeadlineKind.HOME_SAFE: "Home by",
    DeadlineKind.INTERVAL: "Next word by",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """One line as it is read, from left to right."""

    deadline_id: str
    name: str
    team: str
    expected: str
    """Since when, and by when."""
    state: str
    """What is wrong, or who looks after it; empty where nothing is."""
    next: str
    read: str
    """When the diary was last read, where that is too long ago; empty where it is fresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What the board says of itself, so that it is never taken for fresh when it is not."""

    sentences: tuple[str, ...]
    stale: bool
    """Whether nobody may rely on what stands below."""


def line_words(line: Line, at: datetime, zone: ZoneInfo) -> LineWords:
    """A line of the board in words, times in `zone`."""
    clock = _Clock(at=at, zone=zone)
    # The lines of tomorrow stand under that title: their times need no date.
    when = _Clock(at=line.start, zone=zone) if line.standing is Standing.TOMORROW else clock
    begins = when(line.start)
    called = line.alarm is not AlarmKind.SILENCE
    return LineWords(
        deadline_id=line.deadline_id,
        name=line.name,
        team=line.team,
        expected=f"Since {begins}" if called else f"{begins} · {_BY[line.kind]} {when(line.due)}",
        state=_state(line, clock),
        next=_next(line, clock),
        read=_read(line, clock) if line.stale else "",
    )


def summary(found: Board) -> str:
    """The one sentence that stands first: whether anybody has to act now."""
    count = found.unanswered
    if not count:
        return "Nobody is late without somebody looking after it."
    return "1 visit is late, and nobody has it." if count == 1 else f"{count} visits are late, and nobody has them."


def strip(
    *,
    at: datetime,
    scanned: datetime | None,
    tick: timedelta,
    unread: Sequence[tuple[str, datetime | None]],
    pauses: Sequence[str],
    kept_from_work: int,
    zone: ZoneInfo,
) -> Strip:
    """What the board says of itself. `unread` are the names of those whose diary is not fresh, and when it was read.

    `kept_from_work`: how many things IT was told of that keep the service from its work.
    """
    clock = _Clock(at=at, zone=zone)
    stale = scanned is None or at - scanned > 2 * tick
    if scanned is None:
        said = ["calsync has not looked at any deadline yet: no alarm is raised. Ring IT."]
    elif stale:
        said = [
            f"OUT OF DATE: calsync last looked at the deadlines at {clock(scanned)}, so no alarm is raised since. "
            "Ring IT, and ask each worker yourself."
        ]
    else:
        said = [f"Deadlines were last looked at {clock.ago(scanned)}."]
    said.append(_unread(unread, clock))
    said += pauses
    if kept_from_work:
        things = "1 thing keeps" if kept_from_work == 1 else f"{kept_from_work} things keep"
        said.append(f"{things} calsync from its work: IT was told.")
    return Strip(sentences=tuple(said), stale=stale)


def _unread(unread: Sequence[tuple[str, datetime | None]], clock: _Clock) -> str:
    if not unread:
        return "Every diary was read in time."
    name, read = min(unread, key=lambda each: (each[1] is not None, each[1] or clock.at, each[0]))
    since = f"not since {clock(read)}" if read is not None else "never"
    several = f"{len(unread)} diaries were" if len(unread) > 1 else "1 diary was"
    return f"{several} not read in time; the oldest is that of {name}, read {since}: what changed there is not seen."


@dataclass(frozen=True, slots=True)
class _Clock:
    at: datetime
    zone: ZoneInfo

    def __call__(self, moment: datetime) -> str:
        """The time of day, with its date where that is not today."""
        here, today = moment.astimezone(self.zone), self.at.astimezone(self.zone)
        return f"{here:%H:%M}" if here.date() == today.date() else f"{here:%H:%M} on {here.day} {here:%B}"

    def ago(self, moment: datetime) -> str:
        """How long ago it was: in seconds below a minute, else in minutes."""
        seconds = int((self.at - moment) / timedelta(seconds=1))
        return f"{seconds} seconds ago" if seconds < 60 else f"{minutes(self.at - moment)} ago"


def minutes(span: timedelta) -> str:
    """A span in hours and minutes, as it is said: "1 h 05 min"."""
    whole = int(span / timedelta(minutes=1))
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def _state(line: Line, clock: _Clock) -> str:
    words = []
    if line.alarm is AlarmKind.DURESS:
        words.append(f"CODE WORD given at {clock(line.due)}: do not ring them")
    elif line.alarm is AlarmKind.HELP:
        words.append(f"Called for HELP at {clock(line.due)}")
    elif line.late is not None:
        words.append(f"{minutes(line.late)} late")
    if line.word and line.alarm is not AlarmKind.DURESS:
        words.append("Their CODE WORD stands: do not ring them")
    if line.owner and line.owned_until is not None:
        words.append(f"{line.owner} has it until {clock(line.owned_until)}")
    if line.risk:
        words.append("High risk")
    if line.possible:
        words.append("May be a visit: nobody has said so")
    return ". ".join(words)


def _next(line: Line, clock: _Clock) -> str:
    if line.next is None:
        return ""
    when = f"At {clock(line.next.at)}" if line.next.at > clock.at else "Now"
    who = all_of(line.next.names) if line.next.names else "nobody who could be reached"
    rings = line.next.ask is Ask.CALL_WORKER and line.word
    return f"{when}: {who} to {'take it, and to ring nobody' if rings else ASK_WORDS[line.next.ask]}"


def _read(line: Line, clock: _Clock) -> str:
    return f"Diary read {clock(line.read)}, so it may have changed" if line.read is not None else "Diary never read"
