"""`calsync explain`: why one entry of a diary is or is no visit, rule by rule, and what would change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from calsync.cli.deadline_words import deadline_facts, deadline_lines
from calsync.cli.entry_words import named, shown, span
from calsync.cli.output import aside, fact, finish, known_zone, line, local, moment
from calsync.cli.recognition import ZONE, Hours, RulesFile, SitesFile, chosen_rules, facts_of, in_hours
from calsync.cli.service import HERE, AsJson, Config, say_paused, with_app
from calsync.domain.classify import Rules, recognise
from calsync.domain.forecast import Expected, expected, watched_of
from calsync.domain.likeness import by_likeness
from calsync.domain.lookups import judged
from calsync.domain.model import DeadlineKind, Event, Person, Policy, Recognition, Snapshot, Tag
from calsync.domain.otherwise import THEN, Judge, otherwise
from calsync.domain.picking import picked
from calsync.domain.returning import Back, Day
from calsync.errors import CalsyncError
from calsync.parsers.agreed import as_agreed
from calsync.parsers.ics import read_occurrences
from calsync.parsers.ics_occurrence import to_event
from calsync.parsers.said import read_said
from calsync.ports import DiaryWanted
from calsync.rules import load_rules

if TYPE_CHECKING:
    from calsync.app import App

BACK, AHEAD = timedelta(days=2), timedelta(days=14)
MOST_LISTED = 30
OUTCOMES = {
    Tag.VISIT: "A visit: it is watched.",
    Tag.POSSIBLE: "Possibly a visit: the worker is asked.",
    Tag.NONE: "No visit: it is left out.",
}


def explain(
    diary: Annotated[str, typer.Argument(metavar="MAILBOX or FILE.ics", help="Whose diary, or an exported calendar.")],
    event: Annotated[str, typer.Argument(help="The entry's id, words of its subject, or its time: 2026-12-01T14:00.")],
    config: Config = HERE,
    rules: RulesFile = None,
    sites: SitesFile = None,
    hours: Hours = None,
    start: Annotated[str | None, typer.Option("--from", help="Where to begin to look; 2 days back.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Where to end; 14 days ahead.")] = None,
    zone: Annotated[str | None, typer.Option(help=f"Of times in a file, and of --hours; {ZONE} unless given.")] = None,
    at: Annotated[str | None, typer.Option(help="The moment taken for now, with a file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Why an entry is or is no visit, rule by rule, and what would make it count otherwise.

    A diary is read by the service's own configuration; nothing is sent. With --rules it is judged by that file, so that
    a change can be tried first. Several entries that match are listed with their times, and the exit status is 1.

    Example: calsync explain sam@council.example "HV - K"
    """
    window = (moment(start, "--from"), moment(end, "--to"))
    if window[0] is not None and window[1] is not None and window[1] <= window[0]:
        raise CalsyncError("--to: has to be later than --from.")
    if diary.lower().endswith(".ics"):
        told = chosen_rules(rules, sites)
        judge_hours, place = in_hours(hours, zone if hours else None), known_zone(zone or ZONE)
        found = _of_file(Path(diary), window, moment(at, "--at") or datetime.now(UTC), place)

        def judge(entry: Event) -> Recognition:
            return recognise(entry, told, in_hours=judge_hours(entry))

        well = _show(found, event, told, judge, place, as_json=as_json)
    elif "@" in diary:
        if sites or hours or zone or at:
            raise CalsyncError("--sites, --hours, --zone and --at go with a file: a diary has the service's own.")
        own = load_rules(rules) if rules is not None else None

        async def work(app: App) -> bool:
            return await _of_mailbox(app, diary, event, window, own, as_json=as_json)

        well = with_app(config, work)
    else:
        raise CalsyncError(f"{diary!r} is no diary: give a mail address, or the path of a calendar that ends in .ics.")
    finish(well=well)


def _of_file(file: Path, window: tuple[datetime | None, datetime | None], at: datetime, zone: str) -> list[Event]:
    """The entries of an exported calendar; what can't be read is told on standard error."""
    begin = window[0] or min(at, window[1] or at) - BACK
    try:
        reading = read_occurrences(file.read_bytes(), start=begin, end=window[1] or max(at, begin) + AHEAD, zone=zone)
    except OSError as error:
        raise CalsyncError(f"{file} can't be read ({error.strerror}): name a calendar exported as .ics.") from None
    for problem in reading.problems:
        aside(f"{file}: {problem}")
    return [to_event(each, "worker") for each in reading.occurrences]


