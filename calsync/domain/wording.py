"""Every sentence that a person reads in a message: what happened, since when, what to do now, what happens next.

A message to the worker never speaks of alarm, police or escalation (law 7). Names and addresses of the people visited
stand in no subject (law 15); a responder's mail carries the whole call sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from calsync.domain.answering import EXTENDED, KNOW, LIMITED, NOT_TAKEN, STOOD_DOWN, UNCLEAR
from calsync.domain.deadlines import latest
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import (
    AlarmKind,
    Answer,
    Ask,
    Channel,
    Deadline,
    Notification,
    People,
    Role,
    Tag,
    Visit,
)
from calsync.domain.model.said import Said
from calsync.domain.unbelieved import PREFIX, is_unbelieved

ROLE_WORDS = {
    Role.WORKER: "the worker",
    Role.LINE_MANAGER: "the line manager",
    Role.DEPUTY: "the deputy",
    Role.BUDDY: "the buddy",
    Role.NAMED_COLLEAGUE: "the named colleague",
    Role.ADMIN: "the administrator",
    Role.SENIOR_MANAGEMENT: "senior management",
    Role.DELIVERY_MANAGER: "the Delivery Manager",
    Role.SAFEGUARDING_LEAD: "the safeguarding lead",
    Role.DUTY_MANAGER: "the duty manager",
    Role.OUT_OF_HOURS: "the out-of-hours contact",
}

ASK_WORDS = {
    Ask.CALL_WORKER: "ring the worker",
    Ask.CALL_HOUSEHOLD: "ring the household",
    Ask.CALL_HOME: "ring the worker's home",
    Ask.GO_AND_LOOK: "go and look, in twos",
    Ask.TAKE_OVER: "take over",
    Ask.INFORM_EMERGENCY_SERVICES: "inform the emergency services",
    Ask.CALL_POLICE: "call the police",
    Ask.CHECK_IN: "say whether they are out and safe",
    Ask.KNOW: "know of it",
    Ask.APPROVE: "approve",
    Ask.CONFIRM: "confirm",
    Ask.IS_IT_A_VISIT: "say whether it is a visit",
}

HOW_TO_ANSWER = """Answer this mail in a few words:
- "left, all fine": you have left and you are safe
- "+30" or "until 16:15": you need more time
- "still here": all is well, but the visit is not over
- "call me": something is wrong, and you want a call now"""

NO_VISIT = '- "not a visit": it is none'

NOT_GOING = '- "not going": the visit does not take place'


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a message may speak of."""

    deadline: Deadline
    visit: Visit
    people: People
    answers: Sequence[Answer] = ()
    told: Sequence[Notification] = ()
    agencies: Sequence[str] = ()
    unread_since: datetime | None = None
    """Since when the worker's diary can't be read; None: it can."""
    zone: str = "Europe/London"
    said: Said = field(default_factory=Said)
    """What the entry says besides; empty in whatever goes to the worker, or by another channel than mail (law 15)."""

    def clock(self, moment: datetime) -> str:
        """A moment as people read it: local, hours and minutes."""
        return moment.astimezone(ZoneInfo(self.zone)).strftime("%H:%M")

    def name(self, person_id: str) -> str:
        """A person's name, or a plain word where it is not known."""
        person = self.people.get(person_id)
        return person.name if person is not None else "a colleague"


def compose(
    notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]] = ()
) -> tuple[str, str]:
    """The subject and the plain text of a message; `also` are those that were folded into it after darkness."""
    if notification.role is Role.WORKER:
        title, body = _to_worker(notification, scene, also)
    else:
        title, body = _to_responder(notification, scene)
    parts = [notification.note, body] if notification.step == NOT_TAKEN else [body, notification.note]
    if also and notification.role is not Role.WORKER:
        parts.append('There is more. An answer "I have it" counts for all of it, "close" for the one above alone.')
        parts += [
            f"{_duty(each, about, about.name(about.deadline.worker))}\n\n{call_sheet(about)}" for each, about in also
        ]
    return f"{title} [{notification.token}]", "\n\n".join(part for part in parts if part) + "\n"


