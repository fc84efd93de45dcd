"""What the location and the subject say together: the place first, then the words that speak for or against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from calsync.domain.classify import place_words as at_
from calsync.domain.classify.by_place import ADDRESS, NOWHERE, TOWN, UNREAD, Where
from calsync.domain.classify.by_subject import Said
from calsync.domain.model import Tag, VisitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A tag with the rule that decided, and what spoke for the tag and against it."""

    tag: Tag
    rule: str
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    kind: VisitKind = VisitKind.HOME

    def doubted(self, rule: str, reason: str) -> Verdict:
        """The same as no more than a possible visit; the doubt is what decided."""
        return replace(self, tag=Tag.POSSIBLE, rule=rule, reasons=(reason, *self.reasons))


def weigh(said: Said, where: Where, *, site: str, online: bool, elsewhere: bool) -> Verdict:
    """Whether it is a visit by its location and its subject.

    `site` is the organisation's own site that the location is, empty for none. `online` says that it is an online
    meeting, `elsewhere` that the worker is shown as working elsewhere.
    """
    place, subject = _place_says(where, site), _subject_says(said)
    if where.kind == at_.PUBLIC and _met_there(said, where) and not _speaks_against(said, where):
        return Verdict(tag=Tag.POSSIBLE, rule="location", reasons=(place, "Its subject looks like a person or a case."))
    base = site or where.kind in (at_.ROOM, at_.OWN_HOME) or (where.kind == at_.HOME and elsewhere)
    if base or where.kind == at_.PUBLIC:
        rule = "own-site" if site else where.kind
        if said.clear:
            return Verdict(tag=Tag.POSSIBLE, rule=rule, reasons=(subject,), against=(place,), kind=_kind(said, where))
        return Verdict(tag=Tag.NONE, rule=rule, reasons=(place,))
    if not said.clear and (against := _speaks_against(said, where)):
        return _against(said, where, against, place)
    if where.kind in (ADDRESS, at_.DWELLING):
        reasons = [place] + ([subject] if said.clear else [])
        if online:
            # Outlook adds a Teams link to any meeting by itself; the address is what somebody wrote.
            reasons.append("It is an online meeting too, but the address counts.")
        return Verdict(tag=Tag.VISIT, rule="location", reasons=tuple(reasons), kind=_kind(said, where))
    if where.kind in (at_.SCHOOL, at_.OTHER, at_.CARE_HOME):
        sees = where.kind in (at_.SCHOOL, at_.CARE_HOME) and said.sees
        tag = Tag.VISIT if said.clear or sees else Tag.POSSIBLE
        reasons = [place] + ([subject] if said.clear or said.sees else [])
        if said.clear:
            reasons.reverse()
        return Verdict(
            tag=tag, rule="subject" if said.clear else "location", reasons=tuple(reasons), kind=_kind(said, where)
        )
    return _without_a_door(said, where, place, subject, online=online)


def _without_a_door(said: Said, where: Where, place: str, subject: str, *, online: bool) -> Verdict:
    screen = where.kind == at_.ONLINE or (online and where.kind in (NOWHERE, UNREAD, at_.UNKNOWN))
    kind = _kind(said, where)
    if said.clear:
        if screen:
            against = (place if where.kind == at_.ONLINE else "It is an online meeting.",)
            return Verdict(tag=Tag.POSSIBLE, rule="subject", reasons=(subject,), against=against, kind=kind)
        return Verdict(tag=Tag.VISIT, rule="subject", reasons=(subject,), kind=kind)
    if screen:
        return Verdict(tag=Tag.NONE, rule="online", reasons=("It is an online meeting.",))
    if said.weak:
        return Verdict(tag=Tag.POSSIBLE, rule="subject", reasons=(subject,), kind=kind)
    person = bool(said.about_somebody or said.sees)
    # A place that nobody knows may be anybody's door; "home" may be the worker's own, and "tbc" any room.
    if where.kind in (TOWN, UNREAD) or (where.kind in (at_.HOME, at_.UNKNOWN) and person):
        reasons = (place, "Its subject looks like a person or a case.") if person else (place,)
        return Verdict(tag=Tag.POSSIBLE, rule="location", reasons=reasons)
    if where.kind == NOWHERE:
        if said.sees and said.about_somebody:
            return Verdict(tag=Tag.POSSIBLE, rule="subject", reasons=(subject,))
        if said.titled:
            named = "Its subject names somebody as a client is named, and nothing says that nobody is met."
            return Verdict(tag=Tag.POSSIBLE, rule="subject", reasons=(named,))
        return Verdict(tag=Tag.NONE, rule="no-location", reasons=("It has no visit category and no location.",))
    return Verdict(tag=Tag.NONE, rule="location", reasons=(place,))


