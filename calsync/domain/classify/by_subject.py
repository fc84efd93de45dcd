"""What a subject says for and against a visit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calsync.domain.classify import subject_words as say
from calsync.domain.classify.text import Index, Span, Text, find, first, nearly, words
from calsync.domain.model import VisitKind

_KINDS = {say.SCHOOL: VisitKind.SCHOOL, say.OTHER: VisitKind.OTHER, say.CARE_HOME: VisitKind.HOME}
_INITIALS = re.compile(r"[A-Z]{1,3}|[A-Z]s|[A-Z][’'`]s|[0-9]{5,10}")
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]{0,20}(?:[’'`-][^\W\d_]+)?")
_NEAR = ("visit", "visits", "visiting", "homevisit")
_NO_SLIP = frozenset({"visitor", "visitors", "visited", "vista", "visa"})
_REACH = 3
"""Words behind a visit within which desk work is said of it: "HV K write up"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a subject says; each is the words that say it, empty when it does not."""

    clear: str = ""
    """That the worker goes to somebody."""
    weak: str = ""
    """A visit, but perhaps not to somebody, or not by this worker."""
    desk: str = ""
    """Work about a visit, at a desk."""
    remote: str = ""
    meeting: str = ""
    errand: str = ""
    """The worker's own."""
    idle: str = ""
    """No work with anybody: leave, travel, admin."""
    sees: str = ""
    """Work with somebody, wherever it is."""
    own_none: str = ""
    """The organisation's own words for what is no visit."""
    cancelled: bool = False
    about_somebody: bool = False
    """Whether it looks like a person or a case: initials, a name, a number."""
    kind: VisitKind = VisitKind.HOME


def read_subject(text: Text, phrases: Index = say.SUBJECTS) -> Said:
    """What the words of a subject say; nothing for one without words."""
    if not text.words:
        return Said()
    spans = _with_slips(text, find(text.words, phrases))
    found = {span.mark: span for span in reversed(spans)}
    clear, weak, desk, remote = _visits(text, spans)
    if own := found.get(say.OWN_VISIT):
        clear = text.said(own)
    none = found.get(say.OWN_NONE)
    if none and clear:
        clear, weak = "", clear if own else weak
    errand, helps = found.get(say.ERRAND), found.get(say.HELP_THERE)
    sees = found.get(say.SEES)
    if errand and helps and helps.start < errand.start:
        errand, sees = None, helps
    started = spans[0] if spans and spans[0].start == 0 else None
    idle = found.get(say.IDLE) or first((each for each in spans if each.start == 0), say.IDLE_FIRST)
    about_desk = found.get(say.DESK) or (started if started and started.mark == say.DESK_FIRST else None)
    rings = first((each for each in spans if each.start == 0), say.RING)
    if rings and text.words[0] == "speak" and (say.SCHOOL in found or _HOMES.intersection(_pairs(text))):
        # There, and so in person: "speak to R alone in school".
        rings, sees = None, sees or rings
    if (calls := found.get(say.REMOTE) or rings) and not remote:
        remote = text.said(calls)
    meeting, about = found.get(say.MEETING), say.CASE in found or _about_somebody(text, spans)
    if not clear and sees and about and not (none or meeting or errand or desk or about_desk or remote):
        # "See K at home", "see K at school": a place where somebody is met, said in the subject.
        clear = text.said(sees) if say.SCHOOL in found or _HOMES.intersection(_pairs(text)) else ""
    return Said(
        clear=clear,
        weak=weak,
        desk=desk or ("" if weak else _words(text, about_desk)),
        remote=remote,
        meeting=_words(text, meeting),
        errand=_words(text, errand),
        idle=_words(text, idle),
        sees=_words(text, sees),
        own_none=_words(text, none),
        cancelled=started is not None and any(each.mark == say.CANCELLED for each in spans if each.start == 0),
        about_somebody=about,
        kind=next((_KINDS[each.mark] for each in spans if each.mark in _KINDS), VisitKind.HOME),
    )


_HOMES = frozenset(
    {("at", "home"), ("in", "home"), ("the", "home"), ("their", "home"), ("her", "home"), ("his", "home")}
)


def _pairs(text: Text) -> zip[tuple[str, str]]:
    return zip(text.words, text.words[1:], strict=False)


def _words(text: Text, span: Span | None) -> str:
    return text.said(span) if span else ""


def _with_slips(text: Text, spans: list[Span]) -> list[Span]:
    """The spans, with those of a misspelt "visit" where no other is."""
    taken = {at for span in spans for at in range(span.start, span.end)}
    slips = [
        Span(say.VISIT, at, at + 1)
        for at, word in enumerate(text.words)
        if 4 <= len(word) <= 10
        and at not in taken
        and word not in _NO_SLIP
        and "v" in word[:5] + word[-5:]
        and any(nearly(word, each) for each in _NEAR)
    ]
    return sorted([*spans, *slips], key=lambda each: each.start) if slips else spans


