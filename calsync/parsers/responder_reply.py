"""What a responder's answer to an alarm means: who takes it, who was told outside, and why it may be closed (law 5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from calsync.domain.outside import NO_LOG_YET, as_text
from calsync.parsers.boilerplate import without_boilerplate
from calsync.parsers.calls import CALL_EXAMPLE, call_logged, hint_about_a_call, made_of, rang_in_vain, spelled_out
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries import cries_for_help
from calsync.parsers.handing_over import handed_to
from calsync.parsers.unreached import is_harmed, is_unreached
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.parsers.words import phrases

_MINE = phrases(
    """
    i have it, i have got it, i have this, i have got this, mine, this is mine, it is mine, on it, i am on it
    i am on this, on this, taking it, taking this, i am taking it, i am taking this, i will take it, i will take this
    i take it, will take it, will take this, i will deal with it, i will deal with this, dealing with it
    i am dealing with it, i am dealing with this, leave it with me, leave this with me, acknowledge, acknowledged, ack
    i acknowledge, i will pick it up, i will pick this up, picking it up, picking this up, i own it, i own this
    """
)
_POLITE = phrases(
    """
    yes, ok, okay, thanks, thank you, hi, hello, now, and, cheers, regards, kind regards, many thanks
    calling now, calling her now, calling him now, calling them now, ringing now, ringing her now, ringing him now
    ringing them now, i am calling now, i am ringing now, i am calling her now, i am calling him now
    will update, will update you, will let you know, i will update you, i will let you know
    """
)

_HEARD = phrases(
    """
    code word, codeword, the code word, code word given, code word said, code word used, code word heard, duress
    they said the code word, she said the code word, he said the code word, they gave the code word
    she gave the code word, he gave the code word, they used the code word, she used the code word
    he used the code word, i heard the code word, i was told the code word, i was given the code word
    they are in danger, she is in danger, he is in danger, in danger
    """
)
"""What whoever took the call writes when it fell, or a question was answered as agreed for danger."""

_CLOSE = re.compile(
    r"^(?:please )?clos(?:e|ed|ing)(?: (?:it|this|the alarm|alarm))?\s*(?:[:\-–—,.]|\n)\s*(?P<why>.+)$", re.DOTALL
)
_BARE_CLOSE = re.compile(r"^(?:please )?clos(?:e|ed|ing)\b(?: (?:it|this|the alarm|alarm|please))?\W*$")
_OUTSIDE = re.compile(
    r"\b(?:999|101|police|emergency services|ambulance|emergency duty team|edt|coastguard|fire service)\b"
)
_TOLD = re.compile(
    r"\b(?:called|rung|rang|informed|told|phoned|contacted|notified|alerted|reported|spoken to|spoke to)\b"
)
_STOOD_DOWN = re.compile(r"\b(?:stood down|standing down|stand down|stood them down|stood it down)\b")
_LOG = re.compile(
    r"\b(?:log|ref|reference|incident|cad|urn)\b\.?(?: (?:no|number|ref|reference|is)\b\.?)*\s*[:#]?\s*"
    r"(?P<number>[a-z0-9]{1,20}(?:[-/][a-z0-9]{1,20}){0,4})"
)
_NO_LOG = re.compile(
    r"\b(?:but )?(?:they |i )?(?:no|without|gave no|got no|(?:do not|don't|have not|haven't) (?:have|got)"
    r"|did not (?:get|give)|didn't (?:get|give))(?: me)?(?: an?| the| any)? (?:log|ref|reference)(?: number| no)?"
    r"(?: yet| given)?\b|\b(?:log|ref|reference)(?: number)? not given\b"
)
"""That none was given."""
_AGENCY = re.compile(r"\b(?:council|social (?:care|services|worker)|mash|duty team|agency|agencies)\b")
"""Whoever else may be told outside: with a log number alone, since a call to one of them may be of another kind."""
DOUBT = "That reads as if they are not known to be safe, so the alarm goes on."
"""What a closing is answered that does not say that they are safe."""
_DOUBT = re.compile(
    r"\?|\b(?:not|n't|no|never|if|unless|will|going to|should|shall|could|would|may|might|about to|trying|tried|cannot|"
    r"can't|cant|didn't|didnt|haven't|havent|hasn't|hasnt|isn't|won't|wont|before|until|waiting to|yet)\b|n't\b"
)

_UNSETTLED = re.compile(
    r"\b(?:unsafe|not (?:safe|ok|okay|well|yet|sure)|not (?:yet )?(?:spoken|spoke|reached|found|heard|seen|answer\w*)"
    r"|(?:haven't|havent|have not|hasn't|hasnt|has not|didn't|didnt|did not) (?:yet )?"
    r"(?:spoken|speak|reached|reach|heard|hear|seen|see|found|find|answer\w*)"
    r"|no (?:answer|reply|contact|word)|don't know|dont know|do not know|still (?:trying|looking|waiting|missing|there)"
    r"|missing|unless|if|hope|hopefully|think|probably|presumably|assume|should be)\b"
)
"""Words with which somebody gives no reason to close, but one to go on."""

_OF_OFFICES = re.compile(
    r"\bmissing (?:(?:and|from) )?(?:exploited|home|children|persons?|people|adults?) (?:\w+ ){0,2}"
    r"(?:team|coordinator|officer|service|unit)\b|\bthink family (?:team|service)\b"
)
"""Words of doubt that stand in the names of offices: "Missing and Exploited Children Team"."""

_MERE = re.compile(r"(?:(?:thanks|thank you|cheers|ta|done|all done|closed?|close it|now|yes|please|ok|okay)\b\W*)+")
"""Words that are no reason: why it may be closed is what the others read."""

_EVERYBODY = re.compile(r"\b(?:both|all (?:two|three|four|of them|are out)|everybody|everyone)\b")
_LONGEST_REASON = 500


class ResponderIntent(StrEnum):
    """What a responder says. "I have it" is not "they are safe" (law 5)."""

    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    HAND_OVER = "hand-over"
    TOLD_OUTSIDE = "told-outside"
    STAND_DOWN = "stand-down"
    NO_ANSWER = "no-answer"
    """They rang, and nobody answered."""
    CALL_LOGGED = "call-logged"
    """They rang somebody, and tell what came of it."""
    DURESS = "duress"
    """The code word, as it was told on the phone."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderReply:
    """A responder's answer as read."""

    kind: ResponderIntent
    reason: str = ""
    """Why it may be closed, what came of the call, or the name of who is to take it; never empty when `kind` is one."""
    log_number: str = ""
    """In capitals; of told-outside and stand-down empty only where they say that none was given. Several are joined by
    "; "."""
    hint: str = ""
    """What to write instead, as a sentence, when the answer was nearly one; otherwise empty."""
    text: str = ""
    """What the person wrote."""


