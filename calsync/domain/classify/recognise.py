"""Event and rules -> whether it is a visit, with the reasons for and against in a manager's words."""

from __future__ import annotations

from calsync.domain.classify.by_category import by_category, flags_of
from calsync.domain.classify.by_place import (
    ADDRESS,
    NOWHERE,
    TOWN,
    UNREAD,
    Where,
    door_in,
    dwelling_in,
    numbers_a_door,
    read_where,
    street_in,
)
from calsync.domain.classify.by_subject import Said, read_subject
from calsync.domain.classify.place_words import DWELLING, ONLINE, UNKNOWN
from calsync.domain.classify.prepared import Prepared, prepared
from calsync.domain.classify.rules import Rules
from calsync.domain.classify.text import Text, read_text
from calsync.domain.classify.weigh import Verdict, weigh
from calsync.domain.model import Event, Recognition, Series, Tag, VisitKind


def recognise(event: Event, rules: Rules, *, in_hours: bool = True) -> Recognition:
    """Whether an event is lone work away from base: VISIT, POSSIBLE (the worker is to be asked) or NONE.

    `in_hours` says whether it begins within the person's own working hours: outside them a place alone makes no visit
    (law 15). Categories decide alone; then what takes no time or is nobody's business is left out; then the location
    decides, and the subject speaks for or against it. Never raises.
    """
    ready = prepared(rules)
    flags = flags_of(event.categories, ready)
    found = _verdict(event, ready, in_hours=in_hours)
    return Recognition(
        tag=found.tag,
        kind=found.kind,
        matched_by=found.rule,
        reasons=found.reasons,
        against=found.against,
        risk=found.tag is not Tag.NONE and any(flag.risk for flag in flags),
        flags=tuple(flag.name for flag in flags),
    )


def _verdict(event: Event, ready: Prepared, *, in_hours: bool) -> Verdict:
    if event.cancelled:
        return _none("cancelled", "The entry was cancelled.")
    if event.declined:
        return _none("declined", "The worker declined it.")
    if decided := by_category(event.categories, ready):
        tag, kind, reasons, against = decided
        if event.all_day and tag is Tag.VISIT:
            reasons = (*reasons, "It lasts all day, so nobody knows when it ends: it has no deadline.")
        return Verdict(tag=tag, rule="category", reasons=reasons, against=against, kind=kind)
    if event.private:
        return _none("private", "It is marked private, and nothing but a visit category opens it.")
    if event.away:
        return _none("away", "It is shown as out of office.")
    if event.free:
        return _none("free", "It is shown as free.")
    words = read_text(event.subject)
    said = read_subject(words, ready.subjects)
    if said.cancelled:
        return _none("cancelled", "Its subject says that it was called off.")
    where = _where(event, words)
    site = ready.sites.find(event.place)
    found = weigh(said, where, site=site, online=event.online, elsewhere=event.elsewhere)
    return _doubts(event, said, where, found, in_hours=in_hours)


def _where(event: Event, words: Text) -> Where:
    """The place that the location names; where it names none, the one that the subject does."""
    where = read_where(event.place)
    if where.kind not in (NOWHERE, UNKNOWN, UNREAD, ONLINE):
        return where
    if door := door_in(event.subject):
        return Where(kind=ADDRESS, words=door, door=True)
    if where.kind != ONLINE and (dwelling := dwelling_in(words)):
        return Where(kind=DWELLING, words=dwelling)
    if where.kind == NOWHERE and (street := street_in(words) or numbers_a_door(words)):
        return Where(kind=TOWN, words=street)
    return where


def _doubts(event: Event, said: Said, where: Where, found: Verdict, *, in_hours: bool) -> Verdict:
    """What makes a visit less than one, whatever its place and subject say: the time, the day, the worker's "maybe"."""
    if found.tag is Tag.NONE:
        return found
    if not in_hours and not (said.clear or said.doubted):
        return _none(
            "outside-hours",
            "It is outside the person's working hours, where a place alone makes no visit.",
            found.reasons,
        )
    if not in_hours and said.doubted and found.tag is Tag.VISIT:
        found = found.doubted("outside-hours", "It is outside the person's working hours, and its subject is doubtful.")
    if event.all_day:
        if said.clear or where.door:
            return found.doubted("all-day", "It lasts all day, so it says no time of a visit.")
        return _none("all-day", "It lasts all day and has no visit category.", found.reasons)
    if found.tag is Tag.VISIT and event.tentative:
        return found.doubted("tentative", "It is shown as tentative.")
    if found.tag is Tag.VISIT and said.unsettled:
        return found.doubted("unsettled", f'Its subject says that it is not settled ("{said.unsettled}").')
    if found.tag is Tag.VISIT and event.series is not Series.SINGLE and not said.clear:
        return found.doubted("series", "It is one of a series, and only its place speaks for a visit.")
    return found


def _none(rule: str, reason: str, against: tuple[str, ...] = ()) -> Verdict:
    return Verdict(tag=Tag.NONE, rule=rule, reasons=(reason,), against=against, kind=VisitKind.HOME)
