"""The commands as a user types them: inside this process where that is enough, as a process where it is not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calsync import cli
from calsync.clocks import ScaledClock
from calsync.demo.cast import Cast, cast
from calsync.demo.joining import toml
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant

CALENDARS = Path(__file__).parent.parent / "data" / "calendars"
PROGRAM = Path(sys.executable).with_name("calsync")
AFTERNOON = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
"""A Tuesday in winter, when the simulated tenant of these tests begins."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The JSON objects that were printed, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ended]


@pytest.fixture(autouse=True)
def _a_folder_and_an_environment_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("CALSYNC_")]:
        monkeypatch.delenv(name)
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    # Help is as wide as the terminal; tests read it in one width.
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def calsync(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process, through the very function that the console script calls."""

    def command(*arguments: str | Path) -> Ended:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["calsync", *map(str, arguments)])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(bool(end.code))
        out, err = capfd.readouterr()
        return Ended(status, out, err)

    return command


@pytest.fixture
def calsync_process() -> Command:
    """Runs a command as a process of its own."""

    def command(*arguments: str | Path) -> Ended:
        done = subprocess.run(
            [PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False, encoding="utf-8"
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    return command


@dataclass(frozen=True, slots=True)
class Joined:
    """A simulated tenant in this process, and the configuration by which a service joins it."""

    people: Cast
    server: TenantServer
    clock: ScaledClock
    config: Path

    @property
    def tenant(self) -> Tenant:
        return self.people.tenant

    def mail(self, name: str) -> str:
        """Somebody's address, by first name."""
        return self.people.mail(name)

    def rewrite(self, before: str, after: str) -> None:
        """Change something in calsync.toml, which must have stood there."""
        text = self.config.read_text()
        assert before in text
        self.config.write_text(text.replace(before, after))


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Joined]:
    """The demo's people in a tenant of this test's own, and a calsync.toml in the folder where it runs."""
    clock = ScaledClock(epoch=AFTERNOON, started=datetime.now(UTC), speed=1)
    tenant = Tenant(clock.now)
    people = cast(tenant)
    folder = tmp_path / "certificates"
    folder.mkdir()
    with TenantServer(tenant, certificates_folder=folder) as server:
        config = tmp_path / "calsync.toml"
        config.write_text(toml(people, server, clock))
        yield Joined(people, server, clock, config)
