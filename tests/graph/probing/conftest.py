"""What `calsync probe` asks: a tenant with two workers, or a wire where Microsoft answers otherwise."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import responses

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.graph.asking import ProbeRun
from calsync.graph.client import Graph
from calsync.graph.probes import chosen
from calsync.graph.probing import Record, run
from calsync.graph.settings import GraphSettings
from tests.graph.conftest import AUTHORITY, settings_of

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SAM, DEE = "sam@clarendon.example", "dee@clarendon.example"

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class House:
    """A tenant with two workers, and what a run of `calsync probe` finds there."""

    tenant: Tenant
    settings: GraphSettings
    slept: list[float] = field(default_factory=list)
    spent: int = 0
    all_sent_after: float = 0.0

    def ask(
        self, *names: str, out_of_scope: str = "", without: str = "", settings: GraphSettings | None = None
    ) -> dict[str, Record]:
        """The records, by the name of their question; without names all are asked."""

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        async def whole() -> dict[str, Record]:
            graph = Graph(replace(settings or self.settings, slots=8))
            probe_run = ProbeRun(
                graph=graph,
                now=lambda: MONDAY,
                out_of_scope=out_of_scope,
                sleep=sleep,
                all_sent_after=self.all_sent_after,
            )
            try:
                probes = chosen(frozenset(names), frozenset(without.split()))
                return {record.probe.name: record async for record in run(probe_run, probes)}
            finally:
                self.spent = probe_run.spent
                await graph.aclose()

        return asyncio.run(whole())

    def finds(self, name: str, *, settled: bool = True, **options: str) -> str:
        """What one question finds."""
        finding = self.ask(name, **options)[name].finding
        assert finding.settled is settled, finding
        return finding.words


@pytest.fixture(scope="package")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the tenant's certificates are made once."""
    return tmp_path_factory.mktemp("certificates")


@pytest.fixture
def house(certificates: Path) -> Iterator[House]:
    """The tenant, with twelve visits in Sam's diary."""
    tenant = Tenant(lambda: MONDAY, seed=7)
    tenant.throttle_seconds = 7
    app = tenant.add_app()
    morgan = tenant.add_person("Morgan Manager")
    people = [tenant.add_person(name, manager=morgan.mail) for name in ("Sam Worker", "Dee Deputy")]
    tenant.add_person("Check In", "checkin@clarendon.example")
    group = tenant.add_group("Lone workers", [person.id for person in people])
    for number in range(12):
        tenant.add_event(
            SAM, "Visit to the Anwar family", MONDAY + number * HOUR, MONDAY + (number + 1) * HOUR, "14 Elm Road",
            attendees=[DEE],
        )  # fmt: skip
    with TenantServer(tenant, certificates_folder=certificates) as server:
        settings = settings_of(tenant, app, server, service_mailbox="checkin@clarendon.example", group=group.id)
        yield House(tenant, settings)


def whole_day(house: House) -> None:
    """Dee is on leave for a day."""
    day = MONDAY.replace(hour=0)
    house.tenant.add_event(DEE, "Leave", day, day + timedelta(days=1), all_day=True)


def private(house: House) -> None:
    """Dee has a private entry."""
    house.tenant.add_event(DEE, "Anwar", MONDAY, MONDAY + HOUR, "14 Elm Road", sensitivity="private")


@dataclass
class Line:
    """Graph answered by a function, with Sam's and Dee's diaries in it; every request is kept."""

    settings: GraphSettings
    asked: list[httpx.Request] = field(default_factory=list)
    in_flight: Counter[str] = field(default_factory=Counter)
    together: bool = False
    """Whether answers wait until all requests that were sent at once have come."""

    def ask(self, name: str, answer: Answer) -> Record:
        """What one question finds over these answers; the members of the group come first."""

        async def handle(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            if "/transitiveMembers/" in request.url.path:
                return httpx.Response(200, json={"value": [{"id": SAM}, {"id": DEE}]})
            self.in_flight[request.url.path] += 1
            for _ in range(200 if self.together else 0):
                await asyncio.sleep(0)  # gives way to the others
            response = answer(request)
            self.in_flight[request.url.path] -= 1
            return response

        async def no_sleep(_seconds: float) -> None:
            raise AssertionError("nothing asked to wait")

        async def whole() -> Record:
            graph = Graph(self.settings, transport=httpx.MockTransport(handle))
            probe_run = ProbeRun(graph=graph, now=lambda: MONDAY, sleep=no_sleep, all_sent_after=0)
            try:
                return [record async for record in run(probe_run, chosen(frozenset({name}), frozenset()))][-1]
            finally:
                await graph.aclose()

        return asyncio.run(whole())


@pytest.fixture
def line(settings: GraphSettings, login: responses.RequestsMock) -> Line:
    """A wire behind a sign-in whose token names permissions."""

    def token(_request: object) -> tuple[int, dict[str, str], str]:
        claims = {"idtyp": "app", "roles": ["Mail.Send", "Calendars.Read", "Clarendon.Secret.All"]}
        payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        answer = {"token_type": "Bearer", "expires_in": 3599, "access_token": f"head.{payload}.signature"}
        return 200, {}, json.dumps(answer)

    login.add_callback("POST", f"{AUTHORITY}/oauth2/v2.0/token", token, content_type="application/json")
    return Line(settings)
