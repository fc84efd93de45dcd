"""What the pages need besides themselves: one stylesheet, which a browser keeps for a day."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from calsync.app import App
from calsync.web.showing import STYLE

KEPT = "public, max-age=86400"
TAG = f'"{sha256(STYLE.encode()).hexdigest()[:16]}"'


def routes(_: App) -> APIRouter:
    """`GET /static/pages.css`: it holds nothing of anybody, so it alone may be kept."""
    router = APIRouter()

    @router.api_route("/static/pages.css", methods=["GET", "HEAD"])
    def style(request: Request) -> Response:
        headers = {"Cache-Control": KEPT, "ETag": TAG}
        if request.headers.get("if-none-match") == TAG:
            return Response(status_code=304, headers=headers)
        return Response(STYLE, media_type="text/css", headers=headers)

    return router
