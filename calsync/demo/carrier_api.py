"""The simulated carriers over HTTP: the few requests of Twilio's and of GOV.UK Notify's API that calsync makes.

Shapes are those of both carriers' public documentation. What the real ones refuse is refused here too: a wrong sign-in,
a missing field, a text that is longer than they take.
"""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Mapping
from email.utils import format_datetime
from typing import Any

import jwt
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from calsync.demo.calls import Call, Exchange
from calsync.demo.phones import ACCOUNT, DELIVERED, KEY, SENDER, TEMPLATE, TOKEN, Phones, Text
from calsync.parsers.dialling import dialled, texted
from calsync.parsers.notify_key import read_notify_key

MOST = 1600
_TWILIO = f"/2010-04-01/Accounts/{ACCOUNT}"
_PAGE = 250


def carrier_routes(phones: Phones, exchange: Exchange) -> list[Route]:
    """The routes of both carriers."""
    twilio, calls, notify = _Twilio(phones), _Calls(exchange, phones), _Notify(phones)
    return [
        Route(f"{_TWILIO}.json", twilio.account, methods=["GET"]),
        Route(f"{_TWILIO}/Messages.json", twilio.create, methods=["POST"]),
        Route(f"{_TWILIO}/Messages.json", twilio.listed, methods=["GET"]),
        Route(f"{_TWILIO}/Messages/{{sid}}.json", twilio.fetch, methods=["GET"]),
        Route(f"{_TWILIO}/Calls.json", calls.create, methods=["POST"]),
        Route(f"{_TWILIO}/Calls.json", calls.listed, methods=["GET"]),
        Route(f"{_TWILIO}/Calls/{{sid}}.json", calls.fetch, methods=["GET"]),
        Route("/v2/notifications/sms", notify.send, methods=["POST"]),
        Route("/v2/notifications", notify.listed, methods=["GET"]),
        Route("/v2/notifications/{name}", notify.fetch, methods=["GET"]),
        Route("/v2/received-text-messages", notify.received, methods=["GET"]),
        Route("/v2/template/{name}", notify.template, methods=["GET"]),
    ]


class _Twilio:
    def __init__(self, phones: Phones) -> None:
        self._phones = phones

    async def account(self, request: Request) -> Response:
        return _refused_by_twilio(request) or JSONResponse({"sid": ACCOUNT, "status": "active", "type": "Full"})

    async def create(self, request: Request) -> Response:
        if (refusal := _refused_by_twilio(request)) is not None:
            return refusal
        async with request.form() as form:
            told = {name: value for name, value in form.items() if isinstance(value, str)}
        if told.get("From") != SENDER:
            return _twilio_error(400, 21606, "The 'From' number is not a number of this account.")
        if not told.get("Body") or len(told["Body"]) > MOST:
            return _twilio_error(400, 21602, "Message body is required, with at most 1600 characters.")
        try:
            number = texted(told.get("To", ""))
        except ValueError:
            return _twilio_error(400, 21211, "Invalid 'To' Phone Number.")
        text = self._phones.send(number, told["Body"])
        if callback := told.get("StatusCallback"):
            self._phones.call_back(text, callback)
        return JSONResponse(self._message(text) | {"status": "queued"}, 201)

    async def listed(self, request: Request) -> Response:
        if (refusal := _refused_by_twilio(request)) is not None:
            return refusal
        to = request.query_params.get("To", "")
        rows = [self._message(each) for each in self._phones.every()]
        rows = [each for each in rows if not to or each["to"] == to]
        return JSONResponse({"messages": rows[:_PAGE], "next_page_uri": None, "page": 0, "page_size": _PAGE})

    async def fetch(self, request: Request) -> Response:
        if (refusal := _refused_by_twilio(request)) is not None:
            return refusal
        text = self._phones.get(request.path_params["sid"].removeprefix("SM"))
        return JSONResponse(self._message(text)) if text else _twilio_error(404, 20404, "The message was not found.")

    def _message(self, text: Text) -> dict[str, Any]:
        made = format_datetime(text.at)
        ends = (text.number, SENDER) if text.incoming else (SENDER, text.number)
        status = "received" if text.incoming else "delivered" if text.status == DELIVERED else "undelivered"
        return {
            "sid": f"SM{text.id}", "account_sid": ACCOUNT, "api_version": "2010-04-01", "from": ends[0], "to": ends[1],
            "body": text.words, "status": status, "direction": "inbound" if text.incoming else "outbound-api",
            "date_created": made, "date_sent": made, "date_updated": made, "num_segments": "1", "num_media": "0",
            "error_code": None if status != "undelivered" else 30003, "error_message": None, "price": None,
            "price_unit": "GBP", "messaging_service_sid": None, "uri": f"{_TWILIO}/Messages/SM{text.id}.json",
        }  # fmt: skip


