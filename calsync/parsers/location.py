"""Where an entry says it is: a postcode (UK or Eircode), a street address or coordinates in what somebody typed.

Nothing here knows which addresses are the organisation's own: an office's address is an address too, and another
rule takes it out. A miss is worse than a false find (a visit that nobody watches, against one question too many),
so what could be a door counts as one, short of plain meeting rooms, floors, motorways and times of day.
"""

from __future__ import annotations

import re

from calsync.domain.model import Place, PlaceKind
from calsync.parsers.street_words import (
    BOOKED_ROOMS,
    FIRST_TYPES,
    FLATS,
    FOREIGN,
    FOREIGN_ENDS,
    HOUSES,
    INDOORS,
    LONE,
    NEVER_IN_NAME,
    NO_HOUSE,
    NOT_LONE,
    SAINTS,
    TYPES,
)
from calsync.parsers.words import words

LONGEST = 1000
"""Characters of a location that are read; what stands behind them is no address that anybody typed."""

_POSTCODE = re.compile(
    r"(?<![A-Z0-9])(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)[ \t\u00a0\u202f]{0,4}([0-9][ABD-HJLNP-UW-Z]{2})(?![A-Z0-9])", re.ASCII
)
_AREAS = words(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN "
    "NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB "
    "W WA WC WD WF WN WR WS WV YO ZE"
)
_WITH_LETTER = {"E": "W", "N": "CP", "W": "ABCDEFGHJKPSTUW", "NW": "W", "SE": "P"}
"""Districts that end in a letter exist in these central areas alone (W1A, N1C, SE1P...)."""
_WITH_LETTER_ANY = frozenset({"EC", "SW", "WC"})

_EIRCODE = re.compile(
    r"(?<![A-Z0-9])([AC-FHKNPRTV-Y][0-9][0-9W])[ \t\u00a0-]{0,4}([0-9AC-FHKNPRTV-Y]{4})(?![A-Z0-9])", re.ASCII
)
_SPOT = re.compile(r"(?<![\d.])(-?\d{1,2}\.\d{3,9})\s{0,3}[,;/ ]\s{0,3}(-?\d{1,3}\.\d{3,9})(?![\d.])", re.ASCII)
_DEGREES = re.compile(
    r"(\d{1,2})°\s?(\d{1,2})['′’]\s?(?:\d{1,2}(?:\.\d{1,6})?[\"″”]\s?)?[NS],?\s{0,3}(\d{1,3})°\s?(\d{1,2})['′’]\s?"
    r"(?:\d{1,2}(?:\.\d{1,6})?[\"″”]\s?)?[EW]",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"1ST|2ND|3RD|[04-9]TH|[0-9]HR")
_ROOM_BEFORE = re.compile(r"(?:room|rm|desk|bay|lab|level|floor|gate|motorway|junction|block)\W{0,3}$", re.IGNORECASE)
_FLOOR_AFTER = re.compile(
    r"\W{0,3}(?:fl|flr|floor|level|storey|exit|junction|left|right|turning|visit|call|meeting|session|review|week)\b",
    re.IGNORECASE,
)

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[0-9]{1,4}[a-z]?(?:[-–/][0-9]{1,4}[a-z]?)?")
_TOKEN = re.compile(r"[^\W_]+(?:(?:[’'\-–/:]|(?<=\d)\.(?=\d))[^\W_]+)*|[,;\n()|]")
_NAME = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
_BREAKS = frozenset(",;\n()|")
_BREAK = re.compile(r"[,;\n()|]")
_NAME_WORDS = 4


def read_place(text: str, *, kind: PlaceKind = PlaceKind.TEXT, street: str = "", postcode: str = "") -> Place:
    """The place with the postcode and the street address found in it; both empty when there is no address.

    `street` and `postcode` are what the source has in fields of their own; they count before the text. Never raises.
    """
    text = text[:LONGEST].strip()
    street = street[:LONGEST].strip()
    found = (find_postcode(postcode) if postcode else "") or (find_postcode(street) if street else "")
    door = (find_street(street) or " ".join(street.casefold().split())) if street else ""
    # Most locations are rooms and calls without a number in them, and then only a house with a name can be found.
    numbered = _DIGIT.search(text) is not None
    found = found or (find_postcode(text) if numbered else "") or (find_eircode(postcode) if postcode else "")
    found = found or (find_eircode(text) if numbered else "")
    door = door or find_street(text) or (find_spot(text) if numbered else "")
    return Place(text=text, kind=kind, postcode=found, street=door)


def find_eircode(text: str) -> str:
    """The first Eircode (Ireland's postcode, one a door), such as "D02 X285"; empty when there is none.

    Its second half has a letter and a digit, or stands apart from words: "Room D02 2026" is none.
    """
    for found in _EIRCODE.finditer(text[:LONGEST].upper()):
        if not found[2].isdigit() and not found[2].isalpha():
            return f"{found[1]} {found[2]}"
    return ""


def find_spot(text: str) -> str:
    """The first coordinates in degrees, such as "53.4210,-1.3567"; empty when there are none on this globe."""
    if "." not in text and "°" not in text:
        return ""
    for found in _SPOT.finditer(text[:LONGEST]):
        if abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180:
            return f"{found[1]},{found[2]}"
    written = _DEGREES.search(text[:LONGEST])
    return written[0].lower() if written else ""


