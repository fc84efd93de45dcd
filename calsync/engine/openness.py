"""Diaries that the whole organisation can read: looked at once a week, and told to IT (RO4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from calsync.domain.model import Person, PersonId
from calsync.domain.model.checks import Check
from calsync.domain.notices import Cause
from calsync.engine.core import Core, log
from calsync.engine.notices import clear_notice, raise_notice
from calsync.errors import SourceError

EVERY = timedelta(days=7)
AGAIN = timedelta(hours=6)
"""After the permissions could not be read."""
WORDS = (
    "Everybody in the organisation can read what stands in this diary (its calendar is shared as '{role}'): in "
    "Outlook, Calendar, Sharing and permissions, set 'People in my organization' to 'Can view when I'm busy'."
)


class Opening:
    """Looks whose diary is open to all, a few at a time."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._due: dict[PersonId, datetime] = {}

    async def look(self, limit: int) -> int:
        """How many diaries were looked at; 0: nobody's turn has come, or the policy does not ask for it."""
        core = self._core
        asking = [each for each in core.policies.every if each.checks.rule(Check.OPEN_CALENDAR) is not None]
        if core.openness is None or not asking:
            return 0
        at = core.clock.now()
        with core.store.transaction() as tx:
            workers = {each.id: each for each in tx.people().persons if each.works and core.policies.of(each) in asking}
        self._due = {id_: due for id_, due in self._due.items() if id_ in workers}
        turn = [each for each in workers.values() if self._due.get(each.id, at) <= at][:limit]
        for person in turn:
            await self._look_at(person, at)
        return len(turn)

    async def _look_at(self, person: Person, at: datetime) -> None:
        core = self._core
        self._due[person.id] = at + AGAIN  # before it is asked: whoever fails keeps no other from being asked
        if core.openness is None:
            return
        try:
            role = await core.openness.open_to_all(person)
        except SourceError as error:
            log.warning("who may read the diary of %s is not known: %s", person.id, error)
            return
        self._due[person.id] = at + EVERY
        with core.store.transaction() as tx:
            if role:
                raise_notice(tx, Cause.OPEN_CALENDAR, person.id, WORDS.format(role=role), at)
            else:
                clear_notice(tx, Cause.OPEN_CALENDAR, person.id, at)
