"""The door of the signed-in pages: sessions in the browser's cookie, and what forms carry."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, HTTPException
from fastapi.responses import RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from calsync.app import App
from calsync.config.sign_in import SignInSettings
from calsync.config.web import WebSettings
from calsync.domain.sessions import Identity, Lasting, Session, digest
from calsync.web.callers import caller
from calsync.web.cookies import SESSION, Cookies
from calsync.web.seal import Seals

SAME_ORIGIN = ("same-origin", "none")
NO_SIGN_IN = "There is no sign-in here: IT sets it up (docs/sign-in.md)."


def real_now() -> datetime:
    """The real moment, which no simulation scales (law 12)."""
    return datetime.now(UTC)


class Door:
    """Lets people in, knows them again, and lets them out."""

    def __init__(
        self, app: App, web: WebSettings, told: SignInSettings, now: Callable[[], datetime] = real_now
    ) -> None:
        self.app, self.engine, self.now = app, app.engine.sign_ins, now
        self.cookies = Cookies(secure=web.address.startswith("https://"))
        previous = (web.previous_secret,) if web.previous_secret is not None else ()
        self.seals = Seals([each.get_secret_value() for each in (web.secret, *previous)])
        self.lasting = Lasting(idle=timedelta(minutes=told.idle_minutes), longest=timedelta(hours=told.at_most_hours))

    def admit(self, identity: Identity, to: str, *, instead_of: str = "") -> Response:
        """The way on for somebody who signed in just now, with a session that nobody could know before.

        The one of the hash `instead_of` stands no more.
        """
        own, at = secrets.token_urlsafe(32), self.now()
        session = Session(
            digest=digest(own), who=identity.who, name=identity.name, roles=identity.roles, began=at, seen=at
        )
        self.engine.open(session, instead_of=instead_of)
        response = RedirectResponse(to, 303)
        self.cookies.give(response, SESSION, own)
        return response

    def held_by(self, request: Request) -> str:
        """The hash of the session that the browser holds, whether it stands or not; empty when it holds none."""
        own = self.cookies.read(request, SESSION)
        return digest(own) if own else ""

    def session(self, request: Request) -> Session | None:
        """Whose session the browser holds, used now; None when it holds none that stands."""
        held = self.held_by(request)
        return self.engine.standing(held, self.lasting, self.now()) if held else None

    def mark(self, session: Session) -> str:
        """What the forms of their pages carry."""
        return self.seals.mark(session.digest)

    def marked(self, request: Request, mark: str) -> str:
        """Of which session's page a form that was sent is, by the session's hash; empty where it is not of ours.

        A browser says from where a form comes: one of another site is none of ours, whatever it carries.
        """
        site = request.headers.get("sec-fetch-site", "same-origin")
        return self.seals.marked(mark) if site in SAME_ORIGIN else ""


WayIn = Callable[[App, Door], APIRouter]
"""Makes the pages by which people come in: /sign-in, and what follows it."""


def door_of(request: Request) -> Door:
    """The door of the pages that are asked; 404 where there is none."""
    door = getattr(request.app.state, "door", None)
    if not isinstance(door, Door):
        raise HTTPException(404, NO_SIGN_IN)
    return door


def address_of(request: Request) -> str:
    """Who asks, as the connection or a known proxy says; the network of an IPv6 address."""
    return caller(request.client.host) if request.client is not None else ""
