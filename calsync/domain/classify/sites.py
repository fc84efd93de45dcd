"""The organisation's own sites, known by their names, streets and postcodes, through the way people spell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calsync.domain.classify.names import fold
from calsync.domain.classify.text import nearly, read_text
from calsync.domain.model import Place

_SPELLINGS = {
    "st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "dr": "drive", "ctr": "centre", "center": "centre",
    "bldg": "building", "hse": "house", "cttee": "committee", "childrens": "children", "childs": "children",
    "hosp": "hospital", "coll": "college", "sch": "school", "cres": "crescent", "gdns": "gardens", "sq": "square",
}  # fmt: skip
_LEFT_OUT = frozenset({"the", "and", "of"})
_SHORT = 4
"""Letters below which a site's name ("Hub") counts as the whole location alone."""
_TYPO_FROM = 6
"""Letters that a word must have before another with one slip counts as the same: "Hall" and "Hill" are two words."""


@dataclass(frozen=True, slots=True)
class _Site:
    place: Place
    name: tuple[str, ...]
    street: str


class Sites:
    """The sites of one organisation, ready to be asked about thousands of places."""

    def __init__(self, sites: Sequence[Place]) -> None:
        self._by_name: dict[str, list[_Site]] = {}
        self._by_postcode: dict[str, list[_Site]] = {}
        self._by_street: dict[str, list[_Site]] = {}
        self._by_text: dict[str, list[_Site]] = {}
        for place in sites:
            site = _Site(place, _name(place.text.split(",")[0]), fold(place.street))
            if site.name and not site.name[0][0].isdigit():
                # By the first letter, which hardly anybody mistypes.
                self._by_name.setdefault(site.name[0][0], []).append(site)
            for key, lot in ((place.postcode, self._by_postcode), (site.street, self._by_street)):
                if key:
                    lot.setdefault(key, []).append(site)
            if text := fold(place.text):
                self._by_text.setdefault(text, []).append(site)

    def find(self, place: Place) -> str:
        """The site that a place is; empty if it is none of them."""
        if not (place.text or place.is_address):
            return ""
        street = fold(place.street)
        near: list[_Site] = [
            *self._by_postcode.get(place.postcode, ()),
            *self._by_street.get(street, ()),
            *self._by_text.get(fold(place.text), ()),
        ]
        for site in near:
            if _same_door(place, street, site):
                return site.place.text
        # Of a location that has an address only the first part is its name.
        return self._named(place, _name(place.text.split(",")[0] if place.is_address else place.text))

    def _named(self, place: Place, words: tuple[str, ...]) -> str:
        """By its name: anywhere in a location without an address, and as the whole first part of one that has one.

        "Town Hall, committee room 2" is the Town Hall; "14 Town Hall Lane" is somebody's home.
        """
        for at, word in enumerate(words):
            for site in self._by_name.get(word[0], ()):
                length = len(site.name)
                said = words[at : at + length]
                if len(said) != length or not all(map(_alike, said, site.name)):
                    continue
                whole = length == len(words)
                apart = place.postcode and site.place.postcode and place.postcode != site.place.postcode
                if whole and not apart:
                    return site.place.text
                after = words[at + length] if at + length < len(words) else ""
                if not place.is_address and after not in _ON and len("".join(site.name)) >= _SHORT:
                    return site.place.text
        return ""


def _same_door(place: Place, street: str, site: _Site) -> bool:
    other = site.place
    if place.postcode and other.postcode and place.postcode != other.postcode:
        return False
    if street and site.street:
        both = bool(place.postcode and other.postcode)
        return street == site.street or (both and _same_but_for_a_slip(street, site.street))
    return True


_ON = frozenset({"lane", "road", "street", "close", "avenue", "drive", "court", "gardens", "terrace", "way", "estate"})


def _name(text: str) -> tuple[str, ...]:
    words = (_SPELLINGS.get(each, each) for each in read_text(text).words)
    return tuple(each for each in words if each not in _LEFT_OUT)


def _alike(one: str, other: str) -> bool:
    return one == other or (len(one) >= _TYPO_FROM and len(other) >= _TYPO_FROM and nearly(one, other))


def _same_but_for_a_slip(one: str, other: str) -> bool:
    first, second = one.split(), other.split()
    return len(first) == len(second) and first[:1] == second[:1] and all(map(_alike, first, second))
