"""The verbs of an incident: what was due is done, and it is closed by a named person who says what was learnt."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.domain.incident_acts import closed, done, why_not_closed, why_not_done
from calsync.domain.model import DueAct, Incident, PersonId
from calsync.engine.core import Core
from calsync.engine.places import unflag
from calsync.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An incident as it stands, with what is due after it."""

    incident: Incident
    due: tuple[DueAct, ...]


def incidents(tx: Transaction, *, open_only: bool = True) -> list[Standing]:
    """The open incidents, or all of them, oldest first, each with what is or was due after it."""
    found = tx.incidents(open_only=open_only)
    return [Standing(incident=each, due=tuple(tx.due_acts(each.id))) for each in found]


def act_done(core: Core, incident_id: str, number: int, who: PersonId) -> str:
    """Empty once the act is written down as done; else why it is not, as a sentence."""
    with core.store.transaction() as tx:
        incident = tx.incident(incident_id)
        if incident is None:
            return unknown(incident_id)
        due = tx.due_acts(incident_id)
        if why := why_not_done(incident, due, number, who):
            return why
        act = next(each for each in due if each.number == number)
        changed, line = done(incident, act, who, core.clock.now())
        tx.put_due_acts([changed])
        tx.add_acts([line])
    return ""


def close_incident(core: Core, incident_id: str, who: PersonId, lessons: str) -> str:
    """Empty once the incident is closed; else why it is not, as a sentence."""
    with core.store.transaction() as tx:
        incident = tx.incident(incident_id)
        if incident is None:
            return unknown(incident_id)
        due, alarm = tx.due_acts(incident_id), tx.deadline(incident.deadline_id)
        if why := why_not_closed(incident, due, alarm, who, lessons):
            return why
        over, line = closed(incident, who, lessons, core.clock.now())
        tx.put_incident(over)
        tx.add_acts([line])
        unflag(tx, incident_id, who, core.clock.now())
    return ""


def unknown(incident_id: str) -> str:
    """The sentence for an incident that nobody knows."""
    return f"There is no incident {incident_id}: `calsync incidents list --all` prints all of them."
