"""What carriers call: a text that came in, or what became of one that went out.

What is not signed, not understood, too old or nobody's is refused with a status of 4xx, kept in the audit as one act
without a word of what was sent, and changes nothing. The body is looked at only as far as its signature says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from starlette.requests import ClientDisconnect

from calsync.app import App
from calsync.config.texts import TextSettings
from calsync.engine.hooks import Hooks
from calsync.errors import Conflict, NotFromCarrier, NotUnderstood
from calsync.notify import notify_hooks, twilio_hooks
from calsync.parsers.dialling import texted
from calsync.web.guard import TooLong
from calsync.web.refusals import NOT_NOW
from calsync.web.signed import REFUSED, TOO_MANY, Refused, refusal, signed

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
LOOKS, A_MOMENT = 20, 0.2
"""How often a receipt is looked up whose text may just be going out, and the elapsed seconds in between."""


class NotYet(Refused):
    """A receipt of no text that is known, while texts are going out: the carrier may be quicker than our database."""


def routes(app: App) -> APIRouter:
    """`POST /hooks/twilio/...` or `/hooks/notify/...`, of the carrier that the settings name; none without one."""
    router = APIRouter()
    if app.engine.core.carrier is None or app.settings.text is None or app.settings.web is None:
        return router
    if app.settings.text.provider == "twilio":
        _of_twilio(router, app, app.settings.text)
    elif app.settings.text.callback_token is not None:
        _of_notify(router, app, app.settings.text.callback_token.get_secret_value())
    return router


def _of_twilio(router: APIRouter, app: App, told: TextSettings) -> None:
    hooks, gate, number = app.engine.hooks, signed(app), texted(told.sender or "")

    @router.post(twilio_hooks.TEXT_PATH)
    async def text(request: Request) -> Response:
        def take(body: bytes) -> None:
            came = twilio_hooks.read_text(gate(request, body), number=number, at=app.clock.now())
            if not hooks.take_text(came):
                raise Refused(422, "unknown-number")

        return await _answer(hooks, request, "twilio-text", FORM, take)

    @router.post(twilio_hooks.RECEIPT_PATH)
    async def receipt(request: Request) -> Response:
        def take(body: bytes) -> None:
            name, became = twilio_hooks.read_receipt(gate(request, body))
            if not hooks.take_receipt(name, became):
                raise (NotYet if hooks.sends() else Refused)(404, "unknown-text")

        return await _answer(hooks, request, "twilio-receipt", FORM, take)


def _of_notify(router: APIRouter, app: App, token: str) -> None:
    hooks = app.engine.hooks

    @router.post(notify_hooks.TEXT_PATH)
    async def text(request: Request) -> Response:
        def take(body: bytes) -> None:
            notify_hooks.check_token(request.headers.get("authorization", ""), token)
            came = notify_hooks.read_text(body)
            if not hooks.in_time(came.received):
                raise Refused(422, "too-old")
            if not hooks.take_text(came):
                raise Refused(422, "unknown-number")

        return await _answer(hooks, request, "notify-text", JSON, take)

    @router.post(notify_hooks.RECEIPT_PATH)
    async def receipt(request: Request) -> Response:
        def take(body: bytes) -> None:
            notify_hooks.check_token(request.headers.get("authorization", ""), token)
            name, became, when = notify_hooks.read_receipt(body)
            if not hooks.in_time(when):
                raise Refused(422, "too-old")
            if not hooks.take_receipt(name, became):
                raise (NotYet if hooks.sends() else Refused)(404, "unknown-text")

        return await _answer(hooks, request, "notify-receipt", JSON, take)


async def _answer(hooks: Hooks, request: Request, hook: str, kind: str, take: Callable[[bytes], None]) -> Response:
    """The answer to one call; whatever is wrong with it is a refusal and never a failure of ours."""
    try:
        if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != kind:
            raise Refused(415, "content-type")
        await _patiently(take, await request.body())
    except Refused as error:
        status, why = error.status, str(error)
    except TooLong:
        status, why = 413, "too-long"
    except ClientDisconnect:
        status, why = 400, "cut-off"
    except Conflict:
        return PlainTextResponse(NOT_NOW, 503)
    else:
        # Twilio sends nothing back to whoever texted; Notify wants no words at all.
        return Response(twilio_hooks.EMPTY, media_type="text/xml") if kind == FORM else Response(status_code=204)
    if not await asyncio.to_thread(hooks.refused, hook, why):
        status = TOO_MANY
    return PlainTextResponse(REFUSED, status)


async def _patiently(take: Callable[[bytes], None], body: bytes) -> None:
    """Take it; a receipt that may be early is looked up again until its text is written, for a few seconds."""
    for look in range(1, LOOKS + 1):
        try:
            await asyncio.to_thread(_take, take, body)
            return
        except NotYet:
            if look == LOOKS:
                raise
            await asyncio.sleep(A_MOMENT)


def _take(take: Callable[[bytes], None], body: bytes) -> None:
    try:
        take(body)
    except (NotFromCarrier, NotUnderstood) as error:
        raise refusal(error) from None
