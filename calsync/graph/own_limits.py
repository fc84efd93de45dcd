"""Whose limit a 429 is of: the app's, which all slots obey, or that of one mailbox, which alone has to wait.

Outlook counts for each pair of app and mailbox, the directory for itself, and a 429 does not say which count ran over
(Microsoft's page: "Microsoft Graph service-specific throttling limits"). So the first 429 of a mailbox is taken for the
app's; a mailbox that is refused again, after others were answered in between, is refused for itself; and so is one that
was the only one to be refused of late, twice and more, however well it is answered in between. Of a few that are
refused side by side each is refused for itself, when many others were answered before it was refused again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf

from calsync.errors import SourceError, SourceRefused
from calsync.graph.limits import any_pause, bounded_pause

DIRECTORY = "the directory"
"""In place of a mailbox: people and groups, which Microsoft counts apart from Outlook."""


ALONE = 2
"""So many refusals of one mailbox, and of nobody else, are its own."""
OTHERS = 10
"""So many good answers between one refusal of a mailbox and its next say that the app's limit was not reached."""
FEW = 4
"""A mailbox that has less than one in so many of the refusals is one of many, as when the app's limit is reached."""
LATELY = 600.0
"""Elapsed seconds for which it is kept whose refusals were taken for the app's."""


class OwnLimits:
    """Who was refused for themselves, and until when they are left alone. In one process, on one event loop."""

    def __init__(self, *, any_pause: Callable[[], float] = any_pause) -> None:
        self._any_pause = any_pause
        self._answered = 0
        """How many answers of others came well so far."""
        self._refused_at: dict[str, int] = {}
        """Where that count stood when a mailbox was last refused and had not been answered since."""
        self._until: dict[str, tuple[float, float]] = {}
        """Since when a mailbox is left alone, and until when."""
        self._taken_for_all: deque[tuple[float, str, int]] = deque()
        """When, of whom, and how many others had been answered by then."""

    def judge(self, answers: Sequence[tuple[str, SourceError | None]], at: float) -> list[bool]:
        """Of each of the answers that came together, by whose it is, whether it is a 429 of its own limit.

        `at` is a moment of elapsed time. A mailbox that has to wait for itself gets `retry_after` where none was told.
        """
        while self._taken_for_all and at - self._taken_for_all[0][0] > LATELY:
            self._taken_for_all.popleft()
        own = [_is_429(error) and self._is_own(whose) for whose, error in answers]
        before = self._answered
        self._answered += sum(error is None and whose != DIRECTORY for whose, error in answers)
        for (whose, error), is_own in zip(answers, own, strict=True):
            if error is None or isinstance(error, SourceRefused):
                # A 403 or 404 shows as well that it is let in again.
                self._refused_at.pop(whose, None)
                self._until.pop(whose, None)
                continue
            if not _is_429(error):
                continue
            if whose:
                self._refused_at[whose] = before
                if not is_own:
                    self._taken_for_all.append((at, whose, before))
            if is_own:
                wait = self._any_pause() if error.retry_after is None else bounded_pause(error.retry_after)
                error.retry_after = wait
                self._until[whose] = at, max(at + wait, self._until.get(whose, (at, at))[1])
        return own

    def left(self, whose: str, at: float, *, most: float = inf) -> float:
        """For how many seconds from that moment this one is left alone; 0: it may be asked.

        `most` is how many seconds Microsoft is believed after a refusal.
        """
        since, until = self._until.get(whose, (at, at))
        return max(0.0, min(until, since + most) - at)

    def _is_own(self, whose: str) -> bool:
        if whose == DIRECTORY:
            return True
        refused_at = self._refused_at.get(whose)
        if refused_at is not None and self._answered > refused_at:
            return True
        taken = self._taken_for_all
        mine = [answered for _, each, answered in taken if each == whose]
        if not whose or len(mine) < ALONE:
            return False
        if len(mine) == len(taken):
            return self._answered > mine[0]
        apart = all(b - a >= OTHERS for a, b in pairwise([*mine, self._answered]))
        return apart and len(mine) * FEW >= len(taken)


def _is_429(error: SourceError | None) -> bool:
    return error is not None and error.status == 429
