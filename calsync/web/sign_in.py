"""`/sign-in`, `/signed-in`: by Microsoft's page and back. A GET only sends somebody on; the form from there lets in."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from calsync.app import App
from calsync.config.sign_in import SIGNED_IN
from calsync.errors import StaffRefused
from calsync.web.cookies import FLOW
from calsync.web.door import Door, address_of
from calsync.web.forms import fields_of
from calsync.web.next_page import HOME, next_page
from calsync.web.rates import Rate
from calsync.web.showing import page

FLOW_SECONDS = 600
"""So long somebody may take on Microsoft's page."""
NO_FLOW = "This sign-in began in another browser, or too long ago. Nothing was changed. Sign in again."
CANCELLED = "Microsoft did not sign you in. Sign in again, or ask IT whether you were given a role in calsync."
TOO_OFTEN = "Too many sign-ins at once. Try again in a minute; links in messages go on to work."
SLOTS = 4
TRIES = 3
"""So many answers a minute to one sign-in reach Microsoft: a browser that was told to wait tries again."""
STATUS = {"unreachable": 503, "busy": 503, "no-role": 403, "credential": 503}


def routes(app: App, door: Door) -> APIRouter:
    """The way in by the tenant; nothing where none is set up."""
    router = APIRouter()
    staff = app.staff
    if staff is None:
        return router
    # An office may stand behind one address. What belongs to no sign-in begun here costs Microsoft nothing, and is
    # counted apart: nobody else waits for it. An answer to one that was begun is a request to Microsoft.
    begins, answers = Rate(each=60, all_of_them=600, few=10), Rate(each=30, all_of_them=120, few=10)
    strays, tries = Rate(each=30), Rate(each=TRIES)

    @router.get("/sign-in")
    def begin(request: Request, next: str = HOME) -> Response:  # noqa: A002  the word of the address
        if seconds := begins.wait(address_of(request)):
            return _too_often(seconds)

        def begun() -> Response:
            flow = staff.begin()
            response = RedirectResponse(flow.address, 303)
            # The answer comes from another site: the session's own cookie does not travel with it.
            told = {"flow": dict(flow.kept), "next": next_page(next), "former": door.held_by(request)}
            kept = door.seals.seal(told)
            door.cookies.give(response, _slot(str(flow.kept["state"])), kept, FLOW_SECONDS)
            return response

        return _or_why_not(door, begun, next_page(next))

    @router.get(SIGNED_IN)
    def nothing_came() -> Response:
        return not_signed_in(NO_FLOW, HOME, 400)

    @router.post(SIGNED_IN)
    async def back(request: Request) -> Response:
        fields = fields_of(await request.body())

        def let_in() -> Response:
            state, asker = fields.get("state", ""), address_of(request)
            slot = _slot(state)
            kept = door.seals.opened(door.cookies.read(request, slot), seconds=FLOW_SECONDS)
            to = next_page(str(kept["next"])) if kept is not None else HOME

            def finished() -> Response:
                flow, code = _of_this_browser(kept, fields), _code(fields)
                former = str(kept["former"]) if kept is not None else ""
                return door.admit(staff.finish(flow, code), to, instead_of=former)

            begun_here = _begun_here(kept, fields)
            if seconds := (tries.wait(state) or answers.wait(asker)) if begun_here else strays.wait(asker):
                return _too_often(seconds)
            response = _or_why_not(door, finished, to)
            if kept is not None:
                door.cookies.drop(response, slot)
            return response

        return await run_in_threadpool(let_in)

    return router


def not_signed_in(words: str, to: str, status: int) -> Response:
    """The page that says why somebody is not let in, with the way to try again."""
    return page("not_signed_in.html", status, words=words, to=to)


def _of_this_browser(kept: Mapping[str, object] | None, fields: Mapping[str, str]) -> Mapping[str, object]:
    """The sign-in that this browser began. Raises StaffRefused for every other answer."""
    flow = kept.get("flow") if kept is not None else None
    if not isinstance(flow, dict):
        raise StaffRefused("no-flow", NO_FLOW)
    if not hmac.compare_digest(str(flow.get("state")).encode(), fields.get("state", "").encode()):
        raise StaffRefused("state", NO_FLOW)
    return flow


def _begun_here(kept: Mapping[str, object] | None, fields: Mapping[str, str]) -> bool:
    """Whether an answer belongs to a sign-in of this browser, so that Microsoft would be asked about it."""
    try:
        return bool(_of_this_browser(kept, fields)) and bool(_code(fields))
    except StaffRefused:
        return False


def _code(fields: Mapping[str, str]) -> str:
    if not fields.get("code"):
        raise StaffRefused("cancelled", CANCELLED)
    return fields["code"]


def _slot(state: str) -> str:
    """Which cookie keeps a sign-in: several windows may sign in at once, and no number of them fills a browser."""
    return f"{FLOW}-{sum(state.encode()) % SLOTS}"


def _or_why_not(door: Door, act: Callable[[], Response], to: str) -> Response:
    try:
        return act()
    except StaffRefused as error:
        door.engine.refused(error.why)
        return not_signed_in(str(error), to, STATUS.get(error.why, 400))


def _too_often(seconds: int) -> Response:
    response = not_signed_in(TOO_OFTEN, HOME, 429)
    response.headers["Retry-After"] = str(seconds)
    return response
