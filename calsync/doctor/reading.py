"""Diaries read now, in batches: an outage ends it soon, however many there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

from calsync.domain.model import Person, Snapshot
from calsync.engine.faults import fault
from calsync.errors import SignInRefused, SourceError, SourceUnavailable
from calsync.ports import CalendarSource, DiaryWanted, Unchanged

AHEAD = timedelta(hours=1)
SLICE = 100
"""How many diaries are handed over at once."""
ENOUGH = 20
"""So many tell an outage from a few bad mailboxes; they are asked first."""
AGAIN = 2
"""So often is a diary asked for again after 429. The limiter waits as long as Microsoft says."""

Answer = Snapshot | Unchanged | SourceError


async def read(
    calendars: CalendarSource, persons: Sequence[Person], at: datetime
) -> AsyncIterator[tuple[Person, Answer]]:
    """What became of each diary over the hour from `at` on; it ends early when most of those asked do not answer.

    Raises SignInRefused when that meets everybody: the rest need not be asked.
    """
    start = silent = 0
    while start < len(persons):
        some = persons[start : start + (ENOUGH if start == 0 else SLICE)]
        end = at + AHEAD
        wanted = [DiaryWanted(worker=each.id, start=at, end=end, calendars=each.calendars) for each in some]
        answers = await _patiently(calendars, wanted)
        # One mailbox alone may answer 401; what meets all of them is the sign-in.
        refused = [each for each in answers if isinstance(each, SignInRefused)]
        if len(refused) == len(answers):
            raise refused[0]
        for person, answer in zip(some, answers, strict=True):
            yield person, answer
        start += len(some)
        silent += sum(isinstance(answer, SourceUnavailable) for answer in answers)
        if start >= ENOUGH and silent > start / 2:
            return


async def _patiently(calendars: CalendarSource, wanted: Sequence[DiaryWanted]) -> list[Answer]:
    """What became of each, asked again where Microsoft asked to wait: it is the doctor that asks too much at once."""
    answers = await _asked(calendars, wanted)
    for _ in range(AGAIN):
        later = [n for n, each in enumerate(answers) if isinstance(each, SourceError) and each.status == 429]
        if not later:
            break
        for n, answer in zip(later, await _asked(calendars, [wanted[n] for n in later]), strict=True):
            answers[n] = answer
    return answers


async def _asked(calendars: CalendarSource, wanted: Sequence[DiaryWanted]) -> list[Answer]:
    """What became of each; one that brings what nobody thought of is found out singly (law 14)."""
    try:
        return await calendars.snapshots(wanted)
    except Exception as error:
        if len(wanted) > 1:
            return [answer for each in wanted for answer in await _asked(calendars, [each])]
        return [SourceError(f"The diary could not be read: {fault(error)}. Tell the makers of calsync.")]