# --- the worker --------------------------------------------------------------------------------------------


def _to_worker(notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> tuple[str, str]:
    visit, deadline = scene.visit, scene.deadline
    span = _span(scene)
    possible = visit.tag is Tag.POSSIBLE
    if notification.step == UNCLEAR and possible:
        return _still_unclear(scene, over=notification.recorded >= visit.end)
    if notification.ask is Ask.IS_IT_A_VISIT:
        return _is_it_a_visit(notification, scene, also)
    if notification.step == DIARY_CHANGED:
        what = "Your entry of {}, which may be a visit," if possible else "Your visit of {}"
        return (
            "Are you not going, or have you finished?",
            f"{what.format(span)} is no longer in your diary as it was. Are you not going, or have you finished and "
            f"are you safe?\n\n{HOW_TO_ANSWER}\n{NOT_GOING}\n\n"
            f"Until you answer, your time stays at {scene.clock(deadline.due)}.",
        )
    if notification.step == UNCLEAR:
        return (
            "Have you left?",
            "It was not clear from your answer whether you have left and are safe. Please answer once more.\n\n"
            + HOW_TO_ANSWER,
        )
    if notification.step == LIMITED:
        return (
            "Your new time",
            f"Your time can be moved to {scene.clock(latest(deadline))} at the latest; it is now "
            f"{scene.clock(deadline.due)}. If you need longer, please ring your line manager.",
        )
    if notification.ask is Ask.CONFIRM:
        return (
            "Your visit has no times",
            "Today's diary has a visit that lasts all day, so nobody knows when you are due back, and nobody is told "
            "if you are not. Please give the entry a start and an end, or make one entry for each visit. Are you not "
            'going? Answer "not going".',
        )
    if deadline.late_entry:
        return (
            "Are you back and safe?",
            f"{'An entry' if possible else 'A visit'} of {span}{', which may be a visit,' if possible else ''} was "
            "entered in your diary after it had ended. Have you left, and are you safe?\n\n"
            f"{HOW_TO_ANSWER}" + (f"\n{NO_VISIT}" if possible else ""),
        )
    if possible:
        return (
            "Have you left?",
            f"Your entry of {span} may be a visit, and was to end at {scene.clock(deadline.due)}. If it is one: have "
            f"you left, and are you safe?\n\n{HOW_TO_ANSWER}\n{NO_VISIT}\n\n"
            "If no word comes, your line manager asks you.",
        )
    return (
        "Have you left?",
        f"Your visit was to end at {scene.clock(deadline.due)}. Have you left, and are you safe?\n\n{HOW_TO_ANSWER}\n\n"
        "If no word comes, a colleague rings you.",
    )


def _still_unclear(scene: Scene, *, over: bool) -> tuple[str, str]:
    """The one question, asked back: two in one would make a "yes" to the first of them a "safe" (law 6)."""
    lines = ['- "yes": it is a visit', '- "no": it is none']
    if over:
        lines.append('- "left, all fine": it was one, and you are out of it and safe')
    return (
        "Is it a visit?",
        f"Your answer about the entry of {_span(scene)} was not clear. Is it a visit?\n\nAnswer this mail:\n"
        + "\n".join(lines),
    )


def _is_it_a_visit(
    notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]
) -> tuple[str, str]:
    """Whether one entry, or each of several of one moment, is a visit; several have the numbers of `in_order`."""
    begins = notification.recorded >= scene.visit.start
    again = f"If you do not answer, you are asked again when it {'ends' if begins else 'begins'}."
    # What lasts all day has no end to be asked at.
    is_one = "it is a visit, and you are asked at its end whether you are out and safe"
    is_one = "it is a visit, and you are asked for its times" if scene.deadline.late_entry else is_one
    listed = in_order([(notification, scene.visit), *((each, about.visit) for each, about in also)])
    scenes = {notification.id: scene, **{each.id: about for each, about in also}}
    asked = [(row.number or place, scenes[row.id]) for place, row in enumerate(listed, 1)]
    asked = [(number, each) for number, each in asked if each.deadline.is_open]
    if len(asked) == 1 and len(listed) == 1:
        return (
            "Is it a visit?",
            f"Your diary has an entry that may be a visit: {_entry(asked[0][1], notification)}. Is it one?\n\n"
            f'Answer this mail:\n- "yes": {is_one}\n'
            '- "no": it is none, and you are not asked again about entries like it\n\n'
            + ("" if scene.deadline.late_entry else again),
        )
    lines = "\n".join(f"{number}. {_entry(each, notification)}" for number, each in asked)
    return (
        "Are these visits?",
        f"Your diary has entries today that may be visits:\n\n{lines}\n\nAre they?\n\n"
        'Answer this mail, for each by its number, such as "1 yes, 2 no", or for all of them:\n'
        '- "yes": it is a visit, and you are asked at its end whether you are out and safe\n'
        '- "no": it is none, and you are not asked again about entries like it\n\n'
        f"Where you do not answer, you are asked again when it {'ends' if begins else 'begins'}.",
    )


