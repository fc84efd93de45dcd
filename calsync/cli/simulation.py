"""`calsync demo` and `calsync tenant`: to look around without an account."""

from __future__ import annotations

import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from calsync.cli.output import aside, line, moment
from calsync.errors import CalsyncError

Port = Annotated[int, typer.Option(help="The port of the simulated tenant; 0 takes a free one.", min=0, max=65535)]
Speed = Annotated[float, typer.Option(help="How many times faster than life.", min=0.1, max=600)]


def demo(
    policy: Annotated[str | None, typer.Option(help="A preset's name or a policy file, in place of Clarendon.")] = None,
    speed: Speed = 10,
    until_quiet: Annotated[bool, typer.Option("--until-quiet", help="End when every visit is closed.")] = False,
    port: Port = 0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    texts: Annotated[bool, typer.Option("--texts", help="By text messages too, to simulated telephones.")] = False,
    calls: Annotated[bool, typer.Option("--calls", help="By calls before each text, to the same telephones.")] = False,
) -> None:
    """A simulated Microsoft 365 tenant and the whole service in one process, faster than life.

    Example: calsync demo --speed 60 --until-quiet
    """
    from calsync.demo.show import show  # the SDK behind it takes half a second to import

    show(
        speed=speed,
        until_quiet=until_quiet,
        port=port,
        as_json=as_json,
        policy=policy,
        texts=texts,
        calls=calls,
        out=line,
        aside=aside if as_json else line,
    )


def tenant(
    port: Port = 8443,
    speed: Speed = 1,
    epoch: Annotated[str | None, typer.Option(help="What its clock shows at the start; now unless given.")] = None,
    folder: Annotated[Path, typer.Option(help="Where its certificates and a calsync.toml are written.")] = Path(
        ".calsync-tenant"
    ),
    crowd: Annotated[
        int, typer.Option("--people", help="So many more workers, with managers and diaries.", min=0, max=20_000)
    ] = 0,
) -> None:
    """The simulated Microsoft 365 tenant alone, over https, with the stand-in for Outlook.

    It writes a calsync.toml by which `calsync run` joins it from another process.

    Example: calsync tenant --port 8443 --speed 20 --people 200
    """
    from calsync.clocks import ScaledClock
    from calsync.demo.cast import cast
    from calsync.demo.crowd import Crowd, add_crowd
    from calsync.demo.joining import toml
    from calsync.demo.server import TenantServer
    from calsync.demo.tenant import Tenant

    now = datetime.now(UTC)
    clock = ScaledClock(epoch=moment(epoch, "--epoch") or now, started=now, speed=speed)
    simulated = Tenant(clock.now, speed=speed, seed=1)
    people = cast(simulated)
    if crowd:
        add_crowd(simulated, Crowd(people=crowd), group=people.group.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CalsyncError(
            f"--folder: {folder} can't be made ({error.strerror}): name a folder to write to."
        ) from error
    with TenantServer(simulated, port=port, certificates_folder=folder.resolve()) as server:
        config = folder / "calsync.toml"
        config.write_text(toml(people, server, clock))
        config.chmod(0o600)
        line(f"A simulated Microsoft 365 tenant on {server.base_url}, {speed:g} times as fast as life.")
        line(f"The stand-in for Outlook: {server.base_url}/outlook")
        line(f"Its fault switches: {server.base_url}/outlook/faults")
        line(f"Certificate authority for curl and others: {server.ca_file}")
        line(f"Join it from another terminal: calsync run --config {config}")
        line("Stop with Ctrl-C.")
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        stopped.wait()
