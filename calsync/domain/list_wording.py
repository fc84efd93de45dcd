"""The lists of visits for those who keep an eye on them, and what has changed since.

They go by mail alone, to those whom the policy names; their subjects name nobody (law 15).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from calsync.domain.letter_days import by_worker, local_day
from calsync.domain.letter_wording import Content, clock, hours, long_day
from calsync.domain.model import People, Person, PersonId, Visit
from calsync.domain.model.letters import Listed
from calsync.domain.model.said import Said
from calsync.domain.named import NAMED_FOR

USUAL_TRAVEL = timedelta(minutes=30)
NO_PLACE = frozenset({"no-address", "unclear-place"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a list is made from."""

    visits: Sequence[Visit]
    people: People
    said: Mapping[str, Said] = field(default_factory=dict)
    """What each visit's entry says besides, by the visit's id."""
    paused: Mapping[str, str] = field(default_factory=dict)
    """That a pause holds a visit, in a few words, by the visit's id."""
    brief: Collection[str] = ()
    """The visits, by their ids, of which the reader has the times alone, since the entry names them."""
    travel: Mapping[PersonId, timedelta] = field(default_factory=dict)
    """The travel time of each worker's own policy."""
    zone: str = "Europe/London"

    def name(self, person: PersonId) -> str:
        """A person's name, or a plain word where it is not known."""
        found = self.people.get(person)
        return found.name if found is not None else "a colleague"

    def travel_of(self, worker: PersonId) -> timedelta:
        """How long a worker is reckoned to be on the way."""
        return self.travel.get(worker, USUAL_TRAVEL)

    def about(self, visit: Visit) -> list[str]:
        """What stands under a visit: that nobody watches it, where that is so, and whom, where, the number there."""
        paused = self.paused.get(visit.id)
        lines = [NAMED_FOR] if visit.id in self.brief else lines_of(visit, self.said.get(visit.id, Said()))
        return [*([paused] if paused else []), *lines]


def listed(sheet: Sheet) -> tuple[Listed, ...]:
    """The visits as the list shows them, without their personal text."""
    return tuple(
        Listed(visit_id=each.id, start=each.start, end=each.end, about=_about(each, sheet)) for each in sheet.visits
    )


def visit_list(
    sheet: Sheet,
    days: Sequence[date],
    *,
    concerns: Mapping[str, Sequence[str]] | None = None,
    unwatched: Sequence[str] = (),
    today_alone: Sequence[str] = (),
    late_readers: Sequence[str] = (),
    wrong_numbers: Sequence[str] = (),
) -> Content:
    """The visits of a day, or of a week, worker by worker.

    With `concerns`, by the visit's id, each visit's open ones stand under it, and how well the diaries are kept below:
    of those visits that it has, be it with none. `unwatched` is a line for each person whom nobody watches.
    `today_alone` are those in a week's list of whom it has today alone.
    """
    week = len(days) > 1
    title = f"Visits of the week from {long_day(days[0])}" if week else f"Visits of today, {long_day(days[0])}"
    parts = [f"{title}:"]
    for day in days:
        theirs = [each for each in sheet.visits if local_day(each.start, sheet.zone) == day]
        if week and theirs:
            parts.append(long_day(day).upper())
        parts += [_worker(worker, visits, sheet, concerns or {}) for worker, visits in by_worker(theirs)]
    if not sheet.visits:
        parts.append("No visit stands in the diaries.")
    if unwatched:
        parts.append("NOT WATCHED\n" + "\n".join(f"- {each}" for each in unwatched))
    if today_alone:
        parts.append(f"Of today alone, by the policy of their own team: {', '.join(today_alone)}.")
    if concerns is not None:
        parts.append(_quality([each for each in sheet.visits if each.id in concerns], concerns))
    if late_readers:
        parts.append("Have not yet said that they have read the policy: " + ", ".join(late_readers) + ".")
    if wrong_numbers:
        asks = ", ".join(wrong_numbers)
        parts.append(f"Say that a telephone number of theirs is wrong or missing: {asks}.")
    parts.append('Times come from the diaries. Those marked "about" are reckoned with the policy\'s travel time.')
    subject = f"Visits of the week from {days[0].day} {days[0]:%B}" if week else f"Visits of {long_day(days[0])}"
    return Content(subject=subject, text="\n\n".join(parts) + "\n")