def read_responder_reply(text: str, *, code_words: Sequence[str] = (), names: Collection[str] = ()) -> ResponderReply:
    """What the answer means, UNKNOWN for whatever is not plain; never raises.

    A code word wins over all (law 7). Closing needs a reason; telling an outside body, or standing it down, needs its
    log number. Taking it must be all that is said, so that no doubt stops the repeats to the others. `names` are the
    writer's own, at which a signature may begin.
    """
    visible = visible_text(text, names)
    if says_code_word(unquoted(text), code_words):
        return ResponderReply(kind=ResponderIntent.DURESS, text=visible)
    folded = unicodedata.normalize("NFKC", visible).casefold().replace("’", "'").strip()
    if tuple(re.findall(r"[^\W_]+", folded)) in _HEARD and "?" not in folded:
        return ResponderReply(kind=ResponderIntent.DURESS, text=visible)
    if closing := _CLOSE.match(folded):
        return _closed(visible, closing, _below(text, visible))
    if _BARE_CLOSE.match(folded):
        return _unknown(visible, "To close it, write the reason behind it: close: safe and well, spoke to them.")
    if _STOOD_DOWN.search(folded):
        return _logged(ResponderIntent.STAND_DOWN, folded, visible, "stood down, log 1234")
    if _OUTSIDE.search(folded) and _TOLD.search(folded):
        return _logged(ResponderIntent.TOLD_OUTSIDE, folded, visible, "999 called, log 1234")
    if _AGENCY.search(folded) and _TOLD.search(folded) and _numbers(folded):
        return _logged(ResponderIntent.TOLD_OUTSIDE, folded, visible, "council informed, log 1234")
    if (name := handed_to(folded)) is not None:
        return ResponderReply(kind=ResponderIntent.HAND_OVER, reason=name, text=visible)
    if "?" not in folded and _takes_it(folded):
        return ResponderReply(kind=ResponderIntent.ACKNOWLEDGE, text=visible)
    if "?" not in folded and rang_in_vain(folded, _MINE | _POLITE):
        return ResponderReply(kind=ResponderIntent.NO_ANSWER, text=visible)
    if (said := call_logged(folded)) is not None:
        return _call(visible, folded, said)
    return _unknown(visible, hint_about_a_call(folded))


