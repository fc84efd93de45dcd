"""Connections to Graph, against a server that answers byte by byte as it is told."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import threading
import warnings
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from calsync.demo.certificates import make_certificates
from calsync.errors import SourceUnavailable
from calsync.graph.connections import Connections
from calsync.graph.settings import GraphSettings

T = TypeVar("T")


@dataclass
class Server:
    """What it was sent, head by head, and the bytes it answers with, one after the other; b"": it hangs up."""

    answers: list[bytes]
    port: int = 0
    heads: list[str] = field(default_factory=list)
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next(
                    (line[15:] for line in head.splitlines() if line.lower().startswith("content-length:")), 0
                )
                await reader.readexactly(int(length))
                self.heads.append(head)
                answer = self.answers[min(len(self.heads), len(self.answers)) - 1]
                if not answer:
                    return
                writer.write(answer)
                await writer.drain()
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()


def answer(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]).encode() + body


def run(
    server: Server, settings: GraphSettings, ask: Callable[[httpx.AsyncClient, str], Awaitable[T]], timeout: float = 5.0
) -> T:
    """What `ask` gives with a client over connections to the server and the server's address."""

    async def whole() -> T:
        listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        root = f"http://127.0.0.1:{server.port}"
        there = Connections(replace(settings, root=root, timeout=timeout), 2)
        async with listening, httpx.AsyncClient(transport=there) as client:
            return await ask(client, root)

    return asyncio.run(whole())


def test_one_connection_serves_request_after_request(settings: GraphSettings) -> None:
    server = Server([answer(b"{}")])

    async def thrice(client: httpx.AsyncClient, root: str) -> list[bytes]:
        return [(await client.get(root)).content for _ in range(3)]

    assert run(server, settings, thrice) == [b"{}"] * 3
    assert server.connections == 1


def test_an_address_arrives_as_it_was_escaped(settings: GraphSettings) -> None:
    server = Server([answer(b"{}")])
    path = (
        "/v1.0/users/a%2Fb%3D%27/calendarView?startDateTime=2026-03-02T09%3A00%3A00Z&$select=id,type&$filter=a%20b%2B"
    )

    async def ask(client: httpx.AsyncClient, root: str) -> httpx.Response:
        return await client.get(root + path)

    run(server, settings, ask)
    assert server.heads[0].startswith(f"GET {path} HTTP/1.1\r\n")


def test_headers_and_the_body_of_a_post_arrive_once_and_unchanged(settings: GraphSettings) -> None:
    server = Server([answer(b"{}")])

    async def ask(client: httpx.AsyncClient, root: str) -> httpx.Response:
        return await client.post(root, content=b'{"a":1}', headers={"Authorization": "Bearer t", "Prefer": "a, b"})

    run(server, settings, ask)
    lines = server.heads[0].lower().splitlines()
    for header in ("authorization: bearer t", "prefer: a, b", "content-length: 7"):
        assert lines.count(header) == 1
    assert len(lines) == len({line.partition(":")[0] for line in lines})


def test_no_cookie_is_sent_back(settings: GraphSettings) -> None:
    server = Server([answer(b"{}", "Set-Cookie: who=sam; Path=/")])
    there: list[Connections] = []

    async def ask(client: httpx.AsyncClient, root: str) -> None:
        # Past the client, which has a jar of its own.
        there.append(Connections(replace(settings, root=root), 2))
        for _ in range(2):
            await (await there[0].handle_async_request(httpx.Request("GET", root))).aread()
        await there[0].aclose()

    run(server, settings, ask)
    assert len(server.heads) == 2
    assert "cookie" not in "".join(server.heads).lower()


def test_a_post_is_never_sent_twice(settings: GraphSettings) -> None:
    server = Server([answer(b"{}"), b""])

    async def ask(client: httpx.AsyncClient, root: str) -> None:
        await client.post(root, content=b"{}")
        with pytest.raises(httpx.NetworkError):
            await client.post(root, content=b"{}")

    run(server, settings, ask)
    assert len(server.heads) == 2


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: nine\r\n\r\n{}",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_that_is_broken_off_or_no_http_is_an_error_of_the_network(
    settings: GraphSettings, broken: bytes
) -> None:
    async def ask(client: httpx.AsyncClient, root: str) -> None:
        if broken.endswith(b"{}"):
            # What follows never comes: the server hangs up.
            server.answers.append(b"")
        with pytest.raises(httpx.TransportError):
            await client.get(root)

    server = Server([broken])
    run(server, settings, ask, timeout=0.5)


def test_silence_is_a_timeout(settings: GraphSettings) -> None:
    server = Server([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])

    async def ask(client: httpx.AsyncClient, root: str) -> None:
        with pytest.raises(httpx.TimeoutException):
            await client.get(root)

    run(server, settings, ask, timeout=0.1)


def test_nobody_listening_is_an_error_of_the_network(settings: GraphSettings) -> None:
    async def ask(client: httpx.AsyncClient, _root: str) -> None:
        with pytest.raises(httpx.NetworkError):
            await client.get("http://127.0.0.1:9/")

    run(Server([b""]), settings, ask)


def test_the_environments_proxy_is_gone_through(settings: GraphSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Server([b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"])

    async def ask(_client: httpx.AsyncClient, root: str) -> None:
        monkeypatch.setenv("https_proxy", root)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        async with httpx.AsyncClient(transport=Connections(settings, 2)) as client:
            with pytest.raises(httpx.NetworkError):
                await client.get(settings.base_url)
        monkeypatch.setenv("https_proxy", root.removeprefix("http://"))
        async with httpx.AsyncClient(transport=Connections(settings, 2)) as client:
            with pytest.raises(httpx.NetworkError):
                await client.get(settings.base_url)

    run(proxy, settings, ask)
    assert len(proxy.heads) == 2
    assert proxy.heads[0].startswith("CONNECT graph.microsoft.com:443 HTTP/1.1")


def test_a_proxy_that_is_no_http_proxy_is_named_without_its_password(
    settings: GraphSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "socks5://calsync:hush-hush@10.0.0.1:1080")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(SourceUnavailable, match="HTTPS_PROXY") as refused:
        Connections(settings, 2)
    assert "hush-hush" not in str(refused.value)


def test_no_connection_outlives_the_client_though_the_other_side_never_says_goodbye(
    settings: GraphSettings, tmp_path: Path
) -> None:
    made = make_certificates(tmp_path)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(made.cert_file, made.key_file)
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # A thread that reads no more: in an event loop the server would answer the goodbye.
        def serve() -> None:
            with listening.accept()[0] as taken, trust.wrap_socket(taken, server_side=True) as wire:
                wire.recv(65536)
                wire.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it")
                done.wait(30)

        server = threading.Thread(target=serve)
        server.start()
        root = f"https://127.0.0.1:{listening.getsockname()[1]}"

        async def whole() -> None:
            there = Connections(replace(settings, root=root, ca_file=str(made.ca_file)), 2)
            answer = await there.handle_async_request(httpx.Request("GET", root))
            await answer.aclose()
            await there.aclose()

        try:
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always", ResourceWarning)
                asyncio.run(whole())
                gc.collect()
        finally:
            done.set()
            server.join()
    assert [str(each.message) for each in told] == []
