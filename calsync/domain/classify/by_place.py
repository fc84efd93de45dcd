"""What a location says: whose door it is, or that it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calsync.domain.classify import place_words as at_
from calsync.domain.classify.text import TITLED, Span, Text, find, nearly, read_text, words
from calsync.domain.model import Place, PlaceKind

NOWHERE, TOWN, ADDRESS, UNREAD = "nowhere", "town", "address", "unread"
_PART = re.compile(r"[,;\n|]| - ")
_HALF = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?", re.IGNORECASE)
_POSTCODE = re.compile(
    r"(?<![A-Z0-9])[A-PR-UWYZ][A-HK-Y]?[0-9][A-Z0-9]? {0,2}[0-9][ABD-HJLNP-UW-Z]{2}(?![A-Z0-9])",
    re.ASCII | re.IGNORECASE,
)
_ORDER = (
    at_.CARE_HOME,
    at_.SCHOOL,
    at_.PUBLIC,
    at_.OTHER,
    at_.DWELLING,
    at_.OWN_HOME,
    at_.ROOM,
    at_.ONLINE,
    at_.UNKNOWN,
)
_LIKE_A_DOOR = re.compile(
    r"\s{0,4}[0-9]{1,4}[a-z]?\s{1,3}(?:"
    r"(?:[^\W\d_]['’\w-]{1,30}\s{1,3}){1,2}[^\W\d_]['’\w-]{1,30}\s{0,3},\s{0,3}[^\W\d_]"  # "19 Tenter Balk, Adwick"
    r"|[A-Z]['’\w-]{2,30}\s{0,3},\s{0,3}[A-Z]"  # "102 Hallowmoor, Stannington"
    r"|(?:[A-Z]['’\w-]{1,30}\s{1,3}){2,5}[A-Z]['’\w-]{1,30}\s{0,3}$)"  # "8 Saint Bede's Cresent Kilnhurst"
)
"""A number with a street of a kind that no list knows, in front of a town."""
_LIKE_A_STREET = re.compile(
    r"\s{0,4}[0-9]{1,4}[a-z]?\s{1,3}[^\W\d_]['’\w-]{2,30}(?:\s{1,3}[^\W\d_]['’\w-]{2,30}){0,2}\s{0,4}"
)
"""A number with a word or two that may be a street: "33 Gwaun", "29 Erw Las"."""
_SPOT = re.compile(
    r"///[a-z]+\.[a-z]+\.[a-z]+|\bw3w\b|what3words"
    r"|\bmaps\.app\.goo\.gl\b|\bgoo\.gl/maps\b|\bmaps\.(?:google|apple)\.|\bgoogle\.[a-z.]{2,6}/maps\b"
    r"|\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b"  # "9C5W+2M Rotherham"
    r"|\b[HJNOST][A-HJ-Z] ?(?:[0-9]{3} ?[0-9]{3}|[0-9]{4} ?[0-9]{4}|[0-9]{5} ?[0-9]{5})\b",  # "SK 425 928"
    re.ASCII,
)
"""A spot on a map, as people send one another where there is no address."""
_COORDINATES = re.compile(r"-?\d{1,2}\.\d+,-?\d{1,3}\.\d+", re.ASCII)
_MOST_PARTS = 12
_HOUSED = "housed"
"""Said of a dwelling by its number or by whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What kind of place it is, and the words that say so."""

    kind: str
    words: str = ""
    door: bool = False
    """Whether it has an address too."""


def read_where(place: Place) -> Where:
    """What kind of place a location is; a kind of NOWHERE when nothing is written."""
    if not place.text.strip() and not place.is_address:
        return Where(kind=NOWHERE)
    if place.kind is PlaceKind.ROOM:
        return Where(kind=at_.ROOM, words=place.text[:80])
    spot = None if place.is_address else _SPOT.search(place.text)
    door = place.is_address or spot is not None or _LIKE_A_DOOR.match(place.text) is not None
    if place.kind is PlaceKind.PUBLIC:
        return Where(kind=at_.PUBLIC, words=place.text.split(",")[0][:80], door=door)
    found = _told(place.text)
    for kind in _ORDER:
        if kind == at_.PUBLIC and _COORDINATES.fullmatch(place.street):
            continue  # a spot picked on the map counts before the words beside it
        if kind in found and not (door and kind in (at_.ROOM, at_.ONLINE, at_.OWN_HOME, at_.UNKNOWN)):
            if at_.DWELLING in found and (kind == at_.PUBLIC or (kind in (at_.OTHER, at_.SCHOOL) and _HOUSED in found)):
                continue  # "flat above the shop", "Flat 12, The Old Library"
            return Where(kind=ADDRESS if door and kind == at_.DWELLING else kind, words=found[kind], door=door)
    if door:
        return Where(kind=ADDRESS, words=place.postcode or place.street or place.text.split(",")[0][:80], door=True)
    text = read_text(place.text)
    if text.words in _HOME:
        return Where(kind=at_.HOME, words=place.text)
    half = any(_HALF.fullmatch(each) for each in text.raw)
    place_names = 1 <= len(text.words) <= 4 and all(each.isalpha() for each in text.words)
    street = _numbers_a_house(place.text, text) or any(
        len(part) > 1 and part[-1] in at_.SURE_DOOR for part in map(_plain, _PART.split(place.text))
    )
    near = half or place_names or street
    return Where(kind=TOWN if near else UNREAD, words=place.text[:80])


def _numbers_a_house(written: str, text: Text) -> bool:
    return _LIKE_A_STREET.fullmatch(written) is not None and _COUNTED.isdisjoint(text.words)


_COUNTED = words(
    """
    min mins minute minutes hour hours hrs day days week weeks month months year years pax people persons places seats
    spaces tickets staff children kids families visits calls miles floor fl level room rooms bay desk stage zone
    """
)
"""What a number counts that is no house: "30 mins", "4 people"."""
_HOME = frozenset({("home",), ("at", "home"), ("own", "home"), ("house",), ("at", "house")})


def _plain(part: str) -> list[str]:
    return part.casefold().split()


def _told(location: str) -> dict[str, str]:
    """What each part of a location is called, and by which words; parts that are a street's say nothing."""
    found: dict[str, str] = {}
    for part in _PART.split(location[:1000])[:_MOST_PARTS]:
        text = read_text(part)
        if not text.words:
            continue
        if said := dwelling(text) or _titled(text):
            found.setdefault(at_.DWELLING, said)
            found[_HOUSED] = said
        for span in find(text.words, at_.PLACES):
            if span.start and text.words[span.start - 1] == "old" and span.mark in _ONCE:
                found[at_.DWELLING] = found[_HOUSED] = text.said(Span("", span.start - 1, span.end))
            elif _is_name(text, span):
                found.setdefault(span.mark, text.said(span))
    return found


