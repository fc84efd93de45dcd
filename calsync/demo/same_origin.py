"""Keeps other sites' pages from pressing buttons here through a visitor's browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

_HERE = frozenset(("localhost", "127.0.0.1", "::1"))


def refused(request: Request) -> str | None:
    """Why the request is refused, in a sentence; None when it may go on.

    Browsers name the origin of every form they post; a program without a browser names none and holds no
    visitor's trust, so it may go on. The host is checked too, against names made to point at loopback.
    """
    host = request.headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in _HERE:
        return "The simulation answers to localhost alone."
    if request.method in ("GET", "HEAD"):
        return None
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin", f"{request.url.scheme}://{host}")
    if site not in ("same-origin", "none") or origin != f"{request.url.scheme}://{host}":
        return "This form came from another site, so nothing was changed."
    return None
