"""JSON batches: what is in one, and its steps served as Graph does, some at a time or one after another."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from calsync.demo import json_shape as shape
from calsync.demo.faults import RawReply
from calsync.demo.graph_call import Call, Reply, call_of
from calsync.demo.graph_error import GraphError, bad_request

_MOST = 20
_JSON = {"Content-Type": "application/json"}
Serve = Callable[[Call], Awaitable[Reply]]


async def serve_batch(call: Call, serve: Serve, refusal: Callable[[GraphError, Call], Reply]) -> Reply:
    """The answers of every step within one 200; raises the Graph error when the batch itself is malformed."""
    items = _items(call)
    calls = {item["id"]: _inner_call(call, item) for item in items}
    answers: dict[str, dict[str, Any]] = {}
    if any(item.get("dependsOn") for item in items):
        # "Fully sequential or fully parallel": with any dependency they go one by one.
        for item in items:
            here = calls[item["id"]]
            if any(answers.get(other, {"status": 424})["status"] >= 400 for other in item.get("dependsOn") or ()):
                reply = refusal(GraphError(424, "FailedDependency", "Failed Dependency"), here)
                answers[item["id"]] = _written(item["id"], reply)
            else:
                answers[item["id"]] = await _step(item["id"], here, serve)
    else:
        turn = asyncio.Semaphore(call.tenant.batch_parallel)

        async def in_turn(name: str, inner: Call) -> dict[str, Any]:
            async with turn:
                return await _step(name, inner, serve)

        done = await asyncio.gather(*(in_turn(name, inner) for name, inner in calls.items()))
        # Graph answers in no promised order; last to first shows up whoever counts on one.
        answers = {reply["id"]: reply for reply in reversed(done)}
    return Reply(200, {"responses": list(answers.values())})


def _items(call: Call) -> list[dict[str, Any]]:
    if call.method != "POST":
        raise GraphError(405, "Request_BadRequest", "A batch is posted.")
    items = call.body.get("requests") if isinstance(call.body, dict) else None
    if not isinstance(items, list) or not items:
        raise bad_request("Invalid batch payload format.")
    if len(items) > _MOST:
        raise bad_request(f"Number of batch request steps exceeds the maximum value {_MOST}.")
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


def _inner_call(outer: Call, item: Mapping[str, Any]) -> Call:
    path, _, query = item["url"].partition("?")
    headers = {str(name).lower(): str(value) for name, value in shape.mapping(item.get("headers"), "headers").items()}
    return call_of(
        outer.tenant, outer.client_id, item["method"].upper(), path, query, headers, item.get("body"), outer.base
    )


async def _step(name: str, call: Call, serve: Serve) -> dict[str, Any]:
    try:
        return _written(name, await serve(call))
    except RawReply as raw:
        kind = {"Content-Type": raw.content_type} if raw.content_type else {}
        return {"id": name, "status": raw.status, "headers": kind, "body": raw.body.decode()}


def _written(name: str, reply: Reply) -> dict[str, Any]:
    headers = dict(reply.headers)
    if reply.body is None:
        return {"id": name, "status": reply.status, "headers": headers}
    return {"id": name, "status": reply.status, "headers": headers | _JSON, "body": reply.body}