def changes(sheet: Sheet, before: Sequence[Listed], gone: Mapping[str, Visit], since: datetime) -> Content | None:
    """What is new, changed or gone since the list of `before`; None when nothing is.

    `gone` holds the visits that the list had and that are not in it any more, by their ids.
    """
    old = {each.visit_id: each for each in before}
    new = {each.visit_id: each for each in listed(sheet)}
    added = [each for each in sheet.visits if each.id not in old]
    changed = [each for each in sheet.visits if each.id in old and old[each.id] != new[each.id]]
    lost = [each for each in before if each.visit_id not in new]
    if not (added or changed or lost):
        return None
    parts = [f"This has changed since your list of {clock(since, sheet.zone)}."]
    if added:
        parts.append("NEW")
        parts += [_worker(worker, visits, sheet, {}) for worker, visits in by_worker(added)]
    if changed:
        parts.append("CHANGED")
        for each in changed:
            was = old[each.id]
            moved = (was.start, was.end) != (each.start, each.end)
            before_ = f"was {_span(was, sheet.zone)}" if moved else "place, telephone or name changed"
            parts.append(f"{_worker(each.worker, [each], sheet, {})}\n  ({before_})")
    if lost:
        lines = [f"- {_whose(each, gone, sheet)}, {_span(each, sheet.zone)}" for each in lost]
        parts.append("CALLED OFF, OR NO LONGER IN THE DIARY\n" + "\n".join(lines))
    return Content(subject="Changes to the visits of your list", text="\n\n".join(parts) + "\n")


def telephones(person: Person | None) -> str:
    """A person's numbers; that none is known says so."""
    return " or ".join(person.numbers if person is not None else ()) or "no number is known"


def lines_of(visit: Visit, said: Said) -> list[str]:
    """Who is visited, where, and the number there, as far as the entry says."""
    whom = said.whom or " ".join(visit.subject.split()) or "no name in the diary"
    place = " ".join(visit.place.text.split()) or "no address in the diary"
    return [whom, place, f"telephone there: {said.phone_written or 'none in the diary'}"]


def _worker(worker: PersonId, visits: Sequence[Visit], sheet: Sheet, concerns: Mapping[str, Sequence[str]]) -> str:
    lines = [f"{sheet.name(worker)} ({telephones(sheet.people.get(worker))})"]
    for number, each in enumerate(visits):
        before, after = visits[number - 1] if number else None, visits[number + 1 : number + 2]
        travel = sheet.travel_of(worker)
        away = 2 * travel
        leaves = before is None or each.start - before.end > away
        returns = not after or after[0].start - each.end > away
        times = [hours(each, sheet.zone)]
        if leaves:
            times.insert(0, f"leaves about {clock(each.start - travel, sheet.zone)}")
        if each.back is not None:
            times.append(f"back {clock(each.back, sheet.zone)}")
        elif returns:
            times.append(f"back about {clock(each.end + travel, sheet.zone)}")
        risk = ["HIGH RISK"] if each.risk else []
        lines.append("- " + ", ".join([*times, *risk]))
        lines += [f"  {line}" for line in sheet.about(each)]
        lines += [f"  To mend: {words}" for words in concerns.get(each.id, ())]
    return "\n".join(lines)


def _quality(visits: Sequence[Visit], concerns: Mapping[str, Sequence[str]]) -> str:
    """How well the diaries are kept, of all together: never of one person beside another (law 15)."""
    good = sum(not concerns.get(each.id) for each in visits)
    if not visits:
        return ""
    return f"Diaries: {good} of {len(visits)} visits need nothing to be mended."


def _about(visit: Visit, sheet: Sheet) -> str:
    said = "\x1f".join((visit.worker, *lines_of(visit, sheet.said.get(visit.id, Said()))))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _span(each: Listed, zone: str) -> str:
    return f"{clock(each.start, zone)} to {clock(each.end, zone)}"


def _whose(each: Listed, gone: Mapping[str, Visit], sheet: Sheet) -> str:
    visit = gone.get(each.visit_id)
    return sheet.name(visit.worker) if visit is not None else "a colleague"
