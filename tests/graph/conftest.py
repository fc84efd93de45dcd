"""Graph faked at the wire: canned answers for the SDK's httpx, canned answers for msal's requests, or a tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

import httpx
import pytest
import responses

from calsync.demo.people import AppRegistration
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.graph.client import Graph
from calsync.graph.credentials import ClientSecret
from calsync.graph.limits import LocalLimiter
from calsync.graph.own_limits import OwnLimits
from calsync.graph.settings import GraphSettings

T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TENANT = "11111111-2222-4333-8444-555555555555"
AUTHORITY = f"https://login.microsoftonline.com/{TENANT}"
SECRET = "made-up~secret.of-the.test"


@dataclass
class Wire:
    """What was asked of Graph, and what it answers: one canned answer after the other, the last one again and again."""

    settings: GraphSettings
    answers: list[httpx.Response | Exception] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers[min(len(self.asked), len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        # A new one each time, since an answer can be read only once.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def run(self, ask: Callable[[Graph], Awaitable[T]]) -> T:
        """What `ask` gives over a client of its own, which is closed afterwards."""

        async def whole() -> T:
            # A 429 without Retry-After would else make the test wait for up to a minute.
            limiter = LocalLimiter(self.settings.slots, any_pause=lambda: 0.0)
            own = OwnLimits(any_pause=lambda: 0.0)
            graph = Graph(self.settings, limiter=limiter, own_limits=own, transport=httpx.MockTransport(self.handle))
            try:
                return await ask(graph)
            finally:
                await graph.aclose()

        return asyncio.run(whole())


def settings_of(
    tenant: Tenant, app: AppRegistration, server: TenantServer, *, service_mailbox: str, group: str = ""
) -> GraphSettings:
    """What a client of a simulated tenant is told, with the secret of one of its apps."""
    return GraphSettings(
        tenant=tenant.id,
        client_id=app.client_id,
        credential=ClientSecret(value=app.secret),
        service_mailbox=service_mailbox,
        group=group,
        authority=server.base_url,
        root=server.base_url,
        ca_file=str(server.ca_file),
    )


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tenant, TenantServer]]:
    """A simulated tenant on a Monday morning, and the server that it is asked by, over TLS."""
    tenant = Tenant(lambda: MONDAY, seed=7)
    with TenantServer(tenant, certificates_folder=tmp_path_factory.mktemp("certificates")) as server:
        yield tenant, server


@pytest.fixture
def settings() -> GraphSettings:
    return GraphSettings(
        tenant=TENANT,
        client_id="99999999-2222-4333-8444-555555555555",
        credential=ClientSecret(value=SECRET),
        service_mailbox="checkin@clarendon.example",
        group="77777777-2222-4333-8444-555555555555",
    )


@pytest.fixture
def login() -> Iterator[responses.RequestsMock]:
    """Microsoft's sign-in host as msal sees it, with its openid document and no token yet."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.get(
            f"{AUTHORITY}/v2.0/.well-known/openid-configuration",
            json={
                "issuer": f"{AUTHORITY}/v2.0",
                "authorization_endpoint": f"{AUTHORITY}/oauth2/v2.0/authorize",
                "token_endpoint": f"{AUTHORITY}/oauth2/v2.0/token",
            },
        )
        yield mock


@pytest.fixture
def wire(settings: GraphSettings, login: responses.RequestsMock) -> Wire:
    """Graph with canned answers, behind a sign-in that gives a new token each time it is asked."""
    made = Wire(settings)

    def token(_request: object) -> tuple[int, dict[str, str], str]:
        made.tokens.append(f"token-{len(made.tokens) + 1}")
        return 200, {}, f'{{"token_type":"Bearer","expires_in":3599,"access_token":"{made.tokens[-1]}"}}'

    login.add_callback("POST", f"{AUTHORITY}/oauth2/v2.0/token", token, content_type="application/json")
    return made
