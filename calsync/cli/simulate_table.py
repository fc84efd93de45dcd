"""What a scenario brought, as a table for people: when, how late, what was done and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.cli.output import line, local
from calsync.domain.model import Ask
from calsync.domain.wording import ASK_WORDS
from calsync.engine import Happened
from calsync.engine.telling import words
from calsync.simulation.play import Played, without_token
from calsync.simulation.scenario import Scenario

ZONE = ZoneInfo("Europe/London")
LONGEST_WORDS = 100


def print_table(played: Played, scenario: Scenario) -> None:
    """Print a line for each thing that happened, a heading for each day, and how it ended."""
    names = {each.name for each in scenario.visits} if scenario.named else set()
    wide = max(map(len, names), default=0)
    rows = sorted([*_told(played, names), *((at, None, "", did) for at, did in played.did)], key=lambda row: row[0])
    day = ""
    for at, late, name, said in rows:
        if (today := local(at)[:15]) != day:
            day = today
            line(f"\n{day}\n time  late" + (f"  {'visit':<{wide}}" if names else ""))
        minutes = "" if late is None else str(late)
        line(f"{at.astimezone(ZONE):%H:%M}  {minutes:>5}" + (f"  {name:<{wide}}" if names else "") + f"  {said}")
    if not rows:
        line("\nNothing happens.")
    line(f"\n{local(played.ended)}: " + ("all is closed." if played.closed else "the end; not all is closed."))


def _told(played: Played, names: set[str]) -> Iterator[tuple[datetime, int | None, str, str]]:
    for each in played.happened:
        name = each.visit.event_id if each.visit.event_id in names else ""
        yield each.at, each.late_minutes, name, _said(each)


def _said(happened: Happened) -> str:
    said = words(happened) if happened.what != "notify" else _notified(happened)
    if happened.what in ("answer", "extended", "concern") and happened.channel:
        said += f" ({happened.channel})"
    if happened.what == "contact" and happened.text:
        said += f": {happened.text.splitlines()[0]}"
    return said if len(said) <= LONGEST_WORDS + 40 else f"{said[: LONGEST_WORDS + 37]}..."


def _notified(happened: Happened) -> str:
    asked = ASK_WORDS.get(Ask(happened.ask), happened.ask)
    subject = without_token(happened.text.splitlines()[0])
    return f'{happened.role.replace("_", " ")} is told by {happened.channel} to {asked}: "{subject}"'
