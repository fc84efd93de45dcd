"""What somebody reads when a request can't be done: a sentence, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from calsync.errors import StoreUnavailable
from calsync.web.guard import TooLong
from calsync.web.instead import Instead, answer_instead

log = logging.getLogger("calsync")

NOT_THERE = "There is no such page. A link from a message must be opened whole: copy all of it."
NOT_NOW = "calsync can't take this just now. Nothing was changed. Try again, or ring your line manager."

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


def refusals() -> dict[int | type[Exception], Handler]:
    """What answers each kind of failure."""
    return {
        HTTPException: _refused,
        RequestValidationError: _not_understood,
        StoreUnavailable: _later,
        Instead: answer_instead,
        500: _failed,
    }


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        return PlainTextResponse(NOT_NOW, 500)
    # The framework's own word for an address that is none; whoever refused with words of their own is read.
    words = NOT_THERE if error.detail == "Not Found" else str(error.detail)
    return PlainTextResponse(words, error.status_code)


async def _not_understood(_: Request, __: Exception) -> Response:
    return PlainTextResponse("This could not be understood. Nothing was changed.", 422)


async def _later(_: Request, error: Exception) -> Response:
    log.error("web: %s", error)
    return PlainTextResponse(NOT_NOW, 503)


async def _failed(_: Request, error: Exception) -> Response:
    if isinstance(error, TooLong):
        raise error
    log.error("web: a request failed: %s", type(error).__name__)
    return PlainTextResponse(NOT_NOW, 500)
