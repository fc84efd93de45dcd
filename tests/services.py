"""Real services for tests: a PostgreSQL and a Redis of our own, on free ports, gone when the block ends.

CALSYNC_TEST_POSTGRES and CALSYNC_TEST_REDIS name services that run already; then those are used.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0


class NoService(Exception):
    """The service can be neither found nor started: a sentence with the fix."""


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL database whose user may make schemas. NoService when there is none."""
    if given := os.environ.get("CALSYNC_TEST_POSTGRES"):
        yield given
        return
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="calsync-pg-"))
    try:
        as_user = _unprivileged(folder)
        data, port = folder / "data", free_port()
        settings = ["-U", "calsync", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        made = subprocess.run(
            [*as_user, programs / "initdb", "-D", data, *settings],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        if made.returncode:
            raise NoService(f"initdb could not make a PostgreSQL cluster for the tests: {made.stderr.strip()}")
        # Nothing here outlives the tests, so nothing needs to reach the disk.
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "32MB",
            "max_connections": "50",
            "autovacuum": "off",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command: list[str | Path] = [*as_user, programs / "postgres", "-D", data, "-p", str(port), *arguments]
        with _running(command, folder, lambda: _postgres_answers(port), signal.SIGINT):
            yield f"postgresql+psycopg://calsync@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis_server() -> Iterator[str]:
    """The URL of an empty Redis that keeps nothing on disk. NoService when there is none."""
    if given := os.environ.get("CALSYNC_TEST_REDIS"):
        yield given
        return
    program = shutil.which("redis-server")
    if program is None:
        raise NoService("The tests need redis-server: install it, or name one in CALSYNC_TEST_REDIS.")
    folder = Path(tempfile.mkdtemp(prefix="calsync-redis-"))
    try:
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        with _running([*command, "--dir", str(folder)], folder, lambda: _redis_answers(port), signal.SIGTERM):
            yield f"redis://127.0.0.1:{port}/0"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A loopback port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: float(each.parts[-3]))
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path))
    if not found:
        raise NoService("The tests need PostgreSQL: install it, or name a database in CALSYNC_TEST_POSTGRES.")
    return found[-1].parent


def _unprivileged(folder: Path) -> list[str]:
    """What goes before a command so that PostgreSQL, which refuses root, runs as somebody else."""
    if os.geteuid() != 0:
        return []
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise NoService("PostgreSQL refuses root and there is no user postgres: name a database elsewhere.") from None
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise NoService("PostgreSQL refuses root: install setpriv, or name a database in CALSYNC_TEST_POSTGRES.")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


@contextmanager
def _running(command: list[str | Path], folder: Path, answers: Callable[[], bool], end: int) -> Iterator[None]:
    """A block in which the command runs and answers; afterwards it is ended, by force if it must be."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    try:
        started = time.monotonic()
        while not answers():
            if process.poll() is not None or time.monotonic() - started > PATIENCE:
                raise NoService(f"{Path(command[0]).name} did not start: {log.read_text(errors='replace').strip()}")
            time.sleep(0.05)
        yield
    finally:
        process.send_signal(end)
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _postgres_answers(port: int) -> bool:
    import psycopg

    try:
        psycopg.connect(f"postgresql://calsync@127.0.0.1:{port}/postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _redis_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False
