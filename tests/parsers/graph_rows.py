"""Graph's rows of a diary, and what is read of them."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Event, Unreadable
from calsync.parsers.graph_event import read_event

# The example of Microsoft's pages, as the design quotes it.
WHOLE: dict[str, Any] = {
    "@odata.etag": 'W/"EZ9r3czxY0m2jz8c45czkwAAFXcvIQ=="',
    "id": "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A",
    "createdDateTime": "2026-03-01T08:00:00.1234567Z",
    "changeKey": "EZ9r3czxY0m2jz8c45czkwAAFXcvIQ==",
    "categories": ["Home visit"],
    "subject": "Family support visit",
    "sensitivity": "normal",
    "isAllDay": False,
    "isCancelled": False,
    "isOrganizer": True,
    "seriesMasterId": None,
    "showAs": "busy",
    "type": "singleInstance",
    "isOnlineMeeting": False,
    "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
    "start": {"dateTime": "2026-03-02T09:30:00.0000000", "timeZone": "UTC"},
    "end": {"dateTime": "2026-03-02T10:30:00.0000000", "timeZone": "UTC"},
    "location": {
        "displayName": "12 High St, Bexley",
        "locationUri": "",
        "locationType": "default",
        "uniqueIdType": "private",
        "address": {"street": "", "city": "", "state": "", "countryOrRegion": "", "postalCode": ""},
        "coordinates": {},
    },
    "locations": [{"displayName": "12 High St, Bexley", "locationType": "default", "uniqueIdType": "private"}],
    "attendees": [
        {
            "type": "required",
            "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
            "emailAddress": {"name": "Dee", "address": "Dee@Clarendon.example"},
        }
    ],
    "organizer": {"emailAddress": {"name": "Sam Worker", "address": "sam@clarendon.example"}},
}


def read(**changes: Any) -> Event:
    """The entry that is read of the example with these changes."""
    found = read_event(WHOLE | changes, "sam")
    assert isinstance(found, Event)
    return found


def why(**changes: Any) -> str:
    """Why the example with these changes can not be read."""
    found = read_event(WHOLE | changes, "sam")
    assert isinstance(found, Unreadable)
    assert (found.worker, found.id) == ("sam", WHOLE["id"])
    return found.why


def at(text: str, zone: str | None = "UTC") -> dict[str, Any]:
    """A time as Graph writes one."""
    return {"dateTime": text, "timeZone": zone}


def guest(address: str, response: str = "accepted", kind: str = "required") -> dict[str, Any]:
    """Somebody on an entry, and what they answered."""
    return {"type": kind, "status": {"response": response}, "emailAddress": {"address": address}}
