"""The names of the organisation's own sites: how they are spelt, and which could be nobody else's."""

from __future__ import annotations

from itertools import pairwise

from calsync.domain.classify import place_words as at_
from calsync.domain.classify.text import find, nearly, read_text, words

_SPELLINGS = {
    "st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "dr": "drive", "ctr": "centre", "center": "centre",
    "bldg": "building", "hse": "house", "cttee": "committee", "childrens": "children", "childs": "children",
    "hosp": "hospital", "coll": "college", "sch": "school", "cres": "crescent", "gdns": "gardens", "sq": "square",
}  # fmt: skip
_LEFT_OUT = frozenset({"the", "and", "of"})
_TYPO_FROM = 6
"""Letters that a word must have before another with one slip counts as the same: "Hall" and "Hill" are two words."""
_WORKED_IN = words(
    """
    centre office offices hub building buildings depot works campus institute council headquarters hq library
    hospital surgery clinic school nursery college academy infirmary university station chambers department
    service services team trust base suite canolfan neuadd swyddfa swyddfeydd llyfrgell ysgol ysbyty coleg
    """
)
"""Words of a house in which people work, and by which no family's house, street or town is called."""
_HALLS = words("town city county civic shire guild village parish church memorial market community assembly council")
"""Words in front of "hall" that tell it from somebody's "Oak Hall"."""
_ALONE = words("hub hq base headquarters depot office")
"""Names of one word that say by themselves that it is the organisation's, where they are all that a location says."""
_ANYBODYS = frozenset({at_.SCHOOL, at_.OTHER, at_.CARE_HOME, at_.DWELLING, at_.PUBLIC})


def name_words(text: str) -> tuple[str, ...]:
    """The words of a name in the spelling in which they are compared."""
    spelt = (_SPELLINGS.get(each, each) for each in read_text(text).words)
    return tuple(each for each in spelt if each not in _LEFT_OUT)


def alike(one: str, other: str) -> bool:
    """Whether two words of a name are the same but for a slip of the fingers."""
    return one == other or (len(one) >= _TYPO_FROM and len(other) >= _TYPO_FROM and nearly(one, other))


def is_sure(name: str) -> bool:
    """Whether a name could not be a family's, a street's or a town's: two words, one of them of a house of work.

    "Riverside Centre" is; "Riverside", "Smith House", "Barry" and "High Street" are not, and neither is "Family
    Centre", of which there are many.
    """
    said = [each for each in name_words(name) if each.isalpha()]
    if len(said) < 2 or said[-1] in at_.SURE_DOOR:
        return False
    hall = any(two == "hall" and one in _HALLS for one, two in pairwise(said))
    if not hall and _WORKED_IN.isdisjoint(said):
        return False
    spelt = read_text(name).words
    whole = {span.mark for span in find(spelt, at_.PLACES) if span.end - span.start == len(spelt)}
    return at_.ROOM in whole or whole.isdisjoint(_ANYBODYS)


def is_sure_alone(name: tuple[str, ...]) -> bool:
    """Whether a name of one word counts where a location says nothing else: "Hub"."""
    return len(name) == 1 and name[0] in _ALONE