def in_order(rows: Sequence[tuple[Notification, Visit]]) -> list[Notification]:
    """The questions of one list in the order of their numbers, counted from 1: by when each entry begins.

    What was numbered keeps its number, whatever is closed or moved meanwhile, so that an answer never means another
    entry than the one it names.
    """
    return [row for row, _ in sorted(rows, key=lambda each: (each[0].number, each[1].start, each[0].id))]


def _span(scene: Scene) -> str:
    return f"{scene.clock(scene.visit.start)} to {scene.clock(scene.visit.end)}"


def _entry(scene: Scene, notification: Notification) -> str:
    """An entry as its worker knows it again: by its times, and in a mail by their own words."""
    subject = " ".join(scene.visit.subject.split())
    return f'{_span(scene)}, "{subject}"' if subject and notification.channel is Channel.MAIL else _span(scene)


# --- responders --------------------------------------------------------------------------------------------


def _to_responder(notification: Notification, scene: Scene) -> tuple[str, str]:
    deadline = scene.deadline
    worker = scene.name(deadline.worker)
    if notification.ask is Ask.IS_IT_A_VISIT:
        return _possibly_a_visit(scene, worker)
    if notification.step == STOOD_DOWN:
        closer = scene.name(deadline.closed_by or "")
        when = scene.clock(deadline.closed_at or deadline.due)
        if scene.visit.tag is Tag.POSSIBLE and deadline.alarm is AlarmKind.SILENCE:
            return (
                f"Settled: {worker}",
                f"What was possibly a visit of {worker} was settled at {when} by {closer}: "
                f"{deadline.reason.rstrip('. ')}.\n\nThere is nothing more to do.",
            )
        return (
            f"Stand down: {worker}",
            f"The alarm for {worker} was closed at {when} by {closer}: {deadline.reason.rstrip('. ')}.\n\n"
            "There is nothing more to do.",
        )
    if notification.step == NOT_TAKEN:
        return f"Not done: your answer about {worker}", call_sheet(scene)
    if notification.step == EXTENDED and scene.visit.tag is Tag.POSSIBLE:
        return (
            f"New time for {worker}",
            f"{worker} has been in touch: what may be a visit now ends at {scene.clock(deadline.due)}. They are asked "
            "again then, and you are not.",
        )
    if notification.step == EXTENDED:
        return (
            f"New time for {worker}",
            f"{worker} has been in touch: the visit now ends at {scene.clock(deadline.due)}. There is nothing to do "
            "until then; you will be told if no word comes.",
        )
    if notification.step == KNOW:
        return (
            f"For you to know: {worker} is still being looked for",
            f"{scene.name(deadline.owner or '')} has had the alarm for {worker} for a while and still has it. There is "
            f"nothing for you to do yet.\n\n{call_sheet(scene)}",
        )
    late = _lateness(notification.recorded - deadline.due)
    title = {
        AlarmKind.SILENCE: f"ALARM: {worker} is {late} late",
        AlarmKind.HELP: f"ALARM: {worker} asks for help",
        AlarmKind.DURESS: f"ALARM: {worker} gave the code word. Do not ring them before you have read this",
    }[deadline.alarm]
    parts = [
        _duty(notification, scene, worker),
        call_sheet(scene),
        _how_responders_answer(notification, deadline),
        _next(scene),
    ]
    return title, "\n\n".join(part for part in parts if part)


