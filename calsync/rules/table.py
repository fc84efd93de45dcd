"""One table of a rules file read key by key: what is wrong is noted with its line, and reading goes on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import cast

from calsync.domain.classify import fold
from calsync.rules.lines import line_of

LONGEST = 255
"""Characters of a name, as many as Outlook lets a category have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's values, where it stands, and the list in which problems are gathered."""

    values: dict[str, object]
    lines: Sequence[str]
    problems: list[str]
    name: str = ""
    """The header it stands under; empty for the file's top."""
    number: int = 0
    """Which of several [[name]] it is, counted from 1; 0 where there is only one."""

    def place(self, key: str = "", value: str = "") -> str:
        """Where a key, or one of its values, stands: "line 12, categories.home"."""
        line = line_of(self.lines, table=self.name, number=self.number, key=key, value=value)
        path = ".".join(part for part in (f"{self.name} {self.number}" if self.number else self.name, key) if part)
        return ", ".join(part for part in (f"line {line}" if line else "", path) if part)

    def note(self, sentence: str, key: str = "", value: str = "") -> None:
        """Add one problem with its place before it."""
        self.problems.append(f"{self.place(key, value)}: {sentence}")

    def only(self, known: Collection[str]) -> None:
        """Note every key that is not known, with the nearest one."""
        for key in self.values:
            if key not in known:
                near = get_close_matches(key, sorted(known), n=1, cutoff=0.6)
                hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(sorted(known))}"
                self.note(f"unknown key; {hint}", key)

    def within(self, name: str) -> Table:
        """The table of that name; an empty one when it is absent or noted as wrong."""
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            self.note(f"must be a table with keys of its own, under [{name}]", name)
            value = {}
        return Table(values=value, lines=self.lines, problems=self.problems, name=name)

    def several(self, name: str) -> list[Table]:
        """Each of the tables that are written as [[name]]; none when they are absent or noted as wrong."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.note(f"must be written as [[{name}]], with two brackets, once for each", name)
            return []
        return [
            Table(values=each, lines=self.lines, problems=self.problems, name=name, number=number)
            for number, each in enumerate(cast("list[dict[str, object]]", value), 1)
        ]

    def names(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """The names in a list, without spaces around them and without those noted as wrong; `default` if absent."""
        value = self.values.get(key)
        if value is None:
            return default
        if not isinstance(value, list):
            self.note('must be a list, like ["one", "two"]', key)
            return ()
        found: dict[str, str] = {}
        for number, each in enumerate(value, 1):
            if not isinstance(each, str):
                self.note(f"entry {number} must be a text in quotation marks", key)
            elif problem := _name_problem(each):
                self.note(f"entry {number} {problem}", key, each)
            elif fold(each) in found:
                self.note(f"'{each.strip()}' stands there twice; take one out", key, each)
            else:
                found[fold(each)] = each.strip()
        return tuple(found.values())

    def choice(self, key: str, default: bool) -> bool:
        """True or false; the default when it is absent or noted as wrong."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            self.note("must be true or false, without quotation marks", key)
            return default
        return value


def _name_problem(name: str) -> str:
    """What is wrong with a name, as the rest of a sentence; empty when nothing is."""
    if not any(letter.isalnum() for letter in name):
        return "is empty: write a name with letters or digits, or take it out"
    if len(name) > LONGEST:
        return f"has more than {LONGEST} characters; no category or subject holds so long a name"
    if not name.isprintable():
        return "has characters in it that can't be seen; type it anew on one line"
    return ""
