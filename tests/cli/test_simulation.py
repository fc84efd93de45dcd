"""`calsync demo` and `calsync tenant` as a newcomer meets them."""

from __future__ import annotations

import signal
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Command
from tests.cli.test_bad_input import one_sentence

PATIENCE = 40.0


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A command that runs until it is stopped, and the file into which it prints."""
    log = folder / "printed"
    with log.open("wb") as output:
        process = subprocess.Popen([PROGRAM, *arguments], stdout=output, stderr=subprocess.STDOUT, cwd=folder)
        try:
            yield process, log
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> str:
    """All that was printed, once these words are among it."""
    pause, end = threading.Event(), time.monotonic() + PATIENCE
    while words not in (said := log.read_text("utf-8")):
        assert process.poll() is None, said
        assert time.monotonic() < end, said
        pause.wait(0.1)
    return said


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.mark.parametrize("command", ["demo", "tenant"])
def test_a_port_that_is_taken_is_told_with_the_fix(calsync: Command, command: str, taken_port: int) -> None:
    said = one_sentence(calsync(command, "--port", str(taken_port)))
    assert str(taken_port) in said
    assert "--port" in said


@pytest.mark.parametrize("policy", ["no-such-policy", "missing.toml"])
def test_a_demo_of_a_policy_that_is_not_there_ends_with_status_two(calsync: Command, policy: str) -> None:
    told = calsync("demo", "--policy", policy)
    assert told.status == 2
    assert policy in told.err
    assert "Traceback" not in told.err


def test_an_epoch_that_is_no_time_is_told_with_the_fix(calsync: Command) -> None:
    assert "--epoch: 'soon' is no time" in one_sentence(calsync("tenant", "--port", "0", "--epoch", "soon"))


def test_the_tenant_writes_a_configuration_for_its_owner_alone_and_ends_when_told_to(tmp_path: Path) -> None:
    with started(tmp_path, "tenant", "--port", "0", "--epoch", "2026-12-01T14:00", "--folder", "here") as (
        process,
        log,
    ):
        said = wait_for("Stop with Ctrl-C", log, process)
        config = tmp_path / "here" / "calsync.toml"
        assert stat.S_IMODE(config.stat().st_mode) == 0o600
        assert "calsync run --config here/calsync.toml" in said
        assert "/outlook" in said
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert "Traceback" not in log.read_text("utf-8")


def test_the_demo_says_where_to_look_tells_its_story_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    with started(tmp_path, "demo", "--speed", "200") as (process, log):
        said = wait_for("the worker is sent", log, process)
        assert "The stand-in for Outlook, where you can be anybody: https://localhost:" in said
        assert "Your browser will warn of its certificate" in said
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert "Traceback" not in log.read_text("utf-8")
