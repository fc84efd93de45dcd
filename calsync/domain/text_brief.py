"""All that a text message may speak of: times, the worker's name, and the worker's own number (law 15).

A text stands on a locked screen and in a carrier's records. Its wording is given a Brief and nothing else; and a Brief
has no place, no subject, no household, and nothing that anybody wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from calsync.domain.answering import AFTER_CLOSING, NOT_TAKEN, STOOD_DOWN, WHICH
from calsync.domain.before.messages import is_before
from calsync.domain.deadlines import latest
from calsync.domain.drills import is_drill
from calsync.domain.link_offer import offered, offered_to_responder
from calsync.domain.links import ShownLink
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    DeadlineKind,
    Notification,
    NotificationState,
    Role,
    Tag,
)
from calsync.domain.one_line import CONFIRMED
from calsync.domain.scene import Scene
from calsync.domain.second_worker import together
from calsync.domain.short_text import plain_letters
from calsync.domain.standing_word import StandingWord
from calsync.domain.unbelieved import is_unbelieved
from calsync.domain.worker_wording import in_order

LONGEST_NAME = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """The number of one worker whom a message names."""

    name: str
    written: str
    """As it is written; empty when none is known."""
    dialled: str
    """As it is dialled from anywhere; empty also where it can't be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one text is about. Every time is local, as hours and minutes."""

    step: str
    """The step's place in the ladder, or the name of a message outside it."""
    ask: Ask
    to_worker: bool
    worker: str
    """The worker's name, in letters that a text has; with those who are on the visit together with them."""
    several: bool
    """Whether more than one name stands in `worker`."""
    start: str
    end: str
    """When the visit ends, by its diary."""
    due: str
    """The deadline in force."""
    watching: str
    """Who watches, with a number: of the word to a worker whose visit was told by mail."""
    latest: str
    """The latest to which it can be moved."""
    alarm: AlarmKind
    since: str
    """When help was asked for."""
    kind: DeadlineKind
    late: bool
    """Whether the deadline has passed."""
    over: bool
    """Whether the visit's end has come."""
    begun: bool
    possible: bool
    late_entry: bool
    unbelieved: bool
    before: bool
    """Whether the message is about a visit that is still to come."""
    word: StandingWord | None
    """A code word that stands elsewhere, of any whose name stands in `worker`."""
    outside: bool
    """Whether an outside body was told."""
    closer: str
    closed_at: str
    owner: str
    named: str
    """Who looks after the worker now, of the word to them."""
    closing: str
    """What is watched of the visit once its alarm is closed, for whoever closed it; empty otherwise."""
    which: bool
    """Whether the reader answered one of several alarms, and nobody knows which."""
    phone: str
    """The worker's own number as it is written; empty when none is known."""
    numbers: tuple[OwnNumber, ...]
    """Of each whom `worker` stands for, the first one's first."""
    mailed: bool
    """Whether the reader is sent the same by mail, with all that a text does not hold."""
    more: int
    """How many other alarms the same message tells of."""
    listed: tuple[tuple[int, str], ...]
    """Of a question about several entries: their numbers and their times."""
    link: ShownLink | None = None
    """The link by which what is asked can be answered, or acted on, too; None: it asks nothing, or there is none."""
    drill: bool = False
    """Whether it is practised, and about nobody who is out."""

    @property
    def span(self) -> str:
        """From when to when the visit lasts."""
        return f"{self.start}-{self.end}"


def brief_of(
    notification: Notification,
    scene: Scene,
    also: Sequence[tuple[Notification, Scene]] = (),
    *,
    mailed: bool | None = None,
    dial: Callable[[str], str] = lambda _: "",
) -> Brief:
    """What a message may say by text or in a call. `mailed`: whether its reader gets the mail; None: by what its rows
    say. `dial`: how a number is dialled; empty for what can't be."""
    deadline, visit = scene.deadline, scene.visit
    over = notification.step == STOOD_DOWN  # one word was for all of them, wherever their entries are by now
    beside = tuple(about for _, about in also if over or together(visit, about.visit, scene.people))
    ids = dict.fromkeys((deadline.worker, *(each.deadline.worker for each in beside)))
    names = [name_of(scene, each) for each in ids]
    listed = in_order([(notification, visit), *((row, about.visit) for row, about in also)])
    scenes = {notification.id: scene, **{row.id: about for row, about in also}}
    numbers = tuple(_number(scene, each, dial) for each in ids)
    asked = [(row.number or place, scenes[row.id]) for place, row in enumerate(listed, 1)]
    return Brief(
        step=notification.step,
        ask=notification.ask,
        to_worker=notification.role is Role.WORKER,
        worker=" and ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} others",
        several=len(names) > 1,
        start=scene.clock(visit.start),
        end=scene.clock(visit.end),
        due=scene.clock(deadline.due),
        watching=plain_letters(notification.note) if notification.step in CONFIRMED else "",
        latest=scene.clock(latest(deadline)),
        alarm=deadline.alarm,
        since=scene.clock(deadline.base),
        kind=deadline.kind,
        late=notification.recorded >= deadline.due,
        over=notification.recorded >= visit.end,
        begun=notification.recorded >= visit.start,
        possible=visit.tag is Tag.POSSIBLE,
        late_entry=deadline.late_entry,
        unbelieved=is_unbelieved(visit),
        before=is_before(notification),
        word=next((each.word for each in (scene, *beside) if each.word is not None), None),
        outside=bool(deadline.outside_body),
        closer=name_of(scene, deadline.closed_by or ""),
        closed_at=scene.clock(deadline.closed_at or deadline.due),
        owner=name_of(scene, deadline.owner or ""),
        named=name_of(scene, notification.asked_as),
        closing=notification.note if notification.step == AFTER_CLOSING else "",
        which=notification.step == NOT_TAKEN and notification.note == WHICH,
        phone=numbers[0].written,
        numbers=numbers,
        mailed=_is_mailed(notification, scene) if mailed is None else mailed,
        more=len(also) - len(beside),
        listed=tuple((number, each.span().replace(" to ", "-")) for number, each in asked if each.deadline.is_open),
        link=offered(notification, scene, also) or offered_to_responder(notification, scene),
        drill=is_drill(visit),
    )


def name_of(scene: Scene, person_id: str) -> str:
    """A person's name in letters that a text has; a plain word where it is not known or can't be written so."""
    name = plain_letters(scene.name(person_id))[:LONGEST_NAME].strip()
    return name if any(letter.isalpha() for letter in name) else "a colleague"


def _number(scene: Scene, worker: str, dial: Callable[[str], str]) -> OwnNumber:
    """A worker's own number: the mobile one, else the first that is known; dialled is the first that can be."""
    person = scene.people.get(worker)
    known = person.numbers if person is not None else ()
    return OwnNumber(
        name=name_of(scene, worker),
        written=plain_letters(next(iter(known), ""))[:LONGEST_NAME],
        dialled=next(filter(None, map(dial, known)), ""),
    )


def _is_mailed(notification: Notification, scene: Scene) -> bool:
    """Whether the same message goes, or went, to the same person by mail as well."""
    return any(
        each.channel is Channel.MAIL
        and (each.step, each.round, each.recipient) == (notification.step, notification.round, notification.recipient)
        and each.deadline_id == notification.deadline_id
        and each.state not in (NotificationState.FAILED, NotificationState.CANCELLED)
        for each in scene.told
    )
