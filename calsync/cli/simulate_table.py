"""What a scenario brought, as a table for people: when, how late, what was done and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.cli.output import line, local
from calsync.domain.model import Ask
from calsync.domain.scene import ASK_WORDS
from calsync.engine import Happened
from calsync.engine.telling import words
from calsync.simulation.play import Played, without_token
from calsync.simulation.scenario import Scenario

ZONE = ZoneInfo("Europe/London")
LONGEST_WORDS = 140
SHOWN = 2
"""How often one message to one role is shown before it is folded."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the table."""

    at: datetime
    late: int | None
    name: str
    said: str
    same: tuple[str, ...] = ()
    """What is the same in each repeat of one message; empty for all else."""


def print_table(played: Played, scenario: Scenario) -> None:
    """Print a line for each thing that happened, a heading for each day, and how it ended."""
    names = {each.name for each in scenario.visits} if scenario.named else set()
    wide = max([len("visit"), *map(len, names)])
    # What people did comes before what the service made of it in the same moment.
    rows = sorted([*(_Row(at, None, "", did) for at, did in played.did), *_told(played, names)], key=lambda row: row.at)
    day = ""
    for row in _folded(rows):
        if (today := local(row.at)[:15]) != day:
            day = today
            line(f"\n{day}\n time   late" + (f"  {'visit':<{wide}}  " if names else "  ") + "what happens")
        late = "" if row.late is None else str(row.late)
        line(
            f"{row.at.astimezone(ZONE):%H:%M} {late:>6}" + (f"  {row.name:<{wide}}" if names else "") + f"  {row.said}"
        )
    if not rows:
        line("\nNothing happens: nobody is asked, and nobody is told.")
    line(f"\n{local(played.ended)}: " + ("all is closed." if played.closed else "the end; not all is closed."))


def _folded(rows: Sequence[_Row]) -> Iterator[_Row]:
    """The rows with a long run of one message, again and again, told by its first two and its last."""
    seen: Counter[tuple[str, ...]] = Counter()
    left_out: list[_Row] = []
    for row in rows:
        if not row.same:
            yield from _closing(left_out)
            left_out.clear()
            seen.clear()
            yield row
            continue
        seen[row.same] += 1
        if seen[row.same] <= SHOWN:
            yield from _closing(left_out)
            left_out.clear()
            yield row
        else:
            left_out.append(row)
    yield from _closing(left_out)


def _closing(left_out: Sequence[_Row]) -> Iterator[_Row]:
    if len(left_out) > 1:
        yield replace(left_out[-1], said=f"... and so on: {len(left_out)} messages more, the last one now")
    else:
        yield from left_out


def _told(played: Played, names: set[str]) -> Iterator[_Row]:
    for each in played.happened:
        name = each.visit.event_id if each.visit.event_id in names else ""
        same = (name, each.role, each.ask) if each.what == "notify" else ()
        yield _Row(each.at, each.late_minutes, name, _said(each), same)


def _said(happened: Happened) -> str:
    said = words(happened) if happened.what != "notify" else _notified(happened)
    if happened.what in ("answer", "extended", "concern") and happened.channel:
        said += f" ({happened.channel})"
    if happened.what == "contact" and happened.text:
        said += f": {happened.text.splitlines()[0]}"
    return said if len(said) <= LONGEST_WORDS else f"{said[: LONGEST_WORDS - 3]}..."


def _notified(happened: Happened) -> str:
    asked = ASK_WORDS.get(Ask(happened.ask), happened.ask)
    subject = without_token(happened.text.splitlines()[0])
    return f'{happened.role.replace("_", " ")} is told by {happened.channel} to {asked}: "{subject}"'
