"""The HTTP door of the simulated Graph: tokens, the limit on requests in flight, faults, batches, errors."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from calsync.demo import json_shape as shape
from calsync.demo.faults import RawReply
from calsync.demo.graph_api import answer
from calsync.demo.graph_call import Call, Reply, error_body, read_path, read_query
from calsync.demo.graph_error import GraphError, bad_request, throttled
from calsync.demo.tenant import Tenant

_log = logging.getLogger(__name__)
_JSON = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
_MOST_IN_A_BATCH = 20
_VERSION = "/v1.0"


class GraphDoor:
    """Takes HTTP requests under /v1.0 and answers them; lives on one event loop."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        self._in_flight: Counter[str] = Counter()

    async def __call__(self, request: Request) -> Response:
        """The answer to one HTTP request."""
        request_id = str(uuid.uuid4())
        headers = {name.lower(): ", ".join(request.headers.getlist(name)) for name in request.headers.keys()}  # noqa: SIM118 - a multi-valued mapping
        marks = (request_id, headers.get("client-request-id", request_id))
        try:
            client_id = self._signed_in(headers.get("authorization", ""))
            body = _read_json(await request.body(), headers)
            base = f"{request.url.scheme}://{headers.get('host', 'localhost')}{_VERSION}"
            raw = request.scope["raw_path"].decode("ascii").split(_VERSION, 1)[1]
            call = self._call(client_id, request.method, raw, request.url.query, headers, body, base)
            if call.segments == ("$batch",):
                reply = await self._batch(call)
            else:
                reply = await self._serve(call, self._take_slot(call), marks)
        except GraphError as error:
            reply = self._refusal(error, marks)
        except RawReply as raw_reply:
            return Response(
                raw_reply.body, raw_reply.status, {"request-id": request_id}, media_type=raw_reply.content_type
            )
        content = b"" if reply.body is None else msgspec.json.encode(reply.body)
        sent = {"request-id": marks[0], "client-request-id": marks[1], "Cache-Control": "private", **reply.headers}
        return Response(content, reply.status, sent, media_type=_JSON if content else None)

    def _call(
        self, client_id: str, method: str, raw_path: str, query: str, headers: Mapping[str, str], body: Any, base: str
    ) -> Call:
        path, segments = read_path(raw_path)
        return Call(
            tenant=self._tenant,
            client_id=client_id,
            method=method,
            path=path,
            segments=segments,
            query=read_query(query),
            headers=headers,
            body=body,
            base=base,
        )

    def _signed_in(self, header: str) -> str:
        kind, _, token = header.partition(" ")
        if not header:
            raise GraphError(401, "InvalidAuthenticationToken", "Access token is empty.")
        client_id = self._tenant.tokens.holder(token.strip()) if kind.lower() == "bearer" else None
        if client_id is None or client_id not in self._tenant.apps:
            raise GraphError(
                401,
                "InvalidAuthenticationToken",
                "Lifetime validation failed, the token is expired or not known.",
                {"WWW-Authenticate": 'Bearer realm="", authorization_uri="", error="invalid_token"'},
            )
        return client_id

    def _take_slot(self, call: Call) -> bool | None:
        """True when the call holds one of Outlook's slots, False when none is free, None when it needs none."""
        if call.mailbox_name is None:
            return None
        if self._in_flight[call.client_id] >= self._tenant.concurrency:
            return False
        self._in_flight[call.client_id] += 1
        return True

    async def _serve(self, call: Call, slot: bool | None, marks: tuple[str, str]) -> Reply:
        tenant = self._tenant
        try:
            if slot is False:
                raise throttled(tenant.throttle_seconds)
            named = call.mailbox_name
            person = None if named is None else tenant.find_person(named)
            mailbox = person.mail if person else named
            wait = tenant.latency + tenant.faults.seconds_to_wait(mailbox)
            if wait:
                await asyncio.sleep(wait)
            tenant.faults.raise_for(mailbox, outlook=named is not None)
            return answer(call)
        except GraphError as error:
            return self._refusal(error, marks)
        except RawReply:
            raise
        except Exception:
            # A mistake of the simulation's own: said, and answered as Graph answers its own.
            _log.exception("The simulated tenant failed at %s %s", call.method, "/".join(call.segments[2:3]))
            return self._refusal(GraphError(500, "InternalServerError", "The simulation failed; see its log."), marks)
        finally:
            if slot:
                self._in_flight[call.client_id] -= 1

    def _refusal(self, error: GraphError, marks: tuple[str, str]) -> Reply:
        date = f"{self._tenant.now():%Y-%m-%dT%H:%M:%S}"
        body = error_body(error, date=date, request_id=marks[0], client_request_id=marks[1])
        return Reply(error.status, body, error.headers)

    async def _batch(self, call: Call) -> Reply:
        items = self._batch_items(call)
        answers: dict[str, dict[str, Any]] = {}
        if any(item.get("dependsOn") for item in items):
            # "Fully sequential or fully parallel": with any dependency they go one by one.
            for item in items:
                failed = [d for d in item.get("dependsOn") or () if answers.get(d, {"status": 424})["status"] >= 400]
                if failed:
                    marks = _marks(call)
                    error = GraphError(424, "FailedDependency", "Failed Dependency")
                    answers[item["id"]] = _inner(item["id"], self._refusal(error, marks))
                else:
                    inner = self._inner_call(call, item)
                    answers[item["id"]] = await self._serve_inner(item["id"], inner, self._take_slot(inner))
        else:
            # Slots are taken before any starts, since all are in flight at once.
            calls = [self._inner_call(call, item) for item in items]
            slots = [self._take_slot(inner) for inner in calls]
            done = await asyncio.gather(
                *(self._serve_inner(i["id"], c, s) for i, c, s in zip(items, calls, slots, strict=True))
            )
            # Graph answers in no promised order; last to first shows up whoever counts on one.
            answers = {reply["id"]: reply for reply in reversed(done)}
        return Reply(200, {"responses": list(answers.values())})

    def _batch_items(self, call: Call) -> list[dict[str, Any]]:
        if call.method != "POST":
            raise GraphError(405, "Request_BadRequest", "A batch is posted.")
        items = call.body.get("requests") if isinstance(call.body, dict) else None
        if not isinstance(items, list) or not items:
            raise bad_request("Invalid batch payload format.")
        if len(items) > _MOST_IN_A_BATCH:
            raise bad_request(f"Number of batch request steps exceeds the maximum value {_MOST_IN_A_BATCH}.")
        ids = [item.get("id") if isinstance(item, dict) else None for item in items]
        for item in items:
            if not isinstance(item, dict) or not all(isinstance(item.get(k), str) for k in ("id", "method", "url")):
                raise bad_request("Invalid batch payload format: a step has id, method and url.")
            if "://" in item["url"].split("?")[0]:
                raise bad_request("The url of a step is relative.")
            if not set(shape.texts(item.get("dependsOn"), "dependsOn")) <= set(ids) - {item["id"]}:
                raise bad_request("A step depends on one that is not there.")
        if len(set(ids)) != len(ids):
            raise bad_request("Request Id values are not unique in the batch.")
        return items

    def _inner_call(self, outer: Call, item: dict[str, Any]) -> Call:
        path, _, query = item["url"].partition("?")
        headers = {
            str(name).lower(): str(value) for name, value in shape.mapping(item.get("headers"), "headers").items()
        }
        method, body = item["method"].upper(), item.get("body")
        return self._call(outer.client_id, method, path, query, headers, body, outer.base)

    async def _serve_inner(self, item_id: str, call: Call, slot: bool | None) -> dict[str, Any]:
        try:
            return _inner(item_id, await self._serve(call, slot, _marks(call)))
        except RawReply as raw:
            kind = {"Content-Type": raw.content_type} if raw.content_type else {}
            return {"id": item_id, "status": raw.status, "headers": kind, "body": raw.body.decode()}


def _inner(item_id: str, reply: Reply) -> dict[str, Any]:
    headers = dict(reply.headers) | ({} if reply.body is None else {"Content-Type": "application/json"})
    found: dict[str, Any] = {"id": item_id, "status": reply.status, "headers": headers}
    if reply.body is not None:
        found["body"] = reply.body
    return found


def _marks(call: Call) -> tuple[str, str]:
    request_id = str(uuid.uuid4())
    return request_id, call.headers.get("client-request-id", request_id)


def _read_json(raw: bytes, headers: Mapping[str, str]) -> Any:
    if not raw:
        return None
    if "json" not in headers.get("content-type", ""):
        raise bad_request("Entity only allows writes with a JSON Content-Type header.", "RequestBodyRead")
    try:
        return json.loads(raw)
    except ValueError:
        raise bad_request("Unable to read JSON request payload.") from None
