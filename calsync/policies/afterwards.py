"""What a policy says of the time after a visit: what is passed on, and what is due after an incident."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from calsync.domain.model import Afterwards, IncidentKind, PassOn, Role
from calsync.policies.fields import Table

KEYS = ("kind", "what", "role", "within", "clause")
LONGEST_DAYS = 90
"""The longest time, in days, that something may be due after an incident: beyond it stands a slip of the finger."""
TODAY = "today"


def read_pass_on(document: Table) -> tuple[PassOn, ...]:
    """What is passed on of a worker's word at the end; empty when nothing is, or it was noted as wrong."""
    return document.words("pass_on", PassOn) if document.values.get("pass_on") != [] else ()


def read_afterwards(document: Table) -> tuple[Afterwards, ...]:
    """What is due after incidents; what was noted as wrong is left out."""
    read = [_read(each) for each in document.tables("afterwards")]
    found = tuple(each for each in read if each is not None)
    _said_once(document, found)
    return found


def _read(table: Table) -> Afterwards | None:
    before = len(table.problems)
    table.only(KEYS)
    kinds = table.words("kind", IncidentKind) if table.required("kind", f"one or several of {_kinds()}") else ()
    what = table.text("what") if table.required("what", "what has to be done, in a few words") else ""
    roles = table.words("role", Role) if table.required("role", "who has to do it") else ()
    if len(roles) > 1:
        table.note("role names one: what several have to do, nobody does; make an [[afterwards]] for each")
    if Role.WORKER in roles and IncidentKind.DURESS in kinds:
        table.note("the worker has nothing to do after duress: no device of theirs may show that it was understood")
    within = _within(table)
    clause = table.text("clause")
    if len(table.problems) > before:
        return None
    return Afterwards(kinds=kinds, what=what, role=roles[0], within=within, clause=clause)


def _within(table: Table) -> timedelta | None:
    """Minutes, or None for "today"; None too where it was noted as missing or wrong."""
    if not table.required("within", f'minutes, or "{TODAY}" for 23:59 of the same day'):
        return None
    value = table.values["within"]
    if value == TODAY:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        table.note(f'within is a whole number of minutes without quotation marks, or "{TODAY}", not {value!r}')
        return None
    if not 1 <= value <= LONGEST_DAYS * 24 * 60:
        table.note(f"within = {value} must lie between 1 minute and {LONGEST_DAYS} days ({LONGEST_DAYS * 24 * 60})")
        return None
    return timedelta(minutes=value)


def _said_once(document: Table, found: Sequence[Afterwards]) -> None:
    """Note what one kind of incident asks of one role twice in the same words."""
    seen: set[tuple[IncidentKind, Role, str]] = set()
    for each in found:
        for kind in each.kinds:
            said = (kind, each.role, each.what.casefold())
            if said in seen:
                document.note(f"afterwards: after '{kind}' the {each.role} is asked twice to '{each.what}'")
            seen.add(said)


def _kinds() -> str:
    return ", ".join(IncidentKind)
