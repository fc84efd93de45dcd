"""The HTTP door of the simulated Graph: tokens, requests in flight, faults, batches, errors."""

from __future__ import annotations

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from calsync.demo.faults import RawReply
from calsync.demo.graph_api import answer
from calsync.demo.graph_batch import serve_batch
from calsync.demo.graph_call import Call, Reply, call_of, error_body
from calsync.demo.graph_error import GraphError, bad_request
from calsync.demo.graph_slots import Slots
from calsync.demo.tenant import Tenant

_log = logging.getLogger(__name__)
_JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_VERSION = "/v1.0"
_GLANCE = 0.1
_HUGE = 50_000_000
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes = b""
    kind: str | None = None


class GraphDoor:
    """Takes HTTP requests under /v1.0 and answers them, as an ASGI application; lives on one event loop."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._slots = Slots()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        request = Request(scope, receive)
        request_id = str(uuid.uuid4())
        headers = {name.lower(): ", ".join(request.headers.getlist(name)) for name in request.headers.keys()}  # noqa: SIM118 - a multi-valued mapping
        headers["request-id"] = request_id
        marks = {"request-id": request_id, "client-request-id": headers.get("client-request-id", request_id)}
        slow = False
        try:
            try:
                call = await self._read(request, headers)
            except GraphError as error:
                reply = self._refusal(error, headers)
            else:
                reply, slow = await self._reply(call, request)
            content = b"" if reply.body is None else msgspec.json.encode(reply.body)
            sent = marks | {"Cache-Control": "private"} | dict(reply.headers)
            found = _Answer(reply.status, sent, content, _JSON if content else None)
        except RawReply as raw:
            found = _Answer(raw.status, {"request-id": request_id}, raw.body, raw.content_type)
        await _write(found, send, request if slow else None)

    async def _read(self, request: Request, headers: Mapping[str, str]) -> Call:
        client_id = self._signed_in(headers.get("authorization", ""))
        body = _read_json(await request.body(), headers)
        base = f"{request.url.scheme}://{headers.get('host', 'localhost')}{_VERSION}"
        raw = request.scope["raw_path"].decode("ascii").split(_VERSION, 1)[1]
        query = request.scope["query_string"].decode("ascii")
        return call_of(self._tenant, client_id, request.method, raw, query, headers, body, base)

    def _signed_in(self, header: str) -> str:
        kind, _, token = header.partition(" ")
        if not header:
            raise GraphError(401, "InvalidAuthenticationToken", "Access token is empty.")
        client_id = self._tenant.tokens.holder(token.strip()) if kind.lower() == "bearer" else None
        if client_id is None or client_id not in self._tenant.apps or self._tenant.faults.find("token-refused", None):
            raise GraphError(
                401,
                "InvalidAuthenticationToken",
                "Lifetime validation failed, the token is expired or not known.",
                {"WWW-Authenticate": 'Bearer realm="", authorization_uri="", error="invalid_token"'},
            )
        return client_id

    async def _reply(self, call: Call, request: Request) -> tuple[Reply, bool]:
        """The reply, and whether it is to trickle out."""

        async def serve(inner: Call) -> Reply:
            return await self._serve(inner, request)

        if call.segments != ("$batch",):
            return await serve(call), self._fault("trickling", call)
        self._tenant.traffic.batches += 1
        trickling = False

        async def step(inner: Call) -> Reply:
            nonlocal trickling
            trickling = trickling or self._fault("trickling", inner)
            return await serve(inner)

        try:
            return await serve_batch(call, step, lambda error, inner: self._refusal(error, inner.headers)), trickling
        except GraphError as error:
            return self._refusal(error, call.headers), False

    async def _serve(self, call: Call, request: Request) -> Reply:
        try:
            with self._slots.taken(call):
                await self._hold_back(call, request)
                mail = call.mailbox_part in ("messages", "mailfolders", "sendmail")
                self._tenant.faults.raise_for(self._mailbox(call), outlook=call.mailbox_name is not None, mail=mail)
                return self._swollen(answer(call), call)
        except GraphError as error:
            return self._refusal(error, call.headers)
        except RawReply:
            raise
        except Exception:
            # A mistake of the simulation's own: said, and answered as Graph answers its own.
            _log.exception("The simulated tenant failed at %s %s", call.method, "/".join(call.segments[2:3]))
            failed = GraphError(500, "InternalServerError", "The simulation failed; see its log.")
            return self._refusal(failed, call.headers)

    def _mailbox(self, call: Call) -> str | None:
        named = call.mailbox_name
        person = None if named is None else self._tenant.find_person(named)
        return person.mail if person else named

    def _fault(self, kind: str, call: Call) -> bool:
        faults = self._tenant.faults
        return not faults.quiet and call.mailbox_name is not None and bool(faults.find(kind, self._mailbox(call)))

    async def _hold_back(self, call: Call, request: Request) -> None:
        """Waits as long as the switches say, at least one turn of the loop; a client that has gone ends the waiting."""
        # One turn, so that the steps of a batch all hold their slots before the first is answered.
        await asyncio.sleep(self._tenant.latency)
        faults, mailbox, started = self._tenant.faults, self._mailbox(call), time.monotonic()
        while not faults.quiet:
            slow = faults.find("slow", mailbox)
            left = 0.0 if slow is None else started + slow.seconds - time.monotonic()
            if left <= 0 and not faults.find("hanging", mailbox):
                return
            if await request.is_disconnected():
                raise RawReply(499)
            await asyncio.sleep(min(left, _GLANCE) if left > 0 else _GLANCE)

    def _swollen(self, reply: Reply, call: Call) -> Reply:
        if not self._fault("huge-body", call) or not isinstance(reply.body, dict):
            return reply
        padding = msgspec.Raw(b'"' + b"x" * _HUGE + b'"')
        return replace(reply, body=reply.body | {"@simulation.padding": padding})

    def _refusal(self, error: GraphError, headers: Mapping[str, str]) -> Reply:
        request_id = headers.get("request-id") or str(uuid.uuid4())
        body = error_body(
            error,
            date=f"{self._tenant.now():%Y-%m-%dT%H:%M:%S}",
            request_id=request_id,
            client_request_id=headers.get("client-request-id", request_id),
        )
        return Reply(error.status, body, error.headers)


async def _write(found: _Answer, send: Send, slowly: Request | None) -> None:
    """Sends the answer: a long one in pieces and without its length, or byte by byte while the client waits."""
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in found.headers.items()]
    if found.kind is not None:
        headers.append((b"content-type", found.kind.encode("latin-1")))
    size = 1 if slowly else _PIECE
    if len(found.content) <= size and found.status != 204:
        headers.append((b"content-length", str(len(found.content)).encode("ascii")))
    await send({"type": "http.response.start", "status": found.status, "headers": headers})
    for start in range(0, len(found.content) - size, size):
        await send({"type": "http.response.body", "body": found.content[start : start + size], "more_body": True})
        if slowly is not None:
            await asyncio.sleep(1)
            if await slowly.is_disconnected():
                return
    last = (len(found.content) - 1) // size * size if found.content else 0
    await send({"type": "http.response.body", "body": found.content[last:]})


def _read_json(raw: bytes, headers: Mapping[str, str]) -> Any:
    if not raw:
        return None
    if "json" not in headers.get("content-type", ""):
        raise bad_request("Entity only allows writes with a JSON Content-Type header.", "RequestBodyRead")
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_request("Unable to read JSON request payload.") from None
