"""Whether the web side answers at all."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from calsync.app import App
from calsync.config.web import LIVE, LIVE_ANSWERS


def routes(_: App) -> APIRouter:
    """`GET /live`: answers while requests are taken. It says nothing of the scan."""
    router = APIRouter()

    @router.get(LIVE)
    def live() -> PlainTextResponse:
        return PlainTextResponse(LIVE_ANSWERS)

    return router
