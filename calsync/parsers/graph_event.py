"""An entry of an Outlook diary, as Graph's JSON tells it, read into an Event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from calsync.domain.model import Event, PersonId, Place, PlaceKind, Series, Unreadable
from calsync.parsers.graph_rows import GraphAddress, GraphEvent, GraphLocation, GraphResponse, GraphTime
from calsync.parsers.graph_time import read_moment
from calsync.parsers.location import read_place

_ADDRESSES = frozenset({"streetaddress", "homeaddress", "postaladdress", "businessaddress"})
_SPOTS = frozenset({"geocoordinates", "streetaddress", "homeaddress", "postaladdress"})
_PINS = frozenset(
    {
        "dropped pin", "pin", "pinned location", "marked location", "my location", "current location", "location",
        "shared location", "map location", "map", "here",
    }
)  # fmt: skip
"""What maps call a spot that has no name."""
_PUBLIC = frozenset({"hotel", "restaurant"})
_PRIVATE = frozenset({"private", "personal", "confidential"})
_MAIL = re.compile(r"(?:mailto:|smtp:)?[^\s/@:]+@[^\s/@:]+", re.IGNORECASE)
# Rules add hours and days to every time, so a time near the calendar's ends would break them later.
_YEARS = range(1900, 9000)


def read_event(raw: Mapping[str, Any] | GraphEvent, worker: PersonId, *, colleagues_at: str = "") -> Event | Unreadable:
    """The entry in UTC; Unreadable with a sentence, which quotes nothing personal, for one that can't be understood.

    Never raises. An all-day entry keeps its date, at midnight UTC, whatever zone it came in. Attendees are kept only
    when their addresses are at the mail domain `colleagues_at`. Microsoft's page: "event resource type".
    """
    if isinstance(raw, GraphEvent):
        row = raw
    else:
        try:
            row = msgspec.convert(raw, GraphEvent)
        except (msgspec.ValidationError, RecursionError) as error:
            where = str(error).rpartition(" at ")[2].strip("`") if isinstance(error, msgspec.ValidationError) else ""
            return Unreadable(worker=worker, id=_id_of(raw), why=f"A field is not of its kind{_place_in_row(where)}.")
    if not row.id:
        return Unreadable(worker=worker, id="", why="The entry has no id.")
    all_day = bool(row.is_all_day)
    try:
        start, end = _time(row.start, "start", all_day), _time(row.end, "end", all_day)
        if end < start:
            raise ValueError("The entry ends before it starts.")
    except ValueError as error:
        return Unreadable(worker=worker, id=row.id, why=str(error))
    shown = (row.show_as or "").lower()
    return Event(
        worker=worker,
        id=row.id,
        start=start,
        end=end,
        subject=row.subject or "",
        place=_place(row),
        categories=tuple(row.categories or ()),
        change_key=row.change_key or "",
        series=_series(row),
        series_id=row.series_master_id or None,
        all_day=all_day,
        cancelled=bool(row.is_cancelled),
        declined=_answered(row.response_status) == "declined",
        free=shown == "free",
        away=shown == "oof",
        tentative=shown == "tentative",
        elsewhere=shown == "workingelsewhere",
        private=(row.sensitivity or "").lower() in _PRIVATE,
        online=bool(row.is_online_meeting),
        created=_stamp(row.created_date_time),
        modified=_stamp(row.last_modified_date_time),
        attendees=_colleagues(row, colleagues_at) if colleagues_at else (),
    )


def _time(value: GraphTime | None, name: str, all_day: bool) -> datetime:
    if value is None or not value.date_time:
        raise ValueError(f"The entry has no {name}.")
    try:
        if all_day:
            # Midnight of an all-day entry floats: it is the same date in every zone, so only the date is true.
            moment = read_moment(value.date_time.strip()[:10])
        else:
            moment = read_moment(value.date_time, value.time_zone or "UTC")
    except ValueError as error:
        raise ValueError(f"The entry's {name} can't be read. {error}") from None
    if moment.year not in _YEARS:
        raise ValueError(f"The entry's {name} lies in a year that nobody means.")
    return moment


def _stamp(text: str | None) -> datetime | None:
    try:
        moment = read_moment(text) if text else None
    except ValueError:
        return None
    return moment if moment is not None and moment.year in _YEARS else None


def _series(row: GraphEvent) -> Series:
    try:
        return Series(row.type or "")
    except ValueError:
        # Of the two errors, taking a single entry for one of a series merely trusts its categories less.
        return Series.OCCURRENCE if row.series_master_id else Series.SINGLE


def _answered(status: GraphResponse | None) -> str:
    return (status.response or "").lower() if status else ""


def _colleagues(row: GraphEvent, domain: str) -> tuple[str, ...]:
    """The colleagues who said that they come along.

    Who was merely invited, is in copy, or booked the visit for somebody is not on it: they are who comes to the rescue.
    """
    ending = "@" + domain.lower().lstrip("@")
    guests = [guest for guest in row.attendees or () if (guest.type or "").lower() not in ("resource", "optional")]
    coming = [guest for guest in guests if _answered(guest.status) in ("accepted", "tentativelyaccepted", "organizer")]
    addresses = [(guest.email_address.address or "").strip().lower() for guest in coming if guest.email_address]
    return tuple(dict.fromkeys(address for address in addresses if address.endswith(ending)))


def _place(row: GraphEvent) -> Place:
    named = [(each, words) for each in row.locations or () if (words := _words(each))]
    if len(named) <= 1 and row.location and (words := _words(row.location)):
        named = [(row.location, words)]
    if not named:
        return Place()
    outside = [each for each, _ in named if not _is_room(each)]
    known = next((each.address for each in outside if each.address and _has_door(each.address)), None)
    kind = PlaceKind.TEXT if outside else PlaceKind.ROOM
    if any((each.location_type or "").lower() in _ADDRESSES and each.address == known for each in outside if known):
        kind = PlaceKind.ADDRESS
    elif outside and all((each.location_type or "").lower() in _PUBLIC for each in outside):
        kind = PlaceKind.PUBLIC
    return read_place(
        "; ".join(words for _, words in named),
        kind=kind,
        street=((known.street or "") if known else "") or _coordinates(outside),
        postcode=(known.postal_code or "") if known else "",
    )


def _coordinates(places: list[GraphLocation]) -> str:
    """A spot picked on the map; empty for a town or a business, whose coordinates Outlook adds by itself."""
    for each in places:
        pinned = (each.display_name or "").strip().lower() in _PINS
        if ((each.location_type or "").lower() in _SPOTS or pinned) and isinstance(each.coordinates, Mapping):
            north, east = (each.coordinates.get(name) for name in ("latitude", "longitude"))
            if isinstance(north, float) and isinstance(east, float):
                return f"{north:.5f},{east:.5f}"
    return ""


def _words(place: GraphLocation) -> str:
    """The display name, and what the address knows besides, so that a responder can find the door."""
    name = (place.display_name or "").strip()
    if place.address is None or not (_has_door(place.address) or place.address.city) or _is_room(place):
        return name
    parts = ((part or "").strip() for part in (place.address.street, place.address.city, place.address.postal_code))
    missing = (part for part in parts if part and part.casefold() not in name.casefold())
    return ", ".join(part for part in (name, *missing) if part)


def _has_door(address: GraphAddress) -> bool:
    return bool((address.street or "").strip() or (address.postal_code or "").strip())


def _is_room(place: GraphLocation) -> bool:
    # A room's locationUri is its mail address; a place picked from the map has none or a web address.
    if (place.location_type or "").lower() == "conferenceroom":
        return True
    return bool(place.location_uri) and _MAIL.fullmatch((place.location_uri or "").strip()) is not None


def _place_in_row(path: str) -> str:
    return f" ({path})" if path.startswith("$") else ""


def _id_of(raw: object) -> str:
    found = raw.get("id") if isinstance(raw, Mapping) else None
    return found if isinstance(found, str) else ""
