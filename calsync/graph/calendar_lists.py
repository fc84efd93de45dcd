"""Which calendars a mailbox has: one request, remembered for an hour, for whoever keeps visits in more than one."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from calsync.domain.model import PersonId, Turn
from calsync.graph.batch import Get, Gets
from calsync.graph.client import Graph
from calsync.graph.paging import Patience, lists_from, rows_of

REMEMBERED = 3600.0
"""Elapsed seconds."""
MOST = 20
"""So many calendars of one person are looked at, when it is asked which others hold visits."""


class _Owner(msgspec.Struct):
    address: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    id: str
    name: str | None = None
    is_default_calendar: bool | None = None
    owner: _Owner | None = None


_ROW = msgspec.json.Decoder(_Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One calendar that a mailbox lists."""

    id: str
    name: str
    primary: bool = False
    shared: bool = False
    """Whether it is another person's, as far as Graph tells whose it is."""


class CalendarLists:
    """The lists of calendars that were read within the hour."""

    def __init__(self, graph: Graph, gets: Gets) -> None:
        self._graph = graph
        self._gets = gets
        self._known: dict[PersonId, tuple[float, tuple[Calendar, ...]]] = {}

    def get(self, worker: PersonId) -> Get:
        """The request for the list. Microsoft's page: "List calendars"."""
        return Get(
            path=f"/users/{quote(worker, safe='')}/calendars?$select=id,name,isDefaultCalendar,owner&$top=100",
            what=_list_of(worker),
            whose=worker,
        )

    def known(self, worker: PersonId) -> tuple[Calendar, ...] | None:
        """The calendars as they were read; None when that is an hour ago, or never was."""
        read_at, calendars = self._known.get(worker, (float("-inf"), ()))
        return calendars if _now() - read_at < REMEMBERED else None

    def forget(self, worker: PersonId) -> None:
        """They are read anew the next time."""
        self._known.pop(worker, None)

    async def learn(
        self, worker: PersonId, body: bytes | msgspec.Raw, turn: Turn, patience: Patience | None = None
    ) -> tuple[Calendar, ...]:
        """The calendars in an answer to `get`, from now on known. Raises SourceError; `patience` as in `lists_from`."""
        what = _list_of(worker)
        lists = await lists_from(
            self._graph, body, self._gets.request, what, turn=turn, whose=worker, patience=patience
        )
        calendars = _read(rows_of(lists, what))
        self._known[worker] = (_now(), calendars)
        return calendars

    async def read(self, worker: PersonId, turn: Turn) -> tuple[Calendar, ...]:
        """The calendars, asked for by a request of its own. Raises SourceError."""
        return await self.learn(worker, await self._gets.one(self.get(worker), turn=turn), turn)


def named(calendars: Sequence[Calendar], name: str) -> list[Calendar]:
    """Those of that name, in any case: the person's own, and another's only where they have none; empty: none is.

    Exchange takes two calendars of one name, and then both are meant: nobody knows which of them holds the visits.
    """
    wanted = _plain(name)
    found = [each for each in calendars if _plain(each.name) == wanted]
    return [each for each in found if not each.shared] or found


def _read(rows: Sequence[msgspec.Raw]) -> tuple[Calendar, ...]:
    found = []
    for raw in rows:
        try:
            found.append(_ROW.decode(raw))
        except msgspec.MsgspecError:
            continue  # a calendar that can't be understood is missed by its name, if anybody wants it
    # Whose mailbox it is, by the address that Exchange gives it: that of the primary calendar's owner.
    me = next((_owner(row) for row in found if row.is_default_calendar), "")
    return tuple(
        Calendar(
            id=row.id,
            name=row.name or "",
            primary=bool(row.is_default_calendar),
            shared=bool(me and _owner(row) and _owner(row) != me),
        )
        for row in found
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _owner(row: _Row) -> str:
    return (row.owner.address or "").casefold() if row.owner is not None else ""


def _now() -> float:
    return asyncio.get_running_loop().time()


def _list_of(worker: PersonId) -> str:
    return f"the list of calendars of mailbox {worker}"
