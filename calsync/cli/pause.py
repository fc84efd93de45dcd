"""`calsync pause`: ask for a pause, agree to it, end it, and list those that stand or wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from calsync.cli.output import fact, line, local, moment
from calsync.cli.service import HERE, AsJson, Config, known_person, with_app
from calsync.domain.model import Pause, PauseFor, People
from calsync.domain.pause_wording import banner, whom
from calsync.domain.pauses import whom_covered
from calsync.errors import CalsyncError, Problems

if TYPE_CHECKING:
    from calsync.app import App

commands = typer.Typer(no_args_is_help=True)
By = Annotated[str, typer.Option(help="The mail address of the person who says so.")]
Name = Annotated[str, typer.Argument(metavar="ID", help="The pause's id, as `calsync pause list` prints it.")]


@commands.command()
def ask(
    until: Annotated[str, typer.Option(help="When it ends, within 24 hours, such as 2026-12-01T18:00.")],
    reason: Annotated[str, typer.Option(help="Why; those whom it covers read it.")],
    by: By,
    worker: Annotated[str | None, typer.Option("--for", help="One person, by their mail address.")] = None,
    team: Annotated[str | None, typer.Option(help="A team: the department that the directory names.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Everybody who is watched.")] = False,
    config: Config = HERE,
    as_json: AsJson = False,
) -> None:
    """Ask that visits that begin from now on are not watched for a while. It counts once somebody else agrees.

    Example: calsync pause ask --for sam@council.example --until 2026-12-01T18:00 --reason "all-day training, one room,
    no visits" --by morgan@council.example
    """
    if sum((worker is not None, team is not None, everybody)) != 1:
        raise CalsyncError("Say for whom: one of --for WORKER, --team TEAM and --all.")
    ends = moment(until, "--until")
    if ends is None:
        raise CalsyncError("--until: say when it ends, such as 2026-12-01T18:00.")

    async def work(app: App) -> None:
        with app.store.transaction() as tx:
            people = tx.people()
        who = known_person(people, by)
        kind = PauseFor.WORKER if worker is not None else PauseFor.TEAM if team is not None else PauseFor.ALL
        about = known_person(people, worker).id if worker is not None else (team or "")
        try:
            pause = app.engine.pausing.ask(kind, about, ends, reason, who.id)
        except Problems as error:
            raise CalsyncError("\n".join(error.problems)) from error
        app.engine.seal()
        if as_json:
            _fact(pause, people, app)
            return
        covered = len(whom_covered(pause, people))
        line(
            f"Pause {pause.id} for {whom(pause, people)} ({covered} watched) is asked for. Everybody is watched still."
        )
        line(f"It counts once somebody else agrees: calsync pause agree {pause.id} --by MAIL")

    with_app(config, work, make_store=False)


@commands.command()
def agree(pause: Name, by: By, config: Config = HERE, as_json: AsJson = False) -> None:
    """Agree, as a second person: it counts from now on, and those whom it covers are told.

    Example: calsync pause agree K7M2QX --by dee@council.example
    """

    async def work(app: App) -> None:
        with app.store.transaction() as tx:
            people = tx.people()
        begun = app.engine.pausing.agree(pause, known_person(people, by).id)
        app.engine.seal()
        if as_json:
            _fact(begun, people, app)
            return
        line(banner(begun, people, app.settings.service.zone))
        told, going = len(begun.covered), len(begun.goes_on)
        line(
            f"{told} {'person is' if told == 1 else 'people are'} told. "
            f"{going} {'visit that has' if going == 1 else 'visits that have'} begun already "
            f"{'is' if going == 1 else 'are'} watched on."
        )

    with_app(config, work, make_store=False)


@commands.command()
def end(pause: Name, by: By, config: Config = HERE, as_json: AsJson = False) -> None:
    """End a pause before its time, or take back what was asked for; anybody known may.

    Example: calsync pause end K7M2QX --by dee@council.example
    """

    async def work(app: App) -> None:
        with app.store.transaction() as tx:
            people = tx.people()
        ended = app.engine.pausing.end(pause, known_person(people, by).id)
        app.engine.seal()
        if as_json:
            _fact(ended, people, app)
            return
        told = " Those whom it covered are told." if ended.agreed_at is not None else ""
        line(f"Pause {ended.id} is over: everybody of it is watched.{told}")

    with_app(config, work, make_store=False)


@commands.command("list")
def list_(config: Config = HERE, as_json: AsJson = False) -> None:
    """The pauses that stand, and those that wait for a second person.

    Example: calsync pause list --json
    """

    async def work(app: App) -> None:
        at, zone = app.clock.now(), app.settings.service.zone
        with app.store.transaction() as tx:
            people = tx.people()
            pauses = [each for each in tx.pauses(at) if each.stands(at) or each.waits(at)]
        for each in pauses:
            if as_json:
                _fact(each, people, app)
            elif each.stands(at):
                line(banner(each, people, zone))
            else:
                asked = people.get(each.asked_by)
                line(
                    f"WAITS FOR A SECOND PERSON: pause {each.id} for {whom(each, people)} until "
                    f"{local(each.until, zone)}, asked for by {asked.name if asked is not None else each.asked_by}: "
                    f"{each.reason}"
                )
        if not pauses and not as_json:
            line("Nothing is paused.")

    with_app(config, work, make_store=False)


def _fact(pause: Pause, people: People, app: App) -> None:
    at = app.clock.now()
    state = "stands" if pause.stands(at) else "waits" if pause.waits(at) else "over"

    def mail(person_id: str | None) -> str | None:
        person = people.get(person_id) if person_id else None
        return person.mail if person is not None else person_id

    fact(
        pause=pause.id,
        state=state,
        whom=pause.whom,
        about=mail(pause.about) if pause.whom is PauseFor.WORKER else pause.about,
        since=pause.agreed_at,
        until=pause.over_at,
        reason=pause.reason,
        asked_by=mail(pause.asked_by),
        agreed_by=mail(pause.agreed_by),
        ended_by=mail(pause.ended_by),
        covered=len(pause.covered),
        goes_on=list(pause.goes_on),
    )
