"""The table `[checks]` of a policy file: what is looked at before a visit, and from when on each counts."""

from __future__ import annotations

from datetime import time, timedelta
from typing import cast

from calsync.domain.before.applies import WORDS
from calsync.domain.model.checks import Check, Checks, Rule
from calsync.policies.fields import Table, did_you_mean

TWO = ("two-workers",)
"""Which visits need two workers where the policy does not say so."""
_SHIPPED = Checks()
_MINUTES = ("first_thing", "made_before", "way", "after_sunset")
_OTHER_KEYS = ("logged_by", "near", *_MINUTES)
_RULE_KEYS = ("before", "remind", "alert", "only", "clause")
_BY_KEY = {check.key: check for check in Check}


def read_checks(document: Table) -> Checks:
    """The checks that the file turns on, each problem noted with its place; none where it has no such table."""
    values = document.values.get("checks")
    if values is None:
        return _SHIPPED
    if not isinstance(values, dict):
        document.note("checks must be a table: [checks], and below it one line for each check")
        return _SHIPPED
    table = Table(cast("dict[str, object]", values), "checks", document.problems)
    table.only((*_BY_KEY, *_OTHER_KEYS))
    rules = [(check, rule) for key, check in _BY_KEY.items() if (rule := _rule(table, key, check)) is not None]
    lengths = {key: table.minutes(key, least=0) for key in _MINUTES}
    return Checks(
        rules=tuple(rules),
        logged_by=_hour(table, "logged_by") or _SHIPPED.logged_by,
        near=_near(table),
        first_thing=_or(lengths["first_thing"], _SHIPPED.first_thing),
        made_before=_or(lengths["made_before"], _SHIPPED.made_before),
        way=_or(lengths["way"], _SHIPPED.way),
        after_sunset=_or(lengths["after_sunset"], _SHIPPED.after_sunset),
    )


def unknown_words(checks: Checks, flags: tuple[str, ...]) -> list[str]:
    """What `only` says and neither a rule nor a flag of the organisation's is called, as sentences."""
    return [
        f"checks, {check.key}: only names '{word}', which no rule of recognition is called"
        f"{did_you_mean(word, (*WORDS, *flags))}"
        for check, rule in checks.rules
        for words in rule.only
        for word in (each.strip().removeprefix("not ") for each in words.split("+"))
        if word not in WORDS and word not in flags
    ]


def _or(given: timedelta | None, shipped: timedelta) -> timedelta:
    return shipped if given is None else given


def _rule(table: Table, key: str, check: Check) -> Rule | None:
    """How one check is kept: a number of minutes before the start, or a table with more; None when it is off."""
    value = table.values.get(key)
    if value is None or value is False:
        return None
    if not isinstance(value, dict):
        before = table.minutes(key, least=0) if not isinstance(value, bool) else None
        if isinstance(value, bool):
            table.note(f"{key} = true says not from when on it counts: {key} = 1440 means from a day before the start")
        return _made(table, check, before, Rule(before=timedelta(0)))
    inner = Table(cast("dict[str, object]", value), f"checks, {key}", table.problems)
    inner.only(_RULE_KEYS)
    inner.required("before", "from how many minutes before the start it counts")
    rule = Rule(
        before=timedelta(0),
        remind=inner.minutes("remind", least=0),
        alert=inner.minutes("alert", least=0),
        only=inner.texts("only"),
        clause=inner.text("clause"),
    )
    if rule.remind is not None and not check.asks:
        inner.note("remind is for what somebody is asked; this check asks nobody")
    return _made(inner, check, inner.minutes("before", least=0), rule)


def _made(table: Table, check: Check, before: timedelta | None, rule: Rule) -> Rule | None:
    if before is None:
        return None
    for name, moment in (("remind", rule.remind), ("alert", rule.alert)):
        if moment is not None and moment > before:
            table.note(f"{name} lies before `before`: nobody is reminded, or told, of what does not count yet")
    if rule.remind is not None and rule.alert is not None and rule.remind < rule.alert:
        table.note("remind comes after alert: who was asked is reminded first, and then others are told")
    only = rule.only or (TWO if check is Check.ALONE_NOW else ())
    return Rule(before=before, remind=rule.remind, alert=rule.alert, only=only, clause=rule.clause)


def _hour(table: Table, key: str) -> time | None:
    text = table.text(key)
    if not text:
        return None
    try:
        return time.fromisoformat(text)
    except ValueError:
        table.note(f'{key} must be a time of day like {key} = "17:00"')
        return None


def _near(table: Table) -> tuple[float, float] | None:
    value = table.values.get("near")
    if value is None:
        return None
    numbers = value if isinstance(value, list) else []
    if len(numbers) != 2 or any(isinstance(each, bool) or not isinstance(each, int | float) for each in numbers):
        table.note("near must be two numbers, degrees north and east: near = [53.4, -1.4]")
        return None
    north, east = float(numbers[0]), float(numbers[1])
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        table.note("near must be degrees north (-90 to 90) and east (-180 to 180); in Britain near = [53.4, -1.4]")
        return None
    return north, east
