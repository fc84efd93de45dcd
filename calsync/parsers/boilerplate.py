"""What organisations and their mail systems add to every mail: banners, disclaimers, markings, working patterns.

Told sentence by sentence: a paragraph that begins like one is taken out only if each sentence of it can be nothing
else. Whatever could be a person's own word stays, and makes the answer unclear at worst.
"""

from __future__ import annotations

import re

from calsync.parsers.words import words

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
_OF_SUCH = words(
    """
    confidential confidentiality privileged intended recipient recipients addressee addressed email e-mail emails
    e-mails message messages communication communications sender disclose disclosed disclosing disclosure distribute
    distributed distribution copying copied virus viruses virus-free malware liability liable attachment attachments
    delete deletion monitor monitored monitoring recorded recording legally law legislation opinions views council
    authority trust privacy gdpr disclaimer destroy destroyed link links organisation organization suspicious
    phishing environment print printing error received notify author expressed cymraeg gymraeg saesneg
    e-bost neges welsh english vertraulich empfänger absender e-mail-adresse nachricht charity registered www http
    https scanned mimecast symantec content originated transmission transmitted correspondence gohebiaeth official
    sensitivity classification
    """
)
_OF_A_PERSON = words(
    """
    not never i i'm im i've i'd i'll she she's he he's they're my mine us her his him them hers someone somebody nobody
    phone help 999 112 come hurry knife gun police hurt scared attacked blood door house flat locked let won't wont
    quick
    """
)
_OF_NEED = words(
    """
    dictated forced freely untrue bleeding father mother dad mum husband wife partner boyfriend son daughter brother
    uncle family child kid neighbour man men woman people trapped held taken stuck danger emergency urgent cornered
    blocked stabbed dying dead lie lies lying false fake pretend real writing written typing typed watching listening
    here there now ambulance rescue unsafe home room kitchen street road car
    """
)
"""A disclaimer has none of these; a person in need may hide one in what looks like it."""
_DAYS = r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?s?"
_DAY_LIST = rf"{_DAYS}(?:\s*(?:,|and|&|to|-|–|/)\s*{_DAYS})*"
_HOURS = r"(?:[\s,]*(?:\(?(?:am|pm|all day|mornings?|afternoons?|\d{1,2}(?:[.:]\d{2})?\s*(?:am|pm)?|to|-|–|until)\)?))*"
_TO_RING = (
    r"(?:call|dial|ring|contact|phone) (?!me\b)(?:the |our |us )?[^.!?]{0,40}"
    r"(?:999|112|101|\d{4,}|duty|out[- ]of[- ]hours|emergency services|switchboard|contact centre|mash)[^.!?]{0,60}"
)
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
    rf"|(?:in|for) an? emergency(?: situation)?,? (?:please )?(?:always )?{_TO_RING}"
    r"|if (?:you|a child|someone|anyone|this|it)(?: think| is| are|'s)?[^.!?]{0,60}"
    r"(?:emergency|immediate (?:danger|risk)|urgent),? "
    rf"(?:please )?{_TO_RING}"
    r"|(?:please )?(?:follow|find|like|visit) us (?:on|at)[^.!?]{0,80}"
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
_OF_AN_EMERGENCY = re.compile(r"\b(?:emergency|danger|risk|urgent|999|112)\b", re.IGNORECASE)
_ITS_WORDS = words(
    """
    in for an a the our us it it's this that or and of at to on is are if you your think believe feel someone anyone
    somebody person child children adult vulnerable know emergency situation immediate immediately danger risk harm
    urgent matter enquiry concern concerns please always call dial ring contact phone telephone number tel 999 112 101
    duty team out hours out-of-hours service services switchboard centre center mash police council children's social
    care adults outside office working normal line desk safeguarding
    """
)
"""What a sentence that says whom to ring in an emergency is made of, numbers besides; "now" or "I am" is a person's."""
_USUAL_NOT = re.compile(
    r"\b(?:(?:do(?:es)?|must|should|may|can) ?not|not (?:the|an?|necessarily|guaranteed)|not (?:be|been|intended))\b"
)
"""In these a disclaimer says "not"; any other "not" may be a person's."""
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
    """Whether it is one of a mail system: of its closed list, or of its words and none of a person's."""
    if _MARKING.match(sentence):
        return True
    if _EXACT.match(sentence):
        urgent = _OF_AN_EMERGENCY.search(sentence) is not None
        return not urgent or all(
            each in _ITS_WORDS or (each.isdigit() and len(each) > 2) for each in _WORD.findall(sentence.casefold())
        )
    said = [each.replace("’", "'") for each in _WORD.findall(_USUAL_NOT.sub(" ", sentence.casefold()))]
    return (_OF_NEED | _OF_A_PERSON).isdisjoint(said) and len(_OF_SUCH.intersection(said)) >= 2
