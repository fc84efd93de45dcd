"""A message to one person that belongs to no deadline: a row like every other, under a topic in a deadline's place.

Its words are made when it is recorded, and stand in the row: they name nobody who is visited, and no place (law 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from calsync.domain.keys import notification_key
from calsync.domain.model import Ask, Channel, Lane, Notification, Person, Role
from calsync.domain.responders import usable
from calsync.engine.messages import random_word

WORD = "word:"
LINE = "line:"
"""Of an answer to a visit that was told in one line of mail."""
PREFIXES = ("pause:", "away:", "ring:", "nobody:", WORD, LINE)
"""With what the topic begins that stands in the deadline's place."""


def is_direct(row: Notification) -> bool:
    """Whether a message belongs to no deadline."""
    return row.deadline_id.startswith(PREFIXES)


def is_line(row: Notification) -> bool:
    """Whether a message answers a visit that was told in one line of mail."""
    return row.deadline_id.startswith(LINE)


def direct_row(
    topic: str,
    name: str,
    person: Person,
    words: tuple[str, str],
    at: datetime,
    *,
    ready: frozenset[Channel],
    role: Role = Role.WORKER,
    lane: Lane = Lane.REMINDER,
    ask: Ask = Ask.KNOW,
    told: Sequence[Notification] = (),
    about: Sequence[str] = (),
) -> Notification:
    """The row of one message, its title and text in `words`.

    `told` are the messages of the topic so far: each of one name to one person is another round. `about` are the ids of
    the visits that it lists, in the order of their numbers.
    """
    channel = next(iter(usable(person, (Channel.MAIL,), ready)), Channel.MAIL)
    round_ = sum(1 for each in told if each.step == name and each.recipient == person.id)
    return Notification(
        id=notification_key(topic, name, round_, person.id, channel),
        deadline_id=topic,
        step=name,
        round=round_,
        recipient=person.id,
        channel=channel,
        role=role,
        ask=ask,
        lane=lane,
        due=at,
        recorded=at,
        token=random_word(),
        asked_as=",".join(about),
        note="\n".join(words),
    )


def visits_in(row: Notification) -> tuple[str, ...]:
    """The ids of the visits that a message lists, in the order of their numbers; empty when it lists none."""
    return tuple(each for each in row.asked_as.split(",") if each)


def words_of_row(row: Notification) -> tuple[str, str]:
    """The subject and the text of such a message."""
    title, _, text = row.note.partition("\n")
    return f"{title} [{row.token}]", f"{text}\n"
