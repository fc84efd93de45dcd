"""The whole of calsync.graph over HTTPS against the simulated tenant: one organisation, with a client of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from calsync.demo.faults import Fault
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.domain.contacts import Contact
from calsync.domain.model import Event, Role, Snapshot
from calsync.errors import SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.settings import GraphSettings
from tests.graph.conftest import settings_of

T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ROLES = {
    Role.DEPUTY: [Contact(mail="Dee@clarendon.example")],
    Role.ADMIN: [Contact(mail="ash@clarendon.example", phone="+441632960009"), Contact(mail="dee@clarendon.example")],
    Role.OUT_OF_HOURS: [
        Contact(mail="Control@Room.example", name="Control room", phone="+4416329600", always_at_work=True)
    ],
}


class Clock:
    """The tenant's clock, which stands until a test moves it."""

    at = MONDAY

    def now(self) -> datetime:
        return self.at


@dataclass
class House:
    """One organisation: Sam visits, Morgan manages, Dee deputises, Ash administers, Sloane leads."""

    tenant: Tenant
    server: TenantServer
    settings: GraphSettings
    clock: Clock
    sam: str
    morgan: str

    def run(self, ask: Callable[[Graph], Awaitable[T]], settings: GraphSettings | None = None) -> T:
        """What `ask` gives over a client of its own, which is closed afterwards."""

        async def whole() -> T:
            graph = Graph(settings or self.settings)
            try:
                return await ask(graph)
            finally:
                await graph.aclose()

        return asyncio.run(whole())

    def snapshot(self, start: datetime = MONDAY - 12 * HOUR, end: datetime = MONDAY + 36 * HOUR) -> Snapshot:
        """Sam's diary around Monday, read in small pages."""
        return self.run(lambda graph: GraphCalendars(graph, page_size=3).snapshot(self.sam, start, end))

    def event(self, event_id: str) -> Event | None:
        """One entry of Sam's."""
        return self.run(lambda graph: GraphCalendars(graph).event(self.sam, event_id))

    def refused(self, ask: Callable[[Graph], Awaitable[object]], settings: GraphSettings | None = None) -> SourceError:
        """What `ask` raises, which names nobody and no place."""
        with pytest.raises(SourceError) as caught:
            self.run(ask, settings)
        for word in ("sam@", "checkin@", "Elm Road", "High Street", "Anwar"):
            assert word not in str(caught.value)
        return caught.value

    def blind(self, kind: str, seconds: float = 5.0, **changes: float) -> SourceError:
        """What reading Sam's diary raises under a fault."""
        self.tenant.faults.set(Fault(kind, seconds=seconds))
        settings = replace(self.settings, **changes) if changes else None
        return self.refused(lambda graph: GraphCalendars(graph).snapshot(self.sam, MONDAY, MONDAY + DAY), settings)


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tenant, TenantServer, Clock]]:
    """One tenant for all these tests."""
    clock = Clock()
    tenant = Tenant(lambda: clock.now(), seed=7)
    with TenantServer(tenant, certificates_folder=tmp_path_factory.mktemp("certificates")) as server:
        yield tenant, server, clock


@pytest.fixture
def house(running: tuple[Tenant, TenantServer, Clock]) -> Iterator[House]:
    """The organisation as on its first Monday."""
    tenant, server, clock = running
    clock.at = MONDAY
    tenant.people.clear()
    tenant.groups.clear()
    app = tenant.add_app()
    tenant.add_person("Sloane Lead", mobile="+441632960001", has_mailbox=False)
    morgan = tenant.add_person("Morgan Manager", mobile="+441632960002", manager="sloane@clarendon.example")
    tenant.add_person("Dee Deputy")
    tenant.add_person("Ash Admin")
    sam = tenant.add_person(
        "Sam Worker", mobile="+441632960003", manager=morgan.mail, business_phones=["+441632960004"]
    )
    tenant.add_person("Check In", "checkin@clarendon.example")
    group = tenant.add_group("Lone workers", [sam.id])
    settings = settings_of(tenant, app, server, service_mailbox="checkin@clarendon.example", group=group.id)
    yield House(tenant, server, settings, clock, sam.id, morgan.id)
    tenant.faults.clear()
