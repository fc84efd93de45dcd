"""The checks before a visit, as the fake keeps them: read beside `sql_before.py`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.model import Concern, PersonId
from calsync.domain.model.approvals import Approval, CheckDue, FlaggedPlace
from calsync.domain.model.checks import Check
from calsync.store.memory.work import MemoryWork


class MemoryBefore(MemoryWork):
    """The part of a transaction that the checks before a visit use."""

    def checks_due(self, at: datetime, limit: int) -> list[CheckDue]:
        """The visits whose checks are due, longest overdue first."""
        due = [(when, each.visit_id, each) for each, when in self._state.checks.values() if when is not None]
        return [each for when, _, each in sorted(due, key=lambda one: one[:2]) if when <= at][:limit]

    def next_check_at(self) -> datetime | None:
        """When the checks of any visit are due next; None when none are."""
        return min((when for _, when in self._state.checks.values() if when is not None), default=None)

    def put_checked(self, checked: CheckDue, again: datetime | None) -> None:
        """How a visit was seen, and when it is looked at again; None: once it is written anew."""
        if checked.visit_id in self._state.checks:
            worker = self._state.checks[checked.visit_id][0].worker
            self._state.checks[checked.visit_id] = (replace(checked, worker=worker), again)

    def check_again(self, visit_ids: Collection[str], at: datetime) -> None:
        """These visits are due for their checks at `at`: something that bears on them was said or found."""
        for each in visit_ids:
            if each in self._state.checks:
                self._state.checks[each] = (self._state.checks[each][0], at)

    def check_all_again(self, at: datetime) -> None:
        """Every visit whose checks are still to be made is due at `at`: something was found that may bear on any."""
        due = [name for name, (_, when) in self._state.checks.items() if when is not None]
        self.check_again(due, at)

    def settle_concerns(
        self, visit_id: str, kinds: Collection[str], stand: Sequence[Concern], at: datetime
    ) -> list[Concern]:
        """Of these kinds exactly these stand about a visit now: those that were never raised before.

        The others are cleared; one that was cleared stands again, in its new words.
        """
        now = {each.kind: each for each in stand}
        known = set()
        for key, each in list(self._state.concerns.items()):
            if each.visit_id != visit_id or each.kind not in kinds:
                continue
            known.add(each.kind)
            if each.kind in now:
                self._state.concerns[key] = replace(each, words=now[each.kind].words, cleared=None)
            elif each.cleared is None:
                self._state.concerns[key] = replace(each, cleared=at)
        new = [each for kind, each in now.items() if kind not in known]
        self._state.concerns.update({(each.visit_id, each.worker, each.kind): each for each in new})
        return new

    def concerns_of(self, visit_ids: Collection[str]) -> list[Concern]:
        """Every concern that was raised about these visits, oldest first."""
        theirs = [each for each in self._state.concerns.values() if each.visit_id in visit_ids]
        return sorted(theirs, key=lambda each: each.raised)

    def add_approval(self, approval: Approval) -> bool:
        """Keep what somebody said; False when it was kept before."""
        known = approval.id in self._state.approvals
        self._state.approvals.setdefault(approval.id, approval)
        return not known

    def approvals_of(self, worker: PersonId, visit_id: str, family: str) -> list[Approval]:
        """What was said of a visit, and what stands for its family: the oldest word first."""

        def counts(each: Approval) -> bool:
            whose = each.worker == worker or each.check is Check.RISK_ASSESSMENT
            return each.visit_id == visit_id or (bool(family) and each.family == family and whose)

        return sorted(filter(counts, self._state.approvals.values()), key=lambda each: each.at)

    def flag_places(self, places: Sequence[FlaggedPlace]) -> None:
        """Nobody goes to these places alone until their Incident is closed; one that is flagged already stays so."""
        for each in places:
            fresh = replace(each, closed=None, closed_by=None)
            self._state.flagged.setdefault((each.place, each.incident), fresh)

    def flagged(self, hashes: Collection[str]) -> list[FlaggedPlace]:
        """Those of these places at which an Incident is open."""
        found = [each for each in self._state.flagged.values() if each.place in hashes and each.closed is None]
        return sorted(found, key=lambda each: (each.since, each.place))

    def unflag_places(self, incident: str, who: PersonId, at: datetime) -> int:
        """Somebody has closed the Incident: how many of its places were flagged until now."""
        theirs = [key for key, each in self._state.flagged.items() if each.incident == incident and not each.closed]
        for key in theirs:
            self._state.flagged[key] = replace(self._state.flagged[key], closed=at, closed_by=who)
        return len(theirs)

    def key(self, name: str, new: str) -> str:
        """The key of that name; the first time `new`, which is kept."""
        return self._state.keys.setdefault(name, new)
