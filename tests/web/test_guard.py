"""What holds for every request to the pages."""

from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI, Request

from calsync.errors import StoreUnavailable
from calsync.web.guard import HEADERS, MOST, Guard
from calsync.web.refusals import NOT_NOW, NOT_THERE, refusals
from tests.pages import Pages


@pytest.fixture(scope="module")
def client() -> Pages:
    router = APIRouter()

    @router.post("/take")
    async def take(request: Request) -> int:
        return len(await request.body())

    @router.get("/later")
    def later() -> None:
        raise StoreUnavailable("The database is not there.")

    @router.get("/broken")
    def broken() -> None:
        raise RuntimeError("Sam Visits, 14 Elm Road")

    web = FastAPI(exception_handlers=refusals(), openapi_url=None)
    web.include_router(router)
    return Pages(Guard(web))


def test_a_body_longer_than_anything_that_is_asked_is_refused(client: Pages) -> None:
    assert client.post("/take", content=b"x" * MOST).text == str(MOST)
    assert client.post("/take", content=b"x" * (MOST + 1)).status_code == 413


@pytest.mark.parametrize("path", ["/nowhere", "/later", "/broken"])
def test_every_answer_keeps_a_link_out_of_caches_referrers_and_frames(client: Pages, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)


def test_what_can_not_be_done_is_said_in_a_sentence_and_never_shows_what_went_wrong_within(client: Pages) -> None:
    assert (client.get("/nowhere").status_code, client.get("/nowhere").text) == (404, NOT_THERE)
    assert (client.get("/later").status_code, client.get("/later").text) == (503, NOT_NOW)
    assert (client.get("/broken").status_code, client.get("/broken").text) == (500, NOT_NOW)
