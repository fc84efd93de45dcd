"""Rules files: what ships with calsync, and an organisation's own by its path."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from calsync.domain.classify import Flag, Rules
from calsync.domain.model import Place
from calsync.errors import CalsyncError, Problems
from calsync.parsers.sites import read_site
from calsync.parsers.toml_text import NotToml, read_toml_text
from calsync.rules.meanings import clashes
from calsync.rules.table import Table

CATEGORIES = ("home", "school", "other", "not_visit", "done")
WORDS = ("visit", "not_visit")
FLAG_KEYS = ("name", "categories", "risk", "visit")
FLAG_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SHIPPED = Rules()


def shipped() -> bytes:
    """The rules file that comes with calsync, to be copied and changed: it says what holds without any."""
    return files("calsync.rules").joinpath("rules.toml").read_bytes()


def load_rules(path: Path) -> Rules:
    """The rules of a file; what it leaves out is as shipped.

    Raises Problems with every mistake at once, each with its line, and CalsyncError when the file can't be read.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise CalsyncError(f"There is no rules file {path}; look at its path.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CalsyncError(f"The rules file {path} can't be read: {why}.") from None
    rules, problems = read_rules(content)
    if problems:
        raise Problems(str(path), problems)
    return rules


def read_rules(content: bytes) -> tuple[Rules, list[str]]:
    """The rules in a file's bytes, and every problem as a sentence with its line; they count only without problems."""
    try:
        values, lines = read_toml_text(content)
    except NotToml as error:
        return SHIPPED, [str(error)]
    problems: list[str] = []
    top = Table(values=values, lines=lines, problems=problems)
    top.only(("sites", "categories", "words", "flag"))
    categories, words = top.within("categories"), top.within("words")
    categories.only(CATEGORIES)
    words.only(WORDS)
    flags, numbers = _flags(top)
    rules = Rules(
        home_categories=categories.names("home", SHIPPED.home_categories),
        school_categories=categories.names("school", SHIPPED.school_categories),
        other_categories=categories.names("other", SHIPPED.other_categories),
        not_visit_categories=categories.names("not_visit", SHIPPED.not_visit_categories),
        done_categories=categories.names("done", SHIPPED.done_categories),
        flags=flags,
        visit_words=words.names("visit", SHIPPED.visit_words),
        not_visit_words=words.names("not_visit", SHIPPED.not_visit_words),
        sites=_sites(top),
    )
    for clash in clashes(rules, numbers, categories.values):
        name, number, key = clash.path
        table = Table(values={}, lines=lines, problems=problems, name=name, number=number)
        table.note(clash.words, key, clash.name)
    return rules, problems


def _flags(top: Table) -> tuple[tuple[Flag, ...], dict[str, int]]:
    """The flags as shipped, with those of the file in their place or after them; and the number of each in the file."""
    found = {flag.name: flag for flag in SHIPPED.flags}
    numbers: dict[str, int] = {}
    for table in top.several("flag"):
        table.only(FLAG_KEYS)
        name = _name(table)
        known = found.get(name)
        if "categories" not in table.values:
            table.note("categories is missing: what your diaries call it; [] turns the flag off")
        # What a file leaves out of a shipped flag stays, so that nobody loses "risk" by renaming a category.
        flag = Flag(
            name=name,
            categories=table.names("categories", ()),
            risk=table.choice("risk", known.risk if known else False),
            visit=table.choice("visit", known.visit if known else False),
        )
        if not name:
            continue
        if name in numbers:
            table.note(f"the flag '{name}' stands here for the second time; put its categories into one list", "name")
            continue
        near = () if known else get_close_matches(name, [each.name for each in SHIPPED.flags], n=1, cutoff=0.85)
        if near:
            table.note(
                f"'{name}' can be taken for '{near[0]}', which policies name: write that, or another name", "name"
            )
        numbers[name] = table.number
        found[name] = replace(known, categories=flag.categories, risk=flag.risk, visit=flag.visit) if known else flag
    return tuple(found.values()), numbers


def _name(table: Table) -> str:
    """The flag's name; empty when it is missing or noted as wrong."""
    name = table.values.get("name")
    if name is None:
        table.note('name is missing: what policies call it, like name = "two-workers"')
    elif not isinstance(name, str) or not FLAG_NAME.fullmatch(name) or len(name) > 40:
        table.note('must be small letters and digits with hyphens between words, like "two-workers"', "name")
    else:
        return name
    return ""


def _sites(top: Table) -> tuple[Place, ...]:
    value = top.values.get("sites", [])
    if not isinstance(value, list):
        top.note('must be a list, like ["Town Hall, 1 High Street, S60 1AE"]', "sites")
        return ()
    places: list[Place] = []
    for number, written in enumerate(value, 1):
        try:
            places.append(read_site(written))
        except ValueError as error:
            shown = written if isinstance(written, str) else ""
            if isinstance(written, dict):
                shown = next((each for each in written.values() if isinstance(each, str) and each), "")
            top.note(f"entry {number}: {error}", "sites", shown)
    return tuple(places)
