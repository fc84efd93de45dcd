"""Every change that one reading of a diary brings."""

from __future__ import annotations

from calsync.domain.diary.beside import watched_beside
from calsync.domain.diary.change import Change
from calsync.domain.diary.leaving import gone_for_good, kept_though_emptied
from calsync.domain.diary.new_visits import first_sight
from calsync.domain.diary.reading import Reading
from calsync.domain.diary.seen_again import seen_again


def changes_of(reading: Reading) -> list[Change]:
    """Every change that this reading brings, in the order of the diary; empty on an ordinary poll."""
    current = {each.visit.event_id: each for each in reading.known if each.visit.left_diary is None}
    gone = [each for each in current.values() if reading.is_gone(each.visit)]
    vanished = {each.visit.id for each in gone}
    adrift = gone + [each for each in reading.known if each.visit.left_diary is not None]
    found: list[Change] = []
    new = [event for event in reading.events.values() if event.id not in current]
    for event in sorted(new, key=lambda each: (each.start, each.id)):
        found += first_sight(reading, event, adrift)
    for each in current.values():
        if each.visit.id in reading.taken_over or each.visit.event_id in reading.left - reading.given_up:
            continue
        if now := reading.events.get(each.visit.event_id):
            found += seen_again(reading, each, now)
        elif each.visit.id in vanished:
            found += gone_for_good(reading, each)
    found += kept_though_emptied(reading) if reading.emptied else []
    return found + watched_beside(reading, current, found)
