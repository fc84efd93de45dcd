"""`calsync replay`: diaries of the past through the rules and a policy, so that minutes are chosen on evidence."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from calsync.cli.output import finish, known_zone, moment
from calsync.cli.recognition import ZONE, Hours, RulesFile, SitesFile, chosen_rules, worker_of
from calsync.cli.replay_picture import picture
from calsync.cli.replay_reading import of_files, of_service
from calsync.cli.replay_table import print_facts, print_tables
from calsync.cli.service import HERE, AsJson, Config
from calsync.domain.replay import HABITS, Asked, Habit
from calsync.errors import CalsyncError

WEEKS = 4
"""Whole weeks that are looked back over, unless --from and --to say otherwise."""
LONGEST = timedelta(days=400)
LONGEST_WAIT = 24 * 60


def replay(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE.ics or FOLDER", help="Exported calendars; a folder of them is one team."),
    ] = None,
    policy: Annotated[
        str | None, typer.Option(help="A preset's name or a policy file; without files, the service's own.")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", help="The first day; four whole weeks back.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="The day after the last; this week's Monday.")] = None,
    answers: Annotated[
        str | None, typer.Option(help="After how many minutes workers answer, such as 0,10,30,never.")
    ] = None,
    svg: Annotated[Path | None, typer.Option(help="Where to write the picture.")] = None,
    config: Config = HERE,
    rules: RulesFile = None,
    sites: SitesFile = None,
    hours: Hours = None,
    zone: Annotated[str | None, typer.Option(help=f"Of times in files, and of --hours; {ZONE} unless given.")] = None,
    at: Annotated[str | None, typer.Option(help="The moment taken for now.")] = None,
    as_json: AsJson = False,
) -> None:
    """How many visits, questions and alerts there would have been, by team and week. Nothing is sent, nothing kept.

    Without files the diaries of everybody whom the service watches are read, and their departments are the teams. A
    diary does not say when people answered, so it is told for several habits of answering.

    Example: calsync replay exports/north exports/south --policy clarendon --from 2026-11-02 --to 2026-11-30
    """
    asked = _asked(start, end, at, answers)
    if files:
        if policy is None:
            raise CalsyncError("--policy: name one with files, like --policy clarendon (`calsync policy list`).")
        from calsync.policies.loader import load

        told, worker = chosen_rules(rules, sites), worker_of(hours, known_zone(zone or ZONE))
        found = of_files(files, told, load(policy), worker, asked)
    else:
        if sites or hours or zone:
            raise CalsyncError("--sites, --hours and --zone go with files: the service's diaries have their own.")
        found = asyncio.run(of_service(config, policy, rules, asked))
    if not found.diaries:
        raise typer.Exit(2)
    if svg is not None:
        _write(svg, picture(found, asked))
    (print_facts if as_json else print_tables)(found, asked)
    finish(well=found.whole)


def _asked(start: str | None, end: str | None, at: str | None, answers: str | None) -> Asked:
    today = (moment(at, "--at") or datetime.now(UTC)).astimezone(ZoneInfo(ZONE)).date()
    last = moment(end, "--to") or _midnight(today - timedelta(days=today.weekday()))
    first = moment(start, "--from") or _midnight(last.astimezone(ZoneInfo(ZONE)).date() - timedelta(weeks=WEEKS))
    if last <= first:
        raise CalsyncError("--to: has to be later than --from.")
    if last - first > LONGEST:
        raise CalsyncError(f"--from, --to: at most {LONGEST.days} days are looked at in one go.")
    return Asked(start=first, end=last, habits=HABITS if answers is None else _habits(answers))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(ZONE)).astimezone(UTC)


def _habits(words: str) -> tuple[Habit, ...]:
    """The habits that --answers names, each once, the quickest first."""
    found: set[Habit] = set()
    for word in (each.strip().casefold() for each in words.split(",")):
        if word == "never":
            found.add(None)
        elif word.isascii() and word.isdigit() and len(word) <= len(str(LONGEST_WAIT)) and int(word) <= LONGEST_WAIT:
            found.add(int(word))
        else:
            raise CalsyncError(
                f"--answers: {word!r} is neither a number of minutes up to {LONGEST_WAIT} nor never; "
                "write them like 0,10,30,never."
            )
    return tuple(sorted(found, key=lambda each: LONGEST_WAIT + 1 if each is None else each))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CalsyncError(
            f"--svg: {file} can't be written ({error.strerror}): name a file in a folder of yours."
        ) from None
