"""Who is on which visit with whom, before a board is made: what its reader must not see, and who must not be rung.

Law 7: whoever stands beside a worker who gave a code word may have to show their screen. So nothing on it differs by
that word: not the visits on which they are both, and not what else is said of that worker while they are together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from calsync.domain.model import AlarmKind, Deadline, People, Person, PersonId, Role, Visit, Watched
from calsync.domain.responders import on_the_visit
from calsync.domain.second_worker import APART, on_one_visit, with_companions
from calsync.domain.unbelieved import PREFIX, is_unbelieved


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the visits of everybody say of who is with whom."""

    open: tuple[Watched, ...]
    """What its reader may see."""
    words: Mapping[PersonId, PersonId]
    """Whom nobody may ring, and whose code word stands: their own, or that of somebody on one visit with them."""
    tellers: tuple[Visit, ...]
    """The visits of those who may be told of others: on one of these they are passed over (law 5)."""

    def joined(self, visit: Visit, people: People) -> Visit:
        """The visit with those on it by their own diary who might be told of it, as the ladder takes it."""
        near = [each for each in self.tellers if abs(each.start - visit.start) <= APART]
        return with_companions(visit, near, people) if near else visit


def is_word(deadline: Deadline) -> bool:
    """Whether it is a code word that stands."""
    return deadline.is_open and deadline.alarm is AlarmKind.DURESS


def beside(open_: Iterable[Watched], own: Iterable[Visit], people: People, viewer: Person, at: datetime) -> Beside:
    """What the open visits, and the viewer's `own` also where they are closed, say of who is with whom at `at`."""
    watched = tuple(open_)
    visits = {each.id: each for each in own if each.worker == viewer.id}
    visits.update((each.visit.id, each.visit) for each in watched)
    mine = _joined([each for each in visits.values() if on_the_visit(viewer, each)], visits, people)
    going = [each.visit for each in watched if _goes_on(each, at)]
    with_me = {each.worker for each in going if each.id in mine} - {viewer.id}
    # Whoever is with somebody who is with the viewer is with them too.
    mine = _joined([*mine.values(), *(each for each in going if each.worker in with_me)], visits, people)
    with_me = {each.worker for each in going if each.id in mine} - {viewer.id}
    words: dict[PersonId, PersonId] = {}
    kept = set()
    for each in watched:
        if not any(is_word(one) for one in each.deadlines):
            continue
        group = _joined([each.visit], visits, people)
        if any(id_ in mine or visit.worker in with_me for id_, visit in group.items()):
            kept.add(each.visit.worker)
            continue
        words[each.visit.worker] = each.visit.worker
        for who in _on(group.values(), people):
            words.setdefault(who, each.visit.worker)
    return Beside(
        open=tuple(
            each
            for each in watched
            if each.visit.id not in mine
            and not (each.visit.worker in with_me and each.visit.start <= at)
            and not (each.visit.worker in kept and is_unbelieved(each.visit))
        ),
        words=words,
        tellers=_tellers(watched, people),
    )


def _goes_on(watched: Watched, at: datetime) -> bool:
    """Whether its people are together at `at`, as far as its own deadlines say: a code word changes none of these."""
    visit = watched.visit
    own = any(each.is_open and each.alarm is AlarmKind.SILENCE for each in watched.deadlines)
    return own and visit.start - APART <= at <= visit.end + APART


def _joined(seeds: Iterable[Visit], visits: Mapping[str, Visit], people: People) -> dict[str, Visit]:
    """These visits with every one that is the same by somebody's own diary, also what is watched beside a word."""
    found = {each.id: each for each in seeds}
    waiting = list(found.values())
    while waiting:
        one = waiting.pop()
        for each in visits.values():
            if each.id not in found and abs(each.start - one.start) <= APART and _same(one, each, people):
                found[each.id] = each
                waiting.append(each)
    return found


def _same(one: Visit, other: Visit, people: People) -> bool:
    one, other = _plain(one), _plain(other)
    if one.worker == other.worker:
        return one.event_id == other.event_id
    return on_one_visit(one, other, people)


def _plain(visit: Visit) -> Visit:
    return replace(visit, event_id=visit.event_id.removeprefix(PREFIX)) if is_unbelieved(visit) else visit


def _on(visits: Iterable[Visit], people: People) -> list[PersonId]:
    found = []
    for each in visits:
        accepted = (people.by_mail(address) for address in each.attendees)
        found += [each.worker, *(known.id for known in accepted if known is not None)]
    return found


def _tellers(watched: Iterable[Watched], people: People) -> tuple[Visit, ...]:
    told = {each.manager for each in people.persons} | {each.person for each in people.rota}
    own = (each.contacts for each in people.persons if each.contacts)
    for held in (people.roles, *(team.roles for team in people.teams), *own):
        told.update(who for role, holders in held if role is not Role.WORKER for who in holders)
    return tuple(each.visit for each in watched if each.visit.worker in told)
