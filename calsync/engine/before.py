"""The verb `check`: visits that are to come -> concerns, questions, and the few messages that can't wait (law 16).

Nothing of it is done while a diary is read. A visit is looked at once after it was written, and then whenever time
alone makes a difference: `look_again` says when, and one range query of a small index finds it.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.before.areas import where
from calsync.domain.before.asking import standing_as
from calsync.domain.before.looking import Found, look_again, looked
from calsync.domain.before.places import family_hash, look_hashes
from calsync.domain.before.sight import Second, Sight
from calsync.domain.missing import CHECKED, Looked, missing
from calsync.domain.model import Act, Concern, Notification, Person, PersonId, Policy, Visit, VisitState, Watched
from calsync.domain.model.approvals import CheckDue, FlaggedPlace
from calsync.domain.model.checks import Check
from calsync.engine.before_rows import fold, manager_of, rows_of
from calsync.engine.concerns import coming_along, said_by
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.story import Happened
from calsync.errors import StoreUnavailable
from calsync.ports import Transaction

BATCH = 200
LATER = timedelta(minutes=10)
"""When a visit is looked at again whose checks have failed."""
PLACES = "places"
_NEED_SECOND = (Check.ALONE_NOW, Check.APPROVAL, Check.FLAGGED_PLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    sight: Sight
    watched: Watched
    found: tuple[Found, ...]
    checked: CheckDue


class Checking:
    """Looks at visits before they begin. It asks nobody but the store."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def check(self) -> int:
        """How many visits were looked at. Nothing is done under a policy that has no checks."""
        core = self._core
        at = core.clock.now()
        if not self._any:
            return 0
        count = 0
        while True:
            with core.store.transaction() as tx:
                due = [each.visit_id for each in tx.checks_due(at, BATCH)]
            if not due:
                return count
            count += self._take(due, at)

    def next_at(self, tx: Transaction) -> datetime | None:
        """When something is to be looked at next; None when nothing is."""
        return tx.next_check_at() if self._any else None

    @property
    def _any(self) -> bool:
        return any(policy.checks.any for policy in self._core.policies.every)

    def _take(self, ids: Sequence[str], at: datetime) -> int:
        """Take these visits together; if that fails, one by one, so that a bad row harms only itself (law 14)."""
        try:
            return self._take_together(ids, at)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("the checks of %d visits could not be made together: %s", len(ids), fault(error))
        for visit_id in ids:
            try:
                self._take_together([visit_id], at)
            except StoreUnavailable:
                raise
            except Exception as error:
                log.error("visit %s could not be checked, and is tried again later: %s", visit_id, fault(error))
                with self._core.store.transaction() as tx:
                    tx.check_again([visit_id], at + LATER)
                    tx.add_acts([Act(at=at, what="checks-failed", visit_id=visit_id)])
        return len(ids)

    def _take_together(self, ids: Sequence[str], at: datetime) -> int:
        core, happened = self._core, list[Happened]()
        with core.store.transaction() as tx:
            wanted = set(ids)
            due = [each for each in tx.checks_due(at, BATCH) if each.visit_id in wanted]
            rows: list[Notification] = []
            for worker in dict.fromkeys(each.worker for each in due):
                theirs = [each for each in due if each.worker == worker]
                for each in sorted(self._look(tx, worker, theirs, at), key=lambda one: one.sight.visit.start):
                    if at < each.sight.visit.start:  # what stood as it began stays on the list
                        happened += _keep(tx, each, at)
                    rows += rows_of(core, tx, each.sight, each.found, at)
                    tx.put_checked(each.checked, look_again(each.sight, at) if _is_open(each.watched) else None)
            tx.add_notifications(fold(rows))
        for one in happened:
            core.observe(one)
        return len(due)

    def _look(self, tx: Transaction, worker: PersonId, due: Sequence[CheckDue], at: datetime) -> list[_Looked]:
        """What stands about these visits of one worker; those that are over are set aside here."""
        core = self._core
        people = tx.people()
        watched = {each.visit.id: each for each in tx.watched(worker, at - timedelta(days=1))}
        for each in due:
            if each.visit_id not in watched:
                tx.put_checked(each, None)
        looked_at = [Looked(visit=each.visit, said=said_by(each.visit, core.zone)) for each in watched.values()]
        lacking = missing(looked_at, core.rules, core.zone, at)
        person = people.get(worker) or Person(id=worker, name="a colleague")
        policy = core.policies.of(person)
        found = []
        for each in due:
            one = watched.get(each.visit_id)
            if one is None:
                continue
            sight = self._sight(tx, one, each, policy, person, list(watched.values()), lacking, at)
            stands = looked(sight, at) if _is_open(one) or one.visit.state is VisitState.CANCELLED else ()
            checked = replace(each, seen_as=standing_as(one.visit), changed=sight.changed)
            found.append(_Looked(sight=sight, watched=one, found=stands, checked=checked))
        return found

    def _sight(
        self,
        tx: Transaction,
        watched: Watched,
        due: CheckDue,
        policy: Policy,
        person: Person,
        others: Sequence[Watched],
        lacking: Sequence[Concern],
        at: datetime,
    ) -> Sight:
        core, visit = self._core, watched.visit
        said = said_by(visit, core.zone)
        place = Looked(visit=visit, said=said).place
        key = place_key(core, tx)
        flags = tx.flagged(look_hashes(key, place))
        there = where(place, policy.checks.near)
        last_day = visit.end.astimezone(ZoneInfo(core.zone)).date()
        changed = at if due.seen_as and due.seen_as != standing_as(visit) else due.changed
        return Sight(
            visit=visit,
            said=said,
            worker=person,
            checks=policy.checks,
            office=policy.office,
            zone=core.zone,
            sunset=core.sunset(*there, last_day) if there and policy.checks.rule(Check.AFTER_DARK) else None,
            second=_second(tx, visit) if any(map(policy.checks.rule, _NEED_SECOND)) else Second.UNKNOWN,
            before=_before(visit, others, core.zone),
            lacking={each.kind: each.words for each in lacking if each.visit_id == visit.id},
            flagged=bool(flags),
            flagged_by_own=_by_own(tx, visit, flags),
            changed=changed,
            nobody_to_ask=manager_of(visit, tx.people(), at) is None,
            approvals=tuple(tx.approvals_of(visit.worker, visit.id, family_hash(key, place))),
        )


