"""The server itself: its certificates, its port, its end."""

from __future__ import annotations

import socket
import stat
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from calsync.demo.certificates import make_certificates
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.errors import CalsyncError


def frozen() -> datetime:
    return datetime(2031, 1, 1, tzinfo=UTC)


def test_certificates_are_made_once_and_the_key_is_for_its_owner_alone(tmp_path: Path):
    made = make_certificates(tmp_path / "tls")
    first = made.cert_file.read_bytes()
    assert stat.S_IMODE(made.key_file.stat().st_mode) == 0o600
    assert make_certificates(tmp_path / "tls") == made
    assert made.cert_file.read_bytes() == first


def test_a_broken_certificate_is_made_anew(tmp_path: Path):
    made = make_certificates(tmp_path)
    first = made.ca_file.read_bytes()
    made.cert_file.write_text("not a certificate")
    assert make_certificates(tmp_path).ca_file.read_bytes() != first


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_certificate_holds_for_every_name_of_loopback(server: TenantServer, trust, host):
    with httpx.Client(verify=trust) as client:
        assert client.get(f"https://{host}:{server.port}/_simulation/clock").status_code == 200


def test_a_stranger_to_the_authority_does_not_trust_the_server(server: TenantServer, tmp_path: Path):
    import ssl

    other = ssl.create_default_context(cafile=str(make_certificates(tmp_path).ca_file))
    with httpx.Client(verify=other) as client, pytest.raises(httpx.ConnectError):
        client.get(server.base_url)


def test_plain_http_serves_the_same_and_the_port_is_free_again_at_the_end():
    tenant = Tenant(frozen, speed=60.0)
    with TenantServer(tenant, tls=False) as running, httpx.Client(base_url=running.base_url) as client:
        assert client.get("/_simulation/clock").json() == {"now": "2031-01-01T00:00:00.0000000Z", "speed": 60.0}
        port = running.port
    with TenantServer(tenant, tls=False, port=port) as again:
        assert again.base_url == f"http://localhost:{port}"


def test_a_taken_port_is_said_in_a_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CalsyncError, match=f"can't listen on port {port} of 127.0.0.1"):
            TenantServer(Tenant(frozen), tls=False, port=port).start()


def test_two_tenants_made_with_the_same_seed_have_the_same_ids():
    one, two = (Tenant(frozen, seed=7) for _ in range(2))
    assert one.id == two.id
    assert one.add_person("Sam Visits").id == two.add_person("Sam Visits").id
    assert Tenant(frozen).id != Tenant(frozen).id