def _possibly_a_visit(scene: Scene, worker: str) -> tuple[str, str]:
    """The one message about what may be a visit: it says why, and that nobody else is told."""
    said = (*scene.visit.reasons, *(f"Although: {reason}" for reason in scene.visit.against))
    why = "\n".join(f"- {reason}" for reason in said)
    asked = "They were asked, and have not said whether it is one, nor that they are out and safe."
    act = f"Please ask them: {_phones(scene)}. Nobody else is told, and this is not sent again."
    if is_unbelieved(scene.visit):
        asked = "They gave the code word, and said with it that such an entry is none. That is not believed."
        act = (
            "Do not ring them before you know of that alarm: tell whoever has it of this entry. Nobody else is told, "
            f"and this is not sent again. Their number: {_phones(scene)}."
        )
    parts = [
        f"{worker} has an entry in their diary of {_span(scene)} that may be a visit. {asked}",
        act,
        f"Why it may be a visit:\n{why}" if why else "",
        call_sheet(scene),
        'Answer this mail:\n- "a visit": it is one, and is watched as such from now on\n'
        '- "not a visit: it was a team meeting": it is none, and why\n'
        '- "close: safe and well, I spoke to them": it is over, and why',
    ]
    return f"Possibly a visit: {worker}", "\n\n".join(part for part in parts if part)


