"""Event and rules -> whether it is a visit, with the reasons in a manager's words."""

from __future__ import annotations

from collections.abc import Callable

from calsync.domain.classify.names import carries
from calsync.domain.classify.places import own_site
from calsync.domain.classify.rules import Rules
from calsync.domain.model import Event, PlaceKind, Recognition, Tag, VisitKind


def recognise(event: Event, rules: Rules, *, in_hours: bool = True) -> Recognition:
    """Whether an event is lone work away from base, by the first rule that speaks.

    `in_hours` says whether it begins within the person's own working hours: outside them a place alone makes no visit
    (law 15).

    Categories decide alone; then what takes no time or is nobody's business is left out; then the location decides:
    an address that is none of the organisation's own sites is a visit.
    """
    flags = tuple(flag for flag in rules.flags if carries(event.categories, flag.categories))
    risk = any(flag.risk for flag in flags)

    def verdict(tag: Tag, rule: str, *reasons: str, kind: VisitKind = VisitKind.HOME) -> Recognition:
        return Recognition(
            tag=tag,
            kind=kind,
            matched_by=rule,
            reasons=reasons,
            risk=risk and tag is not Tag.NONE,
            flags=tuple(flag.name for flag in flags),
        )

    if event.cancelled:
        return verdict(Tag.NONE, "cancelled", "The entry was cancelled.")
    if event.declined:
        return verdict(Tag.NONE, "declined", "The worker declined it.")
    for kind, categories in rules.visit_categories.items():
        if category := carries(event.categories, categories):
            says = f'Its category "{category}" says that it is a visit.'
            return verdict(Tag.VISIT, "category", says, *_times(event), kind=kind)
    if category := next((carries(event.categories, flag.categories) for flag in flags if flag.visit), ""):
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
    if site := own_site(place, rules.sites):
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
