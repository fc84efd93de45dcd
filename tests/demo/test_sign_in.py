"""Signing in: who gets a token, who is refused and how, and what a token opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant

SCOPE = ["https://graph.microsoft.com/.default"]


def test_an_app_with_its_secret_gets_a_token_that_opens_graph(login, http, person):
    sam = person("Sam Visits")
    answer = login().acquire_token_for_client(SCOPE)
    assert answer["token_type"] == "Bearer"
    assert answer["expires_in"] == 3599
    found = http.get(f"/users/{sam.mail}", headers={"Authorization": f"Bearer {answer['access_token']}"})
    assert found.json()["displayName"] == "Sam Visits"


def test_a_second_token_comes_from_msals_cache(login):
    client = login()
    client.acquire_token_for_client(SCOPE)
    assert client.acquire_token_for_client(SCOPE)["token_source"] == "cache"


def test_a_wrong_secret_is_refused_with_its_number(login):
    answer = login(secret="guessed").acquire_token_for_client(SCOPE)
    assert answer["error"] == "invalid_client"
    assert answer["error_codes"] == [7000215]
    assert answer["error_description"].startswith("AADSTS7000215: Invalid client secret provided.")
    assert {"timestamp", "trace_id", "correlation_id"} <= set(answer)


def test_an_unknown_app_is_refused_with_its_number(login):
    answer = login(client_id="0d0c0b0a-0000-4000-8000-000000000000").acquire_token_for_client(SCOPE)
    assert answer["error_codes"] == [700016]


def test_an_expired_secret_is_refused_with_its_number(login, tenant: Tenant):
    old = tenant.add_app("old", secret_expired=True)
    answer = login(client_id=old.client_id, secret=old.secret).acquire_token_for_client(SCOPE)
    assert answer["error_codes"] == [7000222]


def test_a_scope_that_is_not_default_is_refused(login):
    answer = login().acquire_token_for_client(["User.Read"])
    assert answer["error"] == "invalid_scope"
    assert answer["error_codes"] == [1002012]


def test_another_tenant_is_not_found_here(login, server: TenantServer, http):
    asked = "11111111-2222-4333-8444-555555555555"
    answer = http.get(f"{server.base_url}/{asked}/v2.0/.well-known/openid-configuration")
    assert answer.status_code == 400
    assert answer.json()["error_codes"] == [90002]
    with pytest.raises(ValueError, match=r"AADSTS90002|OIDC Discovery|authority"):
        login(tenant_id=asked).acquire_token_for_client(SCOPE)


def _certificate() -> tuple[str, str]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calsync")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private.decode(), made.public_bytes(serialization.Encoding.PEM).decode()


def test_an_app_with_a_registered_certificate_gets_a_token_and_any_other_is_refused(login, tenant: Tenant):
    private, public = _certificate()
    app = tenant.add_app("by certificate", certificates=[public])
    good = login(client_id=app.client_id, secret={"private_key": private, "public_certificate": public})
    assert "access_token" in good.acquire_token_for_client(SCOPE)
    other_private, other_public = _certificate()
    bad = login(client_id=app.client_id, secret={"private_key": other_private, "public_certificate": other_public})
    assert bad.acquire_token_for_client(SCOPE)["error_codes"] == [700027]


@pytest.mark.parametrize("header", [None, "Bearer made-up", "Basic abc", "Bearer"])
def test_graph_opens_to_no_other_token(server: TenantServer, trust, header):
    with httpx.Client(base_url=server.graph_url, verify=trust) as client:
        answer = client.get("/users", headers={} if header is None else {"Authorization": header})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"


def test_a_revoked_token_opens_nothing_more(http, tenant: Tenant):
    assert http.get("/users").status_code == 200
    tenant.tokens.revoke_all()
    assert http.get("/users").status_code == 401


def test_a_token_ends_with_its_life(tenant: Tenant, app, http):
    tenant.tokens.seconds, life = 0, tenant.tokens.seconds
    try:
        short = tenant.tokens.issue(app.client_id, tenant.id)
    finally:
        tenant.tokens.seconds = life
    assert http.get("/users", headers={"Authorization": f"Bearer {short}"}).status_code == 401
