"""The diaries that `calsync replay` counts: exported calendars, or those of everybody whom the service watches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from calsync.cli.output import aside
from calsync.cli.recognition import chosen_rules
from calsync.domain.classify import Rules
from calsync.domain.model import Event, People, Person, Policies, Policy, Snapshot
from calsync.domain.replay import Asked, Replayed
from calsync.errors import CalsyncError, SourceError, SourceUnavailable
from calsync.parsers.agreed import as_agreed
from calsync.parsers.ics import read_occurrences
from calsync.parsers.ics_occurrence import to_event
from calsync.parsers.said import read_said
from calsync.ports import DiaryWanted

if TYPE_CHECKING:
    from calsync.app import App

AT_ONCE = 50
"""Diaries of the service that are read and counted before the next are, so that few are in memory at a time."""
TRIES = 3
"""How often a diary is asked for that could not be read just now."""
NO_TEAM = "(no department)"


def of_files(files: Sequence[Path], rules: Rules, policy: Policy, worker: Person, asked: Asked) -> Replayed:
    """What comes of exported calendars, each one `worker`'s diary. What can't be read is told on standard error."""
    found = Replayed(policies=Policies(standing=policy), says_back=said_back)
    for team, file in _calendars(files, found):
        try:
            reading = read_occurrences(file.read_bytes(), start=asked.start, end=asked.end, zone=worker.zone)
        except OSError as error:
            _amiss(found, f"{file}: can't be read ({error.strerror}): name a calendar exported from Outlook as .ics.")
        except CalsyncError as error:
            _amiss(found, f"{file}: {error}")
        else:
            for problem in reading.problems:
                _amiss(found, f"{file}: {problem}")
            read = (to_event(each, worker.id) for each in reading.occurrences)
            found.count(team, (as_agreed(each, policy, rules, worker.zone) for each in read), rules, worker, asked)
    return found


def said_back(event: Event, zone: str) -> datetime | None:
    """When an entry says that its worker is back, in its own words; None when it says nothing of that."""
    return read_said(event.subject, event.place.text, event.start, event.end, zone).back


def _calendars(files: Sequence[Path], found: Replayed) -> Iterator[tuple[str, Path]]:
    """Each calendar with its team: the folder's where a folder was named, else one of its own."""
    for file in files:
        if not file.is_dir():
            yield file.stem, file
            continue
        try:
            inside = sorted(each for each in file.iterdir() if each.suffix.lower() == ".ics")
        except OSError as error:
            _amiss(found, f"{file}: can't be looked into ({error.strerror}): name a folder of exported calendars.")
            continue
        if not inside:
            _amiss(
                found, f"{file}: no calendar is in this folder: put exported ones there, their names ending in .ics."
            )
        yield from ((file.resolve().name, each) for each in inside)


async def of_service(config: Path, policy: str | None, rules: Path | None, asked: Asked) -> Replayed:
    """What comes of the diaries of everybody who is watched, read through the service's configuration.

    The service's own database is not opened: what is read stays in this process. Raises CalsyncError and Problems.
    """
    from calsync.app import build, make_rules  # the SDK behind it takes half a second to import
    from calsync.config import load_settings
    from calsync.policies.choosing import load_policies
    from calsync.store import MemoryStore

    settings = load_settings(config)
    told = chosen_rules(rules, None) if rules is not None else make_rules(settings)
    own = settings.policy
    policies = load_policies(policy) if policy else load_policies(own.use, own.teams())
    app = build(settings, policies=policies, store=MemoryStore())
    found = Replayed(policies=policies, says_back=said_back)
    try:
        workers = await _workers(app)
        for begin in range(0, len(workers), AT_ONCE):
            await _count(app, workers[begin : begin + AT_ONCE], told, asked, found)
    finally:
        await app.aclose()
    return found


async def _workers(app: App) -> list[Person]:
    """Everybody whose diary is to be read, as the directory has them now. Raises SourceError."""
    people = await app.directory.people(People())
    for problem in app.directory.problems:
        aside(problem)
    workers = [each for each in people.persons if each.works]
    if not workers:
        raise CalsyncError("The group of lone workers has no members, so there is no diary to look at: add them to it.")
    with app.store.transaction() as tx:
        tx.put_people(people)  # a published calendar is found by its worker's address
    return workers


async def _count(app: App, workers: Sequence[Person], rules: Rules, asked: Asked, found: Replayed) -> None:
    """Count the diaries of a few, each by the hours and the zone of its own mailbox."""
    settled: dict[str, Person] = {}
    for person, told in zip(workers, await app.directory.settings(workers, app.clock.now()), strict=True):
        if isinstance(told, SourceError):
            _amiss(found, f"{person.mail}: the working hours can't be read, so ordinary ones are taken. {told}")
        settled[person.id] = person if isinstance(told, SourceError) else told
    left = [
        DiaryWanted(worker=each.id, start=asked.start, end=asked.end, calendars=each.calendars)
        for each in settled.values()
    ]
    for tries_left in reversed(range(TRIES)):
        again = []
        for wanted, read in zip(left, await app.engine.core.calendars.snapshots(left), strict=True):
            worker = settled[wanted.worker]
            if isinstance(read, SourceUnavailable) and tries_left:
                again.append(wanted)
            elif isinstance(read, SourceError):
                _amiss(found, f"{worker.mail}: {read}")
            elif isinstance(read, Snapshot):
                if read.unreadable:
                    _amiss(found, f"{worker.mail}: {len(read.unreadable)} of its entries can't be read.")
                policy = found.policies.of(worker)
                events = (as_agreed(each, policy, rules, worker.zone) for each in read.events)
                found.count(worker.department or NO_TEAM, events, rules, worker, asked)
        left = again


def _amiss(found: Replayed, words: str) -> None:
    aside(words)
    found.whole = False
