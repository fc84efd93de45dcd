"""What reading diaries costs the client, beside its peers: `python bench/poll.py`, about two minutes.

One server of the bench's own, one process for each contender, all in one run. In each round every contender reads some
diaries, one contender after the other, and tells how much CPU time of its own that took; a first round warms up and
does not count. A ratio is taken within each round, and its median over the rounds is what a budget is held against.

Exit status 1 when a budget is not kept. `--quick` only shows that everything runs: nothing is judged.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from statistics import fmean, median

import own
import peers
from serving import Other, Served, Server, Work

STEADY_LIMITS = {"20": 6.0, "4": 15.0}
"""Times the floor of a single call, by how many diaries go in a batch: what a request costs is shared by so many."""
PAGE_LIMIT = 80.0
"""Times the floor, for a reading that makes an Event of each of 50 entries; a floor leaves 0.4 µs for each."""
SDK_LIMIT = 1 / 100
LAG_LIMIT = 0.020
MEMORY_LIMIT = 150.0


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is read in one run."""

    rounds: int
    watched: int
    """Rounds in which the event loop is watched."""
    floor: int
    steady: int
    first: int
    plain: int
    typed: int
    o365: int
    diaries: int
    """Diaries over which memory is measured."""


FULL = Sizes(rounds=7, watched=5, floor=2000, steady=1000, first=400, plain=60, typed=6, o365=20, diaries=10_000)
QUICK = Sizes(rounds=1, watched=1, floor=20, steady=60, first=20, plain=2, typed=1, o365=1, diaries=100)


@dataclass(frozen=True, slots=True)
class Row:
    """One contender at one size of diary."""

    name: str
    entries: int
    seconds: list[float]
    """CPU time for each diary, round by round."""
    note: str = ""

    def times(self, other: Row) -> float:
        """How many times as much as another, as the median of the rounds."""
        return median(mine / its for mine, its in zip(self.seconds, other.seconds, strict=True))


@dataclass(frozen=True, slots=True)
class Budget:
    """What was promised, and what was measured."""

    what: str
    allowed: float
    measured: float
    unit: str
    note: str = ""

    @property
    def kept(self) -> bool:
        """Whether it was."""
        return self.measured <= self.allowed


@dataclass(slots=True)
class Measured:
    """Everything that a run came to."""

    rows: list[Row]
    budgets: list[Budget]


