"""A worker's visits -> what is missing in their entries, or can't be as it stands, each as a Concern.

A concern alarms nobody by itself (law 16). Its sentence says what to mend, and names nobody who is visited and no door
(law 15); of places the postcode areas at most. What an entry says besides is read by `parsers/said.py`, and here it is
only judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.before.areas import area
from calsync.domain.classify import Rules, carries, own_site, same_place
from calsync.domain.model import Concern, Event, Place, Recognition, Tag, Visit, VisitKind, VisitState, Watched
from calsync.domain.model.checks import Check
from calsync.domain.model.said import Said

COMPUTED = frozenset(
    (
        "no-address",
        "unclear-place",
        "no-end",
        "longer-than-said",
        "categories",
        "impossible-travel",
        "second-worker",
        "nobody-to-reach",
        "nobody-to-reach-today",
        "unknown-colleague",
    )
)
"""The kinds of concern that are found anew from the entry as it stands; the others tell what happened once."""
CHECKED = frozenset(check.value for check in Check)
"""The kinds that the checks before a visit raise and clear."""
TWO_WORKERS = "two-workers"
"""The flag of visits that nobody makes alone."""
ALL_DAY = timedelta(hours=20)
"""An entry this long has no times to be compared; that it lasts all day is a concern of its own ("no-times")."""
NO_SECOND = (
    "It is marked as a visit for two workers, and no colleague who accepted it has it in their own diary at the same "
    "time and place: invite the second worker, and have them accept it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A visit, and what its entry says besides."""

    visit: Visit
    said: Said

    @property
    def place(self) -> Place:
        """Its place, with the postcode of its subject where the location has none."""
        place = self.visit.place
        return place if place.postcode else replace(place, postcode=self.said.postcode)


def missing(looked: Sequence[Looked], rules: Rules, zone: str, at: datetime) -> tuple[Concern, ...]:
    """Every concern about the visits of one worker, as their entries stand at `at`; empty when nothing is missing.

    What only may be a visit, was cancelled or has left the diary raises none. Times in the sentences are those of
    `zone`. Whether the second worker is confirmed is told by `domain/second_worker.py`.
    """
    standing = [each for each in looked if is_judged(each.visit)]
    found = [*_clashes(standing, ZoneInfo(zone))]
    for each in standing:
        found += _lacks(each, rules)
    return tuple(concern(visit, kind, words, at) for visit, kind, words in found)


def as_visit(event: Event, recognition: Recognition, *, key: str, at: datetime) -> Visit:
    """The visit that an entry would be, for a diary that is only looked at; `at` stands for when it was seen."""
    return Visit(
        id=key,
        worker=event.worker,
        event_id=event.id,
        start=event.start,
        end=event.end,
        state=VisitState.CANCELLED if event.cancelled else VisitState.PLANNED,
        tag=recognition.tag,
        kind=recognition.kind,
        matched_by=recognition.matched_by,
        reasons=recognition.reasons,
        flags=recognition.flags,
        subject=event.subject,
        place=event.place,
        categories=event.categories,
        created=event.created,
        attendees=event.attendees,
        first_seen=at,
        last_seen=at,
    )


def is_judged(visit: Visit) -> bool:
    """Whether a visit raises concerns: nobody doubts that it is one, and it stands in the diary."""
    return visit.tag is Tag.VISIT and visit.state is not VisitState.CANCELLED and visit.left_diary is None


def concern(visit: Visit, kind: str, words: str, at: datetime) -> Concern:
    """A concern about a visit, raised at `at`."""
    return Concern(visit_id=visit.id, worker=visit.worker, kind=kind, words=words, raised=at)


def shown(watched: Watched, raised: Iterable[Concern], now: Iterable[Concern]) -> tuple[Concern, ...]:
    """What is shown of the concerns about one visit: those `raised` once that still count, and those true `now`.

    Of the kinds that are computed the latter alone count: what was mended is gone at once, with no row to be taken
    back. What a check before the visit found counts until the check finds that it stands no more. The others count as
    long as nobody is asked about it as about a plain visit, since it has no times, was entered after its end, or may
    be none.
    """
    visit = watched.visit
    doubted = visit.tag is Tag.POSSIBLE or any(each.late_entry and each.is_open for each in watched.deadlines)
    theirs = [each for each in raised if each.visit_id == visit.id]
    kept = [each for each in theirs if each.kind not in COMPUTED and each.kind not in CHECKED and doubted]
    checked = [each for each in theirs if each.kind in CHECKED and each.cleared is None]
    return (*kept, *(each for each in now if each.visit_id == visit.id), *sorted(checked, key=_rank))


