"""What a worker reads. It never speaks of alarm, police or escalation, and under duress it says the same (law 7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from calsync.domain.answering import LIMITED, MARKED_DONE, PUT_BACK, STILL_CLOSED, UNCLEAR
from calsync.domain.deadlines import latest
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.link_offer import by_mail, offered
from calsync.domain.looking_after import LOOKED_AFTER, line, who_it_is
from calsync.domain.model import Ask, Channel, DeadlineKind, Notification, Tag, Visit
from calsync.domain.one_line import CONFIRMED, WATCHED_BEFORE
from calsync.domain.scene import Scene
from calsync.domain.told_by_mail_wording import to_worker as watched_line

UNTIL = "{until}"
"""Stands in what follows for a time that its reader could ask for."""
_AHEAD, _STEP = timedelta(minutes=15), timedelta(minutes=5)
"""How far ahead that time is, and up to what it is rounded."""

HOW_TO_ANSWER = """Answer this mail in a few words:
- "left, all fine": you have left and you are safe
- "left, going home": the same, and you have finished for the day
- "+30" or "until {until}": you need more time
- "still here": all is well, but the visit is not over
- "safe, but something happened": you are out and safe, and want to be rung about it
- "call me": something is wrong, and you want a call now"""

HOW_TO_COME_BACK = """Answer this mail in a few words:
- "back at the office": you are back and safe
- "left, going home": you have finished for the day, and go home
- "+30" or "until {until}": you need more time
- "still out": all is well, but you are not back yet
- "call me": something is wrong, and you want a call now"""

HOW_TO_BE_HOME = """Answer this mail in a few words:
- "home, all fine": you are at home and safe
- "+30" or "until {until}": you need more time
- "call me": something is wrong, and you want a call now"""

HOW_TO_SAY_ALL_IS_WELL = """Answer this mail in a few words:
- "still here, all fine": all is well, and the visit goes on
- "left, all fine": you have left and you are safe
- "+30" or "until {until}": you need more time
- "call me": something is wrong, and you want a call now"""

_ASKED_BACK = {
    DeadlineKind.VISIT_END: ("Have you left?", "you have left and are safe", HOW_TO_ANSWER),
    DeadlineKind.RETURN: ("Are you back?", "you are back and safe", HOW_TO_COME_BACK),
    DeadlineKind.HOME_SAFE: ("Are you home?", "you are home and safe", HOW_TO_BE_HOME),
    DeadlineKind.INTERVAL: ("Is all well?", "all is well", HOW_TO_SAY_ALL_IS_WELL),
}
"""An answer that was not clear is asked back as it was asked, by what the deadline stands for."""

NO_VISIT = '- "not a visit": it is none'

NOT_GOING = '- "not going": the visit does not take place'


def to_worker(notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> tuple[str, str]:
    title, body = _to_worker(notification, scene, also)
    body = body.replace(UNTIL, scene.clock(_could_ask_for(notification, scene)))
    link = offered(notification, scene, also)
    return title, f"{body.rstrip()}\n\n{by_mail(link)}" if link is not None else body


def _to_worker(notification: Notification, scene: Scene, also: Sequence[tuple[Notification, Scene]]) -> tuple[str, str]:
    visit, deadline = scene.visit, scene.deadline
    span = scene.span()
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
        title, whether, how = _ASKED_BACK[deadline.kind]
        return title, (
            f"It was not clear from your answer whether {whether}. Please answer once more. Until then your time stays "
            f"as it is.\n\n{how}"
        )
    if notification.step == LOOKED_AFTER:
        name = scene.name(notification.asked_as)
        return who_it_is(name).rstrip("."), f"{line(name, deadline.kind)}\n\n{_ASKED_BACK[deadline.kind][2]}"
    if notification.step in CONFIRMED:
        before, due = notification.step == WATCHED_BEFORE, scene.clock(deadline.due)
        return f"Watched: your visit of {span}", watched_line(due, notification.note, before=before)
    if notification.step == MARKED_DONE:
        return f"Marked done: your visit of {span}", marked_done(scene.clock(deadline.closed_at or notification.due))
    if notification.step == PUT_BACK:
        is_, due = "was" if notification.recorded >= deadline.due else "is", scene.clock(deadline.due)
        return (
            "Have you left?",
            f"Thank you. Your visit counts as not over, and your time {is_} {due}. Have you left, and are you safe?\n\n"
            f"{HOW_TO_ANSWER}",
        )
    if notification.step == STILL_CLOSED:
        return f"Not watched: your visit of {span}", still_closed(span)
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
            "Have you left, and are you safe?",
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
    return _asked(notification, scene)


def still_closed(span: str) -> str:
    """What a worker reads who asked for more time of a visit that is closed, and stays so, by whatever channel."""
    return (
        f"Your visit of {span} is closed, and nobody is watching it. Are you still there? "
        'Answer "still here", or ring your line manager.'
    )


def _could_ask_for(notification: Notification, scene: Scene) -> datetime:
    """A time for the example of "until ...": still to come, and later than what it would move.

    It is made of the row and of what the worker's devices show of its deadline, which a code word changes nothing of
    (law 7).
    """
    ends = scene.visit.end if scene.deadline.kind is DeadlineKind.INTERVAL else scene.deadline.due
    time = max(ends, notification.recorded).replace(second=0, microsecond=0) + _AHEAD
    return time + timedelta(minutes=-time.minute % (_STEP.seconds // 60))


def marked_done(at: str) -> str:
    """The one line to a worker whose visit the diary has closed, by whatever channel."""
    return f"Marked done at {at}. Not you? Answer NO."


def _asked(notification: Notification, scene: Scene) -> tuple[str, str]:
    """The question of a ladder, by what its deadline stands for."""
    deadline = scene.deadline
    is_over = notification.recorded >= deadline.due
    due, was = scene.clock(deadline.due), "was" if is_over else "is"
    match deadline.kind:
        case DeadlineKind.RETURN:
            title, asks = "Are you back?", f"You were to be back by {due}. Are you back, and are you safe?"
            how = HOW_TO_COME_BACK
        case DeadlineKind.HOME_SAFE:
            title, asks = "Are you home?", f"You were to be at home by {due}. Are you home, and are you safe?"
            how = HOW_TO_BE_HOME
        case DeadlineKind.INTERVAL:
            title, asks = "Is all well?", f"Your visit is to last until {scene.clock(scene.visit.end)}. Is all well?"
            how = HOW_TO_SAY_ALL_IS_WELL
        case DeadlineKind.VISIT_END:
            title, asks = "Have you left?", f"Your visit {was} to end at {due}. Have you left, and are you safe?"
            how = HOW_TO_ANSWER
    return title, "\n\n".join(part for part in (asks, how, _without_a_word(scene)) if part)


def _without_a_word(scene: Scene) -> str:
    """What comes if no word does. Where a ladder ends with its worker, the outing's return carries the rest (law 4)."""
    if not scene.nobody_rings:
        return "If no word comes, a colleague rings you."
    asked_again = scene.deadline.kind is DeadlineKind.VISIT_END
    return "If no word comes, you are asked again when you are to be back." if asked_again else ""


def _still_unclear(scene: Scene, *, over: bool) -> tuple[str, str]:
    """The one question, asked back: two in one would make a "yes" to the first of them a "safe" (law 6)."""
    lines = ['- "yes": it is a visit', '- "no": it is none']
    if over:
        lines.append('- "left, all fine": it was one, and you are out of it and safe')
    return (
        "Is it a visit?",
        f"Your answer about the entry of {scene.span()} was not clear. Is it a visit?\n\nAnswer this mail:\n"
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


def _entry(scene: Scene, notification: Notification) -> str:
    """An entry as its worker knows it again: by its times, and in a mail by their own words."""
    subject = " ".join(scene.visit.subject.split())
    return f'{scene.span()}, "{subject}"' if subject and notification.channel is Channel.MAIL else scene.span()
