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
from calsync.errors import Conflict, NotFromCarrier, NotUnderstood
from calsync.notify import notify_hooks, twilio_hooks
from calsync.notify.twilio_signature import HEADER
from calsync.parsers.dialling import texted
from calsync.web.guard import TooLong
from calsync.web.refusals import NOT_NOW

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Refused(Exception):
    """A call that is not taken: with which status, and in one word why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def routes(app: App) -> APIRouter:
    """`POST /hooks/twilio/...` or `/hooks/notify/...`, of the carrier that the settings name; none without one."""
    router, hooks = APIRouter(), app.engine.hooks
    told, web = app.settings.text, app.settings.web

    async def taken(request: Request, hook: str, kind: str, take: Callable[[bytes], Response]) -> Response:
        """The answer to one call; whatever is wrong with it is a refusal and never a failure of ours."""
        try:
            if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != kind:
                raise Refused(415, "content-type")
            body = await request.body()
            return await asyncio.to_thread(_understood, take, body)
        except Refused as error:
            status, why = error.status, str(error)
        except TooLong:
            status, why = 413, "too-long"
        except ClientDisconnect:
            status, why = 400, "cut-off"
        except Conflict:
            return PlainTextResponse(NOT_NOW, 503)
        if not await asyncio.to_thread(hooks.refused, hook, why):
            status = 429
        return PlainTextResponse("This was not taken. Nothing was changed.", status)

    if told is not None and web is not None and told.provider == "twilio":
        account, token = told.account or "", told.token.get_secret_value() if told.token is not None else ""
        number = texted(told.sender or "")

        def signed(request: Request, body: bytes) -> twilio_hooks.Form:
            """The form, once it is known to be Twilio's."""
            query = request.url.query
            address = f"{web.address}{request.url.path}" + (f"?{query}" if query else "")
            form = twilio_hooks.read_form(body)
            twilio_hooks.check_signature(request.headers.get(HEADER, ""), token, address, form)
            return form

        def nothing_back() -> Response:
            return Response(twilio_hooks.EMPTY, media_type="text/xml")

        @router.post(twilio_hooks.TEXT_PATH)
        async def twilio_text(request: Request) -> Response:
            def take(body: bytes) -> Response:
                at = app.clock.now()
                text = twilio_hooks.read_text(signed(request, body), account=account, number=number, at=at)
                if not hooks.take_text(text):
                    raise Refused(422, "unknown-number")
                return nothing_back()

            return await taken(request, "twilio-text", FORM, take)

        @router.post(twilio_hooks.RECEIPT_PATH)
        async def twilio_receipt(request: Request) -> Response:
            def take(body: bytes) -> Response:
                name, receipt = twilio_hooks.read_receipt(signed(request, body), account=account)
                if not hooks.take_receipt(name, receipt):
                    raise Refused(404, "unknown-text")
                return nothing_back()

            return await taken(request, "twilio-receipt", FORM, take)

    if told is not None and told.provider == "notify" and told.callback_token is not None:
        bearer = told.callback_token.get_secret_value()

        def checked(request: Request) -> None:
            notify_hooks.check_token(request.headers.get("authorization", ""), bearer)

        @router.post(notify_hooks.TEXT_PATH)
        async def notify_text(request: Request) -> Response:
            def take(body: bytes) -> Response:
                checked(request)
                text = notify_hooks.read_text(body)
                if not hooks.in_time(text.received):
                    raise Refused(422, "too-old")
                if not hooks.take_text(text):
                    raise Refused(422, "unknown-number")
                return Response(status_code=204)

            return await taken(request, "notify-text", JSON, take)

        @router.post(notify_hooks.RECEIPT_PATH)
        async def notify_receipt(request: Request) -> Response:
            def take(body: bytes) -> Response:
                checked(request)
                name, receipt, when = notify_hooks.read_receipt(body)
                if not hooks.in_time(when):
                    raise Refused(422, "too-old")
                if not hooks.take_receipt(name, receipt):
                    raise Refused(404, "unknown-text")
                return Response(status_code=204)

            return await taken(request, "notify-receipt", JSON, take)

    return router


def _understood(take: Callable[[bytes], Response], body: bytes) -> Response:
    try:
        return take(body)
    except NotFromCarrier as error:
        raise Refused(403, str(error)) from None
    except NotUnderstood as error:
        raise Refused(400, str(error)) from None
