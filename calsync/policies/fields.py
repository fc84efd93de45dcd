"""A TOML table read key by key: wrong values are noted as sentences with their place, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar, cast

Word = TypeVar("Word", bound=StrEnum)

A_DAY = 24 * 60
"""The longest time, in minutes, that a policy may name: beyond it stands a slip of the finger."""
_CLOCK = re.compile(r"^[0-9]{1,2}:[0-9]{2}$")
FIRST_YEAR, LAST_YEAR = 1999, 2101
"""Between these lies every moment that anybody means."""


def did_you_mean(word: str, known: Collection[str]) -> str:
    """The end of a sentence that offers the nearest known word; a list of them all when none is near."""
    near = get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    if near:
        return f"; did you mean '{near[0]}'?"
    return f"; it may be one of {', '.join(sorted(known))}"


CHOOSE = "choose"
"""Stands where a policy names no minutes, and the organisation has to."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that is left to the organisation that keeps the policy."""

    place: str
    """Its table in words; empty at the top of the file."""
    key: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the file, its place in words, and the lists in which problems and open choices are gathered."""

    values: dict[str, object]
    place: str
    problems: list[str]
    choices: list[Choice] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Add one problem, with the table's place before it."""
        self.problems.append(f"{self.place}: {sentence}" if self.place else sentence)

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not known."""
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, sorted(known), n=1, cutoff=0.6)
                self.note(f"unknown key '{key}'" + (f"; did you mean '{near[0]}'?" if near else ""))

    def required(self, key: str, what: str) -> bool:
        """Whether the key is there; noted as missing when it is not."""
        if key not in self.values:
            self.note(f"{key} is missing: {what}")
            return False
        return True

    def text(self, key: str) -> str:
        """The text of a key, without spaces around it; empty when it is absent or noted as wrong."""
        value = self.values.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note(f'{key} must be some text in quotation marks, like {key} = "..."')
            return ""
        return value.strip()

    def written(self, key: str) -> str:
        """The text of a key as somebody wrote it, which may be empty; empty too when it is absent or noted as wrong."""
        value = self.values.get(key, "")
        if not isinstance(value, str):
            self.note(f'{key} must be text in quotation marks, like {key} = "..."')
            return ""
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list; empty when it is absent or noted as wrong."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.note(f'{key} must be a list of texts, like {key} = ["..."]')
            return ()
        return tuple(cast(str, each).strip() for each in value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false; the default when it is absent or noted as wrong."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            self.note(f"{key} must be true or false, without quotation marks")
            return default
        return value

    def minutes(self, key: str, *, least: int = 1) -> timedelta | None:
        """Whole minutes between `least` and a day; None when they are absent or noted as wrong."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.note(f"{key} must be a whole number of minutes, without quotation marks, not {value!r}")
            return None
        if not least <= value <= A_DAY:
            self.note(f"{key} = {value} must lie between {least} and {A_DAY} minutes")
            return None
        return timedelta(minutes=value)

    def to_choose(self, key: str) -> bool:
        """Whether the key's value is left to the organisation; kept as an open choice when it is."""
        if self.values.get(key) != CHOOSE:
            return False
        clause = self.values.get("clause")
        self.choices.append(Choice(self.place, key, clause if isinstance(clause, str) else ""))
        return True

    def clock(self, key: str) -> time | None:
        """A time of day; None when it is absent or noted as wrong."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, time):
            return value
        if isinstance(value, str) and _CLOCK.match(value.strip()):
            hour, minute = map(int, value.strip().split(":"))
            if hour < 24 and minute < 60:
                return time(hour, minute)
        self.note(f'{key} must be a time of day, like {key} = "16:00", not {value!r}')
        return None

    def day(self, key: str) -> date | None:
        """A date; None when it is absent or noted as wrong."""
        value = self.values.get(key)
        if value is None:
            return None
        # A moment is a date for Python, and a review has no hour.
        if not isinstance(value, date) or isinstance(value, datetime):
            self.note(f"{key} must be a date without quotation marks, like {key} = 2027-02-28")
            return None
        return value

    def moment(self, key: str) -> datetime | None:
        """A moment in UTC; None when it is absent or noted as wrong: one without a zone would be guessed."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, datetime):
            self.note(f"{key} must be a time without quotation marks, like {key} = 2026-12-01T14:00:00Z")
            return None
        if value.tzinfo is None:
            self.note(f"{key} has no zone: write Z behind it for UTC, or the hours from it: {value.isoformat()}Z")
            return None
        if not FIRST_YEAR < value.year < LAST_YEAR:
            self.note(f"{key} lies in the year {value.year}: look at it again")
            return None
        return value.astimezone(UTC)

    def words(self, key: str, kind: type[Word]) -> tuple[Word, ...]:
        """Words of a fixed list, given as one text or as a list of texts; without those noted as wrong."""
        value = self.values.get(key)
        if value is None:
            return ()
        given = value if isinstance(value, list) else [value]
        if not given or not all(isinstance(each, str) for each in given):
            self.note(f'{key} must be a word or a list of words, like {key} = ["{next(iter(kind))}"]')
            return ()
        known = {each.value: each for each in kind}
        found: list[Word] = []
        for each in cast(list[str], given):
            if each not in known:
                self.note(f"unknown {key.removesuffix('s')} '{each}'{did_you_mean(each, known)}")
            elif known[each] in found:
                self.note(f"{key} names '{each}' twice")
            else:
                found.append(known[each])
        return tuple(found)

    def word(self, key: str, kind: type[Word], default: Word) -> Word:
        """One word of a fixed list; the default when it is absent or noted as wrong."""
        found = self.words(key, kind)
        if len(found) > 1:
            self.note(f"{key} is one word, not {len(found)}")
        return found[0] if len(found) == 1 else default

    def table(self, key: str) -> Table | None:
        """The table of a key; None when it is absent or noted as wrong."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.note(f"{key} must be written as a table: [{key}], once, with its keys below")
            return None
        return Table(cast("dict[str, object]", value), f"[{key}]", self.problems, self.choices)

    def tables(self, key: str) -> list[Table]:
        """The tables of an array, each with its place counted from 1; empty when absent or noted as wrong."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.note(f"{key} must be written as [[{key}]], with two brackets, once for each")
            return []
        kind = "step" if key == "step" else f"{key} step" if key == "emergency" else key
        return [
            Table(cast("dict[str, object]", each), f"{kind} {number}", self.problems, self.choices)
            for number, each in enumerate(value, 1)
        ]