def _visits(text: Text, spans: list[Span]) -> tuple[str, str, str, str]:
    """The words of a clear visit, of a weak one, of desk work about one, and of one on a screen."""
    weak = desk = remote = ""
    for span in spans:
        if span.mark == say.CLEAR:
            return text.said(span), "", "", ""
        if span.mark == say.WEAK:
            weak = weak or text.said(span)
        if span.mark not in (say.VISIT, say.HV):
            continue
        verdict, by = _judge(text, span, spans)
        if verdict == say.CLEAR:
            before = span.start - 1
            whole = before >= 0 and not text.gaps[span.start] and text.words[before] in _COMPOUND
            return text.said(Span("", before if whole else span.start, span.end)), "", "", ""
        if verdict == say.DESK:
            desk = desk or by
        elif verdict == say.REMOTE:
            remote = remote or by
        else:
            weak = weak or text.said(span)
    return "", weak, desk, remote


_COMPOUND = words(
    """
    home stat statutory cin cp lac cla s47 s17 welfare initial joint unannounced announced school hospital
    prison family assessment foster placement safeguarding monitoring supervisory first 1st follow birth
    weekly monthly contact
    """
)
"""Words that belong to the visit behind them: "home visit"."""


def _judge(text: Text, span: Span, spans: list[Span]) -> tuple[str, str]:
    """Whether one "visit" is a clear one, and else by which words it is not."""
    doubt = ""
    for other in spans:
        if other.start < span.start:
            if text.hard(other.end, span.start):
                continue
            begins = other.start == 0 or bool(text.gaps[other.start]) or text.hard(other.start, other.start)
            soft = text.soft(other.end, span.start)
            if other.mark == say.REMOTE:
                return say.REMOTE, text.said(other)
            if other.mark == say.RING and begins and not soft:
                return say.REMOTE, text.said(other)
            if other.mark == say.DESK or (other.mark == say.DESK_FIRST and begins):
                if not soft:
                    return say.DESK, text.said(other)
                doubt = text.said(other)
            elif other.mark == say.MEETING and "joint" not in text.words[other.end : span.start]:
                if not soft and other.end < span.start:
                    return say.DESK, text.said(other)
                doubt = text.said(other) if other.start == 0 else doubt
            elif other.mark == say.ERRAND and other.end == span.start and not soft:
                return say.WEAK, text.said(other)
        elif other.start >= span.end:
            if text.hard(span.end, other.start):
                break
            soft = text.soft(span.end, other.start)
            if other.mark == say.REMOTE:
                return say.REMOTE, text.said(other)
            near = other.start == span.end or (
                other.start - span.end <= _REACH and other.mark == say.AFTER and other.end - other.start > 1
            )
            if other.mark == say.AFTER and near:
                if not soft:
                    return say.DESK, text.said(other)
                doubt = text.said(other)
    if doubt:
        return say.WEAK, doubt
    if span.mark == say.VISIT:
        return say.CLEAR, ""
    if meeting := first(spans, say.MEETING):
        # "Core group (SW, HV, school)", "meeting with mum and HV": the health visitor is there.
        met = {"with", "w"}.intersection(text.words[: span.start]) or _follows(text, span) in say.HV_PERSON_AFTER
        if met or not _follows(text, span):
            return (say.DESK, text.said(meeting)) if met else (say.WEAK, "")
    return _health_visitor(text, span)


def _health_visitor(text: Text, span: Span) -> tuple[str, str]:
    """Whether "HV" is a home visit or a colleague, the health visitor."""
    before = text.words[span.start - 1] if span.start and not text.gaps[span.start] else ""
    if before in say.HV_PERSON_BEFORE:
        return say.DESK, f"{before} {text.said(span)}"
    if span.end == len(text.words):
        after_and = before in ("and", "plus") or "&" in text.gaps[span.start]
        return (say.WEAK, "") if after_and and span.end - span.start == 1 and span.start <= 2 else (say.CLEAR, "")
    if text.gaps[span.end] or text.hard(span.end, span.end + 1):
        return say.CLEAR, ""
    word, written = text.words[span.end], text.raw[span.end]
    if word in say.HV_PERSON_AFTER:
        return say.DESK, f"{text.said(span)} {word}"
    clear = (
        word in say.TITLES
        or word in say.HV_VISIT_AFTER
        or word[0].isdigit()
        or _INITIALS.fullmatch(written)
        or len(word) <= 2
        or text.words[-1] in ("family", "household")
    )
    return (say.CLEAR if clear else say.WEAK), ""


def _follows(text: Text, span: Span) -> str:
    """The word right behind a span; empty when a mark stands between."""
    return text.words[span.end] if span.end < len(text.words) and not text.gaps[span.end] else ""


def _about_somebody(text: Text, spans: list[Span]) -> bool:
    """Whether it looks like a person: initials or a number anywhere, or nothing but a name or two."""
    known = {at for span in spans for at in range(span.start, span.end) if span.mark not in (say.SEES, say.HELP_THERE)}
    free = [at for at in range(len(text.words)) if at not in known]
    shouted = len(text.words) > 1 and all(each.isupper() for each in text.raw if each[0].isalpha())
    if not shouted and any(
        _INITIALS.fullmatch(text.raw[at]) and text.words[at] not in say.ACRONYMS and text.raw[at] not in ("I", "A")
        for at in free
    ):
        return True
    if any(span.mark in (say.MEETING, say.IDLE, say.ERRAND, say.IDLE_FIRST, say.DESK) for span in spans):
        return False
    names = [at for at in free if _NAME.fullmatch(text.raw[at])]
    if any(span.mark == say.SEES for span in spans):
        return bool(names)
    return 1 <= len(names) == len(free) <= 3 and len(text.words) <= 4
