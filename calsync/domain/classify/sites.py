"""The organisation's own sites, known by their names, streets and postcodes, through the way people spell them.

A site makes no visit, so in doubt a place is none: a visit that nobody watches is worse than a question too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calsync.domain.classify import place_words as at_
from calsync.domain.classify.door import homes, unknown, worded
from calsync.domain.classify.names import fold
from calsync.domain.classify.site_names import alike, is_sure, is_sure_alone, name_words
from calsync.domain.model import Place


@dataclass(frozen=True, slots=True)
class _Site:
    place: Place
    name: tuple[str, ...]
    street: str
    words: frozenset[str]
    """All that its text says: its name, its street and its town."""
    homes: frozenset[str]
    sure: bool
    """Whether its name could be nobody else's."""


class Sites:
    """The sites of one organisation, ready to be asked about thousands of places."""

    def __init__(self, sites: Sequence[Place]) -> None:
        self._by_name: dict[str, list[_Site]] = {}
        self._by_postcode: dict[str, list[_Site]] = {}
        self._by_street: dict[str, list[_Site]] = {}
        self._by_text: dict[str, list[_Site]] = {}
        for place in sites:
            site = _read(place)
            if site.name and not site.name[0][0].isdigit():
                # By the first letter, which hardly anybody mistypes.
                self._by_name.setdefault(site.name[0][0], []).append(site)
            for key, lot in ((place.postcode, self._by_postcode), (site.street, self._by_street)):
                if key:
                    lot.setdefault(key, []).append(site)
            if text := fold(place.text):
                self._by_text.setdefault(text, []).append(site)

    def find(self, place: Place) -> str:
        """The site that a place is; empty if it is none of them, or if its house, flat or family says another."""
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
        return self._named(place, street, name_words(place.text.split(",")[0] if place.is_address else place.text))

    def _named(self, place: Place, street: str, words: tuple[str, ...]) -> str:
        """By its name: anywhere in a location without an address, and as the whole first part of one that has one.

        "Town Hall, committee room 2" is the Town Hall; "14 Town Hall Lane" is somebody's home.
        """
        for at, word in enumerate(words):
            for site in self._by_name.get(word[0], ()):
                end = at + len(site.name)
                said = words[at:end]
                if len(said) != len(site.name) or not all(map(alike, said, site.name)):
                    continue
                if _apart(place, street, site) or not homes(place.text) <= site.homes:
                    continue
                if _name_counts(place, site, words, at, end):
                    return site.place.text
        return ""


def _read(place: Place) -> _Site:
    first = place.text.split(",")[0]
    return _Site(
        place=place,
        name=() if first.casefold() in homes(first) else name_words(first),  # "Family home" is many a family's
        street=fold(place.street),
        words=frozenset(name_words(place.text)),
        homes=homes(place.text),
        sure=is_sure(first),
    )


def _apart(place: Place, street: str, site: _Site) -> bool:
    """Whether the address of a place contradicts a site's."""
    if place.postcode and site.place.postcode and place.postcode != site.place.postcode:
        return True
    return bool(street and site.street and not _same_street(place, street, site))


def _name_counts(place: Place, site: _Site, words: tuple[str, ...], at: int, end: int) -> bool:
    """Whether a site's name, from one word of a location to another, says that it is the site."""
    whole = at == 0 and end == len(words)
    if place.is_address:
        return whole and site.sure and _THEN.isdisjoint(name_words(place.text))
    if is_sure_alone(site.name):
        return whole
    if site.sure:
        after = words[end] if end < len(words) else ""
        before = words[:at]
        beside = not ((at_.BESIDE | {"next"}).isdisjoint(before[-2:]) and _CLOSE_BY.isdisjoint(before[-1:]))
        return after not in _ON | _HOMES and not beside and not _numbered(before)
    # Any family's house may be called so: what stands beside it must be of the site too.
    return len(site.name) > 1 and not unknown(place, site.words)


def _numbered(before: tuple[str, ...]) -> bool:
    """Whether a house's number stands in front of a name, and not a room's: "14 Riverside Centre"."""
    return any(word[0].isdigit() for word in worded(before))


def _same_door(place: Place, street: str, site: _Site) -> bool:
    """Whether a place that has a postcode, a street or the whole text of a site is its door.

    A postcode holds a dozen or more doors: where one of both names a house, the other must too, or the site's name.
    """
    other = site.place
    if _apart(place, street, site):
        return False
    if fold(place.text) == fold(other.text) and (street == site.street or not other.is_address):
        return True
    if not homes(place.text) <= site.homes:
        return False
    both = bool(place.postcode and other.postcode)
    strange = unknown(place, site.words)
    if street and site.street:
        # In another town a street of the same name has a house of the same number.
        return both or _shares_more(place, site) or not (strange or place.postcode)
    if not both:
        return False
    if not (street or strange):
        return True
    return site.sure and _says_name(place, site) and not any(each[0].isdigit() for each in strange)


def _shares_more(place: Place, site: _Site) -> bool:
    """Whether the site's name or its town stands beside a street that is the same."""
    return bool((set(name_words(place.text)) & site.words) - set(name_words(place.street)) - _KINDS)


def _says_name(place: Place, site: _Site) -> bool:
    words, length = name_words(place.text), len(site.name)
    return any(all(map(alike, words[at : at + length], site.name)) for at in range(len(words) - length + 1))


def _same_street(place: Place, street: str, site: _Site) -> bool:
    if street == site.street:
        return True
    one, other = name_words(street), name_words(site.street)
    if not one[0][0].isdigit() and site.name and one == (*site.name, *other[1:]):
        return True  # the house by its name, which is the site's, where the site has its number
    both = place.postcode and site.place.postcode
    return bool(both) and len(one) == len(other) and one[:1] == other[:1] and all(map(alike, one, other))


_ON = frozenset({"lane", "road", "street", "close", "avenue", "drive", "court", "gardens", "terrace", "way", "estate"})
_KINDS = _ON | {"flat", "house"}
_CLOSE_BY = frozenset({"by", "corner", "front", "back", "across", "from"})
"""The same as the last word before a name: "corner of the library", and not "front desk, Town Hall"."""
_HOMES = frozenset({"flat", "flats", "house", "houses", "end", "apartments"})
"""Words behind a site's name that make a home's of it: "Oak Surgery flat"."""
_THEN = frozenset({"then", "followed"})
"""Words by which a location goes on to a second place."""
