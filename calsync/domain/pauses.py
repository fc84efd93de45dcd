"""Pauses: who may ask for one and agree to it, and which deadlines it holds. A begun visit is never among them (law 1).

A held deadline is not closed and loses no step: its next step waits for the end of the pause, and is taken then with
whatever else fell due (law 3). A call for help, a code word, and what a responder was asked to do are held by nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.model import AlarmKind, Deadline, Pause, PauseFor, People, Person, PersonId, Visit, Watched
from calsync.domain.unbelieved import is_unbelieved

LONGEST = timedelta(hours=24)
"""How far ahead the end of a pause may lie when it is asked for."""
LONGEST_REASON = 300
"""Characters of a reason: it is read out to everybody whom the pause covers."""
_NOT_OF_A_LINE = frozenset(("Cc", "Cf", "Zl", "Zp"))
"""Kinds of characters that break a line, or show as something else than they are."""


def problems_of_asking(pause: Pause, people: People) -> list[str]:
    """Why this pause can't be asked for, each a sentence with the fix; empty when it can."""
    found = []
    if not pause.reason.strip():
        found.append("A pause needs a reason: those whom it covers read it.")
    elif len(pause.reason) > LONGEST_REASON:
        found.append(f"The reason has {len(pause.reason)} characters: say it in {LONGEST_REASON}.")
    elif any(unicodedata.category(each) in _NOT_OF_A_LINE for each in pause.reason):
        found.append("The reason has a line break or another control character: write it in one line.")
    if pause.until <= pause.asked_at:
        found.append("The end of a pause has to lie ahead: give a later --until.")
    elif pause.until - pause.asked_at > LONGEST:
        found.append("A pause ends within 24 hours: give an earlier --until, and ask anew tomorrow.")
    if pause.whom is PauseFor.WORKER and not _is_watched(people.get(pause.about)):
        found.append("That person's visits are not watched, so there is nothing to pause.")
    elif pause.whom is PauseFor.TEAM and not pause.about.strip():
        found.append("A team needs its name: the department that the directory gives, such as --team North.")
    elif pause.whom is not PauseFor.WORKER and not whom_covered(pause, people):
        found.append(_nobody(pause, people))
    return found


def problem_of_agreeing(pause: Pause, who: PersonId, people: People, at: datetime) -> str:
    """Why this person can't agree to it now, as a sentence; empty when they can."""
    if pause.agreed_at is not None:
        return "Somebody else has agreed to it already."
    if not pause.waits(at):
        return "It is over: ask for a new one."
    if who == pause.asked_by:
        return "Whoever asked for a pause can't agree to it: somebody else has to."
    if whom_covered(pause, people) == (who,):
        return "It is for this person alone, and nobody signs their own watch away: somebody else has to agree."
    return ""


def problem_of_ending(pause: Pause, at: datetime) -> str:
    """Why it can't be ended, as a sentence; empty when it can. Anybody known may: less pausing harms nobody."""
    return "" if pause.stands(at) or pause.waits(at) else "It is over already."


def whom_covered(pause: Pause, people: People) -> tuple[PersonId, ...]:
    """The watched people for whom it was asked, as they are known now."""
    wanted = pause.about.strip().casefold()
    return tuple(
        each.id
        for each in people.persons
        if each.works
        and (
            pause.whom is PauseFor.ALL
            or (pause.whom is PauseFor.WORKER and each.id == pause.about)
            or (pause.whom is PauseFor.TEAM and wanted != "" and each.department.strip().casefold() == wanted)
        )
    )


def begun_by(pause: Pause, who: PersonId, people: People, watched: Iterable[Watched], at: datetime) -> Pause:
    """The pause as it begins now, by a second person's word.

    `watched` are the visits with an open deadline of those whom it covers: what has begun, is due or was asked about by
    now goes on.
    """
    goes_on = tuple(each.visit.id for each in watched if any(_under_way(each.visit, one, at) for one in each.deadlines))
    return replace(pause, agreed_by=who, agreed_at=at, covered=whom_covered(pause, people), goes_on=goes_on)


