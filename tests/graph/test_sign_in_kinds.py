"""How each kind of credential signs in: what is sent, what comes back, and what is never written down."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import responses

from calsync.errors import SignInRefused, SourceError, SourceUnavailable
from calsync.graph.auth import SignIn
from calsync.graph.credentials import Certificate, Credential, FederatedToken, ManagedIdentity
from calsync.graph.settings import GraphSettings
from tests.certificates import DAY, Made, made

AUTHORITY = "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555"
TOKEN = f"{AUTHORITY}/oauth2/v2.0/token"
PLATFORMS = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"


@pytest.fixture
def pair() -> Made:
    return made()


@pytest.fixture
def certificate(pair: Made, tmp_path: Path) -> Certificate:
    return Certificate(file=pair.both(tmp_path / "ours.pem"))


@contextmanager
def signing_in(settings: GraphSettings) -> Iterator[SignIn]:
    sign_in = SignIn(settings)
    try:
        yield sign_in
    finally:
        sign_in.close()


def token(settings: GraphSettings, credential: Credential) -> str:
    with signing_in(replace(settings, credential=credential)) as sign_in:
        return asyncio.run(sign_in.token())


def refused(settings: GraphSettings, credential: Credential) -> SourceError:
    with pytest.raises(SourceError) as caught:
        token(settings, credential)
    return caught.value


def give(login: responses.RequestsMock, word: str, life: int = 3599) -> None:
    login.post(TOKEN, json={"token_type": "Bearer", "expires_in": life, "access_token": word})


def sent(login: responses.RequestsMock, which: int = -1) -> dict[str, str]:
    """The form of one request for a token."""
    forms = [call.request.body for call in login.calls if call.request.method == "POST"]
    return {name: values[0] for name, values in parse_qs(str(forms[which])).items()}


# --- certificate -------------------------------------------------------------------------------------------


def test_trap_19_a_certificate_signs_without_a_thumbprint_by_ps256_and_sha256(
    settings: GraphSettings, login: responses.RequestsMock, pair: Made, certificate: Certificate
) -> None:
    give(login, "first")
    assert token(settings, certificate) == "first"
    form = sent(login)
    assert "client_secret" not in form
    assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    header = jwt.get_unverified_header(form["client_assertion"])
    assert (header["alg"], "x5t" in header, "x5t#S256" in header) == ("PS256", False, True)
    claims = jwt.decode(form["client_assertion"], pair.key.public_key(), ["PS256"], audience=TOKEN)
    assert claims["iss"] == claims["sub"] == settings.client_id
    assert 0 < claims["exp"] - claims["iat"] <= 600


def test_trap_19_one_application_serves_until_the_certificate_is_renewed_in_its_file(
    settings: GraphSettings, login: responses.RequestsMock, pair: Made, certificate: Certificate
) -> None:
    for word in ("first", "second", "third"):
        give(login, word, life=0)
    assertions = []
    with signing_in(replace(settings, credential=certificate)) as sign_in:

        async def ask() -> None:
            await sign_in.token()
            await sign_in.token()
            renewed = made(life=800 * DAY)
            renewed.both(certificate.file)
            await sign_in.token()

        asyncio.run(ask())
        assertions = [sent(login, which)["client_assertion"] for which in (0, 1, 2)]
    prints = [jwt.get_unverified_header(each)["x5t#S256"] for each in assertions]
    assert prints[0] == prints[1] != prints[2]
    assert [call.request.method for call in login.calls] == ["GET", "POST", "POST", "GET", "POST"]


def test_a_file_that_is_half_written_while_it_is_renewed_stops_nothing(
    settings: GraphSettings, login: responses.RequestsMock, pair: Made, certificate: Certificate
) -> None:
    give(login, "first", life=0)
    give(login, "second", life=0)
    with signing_in(replace(settings, credential=certificate)) as sign_in:

        async def ask() -> list[str]:
            first = await sign_in.token()
            certificate.file.write_text(pair.public)
            return [first, await sign_in.token()]

        assert asyncio.run(ask()) == ["first", "second"]


def test_a_certificate_that_has_expired_or_begins_later_is_told_and_nothing_is_sent(
    settings: GraphSettings, login: responses.RequestsMock, tmp_path: Path
) -> None:
    old = made(starts=-10 * DAY, life=9 * DAY)
    error = refused(settings, Certificate(file=old.both(tmp_path / "old.pem")))
    assert isinstance(error, SignInRefused)
    assert f"expired on {old.certificate.not_valid_after_utc:%d %B %Y}: make a new one" in str(error)
    early = made(starts=DAY)
    assert "check this machine's clock" in str(refused(settings, Certificate(file=early.both(tmp_path / "new.pem"))))
    assert not login.calls


def test_a_certificate_that_vanished_before_the_first_sign_in_is_told(
    settings: GraphSettings, login: responses.RequestsMock, certificate: Certificate
) -> None:
    with signing_in(replace(settings, credential=certificate)) as sign_in:
        certificate.file.unlink()
        with pytest.raises(SignInRefused, match="certificate_file: there is no file"):
            asyncio.run(sign_in.token())


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, '{"error": "invalid_client", "error_description": "AADSTS700027: ASSERTION", "error_codes": [700027]}'),
        (200, "<html>You sent ASSERTION</html>"),
        (502, "<html>You sent ASSERTION</html>"),
    ],
)
def test_trap_19_no_assertion_and_no_answer_that_quotes_it_is_ever_logged(
    settings: GraphSettings,
    login: responses.RequestsMock,
    certificate: Certificate,
    caplog: pytest.LogCaptureFixture,
    status: int,
    body: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    assertions: list[str] = []

    def echo(request: Any) -> tuple[int, dict[str, str], str]:
        assertions.append(parse_qs(request.body)["client_assertion"][0])
        return status, {}, body.replace("ASSERTION", assertions[-1])

    login.add_callback("POST", TOKEN, echo)
    error = refused(settings, certificate)
    assert assertions
    written = caplog.text + str(error) + repr(error.__cause__) + repr(error.__context__)
    for part in assertions[0].split("."):
        assert part not in written


# --- workload identity federation --------------------------------------------------------------------------


def test_a_federated_token_is_read_from_its_file_at_every_sign_in(
    settings: GraphSettings, login: responses.RequestsMock, tmp_path: Path
) -> None:
    give(login, "first", life=0)
    give(login, "second", life=0)
    file = tmp_path / "token"
    file.write_text(PLATFORMS)
    with signing_in(replace(settings, credential=FederatedToken(file=file))) as sign_in:

        async def ask() -> None:
            await sign_in.token()
            file.write_text(PLATFORMS + "2")
            await sign_in.token()
            file.unlink()
            await sign_in.token()

        with pytest.raises(SignInRefused, match="federated_token_file: there is no file"):
            asyncio.run(ask())
    assert [sent(login, which)["client_assertion"] for which in (0, 1)] == [PLATFORMS, PLATFORMS + "2"]


# --- managed identity --------------------------------------------------------------------------------------


@dataclass
class Endpoint:
    """A stand-in for the identity endpoint of a machine in Azure, on loopback."""

    status: int = 200
    body: str = ""
    asked: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made_up = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is http.server's
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            made_up.asked.append((parts.path, query, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(made_up.status)
            self.end_headers()
            self.wfile.write(made_up.body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        made_up.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
        thread.start()
        yield made_up
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_azure(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", raising=False)


@pytest.fixture
def on_a_machine(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Endpoint:
    """A virtual machine: IMDS, elsewhere than at 169.254.169.254."""
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", endpoint.url)
    return endpoint


@pytest.mark.parametrize("client_id", ["", "99999999-2222-4333-8444-555555555555"])
def test_a_virtual_machines_identity_is_asked_of_the_machine_past_any_proxy(
    settings: GraphSettings, on_a_machine: Endpoint, monkeypatch: pytest.MonkeyPatch, client_id: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    on_a_machine.body = json.dumps({"access_token": "first", "expires_in": "3599", "token_type": "Bearer"})
    assert token(settings, ManagedIdentity(client_id=client_id)) == "first"
    [(path, query, headers)] = on_a_machine.asked
    assert (path, query["resource"]) == ("/metadata/identity/oauth2/token", "https://graph.microsoft.com")
    assert query.get("client_id", "") == client_id
    assert headers["metadata"] == "true"


def test_an_app_services_identity_is_asked_with_its_header(
    settings: GraphSettings, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{endpoint.url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "made-up-header")
    endpoint.body = json.dumps({"access_token": "first", "expires_on": str(int(time.time()) + 3600)})
    assert token(settings, ManagedIdentity()) == "first"
    [(path, _, headers)] = endpoint.asked
    assert (path, headers["x-identity-header"]) == ("/msi/token", "made-up-header")
    assert "made-up-header" not in caplog.text


def test_a_token_of_the_machine_is_kept_and_forgotten_like_any_other(
    settings: GraphSettings, on_a_machine: Endpoint
) -> None:
    on_a_machine.body = json.dumps({"access_token": "first", "expires_in": "3599", "token_type": "Bearer"})
    with signing_in(replace(settings, credential=ManagedIdentity())) as sign_in:

        async def ask() -> list[str]:
            kept = [await sign_in.token(), await sign_in.token()]
            on_a_machine.body = on_a_machine.body.replace("first", "second")
            sign_in.forget("first")
            return [*kept, await sign_in.token()]

        assert asyncio.run(ask()) == ["first", "first", "second"]
    assert len(on_a_machine.asked) == 2


def test_an_identity_that_is_not_assigned_is_told_with_the_place(
    settings: GraphSettings, on_a_machine: Endpoint
) -> None:
    on_a_machine.status = 400
    on_a_machine.body = '{"error": "invalid_request", "error_description": "Identity not found"}'
    error = refused(settings, ManagedIdentity())
    assert isinstance(error, SignInRefused)
    assert "Assign the identity to this machine or app (Azure portal, Identity)" in str(error)


@pytest.mark.parametrize(
    ("status", "body"), [(500, '{"error": "unknown"}'), (429, '{"error": {"code": "busy"}}'), (200, "<html>")]
)
def test_an_identity_endpoint_that_can_not_answer_may_be_asked_again(
    settings: GraphSettings, on_a_machine: Endpoint, status: int, body: str
) -> None:
    on_a_machine.status, on_a_machine.body = status, body
    assert isinstance(refused(settings, ManagedIdentity()), SourceUnavailable)


def test_a_machine_outside_azure_is_told_that_it_has_no_identity(
    settings: GraphSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    error = refused(settings, ManagedIdentity())
    assert isinstance(error, SourceUnavailable)
    assert "works on Azure alone" in str(error)
    assert "elsewhere use certificate_file" in str(error)
