"""Whether a "visit" or an "HV" in a subject is one that the worker makes, or what else is said of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calsync.domain.classify import subject_words as say
from calsync.domain.classify.text import Span, Text, first, words

INITIALS = re.compile(r"[A-Z]{1,3}|[A-Z]s|[A-Z][’'`]s|[0-9]{5,10}")
NAME = re.compile(r"[^\W\d_a-z][^\W\d_]{0,20}(?:[’'`-][^\W\d_]+)?")
_REACH = 3
"""Words behind a visit within which desk work is said of it: "HV K write up"."""
COMPOUND = words(
    """
    home stat statutory cin cp lac cla s47 s17 welfare initial joint unannounced announced school hospital
    prison family assessment foster placement safeguarding monitoring supervisory first 1st follow birth
    weekly monthly contact up am pm viability probation tenancy
    """
)
"""Words that belong to the visit behind them: "home visit"."""
_ABOUT = frozenset({"re", "about", "regarding", "concerning"})
_WHICH = COMPOUND | {"the", "last", "next", "todays", "yesterdays"}
_SCREENS = frozenset({"online", "remote", "video", "virtual"})
_NOT = frozenset({"no", "not", "without", "dont", "cant", "cannot"})
_CALLED = _ABOUT | {"to", "with", "for", "from"}
"""Words that join a call to the visit that it is about."""
_BY = frozenset({"via", "by", "on", "over"})
_HELD = frozenset({"with", "w", "check", "fit", "install", "take", "bring", "set", "repair", "replace"})
"""Words in front of a telephone or a screen that is a thing in the house, or somebody who interprets."""
_PLURAL = frozenset({"visits", "hvs", "homevisits"})
_NO_COLLEAGUE = frozenset({("on", "call"), ("joint", "with"), ("joint", "w"), ("jt", "with"), ("jt", "w")})
"""Words in front of "HV" that are no telephone call to the health visitor, or a visit made together with her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visits:
    """What a subject says of visits; each is the words that say it, empty when it does not."""

    clear: str = ""
    weak: str = ""
    doubted: bool = False
    """Whether a weak one is a visit but for a doubt: it has weighed all other words, and none of them makes it none."""
    desk: str = ""
    remote: str = ""


def read_visits(text: Text, spans: list[Span]) -> Visits:
    """The words of a clear visit; without one those of a weak one, of desk work about one, and of one on a screen."""
    weak = desk = remote = ""
    doubted = False
    for span in spans:
        if span.mark == say.WEAK:
            weak = weak or text.said(span)
        if span.mark not in (say.VISIT, say.CLEAR, say.HV):
            continue
        verdict, by = _judge(text, span, spans)
        if verdict == say.CLEAR:
            before = span.start - 1
            whole = before >= 0 and not text.gaps[span.start] and text.words[before] in COMPOUND
            return Visits(clear=text.said(Span("", before if whole else span.start, span.end)))
        if verdict == say.DESK:
            desk = desk or by
        elif verdict == say.REMOTE:
            remote = remote or by
        else:
            weak, doubted = weak or text.said(span), doubted or verdict == say.WEAK
    return Visits(weak=weak, doubted=doubted, desk=desk, remote=remote)


def _judge(text: Text, span: Span, spans: list[Span]) -> tuple[str, str]:
    """Whether one "visit" is a clear one, and else by which words it is not."""
    if by := _denied(text, span) or (span.mark == say.HV and _colleague(text, span)):
        return say.DESK, by
    doubt = _odd(text, span)
    for other in spans:
        if other.start < span.start:
            verdict, by = _before(text, other, span)
        elif other.start >= span.end:
            if text.hard(span.end, other.start):
                break
            verdict, by = _behind(text, span, other)
        else:
            continue
        if verdict in (say.DESK, say.REMOTE, say.ERRAND):
            return verdict, by
        doubt = doubt or by
    if doubt:
        return say.WEAK, doubt
    return _health_visitor(text, span, spans) if span.mark == say.HV else (say.CLEAR, "")


def _denied(text: Text, span: Span) -> str:
    """The word that says that there is no visit: "no HV this week"; empty without one."""
    for at in range(span.start - 1, max(-1, span.start - 3), -1):
        if text.gaps[at + 1]:
            break
        if text.words[at] in _NOT:
            return text.said(Span("", at, span.end))
        if text.words[at] not in COMPOUND:
            break
    return ""


