"""The place in a line of mail, as a diary would have it: also where its number stands last, "Elm Road 12"."""

from __future__ import annotations

import re
from dataclasses import replace

from calsync.domain.model import Place
from calsync.parsers.location import read_place

_NUMBER_LAST = re.compile(
    r"(?P<name>[^\W\d_][^\d,;]{2,60}?) (?P<number>\d{1,4}[a-z]?)(?P<rest>(?:[,;].*)?)", re.IGNORECASE
)


def read_told_place(text: str) -> Place:
    """The place with the postcode and street found in it, its text as it is written. Never raises."""
    place = read_place(text)
    found = None if place.street else _NUMBER_LAST.fullmatch(place.text)
    if found is None:
        return place
    turned = read_place(f"{found['number']} {found['name']}{found['rest']}")
    return replace(place, street=turned.street) if turned.street else place
