"""The table [letters] of a policy file: which mails are sent that are no alarm, and to whom."""

from __future__ import annotations

from typing import cast

from calsync.domain.model import Role
from calsync.domain.model.letters import Letters
from calsync.policies.fields import Table

KEY = "letters"
KEYS = (
    "summary",
    "reminders",
    "list",
    "week",
    "changes",
    "concerns",
    "named",
    "no_visit_days",
    "outage_sheet",
    "read_and_understood",
    "numbers",
    "report",
)
YEARLY, HALF_YEARLY = "yearly", "half-yearly"
MOST_DAYS = 60
MOST_REMINDERS, LONGEST_REMINDER = 8, 200
NEVER_SAID = ("alarm", "police", "escalat", "999")
"""What no message to a worker names (law 7), the organisation's own lines among them."""


def read_letters(document: Table) -> Letters:
    """What the table says; without one the worker's summary alone. What was noted as wrong is left out."""
    given = document.values.get(KEY)
    if given is None:
        return Letters()
    if not isinstance(given, dict):
        document.note("letters must be written as [letters], with one bracket, and its keys below")
        return Letters()
    table = Table(cast("dict[str, object]", given), KEY, document.problems)
    table.only(KEYS)
    summary = table.flag("summary", default=True)
    reminders = _reminders(table)
    if reminders and not summary:
        table.note("reminders stand in the worker's summary: take out summary = false, or the reminders")
    concerns = _roles(table, "concerns")
    no_visit_days = _days(table, "no_visit_days")
    if no_visit_days and not concerns:
        table.note('no_visit_days stands in the list with concerns: say whose, like concerns = ["line_manager"]')
    return Letters(
        summary=summary,
        reminders=reminders,
        list=_roles(table, "list"),
        week=_roles(table, "week"),
        changes=_roles(table, "changes"),
        concerns=concerns,
        named=table.flag("named", default=False),
        no_visit_days=no_visit_days,
        outage_sheet=table.flag("outage_sheet", default=False),
        read_and_understood=_every(table, "read_and_understood", YEARLY),
        numbers=_every(table, "numbers", HALF_YEARLY),
        report=_roles(table, "report"),
    )


def _roles(table: Table, key: str) -> tuple[Role, ...]:
    """Who gets it; never the worker, whose list is their own summary."""
    roles = table.words(key, Role)
    if Role.WORKER in roles:
        table.note(f"{key} names the worker: a worker is told of their own visits alone, by the summary")
    return tuple(role for role in roles if role is not Role.WORKER)


def _days(table: Table, key: str) -> int:
    """A number of working days; 0 when it is absent or noted as wrong."""
    value = table.values.get(key, 0)
    if key in table.values and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_DAYS):
        table.note(f"{key} must be a whole number of working days from 1 to {MOST_DAYS}, not {value!r}")
        return 0
    return cast(int, value)


def _every(table: Table, key: str, how_often: str) -> bool:
    """Whether it is asked; the one word that may stand there says how often."""
    value = table.values.get(key)
    if value is not None and value != how_often:
        table.note(f'{key} is "{how_often}", or is left out; not {value!r}')
    return value == how_often


def _reminders(table: Table) -> tuple[str, ...]:
    lines = table.texts("reminders")
    if len(lines) > MOST_REMINDERS:
        table.note(f"reminders are at most {MOST_REMINDERS} lines: nobody reads more every morning")
    for line in lines:
        if len(line) > LONGEST_REMINDER or "\n" in line:
            table.note(f"reminders: '{line[:40]}...' is one line of at most {LONGEST_REMINDER} characters")
        if named := next((word for word in NEVER_SAID if word in line.casefold()), ""):
            table.note(f"reminders: a line names '{named}', and no message to a worker does: it may be read by others")
    return lines
