"""The tenant's own switchboard over JSON: faults, settings, people, counts, the clock. Loopback only, no sign-in."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from calsync.demo.crowd import Crowd, add_crowd
from calsync.demo.faults import Fault
from calsync.demo.graph_error import GraphError, bad_request
from calsync.demo.graph_time import write_instant
from calsync.demo.same_origin import refused
from calsync.demo.tenant import Tenant
from calsync.demo.tenant_settings import apply_settings, settings_json
from calsync.demo.traffic import Traffic

Endpoint = Callable[[Request], Awaitable[Response]]


def simulation_routes(tenant: Tenant) -> list[Route]:
    """The routes under /_simulation."""

    def listing() -> JSONResponse:
        with tenant.lock:
            return JSONResponse({"faults": [fault.to_json() for fault in tenant.faults.all()]})

    async def get_faults(_request: Request) -> Response:
        return listing()

    async def put_faults(request: Request) -> Response:
        value = await _json(request)
        wanted = value.get("faults") if isinstance(value, dict) and "faults" in value else [value]
        items = wanted if isinstance(wanted, list) else [wanted]
        faults = [Fault.from_json(item, tenant.now()) for item in items]
        with tenant.lock:
            for fault in faults:
                tenant.faults.set(fault)
        return listing()

    async def delete_faults(request: Request) -> Response:
        asked = request.query_params
        with tenant.lock:
            tenant.faults.clear(asked.get("mailbox"), asked.get("kind"), asked.get("entry"))
        return listing()

    async def get_settings(_request: Request) -> Response:
        return JSONResponse(settings_json(tenant))

    async def put_settings(request: Request) -> Response:
        apply_settings(tenant, await _json(request))
        return JSONResponse(settings_json(tenant))

    async def post_people(request: Request) -> Response:
        crowd = Crowd.from_json(await _json(request))
        # Thousands of diaries take seconds; what is being served meanwhile must not wait.
        added = await run_in_threadpool(add_crowd, tenant, crowd)
        told = {"group": added.group.id, "workers": len(added.workers), "managers": len(added.managers)}
        return JSONResponse(told, 201)

    async def revoke_tokens(_request: Request) -> Response:
        tenant.tokens.revoke_all()
        return Response(status_code=204)

    async def get_traffic(_request: Request) -> Response:
        return JSONResponse(tenant.traffic.to_json())

    async def delete_traffic(_request: Request) -> Response:
        told = tenant.traffic.to_json()
        tenant.traffic = Traffic()
        return JSONResponse(told)

    async def get_clock(_request: Request) -> Response:
        return JSONResponse({"now": write_instant(tenant.now(), digits=True), "speed": tenant.speed})

    return [
        Route(f"/_simulation/{path}", guarded(endpoint), methods=[method])
        for path, method, endpoint in (
            ("faults", "GET", get_faults),
            ("faults", "PUT", put_faults),
            ("faults", "DELETE", delete_faults),
            ("settings", "GET", get_settings),
            ("settings", "PUT", put_settings),
            ("people", "POST", post_people),
            ("tokens", "DELETE", revoke_tokens),
            ("traffic", "GET", get_traffic),
            ("traffic", "DELETE", delete_traffic),
            ("clock", "GET", get_clock),
        )
    ]


async def _json(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except ValueError:
        raise bad_request("The body is not JSON.") from None


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint, refusing what another site's page sends and saying in a sentence what it can't understand."""

    async def inner(request: Request) -> Response:
        reason = refused(request)
        if reason:
            return JSONResponse({"error": reason}, 403)
        try:
            return await endpoint(request)
        except GraphError as error:
            return JSONResponse({"error": error.message}, 400)

    return inner
