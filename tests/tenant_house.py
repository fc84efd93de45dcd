"""The house over Graph: the real engine and the real client, with the simulated tenant or canned rows for Outlook.

The same cast as in `tests/house.py`, under the same short ids. Sam and Dee are read; Morgan manages.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import httpx

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant, event_id
from calsync.domain.model import Deadline, Event, PersonId, Snapshot, Turn
from calsync.engine import Engine
from calsync.errors import SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.credentials import ClientSecret
from calsync.graph.settings import GraphSettings
from calsync.ports import DiaryWanted, Unchanged
from tests import at_once
from tests.fakes import At
from tests.house import CAST, DEE, MINUTE, MONDAY, SAM, House, clock

T = TypeVar("T")
READ = replace(CAST, persons=tuple(replace(each, works=each.id in ("sam", "dee")) for each in CAST.persons))
"""The cast, with the diaries of Sam and of Dee read."""
SAMS, DEES, MORGANS = SAM.mail, DEE.mail, "morgan@clarendon.test"
SERVICE = "checkin@clarendon.test"


@dataclass
class Outlook:
    """The simulated tenant on loopback, with Sam, Dee and Morgan in it, and a loop on which Graph is asked."""

    tenant: Tenant
    server: TenantServer
    clock: At
    secret: str = ""
    client_id: str = ""
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def settings(self, **changes: Any) -> GraphSettings:
        """What a client of this tenant is told."""
        values: dict[str, Any] = {
            "tenant": self.tenant.id,
            "client_id": self.client_id,
            "credential": ClientSecret(value=self.secret),
            "service_mailbox": SERVICE,
            "authority": self.server.base_url,
            "root": self.server.base_url,
            "ca_file": str(self.server.ca_file),
            "timeout": 5.0,
        }
        return GraphSettings(**{**values, **changes})

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work gives, done on the loop on which Graph lives."""
        return self.soon(work).result(60)

    def soon(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """The work's outcome, once it has been done on that loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def emptied(self) -> Outlook:
        """The tenant as on its first morning: nobody's diary holds anything and no switch is on."""
        tenant = self.tenant
        tenant.faults.clear()
        for mail in (SAMS, DEES, MORGANS):
            for entry in tenant.diaries.masters(tenant.mailbox(mail).id):
                tenant.delete_event(mail, event_id(entry))
        return self


@contextmanager
def outlook_running(folder: Path) -> Iterator[Outlook]:
    """A tenant that is served while the block runs."""
    moment = At(clock("09:00"))
    tenant = Tenant(moment.now, domain="clarendon.test", seed=7)
    for person in CAST.persons:
        tenant.add_person(person.name, person.mail, person_id=person.id)
    tenant.add_person("Check In", SERVICE)
    app = tenant.add_app()
    with TenantServer(tenant, certificates_folder=folder) as server:
        made = Outlook(tenant, server, moment, app.secret, app.client_id)
        thread = threading.Thread(target=made.loop.run_forever, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            made.loop.call_soon_threadsafe(made.loop.stop)
            thread.join(10)
            made.loop.close()


class OverGraph:
    """The CalendarSource port: GraphCalendars on the loop on which its client lives, whoever asks."""

    def __init__(self, outlook: Outlook, graph: Graph, *, page_size: int = 3) -> None:
        self._outlook = outlook
        self.graph = graph
        self._calendars = GraphCalendars(graph, page_size=page_size)

    @property
    def room(self) -> int:
        """As the client says."""
        return self._calendars.room

    @property
    def reads_a_second(self) -> float | None:
        """It does not matter here."""
        return None

    async def snapshots(
        self, wanted: Sequence[DiaryWanted], *, turn: Turn = Turn.ORDINARY
    ) -> list[Snapshot | Unchanged | SourceError]:
        """As the client answers."""
        return await self._over(self._calendars.snapshots(wanted, turn=turn))

    async def snapshot(self, worker: PersonId, start: datetime, end: datetime) -> Snapshot:
        """As the client answers."""
        return await self._over(self._calendars.snapshot(worker, start, end))

    async def event(self, worker: PersonId, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """As the client answers."""
        return await self._over(self._calendars.event(worker, event_id, turn=turn))

    async def _over(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wrap_future(self._outlook.soon(work))


class GraphHouse(House):
    """An engine over Graph. Time passes by the minute; a diary is read when the engine says that its turn has come."""

    def __init__(
        self,
        outlook: Outlook,
        *,
        at: str | datetime = "09:00",
        transport: httpx.AsyncBaseTransport | None = None,
        settings: GraphSettings | None = None,
        page_size: int = 3,
        **changes: Any,
    ) -> None:
        outlook.clock.moment = clock(at) if isinstance(at, str) else at
        super().__init__(clock_=outlook.clock, **{"people": READ, "watched_from": MONDAY - timedelta(30)} | changes)
        self.outlook = outlook
        self.tenant = outlook.tenant
        self.graph = Graph(settings or outlook.settings(), transport=transport)
        self.core = replace(self.core, calendars=OverGraph(outlook, self.graph, page_size=page_size))
        self.engine = Engine(self.core)

    def close(self) -> None:
        """Let go of the connections."""
        self.outlook.run(self.graph.aclose())

    def writes_entry(
        self, subject: str, start: str | datetime, end: str | datetime, *place_and_categories: Any, **fields: Any
    ) -> str:
        """The id of an entry that Sam writes into their diary, or whoever `owner` names."""
        mail = fields.pop("owner", SAMS)
        return self.tenant.add_event(mail, subject, _moment(start), _moment(end), *place_and_categories, **fields)

    def read(self) -> None:
        """Read both diaries now, whoever's turn it is."""
        for who in ("sam", "dee"):
            self.poll(who)

    def tick(self) -> None:
        """One round: the diaries whose turn has come, the look before responders are told, the scan, the messages."""
        at_once.run(self.engine.poll())
        at_once.run(self.engine.look())
        self.scan()

    def until(self, moment: str | datetime) -> None:
        """The service runs until that moment, a round a minute."""
        end = _moment(moment)
        while self.clock.now() < end:
            self.clock.moment = min(self.clock.now() + MINUTE, end)
            self.tick()

    def due(self, worker: str = "sam") -> list[datetime]:
        """By when something is awaited of a worker, with a ladder behind it."""
        return sorted(each.due for each in self.open(worker) if not each.late_entry)

    def asked_only(self, worker: str = "sam") -> list[Deadline]:
        """The open questions with no ladder behind them."""
        return [each for each in self.open(worker) if each.late_entry]

    def told_at(self, who: str) -> list[str]:
        """At what times (UTC) somebody was sent a message."""
        return [f"{each.sent:%H:%M}" for each in self.rows() if each.recipient == who and each.sent is not None]

    def concerns(self) -> list[str]:
        """The kinds of concerns that were kept."""
        with self.store.transaction() as tx:
            return [each.kind for each in tx.concerns()]

    def notices(self) -> list[str]:
        """What IT is to hear of, by its cause."""
        with self.store.transaction() as tx:
            return [each.cause for each in tx.standing_notices()]

    def problem(self, worker: str = "sam") -> str:
        """Why a diary could not be read the last time; empty when it could."""
        return next(each.last_error for each in self.mailboxes() if each.worker == worker)


def _moment(moment: str | datetime) -> datetime:
    return clock(moment) if isinstance(moment, str) else moment


@dataclass
class CannedRows:
    """Outlook as rows of JSON, for what no writer of a client expects and the tenant is too well-bred to say."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    view: httpx.Response | None = None
    """What every reading of the diary is answered with; None: the rows."""
    entry: httpx.Response | None = None
    """What every question for a single entry is answered with; None: its row, or that it is not there."""
    asked: list[httpx.Request] = field(default_factory=list)

    def put(self, id_: str, **fields: Any) -> None:
        """A row as Graph sends one."""
        self.rows[id_] = {"id": id_, "type": "singleInstance", "changeKey": f"k{len(self.asked)}", **fields}

    @property
    def transport(self) -> httpx.MockTransport:
        """The wire on which these rows are the answers; two diaries or more are asked for in a batch."""
        return httpx.MockTransport(self._handle)

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if not request.url.path.endswith("/$batch"):
            return self._answer(request.url.path)
        members = json.loads(request.content)["requests"]
        answers = [(each["id"], self._answer(httpx.URL(f"https://x{each['url']}").path)) for each in members]
        said = [{"id": id_, "status": each.status_code, "body": _body(each)} for id_, each in answers]
        return httpx.Response(200, json={"responses": said})

    def _answer(self, path: str) -> httpx.Response:
        mine = "/users/sam/" in path
        if path.endswith("/calendarView"):
            if mine and self.view is not None:
                return _again(self.view)
            return httpx.Response(200, json={"value": list(self.rows.values()) if mine else []})
        if self.entry is not None:
            return _again(self.entry)
        row = self.rows.get(unquote(path.rpartition("/")[2])) if mine else None
        if row is None:
            return httpx.Response(404, json={"error": {"code": "ErrorItemNotFound", "message": "Gone."}})
        return httpx.Response(200, json={"createdDateTime": "2026-01-05T09:00:00Z"} | row)


def _again(answer: httpx.Response) -> httpx.Response:
    """The same answer anew, since one can be read only once."""
    return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def _body(answer: httpx.Response) -> Any:
    """The body as it stands in a batch: what is no JSON comes as a text."""
    try:
        return json.loads(answer.content)
    except ValueError:
        return answer.text
