"""`/me`: who is signed in, with which roles, whom they may see; and `/sign-out`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from calsync.app import App
from calsync.domain.app_roles import AppRole, Right
from calsync.domain.model import Role
from calsync.domain.scene import ROLE_WORDS
from calsync.web.cookies import HELD, SESSION
from calsync.web.door import Door
from calsync.web.forms import fields_of
from calsync.web.next_page import HOME
from calsync.web.showing import page, sentence
from calsync.web.signed_in import MARK, NOT_OURS, SignedIn, signed_in

APP_ROLE_WORDS = {
    AppRole.RESPONDER: "Responder: the alarms of those in your care",
    AppRole.MANAGER: "Manager: alarms, visits and history of those in your care",
    AppRole.AUDITOR: "Auditor: history and audit of everybody, to be read alone",
    AppRole.OPERATOR: "Operator: whether the service works, and nothing of anybody",
}
"""What each role in Entra opens."""
MOST = 50
"""So many of those in somebody's care are named."""
SIGNED_OUT = (
    "You are signed out of calsync. You are still signed in to Microsoft: on a shared computer sign out there too."
)


def routes(_: App, door: Door) -> APIRouter:
    """`GET /me` and `POST /sign-out`."""
    router = APIRouter()

    @router.get(HOME)
    def me(by: Annotated[SignedIn, Depends(signed_in)]) -> Response:
        known = door.engine.person(by.who)
        shown = sorted(by.reach.theirs)[:MOST]
        in_care = door.engine.names(shown)
        if shown:
            by.viewed("me", shown)
        return page(
            "me.html",
            name=known.name if known is not None else by.session.name,
            roles=[APP_ROLE_WORDS[each] for each in by.session.roles],
            teams=[f"{_called(role)} of {team or 'everybody'}" for role, team in door.engine.teams(by.who)],
            in_care=in_care,
            more=len(by.reach.theirs) - len(shown),
            board=by.reach.may(Right.BOARD),
            shows_people=bool(by.reach.of_theirs),
            known=known is not None,
            mark=by.mark,
        )

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        fields = fields_of(await request.body())

        def out() -> Response:
            marked = door.marked(request, fields.get(MARK, ""))
            session = door.session(request)
            if session is not None and session.digest != marked:
                door.engine.refused("form-not-ours", session.who)
                return sentence("Not done", NOT_OURS, status=403)
            if session is not None:
                door.engine.end(session, door.now())
            response = sentence("Signed out", SIGNED_OUT)
            if marked:
                door.cookies.drop(response, SESSION)
                door.cookies.drop(response, HELD)
            return response

        return await run_in_threadpool(out)

    return router


def _called(role: Role) -> str:
    words = ROLE_WORDS[role].removeprefix("the ")
    return words[:1].upper() + words[1:]
