"""The labelled entries, and how well the rules do on them.

Two sets of entries as Graph sends them, with what a manager would say of each (tests/data/recognition/): one that
whoever writes rules may look at, and one held out, of which only the figures are shown, so that rules are not written
to fit it. The hours are those of a worker who works from Monday to Friday, 09:00 to 17:00 in London.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from calsync.domain.classify import Rules, recognise
from calsync.domain.model import Event, Recognition, Tag, Unreadable, VisitKind
from calsync.parsers.graph_event import read_event
from calsync.parsers.location import read_place

DATA = Path(__file__).parents[1] / "tests" / "data" / "recognition"
HELD_OUT = "held out"
SETS = {"entries": DATA / "entries.jsonl", HELD_OUT: DATA / "held_out.jsonl"}
OUTRIGHT = 0.90
"""Of the definite visits, how many are called a visit without asking anybody."""
PRECISION = 0.97
"""Of what is called a visit, how many are one; an entry of which managers would disagree counts as one here."""
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An entry, and what a manager would say of it."""

    id: str
    event: Event
    label: Tag
    kind: VisitKind | None
    """Where it goes; None for what is no definite visit."""
    about: str
    """What it tries, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """An entry that was called something else than its label."""

    id: str
    about: str
    meant: str
    called: str
    by: str
    """The rule that decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one set came to."""

    name: str
    called: Mapping[str, Mapping[str, int]]
    """Entries by their label, and then by what they were called."""
    kinds_right: int
    misses: tuple[Miss, ...]

    @property
    def visits(self) -> int:
        """The definite visits."""
        return sum(self.called[Tag.VISIT].values())

    @property
    def lost(self) -> int:
        """The definite visits that nobody would have watched or asked about."""
        return self.called[Tag.VISIT][Tag.NONE]

    @property
    def outright(self) -> float:
        """The share of the definite visits that were called a visit."""
        return self.called[Tag.VISIT][Tag.VISIT] / max(1, self.visits)

    @property
    def lenient(self) -> float:
        """Precision: the share, of what was called a visit, of visits and of entries of which managers disagree."""
        return 1 - self.called[Tag.NONE][Tag.VISIT] / max(1, self._calls)

    @property
    def strict(self) -> float:
        """Precision, an entry of which managers disagree counting half."""
        return self.lenient - self.called[Tag.POSSIBLE][Tag.VISIT] / 2 / max(1, self._calls)

    @property
    def _calls(self) -> int:
        return sum(called[Tag.VISIT] for called in self.called.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What was promised, and what was measured."""

    what: str
    allowed: float
    measured: float
    at_most: bool = False

    @property
    def kept(self) -> bool:
        """Whether it was."""
        return self.measured <= self.allowed if self.at_most else self.measured >= self.allowed


def read_rules(path: Path = DATA / "sites.json") -> Rules:
    """The rules as they are shipped, with the sites of the organisation whose diaries the sets are."""
    return Rules(sites=tuple(read_place(site) for site in json.loads(path.read_text(encoding="utf-8"))))


def read_set(path: Path) -> list[Labelled]:
    """The labelled entries of a file; ValueError with the entry's id for one that can't be read."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        event = read_event(row, "sam")
        if isinstance(event, Unreadable):
            raise ValueError(f"{path.name}: {row['id']} can't be read. {event.why}")
        kind = VisitKind(row["kind"]) if "kind" in row else None
        found.append(Labelled(id=event.id, event=event, label=Tag(row["label"]), kind=kind, about=row["about"]))
    return found


def in_hours(event: Event) -> bool:
    """Whether an entry begins in the worker's own hours; an all-day one does on each working day."""
    # An all-day entry keeps its date at midnight UTC, which says nothing of any hour.
    start: datetime = event.start if event.all_day else event.start.astimezone(LONDON)
    return start.weekday() < 5 and (event.all_day or 9 <= start.hour < 17)


def judge(name: str, entries: Sequence[Labelled], rules: Rules) -> Score:
    """How the rules did on one set."""
    called: dict[str, Counter[str]] = {tag: Counter() for tag in Tag}
    kinds_right, misses = 0, []
    for each in entries:
        found = recognise(each.event, rules, in_hours=in_hours(each.event))
        called[each.label][found.tag] += 1
        kinds_right += each.label is found.tag is Tag.VISIT and each.kind is found.kind
        if (miss := _miss(each, found)) is not None:
            misses.append(miss)
    return Score(name=name, called=called, kinds_right=kinds_right, misses=tuple(misses))


def budgets_of(score: Score) -> list[Budget]:
    """What is promised of the rightness on one set."""
    return [
        Budget(what=f"{score.name}: definite visits called none", allowed=0, measured=score.lost, at_most=True),
        Budget(what=f"{score.name}: definite visits called visit", allowed=OUTRIGHT, measured=score.outright),
        Budget(what=f"{score.name}: of those called visit, visits", allowed=PRECISION, measured=score.lenient),
    ]


def _miss(each: Labelled, found: Recognition) -> Miss | None:
    meant, called = str(each.label), str(found.tag)
    if each.label is found.tag is Tag.VISIT:
        meant, called = f"{each.label}, {each.kind}", f"{found.tag}, {found.kind}"
    if meant == called:
        return None
    return Miss(id=each.id, about=each.about, meant=meant, called=called, by=found.matched_by)
