"""Who is on a visit by their own diary: somebody who may be told of it and visits too, at the same place and time."""

from __future__ import annotations

from calsync.domain.holding import holders
from calsync.domain.model import People, Role, Visit
from calsync.domain.second_worker import with_companions
from calsync.ports import Transaction


def joined(tx: Transaction, visit: Visit, people: People) -> Visit:
    """The visit with those on it who hold a role and go along, so that they are passed over (law 5).

    Only the diaries of those who both visit and may be told are looked into: in most houses these are none.
    """
    told = {each for role in Role if role is not Role.WORKER for each in holders(role, visit, people)}
    told |= {each.person for each in people.rota} - {visit.worker}
    both = [each for each in sorted(told - {visit.worker}) if (known := people.get(each)) is not None and known.works]
    others = [each.visit for colleague in both for each in tx.watched(colleague, visit.start)]
    return with_companions(visit, others, people) if others else visit
