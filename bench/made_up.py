"""Made-up diaries and people as Graph's JSON tells them, built once and spliced per person and version.

A diary's entries have the fields that calsync selects and nothing else, with ids and change keys as long as Exchange's.
Everybody's diary of one kind says the same; ids and change keys bear the person, so that no two bodies are equal.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

DOMAIN = "fleet.example"
SERVICE = f"checkin@{DOMAIN}"
GROUP = "77777777-2222-4333-8444-555555555555"
TENANT = "11111111-2222-4333-8444-555555555555"
CLIENT = "99999999-2222-4333-8444-555555555555"
KINDS = ("quiet", "begun", "soon")
"""What a diary holds: a visit tomorrow alone; one that has begun, too; one that begins within half an hour, too."""
_MANAGER = "00000000-0000-4000-9000-000000000000"
_PERSON, _VERSION = "@@PERS@@", "@@VERS@@"
_ID = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AqXnVr6pdX0aeRzMmLq9bVAAB" + "k0Zt9wAAZ3Vd" * 5
_STREETS = ("Elm Road", "High Street", "Station Approach", "Mill Lane", "Church Walk", "Albert Terrace")
_MEETINGS = ("Team meeting", "Supervision", "Case notes", "Duty desk", "Training: safeguarding refresher", "Lunch")


@dataclass(frozen=True, slots=True)
class Diary:
    """The body of a calendarView in pieces, between which the person and the version are put."""

    before: tuple[bytes, ...]
    after: tuple[bytes, ...]

    def body(self, person: int, version: int) -> bytes:
        """What the diary says: equal for equal arguments, and of one length for all."""
        tag = b"%08d" % person
        return b"%s%08d%s" % (tag.join(self.before), version, tag.join(self.after))


def person_id(person: int, *, entries: int = 10, kind: str = "quiet") -> str:
    """The object id of somebody, which also says what stands in their diary."""
    return f"00000000-0000-4000-8{KINDS.index(kind)}{entries:02d}-{person:012d}"


def told_by(object_id: str) -> tuple[int, int, str]:
    """Number, entries and kind of diary that an object id says. Raises ValueError for one that is not of ours."""
    told, _, number = object_id[19:].partition("-")
    if len(told) != 4 or told[0] != "8" or int(told[1]) >= len(KINDS):
        raise ValueError("not somebody with a diary")
    return int(number), int(told[2:]), KINDS[int(told[1])]


def diary(root: str, now: datetime, *, entries: int, kind: str) -> Diary:
    """A diary around `now` (UTC) with so many entries, one of ten of them a visit."""
    rows = [_entry(n, *_times(n, now, entries, kind)) for n in range(entries)]
    if entries:
        # One entry's subject and change key say the version; all the rest stays.
        rows[-1]["changeKey"] = rows[-1]["changeKey"][:-12] + _VERSION + "IQ=="
    text = json.dumps(
        {
            "@odata.context": f"{root}/v1.0/$metadata#users('{_PERSON}')/calendarView(id,type,seriesMasterId,changeKey,"
            "subject,start,end,isAllDay,showAs,isCancelled,isOrganizer,responseStatus,sensitivity,categories,location,"
            "locations,isOnlineMeeting)",
            "value": rows,
        },
        separators=(",", ":"),
    )
    before, _, after = text.partition(_VERSION)
    return Diary(*(tuple(part.encode() for part in each.split(_PERSON)) for each in (before, after)))


def one_entry(body: bytes, event_id: str, made: datetime) -> dict[str, Any] | None:
    """One entry of a diary's body with what is asked once; None when it holds none of that id."""
    for row in json.loads(body)["value"]:
        if row["id"] == event_id:
            stamp = f"{made - timedelta(days=30):%Y-%m-%dT%H:%M:%S}.1234567Z"
            return {**row, "createdDateTime": stamp, "lastModifiedDateTime": stamp, "attendees": []}
    return None


