"""A fleet of diaries read as life has it: `python bench/fleet.py --people 2000 --minutes 10 --in-flight 4`.

A server of the bench's own (`bench/wire_server.py`, which costs little CPU time and holds Outlook's limit on requests
in flight) in one process, the whole service over a SQLite file in another. Once every diary has been read and some time
has passed, the readings of so many minutes are taken from the server's log, and held against the pace as configured
and as calsync stretched it.

Visits that begin soon begin 29 minutes after the start, so that they stay "soon" for the whole of the run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from service import Sample, run_service
from serving import Other, Server

from calsync.engine import Pace
from calsync.store import open_store

SOON_IN = 29 * 60
GIVE_UP = 900
"""Seconds after which it is measured also when not every diary has been read once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of diary was read in the measured time; all in seconds."""

    name: str
    diaries: int
    readings: int
    pace: float
    stretched: float
    """The pace times the stretch that calsync worked with, as the median of the samples."""
    mean: float
    """Diaries times the measured time, over the readings."""
    median: float | None
    """Of the intervals that ended in the measured time; None when none did."""
    p95: float | None
    longest: float | None
    oldest: float | None
    """The age of the oldest last reading at the end, from the database."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """What a run came to."""

    people: int
    in_flight: int
    latency: float
    seconds: float
    warming: float
    met: int
    """Diaries that were read once before it was measured."""
    kinds: list[Kind]
    asked: dict[str, int]
    throttled: list[int]
    """Requests refused with 429, minute by minute of the measured time."""
    throttled_before: int
    fullest: int
    slots: list[int]
    """Slots at the end of each tenth of the measured time."""
    stretch_begun: tuple[float, float, float]
    """Smallest, median, largest."""
    stretch_others: tuple[float, float, float]
    unread: int
    """The most diaries that counted as unread at one moment."""
    lag: float
    """The longest that calsync's event loop stood still in the measured time, in seconds."""
    lag_before: float
    """The same before, while the people were read and every diary for the first time."""
    client_cpu: float
    """Share of one core."""
    server_cpu: float
    client_mb: float
    server_mb: float
    said: list[str]
    unknown: dict[str, int]
    still_soon: bool


