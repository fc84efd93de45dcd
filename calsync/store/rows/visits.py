"""Visits, and what was said of kinds of entries, to rows and back; personal text has rows of its own."""

from __future__ import annotations

import json
from typing import Any

from calsync.domain.model import Place, PlaceKind, Remembered, Series, Tag, Visit, VisitKind, VisitState
from calsync.store.rows.row import Row, words
from calsync.store.steps import dump


def visit_row(visit: Visit) -> dict[str, Any]:
    """The visit's columns without its personal text."""
    return {
        "id": visit.id,
        "worker": visit.worker,
        "event_id": visit.event_id,
        "start": visit.start,
        "end": visit.end,
        "state": visit.state.value,
        "matched_by": visit.matched_by,
        "risk": visit.risk,
        "categories": dump(visit.categories),
        "change_key": visit.change_key,
        "series": visit.series.value,
        "created": visit.created,
        "back": visit.back,
        "left_diary": visit.left_diary,
        "first_seen": visit.first_seen,
        "last_seen": visit.last_seen,
        "tag": visit.tag.value,
        "kind": visit.kind.value,
        "flags": dump(visit.flags),
        "series_id": visit.series_id,
    }


def visit_text_row(visit: Visit) -> dict[str, Any]:
    """The visit's personal text."""
    place = visit.place
    return {
        "visit_id": visit.id,
        "subject": visit.subject,
        "place": dump(
            {"text": place.text, "kind": place.kind, "postcode": place.postcode, "street": place.street},
        ),
        "attendees": dump(visit.attendees),
        "reasons": dump(visit.reasons),
        "against": dump(visit.against),
    }


def visit_of(row: Row) -> Visit:
    """The visit in a row of both tables; where its text was erased, it has none."""
    values = dict(row)
    place = json.loads(values["place"]) if values["place"] is not None else {}
    values["place"] = Place(**{**place, "kind": PlaceKind(place["kind"])}) if place else Place()
    values["subject"] = values["subject"] or ""
    values["attendees"] = words(values["attendees"] or "[]")
    values["reasons"] = words(values["reasons"] or "[]")
    values["against"] = words(values["against"] or "[]")
    values["categories"] = words(values["categories"])
    values["flags"] = words(values["flags"])
    values["state"] = VisitState(values["state"])
    values["tag"] = Tag(values["tag"])
    values["kind"] = VisitKind(values["kind"])
    values["series"] = Series(values["series"])
    return Visit(**values)


def remembered_row(each: Remembered) -> dict[str, Any]:
    """The columns of what was said of a kind of entry."""
    return {"worker": each.worker, "about": each.about, "is_visit": each.is_visit, "at": each.at}


def remembered_of(row: Row) -> Remembered:
    """What was said of a kind of entry, in a row."""
    return Remembered(**dict(row))
