"""What `calsync replay` counted, as tables and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from calsync.cli.output import fact, line, local
from calsync.cli.recognition import ZONE
from calsync.domain.model import Role
from calsync.domain.replay import Asked, Habit, Replayed, Told, Week, summed

DAYS_OF_A_WEEK = 7


def print_facts(found: Replayed, asked: Asked) -> None:
    """Print one JSON object for each week of a team, the teams by name."""
    for team, weeks in sorted(found.teams.items()):
        for monday, week in sorted(weeks.items()):
            fact(
                team=team,
                week=monday.isoformat(),
                visits=week.visits,
                possible=week.possible,
                all_day=week.all_day,
                no_end=week.no_end,
                doubts=dict(week.doubts),
                told=[_told_fact(habit, week.told[habit]) for habit in asked.habits],
            )


def _told_fact(habit: Habit, told: Told) -> dict[str, object]:
    return {
        "answered_after_minutes": habit,
        "questions": told.questions,
        "alerts": {str(role): count for role, count in told.alerts.items()},
        "repeats": told.repeats,
    }


def print_tables(found: Replayed, asked: Asked) -> None:
    """Print what each team's weeks hold, and whom all of it would have told."""
    first, last = local(asked.start)[:15], local(asked.end)[:15]
    diaries = "1 diary" if found.diaries == 1 else f"{found.diaries:,} diaries"
    line(f"{diaries}, entries that begin from {first} up to {last}; {_policies(found)}.")
    whole = summed(found.weeks().values())
    if not whole.visits + whole.possible:
        line("Nothing there is a visit, or may be one: `calsync visits --all` says why of each entry.")
        return
    line()
    line("Questions to workers / alerts to others, if each worker answers so long after the end:")
    line()
    _print(_by_week(found, asked))
    line()
    line("Whom all of that tells:")
    line()
    _print(_by_role(found, whole, asked))
    for words in _remarks(whole, asked):
        line(words)


def _policies(found: Replayed) -> str:
    """Which policies were asked, each team by its own."""
    several = len(found.policies.every) > 1
    return f"{'policies' if several else 'policy'} {found.policies.names}"


def _by_week(found: Replayed, asked: Asked) -> list[list[str]]:
    rows = [["team", "week of", "visits", "possible", "all day", "no end", *map(habit_words, asked.habits)]]
    for team, weeks in sorted(found.teams.items()):
        days = mondays(weeks, asked)
        rows += [_row(team, _day(monday), weeks.get(monday, Week()), asked) for monday in days]
        if len(days) > 1:
            rows.append(_row(team, "all", summed(weeks.values()), asked))
    if len(found.teams) > 1:
        rows.append(_row("all", "all", summed(found.weeks().values()), asked))
    return rows


def _row(team: str, when: str, week: Week, asked: Asked) -> list[str]:
    counts = (week.visits, week.possible, week.all_day, week.no_end)
    told = (week.told.get(habit, Told()) for habit in asked.habits)
    return [team, when, *map(str, counts), *(f"{each.questions} / {each.alerts.total()}" for each in told)]


def _by_role(found: Replayed, whole: Week, asked: Asked) -> list[list[str]]:
    roles = _roles(found, whole)
    weeks = (asked.end - asked.start).total_seconds() / (DAYS_OF_A_WEEK * 24 * 60 * 60)
    rows = [["answers", "questions", *(str(role).replace("_", " ") for role in roles), "repeats", "alerts a week"]]
    for habit in asked.habits:
        told = whole.told[habit]
        repeats = "on and on" if habit is None else str(told.repeats)
        alerts = [str(told.alerts[role]) for role in roles]
        rows.append([habit_words(habit), str(told.questions), *alerts, repeats, f"{told.alerts.total() / weeks:.1f}"])
    return rows


def _roles(found: Replayed, whole: Week) -> list[Role]:
    """Whom the policy tells, in the order of its ladder, and whoever else was told."""
    steps = [step for policy in found.policies.every for step in policy.steps]
    ladder = [role for step in steps for role in step.roles if role is not Role.WORKER]
    told = [role for each in whole.told.values() for role in each.alerts]
    return list(dict.fromkeys((*ladder, *told)))


def _remarks(whole: Week, asked: Asked) -> list[str]:
    remarks = ["Who answers in the very minute of a step is a moment too late for it."]
    if whole.doubts:
        said = ", ".join(f"{rule} {count}" for rule, count in whole.doubts.most_common())
        remarks.append(f"Possible visits by the rule that decided: {said}. `calsync explain` says why of one entry.")
    if whole.all_day:
        remarks.append("All day: the worker is asked for times on that morning, and nobody else is told.")
    if whole.no_end:
        remarks.append("No end: the entry ends when it begins, and so its questions come at its start.")
    if None in asked.habits:
        remarks.append("Never: each step once; the last would be repeated until a person closes it.")
    return ["", *remarks]


def mondays(weeks: Iterable[date], asked: Asked) -> list[date]:
    """The Monday of every week of the time that was asked for, those too in which nothing was; and those of `weeks`."""
    first, last = (each.astimezone(ZoneInfo(ZONE)).date() for each in (asked.start, asked.end - timedelta(seconds=1)))
    first -= timedelta(days=first.weekday())
    between = (first + timedelta(weeks=number) for number in range((last - first).days // DAYS_OF_A_WEEK + 1))
    return sorted({*between, *weeks})


def habit_words(habit: Habit) -> str:
    """A habit of answering, in a word or two."""
    if habit is None:
        return "never"
    return f"{habit} min" if habit else "at once"


def _day(monday: date) -> str:
    return f"{monday:%d %b %Y}"


def _print(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns: the first two to the left, if the second is a date, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    words = sum(not rows[-1][column][:1].isdigit() for column in range(2))
    for row in rows:
        cells = [
            cell.ljust(width) if column < words else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line("  ".join(cells).rstrip())
