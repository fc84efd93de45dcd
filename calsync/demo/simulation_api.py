"""The tenant's own switchboard over JSON: fault switches and the clock. Loopback only, no sign-in."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from calsync.demo.faults import Fault
from calsync.demo.graph_error import GraphError
from calsync.demo.graph_time import write_instant
from calsync.demo.same_origin import refused
from calsync.demo.tenant import Tenant


def simulation_routes(tenant: Tenant) -> list[Route]:
    """The routes under /_simulation."""

    def listing() -> JSONResponse:
        with tenant.lock:
            return JSONResponse({"faults": [fault.to_json() for fault in tenant.faults.all()]})

    async def get_faults(_request: Request) -> Response:
        return listing()

    async def put_faults(request: Request) -> Response:
        try:
            value = json.loads(await request.body())
        except ValueError:
            return JSONResponse({"error": "The body is not JSON."}, 400)
        wanted = value.get("faults") if isinstance(value, dict) and "faults" in value else [value]
        try:
            faults = [Fault.from_json(item) for item in (wanted if isinstance(wanted, list) else [wanted])]
        except GraphError as error:
            return JSONResponse({"error": error.message}, 400)
        with tenant.lock:
            for fault in faults:
                tenant.faults.set(fault)
        return listing()

    async def delete_faults(request: Request) -> Response:
        with tenant.lock:
            tenant.faults.clear(request.query_params.get("mailbox"), request.query_params.get("kind"))
        return listing()

    async def get_clock(_request: Request) -> Response:
        return JSONResponse({"now": write_instant(tenant.now(), digits=True), "speed": tenant.speed})

    return [
        Route("/_simulation/faults", guarded(get_faults), methods=["GET"]),
        Route("/_simulation/faults", guarded(put_faults), methods=["PUT"]),
        Route("/_simulation/faults", guarded(delete_faults), methods=["DELETE"]),
        Route("/_simulation/clock", guarded(get_clock), methods=["GET"]),
    ]


Endpoint = Callable[[Request], Awaitable[Response]]


def guarded(endpoint: Endpoint) -> Endpoint:
    """The endpoint, refusing what another site's page sends."""

    async def inner(request: Request) -> Response:
        reason = refused(request)
        return JSONResponse({"error": reason}, 403) if reason else await endpoint(request)

    return inner
