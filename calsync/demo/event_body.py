"""What a request says about an event, as the fields that the tenant keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from calsync.demo import json_shape as shape
from calsync.demo.entries import Address, Attendee, Entry, Location
from calsync.demo.graph_error import bad_request
from calsync.demo.graph_time import LONDON, read_time, zone_info
from calsync.demo.recurrence import Recurrence

_CHOICES = {
    "showAs": ("show_as", ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown")),
    "sensitivity": ("sensitivity", ("normal", "personal", "private", "confidential")),
    "importance": ("importance", ("low", "normal", "high")),
}


def event_fields(body: Mapping[str, Any], before: Entry | None) -> dict[str, Any]:
    """The fields of a new entry (`before` is None) or the changed ones of an old; raises the Graph error."""
    found: dict[str, Any] = {}
    if "subject" in body:
        found["subject"] = shape.text(body["subject"], "subject")
    for name, (field, choices) in _CHOICES.items():
        if name in body:
            found[field] = _choice(body[name], name, choices)
    if "categories" in body:
        found["categories"] = shape.texts(body["categories"], "categories")
    if "locations" in body or "location" in body:
        found["locations"] = _locations(body)
    if "body" in body:
        item = shape.mapping(body["body"], "body")
        found["body"] = shape.text(item.get("content"), "content")
        found["body_type"] = shape.text(item.get("contentType"), "contentType").lower() or "text"
    if "attendees" in body:
        found["attendees"] = tuple(_attendee(item) for item in shape.objects(body["attendees"], "attendees"))
    for name, field, read in (
        ("isOnlineMeeting", "online_meeting", shape.truth),
        ("isReminderOn", "reminder_on", shape.truth),
        ("reminderMinutesBeforeStart", "reminder_minutes", shape.number),
    ):
        if body.get(name) is not None:
            found[field] = read(body[name], name)
    if before is None and body.get("transactionId"):
        found["transaction_id"] = shape.text(body["transactionId"], "transactionId")
    found |= _times(body, before)
    if "recurrence" in body:
        zone = found.get("zone") or (before.zone if before else LONDON)
        found["recurrence"] = None if body["recurrence"] is None else Recurrence.from_json(body["recurrence"], zone)
    return found


def _times(body: Mapping[str, Any], before: Entry | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    all_day = shape.truth(body.get("isAllDay", before.all_day if before else False), "isAllDay")
    if "isAllDay" in body:
        found["all_day"] = all_day
    for name in ("start", "end"):
        if body.get(name) is not None:
            moment, zone = read_time(body[name], name)
            if all_day:
                moment = _floating(moment, zone)
            found[name] = moment
            if name == "start":
                found["zone"] = zone
        elif before is None:
            raise bad_request(f"The property '{name}' is required.", "ErrorPropertyValidationFailure")
    return found


def _floating(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(zone_info(zone)).replace(tzinfo=UTC)


def _choice(value: Any, name: str, choices: tuple[str, ...]) -> str:
    found = next((choice for choice in choices if choice.lower() == str(value).lower()), None)
    if found is None:
        raise bad_request(f"'{value}' is not a value of '{name}'.", "ErrorPropertyValidationFailure")
    return found


def _locations(body: Mapping[str, Any]) -> tuple[Location, ...]:
    # Writing `location` replaces the list, as Outlook keeps the two the same.
    given = body.get("location")
    items = shape.objects([given] if given is not None else body.get("locations"), "locations")
    return tuple(
        Location(
            name=shape.text(item.get("displayName"), "displayName"),
            uri=shape.text(item.get("locationUri"), "locationUri"),
            address=dict(shape.mapping(item["address"], "address")) if item.get("address") else None,
            coordinates=dict(shape.mapping(item["coordinates"], "coordinates")) if item.get("coordinates") else None,
        )
        for item in items
        if item.get("displayName") or item.get("address")
    )


def _attendee(item: Mapping[str, Any]) -> Attendee:
    address = shape.mapping(item.get("emailAddress"), "emailAddress")
    if not address.get("address"):
        raise bad_request("An attendee has an emailAddress.", "ErrorPropertyValidationFailure")
    return Attendee(
        address=Address(shape.text(address["address"], "address"), shape.text(address.get("name"), "name")),
        kind=shape.text(item.get("type"), "type") or "required",
    )
