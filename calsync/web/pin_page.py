"""`/pin/{token}`: where a worker chooses their PIN, once. A GET shows, a POST with what they typed keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from calsync.app import App
from calsync.domain.links import is_token
from calsync.web.forms import fields_of
from calsync.web.showing import nothing, page, sentence

NOT_ANY_MORE = "This link opens nothing, or not any more. Ask whoever looks after calsync to invite you again."
NOT_TWICE = {
    "own": "The PIN was not typed the same twice.",
    "duress": "The second PIN was not typed the same twice.",
}


def routes(app: App) -> APIRouter:
    """`GET`, `HEAD` and `POST /pin/{token}`."""
    router = APIRouter()

    def form(token: str, problems: Sequence[str] = ()) -> Response:
        return page("pin.html", 422 if problems else 200, token=token, problems=problems)

    def is_open(token: str) -> bool:
        return is_token(token) and app.engine.pins.invited(token) is not None

    @router.api_route("/pin/{token}", methods=["GET", "HEAD"])
    def show(token: str) -> Response:
        token = token.lower()
        return form(token) if is_open(token) else nothing(NOT_ANY_MORE)

    @router.post("/pin/{token}")
    async def choose(token: str, request: Request) -> Response:
        token, fields = token.lower(), fields_of(await request.body())

        def take() -> Response:
            if not is_open(token):
                return nothing(NOT_ANY_MORE)
            typed = {name: re.sub(r"\s", "", fields.get(name, "")) for name in NOT_TWICE}
            again = {name: re.sub(r"\s", "", fields.get(f"{name}_again", "")) for name in NOT_TWICE}
            if wrong := [words for name, words in NOT_TWICE.items() if typed[name] != again[name]]:
                return form(token, wrong)
            problems = app.engine.pins.choose(token, typed["own"], typed["duress"])
            if problems is None:
                return nothing(NOT_ANY_MORE)
            return form(token, problems) if problems else sentence("Thank you", "Thank you. Your PIN is set.")

        return await run_in_threadpool(take)

    return router
