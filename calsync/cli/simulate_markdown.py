"""What a scenario brought, as a Markdown table: the timelines of docs/policies.md, and of anybody's own policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.model import Ask, Role
from calsync.domain.scene import ASK_WORDS
from calsync.engine import Happened
from calsync.engine.telling import words
from calsync.simulation.play import Played, without_token
from calsync.simulation.scenario import Scenario

ZONE = ZoneInfo("Europe/London")
LONGEST_WORDS = 100
FOLDED_FROM = 3
"""How often the same people are asked the same at one pace before the repeats are one row."""
ASKS, ROLES = [each.value for each in Ask], [each.value for each in Role]
BY_THE_SERVICE = ("extended", "concern", "incident", "contact")
NOT_SAID = "acknowledge"
"""What stands for the words of somebody who took an alarm without any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One row of the table."""

    at: datetime
    late: int | None = None
    visit: str = ""
    deadline: str = ""
    what: str
    who: tuple[str, ...] = ()
    ask: str = ""
    due: datetime | None = None

    @property
    def asks(self) -> bool:
        """Whether somebody is asked to do something, and not merely told of it."""
        return bool(self.ask) and self.ask != Ask.KNOW

    @property
    def same(self) -> tuple[object, ...]:
        """What is the same in each repeat of one message."""
        return self.visit, self.deadline, self.due, self.ask, self.who

    def cells(self, first_day: date, *, visits: bool) -> list[str]:
        """What stands in the table: the time with its day where that is another than the first visit's."""
        local = self.at.astimezone(ZONE)
        time = f"{local:%H:%M}" if local.date() == first_day else f"{local:%a %H:%M}"
        late = "" if self.late is None else str(self.late)
        asked = ASK_WORDS.get(Ask(self.ask), self.ask) if self.ask else ""
        who = ", ".join(each.replace("_", " ") for each in self.who)
        visit = [self.visit] if visits else []
        return [time, late, *visit, self.deadline, _short(self.what), who, asked]


def markdown(played: Played, scenario: Scenario) -> list[str]:
    """The lines of the table; one sentence where nothing happened. The same at each run."""
    rows = _rows(played, scenario)
    if not rows:
        return ["Nothing happens: nobody is asked, and nobody is told."]
    heading = ["time", "late", *(["visit"] if scenario.named else []), "deadline", "what", "who", "ask"]
    first_day = min(each.entry.start for each in scenario.visits).astimezone(ZONE).date()
    cells = [each.cells(first_day, visits=scenario.named) for each in _folded(rows)]
    lines = [heading, ["--"] * len(heading), *cells]
    return [f"| {' | '.join(each)} |" for each in lines]


def _rows(played: Played, scenario: Scenario) -> list[_Row]:
    """What people did, what was said of it, then who is told, moment by moment."""
    order = [each.name for each in scenario.visits]
    rows = [
        *((at, 0, (), _Row(at=at, what=did)) for at, did in played.did),
        *((each.at, 1, (), _said(each)) for each in played.happened if _is_said(each)),
        *((row.at, 2, _place(row, order), row) for row in _told(played.happened)),
    ]
    return [row for *_, row in sorted(rows, key=lambda each: each[:3])]


def _is_said(happened: Happened) -> bool:
    return happened.what != "notify" and not (happened.what == "answer" and happened.text == NOT_SAID)


def _said(happened: Happened) -> _Row:
    first = happened.text.splitlines()[0] if happened.text else ""
    what = {
        "answer": f'says "{first}"',
        "acknowledged": "has it",
        "closed": f"closed: {first}",
    }.get(happened.what) or words(happened)
    row = _row(happened, what)
    return replace(row, who=()) if happened.what in BY_THE_SERVICE else row


def _told(happened: Iterable[Happened]) -> list[_Row]:
    """Who is told the same in the same moment, in one row."""
    together: dict[tuple[object, ...], set[str]] = defaultdict(set)
    rows: dict[tuple[object, ...], _Row] = {}
    for each in happened:
        if each.what != "notify":
            continue
        row = replace(_row(each, f'"{without_token(each.text.splitlines()[0])}"'), ask=str(each.ask))
        key = (row.at, row.visit, row.deadline, row.ask, row.what)
        together[key].add(str(each.role))
        rows[key] = row
    return [replace(row, who=tuple(sorted(together[key], key=ROLES.index))) for key, row in rows.items()]


def _row(happened: Happened, what: str) -> _Row:
    deadline = happened.deadline
    return _Row(
        at=happened.at,
        late=happened.late_minutes,
        visit=happened.visit.event_id,
        deadline=str(deadline.kind) if deadline is not None else "",
        what=what,
        who=(str(happened.role),) if happened.role else (),
        due=deadline.due if deadline is not None else None,
    )


def _place(row: _Row, order: Sequence[str]) -> tuple[object, ...]:
    visit = order.index(row.visit) if row.visit in order else len(order)
    return visit, row.deadline, ASKS.index(row.ask) if row.ask in ASKS else len(ASKS), row.what


def _folded(rows: Sequence[_Row]) -> list[_Row]:
    """The rows, with what is told again and again at one pace told by its first and by how it goes on."""
    times: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if row.asks:
            times[row.same].append(number)
    folded: dict[int, _Row] = {}
    left_out: set[int] = set()
    for numbers in times.values():
        for run in _runs(numbers, rows):
            if len(run) >= FOLDED_FROM:
                second = rows[run[1]]
                pace = round((second.at - rows[run[0]].at) / timedelta(minutes=1))
                folded[run[1]] = replace(second, what=f"again, every {pace} minutes until {_until(rows, run[-1])}")
                left_out.update(run[2:])
    return [folded.get(number, row) for number, row in enumerate(rows) if number not in left_out]


def _runs(numbers: Sequence[int], rows: Sequence[_Row]) -> list[list[int]]:
    """The rows of one message in stretches of one pace."""
    runs = [[numbers[0]]]
    for number in numbers[1:]:
        run = runs[-1]
        gap = rows[number].at - rows[run[-1]].at
        if len(run) > 1 and abs(gap - (rows[run[-1]].at - rows[run[-2]].at)) > timedelta(seconds=30):
            runs.append([number])
        else:
            run.append(number)
    return runs


def _until(rows: Sequence[_Row], last: int) -> str:
    """Until when a message was told again: its last time; or until closed, where nothing else was asked after it."""
    ours = rows[last]
    later = rows[last + 1 :]
    goes_on = any(each.asks and (each.visit, each.deadline) == (ours.visit, ours.deadline) for each in later)
    return f"{ours.at.astimezone(ZONE):%H:%M}" if goes_on else "closed"


def _short(what: str) -> str:
    shown = what if len(what) <= LONGEST_WORDS else f"{what[: LONGEST_WORDS - 3]}..."
    return shown.replace("|", "\\|")
