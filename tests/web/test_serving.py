"""The pages are served beside the service, in a thread of their own."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from calsync.errors import CalsyncError
from calsync.web import life
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
