"""The command line. Every error in front of a user is a sentence with the fix, and exit status 2."""

from __future__ import annotations

import logging
import os
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from calsync.cli import (
    diaries,
    drill,
    explain,
    incidents,
    outage,
    parse_reply,
    pause,
    pin,
    policy,
    probe,
    recognition,
    replay,
    service,
    simulate,
    simulation,
)
from calsync.engine.faults import fault
from calsync.errors import CalsyncError

app = typer.Typer(
    name="calsync",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Keeps people who visit strangers' homes alone safe, by nothing but the diary they keep anyway.",
    epilog="Example: calsync demo",
)
app.command("demo")(simulation.demo)
app.command("tenant")(simulation.tenant)
app.command("run")(service.run)
app.command("poll")(service.poll)
app.command("doctor")(service.doctor)
app.command("probe")(probe.probe)
app.command("answer")(service.answer)
app.command("visits")(diaries.visits)
app.command("events")(diaries.events)
app.command("classify")(recognition.classify)
app.command("parse-reply")(parse_reply.parse_reply)
app.command("explain")(explain.explain)
app.command("simulate")(simulate.simulate)
app.command("replay")(replay.replay)
app.command("drill")(drill.drill)
app.command("outage-sheet")(outage.outage_sheet)
app.add_typer(
    policy.commands, name="policy", help="The lone-working policies.", epilog="Example: calsync policy show clarendon"
)
app.add_typer(
    pause.commands,
    name="pause",
    help="Not to watch for a while: two people, a reason, and an end within 24 hours.",
    epilog="Example: calsync pause list",
)
app.add_typer(
    incidents.commands,
    name="incidents",
    help="What happened on visits, and what is still due of it.",
    epilog="Example: calsync incidents list",
)
app.add_typer(
    pin.commands,
    name="pin",
    help="PINs for the pages behind links: who has one, and setting, clearing and inviting to one.",
    epilog="Example: calsync pin list",
)
app.add_typer(service.audit, name="audit", help="Who did what, when.", epilog="Example: calsync audit verify")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"calsync {version('calsync')}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Take what stands before the command."""


def main() -> None:
    """Run the command line: 0 done, 1 looked and it is not well, 2 could not and why."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING, stream=sys.stderr)
    try:
        app()
    except CalsyncError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(2)
    except Exception as error:
        if os.environ.get("CALSYNC_TRACEBACK"):
            raise
        # Whoever runs this can't mend it; a sentence helps them more than our stack.
        print(
            f"calsync failed by a fault of its own: {fault(error)}. Please report it; with "
            "CALSYNC_TRACEBACK=1 in the environment it shows where.",
            file=sys.stderr,
        )
        sys.exit(2)
