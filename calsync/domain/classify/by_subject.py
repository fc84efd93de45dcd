"""What a subject says for and against a visit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calsync.domain.classify import subject_words as say
from calsync.domain.classify.by_own_time import errand_of, idle_of, is_dotted, is_own_time, with_somebody
from calsync.domain.classify.by_visit import COMPOUND, INITIALS, NAME, read_visits
from calsync.domain.classify.place_words import PLACES
from calsync.domain.classify.text import TITLED, Index, Span, Text, find, first, nearly
from calsync.domain.model import VisitKind

_KINDS = {say.SCHOOL: VisitKind.SCHOOL, say.OTHER: VisitKind.OTHER, say.CARE_HOME: VisitKind.HOME}
_NEAR = ("visit", "visits", "visiting", "homevisit")
_LONGEST_INITIALS = 3
_LONGEST_SLIP = 16
_HV_JOINED = re.compile(r"[a-z0-9]{1,3}hvs?|hvs?[0-9]{1,2}|hving")
_NO_SLIP = frozenset({"visitor", "visitors", "visited", "vista", "visa"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a subject says; each is the words that say it, empty when it does not."""

    clear: str = ""
    """That the worker goes to somebody."""
    weak: str = ""
    """A visit, but perhaps not to somebody, or not by this worker."""
    doubted: bool = False
    """Whether it speaks so of a visit that no other word makes it none: "HV Sue re MOT", "dentist with Kai"."""
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
    own_time: bool = False
    """Whether an errand or idle time is surely the worker's own, so that an address changes nothing."""
    client: bool = False
    """Whether it names somebody by initials, a number or a title, as nobody names friends."""
    titled: bool = False
    """Whether it names somebody by a title, as nobody names colleagues: "Mrs Foss"."""
    unsettled: str = ""
    """That it is not settled yet, or that nobody was met."""
    kind: VisitKind = VisitKind.HOME


def read_subject(text: Text, phrases: Index = say.SUBJECTS) -> Said:
    """What the words of a subject say; nothing for one without words."""
    if not text.words:
        return Said()
    spans = _with_slips(text, find(text.words, phrases))
    found = {span.mark: span for span in reversed(spans)}
    visits = read_visits(text, spans)
    clear, weak, remote = visits.clear, visits.weak, visits.remote
    if own := found.get(say.OWN_VISIT):
        clear = text.said(own)
    none = found.get(say.OWN_NONE)
    demoted = bool(none and (clear or visits.doubted))
    if demoted:
        # "Tuesday huddle, then HV K": what is no visit here doesn't hide one beside it.
        clear, weak, none = "", clear or weak, None
    errand, sees = errand_of(text, found), found.get(say.SEES)
    if found.get(say.ERRAND) and not errand:
        sees = sees or found.get(say.HELP_THERE)
    if taken := with_somebody(text, errand):
        weak = weak or _words(text, errand)
    started = spans[0] if spans and spans[0].start == 0 else None
    at_start = [each for each in spans if each.start == 0]
    idle = idle_of(text, found.get(say.IDLE) or first(at_start, say.IDLE_FIRST))
    about_desk = found.get(say.DESK) or (started if started and started.mark == say.DESK_FIRST else None)
    there = _there(text)
    rings = first(at_start, say.RING)
    if rings and text.words[0] == "speak" and (say.SCHOOL in found or there):
        # There, and so in person: "speak to R alone in school".
        rings, sees = None, sees or rings
    if rings and not _FACE_TO_FACE.isdisjoint(text.words):
        rings, sees = None, sees or rings  # "call Mr T in person"
    if (calls := found.get(say.REMOTE) or rings) and not remote and not visits.doubted:
        remote = text.said(calls)
    meeting, free = found.get(say.MEETING), _free(text, spans)
    client = _client(text, spans, free)
    titled = any(each.mark == say.CASE and text.words[each.start] in TITLED for each in spans)
    about = client or say.CASE in found or _about_somebody(text, spans, free)
    if not (clear or none or visits.desk or remote) and ((titled and there) or not (errand or idle)):
        met = sees if sees and about and text.words[sees.start] not in say.MOVES else None
        somebody = bool(about or sees or meeting)
        if not (meeting or about_desk) and ((client and there) or (met and (there or say.SCHOOL in found))):
            # "See K at home", "see K at school": a place where somebody is met, said in the subject.
            clear = there or _words(text, met)
        elif (there or (not about_desk and _home_apart(text))) and (somebody or _named(text)):
            weak = weak or there or "home"
    if not (clear or weak):
        weak = _at_theirs(text)
    return Said(
        clear=clear,
        weak=weak,
        doubted=not clear and (visits.doubted or taken or demoted),
        desk=visits.desk or ("" if weak else _words(text, about_desk)),
        remote=remote,
        meeting=_words(text, meeting),
        errand=_words(text, errand),
        idle=_words(text, idle),
        sees=_words(text, sees),
        own_none=_words(text, none),
        cancelled=_called_off(text, first(at_start, say.CANCELLED)),
        about_somebody=about,
        own_time=is_own_time(text, errand, idle, client=client),
        client=client,
        titled=titled,
        unsettled=_unsettled(text, spans),
        kind=next((_KINDS[each.mark] for each in spans if each.mark in _KINDS), VisitKind.HOME),
    )


_FACE_TO_FACE = frozenset({"person", "f2f", "face"})


