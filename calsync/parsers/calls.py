"""What a responder writes of a call: that nobody answered, or what somebody in the household said (law 5).

Nobody's answer is a closed grammar, as in `reply`: with one word more it is no plain answer.
"""

from __future__ import annotations

import re
from functools import cache

from calsync.parsers.words import phrases

Phrases = frozenset[tuple[str, ...]]

CALL_EXAMPLE = "call: they left at 3, the family says"
MOST_WORDS = 40
"""Words of the longest answer that can be plain."""

_SHORT_FORMS = (
    ("i've", "i have"), ("ive", "i have"), ("i'm", "i am"), ("im", "i am"), ("i'll", "i will"), ("she's", "she is"),
    ("he's", "he is"), ("they're", "they are"), ("didn't", "did not"), ("didnt", "did not"), ("couldn't", "could not"),
    ("couldnt", "could not"), ("can't", "cannot"), ("noone", "no one"), ("isn't", "is not"), ("phone's", "phone is"),
)  # fmt: skip

_NO_ANSWER = phrases(
    """
    no answer, no answer yet, still no answer, no reply, no reply yet, still no reply, no response, no response yet
    still no response, not answering, still not answering, she is not answering, he is not answering
    they are not answering, not picking up, she is not picking up, he is not picking up, they are not picking up
    voicemail, voice mail, answerphone, answer phone, went to voicemail, goes to voicemail, straight to voicemail
    gone to voicemail, got voicemail, got her voicemail, got his voicemail, got their voicemail, got the voicemail
    left voicemail, left a voicemail, left a message, left message, left her a message, left him a message
    left them a message, rang out, it rang out, it just rang out, rings out, just rings out, ringing out
    nobody answered, no one answered, nobody answers, no one answers, nobody picks up, nobody picked up
    no one picked up, did not answer, she did not answer, he did not answer, they did not answer, did not pick up
    she did not pick up, he did not pick up, they did not pick up
    engaged, line engaged, line is engaged, the line is engaged, line busy
    phone off, phone is off, phone switched off, phone is switched off, her phone is off, his phone is off
    their phone is off, mobile off, mobile is off, number unobtainable, number not available, could not get through
    cannot get through, could not reach her, could not reach him, could not reach them, could not reach anyone
    cannot reach her, cannot reach him, cannot reach them, no luck, household did not answer
    the household did not answer
    """
)
"""Words of having rung in vain. What was heard on a voicemail is nobody's word."""
_RANG = phrases(
    """
    rang, i rang, have rung, i have rung, called, i called, have called, i have called, phoned, i phoned, tried
    i tried, have tried, i have tried, tried calling, tried ringing, i tried calling, i tried ringing, rung
    call, her, him, them, again, once, twice, three times, four times, both times, several times, now, just now
    again now, just, just tried, just rang, just called, her mobile, his mobile, their mobile, the mobile, mobile
    her phone, his phone, their phone, her home, his home, their home, her home number, his home number, home number
    her home phone, his home phone, her landline, his landline, landline, the landline, both numbers, all numbers
    household, the household, the family, family, the house, from the household, from the house, from the family
    from her, from him, from them, from her mobile, from his mobile, from anyone, on her mobile, on his mobile
    on their mobile, on the mobile, on both numbers, on any number, on either number, to her, to him, but, so, from
    will try again, i will try again, will keep trying, i will keep trying, trying again, will try again now
    """
)
_AT = re.compile(
    r"\b(?:at |@ ?)?(?:[01]?\d|2[0-3])[:.h]?[0-5]\d ?(?:am|pm)?\b|\b(?:at )(?:1[0-2]|[1-9]) ?(?:am|pm)?\b"
    r"|\b\d{1,2} ?x\b|\bx ?\d{1,2}\b|\b[2-9] times\b"
)
"""When they rang, or how often: it is not what came of it."""
_THIRD = (
    r"(?:the |her |his |their |a |my )?(?:household|family|house|client|client's [a-z]+|service user|tenant|resident|"
    r"mum|mother|dad|father|parent|parents|carer|son|daughter|grandmother|grandfather|aunt|uncle|sister|brother|neighbour|"
    r"neighbor|school|nursery|hospital|surgery|reception|receptionist|office|colleague|husband|wife|partner|home|"
    r"flatmate|housemate|people there|lady|man|woman)"
)
_CALL_LOG = re.compile(
    r"^(?:call|call log|call logged|logged|phone call)\s*[:\-–—]\s*(?P<log>.+)$"
    r"|^(?:i |i have |i've )?(?:just )?(?:rang|rung|called|phoned|spoke (?:to|with)|spoken (?:to|with)|talked to)"
    rf" {_THIRD}\b(?: (?:on the phone|number|there|now))?\s*[:;,.\-–—]\s*(?P<said>.+)$"
    rf"|^(?:i |i have |i've )?(?:just )?(?:spoke|spoken) (?:to|with) {_THIRD}\b (?P<told>.+)$",
    re.DOTALL,
)
"""A call, with what came of it. Only with somebody else: what the worker said themselves closes, or calls for help."""
_SPOKE = re.compile(r"^(?:i |i have |i've )?(?:just )?(?:spoke|spoken|talked) (?:to|with)\b")

_IN_VAIN = re.compile(r"\b(?:no (?:answer|reply|response)|voice ?mail|not answering|not picking up)\b")


def rang_in_vain(folded: str, beside: Phrases) -> bool:
    """Whether all that is said is that somebody rang and nobody answered; `beside` are phrases that may stand there."""
    return made_of(_AT.sub(" ", spelled_out(folded)), _NO_ANSWER, _RANG | beside)


def call_logged(folded: str) -> str | None:
    """What came of a call with somebody else than the worker; None where none is told of."""
    log = _CALL_LOG.match(folded)
    return (log["log"] or log["said"] or log["told"]) if log else None


def hint_about_a_call(folded: str) -> str:
    """What to write instead, where the words are nearly about a call; else empty."""
    if _SPOKE.match(folded):
        return "If you spoke to them and they are safe, write: close: safe and well, spoke to them."
    if _IN_VAIN.search(folded):
        return f"If nobody answered, write just: no answer. What came of another call is written so: {CALL_EXAMPLE}."
    return ""


def spelled_out(folded: str) -> str:
    """The words with their short forms written out."""
    for short, full in _SHORT_FORMS:
        folded = re.sub(rf"\b{short}\b", full, folded)
    return folded


def made_of(folded: str, told: Phrases, beside: Phrases) -> bool:
    """Whether every word belongs to a phrase of either kind, and at least one of the first is among them."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*|[^\s\w.,!;:()\-–—]", folded)
    if len(words) > MOST_WORDS:
        return False
    longest = max(_longest(told), _longest(beside))
    reached: list[set[bool]] = [{False}] + [set() for _ in words]
    for at in range(len(words)):
        for length in range(1, min(longest, len(words) - at) + 1):
            phrase = tuple(words[at : at + length])
            if phrase in told and reached[at]:
                reached[at + length].add(True)
            elif phrase in beside:
                reached[at + length] |= reached[at]
    return True in reached[-1]


@cache
def _longest(group: Phrases) -> int:
    return max(map(len, group))