def _odd(text: Text, span: Span) -> str:
    """What makes it somebody else's visit, or a word about one: "Ofsted monitoring visit", "mum visiting"."""
    word = text.words[span.end - 1]
    before = [at for at in range(max(0, span.start - 3), span.start) if not text.soft(at + 1, span.start)]
    if guest := next((at for at in before if text.words[at] in say.GUESTS), None):
        return text.raw[guest]
    if before and before[0] == 0 and text.words[0] in say.GUESTS:
        return text.raw[0]
    about = next((at for at in before if text.words[at] in _ABOUT), span.start)
    if about < span.start and _WHICH.issuperset(text.words[about + 1 : span.start]):
        return text.raw[about]
    if word == "visiting" and before and text.words[span.start - 1] not in COMPOUND:
        ends = span.end == len(text.words) or bool(text.gaps[span.end])
        if ends or text.words[span.end] in ("us", "me", "office", "team", "base"):
            return text.said(Span("", span.start - 1, span.end))
    return ""


def _before(text: Text, other: Span, span: Span) -> tuple[str, str]:
    """What a phrase in front of a visit makes of it; nothing for most."""
    said = text.said(other)
    soft = text.soft(other.end, span.start)
    begins = other.start == 0 or bool(text.gaps[other.start]) or text.hard(other.start, other.start)
    if text.hard(other.end, span.start):
        after = other.end + 1 == span.start and text.words[other.end] in ("after", "before") and not soft
        return (say.WEAK, said) if after and begins and other.mark == say.DESK else ("", "")
    if other.mark == say.RING and begins and soft:
        return say.WEAK, said
    if other.mark == say.REMOTE or (other.mark == say.RING and begins):
        between = text.words[other.end : span.start]
        either = text.words[span.start - 1] == "or" or say.IN_PERSON.intersection(text.words)
        of_else = _of_else(text, other) and not COMPOUND.issuperset(between)
        # "Teams interpreter, HV K", "phone call - HV K": two things, unless one says that it is about the other.
        two = other.mark == say.REMOTE and (soft or not COMPOUND.issuperset(between)) and _CALLED.isdisjoint(between)
        return (say.WEAK if either or of_else or two else say.REMOTE), said
    if other.mark == say.DESK or (other.mark == say.DESK_FIRST and begins):
        one = text.words[span.end - 1] not in _PLURAL and COMPOUND.issuperset(text.words[other.end : span.start])
        purpose = one and text.words[other.start] in say.PURPOSES
        return (say.WEAK if soft or purpose else say.DESK), said
    if other.mark == say.MEETING and "joint" not in text.words[other.end : span.start]:
        if other.end == span.start and not soft:
            # "MAPPA visit", "handover visit": what the visit is for.
            return (say.WEAK, said) if say.TAUGHT.intersection(text.words[other.start : other.end]) else ("", "")
        if not soft:
            return say.DESK, said
        return (say.WEAK, said) if other.start == 0 else ("", "")
    if other.mark == say.ERRAND and other.end == span.start and not soft:
        # "Dentist visit" is the worker's own, "flu jab HV" and "blood test visit Mr Foss" are work.
        behind = [each for each in text.words[span.end :] if each.isalpha() and each not in ("am", "pm")]
        return (say.WEAK if behind or span.mark == say.HV else say.ERRAND), said
    if other.mark == say.IDLE and begins:
        return say.WEAK, said
    return "", ""


def _behind(text: Text, span: Span, other: Span) -> tuple[str, str]:
    """What a phrase behind a visit makes of it; nothing for most."""
    said = text.said(other)
    soft = text.soft(span.end, other.start)
    apart = other.start - span.end
    if other.mark == say.REMOTE:
        return (say.REMOTE if _is_by(text, span, other) else say.WEAK), said
    if other.mark == say.BASE:
        return say.WEAK, said
    if other.mark == say.AFTER and (apart == 0 or (apart <= _REACH and other.end - other.start > 1)):
        return (say.WEAK if soft else say.DESK), said
    last = other.end == len(text.words)
    if other.mark == say.AFTER and apart == 1 and last and not soft:
        named = NAME.fullmatch(text.raw[span.end])
        return (say.WEAK, said) if named else ("", "")  # "HV K notes"
    if other.mark == say.MEETING and (apart == 0 or (last and text.words[span.end - 1] in _PLURAL)):
        return say.WEAK, said
    if other.mark == say.CANCELLED and text.words[other.start] != "n":
        return say.WEAK, said
    return "", ""


