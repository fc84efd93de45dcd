"""`calsync probe`: what a real tenant answers to the questions that Microsoft's pages leave open, redacted."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from calsync.cli.output import aside, fact, finish, line
from calsync.errors import CalsyncError

if TYPE_CHECKING:
    from calsync.config import Settings
    from calsync.graph.probing import Probe, Record

Names = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Ask this alone; can be given several times.")]
Without = Annotated[list[str] | None, typer.Option(metavar="NAME", help="Leave this out; can be given several times.")]
Mailboxes = Annotated[
    list[str] | None,
    typer.Option(metavar="MAIL", help="Look at this diary, in place of the group's; can be given several times."),
]


def probe(
    only: Names = None,
    skip: Without = None,
    list_: Annotated[bool, typer.Option("--list", help="Print the questions, and ask none.")] = False,
    mailbox: Mailboxes = None,
    out_of_scope: Annotated[
        str | None, typer.Option(metavar="MAIL", help="A mailbox that the app must not be able to open.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Also make a draft in the service mailbox, and delete it again.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file for the whole record, one JSON object a line.")
    ] = None,
    config: Annotated[Path, typer.Option(help="The deployment's calsync.toml.")] = Path("calsync.toml"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole record, one JSON object a line.")] = False,
) -> None:
    """Ask your tenant what Microsoft's pages leave open; what comes back is redacted. Nothing is ever sent.

    It reads only, unless --write is given. Exit 1 when a question stays open.

    Example: calsync probe --output probe.jsonl
    """
    from calsync.graph.probes import ALL

    if list_:
        for each in ALL:
            if as_json:
                fact(probe=each.name, asks=each.asks, requests=each.most, writes=each.writes)
            else:
                line(f"{each.name:<17} {each.asks}")
        return
    wanted = _wanted(only or [], skip or [], write=write, out_of_scope=bool(out_of_scope))
    from calsync.config import load_settings

    settings = load_settings(config)
    with ExitStack() as stack:
        file = stack.enter_context(_new_file(output)) if output is not None else None
        tell = aside if as_json else line
        _plan(wanted, settings, tell=tell)
        still_open = asyncio.run(_asked(wanted, settings, mailbox or [], out_of_scope or "", _Printer(file, as_json)))
    settled = len(wanted) - still_open
    tell(f"{settled} of {len(wanted)} questions are settled{f', {still_open} stay open' if still_open else ''}.")
    if output is not None:
        tell(f"The record is in {output}. Look through it before you pass it on.")
    finish(well=not still_open)


def _wanted(only: Sequence[str], skip: Sequence[str], *, write: bool, out_of_scope: bool) -> list[Probe]:
    from calsync.graph.probes import ALL, DRAFT, OUT_OF_SCOPE, chosen

    names = {each.name for each in ALL}
    for option, given in (("--only", only), ("--skip", skip)):
        for name in given:
            if name not in names:
                raise CalsyncError(f"{option}: there is no question {name!r}: `calsync probe --list` names them.")
    needs = {DRAFT.name: (write, "--write"), OUT_OF_SCOPE.name: (out_of_scope, "--out-of-scope MAIL")}
    for name, (given_too, option) in needs.items():
        if name in only and not given_too:
            raise CalsyncError(f"--only {name}: this question needs {option} as well.")
    left_out = {name for name, (given_too, _) in needs.items() if not given_too}
    wanted = chosen(frozenset(only), frozenset(skip) | left_out)
    if not wanted:
        raise CalsyncError("--only and --skip leave no question: `calsync probe --list` names them.")
    return wanted


def _plan(wanted: Sequence[Probe], settings: Settings, *, tell: Callable[[str], None]) -> None:
    from calsync.graph.probes import CONCURRENCY

    host = settings.graph.root.split("://", 1)[-1]
    most = sum(each.most for each in wanted)
    questions = "1 question" if len(wanted) == 1 else f"{len(wanted)} questions"
    tell(f"calsync probe asks {host} {questions}, by at most {most} requests, one after the other.")
    if CONCURRENCY in wanted:
        tell(
            "For the last one up to 8 run at once, until Outlook first refuses. A calsync that runs with the same app "
            "may have to wait some seconds then: --skip concurrency leaves it out."
        )
    if any(each.writes for each in wanted):
        tell("It makes one draft without a recipient in the service mailbox, and deletes it. Nothing is sent.")
    else:
        tell("It reads only. Nothing is written or sent.")


async def _asked(
    wanted: Sequence[Probe],
    settings: Settings,
    mailboxes: Sequence[str],
    out_of_scope: str,
    write: Callable[[Record], None],
) -> int:
    """How many questions stay open."""
    from calsync.app import graph_settings, make_clock
    from calsync.graph.asking import ProbeRun
    from calsync.graph.client import Graph
    from calsync.graph.probes_load import LEVELS
    from calsync.graph.probing import run

    # Room for all that are tried at once.
    graph = Graph(replace(graph_settings(settings), slots=LEVELS[-1]))
    probe_run = ProbeRun(graph=graph, now=make_clock(settings).now, mailboxes=mailboxes, out_of_scope=out_of_scope)
    still_open = 0
    try:
        async for record in run(probe_run, wanted):
            still_open += not record.finding.settled
            write(record)
    finally:
        await graph.aclose()
    return still_open


class _Printer:
    """Prints each record, and writes it to the file."""

    def __init__(self, file: TextIO | None, as_json: bool) -> None:
        self._file, self._as_json, self._begun = file, as_json, False

    def __call__(self, record: Record) -> None:
        if not self._begun:
            self._begun = True
            self._fact({"calsync": version("calsync")})
        self._fact(_facts(record))
        if not self._as_json:
            _lines(record)

    def _fact(self, facts: dict[str, Any]) -> None:
        if self._file is not None:
            print(json.dumps(facts, ensure_ascii=False), file=self._file, flush=True)
        if self._as_json:
            fact(**facts)


def _lines(record: Record) -> None:
    line()
    line(f"{record.probe.name}: {record.probe.asks}")
    for each in record.exchanges:
        times = f" x{each.times} at once" if each.times > 1 else ""
        wish = f" ({each.sent['Prefer']})" if "Prefer" in each.sent else ""
        line(f"    {each.request}{wish}{times}: {each.status or 'no answer'}, {each.milliseconds} ms")
    line(f"  {'SETTLED' if record.finding.settled else 'OPEN   '} {record.finding.words}")


def _facts(record: Record) -> dict[str, Any]:
    return {
        "probe": record.probe.name,
        "asks": record.probe.asks,
        "settled": record.finding.settled,
        "finding": record.finding.words,
        "exchanges": [asdict(each) for each in record.exchanges],
    }


@contextmanager
def _new_file(path: Path) -> Iterator[TextIO]:
    """A file that was not there, for its owner alone; gone again when nothing was written. Raises CalsyncError."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CalsyncError(f"--output: {path} is there already: name a new file.") from None
    except OSError as error:
        raise CalsyncError(f"--output: {path} can't be made ({error.strerror}): name a new file.") from None
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            yield file
    finally:
        if path.stat().st_size == 0:
            path.unlink()
