"""How well and how fast entries are recognised: `python bench/recognise.py`, some seconds.

Labelled entries go the product's own way, from Graph's JSON to a tag. Time is CPU time of one thread, and no entry
comes twice in the same words. A miss is told by its id, the rule that decided, and what the entry tries.

Exit status 1 when a budget is not kept.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

import msgspec
from labelled import HELD_OUT, SETS, Budget, Score, budgets_of, in_hours, judge, read_rules, read_set

from calsync.domain.classify import Rules, recognise
from calsync.domain.model import Event, Tag
from calsync.parsers.graph_event import read_event
from calsync.parsers.graph_rows import GraphEvent

SPEED = 10_000
"""Entries a second, on one core."""
ROUNDS, COPIES = 7, 12
_DECODER = msgspec.json.Decoder(GraphEvent)


def measure_speed(rows: Sequence[Mapping[str, Any]], rules: Rules) -> dict[str, list[float]]:
    """Entries for each second of CPU time in each round, by what was done; a first round warms up and is left out."""
    lines = [_varied(row, copy) for copy in range(COPIES) for row in rows]
    events = [event for line in lines if isinstance(event := read_event(_DECODER.decode(line), "sam"), Event)]
    hours = [in_hours(event) for event in events]

    def alone() -> None:
        for event, inside in zip(events, hours, strict=True):
            recognise(event, rules, in_hours=inside)

    def whole() -> None:
        for line, inside in zip(lines, hours, strict=True):
            event = read_event(_DECODER.decode(line), "sam")
            if isinstance(event, Event):
                recognise(event, rules, in_hours=inside)

    jobs: dict[str, Callable[[], None]] = {"recognise": alone, "read and recognise": whole}
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(ROUNDS + 1):
        for name, job in jobs.items():
            started = time.process_time()
            job()
            taken = time.process_time() - started
            if number:
                found[name].append(len(lines) / taken)
    return found


def _varied(row: Mapping[str, Any], copy: int) -> bytes:
    """The entry in Graph's JSON with a word of its own in what people typed: nothing is answered from a cache."""
    word = "".join(chr(ord("a") + int(digit)) for digit in f"{copy:02}") + "y"
    raw = {name: value for name, value in row.items() if name not in ("label", "kind", "about")}
    raw["subject"] = f"{raw['subject']} {word}".strip()
    if raw["location"]["displayName"]:
        raw["location"] = {**raw["location"], "displayName": f"{raw['location']['displayName']}, {word}"}
        raw.pop("locations", None)
    return json.dumps(raw).encode()


def _facts(score: Score, *, shown: bool) -> dict[str, Any]:
    return {
        "name": score.name,
        "called": {label: {tag: called[tag] for tag in Tag} for label, called in score.called.items()},
        "strict": score.strict,
        "lenient": score.lenient,
        "kinds_right": score.kinds_right,
        "missed": len(score.misses),
        "misses": [asdict(miss) for miss in score.misses] if shown else [],
    }


def _print(scores: Sequence[Score], speeds: Mapping[str, Sequence[float]], *, held_out: bool) -> None:
    print("| set | label | entries | called visit | possible | none |")
    print("|--|--|--:|--:|--:|--:|")
    for score in scores:
        for tag, called in score.called.items():
            print(
                f"| {score.name} | {tag} | {sum(called.values())} | {' | '.join(str(called[each]) for each in Tag)} |"
            )
    print()
    print("| set | precision, strict | precision, lenient | kinds right |")
    print("|--|--:|--:|--:|")
    for score in scores:
        kinds = f"{score.kinds_right} of {score.called[Tag.VISIT][Tag.VISIT]}"
        print(f"| {score.name} | {score.strict:.1%} | {score.lenient:.1%} | {kinds} |")
    print()
    print("| entries a second of CPU time | median | slowest round |")
    print("|--|--:|--:|")
    for what, rounds in speeds.items():
        print(f"| {what} | {median(rounds):,.0f} | {min(rounds):,.0f} |")
    print()
    for score in scores:
        if score.name == HELD_OUT and not held_out:
            print(f"{score.name}: {len(score.misses)} misses, which --show-held-out lists")
            continue
        print(f"{score.name}: {len(score.misses)} misses")
        for miss in score.misses:
            print(f"  {miss.id}: {miss.meant}, called {miss.called} by {miss.by}: {miss.about}")
    print()


def _print_budgets(budgets: Sequence[Budget]) -> None:
    print("| budget | allowed | measured | |")
    print("|--|--:|--:|--|")
    for each in budgets:
        bound = "at most" if each.at_most else "at least"
        print(f"| {each.what} | {bound} {each.allowed:g} | {each.measured:.4g} | {'PASS' if each.kept else 'OVER'} |")


def main() -> None:
    """Judge, measure, print, and exit with 1 when a budget is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object in place of the tables")
    parser.add_argument("--show-held-out", action="store_true", help="the misses of the held-out set too")
    told = parser.parse_args()
    rules = read_rules()
    scores = [judge(name, read_set(path), rules) for name, path in SETS.items()]
    rows = [json.loads(line) for path in SETS.values() for line in path.read_text(encoding="utf-8").splitlines()]
    speeds = measure_speed(rows, rules)
    budgets = [each for score in scores for each in budgets_of(score)]
    budgets += [
        Budget(what=f"entries a second, {what}", allowed=SPEED, measured=median(rounds))
        for what, rounds in speeds.items()
    ]
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}; load {load}"
    if told.json:
        sets = [_facts(each, shown=each.name != HELD_OUT or told.show_held_out) for each in scores]
        found = [{"what": what, "rounds": rounds, "median": median(rounds)} for what, rounds in speeds.items()]
        kept = [{**asdict(each), "kept": each.kept} for each in budgets]
        print(json.dumps({"machine": machine, "sets": sets, "speeds": found, "budgets": kept}))
    else:
        print(f"Recognising visits, {machine}")
        print()
        _print(scores, speeds, held_out=told.show_held_out)
        _print_budgets(budgets)
    if not all(each.kept for each in budgets):
        sys.exit(1)


if __name__ == "__main__":
    main()
