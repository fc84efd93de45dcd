"""The tenant's tests share one running server; each test makes its own people in it."""

from __future__ import annotations

import itertools
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from msal import ConfidentialClientApplication

from calsync.demo.people import AppRegistration, TenantPerson
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.demo.tenant_settings import apply_settings, settings_json
from calsync.demo.traffic import Traffic

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class HandClock:
    """A clock that stands still until a test sets it."""

    def __init__(self) -> None:
        self.at = MONDAY

    def now(self) -> datetime:
        return self.at


@pytest.fixture(scope="session", autouse=True)
def _own_authority_counts() -> Iterator[None]:
    # requests lets these two override the authority that msal is given.
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("REQUESTS_CA_BUNDLE", raising=False)
        patch.delenv("CURL_CA_BUNDLE", raising=False)
        yield


@pytest.fixture(scope="session")
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def server(hand_clock: HandClock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TenantServer]:
    """The running tenant, over TLS."""
    tenant = Tenant(hand_clock.now)
    with TenantServer(tenant, certificates_folder=tmp_path_factory.mktemp("certificates")) as running:
        yield running


@pytest.fixture(scope="module")
def over_http() -> Iterator[TenantServer]:
    """A tenant at 14:00 that carries texts and calls, over plain HTTP, with Sam's telephone in it."""
    tenant = Tenant(lambda: MONDAY + timedelta(hours=5))
    tenant.add_person("Sam Visits", mail=f"sam@{tenant.domain}", mobile="07700 900101")
    with TenantServer(tenant, tls=False) as running:
        yield running


@pytest.fixture(scope="session")
def app(server: TenantServer) -> AppRegistration:
    """The app that asks for everybody's diary."""
    return server.tenant.add_app()


@pytest.fixture
def tenant(server: TenantServer, hand_clock: HandClock) -> Iterator[Tenant]:
    """The tenant, put back in order afterwards."""
    usual = settings_json(server.tenant)
    yield server.tenant
    server.tenant.faults.clear()
    apply_settings(server.tenant, usual)
    server.tenant.traffic = Traffic()
    server.tenant.on_change = None
    hand_clock.at = MONDAY


Login = Callable[..., ConfidentialClientApplication]


@pytest.fixture
def login(server: TenantServer, app: AppRegistration) -> Iterator[Login]:
    """Makes the real msal client for a secret, and closes its connections afterwards."""
    made = []

    def make(secret: object = None, client_id: str | None = None, tenant_id: str | None = None) -> object:
        client = ConfidentialClientApplication(
            client_id or app.client_id,
            client_credential=secret or app.secret,
            authority=f"{server.base_url}/{tenant_id or server.tenant.id}",
            instance_discovery=False,
            verify=str(server.ca_file),
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.http_client.close()


@pytest.fixture(scope="session")
def trust(server: TenantServer) -> ssl.SSLContext:
    """Trust in the tenant's authority alone."""
    return ssl.create_default_context(cafile=str(server.ca_file))


@pytest.fixture
def token(server: TenantServer, app: AppRegistration) -> str:
    """A token in force."""
    return server.tenant.tokens.issue(app.client_id, server.tenant.id)


@pytest.fixture
def http(server: TenantServer, trust: ssl.SSLContext, token: str) -> Iterator[httpx.Client]:
    """A plain client with a token in force, at the root of Graph."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=server.graph_url, verify=trust, headers=headers, timeout=20) as client:
        yield client


@pytest.fixture
def browser_like(server: TenantServer, trust: ssl.SSLContext) -> Iterator[httpx.Client]:
    """A client that follows redirects and names its origin, as a browser does."""
    headers = {"Origin": server.base_url}
    with httpx.Client(
        base_url=server.base_url, verify=trust, headers=headers, follow_redirects=True, timeout=20
    ) as client:
        yield client


_NUMBERS = itertools.count(1)


@pytest.fixture
def person(tenant: Tenant) -> Callable[..., TenantPerson]:
    """Makes a person of the cast with an address that no other test uses."""

    def make(name: str, **details: object) -> TenantPerson:
        address = f"{name.split()[0].lower()}{next(_NUMBERS)}@{tenant.domain}"
        return tenant.add_person(name, address, **details)

    return make