def _unknown(visible: str, hint: str = "") -> ResponderReply:
    return ResponderReply(kind=ResponderIntent.UNKNOWN, hint=hint, text=visible)


def _below(text: str, visible: str) -> str:
    """What was cut away as a signature, without case: a doubt may stand below a name."""
    written = set(visible.split("\n"))
    below = (line for line in without_boilerplate(unquoted(text).split("\n")) if line not in written)
    folded = unicodedata.normalize("NFKC", "\n".join(below)).casefold().replace("’", "'")
    return " ".join(folded.split())


def _closed(visible: str, closing: re.Match[str], below: str) -> ResponderReply:
    reason = " ".join(closing["why"].split())
    said = [_OF_OFFICES.sub(" ", each) for each in (reason, below)]
    if any(_UNSETTLED.search(each) or is_unreached(each) for each in said) or is_harmed(reason):
        return _unknown(visible, DOUBT)
    if "?" in reason or sum(letter.isalpha() for letter in reason) < 3 or _MERE.fullmatch(reason):
        return _unknown(visible, "To close it, write the reason behind it: close: safe and well, spoke to them.")
    # The reason is kept as it was typed, capitals and all; only where it begins is known from the folded text.
    typed = re.split(r"[:\-–—,.\n]", visible.strip(), maxsplit=1)
    words = " ".join(typed[1].split()) if len(typed) == 2 else reason
    return ResponderReply(kind=ResponderIntent.CLOSE, reason=words[:_LONGEST_REASON], text=visible)


def speaks_of_everybody(reason: str) -> bool:
    """Whether a reason to close speaks of all who were on a visit together ("both out, spoke to them")."""
    return _EVERYBODY.search(unicodedata.normalize("NFKC", reason).casefold()) is not None


def settles(reason: str) -> bool:
    """Whether words beside a closing are a reason for it, and none to go on."""
    plain = unicodedata.normalize("NFKC", reason).casefold().replace("’", "'")
    return not _UNSETTLED.search(plain) and "?" not in plain and sum(letter.isalpha() for letter in plain) >= 3


def _logged(kind: ResponderIntent, folded: str, visible: str, example: str) -> ResponderReply:
    numbers = _numbers(folded)
    told = folded if numbers else _NO_LOG.sub(" ", folded)
    if _DOUBT.search(_LOG.sub(" ", told)):
        return _unknown(visible, f"If it was done, write just that with its log number: {example}.")
    if not numbers and told != folded:
        return ResponderReply(kind=kind, text=visible)
    if not numbers and kind is ResponderIntent.TOLD_OUTSIDE and example.startswith("999"):
        return _unknown(visible, NO_LOG_YET)
    if not numbers:
        return _unknown(visible, f"Write the log number too: {example}.")
    return ResponderReply(kind=kind, log_number=as_text(numbers), text=visible)


def _numbers(folded: str) -> tuple[str, ...]:
    """Every log number that is named as one, in capitals, each once."""
    named = (each["number"].upper() for each in _LOG.finditer(folded) if any(map(str.isdigit, each["number"])))
    return tuple(dict.fromkeys(named))


def _call(visible: str, folded: str, said: str) -> ResponderReply:
    """A call and what came of it; not when it leaves a question, or when somebody in it needs help."""
    if cries_for_help(" ".join(folded.split())) or "help" in folded.split():
        return _unknown(visible, "If they need help, ring 999 now, then write: 999 called, log 1234.")
    if "?" in folded or sum(letter.isalpha() for letter in said) < 3:
        return _unknown(visible, f"Write what came of the call, such as: {CALL_EXAMPLE}.")
    words = " ".join(visible.split())[:_LONGEST_REASON]
    return ResponderReply(kind=ResponderIntent.CALL_LOGGED, reason=words, text=visible)


def _takes_it(folded: str) -> bool:
    """Whether every word belongs to a phrase of taking it, or to politeness beside one."""
    return made_of(spelled_out(folded), _MINE, _POLITE)
