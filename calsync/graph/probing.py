"""Small questions to a real tenant, one after the other: what is asked, what came back, and what it means."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

from calsync.errors import SignInRefused, SourceError
from calsync.graph.asking import LONGEST_WAIT, Asking, ProbeRun, WaitTooLong
from calsync.graph.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the answers mean, in a sentence; not settled: why they mean nothing yet."""

    settled: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question, and who asks it."""

    name: str
    asks: str
    most: int
    """Requests that it makes at most."""
    ask: Callable[[Asking], Awaitable[Finding]]
    on_diaries: bool = False
    """Whether it rests on what the diaries hold, which is then looked up first."""
    writes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One question with everything that came of it, redacted."""

    probe: Probe
    finding: Finding
    exchanges: Sequence[Exchange]


def found(words: str) -> Finding:
    """A question that is settled."""
    return Finding(settled=True, words=words)


def still_open(words: str) -> Finding:
    """A question that the answers did not settle."""
    return Finding(settled=False, words=words)


async def run(probe_run: ProbeRun, probes: Sequence[Probe]) -> AsyncIterator[Record]:
    """A record for each, as soon as it is made. A question that meets an error stays open, and the next is asked.

    Raises SignInRefused when the tenant does not take the app, and SourceError when the very first request fails.
    """
    ended = ""
    for probe in probes:
        asking = Asking(probe_run, probe.most)
        try:
            finding = still_open(ended) if ended else await probe.ask(asking)
        except WaitTooLong:
            ended = f"Microsoft asks for a longer wait than {LONGEST_WAIT:g} seconds: run this again later."
            finding = still_open(ended)
        except SignInRefused:
            raise
        except SourceError as error:
            if probe_run.spent <= 1:
                raise
            finding = still_open(str(error))
        yield Record(probe=probe, finding=finding, exchanges=tuple(asking.exchanges))
