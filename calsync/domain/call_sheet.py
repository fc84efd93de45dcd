"""What the police would ask, in their order: who, where, since when, last heard, numbers, risk, what was tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.away import HANDED
from calsync.domain.home_record import home_lines
from calsync.domain.incidents import is_beside
from calsync.domain.last_heard import last_heard, not_understood
from calsync.domain.model import AlarmKind, Ask, DeadlineKind, Notification, NotificationState, Role, Visit, Watched
from calsync.domain.outside import numbers_of
from calsync.domain.scene import Scene
from calsync.domain.told import TOLD_BY_MAIL
from calsync.domain.unbelieved import PREFIX

NO_ADDRESS = "no address in the diary"
_NUMBER = re.compile(r"[\s,;:/(-]*(?<!\d)(?:\+\d|\(?0)(?:[\s()./-]*\d){9,12}(?!\d)\)?")
"""A telephone number within a place, with what sets it off from the address."""


def call_sheet(scene: Scene) -> str:
    """The call sheet as lines of label and value."""
    visit, deadline = scene.visit, scene.deadline
    asked = [each for each in scene.told if each.role is Role.WORKER and each.ask is not Ask.KNOW]
    others = [each for each in scene.told if each.role is not Role.WORKER]
    tried = [f"asked by {each.channel} at {scene.clock(each.sent)}" for each in asked if each.sent]
    tried += _told(others, scene)
    lines = [
        *([("Code word", scene.word.line)] if scene.word is not None else []),
        ("Who", scene.name(deadline.worker)),
        *_visits(scene),
        ("Since" if is_beside(deadline) else "Late since", scene.clock(deadline.due)),
        ("Last heard", last_heard(scene)),
        *(("Not understood", each) for each in not_understood(scene)),
        ("Telephone", scene.phones()),
        ("Tried", "; ".join(tried) or "nothing yet"),
    ]
    worker = scene.people.get(deadline.worker)
    if worker is not None and worker.lives_alone:
        lines.append(("Lives alone", "nobody at home would miss them"))
    lines += home_lines(scene)
    if scene.said.phone_written and household_is_asked(scene):
        lines.append(("Number in the entry", f"{scene.said.phone_written} (it may be the household's)"))
    if scene.said.back is not None:
        lines.append(("Back, says the entry", f"by {scene.clock(scene.said.back)}"))
    if visit.left_diary is not None and not visit.event_id.startswith(("outcry:", PREFIX, HANDED, TOLD_BY_MAIL)):
        lines.append(("Diary", f"the entry was taken out or moved, seen at {scene.clock(visit.left_diary)}"))
    if scene.unread_since is not None:
        lines.append(
            ("Diary", f"not read since {scene.clock(scene.unread_since)}: a change made since is not known here")
        )
    if deadline.owner is not None:
        lines.append(("Taken by", scene.name(deadline.owner)))
    lines += [("Outside", f"told, log number {number}") for number in numbers_of(deadline.outside_body)]
    return "\n".join(f"{label}: {value}" for label, value in lines)


def _visits(scene: Scene) -> list[tuple[str, str]]:
    """Where they were to be: on the visit, or on each visit of the outing, and what is known of each."""
    lines = []
    elsewhere = [each for each in scene.may_be_at if each.visit.id != scene.visit.id and each not in scene.outing]
    if elsewhere and not scene.outing:
        own = [each for each in scene.may_be_at if each.visit.id == scene.visit.id]
        places = [_place_and_time(each.visit, scene) for each in (*own, *elsewhere)]
        # That of the call itself stands there too, also when it was answered for.
        places = places if own else [_place_and_time(scene.visit, scene), *places]
        return [("They may be at", "; or at ".join(places))]
    if not scene.outing:
        risk = ", high risk" if scene.visit.risk else ""
        lines = [("Where", _place(scene.visit, scene)), ("Visit", f"{scene.span()}{risk}")]
        if (last := scene.was_last) is not None:
            lines.append(("Last visit", f"{_place_and_time(last.visit, scene)} ({_became_of(last, scene)})"))
    lines += [("They may be at", _place_and_time(each.visit, scene)) for each in elsewhere]
    for each in scene.outing:
        visit = each.visit
        risk = ", high risk" if visit.risk else ""
        times = f"{scene.clock(visit.start)} to {scene.clock(visit.end)}{risk}"
        lines.append(("Visit", f"{times}, {_place(visit, scene)} ({_became_of(each, scene)})"))
    return lines


def _place(visit: Visit, scene: Scene) -> str:
    """The place as the diary has it; without a telephone number in it while nobody is to ring the household."""
    text = visit.place.text
    return (text if household_is_asked(scene) else _NUMBER.sub("", text).strip(" ,;")) or NO_ADDRESS


def _place_and_time(visit: Visit, scene: Scene) -> str:
    day, today = (each.astimezone(ZoneInfo(scene.zone)) for each in (visit.start, scene.deadline.base))
    on = f"{day:%A} {day.day} {day:%B}, " if day.date() != today.date() else ""
    risk = ", high risk" if visit.risk else ""
    times = f"{scene.clock(visit.start)} to {scene.clock(visit.end)}"
    return f"{_place(visit, scene)}, visit of {on}{times}{risk}"


def _became_of(watched: Watched, scene: Scene) -> str:
    ends = [each for each in watched.deadlines if each.kind is DeadlineKind.VISIT_END]
    closed = [each.closed_at for each in ends if each.closed_at is not None and not each.is_open]
    return f"answered for at {scene.clock(max(closed))}" if closed else "no word since"


def household_is_asked(scene: Scene) -> bool:
    """Whether the household's number is shown: where a policy asks for it at a step of its own, from that step on.

    Such a policy may leave the step out for a visit of risk: then nobody is to ring there, but in a call for help.
    """
    deadline = scene.deadline
    if not scene.household_at_a_step or deadline.alarm is not AlarmKind.SILENCE:
        return True
    places = [place for place, step in enumerate(deadline.steps) if step.ask is Ask.CALL_HOUSEHOLD]
    return bool(places) and deadline.taken > places[0]


def _told(rows: Sequence[Notification], scene: Scene) -> list[str]:
    """Each responder who was told, once: since when, and how often since."""
    times: dict[str, list[datetime]] = {}
    for each in rows:
        # What another message carried was told by that one, at the same moment.
        told = each.recorded if each.state is NotificationState.CARRIED else each.sent
        if told is not None:
            times.setdefault(scene.name(each.recipient), []).append(told)
    return [
        f"{name} told at {scene.clock(min(sent))}"
        + (f", {len(sent)} times until {scene.clock(max(sent))}" if len(sent) > 1 else "")
        for name, sent in times.items()
    ]
