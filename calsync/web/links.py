"""`/a/{token}`: what a link in a message opens. A GET shows, a POST takes; whose page it is the link says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from calsync.app import App
from calsync.domain.links import is_token
from calsync.engine.link_answers import Opened
from calsync.web.forms import fields_of
from calsync.web.responder_page import ResponderPage
from calsync.web.showing import nothing
from calsync.web.worker_page import WorkerPage

NOT_HERE = "There is nothing behind this link. Open it whole, as it stands in the message, or answer the message."


class LinkPage(Protocol):
    """What stands behind the links of one kind of reader."""

    def show(self, token: str, opened: Opened) -> Response:
        """The page. It changes nothing."""

    def press(self, token: str, opened: Opened, fields: Mapping[str, str], address: str) -> Response:
        """What became of a form that was sent."""


def routes(app: App) -> APIRouter:
    """`GET`, `HEAD` and `POST /a/{token}`."""
    router = APIRouter()
    workers: LinkPage = WorkerPage(app)
    responders: LinkPage = ResponderPage(app)

    def page_of(opened: Opened) -> LinkPage:
        return workers if opened.is_workers else responders

    def opened(token: str) -> Opened | None:
        token = token.lower()
        return app.engine.links.opened(token) if is_token(token) else None

    @router.api_route("/a/{token}", methods=["GET", "HEAD"])
    def show(token: str) -> Response:
        if (found := opened(token)) is None:
            return nothing(NOT_HERE)
        return page_of(found).show(token.lower(), found)

    @router.post("/a/{token}")
    async def press(token: str, request: Request) -> Response:
        body = await request.body()
        address = request.client.host if request.client is not None else ""

        def take() -> Response:
            if (found := opened(token)) is None:
                app.engine.refused_links.unknown()
                return nothing(NOT_HERE)
            return page_of(found).press(token.lower(), found, fields_of(body), address)

        return await run_in_threadpool(take)

    return router