def _rank(each: Concern) -> int:
    return list(Check).index(Check(each.kind))


# --- one visit ---------------------------------------------------------------------------------------------


def _lacks(each: Looked, rules: Rules) -> Iterable[tuple[Visit, str, str]]:
    visit, said = each.visit, each.said
    if words := _place(each, rules):
        yield visit, "unclear-place" if visit.place.text.strip() else "no-address", words
    length = visit.end - visit.start
    if not length:
        yield visit, "no-end", "It ends at the moment at which it begins: give the entry the end that is planned."
    elif said.at_most is not None and said.at_most < length < ALL_DAY:
        words = (
            f"It lasts {_minutes(length)} minutes, and says itself that {_minutes(said.at_most)} are the most: "
            "shorten the entry, or mend what it says."
        )
        yield visit, "longer-than-said", words
    if words := _contradiction(visit, rules):
        yield visit, "categories", words


def _place(each: Looked, rules: Rules) -> str:
    """What is wrong with its place; empty when one could find its door."""
    visit, said, place = each.visit, each.said, each.place
    if own_site(visit.place, rules.sites):
        return ""
    if _outside(said, rules) > 1:
        return "Its location has two addresses, so nobody knows which is meant: leave one, or make an entry for each."
    if place.is_address:
        return ""
    if said.half_postcode:
        return "It has half a postcode and no address: write the whole postcode and the house into its location."
    if not visit.place.text.strip():
        return "It has no location: write the address with its postcode into it."
    # The name of a school or of a hall is enough to find it; the name of a town is not enough to find a home.
    if visit.kind is VisitKind.HOME:
        return "Its location names no house and no postcode: write the whole address into it."
    return ""


def _outside(said: Said, rules: Rules) -> int:
    """How many addresses its location has besides the organisation's own."""
    own = {site.postcode for site in rules.sites if site.postcode}
    streets = {site.street for site in rules.sites if site.street}
    return max(len([each for each in said.postcodes if each not in own]), len(set(said.streets) - streets))


def _contradiction(visit: Visit, rules: Rules) -> str:
    is_one = [*rules.visit_categories.values(), *(flag.categories for flag in rules.flags if flag.visit)]
    yes = next((found for names in is_one if (found := carries(visit.categories, names))), "")
    no = carries(visit.categories, rules.not_visit_categories)
    if not (yes and no):
        return ""
    return f'Its category "{yes}" says that it is a visit, and "{no}" that it is none: take one of them out.'


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


# --- neighbouring visits -----------------------------------------------------------------------------------


def _clashes(looked: Sequence[Looked], zone: ZoneInfo) -> Iterable[tuple[Visit, str, str]]:
    """Visits that their worker can't reach in time, by what their entries say alone: no distance is made up."""
    timed = sorted(
        (each for each in looked if each.visit.end - each.visit.start < ALL_DAY),
        key=lambda each: (each.visit.start, each.visit.end, each.visit.id),
    )
    running: list[Looked] = []
    for each in timed:
        running = [before for before in running if before.visit.end >= each.visit.start]
        if words := next((words for before in running if (words := _clash(before, each, zone))), ""):
            yield each.visit, "impossible-travel", words
        running.append(each)


def _clash(before: Looked, after: Looked, zone: ZoneInfo) -> str:
    """Why nobody gets from the one visit to the other; empty when they may, or where nobody knows."""
    one, other = before.place, after.place
    if not (one.is_address and other.is_address) or same_place(one, other):
        return ""
    begins, ends = (f"{each.astimezone(zone):%H:%M}" for each in (after.visit.start, before.visit.end))
    if before.visit.end > after.visit.start or before.visit.start == after.visit.start:
        return (
            f"It begins at {begins}, while another visit of the same worker, at another address, lasts until {ends}: "
            "mend the times of one of them."
        )
    areas = area(one.postcode), area(other.postcode)
    if not all(areas) or areas[0] == areas[1]:
        return ""
    return (
        f"It begins at {begins}, just when another visit of the same worker ends, and their postcodes are of different "
        f"areas ({areas[0]} and {areas[1]}): leave time for the way."
    )
