"""The generic webhook: signed, to no private address, and what its receiver's answers mean."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from calsync.demo.certificates import Certificates
from calsync.errors import DeliveryFailed
from calsync.notify.webhook import WebhookNotifier, WebhookTarget, signature

SECRET = "a-secret-of-more-than-thirty-two-letters"
BODY = b'{"id": "n1"}'


@dataclass
class Receiver:
    """A server of the organisation's own, on loopback: what came, and with what it answers."""

    certificates: Certificates
    port: int = 0
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def target(self, host: str = "localhost", **changes: Any) -> WebhookTarget:
        """It, as it is configured."""
        told = {"allow_private": True, "ca_file": self.certificates.ca_file, "seconds": 5.0, **changes}
        return WebhookTarget(url=f"https://{host}:{self.port}/alarms?key=most-secret", secret=SECRET, **told)


@pytest.fixture
def receiver(certificates: Certificates) -> Iterator[Receiver]:
    told = Receiver(certificates)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.came.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            return

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.cert_file, certificates.key_file)

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            return  # a client that refuses our certificate

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def post(told: WebhookTarget, **more: Any) -> None:
    asyncio.run(WebhookNotifier(told, **more).post(BODY, reference="n1"))


def failure(told: WebhookTarget, **more: Any) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        post(told, **more)
    assert "most-secret" not in str(caught.value)
    assert SECRET not in str(caught.value)
    return caught.value


def test_a_message_is_signed_with_its_moment_and_bears_its_id(receiver: Receiver) -> None:
    post(receiver.target())
    ((path, headers, body),) = receiver.came
    assert (path, body, headers["content-type"]) == ("/alarms?key=most-secret", BODY, "application/json")
    assert headers["idempotency-key"] == "n1"
    moment, given = (part.partition("=")[2] for part in headers["x-calsync-signature"].split(","))
    assert given == hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert json.loads(body) == {"id": "n1"}


def test_the_example_of_the_documentation_is_signed_as_it_says() -> None:
    body = b'{"id": "test-20260302140000", "event": "test", "at": "2026-03-02T14:00:00Z"}'
    assert signature("an-example-secret-of-32-letters-", body, at=1772460000) == (
        "t=1772460000,v1=ab5810518c6e292cb396f1dd66050cc2dd0936c54ea77578dcfd8ee1a97832c4"
    )


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (401, True),
        (404, True),
        (410, True),
        (408, False),
        (429, False),
        (500, False),
        (503, False),
        (307, True),
    ],
)
def test_a_refusal_is_for_good_and_a_failure_is_tried_again(receiver: Receiver, status: int, permanent: bool) -> None:
    receiver.status, receiver.headers = status, {"Location": f"https://localhost:{receiver.port}/elsewhere"}
    assert failure(receiver.target()).permanent is permanent
    assert len(receiver.came) == 1, "and no redirect is followed"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_a_private_address_in_any_spelling_is_not_connected_to(receiver: Receiver, host: str) -> None:
    assert "inside a private network" in str(failure(receiver.target(host, allow_private=False)))
    assert receiver.came == []


@pytest.mark.parametrize("inside", ["10.0.0.1", "169.254.169.254", "168.63.129.16", "224.0.0.1", "fe80::1"])
def test_a_name_that_leads_inside_beside_an_address_outside_is_refused(receiver: Receiver, inside: str) -> None:
    async def ask(_host: str, _port: int) -> list[str]:
        return ["52.96.0.1", inside]

    assert "inside a private network" in str(failure(receiver.target("a.example", allow_private=False), ask=ask))


def test_the_name_is_looked_up_once_so_that_it_can_not_lead_elsewhere_in_between(receiver: Receiver) -> None:
    asked: list[str] = []

    async def ask(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    post(receiver.target(), ask=ask)
    assert (asked, len(receiver.came)) == (["localhost"], 1)


def test_a_certificate_of_another_name_or_of_nobody_is_not_trusted(receiver: Receiver) -> None:
    async def ask(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    assert "certificate is not to be trusted" in str(failure(receiver.target("a.example"), ask=ask))
    assert "certificate is not to be trusted" in str(failure(receiver.target(ca_file=None)))
    assert receiver.came == []


def test_what_can_not_be_reached_is_tried_again(certificates: Certificates) -> None:
    async def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError

    told = Receiver(certificates, port=1).target()
    assert not failure(told).permanent
    assert "no address for localhost" in str(failure(told, ask=nowhere))