_ONCE = frozenset({at_.PUBLIC, at_.OTHER, at_.SCHOOL})
"""Places whose houses are lived in when they are old: "The Old Chapel"."""


def dwelling(text: Text) -> str:
    """The words for somebody else's dwelling said by whose it is ("K's house") or by its number ("plot 4")."""
    words = text.words
    if len(words) > 1 and words[-1] in at_.NAMED_HOUSES:
        return text.raw[-1]
    for at in range(1, len(words)):
        if (
            words[at] in at_.OWNED
            and words[at - 1].endswith("s")
            and not {"’", "'"}.isdisjoint(text.raw[at - 1] + text.gaps[at])
        ):
            return f"{words[at]}"
        if words[at] == "home" and len(words) == 2 and text.raw[0][0].isupper() and words[0] not in _NO_FAMILY:
            return text.said(Span("", 0, 2))
        if words[at] in at_.OWNED and (words[at - 1] in _WHOSE or _INITIAL_S.fullmatch(text.raw[at - 1])):
            return f"{words[at - 1]} {words[at]}" if words[at - 1] in _WHOSE else words[at]
        mobile = at > 1 and words[at - 2 : at] == ("mobile", "home")
        if (words[at - 1] in at_.NUMBERED or mobile) and (
            words[at].isdigit() or len(words[at]) == 1 or words[at][:-1].isdigit()
        ):
            return f"{words[at - 1]} {words[at]}"
    return ""


def _titled(text: Text) -> str:
    """Whose door it is, where a location names somebody as no colleague is named: "Mrs Haq"."""
    named = enumerate(zip(text.words, text.words[1:], strict=False))
    at = next((at for at, (title, name) in named if title in TITLED and (title, name) != ("ms", "teams")), None)
    return "" if at is None else text.said(Span("", at, at + 2))


_NO_FAMILY = words("at my own from work working the going funeral care nursing residential home in remote childrens")
"""Words in front of "home" that are no family's name, as it is in "Ferris home"."""
_INITIAL_S = re.compile(r"[A-Z]{1,3}s")
_WHOSE = words(
    """
    her his their mums dads nans nanas grans mothers fathers clients client patients tenants carers parents
    childs families family grandmas grandads grandparents mgms mgfs pgms pgfs aunties aunts uncles sisters
    brothers residents users babys partners boyfriends girlfriends foster friends couples service pt pts su sus
    cl fam yps womans ladys gentlemans
    """
)


