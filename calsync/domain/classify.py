"""Event and rules -> whether it is a visit, with the reasons in a manager's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from calsync.domain.model import Event, Place, PlaceKind, Recognition, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an organisation's diaries mean: its categories and its own sites."""

    visit_categories: tuple[str, ...] = ("Home visit", "Visit")
    not_visit_categories: tuple[str, ...] = ("Not a visit",)
    done_categories: tuple[str, ...] = ("Visit done",)
    risk_categories: tuple[str, ...] = ("High risk",)
    sites: tuple[Place, ...] = ()


def fold(words: str) -> str:
    """`words` without case, doubled spaces and surrounding punctuation: how two spellings are compared."""
    return " ".join(words.casefold().replace(",", " ").replace(".", " ").split())


def carries(categories: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    """The first of an entry's categories that is one of `wanted`, in any case and spacing; empty if none is."""
    folded = {fold(each) for each in wanted}
    return next((each for each in categories if fold(each) in folded), "")


def same_place(one: Place, other: Place) -> bool:
    """Whether two locations name the same door, as far as can be said from their words.

    A postcode covers a dozen or more doors: where both name a house, the houses must agree too.
    """
    if one.postcode and other.postcode and one.postcode != other.postcode:
        return False
    if one.street and other.street:
        return fold(one.street) == fold(other.street)
    if one.postcode and other.postcode:
        return True
    return bool(one.text.strip()) and fold(one.text) == fold(other.text)


def _own_site(place: Place, sites: tuple[Place, ...]) -> str:
    """The organisation's own site that a place is; empty if it is none of them."""
    said = fold(place.text)
    for site in sites:
        name = fold(site.text.split(",")[0])
        # "Town Hall, committee room 2" is the Town Hall; "14 Town Hall Lane" is somebody's home.
        named = bool(name) and not place.is_address and f" {name} " in f" {said} "
        if named or same_place(place, site):
            return site.text
    return ""


def recognise(event: Event, rules: Rules, *, in_hours: bool = True) -> Recognition:
    """Whether an event is lone work away from base, by the first rule that speaks.

    `in_hours` says whether it begins within the person's own working hours: outside them a place alone makes no visit
    (law 15).

    Categories decide alone; then what takes no time or is nobody's business is left out; then the location decides:
    an address that is none of the organisation's own sites is a visit.
    """
    risk = bool(carries(event.categories, rules.risk_categories))

    def verdict(tag: Tag, rule: str, *reasons: str) -> Recognition:
        return Recognition(tag=tag, matched_by=rule, reasons=reasons, risk=risk and tag is Tag.VISIT)

    if event.cancelled:
        return verdict(Tag.NONE, "cancelled", "The entry was cancelled.")
    if event.declined:
        return verdict(Tag.NONE, "declined", "The worker declined it.")
    if category := carries(event.categories, rules.visit_categories):
        return verdict(Tag.VISIT, "category", f'Its category "{category}" says that it is a visit.', *_times(event))
    if risk:
        category = carries(event.categories, rules.risk_categories)
        return verdict(Tag.VISIT, "category", f'Its category "{category}" is used for visits alone.', *_times(event))
    if category := carries(event.categories, rules.not_visit_categories):
        return verdict(Tag.NONE, "category", f'Its category "{category}" says that it is no visit.')
    if event.private:
        return verdict(Tag.NONE, "private", "It is marked private, and nothing but a visit category opens it.")
    if event.away:
        return verdict(Tag.NONE, "away", "It is shown as out of office.")
    if event.free:
        return verdict(Tag.NONE, "free", "It is shown as free.")
    if event.all_day:
        return verdict(Tag.NONE, "all-day", "It lasts all day and has no visit category.")
    if not in_hours:
        return verdict(Tag.NONE, "outside-hours", "It is outside the person's working hours and has no visit category.")
    return _by_location(event, rules, verdict)


def _times(event: Event) -> tuple[str, ...]:
    return ("It lasts all day, so nobody knows when it ends: it has no deadline.",) if event.all_day else ()


def _by_location(event: Event, rules: Rules, verdict: Callable[..., Recognition]) -> Recognition:
    place = event.place
    if place.kind is PlaceKind.ROOM:
        return verdict(Tag.NONE, "room", "Its location is a meeting room.")
    if site := _own_site(place, rules.sites):
        return verdict(Tag.NONE, "own-site", f"Its location is the organisation's own site: {site}.")
    if place.is_address:
        read = place.postcode or place.street
        reasons = [f'Its location has an address ("{read}") that is none of the organisation\'s own sites.']
        if event.online:
            # Outlook adds a Teams link to any meeting by itself; the address is what somebody wrote.
            reasons.append("It is an online meeting too, but the street address counts.")
        return verdict(Tag.VISIT, "location", *reasons)
    if event.online:
        return verdict(Tag.NONE, "online", "It is an online meeting.")
    if place.text.strip():
        return verdict(Tag.NONE, "location", "Its location holds no postcode and no street address.")
    return verdict(Tag.NONE, "no-location", "It has no visit category and no location.")
