"""What `calsync replay` counted, as a picture (SVG): each team's weeks, and its alerts by how soon workers answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from calsync.cli.output import local
from calsync.cli.replay_table import habit_words
from calsync.domain.replay import Asked, Replayed, Told, Week, summed

WIDTH, MARGIN = 960, 24
HEAD, PANEL = 96, 216
LEFT, RIGHT = (MARGIN, 536), (592, WIDTH - MARGIN)
"""From where to where the weeks reach, and the habits of answering."""
BASE, BARS = 176, 112
"""How far below a panel's top its bars stand, and how tall the tallest of them is."""
WIDEST = 44
VISITS, POSSIBLE, ALERTS, INK, FAINT = "#1d70b8", "#f3a35c", "#b52718", "#0b0c0c", "#505a5f"
MOST_LABELS = 8
"""Weeks that have room for a date under each; of more, only some are labelled."""

Weeks = dict[date, Week]
Bar = tuple[str, tuple[tuple[int, str], ...]]
"""What stands under it, and its parts from the bottom: how many, in which colour."""


def picture(found: Replayed, asked: Asked) -> str:
    """An SVG document. Each panel has a scale of its own; the numbers stand on the bars."""
    panels = sorted(found.teams.items())
    if len(panels) > 1:
        panels.insert(0, ("All teams", found.weeks()))
    height = HEAD + len(panels) * PANEL
    title = f"Visits, and alerts under the policy {found.policy.name}"
    span = f"Entries that begin from {local(asked.start)[:15]} up to {local(asked.end)[:15]}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title desc" font-family="Arial, Helvetica, sans-serif">',
        f'<title id="title">{_safe(title)}</title>',
        f'<desc id="desc">{_safe(" ".join(_described(*panel, asked) for panel in panels))}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(MARGIN, 36, title, size=20, bold=True),
        _text(MARGIN, 60, f"{span}; {found.diaries:,} {'diary' if found.diaries == 1 else 'diaries'}.", ink=FAINT),
    ]
    for number, (team, weeks) in enumerate(panels):
        parts += _panel(team, weeks, asked, HEAD + number * PANEL)
    return "\n".join((*parts, "</svg>", ""))


def _panel(team: str, weeks: Weeks, asked: Asked, top: int) -> list[str]:
    whole = summed(weeks.values())
    by_week: list[Bar] = [
        (f"{monday:%d %b}", ((week.visits, VISITS), (week.possible, POSSIBLE)))
        for monday in _mondays(weeks, asked)
        for week in [weeks.get(monday, Week())]
    ]
    by_habit: list[Bar] = [
        ("never" if habit is None else str(habit), ((whole.told.get(habit, Told()).alerts.total(), ALERTS),))
        for habit in asked.habits
    ]
    return [
        f'<path d="M{MARGIN} {top}H{WIDTH - MARGIN}" stroke="#b1b4b6"/>',
        _text(LEFT[0], top + 24, team, size=16, bold=True),
        _key(LEFT[0], top + 42, VISITS, "visits"),
        _key(LEFT[0] + 70, top + 42, POSSIBLE, "possible visits, by week"),
        _text(RIGHT[0], top + 24, "Alerts to others", size=16, bold=True),
        _text(RIGHT[0], top + 42, "by minutes from the end to each worker's answer", ink=FAINT),
        *_bars(by_week, LEFT, top + BASE),
        *_bars(by_habit, RIGHT, top + BASE),
    ]


def _mondays(weeks: Weeks, asked: Asked) -> list[date]:
    """Every week of the time that was asked for, those too in which nothing was."""
    first, last = asked.start.date(), (asked.end - timedelta(microseconds=1)).date()
    first -= timedelta(days=first.weekday())
    between = (first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1))
    return sorted({*between, *weeks})


def _bars(bars: Sequence[Bar], across: tuple[int, int], base: int) -> list[str]:
    """Bars side by side on a line, each with its number above it and its name below it."""
    begin, end = across
    drawn = [f'<path d="M{begin} {base}.5H{end}" stroke="{INK}"/>']
    if not bars:
        return [*drawn, _text(begin, base - 12, "None in these weeks.", ink=FAINT)]
    most = max(1, *(sum(count for count, _ in parts) for _, parts in bars))
    # The numbers need their room above the tallest bar.
    unit, slot = (BARS - 16) / most, (end - begin) / len(bars)
    width, every = min(WIDEST, slot * 0.7), -(-len(bars) // MOST_LABELS)
    for number, (name, parts) in enumerate(bars):
        middle, height = begin + (number + 0.5) * slot, 0.0
        for count, colour in parts:
            tall = count * unit
            drawn.append(
                f'<rect x="{middle - width / 2:.1f}" y="{base - height - tall:.1f}" width="{width:.1f}" '
                f'height="{tall:.1f}" fill="{colour}"/>'
            )
            height += tall
        if slot >= 2 * WIDEST / 3 or not number % every:
            figures = " + ".join(f"{count:,}" for count, _ in parts if count) or "0"
            drawn.append(_text(middle, base - height - 5, figures, middle=True))
        if not number % every:
            drawn.append(_text(middle, base + 18, name, middle=True))
    return drawn


def _described(team: str, weeks: Weeks, asked: Asked) -> str:
    """A panel in words, for whoever can't see it."""
    whole = summed(weeks.values())
    alerts = ", ".join(
        f"{whole.told.get(habit, Told()).alerts.total()} ({habit_words(habit)})" for habit in asked.habits
    )
    return f"{team}: {whole.visits} visits and {whole.possible} possible ones; alerts by habit of answering: {alerts}."


def _key(x: int, y: int, colour: str, words: str) -> str:
    return f'<rect x="{x}" y="{y - 11}" width="12" height="12" fill="{colour}"/>' + _text(x + 18, y, words, ink=FAINT)


def _text(
    x: float, y: float, words: str, *, size: int = 13, bold: bool = False, middle: bool = False, ink: str = INK
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{ink}"{weight}{anchor}>{_safe(words)}</text>'


def _safe(words: str) -> str:
    """Text for XML: names of folders and departments are not ours, and what XML knows no sign for is left out."""
    return escape("".join(each for each in words if each.isprintable()))
