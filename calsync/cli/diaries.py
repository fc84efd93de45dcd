"""`calsync visits` and `calsync events`: what a diary holds; what of it is a visit, why, and when it is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from calsync.cli.deadline_words import deadline_facts, deadline_lines, step_facts
from calsync.cli.entry_words import PRIVATE, named, shown, span
from calsync.cli.output import aside, fact, finish, known_zone, line, local, moment
from calsync.cli.recognition import worker_of
from calsync.domain.classify import Rules
from calsync.domain.forecast import Expected, expected, watched_of
from calsync.domain.lookups import judged
from calsync.domain.missing import Looked, as_visit, missing
from calsync.domain.model import Ask, Concern, DeadlineKind, Event, Policy, Possible, Recognition, Tag
from calsync.domain.model.said import Said
from calsync.domain.returning import Back, Day
from calsync.errors import CalsyncError
from calsync.parsers.agreed import as_agreed
from calsync.parsers.ics import read_occurrences
from calsync.parsers.ics_occurrence import Occurrence, to_event
from calsync.parsers.location import read_place
from calsync.parsers.said import read_said

Files = Annotated[list[Path] | None, typer.Argument(metavar="FILE.ics", help="Calendars exported from Outlook.")]
From = Annotated[str | None, typer.Option("--from", help="Begin of the window, such as 2026-12-01.")]
To = Annotated[str | None, typer.Option("--to", help="End of the window.")]
Zone = Annotated[str, typer.Option(help="The zone of floating times, and in which times are printed.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
At = Annotated[str | None, typer.Option(help="The moment taken for now, so that nothing reads the clock.")]


DEFAULT_ZONE = "Europe/London"
NO_POLICY = Policy(name="", title="", steps=(), emergency=())
"""When a worker is asked whether something is a visit does not depend on the policy."""
UNREADABLE = ("unreadable",)
"""In place of a file's problems: nothing of it could be read."""


def events(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.ics", help="Calendars exported from Outlook.")],
    start: From = None,
    end: To = None,
    zone: Zone = "Europe/London",
    as_json: AsJson = False,
    at: At = None,
) -> None:
    """Every occurrence in calendars, one a line.

    It shows what a calendar holds before any rule is asked. Of a private entry that is its times, status and
    categories, never its subject or location: whoever may know them opens the calendar itself.

    Example: calsync events diary.ics --from 2026-12-01 --to 2026-12-08 --json
    """
    window, zone = _window(start, end, at), known_zone(zone)
    whole = True
    for file, found, problems in _read(files, window, zone):
        whole = whole and not problems
        for each in found:
            if as_json:
                fact(**_facts(file, each, private=each.private))
            else:
                mark = "CANCELLED  " if each.status.casefold() == "cancelled" else ""
                words = PRIVATE if each.private else f"{each.subject}  {each.location}"
                line(f"{_span(each, zone)}  {mark}{words}")
    finish(well=whole)


