"""Requests to a real tenant as `calsync probe` makes them: each counted, and kept with its answer, redacted.

They go through `Graph`; the answers are taken as they come, refusals included.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, urlencode

from calsync.errors import SourceError
from calsync.graph.client import Graph
from calsync.graph.exchange import Burst, Diary, Exchange, Reply
from calsync.graph.redaction import Redactor
from calsync.graph.refusals import refusal, retry_after

if TYPE_CHECKING:
    import httpx

    from calsync.graph.sdk import RequestInformation

Query = Mapping[str, str | datetime]

LONGEST_WAIT = 60.0
"""Seconds for which a run waits when Microsoft asks it to; when asked for more, it ends."""
_UNSAID_WAIT = 15.0
_WHAT = "a question of calsync probe"


class WaitTooLong(Exception):
    """Microsoft asks for a wait that is longer than a run lasts."""


@dataclass(slots=True, kw_only=True)
class ProbeRun:
    """One run against one tenant, and what its earlier answers told for the later questions."""

    graph: Graph
    now: Callable[[], datetime]
    mailboxes: Sequence[str] = ()
    """Whose diaries are looked at; empty: those of the first members of the group."""
    out_of_scope: str = ""
    """A mailbox that the app must not be able to open; empty: not asked."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    all_sent_after: float = 0.1
    """Seconds after which the last of some requests is taken to be sent, once their connections are open."""
    redactor: Redactor = field(init=False)
    diaries: list[Diary] = field(default_factory=list)
    token: str = ""
    spent: int = 0
    """Requests made so far."""
    wait: float = 0.0
    """Seconds to wait before the next request, as Microsoft asked."""

    def __post_init__(self) -> None:
        self.redactor = Redactor(self.graph.settings.root)

    @property
    def someone(self) -> str:
        """Somebody whom the directory knows: the first worker with a diary, else the service mailbox."""
        return self.diaries[0].worker if self.diaries else self.graph.settings.service_mailbox


