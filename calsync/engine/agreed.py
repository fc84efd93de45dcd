"""A reading of a diary -> the same with the ends that were agreed on, before anything is decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.agreed import Named, agreed_events
from calsync.domain.classify import Rules
from calsync.domain.model import Event, Snapshot, Watched
from calsync.parsers.agreed import named_in


def as_agreed(
    snapshot: Snapshot,
    asked: Mapping[str, Event | None],
    known: Sequence[Watched],
    rules: Rules,
    zone: str,
    at: datetime,
) -> tuple[Snapshot, dict[str, Event | None]]:
    """A snapshot, and the entries that were asked for by id, with the end that each risk visit's entry names."""

    def names(event: Event) -> Named:
        return named_in(event, zone)

    found = [each for each in asked.values() if each is not None]
    by_id = {each.id: each for each in agreed_events(found, known, rules, names, at)}
    events = agreed_events(snapshot.events, known, rules, names, at)
    return replace(snapshot, events=events), {key: by_id.get(key) for key in asked}
