"""The contenders that are not calsync: each is made in a process of its own and reads diaries one call at a time.

All ask for the same diaries on the same server, with the same fields selected, and keep connections alive.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import made_up
import msgspec
from serving import Served

Rounds = Callable[[int, int], float]
"""Entries a diary and how many diaries -> seconds of this process's CPU time for each."""
SELECT = (
    "id,type,seriesMasterId,changeKey,subject,start,end,isAllDay,showAs,isCancelled,isOrganizer,responseStatus,"
    "sensitivity,categories,location,locations,isOnlineMeeting"
)
_TOKEN = "Bearer " + "e" * 1700
_WISHES = 'IdType="ImmutableId",outlook.timezone="UTC",odata.maxpagesize=250'


def window() -> tuple[str, str]:
    """The window of a snapshot, as it is written in a query."""
    now = datetime.now(UTC)
    return f"{now - timedelta(hours=12):%Y-%m-%dT%H:%M:%SZ}", f"{now + timedelta(hours=36):%Y-%m-%dT%H:%M:%SZ}"


def path_of(person: int, entries: int, start: str, end: str) -> str:
    """The address of a diary, behind the root."""
    who = made_up.person_id(person, entries=entries)
    return f"/v1.0/users/{who}/calendarView?startDateTime={start}&endDateTime={end}&$select={SELECT}&$top=250"


def floor(served: Served, head: int) -> Rounds:
    """What any client pays: a request of `head` bytes to a socket, and the body read by its length, unparsed."""
    place = urlsplit(served.root)
    wire = socket.create_connection((place.hostname, place.port))

    def get(request: bytes) -> bytes:
        wire.sendall(request)
        had = wire.recv(65536)
        while (end := had.find(b"\r\n\r\n")) < 0:
            had += wire.recv(65536)
        at = had.find(b"Content-Length: ", 0, end) + 16
        whole = end + 4 + int(had[at : had.find(b"\r", at)])
        while len(had) < whole:
            had += wire.recv(65536)
        return had[end + 4 :]

    def request(person: int, entries: int, start: str, end: str) -> bytes:
        line = f"GET {path_of(person, entries, start, end)} HTTP/1.1\r\nHost: {place.netloc}\r\nX-Padding: "
        return (line + "x" * (head - len(line) - 4) + "\r\n\r\n").encode()

    def rounds(entries: int, count: int) -> float:
        start, end = window()
        began = time.process_time()
        for person in range(count):
            assert get(request(person, entries, start, end))
        return (time.process_time() - began) / count

    return rounds


def plain_requests(served: Served) -> Rounds:
    """`requests` with a session, and its `.json()`."""
    import requests

    session = requests.Session()
    session.headers.update({"Authorization": _TOKEN, "Prefer": _WISHES})

    def rounds(entries: int, count: int) -> float:
        start, end = window()
        began = time.process_time()
        for person in range(count):
            found = session.get(served.root + path_of(person, entries, start, end), timeout=10).json()["value"]
            assert len(found) == entries
        return (time.process_time() - began) / count

    return rounds


def httpx_msgspec(served: Served) -> Rounds:
    """`httpx.AsyncClient` and msgspec into calsync's own rows: what the parts cost without calsync."""
    import httpx

    from calsync.parsers.graph_rows import GraphEvent

    read: Callable[[bytes], Any] = msgspec.json.Decoder(msgspec.defstruct("Page", [("value", list[GraphEvent])])).decode
    runner = asyncio.Runner()
    client = httpx.AsyncClient(headers={"Authorization": _TOKEN, "Prefer": _WISHES})

    async def several(entries: int, count: int) -> None:
        start, end = window()
        for person in range(count):
            found = read((await client.get(served.root + path_of(person, entries, start, end))).content).value
            assert len(found) == entries

    def rounds(entries: int, count: int) -> float:
        began = time.process_time()
        runner.run(several(entries, count))
        return (time.process_time() - began) / count

    return rounds


def typed_sdk(served: Served) -> Rounds:
    """msgraph-sdk as its documentation shows it, with its own client, its own middleware and its own models."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from kiota_abstractions.authentication import AccessTokenProvider, BaseBearerTokenAuthenticationProvider
        from kiota_abstractions.base_request_configuration import RequestConfiguration
        from kiota_abstractions.headers_collection import HeadersCollection
        from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
        from msgraph.graph_request_adapter import GraphRequestAdapter
        from msgraph.graph_service_client import GraphServiceClient

    class Known(AccessTokenProvider):
        def get_allowed_hosts_validator(self) -> Any:
            return None

        async def get_authorization_token(self, *_: Any, **__: Any) -> str:
            return _TOKEN.removeprefix("Bearer ")

    adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Known()))
    adapter.base_url = f"{served.root}/v1.0"
    client = GraphServiceClient(request_adapter=adapter)
    runner = asyncio.Runner()

    async def several(entries: int, count: int) -> None:
        start, end = window()
        for person in range(count):
            headers = HeadersCollection()
            headers.add("Prefer", _WISHES)
            query = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
                start_date_time=start, end_date_time=end, select=SELECT.split(","), top=250
            )
            view = client.users.by_user_id(made_up.person_id(person, entries=entries)).calendar_view
            found = await view.get(RequestConfiguration(query_parameters=query, headers=headers))
            assert found is not None
            assert len(found.value or []) == entries

    def rounds(entries: int, count: int) -> float:
        began = time.process_time()
        runner.run(several(entries, count))
        return (time.process_time() - began) / count

    return rounds


def python_o365(served: Served) -> Rounds:
    """python-O365: `schedule.get_events` into its own Event objects."""
    from O365 import Account, MSGraphProtocol  # type: ignore[import-untyped]  # ships no types

    class Local(MSGraphProtocol):  # type: ignore[misc]  # as above
        _protocol_url = f"{served.root}/"

    account = Account(
        (made_up.CLIENT, "made-up"), auth_flow_type="credentials", tenant_id=made_up.TENANT, protocol=Local()
    )
    # A session with a token, as it is after signing in, which takes https and is not what is measured.
    account.con.session = account.con.get_session(load_token=False)
    account.con.session.headers["Authorization"] = _TOKEN

    def rounds(entries: int, count: int) -> float:
        start, end = window()
        began = time.process_time()
        for person in range(count):
            diary = account.schedule(resource=made_up.person_id(person, entries=entries))
            found = list(diary.get_events(limit=250, start_recurring=start, end_recurring=end))
            assert len(found) == entries
        return (time.process_time() - began) / count

    return rounds
