"""Signing in: who gets a token, who is refused and how, and what a token opens."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from calsync.demo.people import Federation
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from tests.certificates import DAY, Made, made, rsa_key

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


# --- assertions --------------------------------------------------------------------------------------------


def _proof(pair: Made) -> dict[str, str]:
    return {"private_key": pair.private(), "public_certificate": pair.public}


def test_an_app_with_a_registered_certificate_gets_a_token_and_any_other_is_refused(login, tenant: Tenant):
    ours = made()
    app = tenant.add_app("by certificate", certificates=[ours.public])
    good = login(client_id=app.client_id, secret=_proof(ours))
    assert "access_token" in good.acquire_token_for_client(SCOPE)
    bad = login(client_id=app.client_id, secret=_proof(made(key=rsa_key("another"))))
    assert bad.acquire_token_for_client(SCOPE)["error_codes"] == [700027]


def test_a_certificate_that_has_expired_is_refused(login, tenant: Tenant):
    old = made(starts=-10 * DAY, life=9 * DAY)
    app = tenant.add_app("by certificate", certificates=[old.public])
    answer = login(client_id=app.client_id, secret=_proof(old)).acquire_token_for_client(SCOPE)
    assert answer["error_codes"] == [700027]
    assert "The key used is expired" in answer["error_description"]


def test_the_sha1_thumbprint_of_old_is_refused(login, tenant: Tenant):
    ours = made()
    app = tenant.add_app("by certificate", certificates=[ours.public])
    thumbprint = ours.certificate.fingerprint(hashes.SHA1()).hex()
    client = login(client_id=app.client_id, secret={**_proof(ours), "thumbprint": thumbprint})
    assert client.acquire_token_for_client(SCOPE)["error_codes"] == [700027]


Ask = Callable[..., int | None]


@pytest.fixture
def ask(server: TenantServer, tenant: Tenant, http: httpx.Client) -> Ask:
    """Asks with an assertion that is right but for what a test changes; the AADSTS number, or None for a token."""
    ours = made()
    app = tenant.add_app("by certificate", certificates=[ours.public])
    endpoint = f"{server.base_url}/{tenant.id}/oauth2/v2.0/token"
    print_ = base64.urlsafe_b64encode(ours.certificate.fingerprint(hashes.SHA256())).decode().rstrip("=")

    def asked(
        alg: str = "PS256", key: object = None, header: dict[str, object] | None = None, **claims: object
    ) -> int | None:
        at = int(time.time())
        right = {
            "aud": endpoint, "iss": app.client_id, "sub": app.client_id, "jti": "1", "iat": at, "exp": at + 600
        }  # fmt: skip
        said = {name: value for name, value in {**right, **claims}.items() if value is not None}
        head = {"x5t#S256": print_} if header is None else header
        assertion = jwt.encode(said, ours.key if key is None else key, algorithm=alg, headers=head)
        form = {
            "grant_type": "client_credentials",
            "client_id": app.client_id,
            "scope": SCOPE[0],
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
        }
        answer = http.post(endpoint, data=form).json()
        return answer["error_codes"][0] if "error" in answer else None

    return asked


def test_an_assertion_that_is_right_in_all_gets_a_token(ask: Ask):
    assert ask() is None
    assert ask(nbf=int(time.time()) + 60) is None, "clocks may differ a little"


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ({"key": rsa_key("another")}, 700027),
        ({"alg": "RS256"}, 700027),
        ({"header": {"x5t#S256": "AAAA"}}, 700027),
        ({"header": {"x5t": "AAAA"}}, 700027),
        ({"header": {}}, 700211),
        ({"aud": "https://login.example/oauth2/v2.0/token"}, 700023),
        ({"iss": "somebody"}, 700021),
        ({"sub": "somebody"}, 700021),
        ({"exp": 1_700_000_000}, 700024),
        ({"nbf": 4_000_000_000}, 700024),
        ({"exp": None}, 50027),
        ({"jti": None}, 50027),
        ({"jti": 7}, 50027),
        ({"iat": None}, 50027),
    ],
)
def test_an_assertion_that_is_wrong_in_one_thing_is_refused(ask: Ask, wrong: dict[str, object], number: int):
    assert ask(**wrong) == number


def test_an_assertion_that_is_no_token_at_all_is_refused(login, app):
    client = login(client_id=app.client_id, secret={"client_assertion": lambda: "nonsense"})
    assert client.acquire_token_for_client(SCOPE)["error_codes"] == [50027]


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ({}, None),
        ({"iss": "https://oidc.example/another/"}, 700211),
        ({"aud": "https://graph.microsoft.com"}, 700212),
        ({"sub": "system:serviceaccount:calsync:Calsync"}, 700213),
        ({"exp": 1_700_000_000}, 700024),
        ({"key": "another"}, 7000272),
    ],
)
def test_the_token_of_a_platform_that_the_app_trusts_signs_it_in(login, tenant: Tenant, wrong, number):
    trusted = Federation(
        issuer="https://oidc.example/cluster/",
        subject="system:serviceaccount:calsync:calsync",
        public_key=rsa_key("platform")
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )
    app = tenant.add_app("federated", federations=[trusted])
    right = {"iss": trusted.issuer, "aud": trusted.audience, "sub": trusted.subject, "exp": int(time.time()) + 3600}
    claims = {**right, **wrong}
    signed = jwt.encode(claims, rsa_key(claims.pop("key", "platform")), algorithm="RS256", headers={"kid": "one"})
    answer = login(client_id=app.client_id, secret={"client_assertion": lambda: signed}).acquire_token_for_client(SCOPE)
    assert answer.get("error_codes", [None]) == [number]
    assert ("access_token" in answer) == (number is None)


# --- tokens ------------------------------------------------------------------------------------------------


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
