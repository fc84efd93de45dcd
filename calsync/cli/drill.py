"""`calsync drill`: practise an alarm, with a worker's own ladder and real messages that say that it is a drill."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from calsync.cli.output import fact, line, local, stamp
from calsync.cli.service import HERE, AsJson, Config, known_person, with_app
from calsync.domain.drills import REASON
from calsync.domain.ladders import at_latest
from calsync.domain.scene import ASK_WORDS, ROLE_WORDS, all_of
from calsync.errors import CalsyncError, Problems

if TYPE_CHECKING:
    from calsync.app import App
    from calsync.domain.model import Deadline, Person

MINUTES = 2


def drill(
    who: Annotated[str, typer.Argument(metavar="EMAIL", help="The mail address of the worker for whom it is.")],
    in_: Annotated[
        int | None, typer.Option("--in", help=f"In how many minutes it is due; {MINUTES} unless given.", min=1, max=120)
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="End the drill that is open.")] = False,
    by: Annotated[str | None, typer.Option(help="The mail address of the person who runs it, for the audit.")] = None,
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """Practise an alarm: real messages to the worker and to those who would be told, each of which says DRILL.

    Example: calsync drill sam@council.example --in 2
    """
    if stop and in_ is not None:
        raise CalsyncError("--stop ends a drill and --in begins one: give one of them.")

    async def work(app: App) -> None:
        with app.store.transaction() as tx:
            people = tx.people()
        worker = known_person(people, who)
        runs = known_person(people, by).id if by is not None else ""
        try:
            if stop:
                deadline = app.engine.drills.stop(worker, runs)
            else:
                deadline = app.engine.drills.start(worker, timedelta(minutes=in_ or MINUTES), runs)
        except Problems as error:
            raise CalsyncError("\n".join(error.problems)) from error
        app.engine.seal()
        if as_json:
            _fact(deadline, worker)
        elif stop:
            line(f"The drill of {worker.name} is over. Everybody who was told of it is told so.")
        else:
            _tell(deadline, worker, app.settings.service.zone)

    with_app(config, work, make_store=False)


def _tell(deadline: Deadline, worker: Person, zone: str) -> None:
    line(f"DRILL: {worker.name}, due {local(deadline.due, zone)[16:]}, deadline {deadline.id}")
    for after, step in at_latest(deadline.steps):
        whom = all_of([ROLE_WORDS[role] for role in step.roles])
        line(f"    {local(deadline.base + after, zone)[16:]}  {whom}: {ASK_WORDS[step.ask]}, by {step.channels[0]}")
    line(f"It goes on until somebody closes it: calsync drill {worker.mail} --stop")


def _fact(deadline: Deadline, worker: Person) -> None:
    fact(
        drill=deadline.id,
        worker=worker.mail,
        due=deadline.due,
        state=deadline.state,
        reason=REASON if not deadline.is_open else "",
        steps=[
            {
                "at": stamp(deadline.base + after),
                "role": [str(role) for role in step.roles],
                "ask": str(step.ask),
            }
            for after, step in at_latest(deadline.steps)
        ],
    )