class _Calls:
    def __init__(self, exchange: Exchange, phones: Phones) -> None:
        self._exchange, self._phones = exchange, phones

    async def create(self, request: Request) -> Response:
        if (refusal := _refused_by_twilio(request)) is not None:
            return refusal
        async with request.form() as form:
            told = {name: value for name, value in form.items() if isinstance(value, str)}
        if told.get("From") != SENDER:
            return _twilio_error(400, 21210, "The 'From' number is not a number of this account.")
        if not told.get("Url"):
            return _twilio_error(400, 21205, "Url is required.")
        try:
            number = dialled(told.get("To", ""))
        except ValueError:
            return _twilio_error(400, 21211, "Invalid 'To' Phone Number.")
        call = self._exchange.place(number, told["Url"], told.get("StatusCallback", ""))
        if self._phones.is_off(number):
            call.status = "no-answer"  # whoever asks how it ended is told
        return JSONResponse(_call(call) | {"status": "queued"}, 201)

    async def listed(self, request: Request) -> Response:
        if (refusal := _refused_by_twilio(request)) is not None:
            return refusal
        to = request.query_params.get("To", "")
        rows = [_call(each) for each in await run_in_threadpool(self._exchange.every)]
        rows = [each for each in rows if not to or each["to"] == to]
        return JSONResponse({"calls": rows[:_PAGE], "next_page_uri": None, "page": 0, "page_size": _PAGE})

    async def fetch(self, request: Request) -> Response:
        if (refusal := _refused_by_twilio(request)) is not None:
            return refusal
        call = await run_in_threadpool(self._exchange.get, request.path_params["sid"])
        return JSONResponse(_call(call)) if call else _twilio_error(404, 20404, "The call was not found.")


def _call(call: Call) -> dict[str, Any]:
    made = format_datetime(call.at)
    ends = (call.number, SENDER) if call.incoming else (SENDER, call.number)
    direction = "inbound" if call.incoming else "outbound-dial" if call.parent is not None else "outbound-api"
    return {
        "sid": call.sid, "account_sid": ACCOUNT, "api_version": "2010-04-01", "from": ends[0], "to": ends[1],
        "status": call.status, "direction": direction, "date_created": made, "date_updated": made, "start_time": made,
        "end_time": None if call.is_open else made, "duration": None, "answered_by": None, "price": None,
        "price_unit": "GBP", "parent_call_sid": call.parent.sid if call.parent is not None else None,
        "uri": f"{_TWILIO}/Calls/{call.sid}.json",
    }  # fmt: skip


def _refused_by_twilio(request: Request) -> Response | None:
    expected = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    if request.headers.get("authorization", "") == f"Basic {expected}":
        return None
    return _twilio_error(401, 20003, "Authenticate")


def _twilio_error(status: int, code: int, words: str) -> Response:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": words, "more_info": more, "status": status}, status)


