"""What `calsync replay` counted, as a picture (SVG): each team's visits, questions and alerts by week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from calsync.cli.output import local
from calsync.cli.replay_drawing import FAINT, INK, ROW, Box, bars, grid, rect, safe, text
from calsync.cli.replay_table import habit_words, mondays
from calsync.domain.replay import Asked, Habit, Replayed, Told, Week, summed

WIDTH, MARGIN = 1200, 28
COLUMNS = ((MARGIN, 380), (412, 780), (804, WIDTH - MARGIN))
"""From where to where the visits reach, the questions, and the alerts."""
HEAD, PANEL_HEAD, PANEL_FOOT = 128, 92, 44
"""Room for what stands over all panels, over the shapes of one, and under them."""
LOWEST = 6 * ROW
LONGEST_NAME = 90
VISITS, POSSIBLE, QUESTIONS, ALERTS = "#1d70b8", "url(#possible)", "#4c2c92", "#a3200d"
HATCHED = (
    '<defs><pattern id="possible" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#ffe8c7"/><path d="M0 0V6" stroke="#c05a00" stroke-width="2.5"/></pattern></defs>'
)
"""Told apart from visits in print without colours too."""

Weeks = Mapping[date, Week]
Counted = Callable[[Told], int]


def _questions(told: Told) -> int:
    return told.questions


def _alerts(told: Told) -> int:
    return told.alerts.total()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """The most of each kind, in one week and in all: what the longest bar and the darkest cell stand for."""

    entries: int
    questions: tuple[int, int]
    alerts: tuple[int, int]


def picture(found: Replayed, asked: Asked) -> str:
    """An SVG document. All teams are drawn to one scale; their sum, which is always more, has one of its own."""
    teams = sorted(found.teams.items())
    one_scale = _scale([weeks for _, weeks in teams], asked)
    panels = [(team, weeks, one_scale) for team, weeks in teams]
    notes = [
        "Questions and alerts: each row is what there would be if all workers answered so long after the end of a "
        "visit. Darker is more; the bars are sums.",
    ]
    if len(teams) > 1:
        together = found.weeks()
        panels.insert(0, ("All teams together (on a scale of its own)", together, _scale([together], asked)))
        notes.append(
            "The teams are drawn to one scale, so that they can be compared with each other. "
            "Their sum, which comes first, is drawn to another."
        )
    shapes = max(LOWEST, len(asked.habits) * ROW)
    panel = PANEL_HEAD + shapes + PANEL_FOOT
    height = HEAD + len(panels) * panel
    title = f"Visits, questions and alerts under the policy {_short(found.policies.names)}"
    span = f"Entries that begin from {local(asked.start)[:15]} up to {local(asked.end)[:15]}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title desc" font-family="Arial, Helvetica, sans-serif">',
        f'<title id="title">{safe(title)}</title>',
        f'<desc id="desc">{safe(" ".join(_described(team, weeks, asked) for team, weeks, _ in panels))}</desc>',
        HATCHED,
        rect(0, 0, WIDTH, height, "#ffffff"),
        text(MARGIN, 42, title, size=22, bold=True),
        text(MARGIN, 68, f"{span}; {found.diaries:,} {'diary' if found.diaries == 1 else 'diaries'}.", size=14),
        *(text(MARGIN, 92 + 18 * number, note, ink=FAINT) for number, note in enumerate(notes)),
    ]
    for number, (team, weeks, scale) in enumerate(panels):
        parts += _panel(team, weeks, asked, HEAD + number * panel, shapes, scale)
    return "\n".join((*parts, "</svg>", ""))


def _scale(teams: Sequence[Weeks], asked: Asked) -> _Scale:
    weeks = [week for team in teams for week in team.values()]
    sums = [summed(team.values()) for team in teams]

    def most(among: Sequence[Week], counted: Counted) -> int:
        return max((counted(_told(week, habit)) for week in among for habit in asked.habits), default=0)

    return _Scale(
        entries=max((week.visits + week.possible for week in weeks), default=0),
        questions=(most(weeks, _questions), most(sums, _questions)),
        alerts=(most(weeks, _alerts), most(sums, _alerts)),
    )


def _panel(team: str, weeks: Weeks, asked: Asked, top: int, shapes: int, scale: _Scale) -> Iterator[str]:
    days = mondays(weeks, asked)
    names = [f"{monday:%d %b}" for monday in days]
    by_week = [weeks.get(monday, Week()) for monday in days]
    visits, questions, alerts = (
        Box(left=left, right=right, top=top + PANEL_HEAD, height=shapes) for left, right in COLUMNS
    )
    yield f'<path d="M{MARGIN} {top}.5H{WIDTH - MARGIN}" stroke="#b1b4b6"/>'
    yield text(MARGIN, top + 28, _short(team), size=17, bold=True)
    yield text(visits.left, top + 54, "Visits by week", size=14, bold=True)
    yield from _key(visits.left, top + 74, VISITS, "visits")
    yield from _key(visits.left + 74, top + 74, POSSIBLE, "possible: the worker is asked")
    yield from bars(
        visits, names, [(week.visits, week.possible) for week in by_week], (VISITS, POSSIBLE), scale.entries
    )
    for box, title, colour, counted, (most, most_sum) in (
        (questions, "Questions to workers", QUESTIONS, _questions, scale.questions),
        (alerts, "Alerts to others", ALERTS, _alerts, scale.alerts),
    ):
        yield text(box.left, top + 54, f"{title} by week", size=14, bold=True)
        yield text(box.left, top + 74, "if each worker answers so long after the end", ink=FAINT)
        rows = [(habit_words(each), [counted(_told(week, each)) for week in by_week]) for each in asked.habits]
        yield from grid(box, names, rows, colour, most, most_sum)


def _told(week: Week, habit: Habit) -> Told:
    return week.told.get(habit, Told())


def _described(team: str, weeks: Weeks, asked: Asked) -> str:
    """A panel in words, for whoever can't see it."""
    whole = summed(weeks.values())

    def each(counted: Counted) -> str:
        return ", ".join(f"{counted(_told(whole, habit))} ({habit_words(habit)})" for habit in asked.habits)

    return (
        f"{team}: {whole.visits} visits and {whole.possible} possible ones; "
        f"alerts by habit of answering: {each(_alerts)}; questions: {each(_questions)}."
    )


def _key(x: float, y: float, fill: str, words: str) -> Iterator[str]:
    yield rect(x, y - 11, 13, 13, fill, stroke=INK)
    yield text(x + 19, y, words, ink=FAINT)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
