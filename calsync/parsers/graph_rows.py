"""What is read of an entry in Graph's JSON; everything else in it is skipped while decoding.

Microsoft's pages: "event resource type", "location resource type".
"""

from __future__ import annotations

from typing import Any

import msgspec


class GraphTime(msgspec.Struct, rename="camel"):
    """A wall-clock time and the zone whose clock it is ("dateTimeTimeZone")."""

    date_time: str | None = None
    time_zone: str | None = None


class GraphAddress(msgspec.Struct, rename="camel"):
    """A postal address in fields ("physicalAddress"); blank strings where nothing is known."""

    street: str | None = None
    city: str | None = None
    postal_code: str | None = None


class GraphLocation(msgspec.Struct, rename="camel"):
    """One location of an entry; what somebody typed stands in the display name."""

    display_name: str | None = None
    location_type: str | None = None
    location_uri: str | None = None
    address: GraphAddress | None = None
    coordinates: Any = None
    """Of any kind ("outlookGeoCoordinates"), since no entry is to be lost for a spot that can't be read."""


class GraphMailAddress(msgspec.Struct, rename="camel"):
    """A name with its address; only the address is read."""

    address: str | None = None


class GraphResponse(msgspec.Struct, rename="camel"):
    """What somebody answered to an invitation; its time is year 1 when they did not, so it is not read."""

    response: str | None = None


class GraphGuest(msgspec.Struct, rename="camel"):
    """An attendee or an organiser."""

    type: str | None = None
    status: GraphResponse | None = None
    email_address: GraphMailAddress | None = None


class GraphEvent(msgspec.Struct, rename="camel"):
    """What is read of an entry; enums stay texts, so that a value Microsoft adds tomorrow breaks nothing."""

    id: str | None = None
    type: str | None = None
    series_master_id: str | None = None
    change_key: str | None = None
    subject: str | None = None
    start: GraphTime | None = None
    end: GraphTime | None = None
    is_all_day: bool | None = None
    show_as: str | None = None
    is_cancelled: bool | None = None
    response_status: GraphResponse | None = None
    sensitivity: str | None = None
    categories: list[str] | None = None
    location: GraphLocation | None = None
    locations: list[GraphLocation] | None = None
    is_online_meeting: bool | None = None
    created_date_time: str | None = None
    last_modified_date_time: str | None = None
    attendees: list[GraphGuest] | None = None
    organizer: GraphGuest | None = None
