"""The lines of a list about who is not watched: with the reason, and who has had no visit for so many working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from calsync.domain.letter_days import moment, stands
from calsync.domain.model import Person, PersonId, Tag
from calsync.domain.not_watched import not_watched
from calsync.domain.quiet import looked_after, unwatched_for, without_visits, working_day_back
from calsync.engine.core import Core
from calsync.ports import Transaction

MIDNIGHT = datetime.min.time()
ONE_BY_ONE = 40
"""So many workers are looked up singly; of more the visits of all are read at once."""


def not_watched_lines(core: Core, tx: Transaction, reader: PersonId, day: date) -> list[str]:
    """A line for each, by name; empty where no policy wants it told to this reader, and where all are watched."""
    people, policies = tx.people(), core.policies
    if not any(policy.letters.no_visit_days for policy in policies.every):
        return []
    workers = looked_after(reader, people, policies)
    states = {each.id: tx.mailbox(each.id) for each in workers}
    left = not_watched(people, [state for state in states.values() if state is not None])
    lines = [f"{each.name}: {each.why}" for each in unwatched_for(reader, left, people, policies)]
    told = {each.person for each in left}
    since = {each.id: _since(core, each, day) for each in workers}
    # Of a diary that has not been watched for so long nobody can say.
    asked = [
        each
        for each in workers
        if (state := states[each.id]) is not None and state.watched_from <= since[each.id] and each.id not in told
    ]
    out = _visiting(tx, asked, since, moment(day + timedelta(days=1), MIDNIGHT, core.zone))
    quiet = [each for each in asked if each.id not in out]
    return lines + [
        without_visits(each.name, policies.of(each).letters.no_visit_days)
        for each in sorted(quiet, key=lambda each: each.name.casefold())
    ]


def _since(core: Core, worker: Person, day: date) -> datetime:
    policy = core.policies.of(worker)
    return moment(working_day_back(day, policy.letters.no_visit_days, policy.office), MIDNIGHT, core.zone)


def _visiting(
    tx: Transaction, workers: Sequence[Person], since: dict[PersonId, datetime], end: datetime
) -> set[PersonId]:
    """Who of them has had a visit since then, or has one today."""
    if not workers:
        return set()
    first = min(since[each.id] for each in workers)
    if len(workers) > ONE_BY_ONE:
        visits = tx.outlines_between(first, end)
    else:
        visits = [one.visit for each in workers for one in tx.watched(each.id, first)]
    return {
        each.worker
        for each in visits
        if each.tag is Tag.VISIT and stands(each) and since.get(each.worker, end) <= each.end and each.start < end
    }