def _lateness(late: timedelta) -> str:
    whole = max(0, int(late.total_seconds() // 60))
    if whole == 1:
        return "1 minute"
    return f"{whole} minutes" if whole < 120 else f"{whole // 60} hours"


def _duty(notification: Notification, scene: Scene, worker: str) -> str:
    """What happened, and the one thing to do now."""
    deadline = scene.deadline
    phones = _phones(scene)
    since = scene.clock(deadline.due)
    if deadline.alarm is AlarmKind.DURESS:
        happened = f"{worker} gave the code word: they may be held or threatened, and whoever is there may hear a call."
    elif deadline.alarm is AlarmKind.HELP:
        happened = f"{worker} asked for help at {scene.clock(deadline.base)}."
    elif notification.ask.outside_body:
        happened = f"{worker} was to be out of a visit by {since} and has not said that they are safe."
    else:
        happened = f"{worker} was to be out of a visit by {since} and has not answered."
    if deadline.outside_body:
        act = (
            f"The emergency services were told, log number {deadline.outside_body}. Ring {worker}: {phones}. Once you "
        )
        act += "have spoken to them, stand the services down by that number, and then close."
        return f"{happened}\n\n{act}"
    match notification.ask:
        case Ask.CALL_WORKER:
            act = f"Please ring {worker} now: {phones}."
        case Ask.INFORM_EMERGENCY_SERVICES | Ask.CALL_POLICE:
            first = "" if deadline.alarm is AlarmKind.DURESS else f"Ring {worker} once now: {phones}. No answer: "
            agencies = "; ".join(scene.agencies)
            inform = f"dial 999 yourself with the sheet below{', and inform: ' + agencies if agencies else ''}."
            act = (first + inform)[0].upper() + (first + inform)[1:]
            act += " If they decline to go: say who goes to look, in twos. calsync dials nobody."
        case _:
            act = f"You are asked to {ASK_WORDS[notification.ask]}."
    return f"{happened}\n\n{act}"


def _phones(scene: Scene) -> str:
    person = scene.people.get(scene.deadline.worker)
    numbers = [person.mobile, *person.phones] if person is not None else []
    return " or ".join(dict.fromkeys(number for number in numbers if number)) or "no number is known"


def call_sheet(scene: Scene) -> str:
    """What the police would ask, in their order: who, where, since when, last heard, numbers, risk, what was tried."""
    visit, deadline = scene.visit, scene.deadline
    heard = [answer for answer in scene.answers if answer.who == deadline.worker]
    last = heard[-1] if heard else None
    known = f'{scene.clock(last.sent)}: "{last.words or last.kind}"' if last else "nothing since the visit began"
    asked = [each for each in scene.told if each.role is Role.WORKER and each.sent is not None]
    others = [each for each in scene.told if each.role is not Role.WORKER and each.sent is not None]
    tried = [f"asked by {each.channel} at {scene.clock(each.sent)}" for each in asked if each.sent]
    tried += _told(others, scene)
    lines = [
        ("Who", scene.name(deadline.worker)),
        ("Where", visit.place.text or "no address in the diary"),
        ("Visit", f"{scene.clock(visit.start)} to {scene.clock(visit.end)}" + (", high risk" if visit.risk else "")),
        ("Late since", scene.clock(deadline.due)),
        ("Last heard", known),
        ("Telephone", _phones(scene)),
        ("Tried", "; ".join(tried) or "nothing yet"),
    ]
    if scene.said.phone_written:
        lines.append(("Number in the entry", f"{scene.said.phone_written} (it may be the household's)"))
    if scene.said.back is not None:
        lines.append(("Back, says the entry", f"by {scene.clock(scene.said.back)}"))
    if visit.left_diary is not None and not visit.event_id.startswith(("outcry:", PREFIX)):
        lines.append(("Diary", f"the entry was taken out or moved, seen at {scene.clock(visit.left_diary)}"))
    if scene.unread_since is not None:
        lines.append(
            ("Diary", f"not read since {scene.clock(scene.unread_since)}: a change made since is not known here")
        )
    if deadline.owner is not None:
        lines.append(("Taken by", scene.name(deadline.owner)))
    if deadline.outside_body:
        lines.append(("Outside", f"told, log number {deadline.outside_body}"))
    return "\n".join(f"{label}: {value}" for label, value in lines)


def _told(rows: Sequence[Notification], scene: Scene) -> list[str]:
    """Each responder who was told, once: since when, and how often since."""
    times: dict[str, list[datetime]] = {}
    for each in rows:
        if each.sent is not None:
            times.setdefault(scene.name(each.recipient), []).append(each.sent)
    return [
        f"{name} told at {scene.clock(min(sent))}"
        + (f", {len(sent)} times until {scene.clock(max(sent))}" if len(sent) > 1 else "")
        for name, sent in times.items()
    ]


def _how_responders_answer(notification: Notification, deadline: Deadline) -> str:
    lines = ["Answer this mail:", '- "I have it": you are looking after it']
    if deadline.outside_body:
        lines.append(f'- "stood down, log {deadline.outside_body}": they are told that it is over; then:')
    elif notification.ask.outside_body:
        lines.append('- "999 called, log 123": the emergency services are told')
    lines.append('- "close: safe and well, I spoke to them": it is over, and why')
    return "\n".join(lines)


def _next(scene: Scene) -> str:
    """What happens next, and when, if nobody does anything."""
    deadline = scene.deadline
    if deadline.next_step_at is None:
        return ""
    when = scene.clock(deadline.next_step_at)
    if deadline.taken < len(deadline.steps):
        step = deadline.steps[deadline.taken]
        if deadline.base + step.after == deadline.next_step_at:
            who = " and ".join(ROLE_WORDS[role] for role in step.roles)
            return f"Next: at {when} {who} is asked to {ASK_WORDS[step.ask]}."
    return f"Next: at {when} this is sent again, and again until somebody closes it."
