"""What would make an entry count otherwise: each change is tried on the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from calsync.domain.classify import Rules
from calsync.domain.model import Event, Place, Recognition, Tag

Judge = Callable[[Event], Recognition]
"""What the rules say of an entry in that worker's diary."""
SOMEWHERE = Place(text="14 Elm Road", street="14 elm road")
"""A street address that is nobody's site, to see whether one would make a difference."""
THEN = {
    Tag.VISIT: "it is a visit",
    Tag.POSSIBLE: "the worker is asked whether it is one",
    Tag.NONE: "it is no visit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """Something that a person can do to the entry, and what it would be then."""

    act: str
    """The whole sentence's beginning, such as 'Give it the category "Home visit"'."""
    then: Tag


def otherwise(event: Event, rules: Rules, judge: Judge) -> tuple[Otherwise, ...]:
    """The changes to an entry that make it count otherwise, the surest first; empty when no single one does."""
    now = judge(event).tag
    found: dict[Tag, list[Otherwise]] = {}
    for act, changed in _changes(event, rules):
        then = judge(changed).tag
        # The surest way for each outcome is enough; a second one helps where it says what the entry lacks.
        if then is not now and len(found.setdefault(then, [])) < 2:
            found[then].append(Otherwise(act=act, then=then))
    return tuple(each for several in found.values() for each in several)


def _changes(event: Event, rules: Rules) -> Iterator[tuple[str, Event]]:
    if event.cancelled:
        yield "Put it back into the diary", replace(event, cancelled=False)
    if event.declined:
        yield "Accept the invitation", replace(event, declined=False)
    for names in (*rules.visit_categories.values(), rules.not_visit_categories):
        if names:
            yield f'Give it the category "{names[0]}"', replace(event, categories=(*event.categories, names[0]))
    for category in event.categories:
        left = tuple(each for each in event.categories if each != category)
        yield f'Take its category "{category}" away', replace(event, categories=left)
    if not event.place.is_address:
        yield "Write the street address into its location", replace(event, place=SOMEWHERE)
    if event.free or event.away:
        yield "Show it as busy", replace(event, free=False, away=False)
    if event.all_day:
        yield "Give it the times of the visit", replace(event, all_day=False)
