"""The demo's own way in: a page on which a visitor picks whom to be, in place of Microsoft's.

It stands among what only the demonstration imports, and is handed to the pages by the demonstration alone: no setting,
and nothing that `calsync run` reads, can bring it up.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from urllib.parse import urlsplit

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from calsync.app import App
from calsync.demo.cast import APP_ROLES, Cast
from calsync.domain.app_roles import read_roles
from calsync.domain.sessions import Identity
from calsync.web.door import SAME_ORIGIN, Door, WayIn
from calsync.web.forms import fields_of
from calsync.web.next_page import HOME, next_page
from calsync.web.showing import TEMPLATES, sentence

AS = "/sign-in/as"
NOT_HERE = "The demonstration lets somebody in by its own page alone, on this machine."
_TEMPLATE = files("calsync.demo").joinpath("templates", "local_sign_in.html").read_text("utf-8")
_HERE = ("localhost", "127.0.0.1", "::1")


def everybody(cast: Cast) -> tuple[Identity, ...]:
    """The people of the demo who have a role on the pages."""
    found = ((cast.tenant.person(cast.mail(key)), roles) for key, roles in APP_ROLES.items())
    return tuple(Identity(who=each.id, name=each.name, roles=read_roles(roles)) for each, roles in found)


def local_sign_in(people: Sequence[Identity]) -> WayIn:
    """The way in for these people, whom nobody asks for a password."""

    def routes(_: App, door: Door) -> APIRouter:
        router = APIRouter()
        page = TEMPLATES.from_string(_TEMPLATE)
        by_id = {each.who: each for each in people}

        @router.get("/sign-in")
        def pick(next: str = HOME) -> Response:  # noqa: A002  the word of the address
            shown = [(each, ", ".join(each.roles)) for each in people]
            return HTMLResponse(page.render(people=shown, to=next_page(next), here=AS))

        @router.post(AS)
        async def picked(request: Request) -> Response:
            fields = fields_of(await request.body())
            person = by_id.get(fields.get("person", ""))
            if person is None or not _from_here(request):
                return sentence("Not signed in", NOT_HERE, status=403)
            to, former = next_page(fields.get("next", "")), door.held_by(request)
            return await run_in_threadpool(lambda: door.admit(person, to, instead_of=former))

        return router

    return routes


def _from_here(request: Request) -> bool:
    """Whether the form is of the page on this machine, and neither of another site nor under another name for it."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    return host in _HERE and request.headers.get("sec-fetch-site", "same-origin") in SAME_ORIGIN
