"""The commands of a deployment: run, poll, doctor, answer, and what is watched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from calsync.cli.output import aside, fact, finish, line, local, moment
from calsync.domain.drills import is_drill
from calsync.domain.model import (
    Answer,
    AnswerKind,
    Concern,
    Deadline,
    DeadlineKind,
    Pause,
    People,
    Person,
    Tag,
    Via,
    Watched,
)
from calsync.domain.pauses import covers
from calsync.errors import CalsyncError

if TYPE_CHECKING:
    from calsync.app import App
    from calsync.domain.model import MailboxState
    from calsync.engine import Read

T = TypeVar("T")
Config = Annotated[Path, typer.Option(help="The configuration.")]
TRIES = 3
"""How often `calsync poll` asks for a diary for which Microsoft asked it to wait."""
HERE = Path("calsync.toml")
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

audit = typer.Typer(no_args_is_help=True)

TAKEN_AS = {
    "closed": "Closed.",
    "contact": "Taken as contact: it is kept and shown, and closes nothing.",
    "extended": "The deadline was moved.",
    "acknowledged": "Taken: the alarm is theirs for now, and stays open.",
    "incident": "An incident: the emergency steps start now.",
    "noted": "Noted.",
    "confirmed": "It is a visit: it is watched as one from now on.",
    "nothing": "Nothing is open that it could be about.",
}
KINDS = {
    "safe": AnswerKind.SAFE,
    "extend": AnswerKind.EXTEND,
    "help": AnswerKind.HELP,
    "close": AnswerKind.CLOSE,
    "acknowledge": AnswerKind.ACKNOWLEDGE,
    "contact": AnswerKind.CONTACT,
    "duress": AnswerKind.DURESS,
    "visit": AnswerKind.VISIT,
    "not-visit": AnswerKind.NOT_VISIT,
}


def _build(config: Path, *, make_store: bool = True) -> App:
    from calsync.app import build  # the SDK behind it takes half a second to import
    from calsync.config import load_settings

    return build(load_settings(config), make_store=make_store)


def with_app(config: Path, work: Callable[[App], Awaitable[T]], *, make_store: bool = True) -> T:
    """What the work comes to, over the wired service; what it opened is closed. Raises what the work raises."""

    async def within() -> T:
        app = _build(config, make_store=make_store)
        try:
            return await work(app)
        finally:
            await app.aclose()

    with asyncio.Runner() as runner:
        return runner.run(within())


def say_paused(app: App, *, as_json: bool) -> None:
    """Print a line for each pause that stands, before everything else; beside JSON on standard error."""
    from calsync.engine.pausing import banners

    with app.store.transaction() as tx:
        found = banners(tx, app.clock.now(), app.settings.service.zone)
    for each in found:
        (aside if as_json else line)(each)


def run(config: Config = HERE) -> None:
    """The whole service in one process: reads diaries, scans, sends, reads answers, until it is stopped.

    Example: calsync run --config calsync.toml
    """
    logging.getLogger("calsync").setLevel(logging.INFO)
    app = _build(config)
    from calsync.loop import Loop

    with _pages(app):
        Loop(app).run()


def _pages(app: App) -> AbstractContextManager[object]:
    """The web side while the block lasts; nothing where the configuration has none."""
    told = app.settings.web
    if told is None:
        return nullcontext()
    from calsync.web import make_web
    from calsync.web.serving import WebServer, listening

    return WebServer(make_web(app), listening(told.host, told.port), proxy=told.proxy)


def poll(
    config: Config = HERE,
    mailbox: Annotated[str | None, typer.Option(help="Only this person's diary, by their mail address.")] = None,
    believe_empty: Annotated[
        bool, typer.Option(help="Take it for true that all that lay ahead in --mailbox is gone, and cancel it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read the diaries once, now, whoever's turn it is.

    Example: calsync poll --mailbox sam@council.example
    """
    if believe_empty and not mailbox:
        raise CalsyncError("--believe-empty needs --mailbox: say whose diary really is empty.")

    async def work(app: App) -> bool:
        say_paused(app, as_json=as_json)
        people = await app.engine.refresh_people()
        while not mailbox and await app.engine.refresh_settings():
            pass  # hours decide whether a place alone makes a visit, so they are read before the diaries
        wanted = [known_person(people, mailbox)] if mailbox else [person for person in people.persons if person.works]
        with app.store.transaction() as tx:
            states = [state for person in wanted if (state := tx.mailbox(person.id)) is not None]
        if mailbox and not states:
            raise CalsyncError(f"{mailbox} is not watched: they are not in the group of lone workers.")
        well = True
        for read in await _read(app, states, believe_empty=believe_empty):
            if mailbox and read.problem:
                raise CalsyncError(read.problem)
            well = well and not read.problem
            who = people.get(read.worker)
            name = who.mail if who is not None else read.worker
            if as_json:
                fact(mailbox=name, entries=read.entries, changes=read.changes, problem=read.problem)
            else:
                line(f"{name}: {read.problem or f'{read.entries} entries, {read.changes} changes'}")
        app.engine.seal()
        return well

    finish(well=with_app(config, work))


