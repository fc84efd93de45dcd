from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import pytest
import requests
import responses

from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.auth import SignIn
from calsync.graph.credentials import ClientSecret
from calsync.graph.settings import GraphSettings

T = TypeVar("T")
AUTHORITY = "https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555"
TOKEN = f"{AUTHORITY}/oauth2/v2.0/token"
GRAPH = "https://graph.microsoft.com/v1.0/users"


def run(settings: GraphSettings, ask: Callable[[SignIn], Awaitable[T]]) -> T:
    async def whole() -> T:
        sign_in = SignIn(settings)
        try:
            return await ask(sign_in)
        finally:
            sign_in.close()

    return asyncio.run(whole())


def refused(settings: GraphSettings) -> SourceError:
    with pytest.raises(SourceError) as caught:
        run(settings, lambda sign_in: sign_in.get_authorization_token(GRAPH))
    assert secret(settings) not in str(caught.value)
    return caught.value


def secret(settings: GraphSettings) -> str:
    return settings.credential.value if isinstance(settings.credential, ClientSecret) else "no secret at all"


def tokens_asked(login: responses.RequestsMock) -> int:
    return sum(call.request.method == "POST" for call in login.calls)


def give(login: responses.RequestsMock, token: str, life: int = 3599) -> None:
    login.post(TOKEN, json={"token_type": "Bearer", "expires_in": life, "access_token": token})


def test_trap_19_one_application_serves_every_request_with_one_token(
    settings: GraphSettings, login: responses.RequestsMock
) -> None:
    give(login, "first")

    async def ask(sign_in: SignIn) -> list[str]:
        return await asyncio.gather(*(sign_in.get_authorization_token(GRAPH) for _ in range(10)))

    assert run(settings, ask) == ["first"] * 10
    assert [call.request.method for call in login.calls] == ["GET", "POST"]


def test_the_scope_belongs_to_the_root_that_is_asked(settings: GraphSettings, login: responses.RequestsMock) -> None:
    give(login, "first")
    run(replace(settings, root="https://graph.microsoft.us"), lambda sign_in: sign_in.token())
    assert "scope=https%3A%2F%2Fgraph.microsoft.us%2F.default" in str(login.calls[-1].request.body)


def test_after_forgetting_a_new_token_is_fetched(settings: GraphSettings, login: responses.RequestsMock) -> None:
    give(login, "first")
    give(login, "second")

    async def ask(sign_in: SignIn) -> list[str]:
        first = await sign_in.token()
        sign_in.forget(first)
        second = await sign_in.token()
        sign_in.forget(first)  # somebody else who was refused at the same time
        return [first, second, await sign_in.token()]

    assert run(settings, ask) == ["first", "second", "second"]


def test_a_claims_challenge_of_graph_is_answered_with_a_new_token(
    settings: GraphSettings, login: responses.RequestsMock
) -> None:
    give(login, "first")
    give(login, "second")

    async def ask(sign_in: SignIn) -> str:
        await sign_in.token()
        return await sign_in.get_authorization_token(GRAPH, {"claims": "eyJhY2Nlc3NfdG9rZW4iOnt9fQ"})

    assert run(settings, ask) == "second"
    assert "claims=" in str(login.calls[-1].request.body)


@pytest.mark.parametrize(
    "uri",
    ["https://evil.example/v1.0/users", "http://graph.microsoft.com/v1.0", "https://graph.microsoft.com.evil.example/"],
)
def test_trap_21_no_other_host_is_given_a_token(
    settings: GraphSettings, login: responses.RequestsMock, uri: str
) -> None:
    give(login, "first")
    with pytest.raises(SourceRefused, match=r"leads away from graph\.microsoft\.com"):
        run(settings, lambda sign_in: sign_in.get_authorization_token(uri))
    assert not login.calls


@pytest.mark.parametrize(
    ("number", "fix"),
    [
        (7000215, "the secret's Value"),
        (7000222, "has expired"),
        (7000218, "No client secret"),
        (700016, "check client_id"),
        (700027, "upload the public part"),
        (700024, "set this machine's clock"),
        (700211, "correct the issuer"),
        (700212, "api://AzureADTokenExchange"),
        (700213, "system:serviceaccount:"),
        (70021, "compare issuer, subject and audience"),
        (7000272, "signing keys"),
        (53003, "Conditional Access"),
        (90002, "Directory (tenant) ID"),
        (424242, "list of Entra error codes"),
    ],
)
def test_trap_19_a_refusal_comes_as_an_answer_and_becomes_a_sentence_with_the_fix(
    settings: GraphSettings, login: responses.RequestsMock, number: int, fix: str
) -> None:
    said = {
        "error": "invalid_client",
        "error_description": f"AADSTS{number}: {secret(settings)} eyJhbGciOi.assertion Trace ID: x",
        "error_codes": [number],
    }
    login.post(TOKEN, json=said, status=401)
    error = refused(settings)
    assert isinstance(error, SignInRefused)
    assert fix in str(error)
    assert error.code == f"AADSTS{number}"
    assert "assertion" not in str(error)


def test_an_unknown_tenant_is_told_though_msal_only_says_that_its_configuration_is_missing(
    settings: GraphSettings,
) -> None:
    with responses.RequestsMock() as login:
        login.get(
            f"{AUTHORITY}/v2.0/.well-known/openid-configuration",
            json={"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant 'x' not found."},
            status=400,
        )
        error = refused(settings)
    assert isinstance(error, SignInRefused)
    assert error.code == "AADSTS90002"


def test_a_dead_network_names_the_host_and_what_to_check(settings: GraphSettings) -> None:
    with responses.RequestsMock() as login:
        login.get(
            f"{AUTHORITY}/v2.0/.well-known/openid-configuration", body=requests.exceptions.ConnectTimeout("10.1.2.3")
        )
        error = refused(settings)
    assert isinstance(error, SourceUnavailable)
    assert str(error).startswith("No answer from login.microsoftonline.com: it did not answer in time.")
    assert "proxy" in str(error)
    assert "10.1.2.3" not in str(error)


def test_a_certificate_that_is_not_trusted_is_told_as_one(
    settings: GraphSettings, login: responses.RequestsMock
) -> None:
    login.post(TOKEN, body=requests.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED"))
    assert "its certificate is not trusted here" in str(refused(settings))


@pytest.mark.parametrize(
    ("status", "body"), [(503, "<html>busy</html>"), (200, "<html>Please sign in to the Wi-Fi</html>"), (200, "[1]")]
)
def test_an_odd_answer_is_no_refusal_of_the_credential(
    settings: GraphSettings, login: responses.RequestsMock, status: int, body: str
) -> None:
    login.post(TOKEN, body=body, status=status)
    assert not isinstance(refused(settings), SignInRefused)


def test_a_busy_sign_in_may_be_asked_again(settings: GraphSettings, login: responses.RequestsMock) -> None:
    login.post(TOKEN, json={"error": "temporarily_unavailable"}, status=429)
    assert isinstance(refused(settings), SourceUnavailable)


def test_a_ca_file_that_is_not_there_is_told(settings: GraphSettings) -> None:
    assert "CA file" in str(refused(replace(settings, ca_file="/nowhere/ca.pem")))


def test_a_short_lived_token_is_fetched_anew_when_half_of_its_life_is_over(
    settings: GraphSettings, login: responses.RequestsMock
) -> None:
    give(login, "first", life=0)
    give(login, "second", life=0)

    async def ask(sign_in: SignIn) -> list[str]:
        return [await sign_in.token(), await sign_in.token()]

    assert run(settings, ask) == ["first", "second"]
    assert tokens_asked(login) == 2
