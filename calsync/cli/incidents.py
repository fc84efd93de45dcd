"""`calsync incidents`: what happened on visits, what is still due of it, and its end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from calsync.cli.output import fact, finish, line, local, stamp
from calsync.cli.service import HERE, AsJson, Config, known_person, with_app
from calsync.domain.after_wording import WHAT_HAPPENED
from calsync.domain.model import DueAct, People, PersonId
from calsync.engine.incidents import Standing, act_done, close_incident, incidents
from calsync.errors import CalsyncError

if TYPE_CHECKING:
    from calsync.app import App
    from calsync.engine import Core

commands = typer.Typer(no_args_is_help=True)
Which = Annotated[str, typer.Argument(help="The incident's id, as `calsync incidents list` prints it.")]
By = Annotated[str, typer.Option("--by", help="The mail address of the person who says so.")]


@commands.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="The closed ones too.")] = False,
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """What happened, and what is still due of it; exit 1 when something is overdue.

    Example: calsync incidents list --json
    """

    async def work(app: App) -> bool:
        at, zone = app.clock.now(), app.settings.service.zone
        with app.store.transaction() as tx:
            found, people = incidents(tx, open_only=not everything), tx.people()
        for each in found:
            _print(each, people, at, zone, as_json=as_json)
        if not found and not as_json:
            line("There is no incident." if everything else "No incident is open.")
        return not any(act.overdue(at) for each in found if each.incident.is_open for act in each.due)

    finish(well=with_app(config, work, make_store=False))


@commands.command()
def done(
    incident: Which,
    act: Annotated[int, typer.Argument(help="The number of what was done.", min=1)],
    by: By,
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """Record that something that was due is done.

    Example: calsync incidents done 3f2a9c81d4e5b607 1 --by morgan@council.example
    """
    _do(config, by, lambda core, who: act_done(core, incident, act, who))
    if as_json:
        fact(incident=incident, act=act, done=True)
    else:
        line("Done.")


@commands.command()
def close(
    incident: Which,
    by: By,
    reason: Annotated[str, typer.Option(help="What was learnt, and why it is over.")],
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """Close an incident, once all that was due is done.

    Example: calsync incidents close 3f2a9c81d4e5b607 --by morgan@council.example --reason "two go from now on"
    """
    _do(config, by, lambda core, who: close_incident(core, incident, who, reason))
    if as_json:
        fact(incident=incident, closed=True)
    else:
        line("Closed.")


def _do(config: Path, by: str, verb: Callable[[Core, PersonId], str]) -> None:
    """Do it as the person of that address. Raises CalsyncError with the reason when it was not done."""

    async def work(app: App) -> str:
        with app.store.transaction() as tx:
            people = tx.people()
        why = verb(app.engine.core, known_person(people, by).id)
        app.engine.seal()
        return why

    if why := with_app(config, work, make_store=False):
        raise CalsyncError(why)


def _print(each: Standing, people: People, at: datetime, zone: str, *, as_json: bool) -> None:
    incident = each.incident
    worker, closer = _name(people, incident.worker), _name(people, incident.closed_by)
    if as_json:
        fact(
            incident=incident.id,
            worker=worker,
            kind=incident.kind,
            visit=incident.visit_id,
            deadline=incident.deadline_id,
            opened=incident.opened,
            opened_by=_name(people, incident.opened_by),
            closed=incident.closed,
            closed_by=closer or None,
            lessons=incident.lessons,
            due=[_fact_of(act, people, at) for act in each.due],
        )
        return
    line(f"{incident.id}  {worker}: {WHAT_HAPPENED[incident.kind]}, told {local(incident.opened, zone)}")
    for act in each.due:
        state = f"done {local(act.done, zone)}" if act.done else f"due {local(act.due, zone)}"
        late = ", OVERDUE" if incident.is_open and act.overdue(at) else ""
        clause = f" [{act.clause}]" if act.clause else ""
        line(f"    {act.number}. {act.what} ({act.role.replace('_', ' ')}): {state}{late}{clause}")
    if incident.closed is not None:
        line(f"    Closed {local(incident.closed, zone)} by {closer}: {incident.lessons}")


def _fact_of(act: DueAct, people: People, at: datetime) -> dict[str, object]:
    return {
        "act": act.number,
        "what": act.what,
        "role": act.role,
        "clause": act.clause,
        "due": stamp(act.due),
        "overdue": act.overdue(at),
        "done": stamp(act.done) if act.done else None,
        "done_by": _name(people, act.done_by) or None,
    }


def _name(people: People, person_id: PersonId | None) -> str:
    person = people.get(person_id) if person_id else None
    return person.name if person is not None else person_id or ""