def _met_there(said: Said, where: Where) -> bool:
    """Whether it may be work in a public place: with somebody housed in a hotel for now, supervised contact in a cafe.

    Friends are met in cafes too: there the subject must say what kind of work it is.
    """
    if said.about_somebody and said.sees and said.sees.casefold() not in _FRIENDS:
        return not said.clear
    said_of = where.words.casefold().replace("&", " ").split()
    lodging = bool(said_of) and (said_of[0] in at_.LODGINGS or said_of[-1] in at_.LODGINGS)
    return lodging and not said.clear and (said.about_somebody or bool(said.sees and said.client))


_FRIENDS = frozenset({"see", "seeing", "meet", "meet with", "catch", "collect", "pick up", "drop off"})


def _speaks_against(said: Said, where: Where) -> str:
    """The sentence for what in the subject speaks against a visit; empty when nothing does."""
    sees_there = bool(said.sees) and where.kind in (at_.SCHOOL, ADDRESS, at_.DWELLING)
    if said.own_none and (where.door or not said.weak):
        return f'Its subject says "{said.own_none}", which is no visit here.'
    if said.errand and not (said.titled and where.door):  # with a client's name and address it is work
        return f'Its subject is the worker\'s own errand ("{said.errand}").'
    if said.idle and not sees_there:
        return f'Its subject is no work with anybody ("{said.idle}").'
    if said.remote:
        return f'Its subject says that nobody is met in person ("{said.remote}").'
    if said.desk:
        return f'Its subject is work about visits, not a visit ("{said.desk}").'
    if (
        said.meeting
        and not (said.weak and not where.door)
        and not (sees_there and where.kind == at_.SCHOOL and said.about_somebody and not said.desk)
    ):
        return f'Its subject is a meeting ("{said.meeting}").'
    return ""


def _against(said: Said, where: Where, against: str, place: str) -> Verdict:
    """A place that a subject speaks against: an address is asked about, but for leave, travel and errands."""
    own = said.own_time and (said.errand or (not said.own_none and said.desk in ("", said.idle)))
    meets = bool(said.meeting) and said.desk in ("", said.meeting) and not said.remote
    named = where.kind in (at_.SCHOOL, at_.OTHER, at_.CARE_HOME) or (
        where.kind == NOWHERE and said.about_somebody and said.kind is not VisitKind.HOME
    )
    if said.doubted and not said.own_none:
        reasons, kind = (_subject_says(said),), _kind(said, where)
        return Verdict(tag=Tag.POSSIBLE, rule="subject", reasons=reasons, against=(against,), kind=kind)
    if said.errand and said.titled and where.kind == NOWHERE:
        # Nobody runs errands with somebody whom they call "Mrs".
        client = "Its subject names somebody as a client is named."
        return Verdict(tag=Tag.POSSIBLE, rule="subject", reasons=(client,), against=(against,))
    errand_there = said.errand and where.kind in (TOWN, UNREAD)
    if not own and (errand_there or where.door or where.kind == at_.DWELLING or (named and meets)):
        return Verdict(tag=Tag.POSSIBLE, rule="location", reasons=(place,), against=(against,), kind=_kind(said, where))
    rule = "errand" if said.errand else "subject"
    return Verdict(tag=Tag.NONE, rule=rule, reasons=(against,), against=(place,) if where.door else ())


def _kind(said: Said, where: Where) -> VisitKind:
    if where.kind == at_.SCHOOL:
        return VisitKind.SCHOOL
    if where.kind == at_.OTHER:
        return VisitKind.OTHER
    if where.kind in (ADDRESS, at_.DWELLING, at_.CARE_HOME):
        return VisitKind.HOME
    return said.kind


def _subject_says(said: Said) -> str:
    if said.clear:
        return f'Its subject says that it is a visit ("{said.clear}").'
    if said.weak:
        return f'Its subject may mean a visit ("{said.weak}").'
    return f'Its subject speaks of work with somebody ("{said.sees}").' if said.sees else ""


def _place_says(where: Where, site: str) -> str:
    if site:
        return f"Its location is the organisation's own site: {site}."
    return _SAYS.get(where.kind, "Its location holds no postcode and no street address.").format(where.words)


_SAYS = {
    ADDRESS: 'Its location has an address ("{}") that is none of the organisation\'s own sites.',
    at_.DWELLING: 'Its location is somebody\'s home ("{}").',
    at_.SCHOOL: 'Its location is a school or nursery ("{}").',
    at_.CARE_HOME: 'Its location is a care home ("{}").',
    at_.OTHER: 'Its location is a place that others run ("{}").',
    at_.PUBLIC: 'Its location is a public place ("{}").',
    at_.ROOM: "Its location is a meeting room or the office.",
    at_.OWN_HOME: "Its location is the worker's own home.",
    at_.HOME: 'Its location is "home", which may be the worker\'s own.',
    at_.ONLINE: "It is an online meeting.",
    TOWN: "Its location is a village or half a postcode, and no address.",
    NOWHERE: "It has no location.",
}
