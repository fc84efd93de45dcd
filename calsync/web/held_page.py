"""`/held`: what somebody typed before they were signed out, to be read over and sent. It is never sent by itself."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from calsync.app import App
from calsync.domain.sessions import digest
from calsync.web.cookies import HELD
from calsync.web.door import Door
from calsync.web.next_page import next_page
from calsync.web.seal import opened_by
from calsync.web.showing import page, sentence
from calsync.web.signed_in import HELD_PAGE, SignedIn, signed_in

NOTHING = (
    "Nothing is kept for you here. What is typed is kept for half an hour, for whoever typed it, in their browser."
)
SHORT = 20
"""What is longer, or has a blank in it, was typed by a person: it is shown, and can be changed."""


def routes(_: App, door: Door) -> APIRouter:
    """`GET /held`."""
    router = APIRouter()

    @router.get(HELD_PAGE)
    def held(request: Request, by: Annotated[SignedIn, Depends(signed_in)]) -> Response:
        key = door.cookies.read(request, HELD)
        form = door.engine.held(digest(key), by.who, door.now()) if key else None
        opened = opened_by(key, form.sealed) if form is not None else None
        if opened is None:
            return sentence("Nothing is kept", NOTHING, status=404)
        where, fields = next_page(opened[0]), opened[1]
        typed = {name: value for name, value in fields.items() if len(value) > SHORT or " " in value}
        hidden = {name: value for name, value in fields.items() if name not in typed}
        return page("held.html", where=where, typed=typed, hidden=hidden, mark=by.mark)

    return router
