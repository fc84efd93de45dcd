"""A scenario's TOML -> Scenario, or every problem at once, each with its place and the fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from calsync.domain.model import PersonId, Role
from calsync.errors import CalsyncError, Problems
from calsync.parsers.phone import find_phone
from calsync.parsers.toml_text import NotToml, read_toml_text
from calsync.policies.fields import Table
from calsync.simulation.acts import Subject, colleagues, read_acts
from calsync.simulation.people import WORKER, Staff, read_people
from calsync.simulation.scenario import Entry, Planned, Scenario

KEYS = ("policy", "visit", "happens", "people")
VISIT_KEYS = (
    "name", "worker", "start", "end", "return", "created", "location", "categories", "subject", "household_phone",
    "attendees",
)  # fmt: skip
THE_VISIT = "visit"
"""What the one visit of a scenario is called that gives it no name."""
LONGEST_SPAN = timedelta(days=14)


def load_scenario(file: Path) -> Scenario:
    """The scenario of a file. Raises Problems with every mistake at once, and CalsyncError for a file that is none."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise CalsyncError(f"There is no scenario file {file}; look at its path.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CalsyncError(f"The scenario file {file} can't be read: {why}.") from None
    return read_scenario(str(file), content)


def read_scenario(where: str, content: bytes) -> Scenario:
    """The scenario that these bytes say. Raises Problems with every mistake at once."""
    try:
        values, _ = read_toml_text(content)
    except NotToml as error:
        raise Problems(where, [str(error)]) from None
    document = Table(values, "", [])
    scenario = _scenario(document)
    if scenario is None or document.problems:
        raise Problems(where, list(dict.fromkeys(document.problems)))
    return scenario


@dataclass(slots=True)
class _Draft:
    """A visit as far as it could be read."""

    table: Table
    name: str
    worker: PersonId
    entry: Entry | None
    created: datetime | None
    back: datetime | None


def _scenario(document: Table) -> Scenario | None:
    document.only(KEYS)
    policy = document.text("policy")
    drafts = _drafts(document)
    staff = read_people(document, [each.worker for each in drafts] or [WORKER])
    _settle(drafts, staff)
    visits = {each.name: Subject(worker=each.worker, entry=each.entry, created=each.created) for each in drafts}
    acts = read_acts(document, visits, staff)
    if document.problems:
        return None
    scenario = Scenario(
        visits=tuple(_planned(each, visits[each.name]) for each in drafts),
        people=staff.finished(),
        acts=acts,
        policy=policy,
        named=len(drafts) > 1,
    )
    moments = [each.entry.start for each in scenario.visits] + [each.at for each in acts]
    if max(*moments, scenario.planned_end) - min(moments) > LONGEST_SPAN:
        document.note(
            f"from the first thing that happens to the last it is more than {LONGEST_SPAN.days} days: split it"
        )
    return scenario


def _drafts(document: Table) -> list[_Draft]:
    tables = _visits(document)
    drafts: list[_Draft] = []
    for table in tables:
        draft = _draft(table)
        named = len(tables) == 1 or table.required("name", "several visits are told apart by their names")
        if named and any(each.name == draft.name for each in drafts):
            table.note(f"name: another visit is called '{draft.name}' already")
        drafts.append(draft)
    return drafts


def _visits(document: Table) -> list[Table]:
    """[visit], or each [[visit]]."""
    told = document.values.get("visit")
    if told is None or told == []:
        document.note("no [visit]: a scenario has at least one, with its start and end")
    if isinstance(told, dict):
        return [Table(cast("dict[str, object]", told), "visit", document.problems)]
    return document.tables("visit") if told is not None else []


def _draft(table: Table) -> _Draft:
    table.only(VISIT_KEYS)
    table.required("start", "when the entry in the diary begins")
    table.required("end", "when the entry in the diary ends, by which a word must have come")
    start, end = table.moment("start"), table.moment("end")
    back, created = table.moment("return"), table.moment("created")
    if start is not None and end is not None and end <= start:
        table.note("end is not later than start")
    if back is not None and end is not None and back < end:
        table.note("return is earlier than end")
    phone = table.text("household_phone")
    if phone and find_phone(phone, "GB") is None:
        table.note(f"household_phone: '{phone}' is no whole telephone number; write it like 01709 336080")
    entry = None
    if start is not None and end is not None:
        entry = Entry(
            start=start,
            end=end,
            location=table.written("location"),
            subject=table.written("subject"),
            categories=table.texts("categories"),
            attendees=table.texts("attendees"),
            phone=phone,
        )
    worker = table.text("worker") or WORKER
    return _Draft(table, table.text("name") or THE_VISIT, worker, entry, created, back)


def _settle(drafts: Sequence[_Draft], staff: Staff) -> None:
    """Put the people in whom the visits name: the worker whom none does, and colleagues by their addresses."""
    theirs = staff.holders[Role.WORKER]
    for draft in drafts:
        if draft.worker not in theirs and draft.worker == WORKER:
            draft.worker = theirs[0]
        if draft.entry is not None:
            draft.entry = replace(draft.entry, attendees=colleagues(draft.table, draft.entry.attendees, staff))


def _planned(draft: _Draft, subject: Subject) -> Planned:
    if draft.entry is None:
        raise AssertionError("a visit with a problem is never planned")
    made = subject.made or draft.created
    return Planned(name=draft.name, worker=draft.worker, entry=draft.entry, created=made, back=draft.back)