def _times(n: int, now: datetime, entries: int, kind: str) -> tuple[datetime, datetime, bool]:
    if n == 0 and kind == "begun":
        return now - timedelta(minutes=30), now + timedelta(hours=4), True
    if n == 0 and kind == "soon":
        return now + timedelta(minutes=29), now + timedelta(hours=2), True
    visit = n % 10 == 3
    # Visits from 16 hours on, so that none comes near while a bench runs; the rest from 8 hours back.
    start = now.replace(minute=0, second=0, microsecond=0)
    start += timedelta(hours=16 + 18 * n / entries) if visit else timedelta(hours=-8 + 22 * n / entries)
    return start, start + timedelta(hours=1), visit


def _entry(n: int, start: datetime, end: datetime, visit: bool) -> dict[str, Any]:
    street = f"{7 + n} {_STREETS[n % len(_STREETS)]}"
    place = f"{street}, Bexley DA5 {1 + n % 8}AB" if visit else f"Room {n}, Civic Offices"
    id_ = f"{_ID}{n:03d}{_PERSON}AAA="
    series = n % 5 == 1
    return {
        "@odata.etag": f'W/"EZ9r3czxY0m2jz8c45czkwAA{n:04d}IQ=="',
        "id": id_,
        "type": "occurrence" if series else "singleInstance",
        "seriesMasterId": f"{_ID}9{n:02d}{_PERSON}AAA=" if series else None,
        "changeKey": f"EZ9r3czxY0m2jz8c45czkwAA{n:04d}FXcvIQ==",
        "subject": f"Family support visit {n}" if visit else _MEETINGS[n % len(_MEETINGS)],
        "start": {"dateTime": f"{start:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"},
        "end": {"dateTime": f"{end:%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"},
        "isAllDay": False,
        "showAs": "busy",
        "isCancelled": False,
        "isOrganizer": not series,
        "responseStatus": {"response": "accepted" if series else "organizer", "time": "0001-01-01T00:00:00Z"},
        "sensitivity": "normal",
        "categories": ["Home visit"] if visit else [],
        "location": {
            "displayName": place,
            "locationUri": "" if visit else f"room{n}@{DOMAIN}",
            "locationType": "default" if visit else "conferenceRoom",
            "uniqueId": place,
            "uniqueIdType": "private" if visit else "directory",
            "address": {"street": "", "city": "", "state": "", "countryOrRegion": "", "postalCode": ""},
            "coordinates": {},
        },
        "locations": [
            {
                "displayName": place,
                "locationUri": "" if visit else f"room{n}@{DOMAIN}",
                "locationType": "default" if visit else "conferenceRoom",
                "uniqueId": place,
                "uniqueIdType": "private" if visit else "directory",
            }
        ],
        "isOnlineMeeting": series,
    }


def user(object_id: str) -> dict[str, Any]:
    """Somebody as the directory shows them; an address stands for a contact."""
    if "@" in object_id:
        name = object_id.partition("@")[0]
        object_id = f"00000000-0000-4000-a000-{sum(name.encode()):012d}"
    else:
        name = "manager" if object_id == _MANAGER else f"worker{object_id[20:23]}-{int(object_id[24:]):05d}"
    return {
        "id": object_id,
        "displayName": name.capitalize(),
        "mail": f"{name}@{DOMAIN}",
        "userPrincipalName": f"{name}@{DOMAIN}",
        "mobilePhone": "+44 7700 900123",
        "businessPhones": [],
        "accountEnabled": True,
        "department": "Family support",
        "userType": "Member",
    }


def manager() -> dict[str, Any]:
    """Everybody's line manager."""
    return {"@odata.type": "#microsoft.graph.user", **user(_MANAGER)}


def mailbox_settings() -> dict[str, Any]:
    """Settings of somebody who works round the clock, so that a bench measures the same at any hour."""
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    hours = {"daysOfWeek": days, "startTime": "00:00:00.0000000", "endTime": "23:59:59.0000000"}
    return {
        "timeZone": "UTC",
        "automaticRepliesSetting": {"status": "disabled"},
        "workingHours": {**hours, "timeZone": {"name": "UTC"}},
    }