class Asking:
    """One probe's way to Graph: it counts the requests, and keeps each with its answer, redacted."""

    def __init__(self, probe_run: ProbeRun, most: int) -> None:
        self.probe_run = probe_run
        self.exchanges: list[Exchange] = []
        self._left = most

    async def get(
        self,
        path: str,
        *ids: str,
        query: Query | None = None,
        prefer: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The answer to GET; each {} of `path` takes one of `ids`."""
        return await self._ask("GET", path, ids, query or {}, _sent(prefer, headers), None)

    async def post(self, path: str, *ids: str, body: Any, prefer: str = "") -> Reply:
        """The answer to POST."""
        return await self._ask("POST", path, ids, {}, _sent(prefer, None), body)

    async def delete(self, path: str, *ids: str) -> Reply:
        """The answer to DELETE."""
        return await self._ask("DELETE", path, ids, {}, {}, None)

    async def at_once(self, path: str, ids: Sequence[str], query: Query | None = None) -> Burst:
        """The answers to one GET for each id, sent together and past the client's own limit on that."""
        self._spend(len(ids))
        await self._waited()
        self.probe_run.token = await self.probe_run.graph.ready()
        began = time.monotonic()
        timed = await asyncio.gather(*(self._at_once(path, each, query or {}) for each in ids))
        replies = [reply for reply, _ in timed]
        took = round(1000 * (time.monotonic() - began))
        several = len(set(ids))
        request = self._shown("GET", path, ids[:1], query or {}, name=f"<{several} in turn>" if several > 1 else "")
        for status, count in sorted(Counter(reply.status for reply in replies).items()):
            first = next(reply for reply in replies if reply.status == status)
            self._keep(request, {}, first, took, times=count)
        first_answer = min(answered for _, answered in timed) - began
        return Burst(replies=replies, together=first_answer >= self.probe_run.all_sent_after)

    async def _ask(
        self, method: str, path: str, ids: Sequence[str], query: Query, sent: Mapping[str, str], body: Any
    ) -> Reply:
        self._spend(1)
        await self._waited()
        # It also imports the SDK, which the next line uses.
        self.probe_run.token = await self.probe_run.graph.ready()
        request = self._request(method, path, ids, query, sent, body)
        began = time.monotonic()
        response = await self.probe_run.graph.call(partial(self._send, request), _WHAT, again=False)
        reply = self._read(response)
        self._keep(self._shown(method, path, ids, query), sent, reply, round(1000 * (time.monotonic() - began)))
        if reply.status == 401:
            raise refusal(_WHAT, 401, reply.code)
        return reply

    async def _at_once(self, path: str, each: str, query: Query) -> tuple[Reply, float]:
        request = self._request("GET", path, (each,), query, {}, None)
        try:
            # No slot is taken, since how many Outlook gives is the question.
            reply = self._read(await self.probe_run.graph.in_time(partial(self._send, request), _WHAT))
        except SourceError:
            reply = Reply(status=0, headers={}, body=None)
        return reply, time.monotonic()

    def _request(
        self, method: str, path: str, ids: Sequence[str], query: Query, sent: Mapping[str, str], body: Any
    ) -> RequestInformation:
        base = self.probe_run.graph.settings.base_url
        from kiota_abstractions.native_response_handler import NativeResponseHandler
        from kiota_http.middleware.options import ResponseHandlerOption

        from calsync.graph.sdk import Method, RequestInformation

        request = RequestInformation()
        request.http_method = Method[method]
        options = written(query)
        tail = f"?{urlencode(options, quote_via=quote, safe='$,()/:=')}" if options else ""
        request.url = f"{base}/{path.format(*(quote(each, safe='') for each in ids))}{tail}"
        for name, value in {"Accept": "application/json", **sent}.items():
            request.headers.add(name, value)
        if body is not None:
            request.set_stream_content(json.dumps(body).encode(), "application/json")
        # With it the SDK hands out the answer as it came, refusals included.
        request.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        return request

    async def _send(self, request: RequestInformation) -> httpx.Response:
        return cast("httpx.Response", await self.probe_run.graph.adapter.send_primitive_async(request, "bytes", {}))

    def _read(self, response: httpx.Response) -> Reply:
        try:
            body = json.loads(response.content)
        except ValueError:
            body = None
        error = body.get("error") if isinstance(body, dict) else None
        said = error if isinstance(error, dict) else {}
        redactor = self.probe_run.redactor
        reply = Reply(
            status=response.status_code,
            headers={name.lower(): value for name, value in response.headers.items()},
            body=body,
            code=redactor.sentence(str(said.get("code", ""))),
            message=redactor.sentence(str(said.get("message", ""))),
        )
        if reply.status in (429, 503):
            wanted = retry_after(reply.headers)
            self.probe_run.wait = max(self.probe_run.wait, _UNSAID_WAIT if wanted is None else wanted)
        return reply

    def _shown(self, method: str, path: str, ids: Sequence[str], query: Query, *, name: str = "") -> str:
        redactor = self.probe_run.redactor
        options = "&".join(
            f"{key}={'<time>' if isinstance(value, datetime) else value}" for key, value in query.items()
        )
        where = path.format(*(name or redactor.text(each) for each in ids))
        return f"{method} /v1.0/{where}{'?' if options else ''}{options}"

    def _keep(self, request: str, sent: Mapping[str, str], reply: Reply, took: int, *, times: int = 1) -> None:
        redactor = self.probe_run.redactor
        self.exchanges.append(
            Exchange(
                request=request,
                sent=sent,
                status=reply.status,
                milliseconds=took,
                headers=redactor.headers(reply.headers),
                body=redactor.json(reply.body),
                times=times,
            )
        )

    def _spend(self, count: int) -> None:
        if count > self._left:
            raise AssertionError("a probe asks more than it said that it would")
        self._left -= count
        self.probe_run.spent += count

    async def _waited(self) -> None:
        wait, self.probe_run.wait = self.probe_run.wait, 0.0
        if wait > LONGEST_WAIT:
            self.probe_run.wait = wait
            raise WaitTooLong
        if wait:
            await self.probe_run.sleep(wait)


def written(query: Query) -> dict[str, str]:
    """The options of a query as they are sent, times in UTC."""
    return {
        name: f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else value for name, value in query.items()
    }


def _sent(prefer: str, headers: Mapping[str, str] | None) -> dict[str, str]:
    return dict(headers or {}) | ({"Prefer": prefer} if prefer else {})