def _by_own(tx: Transaction, visit: Visit, flags: Sequence[FlaggedPlace]) -> bool:
    """Whether all Incidents at a place happened to the visit's own worker.

    They know of them, and are told nothing of it: what their devices show must not tell that a code word was understood
    (law 7).
    """
    whose = {incident.worker for each in flags if (incident := tx.incident(each.incident)) is not None}
    return whose == {visit.worker}


def place_key(core: Core, tx: Transaction) -> bytes:
    """The secret by which places are kept as hashes: the configuration's, else one that the store keeps."""
    return (core.place_key or tx.key(PLACES, secrets.token_hex(32))).encode()


def _keep(tx: Transaction, each: _Looked, at: datetime) -> list[Happened]:
    """Write what stands, and return what is to be told of what is new.

    What the entry lacks is found anew whenever it is shown, and stands there under its own kind.
    """
    visit, lacking = each.watched.visit, each.sight.lacking.values()
    stand = [
        Concern(visit_id=visit.id, worker=visit.worker, kind=found.check.value, words=found.words, raised=at)
        for found in each.found
        if found.words not in lacking
    ]
    first = next(iter(each.watched.deadlines), None)
    return [
        Happened(at=at, what="concern", visit=visit, deadline=first, role="worker", channel="diary", text=new.words)
        for new in tx.settle_concerns(visit.id, CHECKED, stand, at)
    ]


def _second(tx: Transaction, visit: Visit) -> Second:
    """What is known of a second worker: one who proves to come along, and is not away."""
    proven = coming_along(tx, visit)
    if proven is None:
        return Second.UNKNOWN
    if not proven:
        return Second.LACKING
    people = tx.people()
    coming = [people.get(each) for each in proven]
    away = [any(absence.covers(visit.start) for absence in each.absences) for each in coming if each is not None]
    return Second.AWAY if all(away) else Second.PROVEN


def _before(visit: Visit, others: Sequence[Watched], zone: str) -> tuple[Visit, ...]:
    """The worker's visits that begin earlier on the same day, and stand."""
    day = visit.start.astimezone(ZoneInfo(zone)).date()
    return tuple(
        each.visit
        for each in others
        if each.visit.id != visit.id
        and each.visit.start < visit.start
        and each.visit.start.astimezone(ZoneInfo(zone)).date() == day
        and each.visit.state is not VisitState.CANCELLED
        and each.visit.left_diary is None
    )


def _is_open(watched: Watched) -> bool:
    return any(each.is_open for each in watched.deadlines)
