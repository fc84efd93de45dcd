"""Where a signature begins below an answer, and whether what stands below it can be nothing else.

A signature is cut only as a whole: when every line below its first is a title, an office, an address or a number. A
line that could be somebody's word ("PS not really, come quick") leaves all of it standing: the answer is unclear.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from calsync.parsers.words import words

_LONGEST_LINE = 400
_MOST_LINES = 40
_RULER = re.compile(r"^[\s_\-=*–—]*[_=*–—\-]{5,}[\s_\-=*–—]*$")
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

_ALARMING = words(
    """
    not no never cannot cant don dont won wont isn isnt aren wasn didn doesn hasn couldn unsafe help danger
    dangerous scared afraid frightened trapped stuck hurt injured bleeding attacked threatened locked police
    ambulance 999 112 sos emergency if but unless however she he they her him them ps please pls plz call ring phone
    text urgent urgently worried nervous weird wrong still here there waiting back later soon more another until
    till minutes mins hour lost alone crying shouting drunk knife gun dog blood fire hostage hiding hide run running
    i me my mine myself need needs needed backup come bring send sends hurry quick quickly fast asap really actually
    joking joke kidding lie lied lying forced forcing told saying watching listening someone somebody anyone nobody
    man took taken trapping am was were feel feeling sick ill unwell hit grabbed pushed shaking followed following
    kidnapped kidnap rescue save door sorry ignore false untrue wait hold fetch get getting go going leave let
    escape duress pretend pretending fight fighting weapon weapons violent violence threat threats abuse
    screaming strange odd bad
    """
)
_HARMLESS = re.compile(
    r"\b(?:early|family|targeted|self|youth|intensive family|home) help\b|\bhelp (?:and protection|hub|service)\b|"
    r"\bhelp ?(?:desk|line)\b|\bemergency (?:duty (?:team|service)|department|planning|services?)\b|"
    r"\bout[- ]of[- ]hours(?: emergency)?\b|\bsouth yorkshire police\b|\b[\w ]{3,30} police(?: station)?$|"
    r"\bsave the children\b|\bmissing from home\b|\bcall cent(?:re|er)\b|\bfamily & friends\b",
    re.IGNORECASE,
)
_FRAGMENTS = re.compile(
    r"<?\b(?:https?://|www\.|aka\.ms/|mailto:|cid:)[^\s>]*>?|\[(?:image|cid|logo)[^\]]*\]|"
    r"\[[^\]\n]{0,120}\b(?:logo|image|picture|icon|banner|automatically generated|facebook|twitter|linkedin|instagram)"
    r"[^\]\n]{0,120}\]|"
    r"<?[\w.+'’-]+@[\w.-]+\.\w+>?|@\w{3,}\b|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|org|co|nhs|ac|sch)\.uk\b|"
    r"(?:\b(?:tel(?:ephone)?|phone|mob(?:ile)?|work mobile|fax|ddi|direct(?: dial| line)?|office|switchboard|"
    r"ext(?:ension)?|out of hours|e-?mail|web(?:site)?|ffôn|ebost|[etmwdf])\s*(?:no\.?|number)?\s*[:.|=-]*\s*)?"
    r"(?:\(?\+?\d[\d ()/-]{5,}\d|\(?\b(?:extn?|x)\.?\s*\d{2,6}\b)|"
    r"\b(?:tel(?:ephone)?|mob(?:ile)?|e-?mail|web(?:site)?|ddi|fax)\s*:|"
    r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|"
    r"\(?(?:\bpronouns\s*[:=]?\s*)?\b(?:she|he|they|hi|ef)\s*/\s*(?:her|him|them|hers|his|theirs)"
    r"(?:\s*/\s*(?:her|him|them|hers|his|theirs))?\b\)?",
    re.IGNORECASE,
)
_OF_SIGNATURES = words(
    """
    worker workers manager officer practitioner assistant coordinator co-ordinator lead leader head director
    supervisor consultant advisor adviser administrator nurse midwife therapist visitor psychologist specialist
    apprentice student trainee deputy team teams service services department directorate council borough county
    metropolitan mbc cbc nhs trust foundation charity hospital children's childrens people's families community
    safeguarding house street road lane avenue close court floor building centre office offices social senior
    principal cyps mash locality care protection partnership university college school surgery practice clinic hub
    unit duty housing education commissioning business registered reg ba bsc msc ma qsw swe rgn bsw gweithiwr
    cymdeithasol tîm cyngor gwasanaeth gwasanaethau rheolwr plant way drive square buildings town hall pronouns
    assessment area division section
    """
)
_SMALL = words("of and the for in at to with on by a an & y a'r yr i'r ar o de und für der die")
_TITLES = words("mr mrs ms miss dr ba bsc msc ma llb pgdip dipsw cqsw qsw swe rgn bsw phd mbe rmn")
_MOTTO = re.compile(
    r"^(?:working|making|putting|improving|proud|supporting|building|delivering|caring|"
    r"together|big hearts|stronger|every)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PARTED = re.compile(r"\s+[|•·/–—-]\s+|\s*[|•·]\s*|,\s+|\s*\(|\t|\s{3,}")


def without_signature(lines: list[str], names: Collection[str] = ()) -> list[str]:
    """The lines above the signature, a sign-off among them; all of them when none begins for certain.

    It begins below dashes, below a sign-off and a name, or at the writer's own name, which is one of `names`.
    """
    own = _parts(names)
    for at, line in enumerate(lines):
        bare = line.strip()
        above = any(each.strip() for each in lines[:at])
        below = [each.strip() for each in lines[at + 1 :] if each.strip()]
        if len(below) > _MOST_LINES:
            continue
        if line.rstrip() in _DASHES or (not below and _RULER.match(line[:_LONGEST_LINE])):
            if _all_signature(below, own, named=True):
                return lines[:at]
        elif (
            _CLOSING.match(bare[:80])
            and below
            and _is_sign(below[0], own)
            and _all_signature(below[1:], own, named=True)
        ):
            return lines[: at + 1]
        elif own and bare and (above or " " in bare) and _is_own(bare, own) and _all_signature(below, own, named=False):
            return lines[:at]
        named = _CLOSING_NAME.match(bare[:80])
        if named and is_name(named[2]) and _all_signature(below, own, named=True):
            return [*lines[:at], named[1]]
    return lines


def is_name(line: str) -> bool:
    """Whether the line looks like somebody's name, and holds no word that an answer in need could be made of."""
    return bool(_NAME.match(line[:80])) and line[0].isupper() and not _alarming(line)


