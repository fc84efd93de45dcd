"""The web side: pages that staff open from a message, and what carriers call. It asks the engine's verbs alone.

A request may change something only as a POST that holds what only a person, or a carrier's signature, can add (law 8).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from calsync.app import App
from calsync.config.sign_in import SignInSettings
from calsync.web import board_page, held_page, hooks, life, links, me, pin_page, sign_in, static_files, voice
from calsync.web.crowd import Crowd
from calsync.web.door import Door, WayIn, real_now
from calsync.web.guard import Guard
from calsync.web.refusals import refusals

ROUTES: tuple[Callable[[App], APIRouter], ...] = (
    life.routes,
    static_files.routes,
    links.routes,
    pin_page.routes,
    hooks.routes,
    voice.routes,
)
"""Each module's routes, made over the wired service."""


SIGNED_IN_ROUTES: tuple[WayIn, ...] = (me.routes, held_page.routes, board_page.routes)
"""The pages for which people sign in, made over the service and its door (`web/signed_in.py`)."""


def make_web(app: App, *, way_in: WayIn | None = None, now: Callable[[], datetime] = real_now) -> ASGIApp:
    """The pages and the hooks of a deployment, as one ASGI application.

    `way_in` stands in for the sign-in at the tenant: the demo brings one of its own, and no setting can. `now` is the
    real moment, by which sessions end.
    """
    web = FastAPI(title="calsync", docs_url=None, redoc_url=None, openapi_url=None, exception_handlers=refusals())
    web.router.redirect_slashes = False  # it would make an address of what the caller calls this host
    for routes in ROUTES:
        web.include_router(routes(app))
    told = app.settings.web
    if told is not None and (way_in is not None or app.settings.sign_in is not None):
        web.state.door = Door(app, told, app.settings.sign_in or SignInSettings(), now)
        for pages in (way_in or sign_in.routes, *SIGNED_IN_ROUTES):
            web.include_router(pages(app, web.state.door))
    return Guard(Crowd(web))