def _colleague(text: Text, span: Span) -> str:
    """The words that show that "HV" is the health visitor: "call HV", "HV team"; empty without them."""
    apart = span.start == 0 or text.gaps[span.start] or text.words[max(0, span.start - 2) : span.start] in _NO_COLLEAGUE
    if not apart and text.words[span.start - 1] in say.HV_PERSON_BEFORE:
        return text.said(Span("", span.start - 1, span.end))
    if span.end < len(text.words) and not text.gaps[span.end] and text.words[span.end] in say.HV_PERSON_AFTER:
        return text.said(Span("", span.start, span.end + 1))
    return ""


def _of_else(text: Text, span: Span) -> bool:
    """Whether "online" and the like are said of something else: "HV re online safety", "video guidance visit"."""
    more = span.end < len(text.words) and not text.gaps[span.end]
    return more and span.end - span.start == 1 and text.words[span.start] in _SCREENS


def _is_by(text: Text, span: Span, remote: Span) -> bool:
    """Whether a visit is made that way: "HV K via Teams", and not "HV K - no phone", "visit K re online safety"."""
    if say.IN_PERSON.intersection(text.words) or _of_else(text, remote):
        return False
    begins = max((at for at in range(span.end, remote.start + 1) if text.gaps[at]), default=span.end)
    ends = next((at for at in range(remote.end, len(text.words)) if text.gaps[at]), len(text.words))
    before, after = text.words[begins : remote.start], text.words[remote.end : ends]
    if not (_NOT | _ABOUT).isdisjoint(before):
        return False
    if before[-1:] and before[-1] in _BY:
        return True
    if before[-1:] and before[-1] in _HELD:
        return False
    # Behind a dash or in a bracket it says how alone, or it is a note: "HV K - WhatsApp mum before".
    noted = before if text.soft(span.end, remote.start) else ()
    return all(each in say.ON_SCREEN or each[0].isdigit() for each in (*noted, *after))


def _health_visitor(text: Text, span: Span, spans: list[Span]) -> tuple[str, str]:
    """Whether "HV" is a home visit or a colleague, the health visitor."""
    before = text.words[span.start - 1] if span.start and not text.gaps[span.start] else ""
    follows = text.words[span.end] if span.end < len(text.words) and not text.gaps[span.end] else ""
    meeting = first((each for each in spans if each.start < span.start), say.MEETING)
    if meeting and before not in COMPOUND:
        # "Core group (SW, HV, school)", "meeting with mum and HV": the health visitor is there.
        met = {"with", "w"}.intersection(text.words[: span.start])
        if met or not follows:
            return (say.DESK, text.said(meeting)) if met else (say.WEAK, "")
    if span.end == len(text.words):
        after_and = before in ("and", "plus") or "&" in text.gaps[span.start]
        return (say.WEAK, "") if after_and and span.end - span.start == 1 and span.start <= 2 else (say.CLEAR, "")
    if not follows or text.hard(span.end, span.end + 1):
        return say.CLEAR, ""
    return (say.CLEAR if before in COMPOUND or _goes_to(text, span, spans) else say.WEAK), ""


def _goes_to(text: Text, span: Span, spans: list[Span]) -> bool:
    """Whether the words behind an "HV" say to whom or why it goes, and not what a health visitor of that name does."""
    word, written = text.words[span.end], text.raw[span.end]
    if word in say.TITLES or word in say.HV_VISIT_AFTER or word[0].isdigit() or len(word) <= 2:
        return True
    if INITIALS.fullmatch(written) or text.words[-1] in ("family", "household", "fam"):
        return True
    if any(each.start == span.end and each.mark in (say.CASE, say.SEES, say.SCHOOL, say.CLEAR) for each in spans):
        return True
    tail: list[str] = []
    for at in range(span.end, len(text.words)):
        if text.gaps[at] and at > span.end:
            break
        tail.append(text.words[at])
    if _ABOUT.intersection(tail) or say.HV_PERSON_AFTER.intersection(tail):
        return False
    # A name, but where nothing has capitals any word may be one: "hv jones".
    return bool(NAME.fullmatch(written)) or text.raw[span.start].islower()