def visits(
    files: Files = None,
    policy: Annotated[str | None, typer.Option(help="A preset's name or a policy file: shows the ladder too.")] = None,
    start: From = None,
    end: To = None,
    sites: Annotated[list[str] | None, typer.Option("--site", help="An address of the organisation's own.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show what is no visit too, and why.")] = False,
    config: Annotated[Path, typer.Option(help="Without files: the service whose visits are shown.")] = Path(
        "calsync.toml"
    ),
    zone: Annotated[
        str | None, typer.Option(help="As in `calsync events`; without files the service's own, unless given.")
    ] = None,
    as_json: AsJson = False,
    at: At = None,
) -> None:
    """What counts as a visit, why, and when it is due: in exported calendars, or in the service's own database.

    An entry that may be a visit is listed as POSSIBLE, with the times at which its worker is asked whether it is one.

    Example: calsync visits diary.ics --from 2026-12-01 --to 2026-12-08
    """
    if not files:
        from calsync.cli.service import watched_visits

        if policy or sites or everything:
            raise CalsyncError("--policy, --site and --all go with calendars: the service's visits have its own.")
        first, last = _asked_window(start, end)
        now, place = moment(at, "--at"), known_zone(zone) if zone is not None else None
        watched_visits(config, begin=first, end=last, zone=place, at=now, as_json=as_json)
        return
    from calsync.policies.loader import load

    kept = load(policy) if policy else None
    rules = Rules(sites=tuple(read_place(site) for site in sites or ()))
    window, zone = _window(start, end, at), known_zone(DEFAULT_ZONE if zone is None else zone)
    whole, read, counts = True, 0, Counter[Tag]()
    for file, found, problems in _read(files, window, zone):
        whole = whole and not problems
        read += problems != UNREADABLE
        for entry in _entries(found, str(file), rules, zone, window[0], kept):
            counts[entry.told.tag] += 1
            if entry.told.tag is Tag.NONE and not everything:
                continue
            if as_json:
                _visit_fact(file, entry, zone)
            else:
                _visit_lines(entry, zone)
    if read == 0:
        raise typer.Exit(2)
    if not as_json:
        begin, finish_ = (local(each, zone) for each in window)
        line(_counted(counts), end=" ")
        line(f"between {begin} and {finish_}, {zone} time. Another time: --from and --to.")
    finish(well=whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One occurrence of a calendar, with what the rules say of it."""

    occurrence: Occurrence
    event: Event
    told: Recognition
    said: Said
    concerns: tuple[Concern, ...] = ()
    back: Back | None = None
    """When the worker means to be back: as the visit's entry says, or by the entry at the office that follows it."""
    expected: tuple[Expected, ...] = ()
    """Its deadlines under the policy; empty without one, and for what has no times."""

    @property
    def private(self) -> bool:
        """Whether its own words are nobody's business: it is marked private, and no visit category opens it."""
        return self.event.private and self.told.tag is not Tag.VISIT

    def asked(self, zone: str) -> tuple[datetime, ...]:
        """When the worker is asked whether it is a visit; empty where nobody doubts what it is."""
        if self.told.tag is not Tag.POSSIBLE:
            return ()
        watched = watched_of(self.event, self.told, NO_POLICY, worker_of(None, zone), key="")
        steps = ((one.base + step.after, step) for one in watched.deadlines for step in one.steps)
        return tuple(at for at, step in steps if step.ask is Ask.IS_IT_A_VISIT and step.to_worker)


def _entries(
    found: Sequence[Occurrence], file: str, rules: Rules, zone: str, begin: datetime, policy: Policy | None
) -> list[_Entry]:
    """The occurrences of one calendar in their order; whose second worker agrees is not known here."""
    read: list[_Entry] = []
    for each in found:
        event = to_event(each, file)
        event = as_agreed(event, policy, rules, zone) if policy is not None else event
        told = judged(event, rules, None, remembered={}, possible=policy.possible if policy else Possible.ASK)
        visit = told.tag is Tag.VISIT
        said = read_said(event.subject, event.place.text, event.start, event.end, zone) if visit else Said()
        read.append(_Entry(occurrence=each, event=event, told=told, said=said))
    looked = [
        Looked(visit=as_visit(each.event, each.told, key=str(number), at=begin), said=each.said)
        for number, each in enumerate(read)
    ]
    concerns: dict[int, tuple[Concern, ...]] = {}
    for concern in missing(looked, rules, zone, begin):
        number = int(concern.visit_id)
        concerns[number] = (*concerns.get(number, ()), concern)
    day = Day([each.event for each in read], rules.sites)
    read = [replace(each, concerns=concerns.get(number, ()), back=_back(each, day)) for number, each in enumerate(read)]
    return _with_deadlines(read, policy, zone) if policy is not None else read


def _back(entry: _Entry, day: Day) -> Back | None:
    if entry.told.tag is not Tag.VISIT or entry.event.all_day:
        return None
    return day.back(entry.event, entry.said.back)


def _with_deadlines(read: Sequence[_Entry], policy: Policy, zone: str) -> list[_Entry]:
    """The entries with the deadlines that their visits have, those of an outing with its first visit."""
    worker, backs = worker_of(None, zone), {str(n): each.back for n, each in enumerate(read) if each.back is not None}
    watched = [
        watched_of(each.event, each.told, policy, worker, key=str(number), back=each.back)
        for number, each in enumerate(read)
        if each.told.tag is not Tag.NONE and not each.event.all_day
    ]
    found = expected(watched, backs, policy, worker, ZoneInfo(zone))
    return [replace(each, expected=found.get(str(number), ())) for number, each in enumerate(read)]


def _window(start: str | None, end: str | None, at: str | None) -> tuple[datetime, datetime]:
    now = moment(at, "--at") or datetime.now(UTC)
    begin, finish_ = _asked_window(start, end)
    begin = begin or min(now, finish_ or now) - timedelta(days=7)
    return begin, finish_ or max(now, begin) + timedelta(days=28)


def _asked_window(start: str | None, end: str | None) -> tuple[datetime | None, datetime | None]:
    begin, finish_ = moment(start, "--from"), moment(end, "--to")
    if begin is not None and finish_ is not None and finish_ <= begin:
        raise CalsyncError("--to: has to be later than --from.")
    return begin, finish_


def _read(
    files: list[Path], window: tuple[datetime, datetime], zone: str
) -> Iterator[tuple[Path, tuple[Occurrence, ...], tuple[str, ...]]]:
    """Each file's occurrences; what could not be read is told on standard error, and the other files are still read."""
    for file in files:
        try:
            reading = read_occurrences(file.read_bytes(), start=window[0], end=window[1], zone=zone)
        except OSError as error:
            aside(f"{file}: can't be read ({error.strerror}): name a calendar that was exported from Outlook as .ics.")
            yield file, (), UNREADABLE
        except CalsyncError as error:
            aside(f"{file}: {error}")
            yield file, (), UNREADABLE
        else:
            for problem in reading.problems:
                aside(f"{file}: {problem}")
            yield file, reading.occurrences, reading.problems


def _counted(counts: Counter[Tag]) -> str:
    found = [_count(counts[Tag.VISIT], "visit", "visits")]
    if counts[Tag.POSSIBLE]:
        found.append(_count(counts[Tag.POSSIBLE], "possible visit", "possible visits"))
    return f"{', '.join(found)} and {_count(counts[Tag.NONE], 'other entry', 'other entries')}"


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _span(each: Occurrence, zone: str) -> str:
    return span(each.start, each.end, zone, all_day=each.all_day)


def _facts(file: Path, each: Occurrence, *, private: bool) -> dict[str, object]:
    """What the file says of an occurrence; an all-day one carries dates, and a private one none of its own words."""
    return {
        "file": str(file),
        "uid": each.uid,
        "start": each.start if isinstance(each.start, datetime) else each.start.isoformat(),
        "end": each.end if isinstance(each.end, datetime) else each.end.isoformat(),
        "all_day": each.all_day,
        "status": each.status,
        "subject": shown(each.subject, private=private),
        "location": shown(each.location, private=private),
        "categories": list(each.categories),
    }


def _visit_lines(entry: _Entry, zone: str) -> None:
    each, event, told = entry.occurrence, entry.event, entry.told
    words = named(each.subject, each.location, private=entry.private)
    line(f"{_span(each, zone)}  {told.tag.upper():<6} {words}")
    for reason in told.reasons:
        line(f"    {reason}")
    for reason in told.against:
        line(f"    although: {reason}")
    for concern in entry.concerns:
        line(f"    Concern: {concern.words}")
    if entry.back is not None and not any(one.deadline.kind is DeadlineKind.RETURN for one in entry.expected):
        line(f"    Expected back {local(entry.back.at, zone)}.")
    if told.tag is Tag.VISIT and not event.all_day:
        line(f"    Due {local(event.end, zone)}: by then the worker must have said that they are out and safe.")
    if told.tag is Tag.POSSIBLE:
        asked = " and ".join(local(each, zone) for each in entry.asked(zone))
        line(f"    Possibly a visit. The worker is asked whether it is one: {asked}.")
        if not event.all_day:
            line(
                f"    Due {local(event.end, zone)}: if they have not said that it is none, they are asked then whether "
                "they are out and safe; after silence the line manager hears of it once, and nobody else."
            )
    for words in deadline_lines(entry.expected, zone):
        line(words)
    line()


def _visit_fact(file: Path, entry: _Entry, zone: str) -> None:
    event, told = entry.event, entry.told
    fact(
        **_facts(file, entry.occurrence, private=entry.private),
        private=event.private,
        tag=told.tag,
        matched_by=told.matched_by,
        reasons=list(told.reasons),
        against=list(told.against),
        concerns=[{"kind": concern.kind, "text": concern.words} for concern in entry.concerns],
        back=entry.back.at if entry.back is not None else None,
        asked=list(entry.asked(zone)),
        due=None if told.tag is Tag.NONE or event.all_day else event.end,
        steps=[step for each in entry.expected for step in step_facts(each.deadline)],
        deadlines=deadline_facts(entry.expected),
    )