async def _read(app: App, states: Sequence[MailboxState], *, believe_empty: bool) -> list[Read]:
    """Each diary, read; one for which Microsoft asked us to wait is asked for again."""
    found: dict[str, Read] = {}
    for _ in range(TRIES):
        left = [each for each in states if each.worker not in found or found[each.worker].throttled]
        found |= {read.worker: read for read in await app.engine.read_these(left, believe_empty=believe_empty)}
    return [found[each.worker] for each in states]


def doctor(config: Config = HERE, as_json: AsJson = False) -> None:
    """Test every part of a deployment, one plain line each with its fix; exit 1 when one is red.

    Example: calsync doctor
    """

    async def work(app: App) -> bool:
        from calsync.doctor import Light, examine

        well = True
        say_paused(app, as_json=as_json)
        async for finding in examine(app):
            well = well and finding.light is not Light.RED
            if as_json:
                fact(part=finding.part, light=finding.light, text=finding.words, about=list(finding.about))
            else:
                line(f"{finding.light.upper():<6} {finding.part}: {finding.words}")
        return well

    finish(well=with_app(config, work))


def answer(
    deadline: Annotated[str, typer.Argument(help="The deadline's id, as `calsync visits` prints it.")],
    kind: Annotated[str, typer.Argument(metavar="|".join(KINDS), help="What was said.")],
    by: Annotated[str, typer.Option(help="The mail address of the person who says it, or who records it.")],
    reason: Annotated[str, typer.Option(help="Why; closing needs one.")] = "",
    minutes: Annotated[int | None, typer.Option(help="For extend: how many minutes more.", min=1, max=480)] = None,
    until: Annotated[str | None, typer.Option(help="For extend: until when, such as 2026-12-01T16:00.")] = None,
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """Record by hand what somebody said.

    Example: calsync answer 3f2a9c.visit-end close --by morgan@council.example --reason "safe and well, she rang"
    """
    if kind not in KINDS:
        raise CalsyncError(f"{kind!r} is no answer; say one of {', '.join(KINDS)}.")
    if kind == "extend" and minutes is None and until is None:
        raise CalsyncError("extend needs --minutes or --until.")
    ends = moment(until, "--until")

    async def work(app: App) -> bool:
        at = app.clock.now()
        say_paused(app, as_json=as_json)
        with app.store.transaction() as tx:
            found, people = tx.deadline(deadline), tx.people()
        if found is None:
            raise CalsyncError(f"There is no deadline {deadline}: `calsync visits` prints those that are open.")
        who = known_person(people, by)
        outcome = app.engine.answer(
            Answer(
                id=f"command:{deadline}:{who.id}:{at.isoformat()}",
                who=who.id,
                kind=KINDS[kind],
                sent=at,
                received=at,
                via=Via.COMMAND,
                deadline_id=deadline,
                leaving=KINDS[kind] is AnswerKind.SAFE,
                minutes=minutes,
                until=ends,
                reason=reason,
            )
        )
        app.engine.seal()
        if as_json:
            fact(deadline=deadline, taken_as=outcome.took_as, text=outcome.why)
        else:
            line(outcome.why or TAKEN_AS.get(outcome.took_as, f"Taken as {outcome.took_as}."))
        return outcome.took_as not in ("refused", "nothing")

    finish(well=with_app(config, work, make_store=False))


def known_person(people: People, mail: str) -> Person:
    """Whoever has this mail address. Raises CalsyncError for nobody's."""
    found = people.by_mail(mail)
    if found is None:
        raise CalsyncError(f"Nobody is known by {mail}: give the address that the directory has.")
    return found


def watched_visits(
    config: Path,
    *,
    begin: datetime | None = None,
    end: datetime | None = None,
    zone: str | None = None,
    at: datetime | None = None,
    as_json: bool,
) -> None:
    """Print what the service watches, from its database alone: all of it, or what begins from `begin` to before `end`.

    `zone` is that of the times, the service's own unless given; `at` is taken for now.
    """

    async def work(app: App) -> None:
        from calsync.engine.concerns import concerns_shown

        core, own, now = app.engine.core, app.settings.service.zone, at or app.clock.now()
        with app.store.transaction() as tx:
            people = tx.people()
            watched = [
                each
                for each in (*tx.open_deadlines(), *tx.open_drills())
                if (begin is None or begin <= each.visit.start) and (end is None or each.visit.start < end)
            ]
            concerns = concerns_shown(tx, watched, core.rules, own, now, ready=core.ready)
            pauses = tx.pauses(now)
        say_paused(app, as_json=as_json)
        for each in sorted(watched, key=lambda one: one.visit.start):
            for deadline in each.deadlines:
                pause = covers(pauses, each.visit, deadline, now)
                found = concerns[each.visit.id]
                _print_watched(each, deadline, people, found, pause, as_json=as_json, zone=zone or own)
        if not watched and not as_json:
            line("No visit is open." if begin is None and end is None else "No visit of that time is open.")

    with_app(config, work, make_store=False)


def _print_watched(
    each: Watched,
    deadline: Deadline,
    people: People,
    concerns: Sequence[Concern],
    pause: Pause | None,
    *,
    as_json: bool,
    zone: str,
) -> None:
    worker = people.get(deadline.worker)
    name = worker.name if worker is not None else deadline.worker
    visit = each.visit
    if as_json:
        fact(
            worker=name,
            start=visit.start,
            end=visit.end,
            due=deadline.due,
            deadline=deadline.id,
            kind=deadline.kind,
            state=deadline.state,
            tag=visit.tag,
            matched_by=visit.matched_by,
            reasons=list(visit.reasons),
            **({"drill": True} if is_drill(visit) else {}),
            concerns=[{"kind": concern.kind, "text": concern.words} for concern in concerns],
            **({"paused_until": pause.over_at} if pause is not None else {}),
        )
        return
    line(f"{local(visit.start, zone)} to {local(visit.end, zone)[16:]}  {'DRILL: ' if is_drill(visit) else ''}{name}")
    what = "due" if deadline.kind is DeadlineKind.VISIT_END else f"{deadline.kind} due"
    line(f"    {what} {local(deadline.due, zone)[16:]}, {deadline.state}, deadline {deadline.id}")
    if pause is not None:
        line(f"    NOT WATCHED until {local(pause.over_at, zone)[16:]}: paused, and looked at again then.")
    if visit.tag is Tag.POSSIBLE:
        line("    Possibly a visit: the worker is asked whether it is one.")
    for reason in visit.reasons:
        line(f"    {reason}")
    for reason in visit.against:
        line(f"    although: {reason}")
    for concern in concerns:
        line(f"    Concern: {concern.words}")


@audit.command()
def verify(config: Config = HERE, as_json: AsJson = False) -> None:
    """Check that nobody changed the audit; exit 1 when its chain is broken.

    Example: calsync audit verify
    """

    async def work(app: App) -> str:
        return app.store.verify()

    broken = with_app(config, work, make_store=False)
    if as_json:
        fact(whole=not broken, text=broken)
    else:
        (aside if broken else line)(broken or "The audit's chain is whole.")
    finish(well=not broken)