def measure(told: argparse.Namespace) -> Fleet:
    """Start both, wait until all is met, let it run, and count."""
    switches = ["--people", str(told.people), "--begun", str(told.begun), "--soon", str(told.soon)]
    switches += ["--latency", str(told.latency), "--in-flight", str(told.in_flight), "--drift", "300"]
    with tempfile.TemporaryDirectory(prefix="calsync-fleet-") as folder, Server(*switches) as served:
        began = time.time()
        with Other(run_service, served, folder) as service:
            met = _wait_for_all(service, told.people)
            _say(f"{met:,} diaries were read once after {time.time() - began:.0f} s; settling")
            time.sleep(told.settle)
            start, before = time.time(), served.ask("state")
            _say(f"measuring for {told.minutes:g} minutes")
            time.sleep(told.minutes * 60)
            end, after = time.time(), served.ask("state")
            samples, said = service("stop")
        oldest = _oldest(Path(folder), end)
    within = [each for each in samples if start <= each.at <= end]
    kinds = _kinds(told, after["reads"], within, start, end, oldest)
    minutes = range(max(1, round(told.minutes)))
    refused = [sum(start + 60 * n <= at < start + 60 * (n + 1) for at in after["refusals"]) for n in minutes]
    return Fleet(
        people=told.people,
        in_flight=told.in_flight,
        latency=told.latency,
        seconds=end - start,
        warming=start - began,
        met=met,
        kinds=kinds,
        asked={name: count - before["asked"].get(name, 0) for name, count in after["asked"].items()},
        throttled=refused,
        throttled_before=sum(at < start for at in after["refusals"]),
        fullest=after["fullest"],
        slots=[within[len(within) * n // 10 - 1].slots for n in range(1, 11)] if len(within) > 9 else [],
        stretch_begun=_spread([each.stretch_begun for each in within]),
        stretch_others=_spread([each.stretch_others for each in within]),
        unread=max(each.unread for each in within),
        lag=max(each.lag for each in within),
        lag_before=max((each.lag for each in samples if each.at < start), default=0.0),
        client_cpu=(within[-1].cpu - within[0].cpu) / (within[-1].at - within[0].at),
        server_cpu=(after["cpu"] - before["cpu"]) / (end - start),
        client_mb=within[-1].peak_mb,
        server_mb=after["rss_mb"],
        said=[words for at, words in said if at <= end],
        unknown=after["unknown"],
        still_soon=end < after["born"] + SOON_IN,
    )


def _kinds(
    told: argparse.Namespace,
    reads: Sequence[tuple[float, int]],
    within: Sequence[Sample],
    start: float,
    end: float,
    oldest: dict[str, float],
) -> list[Kind]:
    """Begun, soon and the rest: an interval counts when it ends in the measured time, wherever it began."""
    pace = Pace()
    begun, soon = round(told.people * told.begun), round(told.people * told.soon)
    bounds = {"begun": range(begun), "soon": range(begun, begun + soon), "rest": range(begun + soon, told.people)}
    by_person: dict[int, list[float]] = {}
    for at, person in reads:
        by_person.setdefault(person, []).append(at)
    found = []
    for name, persons in bounds.items():
        if not persons:
            continue
        read = [by_person[person] for person in persons if person in by_person]
        pairs = (pair for times in read for pair in pairwise(times))
        gaps = sorted(later - sooner for sooner, later in pairs if start <= later <= end)
        count = sum(start <= at <= end for times in read for at in times)
        usual = (pace.working if name == "rest" else pace.around_visit).total_seconds()
        factor = median(each.stretch_begun if name == "begun" else each.stretch_others for each in within)
        found.append(
            Kind(
                name=name,
                diaries=len(persons),
                readings=count,
                pace=usual,
                stretched=usual * factor,
                mean=len(persons) * (end - start) / max(count, 1),
                median=median(gaps) if gaps else None,
                p95=gaps[len(gaps) * 95 // 100] if gaps else None,
                longest=gaps[-1] if gaps else None,
                oldest=oldest.get(name),
            )
        )
    return found


def _oldest(folder: Path, end: float) -> dict[str, float]:
    """From the database: how old the oldest last reading of each kind was at the end."""
    import made_up

    names = {"quiet": "rest", "begun": "begun", "soon": "soon"}
    store = open_store(f"sqlite:///{folder / 'fleet.sqlite'}", make=False)
    with store.transaction() as tx:
        states = tx.mailboxes()
    store.close()
    found: dict[str, float] = {}
    for state in states:
        name = names[made_up.told_by(state.worker)[2]]
        if state.last_read is not None:
            found[name] = max(found.get(name, 0.0), end - state.last_read.timestamp())
    return found


def _wait_for_all(service: Other, people: int) -> int:
    """How many diaries were read at least once, at the latest when it has taken too long."""
    began, said = time.time(), 0.0
    while True:
        samples, _ = service("samples")
        met, now = (samples[-1].met if samples else 0), time.time()
        if met >= people or now > began + GIVE_UP:
            return met
        if samples and now > said + 30:
            said, last = now, samples[-1]
            _say(f"{met:,} of {people:,} diaries read; slots {last.slots}, stretch {last.stretch_others:.1f}")
        time.sleep(2)


def _spread(values: Sequence[float]) -> tuple[float, float, float]:
    return min(values), median(values), max(values)


def _print(run: Fleet) -> None:
    print(f"{run.people:,} diaries, an answer after {run.latency:g} ms, {run.in_flight or 'any number'} in flight,")
    print(
        f"{run.seconds / 60:.1f} minutes measured, {run.warming:.0f} s after the start ({run.met:,} diaries read once);"
    )
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}; the bench's own server.")
    print()
    print("| diaries | how many | pace | stretched to | by readings | median | 95 % | longest | oldest at the end |")
    print("|--|--:|--:|--:|--:|--:|--:|--:|--:|")
    for each in run.kinds:
        times = (each.pace, each.stretched, each.mean, each.median, each.p95, each.longest, each.oldest)
        written = ["–" if value is None else f"{value:,.1f}" for value in times]
        print(f"| {each.name} | {each.diaries:,} | {' | '.join(written)} |")
    print()
    asked = ", ".join(f"{count:,} {name}" for name, count in sorted(run.asked.items()) if count and name != "429")
    print("| | |")
    print("|--|--|")
    for name, value in (
        ("requests, those inside a batch too", asked),
        ("429 minute by minute", f"{' '.join(map(str, run.throttled))} ({run.throttled_before} before)"),
        ("most in flight at the server", str(run.fullest)),
        ("slots over time", " ".join(map(str, run.slots))),
        ("stretch of begun: least, median, most", " ".join(f"{each:.2f}" for each in run.stretch_begun)),
        ("stretch of the others", " ".join(f"{each:.2f}" for each in run.stretch_others)),
        ("most diaries unread at once", str(run.unread)),
        ("longest stand of the event loop", f"{run.lag * 1000:,.1f} ms; {run.lag_before * 1000:,.1f} ms before"),
        ("CPU, calsync and server", f"{run.client_cpu:.1%} and {run.server_cpu:.1%} of one core"),
        ("memory, calsync and server", f"{run.client_mb:.0f} and {run.server_mb:.0f} MB"),
        ("warnings in calsync's log", str(len(run.said))),
        ("what it said of the stretch last", next((each for each in reversed(run.said) if "as rarely" in each), "")),
    ):
        print(f"| {name} | {value} |")
    if not run.still_soon:
        print("\nThe run took so long that visits that were soon have begun: read the rows with care.")
    if run.unknown:
        print(f"\nThe server answered with nothing, for want of knowing better: {run.unknown}")


def _say(what: str) -> None:
    print(f"bench/fleet.py: {what}", file=sys.stderr)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=2000, help="diaries (2000)")
    parser.add_argument("--begun", type=float, default=0.1, help="the share in a visit that has begun (0.1)")
    parser.add_argument("--soon", type=float, default=0.1, help="the share within half an hour before one (0.1)")
    parser.add_argument("--latency", type=float, default=250, help="milliseconds that an answer takes (250)")
    parser.add_argument("--in-flight", type=int, default=4, help="requests that Outlook takes at once (4); 0: any")
    parser.add_argument("--minutes", type=float, default=10, help="how long to measure (10)")
    parser.add_argument("--settle", type=float, default=60, help="seconds between the first readings and that (60)")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the tables")
    run = measure(told := parser.parse_args())
    if told.json:
        print(json.dumps({"machine": f"{os.cpu_count()} cores, Python {platform.python_version()}", **asdict(run)}))
    else:
        _print(run)


if __name__ == "__main__":
    main()
