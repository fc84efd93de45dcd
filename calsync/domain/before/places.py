"""A place as keyed hashes: known again by whoever has the key, and read by nobody (law 15)."""

from __future__ import annotations

from hmac import digest

from calsync.domain.classify import fold
from calsync.domain.model import Place


def door(place: Place) -> tuple[str, str]:
    """What makes two spellings of one place alike: its postcode and street, else its words; both empty for none."""
    if place.is_address:
        return fold(place.postcode), fold(place.street)
    return "", fold(place.text)


def family_hash(key: bytes, place: Place) -> str:
    """By what the family at a place is known; empty for a place that nobody could find."""
    return _hash(key, "door", *door(place)) if any(door(place)) else ""


def flag_hashes(key: bytes, place: Place) -> tuple[str, ...]:
    """Under which hashes a place is flagged; empty for a place that nobody could find.

    An entry that names half of an address means the same door as one that names it whole: see `look_hashes`.
    """
    postcode, street = door(place)
    names: list[tuple[str, ...]] = [("door", postcode, street)] if postcode and street else []
    names += [("part", part) for part in (postcode, street) if part]
    if len(names) == 1:
        names.append(("whole", names[0][1]))
    return tuple(_hash(key, *each) for each in names)


def look_hashes(key: bytes, place: Place) -> tuple[str, ...]:
    """Under which hashes a flagged place is looked for: another house at the same postcode is another place."""
    postcode, street = door(place)
    names: list[tuple[str, ...]]
    if postcode and street:
        names = [("door", postcode, street), ("whole", postcode), ("whole", street)]
    else:
        names = [("part", part) for part in (postcode, street) if part]
    return tuple(_hash(key, *each) for each in names)


def _hash(key: bytes, *words: str) -> str:
    return digest(key, "\x1f".join(words).encode(), "sha256").hex()[:32]
