"""One diary as it is being read: the primary calendar, and those that are named beside it, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from calsync.domain.model import PersonId, Turn
from calsync.errors import SourceError, SourceRefused
from calsync.graph.allowance import Hold
from calsync.graph.batch import Get, Gets
from calsync.graph.calendar_lists import Calendar, CalendarLists, named
from calsync.graph.client import Graph
from calsync.graph.paging import Patience, lists_from
from calsync.ports import DiaryWanted

LIST = "list"
PATIENCE = 3
"""How many times the time for one answer all further pages of a diary may take together: others wait for them."""
Asked = Calendar | str | None
"""What a request is for: the window of a calendar, that of the primary one (None), or the LIST of them."""
Requests = list[tuple[Asked, Get]]


class Reading:
    """Takes the answers to its requests in any order, and says which requests follow from them."""

    def __init__(
        self,
        wanted: DiaryWanted,
        lists: CalendarLists,
        ask: Callable[[DiaryWanted, Calendar | None], Get],
        hold: Hold,
    ) -> None:
        self.wanted = wanted
        self.error: SourceError | None = None
        """Why it can't be read whole: the first reason that was found."""
        self._lists = lists
        self._ask = ask
        self._found: dict[Asked, list[msgspec.Raw]] = {}
        self._order: list[Calendar | None] = [None]
        self._awaited = 0
        self.requests = 0
        """How many requests it took until now, further pages apart."""
        self._patience: Patience | None = None
        self._hold = hold
        self._sought_again = False

    @property
    def done(self) -> bool:
        """Whether every answer has come."""
        return self._awaited == 0

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The lists of rows of all its calendars, in the same order each time, once it is done without an error."""
        return [each for calendar in self._order for each in self._found[calendar]]

    def first(self) -> Requests:
        """The requests to begin with."""
        requests: Requests = [(None, self._ask(self.wanted, None))]
        if self.wanted.calendars:
            try:
                requests += self._views(self._lists.known(self.wanted.worker) or ())
            except SourceRefused:
                # Not known yet, or somebody has made or renamed it within the hour.
                requests.append((LIST, self._lists.get(self.wanted.worker)))
        self._awaited = self.requests = len(requests)
        return requests

    async def took(
        self, asked: Asked, body: bytes | msgspec.Raw | SourceError, graph: Graph, gets: Gets, turn: Turn
    ) -> Requests:
        """The requests that follow from the answer to one of its own; mostly none."""
        worker, requests = self.wanted.worker, Requests()
        patience = self._patience = self._patience or Patience(PATIENCE * graph.settings.timeout)
        try:
            if isinstance(body, SourceError):
                raise body
            if isinstance(asked, str):
                requests = self._views(await self._lists.learn(worker, body, turn, patience))
            else:
                self._found[asked] = await lists_from(
                    graph,
                    body,
                    gets.request,
                    what_of(worker, asked),
                    turn=turn,
                    whose=worker,
                    patience=patience,
                    hold=self._hold,
                )
        except SourceError as error:
            requests = self._failed(asked, error)
        self._awaited += len(requests) - 1
        self.requests += len(requests)
        return requests

    def _views(self, calendars: Sequence[Calendar]) -> Requests:
        """The requests for those that are named. Raises SourceRefused when one of them is not there."""
        chosen: dict[str, Calendar] = {}
        for name in self.wanted.calendars:
            found = named(calendars, name)
            if not found:
                raise SourceRefused(
                    f'Mailbox {self.wanted.worker} has no calendar called "{name}", so nothing of its diary is used: '
                    "correct the name under calendars in the people file, or make that calendar in Outlook.",
                    code="NoSuchCalendar",
                )
            chosen |= {each.id: each for each in found if not each.primary}
        others = sorted(chosen.values(), key=lambda each: each.id)
        self._order = [None, *others]
        return [(each, self._ask(self.wanted, each)) for each in others]

    def _failed(self, asked: Asked, error: SourceError) -> Requests:
        if isinstance(asked, Calendar):
            if error.status == 404 and not self._sought_again:
                # Removed, or made anew under another id: the list is read once more, and says which.
                self._sought_again = True
                self._lists.forget(self.wanted.worker)
                return [(LIST, self._lists.get(self.wanted.worker))]
            if isinstance(error, SourceRefused):
                error = SourceRefused(
                    f"{error} Or take it out of calendars in the people file: until then nothing of the diary is used.",
                    status=error.status,
                    code=error.code,
                )
        self.error = self.error or error
        self.let_go()  # nothing of a diary is better than half of it
        return []

    def let_go(self) -> None:
        """Drops what was read: it has been looked into, or is of no use."""
        self._found.clear()
        self._hold.let_go()


def what_of(worker: PersonId, calendar: Calendar | None) -> str:
    """How a sentence names a calendar; the primary one is what people call the diary."""
    return f'the calendar "{calendar.name}" of mailbox {worker}' if calendar else f"the diary of mailbox {worker}"
