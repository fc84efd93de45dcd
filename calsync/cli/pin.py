"""`calsync pin`: who has a PIN, and setting, clearing and inviting to one. A PIN is never an argument of a command."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from calsync.cli.output import fact, line
from calsync.cli.service import HERE, AsJson, Config, _person, _with_app
from calsync.domain.model import Act
from calsync.domain.pins import SALT_BYTES, made_pin, problems
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
    own, duress = _two()
    if found := problems(own, duress):
        raise CalsyncError("\n".join(found))

    async def work(app: App) -> None:
        at = app.clock.now()
        with app.store.transaction() as tx:
            person = _person(tx.people(), who)
            tx.put_pin(made_pin(person.id, own, duress, salt=os.urandom(SALT_BYTES), at=at))
            tx.add_acts([Act(at=at, what="pin-set", who=person.id)])
        app.engine.seal()
        second = "and a second PIN that means danger" if duress else "and no second one"
        line(f"{person.name} has a PIN {second}. The page behind a link asks for it from now on.")

    _with_app(config, work, make_store=False)


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
                fact(mail=mail, pin=each.is_set, danger_pin=bool(each.duress), since=each.made)
            else:
                line(f"{mail}: {'has a PIN' if each.is_set else 'is invited to choose one'}")
        if not pins and not as_json:
            line("Nobody has a PIN.")

    _with_app(config, work, make_store=False)


@commands.command()
def clear(who: Mail, config: Config = HERE) -> None:
    """Forget a worker's PIN: the page behind a link asks for the two digits again.

    Example: calsync pin clear sam@council.example
    """

    async def work(app: App) -> None:
        with app.store.transaction() as tx:
            person = _person(tx.people(), who)
            had = tx.drop_pin(person.id)
            if had:
                tx.add_acts([Act(at=app.clock.now(), what="pin-cleared", who=person.id)])
        app.engine.seal()
        line(f"{person.name} has no PIN{' any more' if had else ', and had none'}.")

    _with_app(config, work, make_store=False)


def _two() -> tuple[str, str]:
    """Both PINs: asked for without being shown, or the first two lines of standard input."""
    if sys.stdin.isatty():
        own = getpass.getpass("PIN, 4 to 8 digits: ").strip()
        duress = getpass.getpass("Second PIN, which means danger (empty for none): ").strip()
        return own, duress
    lines = [each.strip() for each in sys.stdin.read(200).splitlines()]
    return (lines[0] if lines else "", lines[1] if len(lines) > 1 else "")