def measure(served: Served, sizes: Sizes, whole: int) -> Measured:
    """All contenders, interleaved, and then memory in a process that has done nothing else."""
    with ExitStack() as stack:

        def other(make: Callable[..., Work], *told: object) -> Other:
            return stack.enter_context(Other(make, *told))

        path = other(own.poll_path, served)
        path(10, 1, 1, False, False)
        head = int(served.ask("state")["head"])  # that of calsync's own request, so that the floor's is as long
        floor, sdk, o365 = (
            other(each, *told)
            for each, told in (
                (peers.floor, (served, head)),
                (peers.typed_sdk, (served,)),
                (peers.python_o365, (served,)),
            )
        )
        plain, parts = other(peers.plain_requests, served), other(peers.httpx_msgspec, served)
        engine = other(own.whole_poll, served, whole, 20)
        kept: dict[str, list[own.Cost]] = {"s20": [], "s4": [], "whole": []}

        def cost(name: str, found: own.Cost) -> float:
            kept[name].append(found)
            return found.cpu

        jobs: dict[tuple[str, int], Callable[[], float]] = {
            ("floor: raw socket", 10): lambda: floor(10, sizes.floor),
            ("floor: raw socket", 50): lambda: floor(50, sizes.floor // 2),
            ("calsync, steady, batches of 20", 10): lambda: cost("s20", path(10, sizes.steady, 20, True, False)),
            ("calsync, steady, batches of 4", 10): lambda: cost("s4", path(10, sizes.steady, 4, True, False)),
            ("calsync, first reading, batches of 20", 50): lambda: path(50, sizes.first, 20, False, False).cpu,
            ("calsync, first reading, batches of 4", 50): lambda: path(50, sizes.first, 4, False, False).cpu,
            ("calsync, first reading, one at a time", 50): lambda: path(50, sizes.first // 4, 1, False, False).cpu,
            ("calsync, whole poll with SQLite", 10): lambda: cost("whole", engine(False)),
            ("httpx + msgspec", 10): lambda: parts(10, sizes.plain),
            ("httpx + msgspec", 50): lambda: parts(50, sizes.plain),
            ("requests + json", 10): lambda: plain(10, sizes.plain),
            ("requests + json", 50): lambda: plain(50, sizes.plain),
            ("python-O365", 10): lambda: o365(10, sizes.o365),
            ("python-O365", 50): lambda: o365(50, max(1, sizes.o365 // 4)),
            ("msgraph-sdk, typed", 10): lambda: sdk(10, max(1, sizes.typed * 2)),
            ("msgraph-sdk, typed", 50): lambda: sdk(50, sizes.typed),
        }
        found: dict[tuple[str, int], list[float]] = {job: [] for job in jobs}
        # The whole poll finds everybody's visits at first, and knows only then that the next reading says the same.
        engine(False)
        for number in range(sizes.rounds + 1):
            _say(f"round {number} of {sizes.rounds}" if number else "warming up")
            served.ask("next")
            for job, work in jobs.items():
                seconds = work()
                if number:
                    found[job].append(seconds)
        watched: dict[str, list[own.Cost]] = {"poll path, steady": [], "poll path, first": [], "whole poll": []}
        for _ in range(sizes.watched):
            _say("watching the event loop")
            served.ask("next")
            watched["poll path, steady"].append(path(10, sizes.steady, 20, True, True))
            watched["poll path, first"].append(path(50, sizes.steady, 20, False, True))
            watched["whole poll"].append(engine(True))
    # The last rounds are those that count.
    shares = {name: _share(costs[-sizes.rounds :]) for name, costs in kept.items()}
    anew = fmean(found["calsync, whole poll with SQLite", 10]) * 1e6
    shares["whole"] += f"; {anew:,.0f} as the mean of the rounds, in one of which all is judged anew"
    notes = {"batches of 20": shares["s20"], "batches of 4": shares["s4"], "whole poll with SQLite": shares["whole"]}
    rows = [
        Row(name, entries, seconds, notes.get(name.rpartition(", ")[2], "") if entries == 10 else "")
        for (name, entries), seconds in found.items()
    ]
    _say("memory")
    return Measured(rows, [*_budgets(rows, watched), _memory(served, sizes.diaries)])


def _share(costs: list[own.Cost]) -> str:
    read = sum(each.read for each in costs)
    return f"{sum(each.unchanged for each in costs) / read:.1%} of {read // len(costs):,} unchanged"


def _budgets(rows: list[Row], watched: dict[str, list[own.Cost]]) -> list[Budget]:
    by_name = {(row.name, row.entries): row for row in rows}
    sdk = by_name["msgraph-sdk, typed", 50]
    floor = {entries: by_name["floor: raw socket", entries] for entries in (10, 50)}
    found = []
    for batch, limit in STEADY_LIMITS.items():
        steady = by_name[f"calsync, steady, batches of {batch}", 10]
        found.append(Budget(f"steady poll, batches of {batch}", limit, steady.times(floor[10]), "x floor"))
    for batch in ("20", "4"):
        page = by_name[f"calsync, first reading, batches of {batch}", 50]
        found.append(Budget(f"a page of 50, batches of {batch}", PAGE_LIMIT, page.times(floor[50]), "x floor"))
        found.append(Budget(f"a page of 50, batches of {batch}", SDK_LIMIT, page.times(sdk), "x typed SDK"))
    for name, costs in watched.items():
        lags, wall = sorted(each.lag for each in costs), max(each.lag_wall for each in costs)
        note = (
            f"worst of {len(lags)} rounds; median {median(lags) * 1000:.1f} ms; by the wall clock {wall * 1000:.1f} ms"
        )
        what = f"event loop, {costs[0].read:,} diaries, {name}"
        found.append(Budget(what, LAG_LIMIT * 1000, lags[-1] * 1000, "ms", note))
    held, many = watched["whole poll"][-1].peak_mb, watched["whole poll"][0].read
    return [*found, Budget(f"memory over {many:,} diaries, whole poll", MEMORY_LIMIT, held, "MB")]


def _memory(served: Served, diaries: int) -> Budget:
    """The most memory of a process that reads so many diaries, first whole and then with their digests."""
    with Other(own.poll_path, served) as path:
        before = path(10, min(100, diaries), 20, False, False).peak_mb
        path(10, diaries, 20, False, False)
        served.ask("next")
        after = path(10, diaries, 20, True, False).peak_mb
    note = f"{before:.0f} MB after the first 100, {after - before:.1f} MB more at the end"
    return Budget(f"memory over {diaries:,} diaries, poll path", MEMORY_LIMIT, after, "MB", note)


def _print(found: Measured, *, judged: bool) -> None:
    floors = {row.entries: row for row in found.rows if row.name.startswith("floor")}
    print("| client | entries a diary | µs of CPU a diary | times its floor | |")
    print("|--|--:|--:|--:|--|")
    for row in sorted(found.rows, key=lambda row: (row.entries, median(row.seconds))):
        cpu, times = median(row.seconds) * 1e6, row.times(floors[row.entries])
        print(f"| {row.name} | {row.entries} | {cpu:,.0f} | {times:,.1f} | {row.note} |")
    print()
    print("| budget | at most | measured | | |")
    print("|--|--:|--:|--|--|")
    for each in found.budgets:
        verdict = ("PASS" if each.kept else "OVER") if judged else "not judged"
        print(f"| {each.what} | {each.allowed:g} {each.unit} | {each.measured:.3g} | {verdict} | {each.note} |")


def _share_a_core() -> None:
    """Keep server and clients, which inherit it, on one core.

    Else the scheduler has the choice, and waking a process on another core costs a virtual machine several times what
    the rest of a call costs: the floor would be another one in each run.
    """
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _say(what: str) -> None:
    print(f"bench/poll.py: {what}", file=sys.stderr)


def main() -> None:
    """Measure, print, and exit with 1 when a budget is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a few diaries only, and nothing is judged")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the tables")
    parser.add_argument("--whole", type=int, default=1000, help="diaries that the whole poll reads (1000)")
    told = parser.parse_args()
    _share_a_core()
    with Server() as served:
        found = measure(served, QUICK if told.quick else FULL, min(told.whole, 60) if told.quick else told.whole)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}; load {load}"
    if told.json:
        budgets = [{**asdict(each), "kept": each.kept} for each in found.budgets]
        rows = [{**asdict(each), "median": median(each.seconds)} for each in found.rows]
        print(json.dumps({"machine": machine, "judged": not told.quick, "rows": rows, "budgets": budgets}))
    else:
        print(f"Reading diaries: CPU time of the client, {machine}")
        print()
        _print(found, judged=not told.quick)
    if not told.quick and not all(each.kept for each in found.budgets):
        sys.exit(1)


if __name__ == "__main__":
    main()
