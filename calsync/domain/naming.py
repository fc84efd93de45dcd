"""A text -> the persons whom it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from calsync.domain.classify.text import TITLED, nearly
from calsync.domain.model import Person
from calsync.domain.ordinary_names import is_ordinary, is_the_answer, named_as_word

SLIPS_FROM = 4
"""So many letters has a name that may hold a slip: a shorter one is too like ordinary words."""


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
        if not is_ordinary(parts[0]) or each in whole or named_as_word(text, parts[0])
    ]
    return list({each.id: each for each in (*whole, *titled, *first)}.values())


def meant_by(text: str, persons: Sequence[Person]) -> list[Person]:
    """Whom an answer to "whose?" names: any part of a name is enough, else one with a slip; empty when nobody."""
    found = named_in(text, persons)
    _, rest = _whole(text, persons)
    written = rest.split()
    known = {part for each in found for part in _parts(each)}

    def holding(like: Callable[[str, str], bool]) -> list[Person]:
        parts = {
            each.id: [part for part in _parts(each) if len(part) > 1 and _is_meant(text, part)] for each in persons
        }
        return [each for each in persons if any(like(word, part) for word in written for part in parts[each.id])]

    exact = [each for each in holding(_is_part) if not known.intersection(_parts(each))]
    return [*found, *exact] or holding(_is_slip)


def namesakes(person: Person, persons: Sequence[Person]) -> list[Person]:
    """The others among some persons who share somebody's first name."""
    return [each for each in persons if each.id != person.id and _parts(each)[:1] == _parts(person)[:1]]


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


def _is_meant(text: str, part: str) -> bool:
    """Whether that part of a name can be meant by an answer; an ordinary word is no slip in a name either."""
    return not is_ordinary(part) or named_as_word(text, part) or is_the_answer(text, part)


def _is_part(word: str, part: str) -> bool:
    return word in (part, f"{part}s")


def _is_slip(word: str, part: str) -> bool:
    if is_ordinary(word):
        return False
    if len(word) == len(part) == SLIPS_FROM - 1:
        return sorted(word) == sorted(part) and nearly(word, part)
    return len(word) >= SLIPS_FROM and len(part) >= SLIPS_FROM and nearly(word, part)
