"""What those read who are told of an alarm: what happened, what to do now, the call sheet, what happens next."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.answering import (
    AFTER_CLOSING,
    CLOSED_ALREADY,
    EXTENDED,
    HAND_OVER,
    KNOW,
    NOT_TAKEN,
    STILL_THERE,
    STOOD_DOWN,
    TAKEN_OVER,
)
from calsync.domain.call_sheet import call_sheet
from calsync.domain.drill_wording import NOBODY_OUTSIDE, instead_of
from calsync.domain.drills import is_drill
from calsync.domain.escalation import next_step, step_at
from calsync.domain.help_wording import closing, not_out_either, watched_again, watched_on
from calsync.domain.holding import holders
from calsync.domain.home_call_wording import ring_home
from calsync.domain.last_heard import not_read_yet
from calsync.domain.long_visit_wording import answered_during
from calsync.domain.model import AlarmKind, Ask, DeadlineKind, Notification, Role, Tag
from calsync.domain.outside import NO_LOG_YET, in_words, numbers_of
from calsync.domain.scene import ASK_WORDS, ROLE_WORDS, Scene, all_of
from calsync.domain.standing_word import RINGS
from calsync.domain.unbelieved import is_unbelieved

MINUTE = timedelta(minutes=1)
CALL_EXAMPLE = "call: they left at 3, the family says"
NO_HOUSEHOLD_NUMBER = "Please ring the household, if you can find its number: the diary has none."
SCRIPT = (
    'Say no more than: "I am trying to reach a colleague who was to see you today. Have they left, and when?" Do not '
    "say that anybody is missing, nor why they came."
)


def to_responder(notification: Notification, scene: Scene) -> tuple[str, str]:
    """The subject and the text for somebody who is told of an alarm, or of what became of one."""
    title, body = _told(notification, scene)
    if notification.step in (STOOD_DOWN, TAKEN_OVER, EXTENDED) and (said := not_read_yet(notification, scene)):
        body = f"{body}\n\n{said}"
    if scene.word is not None and not body.startswith(scene.word.first):
        body = f"{scene.word.first}\n\n{body}"
    return title, body


def _told(notification: Notification, scene: Scene) -> tuple[str, str]:
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
        if deadline.reason == STILL_THERE:
            return answered_during(scene)
        return (
            f"Stand down: {all_of((worker, *scene.beside))}",
            f"{'The alarms' if scene.beside else 'The alarm'} for {all_of((worker, *scene.beside))} "
            f"{'were' if scene.beside else 'was'} closed at {when} by {closer}: {deadline.reason.rstrip('. ')}.\n\n"
            f"There is nothing more to do{' about this one' if scene.word is not None else ''}.{watched_on(scene)}",
        )
    if notification.step == TAKEN_OVER:
        owner = scene.name(deadline.owner or "")
        return (
            f"{owner} has it now: {worker}",
            f"{owner} was asked to take over the alarm for {worker}, and has it now. You are asked about it again "
            "only if ten minutes pass without a word from them. If you know anything that would help, tell them.",
        )
    if notification.step == NOT_TAKEN and not deadline.is_open and notification.note.startswith(CLOSED_ALREADY):
        return f"Closed already: {worker}", watched_again(scene)
    if notification.step == NOT_TAKEN and notification.note.startswith(NO_LOG_YET):
        return f"The log number is missing: {worker}", what_comes_next(scene)
    if notification.step == NOT_TAKEN:
        parts = [what_comes_next(scene), call_sheet(scene)]
        return f"Not done: your answer about {worker}", "\n\n".join(part for part in parts if part)
    if notification.step == AFTER_CLOSING:
        return f"Closed, and what is watched now: {worker}", f"You closed the alarm for {worker}."
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
        parts = [
            f"{scene.name(deadline.owner or '')} has had the alarm for {worker} for a while and still has it. There is "
            "nothing for you to do yet.",
            what_comes_next(scene),
            call_sheet(scene),
        ]
        return f"For you to know: {worker} is still being looked for", "\n\n".join(part for part in parts if part)
    is_late = _who_is_late(notification, scene, worker)
    first = f"{scene.word.subject}; " if scene.word is not None else ""
    title = {
        # Who is copied in has nothing to do, and sees it before opening it.
        AlarmKind.SILENCE: f"{'For you to know' if notification.ask is Ask.KNOW else 'ALARM'}: {first}{is_late}",
        AlarmKind.HELP: f"ALARM: {first}{worker} asks for help",
        AlarmKind.DURESS: f"ALARM: {worker} gave the code word. Do not ring them before you have read this",
    }[deadline.alarm]
    parts = [
        _handed_by(notification, scene),
        duty(notification, scene, worker),
        by_link(scene),
        _how_responders_answer(notification, scene),
        what_comes_next(scene),
        call_sheet(scene),
    ]
    return title, "\n\n".join(part for part in parts if part)


def _handed_by(notification: Notification, scene: Scene) -> str:
    """Who asks for the alarm to be taken over; empty for a step of the ladder."""
    if notification.step != HAND_OVER:
        return ""
    return f"{scene.name(notification.asked_as)} asks you to take this over. It is yours once you say so."


def by_link(scene: Scene) -> str:
    """Where it can be acted on by a page; empty where there is none."""
    link = scene.link
    return f"Act on it on this page, and type {link.digits} there: {link.address}" if link is not None else ""


def _possibly_a_visit(scene: Scene, worker: str) -> tuple[str, str]:
    """The one message about what may be a visit: it says why, and that nobody else is told."""
    said = (*scene.visit.reasons, *(f"Although: {reason}" for reason in scene.visit.against))
    why = "\n".join(f"- {reason}" for reason in said)
    asked = "They were asked, and have not said whether it is one, nor that they are out and safe."
    act = f"Please ask them: {scene.phones()}. Nobody else is told, and this is not sent again."
    if scene.word is not None:
        act = f"Do not ring them: {scene.word.dealing}. Nobody else is told of this entry, and this is not sent again."
    if is_unbelieved(scene.visit):
        asked = "They gave the code word, and said with it that such an entry is none. That is not believed."
        act = (
            "Do not ring them before you know of that alarm: tell whoever has it of this entry. Nobody else is told, "
            f"and this is not sent again. Their number: {scene.phones()}."
        )
    parts = [
        f"{worker} has an entry in their diary of {scene.span()} that may be a visit. {asked}",
        act,
        by_link(scene),
        'Answer this mail:\n- "a visit": it is one, and is watched as such from now on\n'
        '- "not a visit: it was a team meeting": it is none, and why\n'
        '- "close: safe and well, I spoke to them": it is over, and why',
        f"Why it may be a visit:\n{why}" if why else "",
        call_sheet(scene),
    ]
    return f"Possibly a visit: {worker}", "\n\n".join(part for part in parts if part)


def _who_is_late(notification: Notification, scene: Scene, worker: str) -> str:
    """Who is how late: each by themselves where they are not equally late."""
    names = (worker, *scene.beside)
    each = [notification.recorded - due for due in (scene.deadline.due, *scene.beside_due)]
    late = [_lateness(one) if one >= MINUTE else "" for one in each]
    if len(set(late)) == 1:
        are = "are" if scene.beside else "is"
        return f"{' and '.join(names)} {are} {late[0]} late" if late[0] else f"no word from {' and '.join(names)}"
    (first, how_late), *others = zip(names, late, strict=True)
    if all(late):
        return ", ".join((f"{first} is {how_late} late", *(f"{name} {one}" for name, one in others)))
    pairs = zip(names, late, strict=True)
    return ", ".join(f"{name} is {one} late" if one else f"no word from {name}" for name, one in pairs)


def _lateness(late: timedelta) -> str:
    whole = max(0, int(late.total_seconds() // 60))
    if whole == 1:
        return "1 minute"
    return f"{whole} minutes" if whole < 120 else f"{whole // 60} hours"


def duty(notification: Notification, scene: Scene, worker: str) -> str:
    """What happened, and the one thing to do now."""
    first = scene.word.first if scene.word is not None else ""
    parts = (first, what_happened(notification, scene, worker), what_to_do(notification, scene, worker))
    return "\n\n".join(part for part in parts if part)


def what_happened(notification: Notification, scene: Scene, worker: str) -> str:
    """Why anybody is told."""
    deadline = scene.deadline
    if deadline.alarm is AlarmKind.DURESS:
        return f"{worker} gave the code word: they may be held or threatened, and whoever is there may hear a call."
    if deadline.alarm is AlarmKind.HELP:
        asked = f"{worker} asked for help at {scene.clock(deadline.base)}."
        return asked + not_out_either(scene, notification.recorded)
    return _happened(notification, scene, worker)


def what_to_do(notification: Notification, scene: Scene, worker: str) -> str:
    """The one thing that its reader is asked to do now."""
    deadline, phones = scene.deadline, scene.phones()
    if is_drill(scene.visit) and deadline.outside_body:
        under = in_words(numbers_of(deadline.outside_body))
        return f"{NOBODY_OUTSIDE} That was said already, {under}: stand them down by that, and then close."
    if is_drill(scene.visit) and (instead := instead_of(notification.ask)):
        return instead
    if scene.word is not None:
        act = scene.word.act(notification.ask)
        if deadline.outside_body:
            act = f"The emergency services were told, {in_words(numbers_of(deadline.outside_body))}. {act}"
        return act
    if deadline.outside_body:
        numbers = numbers_of(deadline.outside_body)
        down = "the services down by that number" if len(numbers) == 1 else "each service down by its number"
        act = f"The emergency services were told, {in_words(numbers)}. "
        if deadline.alarm is AlarmKind.DURESS:
            act += f"Ask them before anybody rings {worker}. Once you "
        else:
            act += f"Ring {worker}: {phones}. Once you "
        return act + f"have spoken to them, stand {down}, and then close."
    match notification.ask:
        case Ask.CALL_WORKER:
            act = f"Please ring {worker} now: {phones}.{_in_danger(scene)}"
        case Ask.CALL_HOUSEHOLD:
            act = _ring_household(scene)
        case Ask.CALL_HOME:
            act = ring_home(notification.recipient, scene, worker)
        case Ask.TAKE_OVER if deadline.alarm is AlarmKind.DURESS:
            act = f"Please take over, and decide what is done next and by whom. Do not ring {worker}."
        case Ask.TAKE_OVER:
            act = f"Please take over: ring {worker} once more ({phones}), and decide what is done next and by whom."
        case Ask.GO_AND_LOOK:
            act = "Please have two people go and look, at the place below. Nobody goes alone."
        case Ask.INFORM_EMERGENCY_SERVICES | Ask.CALL_POLICE:
            first = "" if deadline.alarm is AlarmKind.DURESS else f"Ring {worker} once now: {phones}. No answer: "
            agencies = "; ".join(scene.agencies)
            inform = f"dial 999 yourself with the sheet below{', and inform: ' + agencies if agencies else ''}."
            act = (first + inform)[0].upper() + (first + inform)[1:]
            act += " If they decline to go: say who goes to look, in twos. calsync dials nobody."
        case Ask.KNOW:
            act = "There is nothing for you to do now."
        case _:
            act = f"You are asked to {ASK_WORDS[notification.ask]}."
    return act


def _happened(notification: Notification, scene: Scene, worker: str) -> str:
    """What should have come and has not, by what the deadline stands for."""
    deadline = scene.deadline
    since = scene.clock(deadline.due)
    match deadline.kind:
        case DeadlineKind.RETURN:
            return f"{worker} was to be back by {since} and has not said that they are."
        case DeadlineKind.HOME_SAFE:
            return f"{worker} was to be at home by {since} and has not said that they are."
        case DeadlineKind.INTERVAL:
            until = scene.clock(scene.visit.end)
            return f"{worker} is on a visit until {until}, was asked at {since} if all is well, and has not answered."
    if notification.ask.outside_body:
        return f"{worker} was to be out of a visit by {since} and has not said that they are safe."
    return f"{worker} was to be out of a visit by {since} and has not answered."


def _in_danger(scene: Scene) -> str:
    """What to ask a worker who may not be able to speak freely, and what to do when the code word falls."""
    if not scene.code_questions:
        return ""
    asked = " ".join(f'"{each}"' for each in scene.code_questions)
    return (
        f" If they sound wrong, ask what can be answered with yes or no: {asked} If they are in danger, or say the "
        'code word: ask no more, and answer this mail with "code word".'
    )


def _ring_household(scene: Scene) -> str:
    number = scene.said.phone_written
    ring = f"Please ring the household: {number}." if number else NO_HOUSEHOLD_NUMBER
    return f"{ring} {SCRIPT}"


def _how_responders_answer(notification: Notification, scene: Scene) -> str:
    deadline = scene.deadline
    lines = ["Answer this mail:", f'- "I have it": {_taking_it(notification, scene)}']
    if deadline.outside_body:
        numbers = numbers_of(deadline.outside_body)
        for place, number in enumerate(numbers, start=1):
            then = "; then:" if place == len(numbers) else "; and"
            lines.append(f'- "stood down, log {number}": they are told that it is over{then}')
        lines.append('- "police called, log 123": another service is told as well')
    elif notification.ask in RINGS and scene.word is None:
        lines.append('- "no answer": you rang, and nobody answered')
        lines.append(f'- "{CALL_EXAMPLE}": you rang, and what you were told')
    elif notification.ask.outside_body and not is_drill(scene.visit):
        lines.append('- "999 called, log 123": the emergency services are told')
    lines.append('- "hand over to" and a name: that colleague is asked to take it')
    lines.append(closing(scene, notification.recorded))
    return "\n".join(lines)


def _taking_it(notification: Notification, scene: Scene) -> str:
    """What "I have it" does."""
    deadline = scene.deadline
    if notification.ask is not Ask.TAKE_OVER:
        return "you are looking after it"
    if deadline.owned(notification.recorded) and deadline.owner not in (None, notification.recipient):
        return f"you take it over from {scene.name(deadline.owner or '')}, who is told that you have it now"
    return "you are looking after it; you take it over from whoever has it by then"


def what_comes_next(scene: Scene) -> str:
    """What happens next, and when, if nobody does anything."""
    deadline = scene.deadline
    if deadline.next_step_at is None:
        return ""
    when = scene.clock(deadline.next_step_at)
    if (step := next_step(deadline)) is not None and step_at(deadline) == deadline.next_step_at:
        # A role that nobody holds for this worker is nobody to wait for.
        held = [role for role in step.roles if role is Role.WORKER or holders(role, scene.visit, scene.people)]
        soon = "as soon as you say what came of it, at the latest " if step.then_within else ""
        who = all_of([ROLE_WORDS[role] for role in held or step.roles])
        are = "is" if len(held or step.roles) == 1 else "are"
        asked = f"asked to {ASK_WORDS[step.ask]}" if scene.word is None else "told of it too"
        return f"Next: {soon}at {when} {who} {are} {asked}."
    return f"Next: at {when} this is sent again, and again until somebody closes it."
