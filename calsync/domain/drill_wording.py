"""What makes a message say that it is a drill: the one place for it, through which every message of a drill goes.

Mails and pages say it in the title and in the first line, texts and calls with their first words. Nobody is asked to
ring anybody outside; and what is real is named, so that a call for help is never held back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from calsync.domain.answering import STOOD_DOWN
from calsync.domain.drills import OUTSIDE
from calsync.domain.model import Ask, Notification, Role
from calsync.domain.model.said import Said
from calsync.domain.scene import ASK_WORDS, Scene
from calsync.domain.short_text import SEGMENTS, ShortText, plain_letters, segments
from calsync.domain.spoken import Spoken

MARK = "DRILL: "
FIRST = "This is a drill."
REAL_OF_WORKER = 'If you really need help, answer "help": that is never a drill. Neither is "call me".'
REAL_BY_TEXT = "HELP and CALL ME are never a drill."
NOBODY_OUTSIDE = "This is a drill: ring nobody outside, say that you would."
NOBODY_OUTSIDE_BY_TEXT = "Ring nobody outside: say that you would."


def marked_mail(title: str, body: str, notification: Notification, scene: Scene) -> tuple[str, str]:
    """The title and the text of a drill's mail."""
    worker = scene.name(scene.deadline.worker)
    if notification.role is Role.WORKER:
        last = REAL_OF_WORKER
    elif notification.step == STOOD_DOWN:
        last = f"The drill alone is over. Whatever else you were told of {worker} is real."
    else:
        last = f'If {worker} really is in danger, answer "code word": that is never a drill.'
    return f"{MARK}{title}", f"{FIRST}\n\n{body.strip()}\n\n{last}\n"


def marked_text(text: ShortText, worker: str, *, to_worker: bool) -> ShortText:
    """A drill's text; where it would be too long, in few words."""
    last = f" {REAL_BY_TEXT}" if to_worker else ""
    for words in (f"{MARK}{text.words}{last}", f"{MARK}{text.words}"):
        if segments(words) <= SEGMENTS:
            return replace(text, words=words)
    ask = f"Are you safe? Reply OK.{last}" if to_worker else f"It is about {plain_letters(worker)}. Reply 1 to take it."
    return ShortText(f"{MARK}{FIRST} {ask}")


def marked_call(spoken: Spoken) -> Spoken:
    """What is said in a drill's call."""
    return replace(spoken, words=f"{FIRST} {spoken.words}")


def marked_page(title: str, asks: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The title and the sentences of a drill's page."""
    return f"{MARK}{title}", (FIRST, *asks)


def instead_of(ask: Ask) -> str:
    """What somebody is asked to do in a drill, in place of what reaches beyond the organisation; empty for the rest."""
    if ask not in OUTSIDE:
        return ""
    return f"{NOBODY_OUTSIDE} In a real alarm you would now be asked to {ASK_WORDS[ask]}."


def instead_by_text(ask: Ask) -> str:
    """The same in few letters."""
    return f"{NOBODY_OUTSIDE_BY_TEXT} Real: {ASK_WORDS[ask]}." if ask in OUTSIDE else ""


def as_drill(scene: Scene) -> Scene:
    """The scene of a drill without what is real: nothing of other visits or alarms, no household, no home."""
    bare = tuple(
        replace(each, home_phone="", home_address="", vehicle="") if each.id == scene.deadline.worker else each
        for each in scene.people.persons
    )
    return replace(
        scene,
        people=replace(scene.people, persons=bare),
        agencies=(),
        elsewhere=(),
        said=Said(),
        besides=(),
        by_mail=False,
        outing=(),
        may_be_at=(),
        was_last=None,
        household_at_a_step=False,
        beside=(),
        beside_due=(),
        word=None,
    )
