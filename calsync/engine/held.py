"""Whether a code word of somebody, or of whoever is with them, stands: then nobody is asked to ring them (law 7)."""

from __future__ import annotations

from calsync.domain.model import IncidentKind, Person, Watched
from calsync.domain.second_worker import on_one_visit
from calsync.ports import Transaction


def is_held(tx: Transaction, worker: Person) -> bool:
    """Whether a ringing telephone may be heard by somebody who holds them, or who holds a colleague beside them."""
    own, people = tx.deadlines_of(worker.id), tx.people()
    if any(map(_says_the_word, own)):
        return True
    words = {each.worker for each in tx.incidents(open_only=True) if each.kind is IncidentKind.DURESS}
    theirs = [each for who in words - {worker.id} for each in tx.deadlines_of(who)]
    others = [each.visit for each in theirs if _says_the_word(each)]
    return any(on_one_visit(mine.visit, visit, people) for mine in own for visit in others)


def _says_the_word(watched: Watched) -> bool:
    return any(one.is_word for one in watched.deadlines)
