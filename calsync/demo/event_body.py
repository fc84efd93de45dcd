"""What a request says about an event, as the fields that the tenant keeps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

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
        found["subject"] = _text(body, "subject")
    for name, (field, choices) in _CHOICES.items():
        if name in body:
            found[field] = _choice(body[name], name, choices)
    if "categories" in body:
        found["categories"] = tuple(_texts(body, "categories"))
    if "locations" in body or "location" in body:
        found["locations"] = _locations(body)
    if isinstance(body.get("body"), Mapping):
        found["body"] = str(body["body"].get("content") or "")
        found["body_type"] = str(body["body"].get("contentType") or "text").lower()
    if "attendees" in body:
        found["attendees"] = tuple(_attendee(item) for item in body["attendees"] or ())
    for name, field, kind in (
        ("isOnlineMeeting", "online_meeting", bool),
        ("isReminderOn", "reminder_on", bool),
        ("reminderMinutesBeforeStart", "reminder_minutes", int),
    ):
        if body.get(name) is not None:
            found[field] = kind(body[name])
    if before is None and body.get("transactionId"):
        found["transaction_id"] = str(body["transactionId"])
    found |= _times(body, before)
    if "recurrence" in body:
        zone = found.get("zone") or (before.zone if before else LONDON)
        found["recurrence"] = None if body["recurrence"] is None else Recurrence.from_json(body["recurrence"], zone)
    return found


def _times(body: Mapping[str, Any], before: Entry | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    all_day = bool(body.get("isAllDay", before.all_day if before else False))
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


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body[name]
    if value is not None and not isinstance(value, str):
        raise bad_request(f"The property '{name}' is a text.", "ErrorPropertyValidationFailure")
    return value or ""


def _texts(body: Mapping[str, Any], name: str) -> list[str]:
    value = body[name] or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise bad_request(f"The property '{name}' is a list of texts.", "ErrorPropertyValidationFailure")
    return value


def _choice(value: Any, name: str, choices: tuple[str, ...]) -> str:
    found = next((choice for choice in choices if choice.lower() == str(value).lower()), None)
    if found is None:
        raise bad_request(f"'{value}' is not a value of '{name}'.", "ErrorPropertyValidationFailure")
    return found


def _locations(body: Mapping[str, Any]) -> tuple[Location, ...]:
    # Writing `location` replaces the list, as Outlook keeps the two the same.
    given = body.get("location")
    items = [given] if given is not None else body.get("locations") or []
    if not all(isinstance(item, Mapping) for item in items):
        raise bad_request("A location is an object.", "ErrorPropertyValidationFailure")
    return tuple(
        Location(
            name=str(item.get("displayName") or ""),
            uri=str(item.get("locationUri") or ""),
            address=dict(item["address"]) if item.get("address") else None,
            coordinates=dict(item["coordinates"]) if item.get("coordinates") else None,
        )
        for item in items
        if item.get("displayName") or item.get("address")
    )


def _attendee(item: Any) -> Attendee:
    if not isinstance(item, Mapping) or not isinstance(item.get("emailAddress"), Mapping):
        raise bad_request("An attendee has an emailAddress.", "ErrorPropertyValidationFailure")
    address = item["emailAddress"]
    return Attendee(
        address=Address(str(address.get("address") or ""), str(address.get("name") or "")),
        kind=str(item.get("type") or "required"),
    )
