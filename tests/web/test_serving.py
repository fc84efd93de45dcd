"""The pages are served beside the service, in a thread of their own."""

from __future__ import annotations

import select
import socket
from contextlib import ExitStack

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response

from calsync.errors import CalsyncError
from calsync.web import life, patience
from calsync.web.serving import WebServer, listening


def test_the_pages_answer_while_their_block_lasts_and_not_after() -> None:
    listener = listening("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/live"
    web = FastAPI()
    web.include_router(life.routes(None))  # type: ignore[arg-type]
    with WebServer(web, listener):
        assert httpx.get(address).text == "answers"
    with pytest.raises(httpx.ConnectError):
        httpx.get(address)


def test_a_port_that_is_taken_is_told_with_the_fix() -> None:
    first = listening("127.0.0.1", 0)
    port = first.getsockname()[1]
    with first, pytest.raises(CalsyncError, match=f"port {port} .*stop what uses it"):
        listening("127.0.0.1", port)


def test_hundreds_of_idle_connections_shut_nobody_out() -> None:
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    web = FastAPI()
    web.include_router(life.routes(None))  # type: ignore[arg-type]
    with WebServer(web, listener), ExitStack() as held:
        for _ in range(300):
            held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
        assert httpx.get(f"http://127.0.0.1:{port}/live", timeout=10).text == "answers"


def test_callers_who_do_not_read_their_answers_shut_nobody_out_and_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "MOST", 8)
    monkeypatch.setattr(patience, "LOOK_EVERY", 0.2)
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    web = FastAPI()
    web.include_router(life.routes(None))  # type: ignore[arg-type]
    web.get("/long")(lambda: Response(bytes(8_000_000)))
    with WebServer(web, listener), ExitStack() as held:
        silent = [held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10)) for _ in range(9)]
        for each in silent:
            each.sendall(b"GET /long HTTP/1.1\r\nHost: pages.test\r\n\r\n" * 3)
        assert [httpx.get(f"http://127.0.0.1:{port}/live", timeout=10).text for _ in range(3)] == ["answers"] * 3
        ended = select.poll()
        for each in silent:
            ended.register(each, 0)
            assert ended.poll(10_000), "also those for whom nobody else needed the room"
            ended.unregister(each)


@pytest.mark.parametrize(("proxy", "address"), [([], "127.0.0.1"), (["127.0.0.1"], "192.0.2.7")])
def test_what_a_caller_writes_about_their_address_is_believed_of_a_named_proxy_alone(
    proxy: list[str], address: str
) -> None:
    listener = listening("127.0.0.1", 0)
    web = FastAPI()
    web.get("/who")(_who)
    with WebServer(web, listener, proxy=proxy):
        told = httpx.get(f"http://127.0.0.1:{listener.getsockname()[1]}/who", headers={"X-Forwarded-For": "192.0.2.7"})
    assert told.json() == address


def _who(request: Request) -> str:
    return request.client.host if request.client is not None else ""
