"""`calsync policy`: the presets, how each requirement is met, and every problem of a file at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from calsync.cli.output import fact, finish, line, moment
from calsync.domain.model import Step
from calsync.domain.scene import ASK_WORDS
from calsync.policies import loader

commands = typer.Typer(no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Which = Annotated[str, typer.Argument(metavar="NAME or FILE", help="A preset's name, or a policy file.")]


@commands.command("list")
def list_(as_json: AsJson = False) -> None:
    """The policies that ship with calsync.

    Example: calsync policy list
    """
    for name in loader.presets():
        title = loader.load(name).title
        if as_json:
            fact(name=name, title=title)
        else:
            line(f"{name:<14} {title}")


@commands.command()
def show(name: Which, as_json: AsJson = False) -> None:
    """A policy's ladder, and each of its requirements with how it is met.

    Example: calsync policy show clarendon
    """
    policy, rows = loader.load(name), loader.rows(name)
    if as_json:
        for kind, steps in (("step", policy.steps), ("emergency", policy.emergency)):
            for step in steps:
                fact(kind=kind, minutes=_minutes(step), roles=list(step.roles), ask=step.ask, clause=step.clause)
        for row in rows:
            fact(kind="row", code=row.code, says=row.says, met=row.met)
        return
    line(policy.title)
    line("\nThe ladder, in minutes from the end of the visit")
    for step in policy.steps:
        line(_ladder_line(step))
    line("\nAfter a call for help, duress or a code word")
    for step in policy.emergency:
        line(_ladder_line(step))
    if rows:
        line("\nWhat the policy asks, and how it is met")
    for row in rows:
        line(f"  {row.code:<5} {row.says}\n        {row.met}")


def _minutes(step: Step) -> int:
    return int(step.after.total_seconds() // 60)


def _ladder_line(step: Step) -> str:
    who = " and ".join(role.replace("_", " ") for role in step.roles)
    every = f", every {int(step.every.total_seconds() // 60)} minutes until somebody closes it" if step.every else ""
    channels = ", ".join(step.channels)
    return f"  {_minutes(step):+4d}  {who}: {ASK_WORDS[step.ask]}, by {channels}{every}  [{step.clause}]"


@commands.command()
def check(
    name: Which,
    as_json: AsJson = False,
    at: Annotated[str | None, typer.Option(help="The day by which reviews are judged; today unless given.")] = None,
) -> None:
    """Every problem of a policy at once; exit 1 when there is one.

    Example: calsync policy check our-policy.toml
    """
    day = (moment(at, "--at") or datetime.now(UTC)).date()
    problems = loader.check(name)
    notes = loader.warnings(name, at=day) if not problems else []
    for kind, words in [("problem", each) for each in problems] + [("note", each) for each in notes]:
        if as_json:
            fact(kind=kind, text=words)
        else:
            line(f"{name}: {words}")
    if not problems and not as_json:
        line(f"{name}: can be used.")
    finish(well=not problems)
