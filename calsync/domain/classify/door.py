"""What a location says besides a site's own words: somebody's home, a house's number, another town."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from calsync.domain.classify.by_place import dwelling
from calsync.domain.classify.place_words import DWELLING, PLACES
from calsync.domain.classify.site_names import alike, name_words
from calsync.domain.classify.text import TITLED, Span, find, read_text, words
from calsync.domain.model import Place

_PART = re.compile(r"[,;\n|/]| - ")
_ROOMS = words("room rooms rm floor level wing suite block building desk office meeting boardroom entrance")
"""Words of a room, behind which a number is the room's."""
_INDOORS = _ROOMS | words(
    """
    mtg committee conference training interview board seminar quiet staff ground first second third 1st 2nd 3rd 4th
    upstairs downstairs reception offices main front back base hall kitchen atrium chamber council foyer teams
    microsoft zoom online hybrid in at on the by or via a to for our my with car park parking uk united kingdom
    england wales scotland
    """
)
"""Words that say where in a site, or how; beside a site's words they tell of no other place."""


def homes(location: str) -> frozenset[str]:
    """The words that say whose home a location is, or which flat: "Mrs Haq", "flat 3", "foster placement"."""
    found: set[str] = set()
    for part in _PART.split(location):
        text = read_text(part)
        if said := dwelling(text):
            found.add(said.casefold())
        found.update(text.words[at + 1] for at, word in enumerate(text.words[:-1]) if word in TITLED)
        found.update(text.said(each).casefold() for each in find(text.words, PLACES) if each.mark == DWELLING)
        found.update(text.said(Span("", 0, 2)).casefold() for _ in text.words[1:2] if text.words[0] in _FLATS)
    return frozenset(found)


_FLATS = words("flat apt apartment maisonette bedsit studio")


def worded(said: Sequence[str]) -> list[str]:
    """The words without those of rooms and floors, and without the numbers behind such a word."""
    return [
        word
        for at, word in enumerate(said)
        if word not in _INDOORS and not (at and word[0].isdigit() and said[at - 1] in _ROOMS)
    ]


def unknown(place: Place, known: Collection[str]) -> list[str]:
    """The words of a location that are not its street's or postcode's, not of rooms, and not among the known ones."""
    postcode = place.postcode.casefold()
    own = {*name_words(place.street), *postcode.split(), postcode.replace(" ", "")}
    return [
        word
        for word in worded(name_words(place.text))
        if word not in own and word not in known and not any(alike(word, each) for each in known)
    ]
