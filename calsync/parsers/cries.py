"""Words of somebody in trouble: a cry for help is heard anywhere in an answer, whatever else it says (law 6)."""

from __future__ import annotations

import re
import unicodedata

from calsync.parsers.lookalikes import as_latin

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_OFFICES = re.compile(
    r"\b(?:early|family|targeted) help\b(?! me)|\bhelp (?:and protection|hub|desk)\b|"
    r"\bemergency (?:duty (?:team|service)|department|planning)\b"
)
"""Whose names hold a word of need and call for nobody, as in "Early Help Practitioner"."""

_NEGATED = (
    r"(?:\b(?:not|never|isnt|arent|wasnt|aint|dont|doesnt|no longer|hardly|un)"
    r"|\b(?:is|are|was|do|does|did|am|ca|ai)n't)"
)
_FILLER = r"(?:\s+(?:very|really|so|at|all|that|feeling|feel|entirely|totally|completely|100|quite|being|too|exactly))"
_UNWELL = re.compile(
    rf"{_NEGATED}{_FILLER}{{0,3}}\s+(?:safe|ok|okay|alright|all right)\b"
    rf"|(?:^|\bi am\s+|\bi'm\s+|\bim\s+|\bfeel(?:ing)?\s+)not{_FILLER}{{0,3}}\s+(?:fine|well|good)\b"
    r"|\bunsafe\b"
)
_CALL = re.compile(
    r"\b(?:call|ring|phone|telephone|fone|bell|contact|rescue|collect|fetch|get)\s+(?:me|my (?:mobile|phone|number))\b"
    r"|\b(?:call|ring|phone)\s+the\s+office\s+for\s+me\b|\bpick\s+me\s+up\s+(?:now|please|asap)\b"
    r"|\b(?:please\s+)?come\s+(?:over|round)\s+(?:now|please|asap)\b"
    r"|\b(?:give|gimme)\s+(?:me\s+)?a\s+(?:call|ring|bell)\b"
    r"|\b(?:can|could|will|would)\s+(?:you|someone|somebody)\s+(?:please\s+|pls\s+)?"
    r"(?:call|ring|phone)\W*(?:$|\bnow\b|\basap\b)"
    r"|^(?:please|pls|plz)?\s*(?:call|ring|phone)(?:\s+(?:please|pls|plz|now|asap|urgently))*\W*$"
)
_CALL_LATER = re.compile(
    r"^\s*(?:(?:back\s+)?(?:if|when|once|later|tomorrow|tonight|after|unless|on monday|next week|in the morning)\b"
    r"|(?:a|the)\s+(?:taxi|cab)\b)"
)
_CALL_NOT = re.compile(
    r"(?:\b(?:not|never|dont|don't|no need to)\s+(?:(?:need|to|have|bother|you|please|try|and)\s+){0,4}"
    r"|\bif i\b.{0,80})$"
)
_HELP = re.compile(
    r"\b(?:help|helpp+|hlp|sos|mayday|(?<![+\d])999|9 9 9|emergency|danger|trapped|attacked|assaulted|"
    r"threatened|threatening|injured|hurt|bleeding|hostage|held|"
    r"scared|frightened|terrified|afraid|knife|gun|stabbed|hit me|locked in|"
    r"locked me|ambulance|panic|in trouble|being followed|following me|helpme|callme|save me|"
    r"attack(?:ing|s) me|weapon|kidnapped|raped|(?:been|got|was) shot|shot (?:me|at)|code red|"
    r"chest pains?|heart attack|been in an accident|locked the door|blocking (?:my way|the door|me)|"
    r"not allowed to leave|want to leave but|(?:took|taken|has|have|got) my keys|"
    r"helpwch|hilfe|au secours|aidez moi)\b"
    r"|\b(?:i|ive|i've|i have) (?:fallen|fell|had a fall|been hit|been pushed)\b(?! (?:asleep|behind|out|for))"
    r"|\b(?:can't|cannot|cant|can not) (?:breathe|move|talk freely|speak freely)\b"
    r"|\bsomething(?:'s|s| is| has gone| went| feels?)? (?:(?:very|really|badly|terribly|seriously) )?wrong\b"
    r"|\b(?:call|ring|phone|get|send|need|fetch|inform|want)\s+(?:the\s+|an?\s+)?"
    r"(?:police|cops|112|someone|somebody|backup|back up|assistance|security)\b"
    r"|\b(?:can't|cannot|cant|can not|won't let me|wont let me|not letting me|unable to)\s+"
    r"(?:get\s+out|leave|get\s+away|go|escape|out)\b"
)
_HELP_NOT = re.compile(
    r"(?:\b(?:no|not|never|without|nobody|no one|wasn't|isn't|weren't|don't|dont|didn't)\s+"
    r"(?:(?:in|any|need|needing|much|a|an|the|immediate|real|of|under|at|all|sign|further|more|or|to|call)\s+){0,4}"
    r"|\b(?:thanks|thank you|thx|ta|cheers|grateful)\s+for\s+(?:(?:all|your|the|any|kind)\s+){0,3}"
    r"|\b(?:happy|glad|able|trying)\s+to\s+"
    r"|\b(?:she|he|they)\s+(?:needed|needs|wanted|wants|asked for|had|got)\s+(?:(?:some|more|our|my|a bit of)\s+)?)$"
)
_NO_HELP = re.compile(r"\bno\s+$")
_NEEDED = re.compile(r"^\s+(?:is\s+)?(?:needed|required|necessary|wanted)\b")
_HELD_UP = re.compile(r"^\s+(?:up|a|the)\b")


