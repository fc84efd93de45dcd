"""The calls of each person's telephone in the stand-in: answer, press a key, hang up, or ring calsync."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from calsync.demo.graph_error import GraphError
from calsync.demo.outlook_frame import Frame, Mistake, said, sentence_of, text_of
from calsync.demo.same_origin import refused
from calsync.demo.tenant import Tenant


def call_routes(tenant: Tenant) -> list[Route]:
    """The route of a telephone's calls; they are shown on its page."""
    return [Route("/outlook/people/{person}/phone/calls", CallPages(tenant).acted_aside, methods=["POST"])]


class CallPages(Frame):
    """The calls of one telephone."""

    async def acted_aside(self, request: Request) -> Response:
        """What a button does; it asks calsync's pages, so not on the event loop that serves the tenant."""
        if reason := refused(request):
            return self._problem(request, reason, 403)
        try:
            async with request.form() as form:
                return RedirectResponse(await run_in_threadpool(self._act, request, form), 303)
        except Mistake as mistake:
            return self._problem(request, str(mistake), 422)
        except GraphError as error:
            return self._problem(request, sentence_of(error), 404)

    def _act(self, request: Request, form: FormData) -> str:
        person = self._tenant.mailbox(request.path_params["person"])
        here, act, number = f"/outlook/people/{person.id}/phone", text_of(form, "act"), person.mobile or ""
        exchange = self._tenant.exchange
        if not number:
            raise Mistake("They have no mobile number in the directory.")
        if act == "ring":
            if exchange.ring(number) is None:
                raise Mistake("calsync has rung nobody yet, so that nobody knows where it answers.")
            return said(here, "Rang calsync.")
        sid = text_of(form, "call")
        call = next((each for each in exchange.of(number) if each.sid == sid and each.is_open), None)
        if call is None:
            raise Mistake("That call has ended.")
        if act.startswith("key-") and act[4:] in set("0123456789"):
            exchange.press(call, act[4:])
            return said(here, f"Pressed {act[4:]}.")
        acts = {"take": exchange.take, "wait": exchange.wait, "machine": exchange.machine, "hang-up": exchange.hang_up}
        if act not in acts:
            raise Mistake("That is no button of a telephone.")
        acts[act](call)
        return said(here, "Done.")
