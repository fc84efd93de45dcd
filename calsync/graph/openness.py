"""How much of somebody's diary the whole organisation can read, by the permissions of their primary calendar."""

from __future__ import annotations

from calsync.domain.model import Person, Turn
from calsync.graph.client import Graph

CLOSED = frozenset(("none", "freebusyread"))
"""What tells everybody at most that somebody is busy."""


class GraphOpenness:
    """The Openness port over Microsoft Graph. The right to read calendars is enough for it."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def open_to_all(self, person: Person) -> str:
        """The role that everybody of the organisation has; empty where they see nothing but "busy". Raises SourceError.

        Of the rows of one's calendar that for everybody inside carries no address of its own. Microsoft's page: "List
        calendarPermissions".
        """
        await self._graph.ready()
        permissions = self._graph.client.users.by_user_id(person.id).calendar.calendar_permissions
        what = f"the permissions of calendar {person.id}"
        found = await self._graph.call(permissions.get, what, turn=Turn.WIDE, whose=person.id)
        for row in (found.value if found is not None else None) or []:
            everybody = row.email_address is None or not row.email_address.address
            role = str(row.role.value) if row.role is not None else ""
            if row.is_inside_organization and everybody and role and role.casefold() not in CLOSED:
                return role
        return ""
