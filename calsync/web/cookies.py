"""What a browser keeps for the signed-in pages: random ids and sealed words, readable by no page and no other site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

SESSION, FLOW, HELD = "session", "sign-in", "held"
LONGEST = 4096
"""More than that no browser keeps, so that nobody was given it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookies:
    """Sets and reads them, for pages that are reached over https or on this very machine."""

    secure: bool
    """False only where the pages' own address is a plain one of this machine."""

    def name(self, what: str) -> str:
        """The cookie's name; where it begins with `__Host-` no other host, path or plain page can set it."""
        return f"__Host-calsync-{what}" if self.secure else f"calsync-{what}"

    def read(self, request: Request, what: str) -> str:
        """What the browser brought; empty when nothing, or nothing that was ever given."""
        value = request.cookies.get(self.name(what), "")
        return value if len(value) <= LONGEST else ""

    def give(self, response: Response, what: str, value: str, seconds: int | None = None) -> None:
        """For so many seconds; None: until the browser is closed."""
        self._set(response, what, value, seconds)

    def drop(self, response: Response, what: str) -> None:
        """Have the browser forget it."""
        self._set(response, what, "", 0)

    def _set(self, response: Response, what: str, value: str, seconds: int | None) -> None:
        # The answer of Microsoft's page comes as a form from another site, with which Lax cookies do not travel. What
        # it brings is worth nothing by itself, for ten minutes. A browser wants Secure there, on this machine too.
        from_outside = what.startswith(FLOW)
        same_site: Literal["lax", "none"] = "none" if from_outside else "lax"
        response.set_cookie(
            self.name(what),
            value,
            max_age=seconds,
            path="/",
            secure=self.secure or from_outside,
            httponly=True,
            samesite=same_site,
        )
