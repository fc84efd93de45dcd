"""Whether an errand or idle time in a subject is the worker's own, or work with somebody."""

from __future__ import annotations

from calsync.domain.classify import subject_words as say
from calsync.domain.classify.by_visit import INITIALS, NAME
from calsync.domain.classify.text import Span, Text

_DOCTORS = frozenset({"dr", "doctor"})
_MEALS = frozenset({"breakfast", "lunch", "dinner"})


def errand_of(text: Text, found: dict[str, Span]) -> Span | None:
    """The worker's own errand; None where somebody else is taken on it or seen."""
    errand, helps, sees = found.get(say.ERRAND), found.get(say.HELP_THERE), found.get(say.SEES)
    if not errand:
        return None
    if helps and helps.start < errand.start:
        return None  # "take K to dentist"
    if text.words[errand.start] in _MEALS and text.words[errand.start - 1 : errand.start] in (("before",), ("after",)):
        return None  # "catch K before lunch"
    if text.words[errand.start] in _DOCTORS and _comes_along(text, errand):
        return None  # "joint w/ Dr Khan"
    if sees and sees.end <= errand.start and text.words[errand.start] in ("kids", "lunch"):
        apart = text.hard(sees.end, errand.start)
        if apart if text.words[errand.start] == "lunch" else sees.end == errand.start:
            return None  # "see kids", "see K, lunch club"
    return errand


def _comes_along(text: Text, span: Span) -> bool:
    """Whether a doctor is a colleague who comes along: "assessment w/ Dr Khan", and not "Dr Khan 3pm"."""
    named = span.end < len(text.words) and not text.gaps[span.end] and bool(NAME.fullmatch(text.raw[span.end]))
    return named and (span.start > 0 or "joint" in text.words)


def with_somebody(text: Text, span: Span | None) -> bool:
    """Whether an errand is one that staff take people on, with somebody's name: "dentist with Kai"."""
    if (
        not span
        or text.said(span).casefold() not in say.TAKEN_TO
        or text.words[span.end : span.end + 1] not in (("with",), ("w",))
    ):
        return False
    named = span.end + 1
    return named < len(text.words) and (
        bool(NAME.fullmatch(text.raw[named]))
        or text.words[named] in say.TITLES
        or bool(INITIALS.fullmatch(text.raw[named]))
    )


def idle_of(text: Text, span: Span | None) -> Span | None:
    """Idle time; None for a name that is written like it: "Al Hussein", "A.L."."""
    if not span:
        return None
    named = text.raw[span.start] == "Al" and span.end < len(text.words)
    return None if named or is_dotted(text, span) else span


def is_dotted(text: Text, span: Span) -> bool:
    """Whether two letters are somebody's initials, and not "A/L" or "N/A"."""
    return span.end - span.start == 2 and len(text.words[span.start]) == 1 and "." in text.gaps[span.start + 1]


def is_own_time(text: Text, errand: Span | None, idle: Span | None, *, client: bool) -> bool:
    """Whether it is surely the worker's own time, wherever it is: it begins so, and names nobody they work with."""
    if client:
        return False
    if errand:
        return text.said(errand).casefold() not in say.WORK_TOO and not any(
            text.hard(at, at) for at in range(1, errand.start + 1)
        )
    if not idle or idle.start:
        return False
    if text.words[0] in say.HELD and any(NAME.fullmatch(each) for each in text.raw[idle.end :]):
        return False  # "hold - Price": kept for somebody
    ends = idle.end == len(text.words) or bool(text.gaps[idle.end]) or idle.end - idle.start > 1
    return ends or text.words[idle.end] in say.IDLE_ON
