"""What stays of a person when the directory names them anew: what only their mailbox tells."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import People, Person, WorkingHours


def as_before(person: Person, known: People) -> Person:
    """The person with the zone, hours and absences that were known of them; unchanged for somebody new.

    Whoever was always at work, as the configuration said then, has ordinary hours until their mailbox is read.
    """
    before = known.get(person.id)
    if before is None:
        return person
    hours = before.hours or WorkingHours(zone=before.zone)
    return replace(person, zone=before.zone, hours=hours, absences=before.absences)
