"""`calsync simulate`: what a policy would bring of a scenario, minute by minute, with nobody told."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from calsync.cli.output import aside, fact, line, local, moment
from calsync.cli.service import AsJson
from calsync.cli.simulate_markdown import markdown
from calsync.cli.simulate_table import print_table
from calsync.domain.model import Policy
from calsync.domain.outings import has_outings
from calsync.errors import CalsyncError, Problems
from calsync.notify import CHANNELS
from calsync.policies.by_mail import by_mail_alone
from calsync.policies.loader import deliverable, load, presets
from calsync.simulation.play import LONGEST_RUN, Play, told
from calsync.simulation.reading import load_scenario
from calsync.simulation.scenario import Scenario

BY_MAIL = (
    "A simulation sends by mail alone, which wakes nobody: what the policy {name} rings is told by mail here. "
    "`calsync run` wants that signed for in the policy (mail_alone)."
)


def simulate(
    file: Annotated[Path, typer.Argument(metavar="SCENARIO.toml", help="The scenario: docs/simulate.md says how.")],
    policy: Annotated[
        str | None, typer.Option(help="A preset's name or a policy file, in place of the scenario's own.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="When to end; 6 hours past the last deadline.")] = None,
    since: Annotated[str | None, typer.Option(help="Print what happens from then on; it is played whole.")] = None,
    as_json: AsJson = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="A Markdown table, for a page of your own.")] = False,
) -> None:
    """What would happen, minute by minute: the service's own engine, in memory. Nothing is sent, nothing kept.

    It ends when all is closed, else at --until.

    Example: calsync simulate docs/examples/scenarios/nobody-answers.toml --policy clarendon
    """
    if as_json and as_markdown:
        raise CalsyncError("--json and --markdown: choose one of both.")
    scenario = load_scenario(file)
    kept = _policy(file, scenario, policy)
    first = moment(since, "--since")
    played = asyncio.run(Play(scenario, kept, until=_end(until, scenario)).played())
    if first is not None:
        played = played.since(first)
    if as_json:
        for each in played.happened:
            fact(**told(each, scenario))
    elif as_markdown:
        for row in markdown(played, scenario):
            line(row)
    else:
        line(f"{file.name}, policy {kept.name}")
        print_table(played, scenario)
    for remark in (*_no_return(scenario, kept), *played.remarks):
        aside(remark)
    if not played.closed:
        aside(f"Not closed by {local(played.ended)}: it ends here, and in the service it would go on.")


def _policy(file: Path, scenario: Scenario, chosen: str | None) -> Policy:
    """The policy as it is kept here. Raises CalsyncError and Problems."""
    name = chosen or scenario.policy
    if not name:
        raise CalsyncError(
            f'{file}: names no policy: write policy = "clarendon" in it, or give --policy (`calsync policy list`).'
        )
    beside = file.parent / name
    if chosen is None and name not in presets() and not Path(name).is_absolute() and beside.is_file():
        name = str(beside)
    policy = load(name)
    if deliverable(policy, CHANNELS):
        policy = by_mail_alone(policy, "nobody has signed for it yet")
        if problems := deliverable(policy, CHANNELS):
            raise Problems(f"policy {name}", problems)
        aside(BY_MAIL.format(name=policy.name))
    return policy


def _no_return(scenario: Scenario, policy: Policy) -> list[str]:
    """What a `return` brings under a policy that asks for none, as a sentence for each; empty where it asks."""
    if has_outings(policy):
        return []
    return [
        f"{each.name}, return: the policy {policy.name} has no deadline for it, so nobody is told by it: it stands in "
        "the diary as an entry at the office."
        for each in scenario.visits
        if each.back is not None
    ]


def _end(until: str | None, scenario: Scenario) -> datetime | None:
    end = moment(until, "--until")
    if end is None:
        return None
    if end <= scenario.begin:
        raise CalsyncError(f"--until: the scenario begins only at {local(scenario.begin)}; name a later time.")
    if end - scenario.begin > LONGEST_RUN:
        raise CalsyncError(f"--until: at most {LONGEST_RUN.days} days after the begin, {local(scenario.begin)}.")
    return end