def _at_theirs(text: Text) -> str:
    """The words for somebody's home by their name alone: "review at Turners"; empty where it is a shop's."""
    if "at" not in text.words:
        return ""
    for at in range(1, len(text.words)):
        ends = at + 1 == len(text.words) or bool(text.gaps[at + 1])
        if text.words[at - 1] == "at" and ends and text.words[at].endswith("s") and NAME.fullmatch(text.raw[at]):
            return "" if find(text.words[at : at + 1], PLACES) else text.said(Span("", at - 1, at + 1))
    return ""


def _called_off(text: Text, span: Span | None) -> bool:
    """Whether it was called off: "cancelled: HV K", and not "postponed from Tuesday: HV K"."""
    if not span or is_dotted(text, span):
        return False
    return span.end == len(text.words) or text.words[span.end] not in ("from", "last", "previously", "before")


def _there(text: Text) -> str:
    """The words that say that it is in somebody's home: "K at home"; empty without them."""
    if _HOME_WORDS.isdisjoint(text.words):
        return ""
    for at, pair in enumerate(zip(text.words, text.words[1:], strict=False)):
        if pair in _HOMES:
            return text.said(Span("", at, at + 2))
    return ""


_HOMES = frozenset(
    {
        ("at", "home"), ("in", "home"), ("the", "home"), ("their", "home"), ("her", "home"), ("his", "home"),
        ("at", "placement"), ("in", "placement"), ("at", "address"), ("family", "home"), ("yn", "gartref"),
    }
)  # fmt: skip
_HOME_WORDS = frozenset(second for _, second in _HOMES)


def _home_apart(text: Text) -> bool:
    """Whether "home" stands apart: "Home - K", "weigh baby (home)"; it may also be a day of working at home."""
    last = len(text.words) - 1
    return any(
        word == "home" and (at in (0, last) or text.gaps[at]) and (at == last or text.gaps[at + 1])
        for at, word in enumerate(text.words)
    )


def _named(text: Text) -> bool:
    """Whether a name stands behind the first word, which has its capital from the sentence."""
    return any(NAME.fullmatch(each) and not each.isupper() for each in text.raw[1:])


def _client(text: Text, spans: list[Span], free: list[int]) -> bool:
    """Whether somebody is named as people name whom they work with, and not friends: by initials, a number, a title."""
    return any(span.mark == say.CASE and text.words[span.start] in say.NAMED_SO for span in spans) or _initials(
        text, free
    )


def _unsettled(text: Text, spans: list[Span]) -> str:
    """The words that say that it is not settled yet, or that nobody was met: "HV tbc", "HV?"; empty without them."""
    for span in spans:
        if span.mark == say.UNSETTLED and not (span.start and text.words[span.start - 1] in say.SETTLED_LATER):
            return text.said(span)
        if span.mark == say.PERHAPS and (
            span.start == 0 or any(each.start == span.end and each.mark in (say.VISIT, say.HV) for each in spans)
        ):
            return text.said(span)
        if span.mark in (say.VISIT, say.HV) and "?" in text.gaps[span.end]:
            return f"{text.said(span)}?"
    return ""


def _words(text: Text, span: Span | None) -> str:
    return text.said(span) if span else ""


def _with_slips(text: Text, spans: list[Span]) -> list[Span]:
    """The spans, with those of a "visit" that is misspelt or grown together with others, where no other span is."""
    likely = [
        at for at, word in enumerate(text.words) if ("v" in word or word[1:] == "isit") and len(word) <= _LONGEST_SLIP
    ]
    if not likely:
        return spans
    taken = {at for span in spans for at in range(span.start, span.end)}
    slips = [
        Span(say.VISIT, at, at + 1)
        for at in likely
        if at not in taken and (_slipped(text.words[at]) or _joined(text.words[at]))
    ]
    return sorted([*spans, *slips], key=lambda each: each.start) if slips else spans


def _slipped(word: str) -> bool:
    return 4 <= len(word) <= 10 and word not in _NO_SLIP and any(nearly(word, each) for each in _NEAR)


def _joined(word: str) -> bool:
    """Whether it is a visit with what belongs to it: "JHV" (and never the health visitor), "HV2", "statvisit"."""
    if "hv" in word:
        return _HV_JOINED.fullmatch(word) is not None
    return word.endswith(("visit", "visits")) and word.removesuffix("s").removesuffix("visit") in COMPOUND


def _free(text: Text, spans: list[Span]) -> list[int]:
    """The words that are of no phrase, but for those of work with somebody."""
    known = {at for span in spans for at in range(span.start, span.end) if span.mark not in (say.SEES, say.HELP_THERE)}
    return [at for at in range(len(text.words)) if at not in known]


def _initials(text: Text, free: list[int]) -> bool:
    """Whether initials or a number of a case stand among these words."""
    letters = [each for each in text.raw if each[0].isalpha()]
    shouted = any(len(each) > _LONGEST_INITIALS for each in letters) and all(each.isupper() for each in letters)
    return not shouted and any(
        INITIALS.fullmatch(text.raw[at]) and text.words[at] not in say.ACRONYMS and text.raw[at] not in ("I", "A")
        for at in free
    )


def _about_somebody(text: Text, spans: list[Span], free: list[int]) -> bool:
    """Whether it looks like a person: nothing but a name or two, or a name beside work with somebody."""
    if any(span.mark in (say.MEETING, say.IDLE, say.ERRAND, say.IDLE_FIRST, say.DESK) for span in spans):
        return False
    names = [at for at in free if NAME.fullmatch(text.raw[at])]
    if any(span.mark == say.SEES for span in spans):
        return bool(names)
    if any(at and text.words[at - 1] in ("with", "w") for at in names):
        return True
    return 1 <= len(names) == len(free) <= 3 and len(text.words) <= 4