def _is_name(text: Text, span: Span) -> bool:
    """Whether the words are a place's name, and not part of a street's or a house's: "14 School Lane"."""
    words, ends = text.words, span.end == len(text.words)
    before = words[: span.start][-2:]
    if not at_.BESIDE.isdisjoint(before) or before == ("next", "to"):
        return False  # "behind Tesco", "opposite the church"
    after = "" if ends else words[span.end]
    if after in at_.SURE_DOOR or (after in at_.STREETS and span.mark not in (at_.ONLINE, at_.ROOM)):
        return False
    alone = span.end - span.start == 1
    numbered = any(each[0].isdigit() for each in words[: span.start])
    last = words[span.end - 1]
    if span.mark == at_.ROOM:
        return span.start == 0 or ends or not alone
    if alone and last in ("court", "courts"):
        return span.start == 0 or words[span.start - 1] in at_.COURTS
    if alone and last == "bank" and span.start:
        return words[span.start - 1] in at_.BANKS  # "Quarry Bank" is a street or a house
    if alone and last in at_.QUALIFIED:
        return ends and not numbered
    return not (alone and numbered and words[0][0].isdigit() and span.mark in (at_.PUBLIC, at_.OTHER, at_.SCHOOL))


def door_in(subject: str) -> str:
    """The door that a subject names: "HV 14 Elm Rd"; empty when there is none."""
    if not any(each.isdigit() for each in subject[:200]):
        return ""
    if found := _POSTCODE.search(subject[:200]):
        return found[0].upper()
    text = read_text(subject[:200])
    for at, word in enumerate(text.words):
        if word[0].isdigit() and len(word) <= 5 and (word.isdigit() or word[:-1].isdigit()):
            for end in range(at + 2, min(at + 5, len(text.words))):
                name = text.words[at + 1 : end]
                if _ends_a_street(text.words[end]) and all(map(str.isalpha, name)) and _COUNTED.isdisjoint(name):
                    return " ".join(text.raw[at : end + 1])
    return ""


def _ends_a_street(word: str) -> bool:
    known = word in at_.SURE_DOOR or word in at_.SHORT_STREETS
    return known or (len(word) > 4 and any(nearly(word, each) for each in at_.LONG_STREETS))


def street_in(text: Text) -> str:
    """The street with a number behind it that a subject begins with: "Elm Rd 12"; empty when there is none."""
    for at in range(1, min(4, len(text.words) - 1)):
        number = text.words[at + 1]
        if text.words[at] in at_.SURE_DOOR and number.isdigit() and len(number) <= 3 and not text.gaps[at + 1]:
            return " ".join(text.raw[: at + 2]) if all(each.isalpha() for each in text.words[:at]) else ""
    return ""


def numbers_a_door(text: Text) -> str:
    """The number and the name with which a part of a subject ends: "no access, 19 Penhale"; empty without them."""
    for at in range(len(text.words) - 1):
        begins = at == 0 or bool(text.gaps[at]) or text.words[at - 1] == "at"
        number, name = text.words[at], text.raw[at + 1]
        ends = at + 2 == len(text.words) or bool(text.gaps[at + 2])
        numbered = begins and number.isdigit() and len(number) <= 3 and not text.gaps[at + 1]
        if numbered and ends and name.istitle() and len(name) > 3 and text.words[at + 1] not in _COUNTED:
            return " ".join(text.raw[at : at + 2])
    return ""


def dwelling_in(text: Text) -> str:
    """The words for somebody's dwelling that a subject has: "K at mum's house"."""
    if said := dwelling(text):
        return said
    for at in range(2, len(text.words)):
        # "Ruby at nan's": it ends there, or something else begins.
        if text.words[at - 1] in ("at", "in") and text.words[at] in _WHOSE and text.words[at].endswith("s"):
            ends = at + 1 == len(text.words) or text.gaps[at + 1] or text.words[at + 1] in _GOES_ON
            if ends:
                return text.raw[at]
    return next((text.said(each) for each in find(text.words, _SUBJECT_DWELLINGS)), "")


_GOES_ON = words("re for with and then am pm to on w")
_SUBJECT_DWELLINGS = {
    first_word: phrases
    for first_word, several in at_.PLACES.items()
    if (phrases := tuple(each for each in several if each[1] == at_.DWELLING and len(each[0]) > 1))
}
