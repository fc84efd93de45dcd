"""`calsync pin`: who has a PIN, and setting, clearing and inviting to one. A PIN is never an argument of a command."""

from __future__ import annotations

import getpass
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from calsync.cli.output import fact, line
from calsync.cli.service import HERE, AsJson, Config, known_person, with_app
from calsync.domain.model import Person
from calsync.domain.pins import Pin
from calsync.errors import CalsyncError

if TYPE_CHECKING:
    from calsync.app import App

commands = typer.Typer(no_args_is_help=True)
Mail = Annotated[str, typer.Argument(metavar="EMAIL", help="The worker's mail address.")]


@commands.command("set")
def set_(who: Mail, config: Config = HERE) -> None:
    """Set a worker's PIN, and the second one that means danger. Both are asked for, or read as two lines from standard
    input; the second may be empty. Better is `calsync pin invite`: nobody else should know somebody's second PIN.

    Example: calsync pin set sam@council.example < two-lines.txt
    """

    async def work(app: App) -> None:
        person = _known(app, who)
        own, duress = _two()
        if found := app.engine.pins.set(person.id, own, duress):
            raise CalsyncError("\n".join(found))
        app.engine.seal()
        second = "and a second PIN that means danger" if duress else "and no second one"
        pages = app.settings.web is not None
        asks = "The page behind a link asks for it from now on." if pages else "There are no pages: configure [web]."
        line(f"{person.name} has a PIN {second}. {asks}")

    with_app(config, work, make_store=False)


@commands.command("list")
def list_(config: Config = HERE, as_json: AsJson = False) -> None:
    """Who has a PIN; never what it is.

    Example: calsync pin list
    """

    async def work(app: App) -> None:
        with app.store.transaction() as tx:
            people, pins = tx.people(), tx.pins()
        for each in pins:
            person = people.get(each.who)
            mail = person.mail if person is not None else each.who
            if as_json:
                fact(mail=mail, pin=each.is_set, second_pin=bool(each.duress), since=each.made)
            else:
                line(f"{mail}: {how_it_stands(each, app.clock.now())}")
        if not pins and not as_json:
            line("Nobody has a PIN.")

    with_app(config, work, make_store=False)


@commands.command()
def clear(who: Mail, config: Config = HERE) -> None:
    """Forget a worker's PIN: the page behind a link asks for the two digits again.

    Example: calsync pin clear sam@council.example
    """

    async def work(app: App) -> None:
        person = _known(app, who)
        had = app.engine.pins.clear(person.id)
        app.engine.seal()
        line(f"{person.name} has no PIN{' any more' if had else ', and had none'}.")

    with_app(config, work, make_store=False)


@commands.command()
def invite(who: Mail, config: Config = HERE) -> None:
    """Mail a worker a link, which opens once and for two days, to choose both PINs themselves.

    Example: calsync pin invite sam@council.example
    """

    async def work(app: App) -> None:
        person = _known(app, who)
        await app.engine.pins.invite(person)
        app.engine.seal()
        line(f"{person.name} was sent a link to choose a PIN. It opens once, until two days from now.")

    with_app(config, work, make_store=False)


def _known(app: App, mail: str) -> Person:
    with app.store.transaction() as tx:
        return known_person(tx.people(), mail)


def how_it_stands(pin: Pin, at: datetime) -> str:
    """What `pin list` says of somebody."""
    if pin.is_set:
        return "has a PIN"
    if pin.invited_until is not None and at < pin.invited_until:
        return "is invited to choose one"
    return "was invited to choose one and did not in time; invite them again"


def _two() -> tuple[str, str]:
    """Both PINs: asked for twice each without being shown, or the first two lines of standard input."""
    if sys.stdin.isatty():
        own = _twice("PIN, 4 to 8 digits: ", "The PIN")
        return own, _twice("Second PIN, which means danger (empty for none): ", "The second PIN")
    lines = [each.strip() for each in sys.stdin.read(200).splitlines()]
    return (lines[0] if lines else "", lines[1] if len(lines) > 1 else "")


def _twice(asked: str, what: str) -> str:
    """What was typed the same twice: a slip in a second PIN would be one that calls nobody. Raises CalsyncError."""
    typed = getpass.getpass(asked).strip()
    if typed and getpass.getpass("Once more: ").strip() != typed:
        raise CalsyncError(f"{what} was not typed the same twice. Nothing was changed: run it again.")
    return typed
