"""`calsync policy`: the presets, how each requirement is met, and every problem of a file at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from calsync.cli.output import fact, finish, line, moment
from calsync.cli.policy_ladder import ladder_lines, minutes, open_keys
from calsync.cli.policy_picture import picture
from calsync.errors import CalsyncError
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
        title = loader.sketch(name).policy.title
        if as_json:
            fact(name=name, title=title)
        else:
            line(f"{name:<14} {title}")


@commands.command()
def show(
    name: Which,
    as_json: AsJson = False,
    svg: Annotated[Path | None, typer.Option(help="Where to write a picture of the ladder over time.")] = None,
) -> None:
    """A policy's ladder, and each of its requirements with how it is met.

    Example: calsync policy show clarendon --svg clarendon.svg
    """
    sketch = loader.sketch(name)
    if svg is not None:
        _write(svg, picture(sketch))
    if as_json:
        _facts(sketch)
        return
    line(sketch.policy.title)
    for each in ladder_lines(sketch):
        line(each)
    if sketch.rows:
        line("\nWhat the policy asks, and how it is met")
    for row in sketch.rows:
        line(f"  {row.code:<5} {row.says}\n        {row.met}")


def _facts(sketch: loader.Sketch) -> None:
    for kind, steps in (("step", sketch.policy.steps), ("emergency", sketch.policy.emergency)):
        for number, step in enumerate(steps, 1):
            keys = open_keys(sketch, f"step {number}" if kind == "step" else f"emergency step {number}")
            fact(
                kind=kind,
                minutes=minutes(step.after) if "after" not in keys else None,
                roles=list(step.roles),
                ask=step.ask,
                clause=step.clause,
                deadline=step.deadline,
                channels=list(step.channels),
                every=minutes(step.every) if step.every and "every" not in keys else None,
                then_within=minutes(step.then_within) if step.then_within is not None else None,
                on_no_answer=step.on_no_answer,
                hours=step.hours,
                when=list(step.when),
                to_choose=list(keys),
            )
    for row in sketch.rows:
        fact(kind="row", code=row.code, says=row.says, met=row.met)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CalsyncError(
            f"--svg: {file} can't be written ({error.strerror}): name a file in a folder of yours."
        ) from None


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