def _under_way(visit: Visit, deadline: Deadline, at: datetime) -> bool:
    return deadline.is_open and (visit.start <= at or deadline.due <= at or not is_quiet(visit, deadline))


def is_quiet(visit: Visit, deadline: Deadline) -> bool:
    """Whether nobody has called for help and no responder was asked to act."""
    told = deadline.responders_asked or deadline.owner is not None or bool(deadline.outside_body)
    return deadline.alarm is AlarmKind.SILENCE and not told and not is_unbelieved(visit)


def covers(pauses: Iterable[Pause], visit: Visit, deadline: Deadline, at: datetime) -> Pause | None:
    """The pause that holds this deadline at `at`, the one that ends last; None when it is watched as ever.

    Held are the open deadlines of a visit that begins within the pause. One that began before, or whose start was moved
    into the pause after it had begun, is not.
    """
    if not deadline.is_open or not is_quiet(visit, deadline):
        return None
    holding = [each for each in pauses if each.stands(at) and _begins_within(each, visit)]
    return max(holding, key=lambda each: (each.over_at, each.id), default=None)


def not_watched(pauses: Iterable[Pause], watched: Watched, at: datetime) -> Pause | None:
    """The pause that holds every open deadline of a visit, the one that ends last; None where one is watched.

    A call for help beside them counts for nothing: whether a code word was said must show nowhere (law 7).
    """
    known = list(pauses)
    own = [each for each in watched.deadlines if each.is_open and each.alarm is AlarmKind.SILENCE]
    holding = [covers(known, watched.visit, each, at) for each in own]
    kept = [each for each in holding if each is not None]
    return max(kept, key=lambda each: (each.over_at, each.id), default=None) if len(kept) == len(holding) else None


def _begins_within(pause: Pause, visit: Visit) -> bool:
    began = pause.agreed_at
    covered = began is not None and visit.worker in pause.covered and visit.id not in pause.goes_on
    return covered and began is not None and began <= visit.start < pause.over_at


def held(deadline: Deadline, pause: Pause) -> Deadline:
    """The deadline with its next step put off to the end of the pause. Nothing else of it changes."""
    return replace(deadline, next_step_at=pause.over_at)


def let_go(deadline: Deadline, at: datetime) -> Deadline:
    """The deadline with its ladder looked at now: the scan takes what fell due, and finds when the rest is."""
    waits = deadline.is_open and deadline.next_step_at is not None and deadline.next_step_at > at
    return replace(deadline, next_step_at=at) if waits else deadline


def held_until(pauses: Iterable[Pause], visit: Visit, moment: datetime) -> Pause | None:
    """The pause that kept a step back that was due at `moment`, over or not; None when none did."""
    kept = [
        each
        for each in pauses
        if _begins_within(each, visit) and each.agreed_at is not None and each.agreed_at <= moment < each.over_at
    ]
    return max(kept, key=lambda each: (each.over_at, each.id), default=None)


def standing(pauses: Iterable[Pause], at: datetime) -> list[Pause]:
    """Those that count at `at`, the one that ends first first."""
    return sorted((each for each in pauses if each.stands(at)), key=lambda each: (each.over_at, each.id))


def to_be_told_over(pauses: Iterable[Pause], at: datetime) -> list[Pause]:
    """Those that have counted and are over, and whose people were not told so."""
    return [each for each in pauses if each.agreed_at is not None and each.over_at <= at and not each.told_over]


def still_covered(pauses: Sequence[Pause], person: PersonId, at: datetime) -> bool:
    """Whether another pause covers somebody at `at`."""
    return any(each.stands(at) and person in each.covered for each in pauses)


def _is_watched(person: Person | None) -> bool:
    return person is not None and person.works


def _nobody(pause: Pause, people: People) -> str:
    if pause.whom is PauseFor.ALL:
        return "Nobody is watched, so there is nothing to pause."
    teams = sorted({each.department.strip() for each in people.persons if each.works and each.department.strip()})
    known = f"the teams are {', '.join(teams)}" if teams else "the directory names no department of anybody watched"
    return f'Nobody of a team "{pause.about}" is watched: {known}.'