async def _of_mailbox(
    app: App,
    mailbox: str,
    wanted: str,
    window: tuple[datetime | None, datetime | None],
    own: Rules | None,
    *,
    as_json: bool,
) -> bool:
    worker = await _worker(app, mailbox)
    core, now = app.engine.core, app.clock.now()
    say_paused(app, as_json=as_json)
    begin = window[0] or min(now, window[1] or now) - BACK
    asked = DiaryWanted(
        worker=worker.id, start=begin, end=window[1] or max(now, begin) + AHEAD, calendars=worker.calendars
    )
    (read,) = await core.calendars.snapshots([asked])
    if isinstance(read, Exception):
        raise read
    events = list(read.events) if isinstance(read, Snapshot) else []
    rules = own if own is not None else core.rules
    with app.store.transaction() as tx:
        remembered = by_likeness(tx.remembered(worker.id))

    def judge(entry: Event) -> Recognition:
        return judged(entry, rules, worker, remembered=remembered, possible=core.policies.of(worker).possible)

    policy = core.policies.of(worker)
    return _show(
        events,
        wanted,
        rules,
        judge,
        worker.zone,
        as_json=as_json,
        deadlines=_deadlines(events, rules, policy, worker, judge),
    )


def _deadlines(
    events: list[Event], rules: Rules, policy: Policy, worker: Person, judge: Judge
) -> Callable[[Event], tuple[Expected, ...]]:
    """What gives an entry's deadlines under its worker's policy, those of an outing with its first visit."""

    def of(event: Event) -> tuple[Expected, ...]:
        day, watched = Day(events, rules.sites), []
        backs: dict[str, Back] = {}
        for written in events:
            each = as_agreed(written, policy, rules, worker.zone)
            told = judge(each) if abs(each.start - event.start) <= BACK and not each.all_day else None
            if told is None or told.tag is Tag.NONE:
                continue
            said = read_said(each.subject, each.place.text, each.start, each.end, worker.zone).back
            back = day.back(each, said)
            backs |= {each.id: back} if back is not None else {}
            watched.append(watched_of(each, told, policy, worker, key=each.id, back=back))
        return expected(watched, backs, policy, worker, ZoneInfo(worker.zone)).get(event.id, ())

    return of


async def _worker(app: App, mailbox: str) -> Person:
    """Whose diary it is, with the hours by which it is judged. Raises CalsyncError for one who is not watched."""
    with app.store.transaction() as tx:
        worker = tx.people().by_mail(mailbox)
    if worker is None:
        people = await app.engine.refresh_people()
        while await app.engine.refresh_settings():
            pass
        with app.store.transaction() as tx:
            worker = tx.people().by_mail(mailbox) or people.by_mail(mailbox)
    if worker is None:
        raise CalsyncError(f"Nobody is known by {mailbox}: give the address that the directory has.")
    if not worker.works:
        raise CalsyncError(f"{mailbox} is not watched: they are not in the group of lone workers.")
    return worker


def _show(
    events: list[Event],
    wanted: str,
    rules: Rules,
    judge: Judge,
    zone: str,
    *,
    as_json: bool,
    deadlines: Callable[[Event], tuple[Expected, ...]] = lambda _: (),
) -> bool:
    """Print the one entry that is meant, or list those that may be; whether it was one."""
    found = picked(events, wanted, zone)
    if not found:
        raise CalsyncError(
            "No entry there has this id, this time or these words in its subject; other days: --from and --to. "
            "A private entry is found by its id or its time alone."
        )
    if len(found) > 1:
        aside(f"{len(found)} entries match; name one by its id or its time.")
        for each in found[:MOST_LISTED]:
            _list(each, zone, as_json=as_json)
        return False
    (event,) = found
    told, changes = judge(event), otherwise(event, rules, judge)
    if as_json:
        others = [{"act": each.act, "then": each.then} for each in changes]
        fact(
            **_about(event),
            **facts_of(told),
            risk=told.risk,
            otherwise=others,
            deadlines=deadline_facts(deadlines(event)),
        )
        return True
    line(_span(event, zone))
    line(f"    {named(event.subject, private=event.private)}")
    line(OUTCOMES[told.tag])
    # Said of the outcome, so of "No visit" too: "for" and "against" would be read as for and against a visit.
    for reason in told.reasons:
        line(f"    because: {reason}")
    for reason in told.against:
        line(f"    although: {reason}")
    line(f"    the rule that decided: {told.matched_by}")
    if told.tag is not Tag.NONE:
        line(f"    kind: {told.kind}")
    if told.flags:
        line(f"    flags: {', '.join(told.flags)}{'; a risk visit' if told.risk else ''}")
    if due := deadlines(event):
        ends = (each.deadline.due for each in due if each.deadline.kind is DeadlineKind.VISIT_END)
        line(f"    due {local(event.end if event.all_day else next(ends, event.end), zone)}")
        for words in deadline_lines(due, zone):
            line(words)
    for change in changes:
        line(f"{change.act}, and {THEN[change.then]}.")
    return True


def _list(event: Event, zone: str, *, as_json: bool) -> None:
    if as_json:
        fact(**_about(event))
    else:
        line(f"{_span(event, zone)}  {named(event.subject, private=event.private)}")
        line(f"    {event.id}")


def _about(event: Event) -> dict[str, object]:
    return {
        "id": event.id,
        "start": event.start,
        "end": event.end,
        "private": event.private,
        "subject": shown(event.subject, private=event.private),
    }


def _span(event: Event, zone: str) -> str:
    return span(event.start, event.end, zone, all_day=event.all_day)
