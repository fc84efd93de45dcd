"""Scenarios as the tests write them, and what comes of them."""

from __future__ import annotations

import asyncio
import functools
from datetime import datetime
from pathlib import Path
from typing import Any

from calsync.domain.model import Policy
from calsync.errors import Problems
from calsync.policies.by_mail import by_mail_alone
from calsync.policies.loader import load
from calsync.simulation.play import Play, Played, told
from calsync.simulation.reading import read_scenario
from calsync.simulation.scenario import Scenario

DOCS = Path(__file__).parents[2] / "docs" / "examples"
CLARENDON = load(str(DOCS / "clarendon-by-mail.toml"))

ELM_ROAD = """
[visit]
start = 2026-12-01T14:00:00Z
end = 2026-12-01T15:00:00Z
location = "14 Elm Road, Rotherham S60 3AB"
categories = ["Home visit"]
"""
"""One visit of an ordinary Tuesday in winter: local time is UTC."""


def happens(clock: str, who: str, what: str, **more: str) -> str:
    """A happening of that day; what else it says is written as TOML wants it."""
    lines = [f"{key} = {value}" for key, value in more.items()]
    head = f'[[happens]]\nat = 2026-12-01T{clock}:00Z\nwho = "{who}"\nwhat = "{what}"'
    return "\n".join(("", head, *lines, ""))


def scenario(*parts: str) -> Scenario:
    """The scenario of these parts of a file."""
    return read_scenario("scenario.toml", "\n".join(parts).encode())


def problems(*parts: str) -> list[str]:
    """What is wrong with a file of these parts, which must be wrong."""
    try:
        scenario(*parts)
    except Problems as error:
        return error.problems
    raise AssertionError("nothing is wrong with it")


def played(told_: Scenario, *, until: datetime | None = None, every_tick: bool = False) -> Played:
    """What comes of it under Clarendon's policy by mail alone."""
    return asyncio.run(Play(told_, CLARENDON, until=until, every_tick=every_tick).played())


def facts(*parts: str, until: datetime | None = None) -> list[dict[str, Any]]:
    """What --json prints of a file of these parts."""
    read = scenario(*parts)
    return [told(each, read) for each in played(read, until=until).happened]


def timeline(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Minutes late, what, and who of each."""
    return [(each["late_minutes"], each["what"], each["role"]) for each in found]


@functools.cache
def policy(name: str) -> Policy:
    """A preset as `calsync simulate` plays it, by mail alone; "al-hasaniya" with one organisation's minutes."""
    filled = DOCS / f"{name}-filled.toml"
    return by_mail_alone(load(str(filled) if filled.is_file() else name), "nobody, for this test")


def under(name: str, *parts: str, until: datetime | None = None) -> list[dict[str, Any]]:
    """What --json prints of a file of these parts under one of the five policies, from its first visit's start on."""
    read = scenario(*parts)
    brought = asyncio.run(Play(read, policy(name), until=until).played())
    begins = min(each.entry.start for each in read.visits)
    return [told(each, read) for each in brought.since(begins).happened]


def asked(found: list[dict[str, Any]], role: str = "", *, deadline: str = "") -> list[tuple[Any, ...]]:
    """Minutes late, whom and what of all that people were asked to do, in order; of one role without whom."""
    rows = {
        (each["late_minutes"], each["role"], each["ask"])
        for each in found
        if each["what"] == "notify" and each["ask"] != "know" and (not deadline or each["deadline"] == deadline)
    }
    if role:
        return sorted((late, ask) for late, who, ask in rows if who == role)
    return sorted(rows)


def of(found: list[dict[str, Any]], what: str, role: str = "") -> list[dict[str, Any]]:
    """What happened of one kind, with one role."""
    return [each for each in found if each["what"] == what and role in ("", each["role"])]
