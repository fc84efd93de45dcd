"""What organisations and their mail systems add to every mail: banners, disclaimers, markings, working patterns.

Told sentence by sentence: a paragraph that begins like one is taken out only if each sentence of it is one of a closed
list, or is made of a disclaimer's words alone. What holds any other word stays, and makes the answer unclear at worst.
"""

from __future__ import annotations

import re

from calsync.parsers.boilerplate_words import is_disclaimer, is_note

_LONGEST = 4000
"""Characters of a paragraph that are looked at; a longer one stays."""

_BEGINS = re.compile(
    r"^[\s*_>|\[(!⚠️-]*(?:caution|warning|external(?: e-?mail| sender| message)?\b|extern\b|think before|confidential|"
    r"privileged|disclaimer|privacy notice|important(?: notice)?\s*:|please consider the|please think|save paper|"
    r"(?:this|the information in this|the contents? of this|information in this|any|all|our|the) "
    r"(?:official |outgoing |incoming )?(?:e-?mails?|message|communication|transmission|traffic|views|opinions|"
    r"information|contents?|attachments?|document|correspondence)\b|"
    r"if you (?:have |are not |receive|received)|"
    r"e-?mails? (?:sent|are|is|may|can|transmission|to and from|communications?)\b|"
    r"(?:the )?[\w' ]{3,60}(?:council|trust|nhs|charity|borough|authority) (?:monitors|may monitor|accepts|"
    r"does not accept|reserves|cannot accept|is committed|is a registered|processes|takes)\b|"
    r"you don't often get e?-?mail from|some people who received this|we welcome (?:correspondence|calls|receiving)|"
    r"rydym yn croesawu|croesewir|mae'r (?:e-?bost|neges|ohebiaeth)|gall y neges|diese e-?mail|der inhalt dieser|"
    r"sensitivity|classification|protective marking|official\b|not protectively|unclassified|"
    r"scanned by|virus[- ]free|click here to report|report this|registered (?:charity|office|in england))",
    re.IGNORECASE,
)
_MARKING = re.compile(
    r"^[\s*\[(]*(?:(?:classification|sensitivity|protective marking|marking)\s*[:=-]\s*)?"
    r"(?:official(?:\s*[-–—:]?\s*sensitive)?(?:\s*[-–—:]?\s*(?:personal|commercial))?|not protectively marked|"
    r"unclassified|general|internal|public|restricted|confidential|private and confidential|"
    r"external(?: e-?mail| sender)?)[\s*\])!.:]*$",
    re.IGNORECASE,
)
_DAYS = r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?s?"
_DAY_LIST = rf"{_DAYS}(?:\s*(?:,|and|&|to|-|–|/)\s*{_DAYS})*"
_HOURS = r"(?:[\s,]*(?:\(?(?:am|pm|all day|mornings?|afternoons?|\d{1,2}(?:[.:]\d{2})?\s*(?:am|pm)?|to|-|–|until)\)?))*"
_SERVICES = (
    r"(?:the|our|us|on|at|or|and|for|please|always|999|112|101|police|duty|team|teams|out[- ]of[- ]hours|emergency|"
    r"services?|switchboard|contact|centre|mash|council|social|care|children's|adults?'?s?|line|number|"
    r"tel(?:ephone)?:?|\(?0\d[\d ()-]{6,14}\d)"
)
_TO_RING = rf"(?:call|dial|ring|contact|phone)(?:[ ,]+{_SERVICES}){{1,14}}"
_NEED = (
    r"(?:this is an emergency|it is an emergency|it's an emergency|your (?:call|query|enquiry|matter) is urgent|"
    r"(?:you (?:think |believe )?(?:that )?)?(?:you|a child|someone|anyone|a child or adult|an adult)(?: or (?:a child|"
    r"someone(?: else)?))? (?:is|are|may be|might be) (?:in|at) (?:an emergency|immediate (?:danger|risk)"
    r"(?: of harm)?))"
)
"""Who may be in danger in the footer of an office; never the writer."""
_EMERGENCY = re.compile(
    rf"^(?:(?:in|for) an? emergency(?: situation)?|if {_NEED}),? (?:please )?(?:always )?{_TO_RING}[\s.!]*$"
    r"|^(?:please )?(?:follow|find|like|visit) us (?:on|at)"
    r"(?: (?:and|or|our|facebook|twitter|x|instagram|linkedin|youtube|website|@\w{1,30})[:,]?){0,8}[\s.!]*$",
    re.IGNORECASE,
)
"""Closed to the last word, since none of these may be added to."""
_EXACT = re.compile(
    r"^(?:"
    rf"(?:please note(?:,| that)? )?(?:i|we) (?:currently |usually |normally )?(?:do not|don't|don’t)? ?work "
    rf"(?:part[- ]time|flexibly|compressed hours|term[- ]time(?: only)?|on |from )?[\s,:–-]*(?:{_DAY_LIST})?{_HOURS}"
    rf"|(?:my |our )?(?:usual |normal |core )?(?:non[- ])?working (?:days?|hours?|pattern)"
    rf"(?: is| are)?\s*[:–-]?\s*{_DAY_LIST}{_HOURS}"
    r"|(?:please note(?: that)? )?(?:i|we) (?:may )?(?:work|send|am working) "
    r"(?:flexibly|e-?mails? outside)[^.!?]{0,120}"
    r"|(?:my|our) working (?:days?|hours?|pattern)(?: and [a-z ]{3,30})? may (?:not be|be different|differ)[^.!?]{0,60}"
    r"|(?:so )?(?:please )?(?:(?:do not|don't) feel (?:obliged|obligated|under pressure|any pressure|that you)|"
    r"i (?:do not|don't) expect (?:you|a|any))[^.!?]{0,60}\b(?:reply|respond|response|answer|read|action)\b[^.!?]{0,80}"
    r"|(?:please )?think before you print(?: this e-?mail)?"
    r"|learn why this is important|learn more about why this is important"
    r")[\s.!]*$",
    re.IGNORECASE,
)
_EXACT_BEGINS = re.compile(
    r"^(?:please|i|we|my|our|usual|normal|core|non|working|so|in an?|for an?|if|follow|find|like|"
    r"visit|learn|do not|don't)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_LINKS = re.compile(r"<?\b(?:https?://|www\.|mailto:)[^\s>]*>?", re.IGNORECASE)


def without_boilerplate(lines: list[str]) -> list[str]:
    """The lines, those of banners, disclaimers and markings blank; all of them where nothing is one for certain."""
    kept = list(lines)
    at = 0
    while at < len(kept):
        end = _end_of_paragraph(kept, at)
        taken = next((last for last in (end, at + 1) if last > at and _is_boilerplate(kept[at:last])), None)
        if taken is None:
            at += 1
            continue
        kept[at:taken] = [""] * (taken - at)
        at = taken
    return kept


def _end_of_paragraph(lines: list[str], at: int) -> int:
    end = at
    while end < len(lines) and lines[end].strip() and end - at < 40:
        end += 1
    return end


def _is_boilerplate(lines: list[str]) -> bool:
    first = lines[0].replace("’", "'").strip(" *_|[]()")
    if not (_BEGINS.match(first) or _MARKING.match(first) or _EXACT_BEGINS.match(first)):
        return False
    joined = " ".join(line.strip() for line in lines).replace("’", "'").strip()
    if not joined or len(joined) > _LONGEST:
        return False
    if len(lines) == 1 and _MARKING.match(joined):
        return True
    bare = _LINKS.sub(" ", joined).strip(" *_|[]()")
    sentences = [each for each in _SENTENCES.split(bare) if _WORD.search(each)]
    return bool(sentences) and all(_of_no_person(each.strip(" *_|[]()")) for each in sentences)


def _of_no_person(sentence: str) -> bool:
    """Whether it is one of a mail system: of its closed lists, or of its words alone."""
    if _EMERGENCY.match(sentence) or _MARKING.match(sentence):
        return True
    return is_note(sentence) if _EXACT.match(sentence) else is_disclaimer(sentence)
