from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from calsync.errors import Problems
from calsync.graph.credentials import Certificate, ClientSecret, ManagedIdentity
from calsync.graph.settings import GraphSettings


def test_a_domain_names_a_tenant_as_well_as_its_id_does(settings: GraphSettings) -> None:
    assert replace(settings, tenant="clarendon.onmicrosoft.com").tenant == "clarendon.onmicrosoft.com"


@pytest.mark.parametrize("tenant", ["common", "organizations", "", "clarendon", "../evil", "https://x.example"])
def test_what_is_no_tenant_of_ones_own_is_refused(settings: GraphSettings, tenant: str) -> None:
    with pytest.raises(Problems, match="tenant:"):
        replace(settings, tenant=tenant)


def test_every_problem_is_told_at_once(settings: GraphSettings) -> None:
    with pytest.raises(Problems) as caught:
        replace(
            settings,
            tenant="x",
            client_id="x",
            credential=ClientSecret(value=" "),
            service_mailbox="x",
            group="x",
            slots=0,
        )
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "tenant",
        "client_id",
        "client_secret",
        "service_mailbox",
        "group",
        "slots",
    ]


def test_the_secret_stands_in_no_representation(settings: GraphSettings) -> None:
    assert isinstance(settings.credential, ClientSecret)
    assert settings.credential.value not in repr(settings)


def test_a_managed_identity_needs_no_client_id_and_the_others_do(settings: GraphSettings) -> None:
    assert replace(settings, credential=ManagedIdentity(), client_id="").client_id == ""
    with pytest.raises(Problems, match="client_id:"):
        replace(settings, client_id="")


def test_a_certificate_that_can_not_serve_is_told_with_the_other_problems(
    settings: GraphSettings, tmp_path: Path
) -> None:
    with pytest.raises(Problems) as caught:
        replace(settings, group="x", credential=Certificate(file=tmp_path / "gone.pem"))
    assert [problem.split(":")[0] for problem in caught.value.problems] == ["certificate_file", "group"]


def test_the_base_url_ends_without_a_slash_which_the_sdk_would_double(settings: GraphSettings) -> None:
    assert replace(settings, root="https://graph.microsoft.com/").base_url == "https://graph.microsoft.com/v1.0"


def test_plain_http_is_for_loopback_alone(settings: GraphSettings) -> None:
    assert replace(settings, root="http://localhost:8000").host == "localhost"
    for address in ("http://graph.microsoft.com", "http://127.0.0.1.evil.example", "ftp://graph.microsoft.com"):
        with pytest.raises(Problems, match="root:"):
            replace(settings, root=address)
    with pytest.raises(Problems, match="authority:"):
        replace(settings, authority="http://localhost:8000")


@pytest.mark.parametrize(
    "address",
    ["https://login.example/tenant", "https://login.example:x", "login.example", "https://sam@login.example", ""],
)
def test_an_address_is_scheme_and_host_alone(settings: GraphSettings, address: str) -> None:
    with pytest.raises(Problems, match="authority:"):
        replace(settings, authority=address)


def test_the_mail_domain_is_that_of_the_service_mailbox(settings: GraphSettings) -> None:
    assert replace(settings, service_mailbox="CheckIn@Clarendon.example").domain == "clarendon.example"
    assert replace(settings, service_mailbox=settings.client_id).domain == ""


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/users",
        "http://graph.microsoft.com/v1.0/users",
        "https://graph.microsoft.com:8443/v1.0/users",
        "https://graph.microsoft.com.evil.example/",
        "https://sam@graph.microsoft.com/",
        "https://graph.microsoft.com@evil.example/",
        "https://graph.microsoft.com:nonsense/",
        "//graph.microsoft.com/",
        "",
    ],
)
def test_a_link_off_the_root_is_known(settings: GraphSettings, link: str) -> None:
    assert not settings.is_graph(link)


def test_a_link_on_the_root_is_known_in_any_case_and_with_its_port(settings: GraphSettings) -> None:
    assert settings.is_graph("https://GRAPH.microsoft.com:443/v1.0/users?$skiptoken=x%2By")