class _Notify:
    def __init__(self, phones: Phones) -> None:
        self._phones = phones

    async def send(self, request: Request) -> Response:
        if (refusal := _refused_by_notify(request)) is not None:
            return refusal
        told = await _object(request)
        words = (
            told.get("personalisation", {}).get("message") if isinstance(told.get("personalisation"), dict) else None
        )
        if told.get("template_id") != TEMPLATE or not isinstance(words, str):
            return _notify_error(400, "BadRequestError", "Missing personalisation: message")
        try:
            number = texted(str(told.get("phone_number", "")))
        except ValueError:
            return _notify_error(400, "ValidationError", "phone_number is not a mobile number")
        reference = str(told.get("reference") or "")
        text = self._phones.send(number, words, reference=reference)
        content = {"body": words, "from_number": SENDER}
        return JSONResponse({"id": _uuid(text), "reference": reference, "content": content}, 201)

    async def listed(self, request: Request) -> Response:
        if (refusal := _refused_by_notify(request)) is not None:
            return refusal
        wanted = request.query_params.get("reference")
        sent = [each for each in self._phones.every() if not each.incoming and wanted in (None, each.reference)]
        rows = [self._notification(each) for each in sent[:_PAGE]]
        return JSONResponse({"notifications": rows, "links": {"current": str(request.url.path)}})

    async def fetch(self, request: Request) -> Response:
        if (refusal := _refused_by_notify(request)) is not None:
            return refusal
        text = self._phones.get(request.path_params["name"].replace("-", ""))
        found = JSONResponse(self._notification(text)) if text is not None else None
        return found or _notify_error(404, "NoResultFound", "No result found")

    async def received(self, request: Request) -> Response:
        if (refusal := _refused_by_notify(request)) is not None:
            return refusal
        came = [each for each in self._phones.every() if each.incoming]
        older = request.query_params.get("older_than", "").replace("-", "")
        ids = [each.id for each in came]
        came = came[ids.index(older) + 1 :] if older in ids else came if not older else []
        rows = [
            {
                "id": _uuid(each), "user_number": each.number.removeprefix("+"), "notify_number": SENDER,
                "service_id": _service()[0], "content": each.words, "created_at": f"{each.at:%Y-%m-%dT%H:%M:%S.%fZ}",
            }
            for each in came[:_PAGE]
        ]  # fmt: skip
        links = {"current": str(request.url.path)} | ({"next": "more"} if len(came) > _PAGE else {})
        return JSONResponse({"received_text_messages": rows, "links": links})

    async def template(self, request: Request) -> Response:
        if (refusal := _refused_by_notify(request)) is not None:
            return refusal
        if request.path_params["name"] != TEMPLATE:
            return _notify_error(404, "NoResultFound", "No result found")
        return JSONResponse({"id": TEMPLATE, "type": "sms", "name": "calsync", "body": "((message))", "version": 1})

    def _notification(self, text: Text) -> dict[str, Any]:
        made = f"{text.at:%Y-%m-%dT%H:%M:%S.%fZ}"
        status = "delivered" if text.status == DELIVERED else "temporary-failure"
        return {
            "id": _uuid(text), "reference": text.reference, "phone_number": text.number, "type": "sms",
            "status": status, "template": {"id": TEMPLATE, "version": 1}, "body": text.words, "created_at": made,
            "sent_at": made, "completed_at": made,
        }  # fmt: skip


def _service() -> tuple[str, str]:
    return read_notify_key(KEY) or ("", "")


def _refused_by_notify(request: Request) -> Response | None:
    service, secret = _service()
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        claims = jwt.decode(token, secret, algorithms=["HS256"], options={"verify_iat": False})
        fresh = abs(time.time() - float(claims["iat"])) <= 30
    except (jwt.PyJWTError, KeyError, TypeError, ValueError):
        return _notify_error(403, "AuthError", "Invalid token: signature, api token not found")
    if claims.get("iss") != service or not fresh:
        return _notify_error(403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds")
    return None


def _notify_error(status: int, error: str, words: str) -> Response:
    return JSONResponse({"status_code": status, "errors": [{"error": error, "message": words}]}, status)


def _uuid(text: Text) -> str:
    return str(uuid.UUID(text.id))


async def _object(request: Request) -> Mapping[str, Any]:
    try:
        told = json.loads(await request.body())
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
