"""What the police would ask, in their order, so that it can be read aloud on the telephone without looking about.

Who, where, since when, last heard, known risk, vehicle, description, what was tried, the log number; and if they
decline: who goes to look, in twos. What nobody has recorded is named as missing, so that nobody looks for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.attempts import attempt_lines
from calsync.domain.away import HANDED
from calsync.domain.drills import PREFIX as DRILL
from calsync.domain.drills import is_drill
from calsync.domain.holding import holders
from calsync.domain.home_record import home_lines, is_opened
from calsync.domain.incidents import is_beside, is_outcry
from calsync.domain.last_heard import (
    FROM_A_STRANGER,
    LAST_HEARD,
    NOT_UNDERSTOOD,
    from_strangers,
    last_heard,
    not_understood,
)
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    DeadlineKind,
    Notification,
    NotificationState,
    Role,
    Visit,
    Watched,
)
from calsync.domain.one_line import TOLD_BY_MAIL
from calsync.domain.outside import numbers_of
from calsync.domain.scene import Scene, all_of
from calsync.domain.unbelieved import PREFIX

_RISKS = {
    "domestic-abuse": "domestic abuse",
    "threats": "threats or violence",
    "unknown-family": "an unknown family",
    "remote-area": "a remote area",
}
"""What of the flags of an entry the police would ask about."""
NO_ADDRESS = "no address in the diary"
_NUMBER = re.compile(r"[\s,;:/(-]*(?<!\d)(?:\+\d|\(?0)(?:[\s()./-]*\d){9,12}(?!\d)\)?")
"""A telephone number within a place, with what sets it off from the address."""


def call_sheet(scene: Scene) -> str:
    """The call sheet as lines of label and value."""
    visit, deadline = scene.visit, scene.deadline
    told = [each for each in scene.told if each.channel is not Channel.WEBHOOK]  # which tells nobody
    asked = [each for each in told if each.role is Role.WORKER and each.ask is not Ask.KNOW]
    others = [each for each in told if each.role is not Role.WORKER]
    tried = [f"asked by {each.channel} at {scene.clock(each.sent)}" for each in asked if each.sent]
    tried += _told(others, scene)
    lines = [
        *([("Code word", scene.word.line)] if scene.word is not None else []),
        ("Who", scene.name(deadline.worker)),
        ("Telephone", scene.phones()),
        *_visits(scene),
    ]
    if scene.said.phone_written and household_is_asked(scene):
        lines.append(("Number in the entry", f"{scene.said.phone_written} ({_whose(scene)})"))
    lines += [
        ("Since" if is_beside(deadline) else "Late since", scene.clock(deadline.due)),
        (LAST_HEARD, last_heard(scene)),
        *((FROM_A_STRANGER, each) for each in from_strangers(scene)),
        *((NOT_UNDERSTOOD, each) for each in not_understood(scene)),
    ]
    if scene.said.back is not None:
        lines.append(("Back, says the entry", f"by {scene.clock(scene.said.back)}"))
    if visit.left_diary is not None and not visit.event_id.startswith(("outcry:", PREFIX, HANDED, TOLD_BY_MAIL, DRILL)):
        lines.append(("Diary", f"the entry was taken out or moved, seen at {scene.clock(visit.left_diary)}"))
    if scene.unread_since is not None:
        lines.append(
            ("Diary", f"not read since {scene.clock(scene.unread_since)}: a change made since is not known here")
        )
    lines.append(("Known risk", _risk(scene)))
    worker = scene.people.get(deadline.worker)
    if worker is not None and worker.lives_alone:
        lines.append(("Lives alone", "nobody at home would miss them"))
    lines += home_lines(scene)
    lines.append(("Tried", "; ".join(tried) or "nothing yet"))
    lines += attempt_lines(scene)
    if deadline.owner is not None:
        lines.append(("Taken by", scene.name(deadline.owner)))
    lines += _outside(scene)
    # A line break in what somebody has written must not begin a line that looks like one of these.
    return "\n".join(f"{label}: {' '.join(value.split())}" for label, value in lines)


def _risk(scene: Scene) -> str:
    """What the diary marks; what for, from the step on from which the police may be told, and in a mail alone."""
    visits = [each.visit for each in scene.outing] or [scene.visit]
    marked = ["high risk"] if any(each.risk for each in visits) else []
    if scene.by_mail and is_opened(scene.deadline):
        marked += [words for flag, words in _RISKS.items() if any(flag in each.flags for each in visits)]
    return f"{', '.join(marked)}, as the diary marks it" if marked else "none is marked in the diary"


def _outside(scene: Scene) -> list[tuple[str, str]]:
    """The log numbers, and who goes if nobody else does: from the step on that asks for an outside body."""
    deadline = scene.deadline
    told = [("Outside", f"told, log number {number}") for number in numbers_of(deadline.outside_body)]
    if not told and (
        is_drill(scene.visit) or not any(step.ask.outside_body for step in deadline.steps[: deadline.taken])
    ):
        return []
    roles = [role for step in deadline.steps if step.ask is Ask.GO_AND_LOOK for role in step.roles]
    going = [each for role in roles for each in holders(role, scene.visit, scene.people)]
    whose = all_of([scene.name(each) for each in dict.fromkeys(going)]) if going else "whoever has this alarm"
    says = "say" if len(set(going)) > 1 else "says"
    return [
        *(told or [("Outside", "no log number yet: ask for it, and answer with it")]),
        ("If they decline", f"{whose} {says} who goes to look, in twos; nobody goes alone"),
    ]


def _whose(scene: Scene) -> str:
    """Whose number it may be, and who decides about it on a visit of risk, where somebody there may be the risk."""
    left_out = scene.visit.risk and scene.deadline.alarm is AlarmKind.SILENCE
    return "it may be the household's" + (": ring it only if the manager asks for it" if left_out else "")


def without_household(scene: Scene) -> Scene:
    """The scene with no number of the household in anything that its sheet shows."""

    def bare(visit: Visit) -> Visit:
        return replace(visit, place=replace(visit.place, text=_NUMBER.sub("", visit.place.text).strip(" ,;")))

    return replace(
        scene,
        said=replace(scene.said, phone="", phone_written=""),
        visit=bare(scene.visit),
        outing=tuple(replace(each, visit=bare(each.visit)) for each in scene.outing),
        may_be_at=tuple(replace(each, visit=bare(each.visit)) for each in scene.may_be_at),
        was_last=replace(scene.was_last, visit=bare(scene.was_last.visit)) if scene.was_last is not None else None,
    )


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
        lines = [("Where", _place(scene.visit, scene)), ("Visit", f"{_span(scene)}{risk}")]
        if (last := scene.was_last) is not None:
            lines.append(("Last visit", f"{_place_and_time(last.visit, scene)} ({_became_of(last, scene)})"))
    lines += [("They may be at", _place_and_time(each.visit, scene)) for each in elsewhere]
    for each in scene.outing:
        visit = each.visit
        risk = ", high risk" if visit.risk else ""
        times = f"{scene.clock(visit.start)} to {scene.clock(visit.end)}{risk}"
        lines.append(("Visit", f"{times}, {_place(visit, scene)} ({_became_of(each, scene)})"))
    return lines


def _span(scene: Scene) -> str:
    """From when to when the visit lasts; that none is running, of a call for help outside any."""
    return "none is running now, as far as is known" if is_outcry(scene.visit) else scene.span()


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
