"""What the board says of each line, and of itself. No address, and no name of anybody visited (law 15)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.board import Board, Line, Urgency
from calsync.domain.model import AlarmKind, DeadlineKind
from calsync.domain.scene import ASK_WORDS, all_of
from calsync.domain.standing_word import RINGS

TITLES = {
    Urgency.ALARMED: "Alarms that nobody has",
    Urgency.LATE: "Late",
    Urgency.OWNED: "Alarms that somebody has",
    Urgency.DUE_SOON: "Due within 15 minutes",
    Urgency.OUT: "Out now",
    Urgency.LATER_TODAY: "Later today",
    Urgency.TOMORROW: "Tomorrow",
}
NOBODY = {
    Urgency.ALARMED: "There is no alarm that nobody has.",
    Urgency.LATE: "Nobody is late.",
    Urgency.OWNED: "There is no alarm that somebody has.",
    Urgency.DUE_SOON: "Nobody is due.",
    Urgency.OUT: "Nobody is out.",
    Urgency.LATER_TODAY: "Nobody goes out later today.",
    Urgency.TOMORROW: "Nobody goes out tomorrow, as far as the diaries say.",
}
_NOBODY_ELSE = {
    Urgency.LATE: "Nobody else is late.",
    Urgency.DUE_SOON: "Nobody else is due.",
    Urgency.OUT: "Nobody else is out.",
}
"""The same where somebody stands further up, who may be late or out too."""
_OPEN = (
    (AlarmKind.DURESS, "1 CODE WORD stands, and nobody has it.", "{} CODE WORDS stand, and nobody has them."),
    (AlarmKind.HELP, "1 call for HELP, and nobody has it.", "{} calls for HELP, and nobody has them."),
    (AlarmKind.SILENCE, "1 visit is late, and nobody has it.", "{} visits are late, and nobody has them."),
)
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
    warnings: tuple[str, ...]
    """What has to be read before all else, since it makes what stands below doubtful; empty where nothing does."""
    stale: bool
    """Whether what stands below may be otherwise by now: deadlines or diaries were not looked at in time."""
    paused: bool


def line_words(line: Line, at: datetime, zone: ZoneInfo) -> LineWords:
    """A line of the board in words, times in `zone`."""
    clock = _Clock(at=at, zone=zone)
    # The lines of tomorrow stand under that title: their times need no date.
    when = _Clock(at=line.start, zone=zone) if line.urgency is Urgency.TOMORROW else clock
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


def summary(found: Board, itself: Strip) -> str:
    """What stands first: whether anybody has to act now. On stale data it is never said without "as far as"."""
    open_ = Counter(line.alarm for line in found.unanswered)
    said = [words if open_[kind] == 1 else many.format(open_[kind]) for kind, words, many in _OPEN if open_[kind]]
    if said:
        return " ".join(said)
    watched = "who is watched " if itself.paused else ""
    sure = "As far as calsync has seen, nobody" if itself.stale else "Nobody"
    return f"{sure} {watched}is late without somebody looking after it."


def nobody(urgency: Urgency, found: Board) -> str:
    """What stands where no line is; that nobody is late or out is not said below somebody who is."""
    above = any(lines for each, lines in found.groups[: list(Urgency).index(urgency)])
    return _NOBODY_ELSE.get(urgency, NOBODY[urgency]) if above else NOBODY[urgency]


def everybody_watched(itself: Strip) -> str:
    """What stands where nobody is known who should be watched and is not."""
    return "Nobody besides what stands at the top." if itself.warnings else "Everybody who should be watched is."


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
    warnings, said = [], []
    if scanned is None:
        warnings.append("calsync has not looked at any deadline yet: no alarm is raised. Ring IT.")
    elif at - scanned > 2 * tick:
        warnings.append(
            f"OUT OF DATE: calsync last looked at the deadlines at {clock(scanned)}, so no alarm is raised since. "
            "Ring IT, and ask each worker yourself."
        )
    else:
        said.append(f"Deadlines were last looked at {clock.ago(scanned)}.")
    if unread:
        warnings.append(_unread(unread, clock))
    else:
        said.append("Every diary was read in time.")
    stale = bool(warnings)
    if kept_from_work:
        things = "1 thing keeps" if kept_from_work == 1 else f"{kept_from_work} things keep"
        said.append(f"{things} calsync from its work: IT was told.")
    return Strip(sentences=tuple(said), warnings=(*pauses, *warnings), stale=stale, paused=bool(pauses))


def _unread(unread: Sequence[tuple[str, datetime | None]], clock: _Clock) -> str:
    name, read = min(unread, key=lambda each: (each[1] is not None, each[1] or clock.at, each[0]))
    when = f"last read at {clock(read)}" if read is not None else "never read"
    if len(unread) == 1:
        return f"The diary of {name} was not read in time ({when}): what changed there is not seen."
    return (
        f"{len(unread)} diaries were not read in time; the oldest is that of {name}, {when}: "
        "what changed there is not seen."
    )


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
        if seconds >= 60:
            return f"{minutes(self.at - moment)} ago"
        return "1 second ago" if seconds == 1 else f"{seconds} seconds ago"


def minutes(span: timedelta) -> str:
    """A span in hours and minutes, as it is said: "1 h 05 min"."""
    whole = int(span / timedelta(minutes=1))
    hours, rest = divmod(whole, 60)
    return f"{hours} h {rest:02} min" if hours else f"{rest} min"


def _state(line: Line, clock: _Clock) -> str:
    words = []
    if line.paused is not None:
        words.append(f"NOT WATCHED: paused until {clock(line.paused)}")
    if line.alarm is AlarmKind.DURESS:
        words.append(f"CODE WORD given at {clock(line.due)}: do not ring them")
    elif line.alarm is AlarmKind.HELP:
        words.append(f"Called for HELP at {clock(line.due)}")
    elif line.late is not None:
        words.append(f"{minutes(line.late)} late")
    if line.word_by:
        words.append(f"On a visit with {line.word_by}, whose CODE WORD stands: ring neither")
    elif line.word_of is not None and line.alarm is not AlarmKind.DURESS:
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
    when += " again" if line.next.again else ""
    who = all_of(line.next.names) if line.next.names else "nobody who could be reached"
    rings = line.next.ask in RINGS and line.word_of is not None
    return f"{when}: {who} to {'take it, and to ring nobody' if rings else ASK_WORDS[line.next.ask]}"


def _read(line: Line, clock: _Clock) -> str:
    return f"Diary read {clock(line.read)}, so it may have changed" if line.read is not None else "Diary never read"