def _parts(names: Collection[str]) -> frozenset[str]:
    return frozenset(part for name in names for part in _WORD.findall(name.casefold()) if len(part) > 1)


def _is_sign(line: str, own: frozenset[str]) -> bool:
    return is_name(line) or _is_own(line, own)


def _is_own(line: str, own: frozenset[str]) -> bool:
    """Whether a line is the writer's own name, alone or with a title behind it."""
    name, *rest = [each.strip(" |•·,()-–—") for each in _PARTED.split(line[:_LONGEST_LINE])]
    said = [each for each in _WORD.findall(name.casefold()) if each not in _TITLES]
    if not said or len(said) > 4 or "?" in line or "!" in line:
        return False
    last = said[-1] in own and len(said) > 1 and not _alarming(" ".join(said[:-1])) and line[:1].isupper()
    if not (all(each in own for each in said) or last):
        return False
    return all(_is_evidence(each) or _is_title(each, 3) for each in rest if each)


def _all_signature(below: list[str], own: frozenset[str], *, named: bool) -> bool:
    """Whether every line below can be nothing but a signature's.

    Where it was not `named` such by a sign-off or dashes, most lines have to prove it, the last one always.
    """
    sure = [_is_evidence(line) or _is_own(line, own) for line in below]
    for at, line in enumerate(below):
        if sure[at]:
            continue
        if named and (_is_title(line, 8) or (at == 0 and is_name(line)) or _is_motto(line)):
            continue
        if 0 < at < len(below) - 1 and sure[at - 1] and sure[at + 1] and _is_title(line, 4):
            continue
        return False
    return True


def _is_evidence(line: str) -> bool:
    """Whether the line is a job, an office, an address, a number or a link, and nothing besides."""
    line = line[:_LONGEST_LINE]
    rest = _HARMLESS.sub(" Team ", _FRAGMENTS.sub(" ", line))
    if _alarming(rest):
        return False
    said = _WORD.findall(rest)
    if not said:
        return rest != line or bool(_RULER.match(line))
    of_signature = [each.casefold().replace("’", "'") in _OF_SIGNATURES for each in said]
    if said[0].casefold() in _SMALL and (said[0].casefold() != "the" or len(said) < 4):
        return False  # "in the house" is no address
    return (any(of_signature) or rest != line) and len(said) <= 16 and all(map(_is_quiet, said))


def _is_title(line: str, most: int) -> bool:
    """Whether the line is a few words with capitals, as names of places and offices are."""
    said = _WORD.findall(line)
    return 0 < len(said) <= most and not _alarming(line) and line[:1].isupper() and all(map(_is_quiet, said))


def _is_quiet(word: str) -> bool:
    folded = word.casefold().replace("’", "'")
    return not word[0].islower() or folded in _SMALL or folded in _OF_SIGNATURES


def _is_motto(line: str) -> bool:
    return bool(_MOTTO.match(line)) and len(line) <= 120 and not _alarming(line)


def _alarming(line: str) -> bool:
    return bool(_ALARMING.intersection(re.findall(r"\w+", line[:_LONGEST_LINE].casefold()))) or "?" in line
