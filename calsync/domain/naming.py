"""A text -> the persons whom it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calsync.domain.classify.text import TITLED
from calsync.domain.model import Person


def named_in(text: str, persons: Sequence[Person]) -> list[Person]:
    """Whom a text names: by whole names, else by first names, or a surname behind a title; empty when nobody."""
    whole, rest = _whole(text, persons)
    titled = [
        each
        for each in persons
        if (parts := _parts(each)) and any(f" {title} {parts[-1]} " in rest for title in (*TITLED, "dr"))
    ]
    firsts = {_parts(each)[0] for each in whole}
    first = [
        each
        for each in persons
        if (parts := _parts(each)) and f" {parts[0]} " in rest and (parts[0] not in firsts or each in whole)
    ]
    return list({each.id: each for each in (*whole, *titled, *first)}.values())


def is_ambiguous(persons: Sequence[Person]) -> bool:
    """Whether several share a first name, so that only one of them may have been meant."""
    firsts = [each.name.casefold().split()[0] for each in persons]
    return len(firsts) != len(set(firsts))


def _whole(text: str, persons: Sequence[Person]) -> tuple[list[Person], str]:
    """Those whose whole names stand in a text, and its words without these, between spaces."""
    plain = text.casefold().replace("'s", "").replace("\u2019s", "")
    said, found = " ".join(re.findall(r"\w+", plain)), list[Person]()
    rest = f" {said} "
    for each in sorted(persons, key=lambda one: -len(one.name)):
        if (name := " ".join(_parts(each))) and f" {name} " in rest:
            found.append(each)
            rest = rest.replace(f" {name} ", " ")
    return [each for each in persons if each in found], rest


def _parts(person: Person) -> list[str]:
    return re.findall(r"\w+", person.name.casefold())
