"""The audit's chain: each sealed line carries a hash over itself and the seal before it.

Whoever changes, removes or reorders a sealed line breaks every seal after it. The lines hold ids and acts
alone (law 15), so that erasing a person's text never breaks the chain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Connection, bindparam, insert, select, update

from calsync.domain.model import Act
from calsync.ports import SealedAct
from calsync.store.rows.life import act_of
from calsync.store.steps import dump
from calsync.store.tables import acts, audit_head

BATCH = 5000

_SEAL = (
    update(acts)
    .where(acts.c.number == bindparam("the_number"))
    .values(place=bindparam("the_place"), seal=bindparam("the_seal"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One sealed line, with its place in the chain."""

    place: int
    number: int
    act: Act
    seal: str


def link(before: str, *, place: int, number: int, act: Act) -> str:
    """The seal of a line: SHA-256 over the seal before it and the line as canonical JSON."""
    line = dump(
        {
            "place": place,
            "number": number,
            "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "what": act.what,
            "who": act.who,
            "visit": act.visit_id,
            "deadline": act.deadline_id,
            "details": act.details,
        }
    )
    return hashlib.sha256(f"{before}\n{line}".encode()).hexdigest()


def first_break(links: Iterable[Link], *, length: int, head: str) -> str:
    """Empty when the links make a whole chain of that length and head; else a sentence about the first break."""
    before, place = "", 0
    for each in links:
        if each.place != place + 1:
            return f"The audit is broken: line {place + 1} of its chain is missing, after it comes act {each.number}."
        if link(before, place=each.place, number=each.number, act=each.act) != each.seal:
            return f"The audit is broken at act {each.number} (line {each.place}): it is not what was sealed."
        before, place = each.seal, each.place
    if place != length or before != head:
        return f"The audit is broken: it ends after line {place}, and {length} lines were sealed."
    return ""


def seal(connection: Connection) -> int:
    """Chain the acts that were added since; how many. 0 while another sealer is at it.

    The lock on the head's row is the lease: the database itself ends it with its holder.
    """
    head = connection.execute(select(audit_head).with_for_update(skip_locked=True)).mappings().first()
    if head is None:
        if connection.execute(select(audit_head.c.id)).first() is not None:
            return 0
        connection.execute(insert(audit_head), {"id": 1, "place": 0, "seal": ""})
    place, before = (head["place"], head["seal"]) if head else (0, "")
    changes = []
    query = select(acts).where(acts.c.place.is_(None)).order_by(acts.c.number).limit(BATCH)
    for row in connection.execute(query).mappings():
        place += 1
        before = link(before, place=place, number=row["number"], act=act_of(row))
        changes.append({"the_number": row["number"], "the_place": place, "the_seal": before})
    if changes:
        connection.execute(_SEAL, changes)
        connection.execute(update(audit_head).values(place=place, seal=before))
    return len(changes)


def lines(connection: Connection, after: int) -> list[SealedAct]:
    """The audit after an act's number, oldest first."""
    rows = connection.execute(select(acts).where(acts.c.number > after).order_by(acts.c.number)).mappings()
    return [SealedAct(number=row["number"], act=act_of(row), seal=row["seal"]) for row in rows]


def verify(connection: Connection) -> str:
    """Empty when the audit's chain is whole; else a sentence that names the first broken line."""
    head = connection.execute(select(audit_head)).mappings().first()
    query = select(acts).where(acts.c.place.is_not(None)).order_by(acts.c.place)
    with connection.execution_options(yield_per=1000).execute(query) as result:
        links = (
            Link(place=row["place"], number=row["number"], act=act_of(row), seal=row["seal"])
            for row in result.mappings()
        )
        return first_break(links, length=head["place"] if head else 0, head=head["seal"] if head else "")
