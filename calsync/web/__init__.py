"""The web side: pages that staff open from a message, and what carriers call. It asks the engine's verbs alone.

A request may change something only as a POST that holds what only a person, or a carrier's signature, can add (law 8).
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from calsync.app import App
from calsync.web import hooks, life, links, pin_page, static_files, voice
from calsync.web.crowd import Crowd
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


def make_web(app: App) -> ASGIApp:
    """The pages and the hooks of a deployment, as one ASGI application."""
    web = FastAPI(title="calsync", docs_url=None, redoc_url=None, openapi_url=None, exception_handlers=refusals())
    web.router.redirect_slashes = False  # it would make an address of what the caller calls this host
    for routes in ROUTES:
        web.include_router(routes(app))
    return Guard(Crowd(web))