def find_postcode(text: str) -> str:
    """The first UK postcode in the text, upper case with one space; empty when there is none.

    Ordinals are told from postcodes by how they are written and by their neighbours: "B12 3RD floor" is none.
    """
    text = text[:LONGEST]
    if text.isascii():
        upper = text.upper()
    else:
        # Letter by letter, since upper-casing as a whole may change the length ("ß") and shift the neighbours.
        upper = "".join(letter.upper() if letter.isascii() else letter for letter in text)
    at = 0
    while found := _POSTCODE.search(upper, at):
        if _is_postcode(text, found):
            return f"{found[1]} {found[2]}"
        at = found.start() + 1
    return ""


def _is_postcode(text: str, found: re.Match[str]) -> bool:
    outward, inward = found[1], found[2]
    if outward == "GIR":
        return inward == "0AA"
    area = outward.rstrip("0123456789") if outward[-1].isdigit() else outward[:-2]
    if area not in _AREAS:
        return False
    if outward[-1].isalpha() and area not in _WITH_LETTER_ANY and outward[-1] not in _WITH_LETTER.get(area, ""):
        return False
    if not _ORDINAL.fullmatch(inward):
        return True
    written = text[found.start(2) : found.end(2)]
    return (
        written.isupper()
        and not _FLOOR_AFTER.match(text, found.end())
        and not _ROOM_BEFORE.search(text[max(0, found.start() - 20) : found.start()])
    )


def find_street(text: str) -> str:
    """The first house number or name with its street, lower case, kinds of street in full; empty without one."""
    text = text[:LONGEST]
    numbered = _DIGIT.search(text) is not None
    if not numbered and not _BREAK.search(text):
        return ""
    tokens = _TOKEN.findall(text.casefold())
    if not numbered:
        return _named(tokens)
    for at, token in enumerate(tokens):
        if "0" <= token[0] <= "9" and _NUMBER.fullmatch(token) and (found := _numbered(tokens, at)):
            return f"{token} {found}"
    return _named(tokens) or _foreign(tokens)


def _numbered(tokens: list[str], at: int) -> str:
    before = tokens[at - 1] if at else ""
    start = at + 1
    if tokens[start : start + 1] == [","]:
        if before == "room":
            return ""  # "Room 3, The Square": the number is the room's
        start += 1
    if before in INDOORS or (before == "room" and at > 1 and tokens[at - 2] in BOOKED_ROOMS):
        return ""
    if start < len(tokens) and len(tokens[start]) == 1 and "a" <= tokens[start] <= "d":
        start += 1  # "14 a Elm Road"
    return _street(tokens, start) or (_block(tokens, start) if before in FLATS else "")


def _block(tokens: list[str], start: int) -> str:
    """The name behind a flat's number, whatever it is called: "Apartment 12 Victoria Mill"."""
    name: list[str] = []
    for word in tokens[start : start + _NAME_WORDS]:
        if not _NAME.fullmatch(word) or word in NEVER_IN_NAME:
            break
        name.append(word)
    return " ".join(name)


def _street(tokens: list[str], start: int) -> str:
    """The street whose name begins at that token, up to its last word for a kind of street; empty if none does."""
    if tokens[start : start + 1] and tokens[start] in FIRST_TYPES:
        rest = tokens[start + 1 : start + 3]
        return " ".join([tokens[start], rest[0]]) if rest and _NAME.fullmatch(rest[0]) else ""
    last = 0
    for place in range(start, min(start + _NAME_WORDS + 2, len(tokens))):
        word = tokens[place]
        if not _NAME.fullmatch(word) or word in NEVER_IN_NAME:
            break
        if place > start and word in TYPES and not _saint(tokens, place):
            last = place
        elif last:
            break
    if last:
        return " ".join([*tokens[start:last], TYPES[tokens[last]]])
    if start < len(tokens) and LONE.fullmatch(tokens[start]) and tokens[start] not in NOT_LONE:
        after = tokens[start + 1 : start + 2]
        if not after or after[0] in _BREAKS:
            return tokens[start]
    return ""


def _foreign(tokens: list[str]) -> str:
    """A door on the continent: "12 rue de la Paix", "Calle Mayor 3", "Hauptstraße 5"; empty without one."""
    for at, word in enumerate(tokens):
        if word in FOREIGN:
            start = at - 1 if at and tokens[at - 1] == "," else at
            if start and _NUMBER.fullmatch(tokens[start - 1]) and at + 1 < len(tokens):
                return " ".join([tokens[start - 1], *tokens[at : at + 3]])
            for end in range(at + 2, min(at + 6, len(tokens))):
                if _NUMBER.fullmatch(tokens[end]):
                    return " ".join(each for each in tokens[at : end + 1] if each != ",")
        elif (
            word.endswith(FOREIGN_ENDS) and len(word) > 6 and at + 1 < len(tokens) and _NUMBER.fullmatch(tokens[at + 1])
        ):
            return f"{word} {tokens[at + 1]}"
    return ""


def _saint(tokens: list[str], place: int) -> bool:
    """Whether this "st" is a saint's: "3 visits St Mary's"."""
    if tokens[place] != "st" or place + 1 >= len(tokens):
        return False
    after = tokens[place + 1]
    return after in SAINTS or after.endswith(("'s", "’s"))


def _named(tokens: list[str]) -> str:
    """A house that has a name in place of a number: "The Cottage, Mill Lane"."""
    start = 0
    for at, token in enumerate(tokens):
        if token not in _BREAKS:
            continue
        house = tokens[start:at]
        start = at + 1
        if _is_house(house) and (street := _street(tokens, at + 1)):
            return f"{' '.join(house)} {street}"
    return ""


def _is_house(words: list[str]) -> bool:
    if not 1 <= len(words) <= _NAME_WORDS or words[-1] in NO_HOUSE:
        return False
    return words[-1] in HOUSES or (words[0] == "the" and len(words) > 1)
