"""A worker who appears to be away -> one question a day to the line manager; and what an answer to it does.

It asks nobody but the store. While nobody answers, everything is watched as ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from calsync.domain.away import day_of, example_colleague, is_time_to_ask, missed
from calsync.domain.away_wording import question
from calsync.domain.model import Act, Channel, Person, PersonId, Role, Visit, Watched
from calsync.domain.responders import whom_to_tell
from calsync.domain.unbelieved import shown
from calsync.engine.core import Core, log
from calsync.engine.direct import direct_row
from calsync.engine.faults import fault
from calsync.errors import StoreUnavailable
from calsync.ports import Transaction

ASKED, SAID, TAKEN_BACK = "away-asked", "away-said", "away-taken-back"
"""Names of messages: the question, what was said of the day, and that a colleague makes a visit no more."""
EVERY = timedelta(minutes=1)
"""How often it is looked who appears to be away, in time of the clock."""
ROLES = (Role.LINE_MANAGER, Role.DEPUTY)
"""Who is asked: the first of these who is at work, else the line manager all the same."""


class AwayWatch:
    """Looks who appears to be away, and asks."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._looked: datetime | None = None

    def sweep(self) -> int:
        """How many line managers were asked now."""
        at = self._core.clock.now()
        if self._looked is not None and timedelta(0) <= at - self._looked < EVERY:
            return 0
        self._looked = at
        with self._core.store.transaction() as tx:
            people = tx.people().persons
        gone = [each for each in people if each.works and any(one.end is None or one.end > at for one in each.absences)]
        return sum(self._ask_alone(person, at) for person in gone)

    def _ask_alone(self, worker: Person, at: datetime) -> bool:
        """Whether somebody is asked now; one person's broken day costs nobody else the question (law 14)."""
        try:
            with self._core.store.transaction() as tx:
                return self._ask(tx, worker, at)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("whether worker %s is away could not be asked: %s", worker.id, fault(error))
            return False

    def _ask(self, tx: Transaction, worker: Person, at: datetime) -> bool:
        """Whether somebody is asked now: once a day, whatever is planned besides later on."""
        visits = [each.visit for each in missed(worker, shown(tx.deadlines_of(worker.id)), at)]
        if not visits or not is_time_to_ask(visits[0], worker, at):
            return False
        topic = topic_of(worker, at)
        if any(row.step == ASKED for row in tx.notifications_of(topic)):
            return False
        asked = whom_to_ask(self._core, tx, visits[0], at)
        if asked is None:
            return False
        words = question(worker, visits, example_colleague(worker, tx.people().persons, asked.id))
        row = direct_row(
            topic, ASKED, asked, words, at, ready=self._core.ready, role=Role.LINE_MANAGER,
            about=[each.id for each in visits],
        )  # fmt: skip
        tx.add_notifications([row])
        tx.add_acts(
            [Act(at=at, what="absence-asked", visit_id=each.id, details=(("of", asked.id),)) for each in visits]
        )
        return True


def topic_of(worker: Person, at: datetime) -> str:
    """Under what the messages about one worker's day stand together."""
    return f"away:{worker.id}:{day_of(at, worker).isoformat()}"


def worker_of_topic(topic: str) -> PersonId:
    """Whose day a message is about; empty when it is about nobody's."""
    return topic.removeprefix("away:").rpartition(":")[0] if topic.startswith("away:") else ""


def whom_to_ask(core: Core, tx: Transaction, visit: Visit, at: datetime) -> Person | None:
    """The one person who is asked about a worker's day; None when nobody can be reached by mail."""
    people, ready = tx.people(), core.ready
    found: list[Person] = []
    for role in ROLES:
        told = whom_to_tell((role,), visit, people, at, channels=(Channel.MAIL,), ready=ready, stand_ins=False)
        passed = {each.person.id for each in told.passed_over}
        at_work = [each.person for each in told.recipients if each.person.id not in passed]
        if at_work:
            return at_work[0]
        found += [each.person for each in told.recipients]
    return next(iter(found), None)


def watched_of(tx: Transaction, visit_id: str) -> Watched | None:
    """A visit with all its deadlines, open or closed; None when there is none of that id."""
    visit = tx.visit(visit_id)
    under = tx.watched_under(visit.worker, [visit.event_id]) if visit is not None else []
    return next((each for each in under if each.visit.id == visit_id), None)
