"""`calsync classify`: what the rules make of a stream of entries, and why."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
import typer

from calsync.cli.output import aside, fact, finish, known_zone
from calsync.domain.classify import Rules, recognise
from calsync.domain.model import Event, Person, Recognition, Tag, Unreadable, WorkingHours
from calsync.domain.responders import at_work
from calsync.errors import CalsyncError
from calsync.parsers.graph_event import read_event
from calsync.parsers.graph_rows import GraphEvent
from calsync.parsers.json_text import decoded
from calsync.rules import load_rules, load_sites

_ENTRY = msgspec.json.Decoder(GraphEvent)
LONGEST_LINE = 4 * 1024 * 1024
"""Bytes of one entry; a longer line is told and passed over, so that no file can fill the memory."""
ZONE = "Europe/London"

RulesFile = Annotated[
    Path | None, typer.Option("--rules", help="A rules file; without it, the rules that ship with calsync.")
]
SitesFile = Annotated[Path | None, typer.Option("--sites", help="A JSON list of the organisation's own addresses.")]
Hours = Annotated[
    str | None,
    typer.Option(
        help="The working hours of Monday to Friday, like 09:00-17:00, or 22:00-06:00 for nights; all hours without."
    ),
]
HoursZone = Annotated[str | None, typer.Option("--zone", help=f"The zone of --hours; {ZONE} unless given.")]


def classify(
    file: Annotated[str, typer.Argument(metavar="FILE or -", help="Entries as Graph has them, one JSON a line.")] = "-",
    rules: RulesFile = None,
    sites: SitesFile = None,
    hours: Hours = None,
    zone: HoursZone = None,
) -> None:
    """Whether each entry is a visit: Graph's JSON in, one entry a line, and as many lines out, in the same order.

    A line that is no entry is told on standard error and leaves its place, with its error, and the exit status is 1.

    Example: calsync classify --sites sites.json entries.jsonl
    """
    told, judged = chosen_rules(rules, sites), in_hours(hours, zone)
    well = True
    try:
        with opened(file) as stream:
            for number, line in lines_of(stream):
                event = _entry(line)
                if isinstance(event, Unreadable):
                    well = False
                    aside(f"{'standard input' if file == '-' else file}: line {number}: {event.why}")
                    fact(id=event.id or None, tag=None, error=event.why)
                else:
                    fact(id=event.id, **facts_of(recognise(event, told, in_hours=judged(event))))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise CalsyncError(f"{file} can't be read ({error.strerror}): name a file of entries, or - .") from None
    finish(well=well)


def chosen_rules(rules: Path | None, sites: Path | None) -> Rules:
    """The rules of a file, or those that ship, with a list of sites besides. Raises CalsyncError and Problems."""
    told = load_rules(rules) if rules is not None else Rules()
    return replace(told, sites=(*told.sites, *load_sites(sites))) if sites is not None else told


def in_hours(hours: str | None, zone: str | None) -> Callable[[Event], bool]:
    """Whether an entry begins within the working hours that an option gives; without one, each does."""
    if hours is None and zone is not None:
        raise CalsyncError("--zone is that of --hours: give both, like --hours 09:00-17:00 --zone Europe/London.")
    worker = worker_of(hours, known_zone(zone or ZONE))
    return lambda event: at_work(worker, event.start)


def worker_of(hours: str | None, zone: str) -> Person:
    """Whose exported diary it is: somebody of that zone, at work within the hours that an option gives, or always."""
    return Person(id="worker", name="worker", zone=zone, hours=_working_hours(hours, zone) if hours else None)


def _working_hours(hours: str, zone: str) -> WorkingHours:
    first, _, last = hours.partition("-")
    try:
        start = time.fromisoformat(first.strip())
        end = time() if last.strip() == "24:00" else time.fromisoformat(last.strip())
        if start.tzinfo or end.tzinfo or (start == end and start != time()):
            raise ValueError(hours)
    except ValueError:
        raise CalsyncError(f"--hours: {hours!r} are no hours; write them like 09:00-17:00.") from None
    return WorkingHours(start=start, end=end, zone=zone)


def facts_of(told: Recognition) -> dict[str, object]:
    """What the rules say of an entry, as it is printed; what is no visit has no kind."""
    return {
        "tag": told.tag,
        "kind": None if told.tag is Tag.NONE else told.kind,
        "matched_by": told.matched_by,
        "reasons": list(told.reasons),
        "against": list(told.against),
        "flags": list(told.flags),
    }


class _StandardInput:
    """Standard input, which is not ours to close."""

    def __enter__(self) -> BinaryIO:
        return sys.stdin.buffer

    def __exit__(self, *_: object) -> None:
        return None


def opened(file: str) -> _StandardInput | BinaryIO:
    """The file of that name, or standard input for "-". Raises OSError."""
    return _StandardInput() if file == "-" else Path(file).open("rb")


def lines_of(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, from 1, without blank ones; of one that is too long, only its beginning."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield number, line


def _entry(line: bytes) -> Event | Unreadable:
    """The entry of a line, or why it is none; the sentence quotes nothing of it."""
    if len(line) > LONGEST_LINE:
        return Unreadable(worker="", id="", why="The line is longer than 4 MB, as no entry is.")
    try:
        return read_event(decoded(_ENTRY.decode, line), "")
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        pass  # asked again below, for what can still be said of it
    try:
        raw = decoded(msgspec.json.decode, line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return Unreadable(worker="", id="", why="The line is no JSON.")
    if not isinstance(raw, dict):
        return Unreadable(worker="", id="", why="The line is no entry: an entry is a JSON object, in braces.")
    return read_event(raw, "")
