"""Entries written into diaries: the only thing that calsync ever writes there, and off unless it is configured."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from calsync.domain.model import PersonId, Turn
from calsync.errors import SourceError
from calsync.graph.client import Graph
from calsync.graph.reading import what_of
from calsync.graph.refusals import not_readable


class _Made(msgspec.Struct):
    id: str


class GraphDiaryWriter:
    """The DiaryWriter port over one tenant. It needs Calendars.ReadWrite for the workers' mailboxes."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def add(
        self,
        worker: PersonId,
        *,
        start: datetime,
        end: datetime,
        subject: str,
        place: str,
        category: str,
        transaction_id: str,
    ) -> str:
        """The immutable id of the entry; empty where Exchange says that it has one of that `transaction_id` already.

        It is asked once: whether a lost answer means a written entry, a repeat with the same id finds out. Raises
        SourceError. Microsoft's page: "Create event".
        """
        from calsync.graph.sdk import Method, RequestInformation

        await self._graph.ready()
        fields = {
            "subject": subject,
            "start": _written(start),
            "end": _written(end),
            "location": {"displayName": place},
            "categories": [category] if category else [],
            "isReminderOn": False,
            "transactionId": transaction_id,
        }
        request = RequestInformation(Method.POST)
        request.url = f"{self._graph.settings.base_url}/users/{quote(worker, safe='')}/events"
        request.headers.add("Accept", "application/json")
        # By the same kind of id as readings have, so that the entry is known when it is read.
        request.headers.add("Prefer", 'IdType="ImmutableId"')
        request.set_stream_content(msgspec.json.encode(fields), "application/json")
        what = f"a new entry in {what_of(worker, None)}"
        try:
            body = await self._graph.read_bytes(request, what, turn=Turn.SOON, whose=worker)
        except SourceError as error:
            if error.status == 409:
                return ""
            raise
        try:
            return msgspec.json.decode(body, type=_Made).id
        except (msgspec.MsgspecError, RecursionError):
            raise not_readable(what) from None

    async def change_nothing(self, worker: PersonId) -> None:
        """Ask to change an entry that nobody has, to hear whether the app may: this always raises SourceError.

        ErrorItemNotFound from one that may write, 403 from one that may not. Microsoft's page: "Update event".
        """
        from calsync.graph.sdk import Method, RequestInformation

        await self._graph.ready()
        request = RequestInformation(Method.PATCH)
        entry = uuid.uuid4().hex
        request.url = f"{self._graph.settings.base_url}/users/{quote(worker, safe='')}/events/{entry}"
        request.headers.add("Accept", "application/json")
        request.set_stream_content(b"{}", "application/json")
        what = f"an entry that is not there in {what_of(worker, None)}"
        await self._graph.read_bytes(request, what, whose=worker)
        raise not_readable(what)


def _written(moment: datetime) -> dict[str, str]:
    return {"dateTime": f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
