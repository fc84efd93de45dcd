"""What Graph says of people, and what the directory makes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from calsync.domain.contacts import Contact
from calsync.domain.model import People, Person, Role, WorkingHours
from calsync.errors import SourceError
from calsync.graph.directory import GraphDirectory
from calsync.ports import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.graph.conftest import Wire


MONDAY = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
SAM = {"id": "sam-id", "displayName": "Sam Worker", "mail": "Sam@clarendon.example", "accountEnabled": True}
MORGAN = {"@odata.type": "#microsoft.graph.user", "id": "m-id", "displayName": "Morgan", "mail": "m@clarendon.example"}
NOBODY_THERE = httpx.Response(404, json={"error": {"code": "Request_ResourceNotFound", "message": ""}})
NO_ENTRIES = httpx.Response(200, json={"value": []})
THROTTLED = httpx.Response(429, json={"error": {"code": "TooManyRequests", "message": ""}})
MEMBERS = "https://graph.microsoft.com/v1.0/groups/g/transitiveMembers/microsoft.graph.user"
SAM_BEFORE = Person(id="sam-id", name="Sam", mail="sam@clarendon.example", hours=WorkingHours(), works=True)


def members(*rows: Any, link: str | None = None) -> httpx.Response:
    """A page of the group, with a link to the next if there is one."""
    return httpx.Response(200, json={"value": list(rows)} | ({"@odata.nextLink": link} if link else {}))


def refusal(status: int, code: str = "") -> httpx.Response:
    """An answer of Graph's that refuses."""
    return httpx.Response(status, json={"error": {"code": code, "message": ""}})


def people(wire: Wire, *answers: httpx.Response, known: People = NOBODY, **roles: list[Contact]) -> People:
    """Who is known once Graph has given these answers."""
    wire.answers = list(answers)
    held = {Role(name): contacts for name, contacts in roles.items()}
    return wire.run(lambda graph: GraphDirectory(graph, held).people(known))


def settings(wire: Wire, *answers: httpx.Response, person: Person = SAM_BEFORE) -> Person | SourceError:
    """What one mailbox says of its owner, or why it can not be asked."""
    wire.answers = list(answers)
    [found] = wire.run(lambda graph: GraphDirectory(graph, {}).settings([person], MONDAY))
    return found


def sam(wire: Wire, told: dict[str, Any], *entries: dict[str, Any]) -> Person:
    """Sam as their mailbox and their entries say."""
    found = settings(wire, httpx.Response(200, json=told), httpx.Response(200, json={"value": list(entries)}))
    assert isinstance(found, Person)
    return found


def answering(wire: Wire, answer: Callable[[str], httpx.Response]) -> None:
    """Graph answers by the path of what it is asked."""

    async def handle(request: httpx.Request) -> httpx.Response:
        wire.asked.append(request)
        return answer(request.url.path)

    wire.handle = handle  # type: ignore[method-assign]
