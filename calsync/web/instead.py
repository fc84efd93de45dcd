"""A page that is answered in place of the one that was asked for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


class Instead(Exception):
    """Raised by a dependency: this is the answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


async def answer_instead(_: Request, error: Exception) -> Response:
    """The answer that was raised."""
    if not isinstance(error, Instead):
        raise error
    return error.response