def folded(text: str) -> str:
    """The text as `cries_for_help` wants it, out of whatever letters it is written in."""
    plain = as_latin(unicodedata.normalize("NFKC", text)).casefold().translate(_APOSTROPHES).replace("-", " ")
    return " ".join(_OFFICES.sub(" ", plain).split())


_ALONE = frozenset({
    "trouble", "stuck", "i am stuck", "im stuck", "i'm stuck", "stuck in here", "i am stuck in here",
    "i'm stuck in here", "police", "police please", "ambulance please",
    "come", "come quick", "come quickly", "come now", "come here", "come here now", "please come", "come and get me",
    "need you", "need a call", "i need a call", "need to talk", "i need to talk",
    "cal me", "call mee", "caal me", "hlep", "hepl", "halp", "h3lp", "hellp", "hlep me", "halp me", "help!",
    "all not fine", "not all fine", "all is not fine", "not all is fine", "all not well", "all is not well",
    "nothing is fine", "🆘", "🚨",
})  # fmt: skip
"""What is a cry where it is all that somebody writes; within more it may be about anything: "stuck in traffic"."""
_GREETED = re.compile(r"^(?:hi|hiya|hello|hey)\b(?: (?!stuck|trouble|need|come)\w+)?[ ,.!]+")
_POLITELY = re.compile(
    r"^(?:(?:please|pls|plz|sorry)[ ,]+)+|(?:[ ,]+(?:please|pls|plz|now|asap|urgently|quick|quickly|thanks|to you))+$"
)
"""What may stand around it, and says nothing else."""
_LONGEST_CRY = 80
_SPELT = re.compile(r"\b(?:\w[\W_]+){2,8}\w\b")
"""One letter at a time: "h e l p", "S.O.S."."""


def _cries_alone(folded: str) -> bool:
    bare = folded.strip(" .,!…-*")
    if bare in _ALONE or set(bare) == {"🆘"}:
        return True
    if len(bare) < _LONGEST_CRY and _POLITELY.sub("", _GREETED.sub("", bare)).strip(" .,!") in _ALONE:
        return True
    return _SPELT.fullmatch(bare) is not None and "".join(filter(str.isalpha, bare)) in ("help", "sos", "helpme")


_NEEDS = re.compile(r"\b(?:needs? (?:\w+ ){0,3}(?:help|police|us)|in (?:\w+ )?(?:danger|trouble)|wrong|not right)\b")


def needs_help(text: str) -> bool:
    """Whether somebody who was asked after another says that these need help, as typed."""
    said = folded(text)
    return cries_for_help(said) or _NEEDS.search(said) is not None


def cries_for_help(folded: str) -> bool:
    """Whether the folded text (lower case, plain apostrophes, single spaces) says "not safe", "call me" or the like.

    A cry that is taken back in the same breath ("no help needed", "call me if...") is none. It is no word of safety
    either, since its words stand in no phrase of one.
    """
    if _UNWELL.search(folded) or _cries_alone(folded):
        return True
    for found in _CALL.finditer(folded):
        before = folded[max(0, found.start() - 100) : found.start()]
        if not _CALL_LATER.match(folded[found.end() : found.end() + 60]) and not _CALL_NOT.search(before):
            return True
    return any(_is_cry(folded, found) for found in _HELP.finditer(folded))


def _is_cry(folded: str, found: re.Match[str]) -> bool:
    before, after = folded[max(0, found.start() - 60) : found.start()], folded[found.end() : found.end() + 20]
    if found[0] == "held" and _HELD_UP.match(after):
        return False  # "held up in traffic"
    if found[0] == "help" and _NO_HELP.search(before):
        return not _NEEDED.match(after)  # "no help needed" is calm, "no help" may be "No! Help!"
    return not _HELP_NOT.search(before)
