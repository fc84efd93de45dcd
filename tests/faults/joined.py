"""A tenant and a service as two processes, joined only by the calsync.toml that the tenant writes."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import httpx

from calsync.store import open_store

PROGRAM = Path(sys.executable).with_name("calsync")
DOMAIN = "clarendon.example"
PATIENCE = 60.0
"""Real seconds within which anything awaited must come."""

T = TypeVar("T")
Row = dict[str, Any]


def until(look: Callable[[], T], what: str, *, seconds: float = PATIENCE) -> T:
    """What `look` gives as soon as it gives something; an AssertionError that names it when it never does."""
    pause, end = threading.Event(), time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"{what}: did not come within {seconds:g} seconds"
        pause.wait(0.1)
    return found


def environment() -> dict[str, str]:
    """The environment without anything that would configure calsync or its trust besides calsync.toml."""
    taken = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    return {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("CALSYNC_", "COV_CORE")) and name not in taken
    }


class Program:
    """One calsync process, whose output goes into a file."""

    def __init__(self, folder: Path, name: str, *arguments: str) -> None:
        self.log = folder / f"{name}.log"
        self._output = self.log.open("ab")
        self.process = subprocess.Popen(
            [PROGRAM, *arguments],
            stdout=self._output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=folder,
            env=environment(),
        )

    @property
    def runs(self) -> bool:
        return self.process.poll() is None

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", errors="replace")

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self.process.kill()
        self.process.wait()
        self._output.close()

    def end(self) -> int:
        """SIGTERM, and the exit status; by force after 20 seconds."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()
        finally:
            self._output.close()

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.runs:
            self.end()
        elif not self._output.closed:
            self._output.close()


class Town:
    """The simulated tenant in a process of its own, and what people do in it by plain Graph calls."""

    def __init__(self, folder: Path, *, speed: float, epoch: str = "2026-12-01T13:00:00Z") -> None:
        self.folder = folder
        self.speed = speed
        self._epoch = epoch
        self._within = ExitStack()
        self.config = folder / "calsync.toml"
        self.database = folder / "calsync.sqlite"

    def __enter__(self) -> Town:
        try:
            self._open()
        except BaseException:
            self._within.close()
            raise
        return self

    def _open(self) -> None:
        told_by = ("--port", "0", "--speed", f"{self.speed:g}", "--epoch", self._epoch, "--folder", ".")
        self.tenant = self._within.enter_context(Program(self.folder, "tenant", "tenant", *told_by))
        until(lambda: "Stop with Ctrl-C" in self.tenant.said or not self.tenant.runs, "the tenant's start")
        assert self.tenant.runs, self.tenant.said
        told = tomllib.loads(self.config.read_text("utf-8"))["graph"]
        trust = ssl.create_default_context(cafile=told["ca_file"])
        self._graph = self._within.enter_context(httpx.Client(base_url=told["root"], verify=trust, timeout=20))
        form = {
            "grant_type": "client_credentials",
            "client_id": told["client_id"],
            "client_secret": told["client_secret"],
            "scope": "https://graph.microsoft.com/.default",
        }
        answer = self._graph.post(f"/{told['tenant']}/oauth2/v2.0/token", data=form)
        assert answer.status_code == 200, answer.text
        self._graph.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        self._graph.headers["Prefer"] = 'outlook.body-content-type="text", IdType="ImmutableId"'

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._within.close()

    def run(self, name: str = "run") -> Program:
        """`calsync run`, joined by calsync.toml; ended with the town."""
        return self._within.enter_context(Program(self.folder, name, "run", "--config", "calsync.toml"))

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command that ends by itself, beside the service."""
        return subprocess.run(
            [PROGRAM, *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
            env=environment(),
            timeout=PATIENCE,
            check=False,
        )

    def now(self) -> datetime:
        """What the tenant's clock shows."""
        return datetime.fromisoformat(self._graph.get("/_simulation/clock").json()["now"])

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        def asked() -> httpx.Response | None:
            """None while the service has all of the mailbox's slots, as any client of Graph has to bear."""
            answer = self._graph.request(method, f"/v1.0/users/{path}", **options)
            return answer if answer.status_code != 429 else None

        answer = until(asked, f"{method} {path}")
        assert answer is not None
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    # --- diaries -------------------------------------------------------------------------------------------

    def enter(self, who: str, subject: str, start: datetime, end: datetime, place: str, *categories: str) -> str:
        """The id of a new entry in somebody's diary."""
        body = {
            "subject": subject,
            "start": _moment(start),
            "end": _moment(end),
            "location": {"displayName": place},
            "categories": list(categories),
        }
        return str(self._ask("POST", f"{who}@{DOMAIN}/events", json=body)["id"])

    def move_end(self, who: str, entry: str, end: datetime) -> None:
        """Change the end of an entry, and nothing else."""
        self._ask("PATCH", f"{who}@{DOMAIN}/events/{entry}", json={"end": _moment(end)})

    def delete(self, who: str, entry: str) -> None:
        """Take an entry out of a diary."""
        self._ask("DELETE", f"{who}@{DOMAIN}/events/{entry}")

    # --- faults --------------------------------------------------------------------------------------------

    def fault(self, kind: str, who: str) -> None:
        """Switch a fault on for somebody's mailbox."""
        answer = self._graph.put("/_simulation/faults", json={"kind": kind, "mailbox": f"{who}@{DOMAIN}"})
        assert answer.status_code < 300, answer.text

    def no_faults(self) -> None:
        """Switch every fault off."""
        assert self._graph.delete("/_simulation/faults").status_code < 300

    # --- mail ----------------------------------------------------------------------------------------------

    def inbox(self, who: str, about: str = "") -> list[Row]:
        """Somebody's mail whose subject holds these words, oldest first."""
        options = {"$top": "200", "$orderby": "receivedDateTime asc", "$select": "id,subject,body,receivedDateTime"}
        rows = self._ask("GET", f"{who}@{DOMAIN}/mailFolders/inbox/messages", params=options)["value"]
        return [row for row in rows if about in row["subject"]]

    def mail(self, who: str, about: str, *, seconds: float = PATIENCE) -> Row:
        """The first mail about something, as soon as it has come."""
        return until(lambda: self.inbox(who, about), f"mail to {who} about {about!r}", seconds=seconds)[0]

    def reply(self, who: str, mail: Row, text: str) -> None:
        """Answer a mail."""
        self._ask("POST", f"{who}@{DOMAIN}/messages/{mail['id']}/reply", json={"comment": text})

    # --- the service's own memory --------------------------------------------------------------------------

    def await_scan(self, *, seconds: float = PATIENCE) -> None:
        """Wait until the service has scanned and every diary of the group was read once."""

        def ready() -> bool:
            # By hand: opening the store would make and migrate what the service is just making itself.
            try:
                with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
                    (all_, read) = connection.execute("SELECT count(*), count(last_read) FROM mailboxes").fetchone()
            except sqlite3.OperationalError:
                return False
            return bool(0 < all_ == read)

        until(ready, "the first reading of every diary", seconds=seconds)

    def store(self) -> _Opened:
        """The service's database, for a block."""
        return _Opened(f"sqlite:///{self.database}")


class _Opened:
    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> Any:
        self._store = open_store(self._url)
        return self._store

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()


def _moment(at: datetime) -> Row:
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def word_of(mail: Row) -> str:
    """The six letters and digits in a subject, which are those of one recorded message."""
    found = re.search(r"\[([A-Z2-9]{6})\]", mail["subject"])
    assert found, mail["subject"]
    return found.group(1)


def minutes(many: float) -> timedelta:
    return timedelta(minutes=many)
