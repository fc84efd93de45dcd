"""[graph] names one credential of four kinds, and one cloud."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from calsync.app import graph_settings
from calsync.config import GraphSettings, load_settings
from calsync.errors import Problems
from calsync.graph.credentials import Certificate, ClientSecret, FederatedToken, ManagedIdentity
from tests.certificates import made

PASSWORD = "made-up~password"
PLATFORMS = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"
WITHOUT = """
[policy]
use = "clarendon"

[roles]
out_of_hours = "duty@centre.example.org"

[graph]
tenant = "centre.example.org"
group = "66666666-7777-8888-9999-000000000000"
service_mailbox = "calsync@centre.example.org"
"""
CLIENT = 'client_id = "11111111-2222-3333-4444-555555555555"\n'

Load = Callable[[str], GraphSettings]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """The section of a file whose [graph] ends with these lines."""

    def loaded(lines: str) -> GraphSettings:
        (tmp_path / "calsync.toml").write_text(WITHOUT + lines)
        return load_settings(tmp_path / "calsync.toml").graph

    return loaded


def problems(load: Load, lines: str) -> list[str]:
    with pytest.raises(Problems) as caught:
        load(lines)
    return caught.value.problems


def credential(tmp_path: Path) -> object:
    return graph_settings(load_settings(tmp_path / "calsync.toml")).credential


def test_a_secret_may_say_on_which_day_it_ends(load: Load, tmp_path: Path) -> None:
    load(CLIENT + 'client_secret = "x~1"\nclient_secret_expires = 2027-03-01\n')
    assert credential(tmp_path) == ClientSecret(value="x~1", last_day=date(2027, 3, 1))


def test_a_day_may_come_from_the_environment(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALSYNC_GRAPH__CLIENT_SECRET_EXPIRES", "2027-03-01")
    assert load(CLIENT + 'client_secret = "x~1"\n').client_secret_expires == date(2027, 3, 1)


def test_a_certificate_stands_beside_the_file_with_its_password_in_a_file_of_its_own(
    load: Load, tmp_path: Path
) -> None:
    pair = made()
    (tmp_path / "public.pem").write_text(pair.public)
    (tmp_path / "private.pem").write_text(pair.private(PASSWORD))
    (tmp_path / "password").write_text(PASSWORD + "\n")
    read = load(
        CLIENT + 'certificate_file = "public.pem"\ncertificate_key_file = "private.pem"\n'
        'certificate_password_file = "password"\n'
    )
    assert PASSWORD not in repr(read)
    found = credential(tmp_path)
    assert found == Certificate(file=tmp_path / "public.pem", key_file=tmp_path / "private.pem", password=PASSWORD)
    assert found.problems() == []


def test_the_token_of_a_platform_is_named_by_the_file_or_else_by_the_platform(
    load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "projected"):
        (tmp_path / name).write_text(PLATFORMS)
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "projected"))
    load(CLIENT)
    assert credential(tmp_path) == FederatedToken(file=tmp_path / "projected")
    load(CLIENT + 'federated_token_file = "named"\n')
    assert credential(tmp_path) == FederatedToken(file=tmp_path / "named")
    load(CLIENT + 'client_secret = "x~1"\n')
    assert credential(tmp_path) == ClientSecret(value="x~1")
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "gone"))
    [told] = problems(load, CLIENT)
    assert told.startswith("graph.federated_token_file (from AZURE_FEDERATED_TOKEN_FILE): there is no file")


def test_a_managed_identity_is_the_machines_own_or_one_with_a_client_id(load: Load, tmp_path: Path) -> None:
    load('managed_identity = "system"\n')
    assert credential(tmp_path) == ManagedIdentity()
    load('managed_identity = "11111111-2222-3333-4444-555555555555"\n')
    assert credential(tmp_path) == ManagedIdentity(client_id="11111111-2222-3333-4444-555555555555")
    load('managed_identity = "mine"\n')
    with pytest.raises(Problems, match='graph: managed_identity: give "system"'):
        credential(tmp_path)


def test_every_other_kind_needs_the_apps_client_id(load: Load) -> None:
    [told] = problems(load, 'client_secret = "x~1"\n')
    assert told.startswith("graph.client_id: missing")


def test_without_any_credential_all_four_kinds_are_named(load: Load) -> None:
    [told] = problems(load, CLIENT)
    assert told.startswith("graph: no credential is given: give one of client_secret (or client_secret_file)")
    for kind in ("certificate_file", "federated_token_file", "managed_identity"):
        assert kind in told


def test_two_credentials_are_told_by_their_names_with_everything_else(load: Load, tmp_path: Path) -> None:
    made().both(tmp_path / "ours.pem")
    told = problems(load, CLIENT + 'client_secret_file = "gone"\ncertificate_file = "ours.pem"\nslots = 0\n')
    assert "graph: client_secret and certificate_file are given, and only one can sign in: keep one of them" in told
    assert any(each.startswith("graph.client_secret_file: gone can't be read") for each in told)
    assert "graph.slots: must be at least 1" in told
    assert len(told) == 3


@pytest.mark.parametrize(
    ("lines", "owner"),
    [
        (
            'client_secret = "x~1"\ncertificate_key_file = "ours.pem"\n',
            "certificate_key_file belongs to certificate_file",
        ),
        ('client_secret = "x~1"\ncertificate_password = "y"\n', "certificate_password belongs to certificate_file"),
        ('certificate_file = "ours.pem"\nclient_secret_expires = 2027-03-01\n', "client_secret_expires belongs to"),
    ],
)
def test_what_belongs_to_another_kind_is_told(load: Load, tmp_path: Path, lines: str, owner: str) -> None:
    made().both(tmp_path / "ours.pem")
    [told] = problems(load, CLIENT + lines)
    assert told.startswith(f"graph: {owner}")


def test_a_certificate_file_that_is_not_there_is_told_with_its_place(load: Load, tmp_path: Path) -> None:
    assert problems(load, CLIENT + 'certificate_file = "gone.pem"\n') == [
        f"graph.certificate_file: there is no file {tmp_path / 'gone.pem'}; correct its path"
    ]


# --- clouds ------------------------------------------------------------------------------------------------

SECRET = CLIENT + 'client_secret = "x~1"\n'


@pytest.mark.parametrize(
    ("cloud", "authority", "root"),
    [
        ("global", "https://login.microsoftonline.com", "https://graph.microsoft.com"),
        ("usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us"),
        ("usgov-dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us"),
        ("china", "https://login.partner.microsoftonline.cn", "https://microsoftgraph.chinacloudapi.cn"),
    ],
)
def test_a_cloud_names_where_tokens_come_from_and_where_graph_is(
    load: Load, cloud: str, authority: str, root: str
) -> None:
    read = load(SECRET + f'cloud = "{cloud}"\n')
    assert (read.authority, read.root) == (authority, root)
    by_hand = load(SECRET + f'authority = "{authority}"\nroot = "{root}"\n')
    assert (by_hand.authority, by_hand.root) == (authority, root)


def test_a_cloud_that_contradicts_an_address_is_told(load: Load) -> None:
    assert problems(load, SECRET + 'cloud = "china"\nroot = "https://graph.microsoft.us"\n') == [
        'graph: root is https://graph.microsoft.us, and cloud = "china" has https://microsoftgraph.chinacloudapi.cn: '
        "take one of the two out"
    ]
    [told] = problems(load, SECRET + 'cloud = "global"\nauthority = "https://localhost:8443"\n')
    assert told.startswith("graph: authority is https://localhost:8443")


def test_a_graph_of_one_cloud_with_the_sign_in_of_another_is_told(load: Load) -> None:
    assert problems(load, SECRET + 'root = "https://graph.microsoft.us"\n') == [
        'graph: authority and root belong to different clouds: write cloud = "usgov" in place of both'
    ]


def test_addresses_of_a_simulated_tenant_belong_to_no_cloud(load: Load) -> None:
    read = load(SECRET + 'authority = "https://localhost:8443"\nroot = "https://localhost:8443"\n')
    assert read.root == "https://localhost:8443"
