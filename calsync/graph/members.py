"""The people of Entra: a group's members with their managers, one manager, one user."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from calsync.domain.model import PersonId, Turn
from calsync.errors import SourceError, SourceRefused
from calsync.graph.client import Graph
from calsync.graph.own_limits import DIRECTORY
from calsync.graph.paging import rows
from calsync.graph.refusals import not_readable
from calsync.parsers.graph_people import ASKED, GraphPerson, read_person

if TYPE_CHECKING:
    from calsync.graph.sdk import RequestInformation

GROUP = "the group of lone workers"
_PAGE = 999
_WITH_MANAGER = [f"manager($select={','.join(ASKED)})"]


@dataclass(frozen=True, slots=True)
class UnreadableMember:
    """A member whose row is not as it should be; the id is empty when not even that can be read."""

    id: str = ""


class _Named(msgspec.Struct):
    id: str


async def members(graph: Graph) -> list[GraphPerson | UnreadableMember]:
    """The users in the configured group and in the groups within it, with their managers where the tenant tells them.

    Empty without a configured group. Raises SourceError when the group can't be read to its end.
    Microsoft's page: "List group transitive members".
    """
    if not graph.settings.group:
        return []
    try:
        return await _pages(graph, _WITH_MANAGER)
    except SourceRefused as error:
        # A tenant that does not expand managers here says so with 400: then each manager is asked for alone.
        if error.status != 400:
            raise
        return await _pages(graph, None)


async def _pages(graph: Graph, expand: list[str] | None) -> list[GraphPerson | UnreadableMember]:
    from calsync.graph.sdk import GraphUserRequestBuilder, RequestConfiguration

    users = graph.client.groups.by_group_id(graph.settings.group).transitive_members.graph_user
    query = GraphUserRequestBuilder.GraphUserRequestBuilderGetQueryParameters(
        select=list(ASKED), top=_PAGE, expand=expand
    )
    first = users.to_get_request_information(RequestConfiguration(query_parameters=query))

    def follow(link: str) -> RequestInformation:
        return users.with_url(link).to_get_request_information()

    return [_member(raw) for raw in await rows(graph, first, follow, GROUP, turn=Turn.WIDE, whose=DIRECTORY)]


def _member(raw: msgspec.Raw) -> GraphPerson | UnreadableMember:
    try:
        if (row := read_person(raw)) is not None:
            return row
    except ValueError:
        pass
    try:
        return UnreadableMember(msgspec.json.decode(raw, type=_Named).id)
    except (msgspec.MsgspecError, RecursionError):
        return UnreadableMember()


async def manager_of(graph: Graph, worker: PersonId) -> GraphPerson | None:
    """A person's manager; None when there is none. Raises SourceError. Microsoft's page: "List manager"."""
    from calsync.graph.sdk import ManagerRequestBuilder, RequestConfiguration

    query = ManagerRequestBuilder.ManagerRequestBuilderGetQueryParameters(select=list(ASKED))
    manager = graph.client.users.by_user_id(worker).manager
    request = manager.to_get_request_information(RequestConfiguration(query_parameters=query))
    return await _one(graph, request, f"the manager of person {worker}")


async def user_of(graph: Graph, address: str) -> GraphPerson | None:
    """The user of an address or an object id; None when there is none. Raises SourceError."""
    from calsync.graph.sdk import RequestConfiguration, UserItemRequestBuilder

    query = UserItemRequestBuilder.UserItemRequestBuilderGetQueryParameters(select=list(ASKED))
    user = graph.client.users.by_user_id(address)
    request = user.to_get_request_information(RequestConfiguration(query_parameters=query))
    return await _one(graph, request, "a person whom the configuration names")


async def _one(graph: Graph, request: RequestInformation, what: str) -> GraphPerson | None:
    try:
        body = await graph.read_bytes(request, what, turn=Turn.WIDE, whose=DIRECTORY)
    except SourceError as error:
        if error.status == 404:
            return None
        raise
    try:
        return read_person(body)
    except ValueError:
        raise not_readable(what) from None
