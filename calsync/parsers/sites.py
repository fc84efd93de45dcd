"""One of the organisation's own sites, as somebody wrote it down -> a Place, or what is wrong with it."""

from __future__ import annotations

from difflib import get_close_matches

from calsync.domain.classify import fold
from calsync.domain.classify.site_names import is_sure
from calsync.domain.model import Place
from calsync.parsers.location import LONGEST, read_place

KEYS = ("name", "address", "postcode")
EVERYBODYS = frozenset({
    "address", "avenue", "client", "clients", "close", "community", "family", "flat", "home", "house", "lane", "online",
    "place", "residence", "road", "room", "school", "site", "street", "the", "town", "village", "visit",
})  # fmt: skip
"""Words that many a family's address holds too: as the name of a site, one of them would hide their visits."""


def read_site(written: object) -> Place:
    """The place of a site: a text ("Town Hall, 1 High Street, S60 1AE"), or a table with `name` and `address`.

    Raises ValueError with a sentence that says what to write. A site needs an address with a postcode or a house
    number, or a name that could be nobody else's: "Smith", "Barry", "Elm House" and "S60" would hide visits.
    """
    text = _text(written)
    if len(text) > LONGEST:
        raise ValueError(f"a site has at most {LONGEST} characters; write its name and its address alone")
    if not text.isprintable():
        raise ValueError("a site has characters in it that can't be seen; type it anew on one line")
    place = read_place(text)
    if place.is_address:
        return place
    name = fold(text.split(",")[0])
    if sum(letter.isalpha() for letter in name) < 2:
        raise ValueError(f'"{text}" is no place: write its name and its address, like "Town Hall, S60 1AE"')
    if all(word in EVERYBODYS for word in name.split()):
        raise ValueError(f"\"{text}\" may be said of a family's place too; write the site's whole name or its address")
    first = text.split(",")[0].strip()
    if not is_sure(first):
        raise ValueError(
            f'"{text}" has no address, and "{first}" alone may be a family, a house, a street or a town: '
            f'add its street and its postcode, like "{first}, 1 High Street, S60 1AE"'
        )
    return place


def _text(written: object) -> str:
    if isinstance(written, str):
        text = written.strip()
    elif isinstance(written, dict):
        for key in written:
            if key not in KEYS:
                near = get_close_matches(str(key), KEYS, n=1, cutoff=0.6)
                hint = f"; did you mean '{near[0]}'?" if near else f"; a site has {', '.join(KEYS)}"
                raise ValueError(f"unknown key '{key}'{hint}")
        parts = [written.get(key, "") for key in KEYS]
        if not all(isinstance(part, str) for part in parts):
            raise ValueError("name, address and postcode are texts in quotation marks")
        text = ", ".join(part.strip() for part in parts if part.strip())
    else:
        raise ValueError('a site is a text in quotation marks, or a table with "name" and "address"')
    if not text:
        raise ValueError("a site is empty; write its name and its address, or take it out")
    return text
