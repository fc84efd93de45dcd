"""A small Graph for measuring clients: `python bench/wire_server.py` answers from prebuilt bytes, on loopback.

Plain http/1.1 for Graph and https for the sign-in (msal takes nothing else), in one process with one event loop. It
prints one line of JSON with its addresses, and ends when its standard input does. With `--latency` an answer takes so
many milliseconds; with `--in-flight` Outlook's limit holds: what asks for a mailbox while so many requests are in
flight, each request of a batch counted, gets 429 ApplicationThrottled with Retry-After.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import ssl
import sys
import tempfile
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from pathlib import Path

import made_up
import msgspec
from world import Answer, World, in_bytes, refusal

from calsync.demo.certificates import make_certificates

_LENGTH = re.compile(rb"\r\ncontent-length:\s*(\d+)", re.IGNORECASE)
_JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_REASONS = {200: b"OK", 201: b"Created", 202: b"Accepted", 404: b"Not Found", 429: b"Too Many Requests"}
_INNER = f'"headers":{{"Cache-Control":"private","OData-Version":"4.0","Content-Type":"{_JSON}"}},"body":'.encode()
RETRY_AFTER = 5


class _Step(msgspec.Struct):
    id: str
    method: str
    url: str


class _Batch(msgspec.Struct):
    requests: list[_Step]


class Wire(asyncio.Protocol):
    """One connection: a request, its answer, the next request."""

    def __init__(self, world: World, latency: float) -> None:
        self._world, self._latency = world, latency
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep it."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer as soon as a request is whole."""
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = bytes(self._buffer[: end + 4])
            length = int(found[1]) if (found := _LENGTH.search(head)) else 0
            if len(self._buffer) < len(head) + length:
                return
            body = bytes(self._buffer[len(head) : len(head) + length])
            del self._buffer[: len(head) + length]
            self._take(head, body)

    def _take(self, head: bytes, body: bytes) -> None:
        method, target, _ = head.decode("latin-1").split(" ", 2)
        path, _, query = target.partition("?")
        if path.startswith("/v1.0/0"):
            # python-O365 asks for /v1.0/{id}/... where everybody else asks for /v1.0/users/{id}/...
            path = f"/v1.0/users{path[5:]}"
        if not path.startswith("/v1.0/"):
            self._write(200, in_bytes(self._beside(path)))
        elif path == "/v1.0/$batch":
            self._world.asked["$batch"] += 1
            self._batch(msgspec.json.decode(body, type=_Batch).requests)
        else:
            self._world.head = len(head)
            answer = self._slotted(method, path[5:], query, lambda answer: self._write(*answer))
            if answer is not None:
                self._write(*answer)

    def _batch(self, steps: list[_Step]) -> None:
        found: list[tuple[str, Answer]] = []

        def done(step: str, answer: Answer) -> None:
            found.append((step, answer))
            if len(found) == len(steps):
                # Graph promises no order.
                inner = (_inner(*each) for each in reversed(found))
                self._write(200, b'{"responses":[' + b",".join(inner) + b"]}")

        for step in steps:
            path, _, query = step.url.partition("?")
            answer = self._slotted(step.method, path, query, partial(done, step.id))
            if answer is not None:
                done(step.id, answer)

    def _slotted(self, method: str, path: str, query: str, later: Callable[[Answer], None]) -> Answer | None:
        """The answer at once, or None when `later` will be told it after the latency, at whose end the slot is free."""
        world = self._world
        slot = world.outlook(path)
        if slot and world.is_full():
            said = "Application is over its MailboxConcurrency limit."
            return 429, refusal("ApplicationThrottled", said)
        if not self._latency:
            return world.answer(method, path, query)
        world.in_flight += slot
        world.fullest = max(world.fullest, world.in_flight)

        def end() -> None:
            world.in_flight -= slot
            later(world.answer(method, path, query))

        asyncio.get_running_loop().call_later(self._latency, end)
        return None

    def _beside(self, path: str) -> dict[str, object]:
        """The sign-in's two documents, and what the bench itself asks."""
        world, root = self._world, f"{self._world.authority}/{made_up.TENANT}"
        if path.endswith("/openid-configuration"):
            return {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
            }
        if path.endswith("/token"):
            # As long as Entra's tokens for apps are.
            return {"token_type": "Bearer", "expires_in": 3599, "access_token": "e" * 1700}
        if path == "/bench/next":
            world.generation += 1
            return {}
        return world.state()

    def _write(self, status: int, body: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        kept = b"Retry-After: %d\r\n" % RETRY_AFTER if status == 429 else b""
        self._transport.write(
            b"HTTP/1.1 %d %s\r\nCache-Control: private\r\nContent-Type: %s\r\nDate: %s\r\n%s"
            b"request-id: 6d2d7e43-5a9e-4f5a-9d53-0d5b3c1f7d10\r\nOData-Version: 4.0\r\n"
            b'x-ms-ags-diagnostic: {"ServerInfo":{"DataCenter":"UK South","Slice":"E","Ring":"5"}}\r\n'
            b'Preference-Applied: IdType="ImmutableId", outlook.timezone="UTC"\r\nContent-Length: %d\r\n\r\n%s'
            % (status, _REASONS[status], _JSON.encode(), formatdate(usegmt=True).encode(), kept, len(body), body)
        )


def _inner(step: str, answer: Answer) -> bytes:
    status, body = answer
    headers = b'"headers":{"Retry-After":"%d","Content-Type":"application/json"},"body":' % RETRY_AFTER
    rest = headers if status == 429 else _INNER
    return b'{"id":"%s","status":%d,%s%s}' % (step.encode(), status, rest, body or b"null")


async def serve(told: argparse.Namespace, folder: Path) -> None:
    """Serve until standard input ends."""
    world = World(told.people, told.begun, told.soon, told.drift, told.in_flight)
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    files = make_certificates(folder)
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.load_cert_chain(files.cert_file, files.key_file)
    plain = await loop.create_server(lambda: Wire(world, told.latency / 1000), "127.0.0.1", 0, backlog=512)
    sign_in = await loop.create_server(lambda: Wire(world, 0), "127.0.0.1", 0, ssl=secure)
    world.root = f"http://127.0.0.1:{plain.sockets[0].getsockname()[1]}"
    world.authority = f"https://localhost:{sign_in.sockets[0].getsockname()[1]}"
    told_by = {"root": world.root, "authority": world.authority, "ca_file": str(files.ca_file)}
    print(json.dumps(told_by), flush=True)
    # Whoever started it holds the other end, and writes nothing to it.
    loop.add_reader(sys.stdin, over.set)
    await over.wait()


def main() -> None:
    """Read the switches and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=0, help="members of the group of lone workers")
    parser.add_argument("--begun", type=float, default=0.1, help="the share of them in a visit that has begun")
    parser.add_argument("--soon", type=float, default=0.1, help="the share within half an hour before one")
    parser.add_argument("--latency", type=float, default=0, help="milliseconds that an answer takes")
    parser.add_argument("--in-flight", type=int, default=0, help="requests that Outlook takes at once; 0: any number")
    parser.add_argument("--drift", type=float, default=0, help="every so many seconds, 2 %% of the diaries change")
    with tempfile.TemporaryDirectory(prefix="calsync-wire-") as folder:
        asyncio.run(serve(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    main()
