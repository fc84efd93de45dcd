"""The bench's server as a process of its own, and processes that are asked for one round of work at a time."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Served:
    """Where the server is, as another process is told it."""

    root: str
    authority: str
    ca_file: str

    def ask(self, what: str) -> dict[str, Any]:
        """What the server says of itself (`state`), or that it goes on (`next`: 2 % of the diaries change)."""
        with urllib.request.urlopen(f"{self.root}/bench/{what}", timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


class Server:
    """`bench/wire_server.py` with these switches, until the block ends."""

    def __init__(self, *switches: str) -> None:
        without_proxies()
        script = str(Path(__file__).with_name("wire_server.py"))
        # It ends with its standard input, so it outlives nobody.
        self._process = subprocess.Popen(
            [sys.executable, script, *switches], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("The bench's server did not start; see its message above.")
        self.served = Served(**json.loads(line))

    def __enter__(self) -> Served:
        return self.served

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


class Other:
    """A process of its own that makes something once, and calls it whenever it is asked."""

    def __init__(self, make: Callable[..., Work], *told: object) -> None:
        here, there = multiprocessing.get_context("spawn").Pipe()
        self._pipe = here
        self._process = multiprocessing.get_context("spawn").Process(
            target=_serve_rounds, args=(there, make, told), daemon=True
        )
        self._process.start()
        there.close()

    def __call__(self, *told: object) -> Any:
        """What the work comes to with these arguments. Raises SystemExit with what went wrong there."""
        self._pipe.send(told)
        try:
            well, answer = self._pipe.recv()
        except EOFError:
            raise SystemExit("A measured process ended before its time; see its message above.") from None
        if not well:
            raise SystemExit(f"A measured process failed:\n{answer}")
        return answer

    def __enter__(self) -> Other:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._pipe.close()
        self._process.join(10)
        if self._process.is_alive():
            self._process.terminate()


def without_proxies() -> None:
    """Loopback is asked directly, whatever the environment says."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]


def _serve_rounds(pipe: Connection, make: Callable[..., Work], told: Sequence[object]) -> None:
    import logging
    import traceback

    # Connections are left to the end of the process, of which aiohttp would speak once for each.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    work: Work | None = None
    while True:
        try:
            asked = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            work = work or make(*told)
            pipe.send((True, work(*asked)))
        except Exception:
            pipe.send((False, traceback.format_exc()))
