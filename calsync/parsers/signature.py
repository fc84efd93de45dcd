"""Where a signature begins below an answer, and whether what stands below it can be nothing else.

A signature is cut only as a whole: when every line below its first is made of words of jobs, services and places that
are known, of numbers and links. One word besides ("Cornered", "PS not really") leaves all of it standing: the answer is
unclear, and a cry in it is heard.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from calsync.parsers.signature_words import hosts_in, is_alarming, is_slogan, kind_of
from calsync.parsers.words import words

_LONGEST_LINE = 400
_MOST_LINES = 40
RULER = re.compile(r"^[\s_\-=*–—]*[_=*–—\-]{5,}[\s_\-=*–—]*$")
"""A line drawn across the mail."""
_DASHES = ("--", "—", "–-")

_CLOSING = re.compile(
    r"^(?:(?:many|kind|warm|best|with|very|kindest|warmest) )*(?:thanks|regards|wishes|best|cheers|thx|diolch|yours|"
    r"yours sincerely|yours faithfully|thank you|all the best|sincerely|cofion(?: gorau)?|mit freundlichen grüßen|"
    r"viele grüße|cordialement|bien à vous|cdlt|kr|br|rgds)\s*[,.!]*$",
    re.IGNORECASE,
)
_CLOSING_NAME = re.compile(
    r"^((?:(?:many|kind|warm|best|kindest|warmest) )?(?:thanks|regards|wishes|cheers|thx|diolch))[ ,]+"
    r"([^\W\d_][^\W\d_'’.-]*(?: [^\W\d_][^\W\d_'’.-]*)?)[.!]?$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^[^\W\d_][\w'’.-]*(?: [^\W\d_(][\w'’.()-]*){0,3}[,.]?$")

_TITLES = words("mr mrs ms miss dr ba bsc msc ma llb pgdip dipsw cqsw qsw swe rgn bsw phd mbe rmn")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PRONOUNS = re.compile(
    r"\(?(?:\bpronouns\s*[:=]?\s*)?\b(?:she|he|they|hi|ef)\s*/\s*(?:her|him|them|hers|his|theirs)"
    r"(?:\s*/\s*(?:her|him|them|hers|his|theirs))?\b\)?",
    re.IGNORECASE,
)
_PARTED = re.compile(r"\s+[|•·/–—-]\s+|\s*[|•·]\s*|,\s+|\s*\(|\t|\s{3,}")


def without_signature(lines: list[str], names: Collection[str] = ()) -> list[str]:
    """The lines above the signature, a sign-off among them; all of them when none begins for certain.

    It begins below dashes, below a sign-off and the writer's own name, which is one of `names`, or at that name.
    """
    own = _parts(names)
    for at, line in enumerate(lines):
        bare = line.strip()
        above = any(each.strip() for each in lines[:at])
        below = [each.strip() for each in lines[at + 1 :] if each.strip()]
        if len(below) > _MOST_LINES:
            continue
        if line.rstrip() in _DASHES or (not below and RULER.match(line[:_LONGEST_LINE])):
            if _all_signature(below, own):
                return lines[:at]
        elif _CLOSING.match(bare[:80]) and below and _is_own(below[0], own) and _all_signature(below[1:], own):
            return lines[: at + 1]
        elif own and bare and (above or " " in bare) and _is_own(bare, own) and _all_signature(below, own):
            return lines[:at]
        named = _CLOSING_NAME.match(bare[:80])
        if named and _is_own(named[2], own) and _all_signature(below, own):
            return [*lines[:at], named[1]]
    return lines


def is_name(line: str) -> bool:
    """Whether the line looks like somebody's name, and holds no word that an answer in need could be made of."""
    return bool(_NAME.match(line[:80])) and line[0].isupper() and not is_alarming(line)


def is_own_name(line: str, names: Collection[str]) -> bool:
    """Whether the line is one of the writer's own names."""
    return _is_own(line, _parts(names))


def _parts(names: Collection[str]) -> frozenset[str]:
    return frozenset(part for name in names for part in _WORD.findall(name.casefold()) if len(part) > 1)


def _is_own(line: str, own: frozenset[str]) -> bool:
    """Whether a line is the writer's own name, alone or with what stands in a signature behind it."""
    if "?" in line or "!" in line:
        return False
    name, *rest = [each.strip(" |•·,()-–—") for each in _PARTED.split(_PRONOUNS.sub(" ", line[:_LONGEST_LINE]))]
    said = [each for each in _WORD.findall(name.casefold()) if each not in _TITLES]
    if not said or len(said) > 4 or not any(each in own for each in said):
        return False
    if not all(each in own or _is_short_for(each, own) or len(each) == 1 for each in said):
        return False
    return all(kind_of(each, frozenset()) == "known" for each in rest if each)


def _is_short_for(word: str, own: frozenset[str]) -> bool:
    """Whether a word is a longer or shorter form of a name, as "Samantha" is of "Sam"."""
    return any(min(len(word), len(each)) > 2 and (word.startswith(each) or each.startswith(word)) for each in own)


def _all_signature(below: list[str], own: frozenset[str]) -> bool:
    """Whether every line below is made of what is known of signatures alone; an address has its postcode beside it."""
    hosts = hosts_in(below)
    kinds: list[str] = []
    for line in below:
        if len(line) > _LONGEST_LINE or "?" in line or "!" in line:
            return False
        if _is_own(line, own) or RULER.match(line) or is_slogan(line):
            kinds.append("known")
            continue
        for part in [each.strip() for each in _PARTED.split(line)]:
            kind = kind_of(part, hosts) if part.strip(" |•·,()–—-") else "blank"
            if kind is None:
                return False
            kinds += [kind] if kind != "blank" else []
    places = [kinds[first:last] for first, last in _runs(kinds)]
    return all("postcode" in each for each in places if "place" in each)


def _runs(kinds: list[str]) -> Iterator[tuple[int, int]]:
    """From where to where lines of an address stand together."""
    first = None
    for at, kind in enumerate([*kinds, "known"]):
        if kind == "known":
            if first is not None:
                yield first, at
            first = None
        elif first is None:
            first = at
