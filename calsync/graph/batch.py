"""Many GETs in one request: Graph's `$batch`, posted and read as plain JSON.

Microsoft's page: "Combine multiple HTTP requests using JSON batching". The SDK's own batch is of no use: it sends
absolute addresses, and does not import without a package that it does not ask for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec

from calsync.domain.model import Turn
from calsync.errors import SignInRefused, SourceError, SourceUnavailable
from calsync.graph.allowance import CROWDED, TOO_LARGE
from calsync.graph.client import TIMEOUT, Graph
from calsync.graph.refusals import UNREACHABLE, not_readable, refusal, retry_after
from calsync.parsers.json_text import decoded

if TYPE_CHECKING:
    from calsync.graph.sdk import RequestInformation

MOST = 20
"""Graph takes no more requests in one batch."""
AT_ONCE = 4
"""Outlook answers so many requests of one batch in parallel (Microsoft's page on JSON batching), and each of a larger
batch would hold its slot for several round trips."""
K = TypeVar("K")
# Of these one member alone may be the cause, and the others are asked without it (law 14).
_ASK_SINGLY = (400, 413)


@dataclass(frozen=True, slots=True, kw_only=True)
class Get:
    """One GET: a path below the version's root, with its query and everything escaped, and how a sentence names it."""

    path: str
    what: str
    whose: str = ""
    """The mailbox that it asks, as `Graph.call` takes it."""


class _Item(msgspec.Struct):
    id: str
    url: str
    headers: msgspec.Raw
    method: str = "GET"


class _Batch(msgspec.Struct):
    requests: list[_Item]


class _Answer(msgspec.Struct):
    id: str
    status: int
    headers: dict[str, object] | None = None
    body: msgspec.Raw = msgspec.Raw()


class _Answers(msgspec.Struct):
    responses: list[_Answer]


class _RawAnswers(msgspec.Struct):
    responses: list[msgspec.Raw]


_ANSWERS = msgspec.json.Decoder(_Answers)
_RAW_ANSWERS = msgspec.json.Decoder(_RawAnswers)


class _Told(msgspec.Struct):
    code: str | None = None


class _Error(msgspec.Struct):
    error: _Told | None = None


class Gets:
    """GETs that all carry one Prefer header, asked together as far as slots are free."""

    def __init__(self, graph: Graph, prefer: str, *, batch: int = AT_ONCE) -> None:
        self._graph = graph
        self._batch = min(batch, MOST)
        self._prefer = prefer
        self._headers = msgspec.Raw(msgspec.json.encode({"Prefer": prefer}))

    @property
    def hands(self) -> int:
        """How many batches fill all slots that there may ever be, and one more, to be read while those are awaited."""
        return -(-self._graph.quota.ceiling // self._batch) + 1

    def request(self, url: str) -> RequestInformation:
        """The request for a whole address, such as a link to a next page, which carries no header of its own."""
        from calsync.graph.sdk import HeadersCollection, Method, RequestInformation

        request = RequestInformation(Method.GET)
        request.url = url
        request.headers = HeadersCollection()
        request.headers.add("Prefer", self._prefer)
        request.headers.add("Accept", "application/json")
        return request

    async def one(self, get: Get, *, turn: Turn) -> bytes:
        """The body of the answer to one GET, asked by itself. Raises as `Graph.read_bytes`."""
        return await self._graph.read_bytes(self._single(get), get.what, turn=turn, whose=get.whose)

    async def next_of(
        self, queue: deque[tuple[K, Get]], *, turn: Turn
    ) -> list[tuple[K, bytes | msgspec.Raw | SourceError]]:
        """What became of as many of the queue as slots were to be had for, with their keys; they are taken off it.

        At least one, for which it waits, and no more than a batch holds; none when somebody else emptied the queue
        meanwhile. A mailbox that has to wait for itself is not asked, and takes no slot. Raises nothing.
        """
        graph = self._graph
        try:
            token = await graph.ready()
        except SourceError as error:
            return [(key, error) for key, _ in _first(queue, len(queue))]
        if early := self._not_now(queue, turn):
            return early
        if not queue:
            return []
        taken = await graph.limiter.take(min(self._batch, len(queue)), turn)
        members = _first(queue, taken)
        if len(members) < taken:
            graph.limiter.give_back(taken - len(members), turn)
        if not members:
            return []
        gets = [get for _, get in members]
        bodies: Sequence[bytes | msgspec.Raw | SourceError]
        try:
            bodies = await self._together(gets, turn)
            if any(isinstance(body, SignInRefused) for body in bodies):
                # A token that was revoked may be told by the members alone, inside an answer that is well.
                graph.forget(token)
                bodies = await self._asked_again(gets, bodies, turn)
        except SignInRefused:
            graph.forget(token)
            bodies = await self._singly(gets, turn)
        except SourceError as error:
            # No answer at all may mean that the connection had been closed: a GET is sent once more, a batch is not.
            alone = error.code in (UNREACHABLE, TIMEOUT, TOO_LARGE, CROWDED) or error.status in _ASK_SINGLY
            singly = len(gets) > 1 and alone
            bodies = await self._singly(gets, turn) if singly else [error] * len(gets)
        return [(key, body) for (key, _), body in zip(members, bodies, strict=True)]

    async def _together(self, gets: Sequence[Get], turn: Turn) -> Sequence[bytes | msgspec.Raw | SourceError]:
        """The answers, in as many slots as there are GETs, which the caller took. Raises what meets all of them."""
        graph = self._graph
        whose = gets[0].whose if len(gets) == 1 else ""
        with graph.held(len(gets), turn, whose=whose) as held:
            if len(gets) == 1:
                request, what = self._single(gets[0]), gets[0].what
            else:
                request, what = self._posted(gets), f"{len(gets)} requests at once"
            body = await graph.in_time(lambda: graph.send(request), what)
            answers = [body] if len(gets) == 1 else read_answers(body, gets, what)
            errors = (answer if isinstance(answer, SourceError) else None for answer in answers)
            graph.note(held, [(get.whose, error) for get, error in zip(gets, errors, strict=True)])
            return answers

    def _not_now(self, queue: deque[tuple[K, Get]], turn: Turn) -> list[tuple[K, bytes | msgspec.Raw | SourceError]]:
        """Those of the queue that Microsoft wants left alone for a while; they are taken off it."""
        found: list[tuple[K, bytes | msgspec.Raw | SourceError]] = []
        for _ in range(len(queue)):
            key, get = queue.popleft()
            if (error := self._graph.must_wait(get.whose, get.what, turn)) is not None:
                found.append((key, error))
            else:
                queue.append((key, get))
        return found

    async def _asked_again(
        self, gets: Sequence[Get], bodies: Sequence[bytes | msgspec.Raw | SourceError], turn: Turn
    ) -> Sequence[bytes | msgspec.Raw | SourceError]:
        """The answers, those that a refused sign-in brought asked for once more, each by itself."""
        refused = [get for get, body in zip(gets, bodies, strict=True) if isinstance(body, SignInRefused)]
        again = iter(await self._singly(refused, turn))
        return [next(again) if isinstance(body, SignInRefused) else body for body in bodies]

    async def _singly(self, gets: Sequence[Get], turn: Turn) -> list[bytes | SourceError]:
        async def one(get: Get) -> bytes | SourceError:
            try:
                return await self.one(get, turn=turn)
            except SourceError as error:
                return error

        try:
            # Once for all: a refused sign-in is not to be tried by each.
            await self._graph.ready()
        except SourceError as error:
            return [error] * len(gets)
        return list(await asyncio.gather(*(one(get) for get in gets)))

    def _single(self, get: Get) -> RequestInformation:
        return self.request(self._graph.settings.base_url + get.path)

    def _posted(self, gets: Sequence[Get]) -> RequestInformation:
        from calsync.graph.sdk import Method, RequestInformation

        request = RequestInformation(Method.POST)
        request.url = f"{self._graph.settings.base_url}/$batch"
        items = [_Item(id=str(n), url=get.path, headers=self._headers) for n, get in enumerate(gets)]
        request.headers.add("Accept", "application/json")
        request.set_stream_content(msgspec.json.encode(_Batch(items)), "application/json")
        return request


def read_answers(body: bytes, gets: Sequence[Get], what: str) -> list[msgspec.Raw | SourceError]:
    """What became of each member of a batch, in the order of the GETs; the answers arrive in any.

    One that is missing, doubled or odd is an error of that member alone. Raises SourceUnavailable when the whole can't
    be read.
    """
    by_id: dict[str, list[_Answer]] = {}
    for answer in _answers(body, what):
        by_id.setdefault(answer.id, []).append(answer)
    found: list[msgspec.Raw | SourceError] = []
    for n, get in enumerate(gets):
        answers = by_id.get(str(n), [])
        found.append(_member(answers[0], get.what) if len(answers) == 1 else not_readable(get.what))
    return found


def _answers(body: bytes, what: str) -> list[_Answer]:
    try:
        return decoded(_ANSWERS.decode, body).responses
    except (msgspec.MsgspecError, RecursionError):
        pass
    # The slow way, for a batch with an answer that is not as it should be: the others count.
    try:
        raws = decoded(_RAW_ANSWERS.decode, body).responses
    except (msgspec.MsgspecError, RecursionError):
        raise not_readable(what) from None
    found = []
    for raw in raws:
        try:
            found.append(msgspec.json.decode(raw, type=_Answer))
        except (msgspec.MsgspecError, RecursionError):
            continue
    return found


def _member(answer: _Answer, what: str) -> msgspec.Raw | SourceError:
    if answer.status == 200:
        # A body that is no JSON comes as a text in base64, or is missing: whoever reads it as an object will see.
        return answer.body
    if answer.status < 400:
        return not_readable(what)
    code = _code(answer.body)
    wait = retry_after(_lower(answer.headers or {}))
    if answer.status == 424:
        return SourceUnavailable(
            f"Microsoft Graph did not come to it (424{f' {code}' if code else ''}) for {what}.",
            status=424,
            code=code,
            retry_after=wait,
        )
    return refusal(what, answer.status, code, wait)


def _code(body: msgspec.Raw) -> str:
    try:
        told = msgspec.json.decode(body, type=_Error).error
    except (msgspec.MsgspecError, RecursionError):
        return ""
    return told.code or "" if told is not None else ""


def _lower(headers: Mapping[str, object]) -> dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}


def _first(queue: deque[tuple[K, Get]], count: int) -> list[tuple[K, Get]]:
    return [queue.popleft() for _ in range(min(count, len(queue)))]
