"""How far what Microsoft allows goes: requests, waits and slots of this run, and the service's paces (law 10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from statistics import median

from calsync.app import App
from calsync.doctor.finding import Finding, Light, amber, green
from calsync.domain.model import MailboxState, Turn
from calsync.domain.pace import LEAST_UNREAD, LONGEST_WAIT

STRETCHED = 1.5
"""From here on diaries are read so much more rarely than configured that somebody should see to it."""
OFTEN = 0.01
"""So many of the requests met 429 because others ask too; a few come of finding out how many slots there are."""
_FIX = "lengthen the paces under [poll], or ask for fewer people"


def quota_of_this_run(app: App) -> list[Finding]:
    """What the doctor itself was allowed: its requests, how many Microsoft asked to wait, and its slots at the end."""
    now = app.graph.quota
    takes = f"; an answer takes {now.seconds:.2f} seconds" if now.seconds is not None else ""
    words = (
        f"the doctor made {now.requests} requests, {now.throttled} of which met 429; {now.slots} may run at once, "
        f"{now.ceiling} at most{takes}"
    )
    if now.throttled <= OFTEN * now.requests:
        return [green("quota", words)]
    return [amber("quota", f"{words}. Microsoft asks the app to wait: {_FIX}, and look what else asks as this app")]


def quota(app: App) -> list[Finding]:
    """How far the service stretches its paces, and how many diaries are overdue; nothing before it has read any."""
    at = app.clock.now()
    with app.store.transaction() as tx:
        states, unread = tx.mailboxes(), tx.unread(at)
    well = [each for each in states if _is_read(each, at)]
    # What fails is told with its reason; these are the ones that the service does not get round to.
    overdue = sum(_is_read(each, at) for each in unread) + sum(_is_left_out(each, at) for each in states)
    ordinary = _stretch(each for each in well if each.turn is not Turn.BEGUN)
    begun = _stretch(each for each in well if each.turn is Turn.BEGUN)
    if ordinary is None and begun is None:
        return []
    ordinary, begun = ordinary or 1.0, begun or 1.0
    worst = max(ordinary, begun)
    failing = sum(each.failing_since is not None for each in states)
    words = f"{len(well)} {'diary is' if len(well) == 1 else 'diaries are'} read {_times(ordinary)}"
    if begun >= STRETCHED:
        words += f", those with a visit under way {_times(begun)}"
    if overdue:
        words += (
            f", and {overdue} are overdue, so new visits in them are not seen: start `calsync run` if it does "
            f"not run; if it does, {_FIX}"
        )
        return [Finding(part="paces", light=Light.RED, words=words)]
    if worst > STRETCHED:
        return [amber("paces", f"{words}: {_FIX}")]
    if failing > len(well):
        return [amber("paces", f"{words}, and {failing} can't be read, as is told of each")]
    return [green("paces", words)]


def _is_read(state: MailboxState, at: datetime) -> bool:
    return state.last_read is not None and state.failing_since is None and state.next_poll_at - at <= LONGEST_WAIT


def _is_left_out(state: MailboxState, at: datetime) -> bool:
    """Whether a diary that is new was never read, nor tried, though its turn came long ago."""
    return state.last_read is None and state.failing_since is None and at - state.next_poll_at > LEAST_UNREAD


def _stretch(states: Iterable[MailboxState]) -> float | None:
    """By what the paces are multiplied, on the median; None when nothing was read. See `engine/pacing.py`."""
    factors = [
        (each.next_poll_at - each.last_read) / each.pace for each in states if each.last_read is not None and each.pace
    ]
    return median(factors) if factors else None


def _times(factor: float) -> str:
    return f"{factor:.1f} times as rarely as configured" if factor >= 1.05 else "as often as configured"
