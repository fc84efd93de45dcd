"""Places at which an Incident happened: flagged under keyed hashes, so that nobody goes there alone (AH16)."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.before.places import flag_hashes
from calsync.domain.missing import Looked
from calsync.domain.model import Act, PersonId, Visit
from calsync.domain.model.approvals import FlaggedPlace
from calsync.engine.before import place_key
from calsync.engine.concerns import said_by
from calsync.engine.core import Core
from calsync.ports import Transaction


def flag(core: Core, tx: Transaction, visit: Visit, incident: str, at: datetime) -> bool:
    """Whether the place of a visit is flagged from now on; False where it is known of no place.

    `incident` is the id of the Incident, by which it is closed again.
    """
    place = Looked(visit=visit, said=said_by(visit, core.zone)).place
    hashes = flag_hashes(place_key(core, tx), place)
    tx.flag_places([FlaggedPlace(place=each, since=at, incident=incident) for each in hashes])
    tx.check_all_again(at)
    if hashes:
        tx.add_acts([Act(at=at, what="place-flagged", visit_id=visit.id, details=(("incident", incident),))])
    return bool(hashes)


def unflag(tx: Transaction, incident: str, who: PersonId, at: datetime) -> bool:
    """Whether a place was flagged for this Incident until now: somebody has closed it."""
    if not tx.unflag_places(incident, who, at):
        return False
    tx.check_all_again(at)
    tx.add_acts([Act(at=at, what="place-unflagged", who=who, details=(("incident", incident),))])
    return True
