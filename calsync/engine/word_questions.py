""" "Whose word was it?" -> the question, asked of one more every five minutes until somebody answers it (law 4).

Which questions stand is kept in numbered places: when one was asked, and when it was answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from calsync.domain.model import Act, Ask, Lane, Notification, Person, Role
from calsync.domain.ring_wording import whose_not_clear, whose_word
from calsync.engine.core import Core, log
from calsync.engine.direct import WORD, direct_row, visits_in
from calsync.engine.faults import fault
from calsync.engine.word_asked import asked_next, reached_with
from calsync.errors import StoreUnavailable
from calsync.ports import Transaction

WHOSE = "whose-word"
NOT_CLEAR = "whose-not-clear"
MOST_NOT_CLEAR = 3
"""How often somebody is told that their answer was not clear, lest two machines talk."""
AGAIN = timedelta(minutes=5)
_LOOK = timedelta(seconds=10)


class WordQuestions:
    """Asks again, of one more person each time. Who may be meant is never asked."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._looked: datetime | None = None

    def sweep(self) -> int:
        """How many questions were asked again now."""
        at = self._core.clock.now()
        if self._looked is not None and timedelta(0) <= at - self._looked < _LOOK:
            return 0
        self._looked = at
        with self._core.store.transaction() as tx:
            topics = list(_standing(tx))
        return sum(self._again_alone(topic, at) for topic in topics)

    def _again_alone(self, topic: str, at: datetime) -> bool:
        try:
            with self._core.store.transaction() as tx:
                return self._again(tx, topic, at)
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("whose word it was could not be asked again: %s", fault(error))
            return False

    def _again(self, tx: Transaction, topic: str, at: datetime) -> bool:
        told = tx.notifications_of(topic)
        asked = sorted((each for each in told if each.step == WHOSE), key=lambda each: each.recorded)
        if not asked or at - max(each.recorded for each in asked) < AGAIN:
            return False
        first, people, of = asked[0], tx.people(), visits_in(asked[0])
        about = [each for key in of if (each := people.get(key)) is not None]
        so_far = dict.fromkeys(each.recipient for each in asked)
        # Where nobody is in question, any worker may be meant.
        meant = of or tuple(each.id for each in people.persons if each.works)
        more = asked_next(self._core, tx, about, {*so_far, *meant}, at)
        title, _, text = first.note.partition("\n")
        persons = [each for key in (*so_far, *([more.id] if more is not None else [])) if (each := people.get(key))]
        tx.add_notifications(row_of(self._core, topic, each, (title, text), of, at, told) for each in persons)
        tx.add_acts([Act(at=at, what="whose-word-asked", details=tuple(("of", each.id) for each in persons))])
        return True


def ask_whose(
    core: Core,
    tx: Transaction,
    sender: Person,
    asked: Sequence[Person],
    of: Sequence[Person],
    at: datetime,
    *,
    words: tuple[str, str] | None = None,
    not_before: datetime | None = None,
) -> tuple[int, list[Notification]]:
    """Ask whose word it was that `sender` passed on, of these who may be meant; it stands until it is answered.

    Is none of `asked` reached, somebody is asked in their place, at the last `sender`: it is never dropped. Its place
    and its messages come back; they leave at `not_before`, None: at once.
    """
    place = next(
        each
        for each in count()
        if (opened := tx.cursor(_asked(each))) is None
        or ((settled := tx.cursor(_answered(each))) is not None and opened <= settled < at)
    )
    tx.put_cursor(_asked(place), at)
    topic, about = topic_of(place, at), [each.id for each in of]
    reached = reached_with(core, tx, sender, asked, of, at)
    rows = [row_of(core, topic, each, words or whose_word(sender, of), about, at, ()) for each in reached]
    return place, tx.add_notifications([replace(each, not_before=not_before) for each in rows])


def settle(tx: Transaction, row: Notification, at: datetime) -> None:
    """Take the question for answered."""
    place = row.deadline_id.removeprefix(WORD).partition(":")[0]
    if place.isdigit() and row.deadline_id in _standing(tx):
        settle_at(tx, int(place), at)


def settle_at(tx: Transaction, place: int, at: datetime) -> None:
    """The same by the question's place."""
    tx.put_cursor(_answered(place), at)


def asked_at(tx: Transaction, place: int) -> datetime | None:
    """When the question of a place was asked; None where none ever was, nor at any place after it."""
    return tx.cursor(_asked(place))


def ask_back(core: Core, tx: Transaction, person: Person, row: Notification, at: datetime) -> None:
    """Tell somebody that their answer named nobody; three times at most, since the question comes again by itself."""
    told = tx.notifications_of(row.deadline_id)
    if sum(each.step == NOT_CLEAR and each.recipient == person.id for each in told) < MOST_NOT_CLEAR:
        people = tx.people()
        of = [each for key in visits_in(row) if (each := people.get(key)) is not None]
        tx.add_notifications(
            [row_of(core, row.deadline_id, person, whose_not_clear(of), visits_in(row), at, told, step=NOT_CLEAR)]
        )


def row_of(
    core: Core,
    topic: str,
    person: Person,
    words: tuple[str, str],
    about: Sequence[str],
    at: datetime,
    told: Sequence[Notification],
    *,
    step: str = WHOSE,
) -> Notification:
    """One such message."""
    return direct_row(
        topic, step, person, words, at, ready=core.ready, role=Role.LINE_MANAGER, lane=Lane.ALARM, ask=Ask.KNOW,
        told=told, about=about,
    )  # fmt: skip


def _standing(tx: Transaction) -> Iterator[str]:
    """The topics of the questions that nobody has answered."""
    for place in count():
        asked, answered = tx.cursor(_asked(place)), tx.cursor(_answered(place))
        if asked is None:
            return
        if answered is None or answered < asked:
            yield topic_of(place, asked)


def topic_of(place: int, at: datetime) -> str:
    """Under what the messages of a question stand."""
    return f"{WORD}{place}:{int(at.timestamp())}"


def _asked(place: int) -> str:
    return f"{WHOSE}-asked {place}"


def _answered(place: int) -> str:
    return f"{WHOSE}-answered {place}"
