"""An answer about the visits of somebody who is away -> called off, standing again, or a colleague's; all reversible.

Only what has not begun is ever called off or handed over (law 1). That it stands can be said after its start too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calsync.domain import away_wording as wording
from calsync.domain.away import (
    HANDED_TO,
    as_called_off,
    begun_of,
    called_off,
    called_off_on,
    colleagues_called,
    day_of,
    example_colleague,
    handed,
    handed_id,
    is_away,
    is_called_off,
    is_handed_over,
    is_long_over,
    may_be_called_off,
    standing,
    to_call_off,
)
from calsync.domain.away_wording import Listed
from calsync.domain.faces import CODE_WORD
from calsync.domain.model import (
    Act,
    Answer,
    AnswerKind,
    Deadline,
    Lane,
    Notification,
    Person,
    Role,
    Via,
    Watched,
)
from calsync.domain.unbelieved import shown, watched_on
from calsync.engine.away import ASKED, SAID, topic_of, watched_of, whom_to_ask, worker_of_topic
from calsync.engine.away_reading import outings_follow, take_back
from calsync.engine.core import Core, withdraw
from calsync.engine.direct import direct_row, visits_in
from calsync.engine.outings import lately_out
from calsync.engine.trying import tried
from calsync.parsers.away_reply import Order, Ordered, read_away_reply
from calsync.parsers.not_working import says_not_working_today
from calsync.ports import Transaction

DONE, HANDED_OVER, NOT_DONE = "away-done", "away-handed", "away-not-done"
UNCHANGED = "nothing was changed"
MOST_NOT_DONE = 3
"""How often somebody is told that their answer was not clear, lest two machines talk."""


@dataclass(kw_only=True)
class _Work:
    """One answer as it is worked off, in one unit of work."""

    tx: Transaction
    at: datetime
    by: Person
    worker: Person
    topic: str
    believed: bool = True
    """False of what the worker said with the code word: their devices show it, and nobody else is told (law 7)."""
    changed: bool = False
    """Whether anything was written: what is answered a second time changes nothing, and is told to nobody again."""


class AwayAnswers:
    """Takes what people say of the day of somebody who is away."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def take(
        self,
        answer_id: str,
        sender: Person,
        row: Notification,
        text: str,
        names: frozenset[str],
        *,
        of_themselves: bool = False,
        believed: bool = True,
    ) -> bool | None:
        """Whether an answer to one of its messages was new; None when it orders nothing and is to be read otherwise.

        A line manager whose answer is not plain is told so, unless they visit too and plainly speak `of_themselves`;
        a worker's goes the way of all that they write. Not `believed` is what came with the code word: see
        `not_working`.
        """
        listed, own = visits_in(row), sender.id == worker_of_topic(row.deadline_id)
        if not row.deadline_id.startswith("away:") or not listed or sender.id != row.recipient:
            return None
        ordered = _orders(sender, row, text, names)
        if ordered is None and (own or of_themselves):
            return None

        def work(tx: Transaction, at: datetime) -> bool:
            worker = tx.people().get(worker_of_topic(row.deadline_id))
            if worker is None or not _kept(tx, answer_id, sender, row.deadline_id, at):
                return False
            doing = _Work(tx=tx, at=at, by=sender, worker=worker, topic=row.deadline_id, believed=believed)
            if ordered is None:
                self._not_understood(doing)
            else:
                out = lately_out(self._core, tx, worker.id, at)
                self._carry_out(doing, ordered, listed)
                outings_follow(self._core, tx, worker.id, out, at)
            return True

        return self._tried(work)

    def orders(self, sender: Person, row: Notification, text: str, names: frozenset[str]) -> bool:
        """Whether somebody who was asked orders something about that day; nothing is done."""
        asked = row.deadline_id.startswith("away:") and sender.id == row.recipient
        return asked and _orders(sender, row, text, names) is not None

    def is_of_own_day(self, worker: Person, text: str, names: frozenset[str], sent: datetime) -> bool:
        """Whether a worker's own mail is about the day on which they wrote it; nothing is done."""
        return says_not_working_today(text, names) or self._lately_said(worker, text, names, sent) is not None

    def of_own_day(
        self, answer_id: str, worker: Person, text: str, names: frozenset[str], sent: datetime, *, believed: bool = True
    ) -> bool:
        """Whether such a mail was new: they do not work, or order something about what they were last told of it."""
        row = self._lately_said(worker, text, names, sent)
        if row is None or says_not_working_today(text, names):
            return self.not_working(answer_id, worker, sent, believed=believed)
        return self.take(answer_id, worker, row, text, names, believed=believed) or False

    def _lately_said(self, worker: Person, text: str, names: frozenset[str], sent: datetime) -> Notification | None:
        """The newest message to a worker about their day, where the text orders something about it; else None."""
        with self._core.store.transaction() as tx:
            rows = [each for each in tx.notifications_of(topic_of(worker, sent)) if each.recipient == worker.id]
        listing = [each for each in rows if visits_in(each) and each.recorded <= self._core.clock.now()]
        newest = max(listing, key=lambda each: (each.recorded, each.round), default=None)
        return newest if newest is not None and _orders(worker, newest, text, names) is not None else None

    def not_working(self, answer_id: str, worker: Person, sent: datetime, *, believed: bool = True) -> bool:
        """Whether it was new that a worker does not work on the day on which they wrote.

        Not believed is what came with the code word: they are shown the same, what it takes off is watched on beside,
        and the line manager has the incident (law 7).
        """

        def work(tx: Transaction, at: datetime) -> bool:
            if not _kept(tx, answer_id, worker, topic_of(worker, sent), at):
                return False
            out = lately_out(self._core, tx, worker.id, at)
            day, watched = day_of(sent, worker), shown(tx.deadlines_of(worker.id))
            off = to_call_off(watched, worker, day, at)
            begun = [each.visit for each in begun_of(watched, worker, day, at)]
            doing = _Work(tx=tx, at=at, by=worker, worker=worker, topic=topic_of(worker, sent), believed=believed)
            before = called_off_on(shown(tx.watched(worker.id, sent - timedelta(days=1))), worker, day, at)
            for each in off:
                self._write(
                    doing, called_off(each, worker.id, "the worker does not work today", at), "visit-called-off"
                )
                self._watch_beside(doing, each)
            outings_follow(self._core, tx, worker.id, out, at)
            # Whoever writes it again is told again of all that is called off: the newest answer is the one at hand.
            listed, about = wording.listed_off([*before, *off])
            words = wording.confirmed(worker, listed, begun)
            self._tell(doing, SAID, worker, words, about, role=Role.WORKER, again=True)
            manager = whom_to_ask(self._core, tx, off[0].visit, at) if off and believed else None
            if manager is not None:
                listed, about = wording.listed_off(off)
                words = wording.to_manager(worker, listed, self._example(doing, manager))
                self._tell(doing, SAID, manager, words, about)
            return True

        return self._tried(work)

    # --- orders

    def _carry_out(self, doing: _Work, ordered: Sequence[Ordered], visits: Sequence[str]) -> None:
        became: dict[int, Listed] = {}
        for each in ordered:
            for number in each.numbers or range(1, len(visits) + 1):
                watched = watched_of(doing.tx, visits[number - 1])
                if watched is None:
                    continue
                became[number] = Listed(number=number, visit=watched.visit, became=self._one(doing, each, watched))
        listed = [became[number] for number in sorted(became)]
        own = doing.by.id == doing.worker.id
        role = Role.WORKER if own else Role.LINE_MANAGER
        self._tell(doing, DONE, doing.by, wording.done(doing.worker, listed), visits, role=role)
        if not own:
            # That a visit could not be handed over is for who tried it: nothing has changed for the worker.
            in_vain = {each.numbers for each in ordered if each.order is Order.HAND}
            theirs = [each for each in listed if not (UNCHANGED in each.became and _is_in(each.number, in_vain))]
            if theirs:
                words = wording.to_worker(doing.worker, theirs, doing.by)
                self._tell(doing, SAID, doing.worker, words, visits, role=Role.WORKER)
        elif doing.believed and (manager := self._asked(doing, listed)) is not None:
            words = wording.to_manager(doing.worker, listed, self._example(doing, manager))
            self._tell(doing, SAID, manager, words, visits)

    def _example(self, doing: _Work, reader: Person) -> str:
        """How a colleague is called to whom a visit of the worker can be handed; empty where none is."""
        return example_colleague(doing.worker, doing.tx.people().persons, reader.id)

    def _one(self, doing: _Work, ordered: Ordered, watched: Watched) -> str:
        """What becomes of one visit, in a few words."""
        if watched.visit.start <= doing.at and (ordered.order is not Order.STAND or not is_called_off(watched)):
            return wording.of_begun(watched)
        match ordered.order:
            case Order.CALL_OFF:
                return self._call_off(doing, watched)
            case Order.STAND:
                return self._stand(doing, watched)
            case Order.HAND:
                return self._hand(doing, watched, ordered.to)

    def _call_off(self, doing: _Work, watched: Watched) -> str:
        self._take_back(doing, watched)
        reason = f"called off by {doing.by.name}"
        if is_called_off(watched):
            self._write(doing, as_called_off(watched, doing.by.id, reason, doing.at), "visit-called-off")
            return "called off"
        now = called_off(watched, doing.by.id, reason, doing.at)
        if not now:
            return "nothing was changed: it is no planned visit any more"
        self._write(doing, now, "visit-called-off")
        self._watch_beside(doing, watched)
        return "called off"

    def _stand(self, doing: _Work, watched: Watched) -> str:
        if not is_called_off(watched):
            return "watched, as ever"
        if is_long_over(watched, doing.at):
            return "it was called off, and is long over; nothing was changed"
        if not self._take_back(doing, watched):
            return "the colleague has begun it; nothing was changed"
        self._write(doing, standing(watched, doing.at), "visit-stands")
        return "watched again" if doing.at < watched.visit.start else "it has begun, and is watched again from now on"

    def _hand(self, doing: _Work, watched: Watched, to: str) -> str:
        found = colleagues_called(to, doing.tx.people().persons, but=doing.worker.id)
        if len(found) != 1:
            who = "several watched colleagues are" if found else "no watched colleague is"
            return f"nothing was changed: {who} called {to}; write the whole name or the mail address"
        colleague = found[0]
        if is_away(colleague, watched.visit):
            return f"nothing was changed: {colleague.name} appears to be away too"
        if self._makes_it(doing, colleague, watched):
            return f"{colleague.name} makes it"
        if is_called_off(watched):
            # Handed over anew, or after it was called off: the colleague's is made from the visit as it was watched.
            if not self._take_back(doing, watched):
                return "a colleague has begun it; nothing was changed"
            watched = replace(watched, deadlines=_again(watched, standing(watched, doing.at)))
        if not may_be_called_off(watched, doing.at):
            return "nothing was changed: it is no planned visit any more"
        out = lately_out(self._core, doing.tx, colleague.id, doing.at)
        theirs = handed(watched, colleague.id, doing.by.name, doing.at)
        doing.tx.put_visit(theirs.visit)
        doing.tx.put_deadlines([_as_stored(doing.tx, each) for each in theirs.deadlines])
        doing.tx.add_acts([Act(at=doing.at, what="visit-handed", who=doing.by.id, visit_id=theirs.visit.id)])
        outings_follow(self._core, doing.tx, colleague.id, out, doing.at)
        reason = f"{HANDED_TO}{colleague.name} by {doing.by.name}"
        self._write(doing, called_off(watched, doing.by.id, reason, doing.at), "visit-called-off")
        words = wording.to_colleague(doing.worker, colleague, watched.visit, doing.by)
        self._tell(doing, HANDED_OVER, colleague, words, (), role=Role.WORKER)
        return f"{colleague.name} makes it"

    def _makes_it(self, doing: _Work, colleague: Person, watched: Watched) -> bool:
        """Whether this colleague makes it already."""
        theirs = watched_of(doing.tx, handed_id(watched.visit)) if is_handed_over(watched) else None
        mine = theirs is not None and theirs.visit.worker == colleague.id
        return mine and theirs is not None and any(each.is_open for each in theirs.deadlines)

    def _take_back(self, doing: _Work, watched: Watched) -> bool:
        """Whether no colleague makes it any more; False when one has begun it."""
        return take_back(self._core, doing.tx, watched, doing.worker, doing.at)

    # --- rows

    def _write(self, doing: _Work, deadlines: Sequence[Deadline], what: str) -> None:
        doing.changed = doing.changed or bool(deadlines)
        doing.tx.put_deadlines(deadlines)
        for each in deadlines:
            if not each.is_open:
                withdraw(doing.tx, each)
        doing.tx.add_acts(
            [
                Act(at=doing.at, what=what, who=doing.by.id, visit_id=each.visit_id, deadline_id=each.id)
                for each in deadlines
            ]
        )

    def _watch_beside(self, doing: _Work, watched: Watched) -> None:
        """Watch on, unseen, what was called off with the code word (law 7)."""
        if doing.believed:
            return
        beside = watched_on(
            watched.visit, self._core.policies.of(doing.tx.people().get(watched.visit.worker)), doing.at
        )
        doing.tx.put_visit(beside.visit)
        doing.tx.put_deadlines([_as_stored(doing.tx, replace(each, reason=CODE_WORD)) for each in beside.deadlines])

    def _tell(
        self,
        doing: _Work,
        name: str,
        person: Person,
        words: tuple[str, str],
        about: Sequence[str],
        *,
        role: Role = Role.LINE_MANAGER,
        again: bool = False,
    ) -> None:
        """Record a message; what changes nothing is told to nobody a second time, unless `again`."""
        told = doing.tx.notifications_of(doing.topic)
        row = direct_row(
            doing.topic, name, person, words, doing.at, ready=self._core.ready, role=role, lane=Lane.REMINDER,
            told=told, about=about,
        )  # fmt: skip
        once = name in (DONE, SAID) and not (doing.changed or again)
        if not (once and any(each.recipient == person.id and each.note == row.note for each in told)):
            doing.tx.add_notifications([row])

    def _asked(self, doing: _Work, listed: Sequence[Listed]) -> Person | None:
        """Who was asked or told of that day before; else whoever is asked now."""
        rows = [
            row
            for row in doing.tx.notifications_of(doing.topic)
            if row.step in (ASKED, SAID) and row.recipient != doing.worker.id
        ]
        if rows:
            return doing.tx.people().get(rows[0].recipient)
        return whom_to_ask(self._core, doing.tx, listed[0].visit, doing.at) if listed else None

    def _not_understood(self, doing: _Work) -> None:
        told = [row for row in doing.tx.notifications_of(doing.topic) if row.step == NOT_DONE]
        if len(told) < MOST_NOT_DONE:
            asked = [row for row in doing.tx.notifications_of(doing.topic) if row.recipient == doing.by.id]
            about = visits_in(asked[0]) if asked else ()
            words = wording.not_understood(doing.worker, self._example(doing, doing.by))
            self._tell(doing, NOT_DONE, doing.by, words, about)

    def _tried(self, work: Callable[[Transaction, datetime], bool]) -> bool:
        return tried(self._core, work, "an answer about somebody away could not be taken")


def _orders(sender: Person, row: Notification, text: str, names: frozenset[str]) -> tuple[Ordered, ...] | None:
    """What is ordered about the visits of a message; None when it is not plain, or not the worker's own to order."""
    asked = row.step == ASKED
    ordered = read_away_reply(text, numbers=range(1, len(visits_in(row)) + 1), names=names, asked=asked)
    own = sender.id == worker_of_topic(row.deadline_id)
    hands = ordered is not None and any(each.order is Order.HAND for each in ordered)
    return None if own and hands else ordered


def _is_in(number: int, named: set[tuple[int, ...]]) -> bool:
    """Whether a number is named by any of these orders; one without numbers names all."""
    return any(not each or number in each for each in named)


def _again(watched: Watched, opened: Sequence[Deadline]) -> tuple[Deadline, ...]:
    by_id = {each.id: each for each in opened}
    return tuple(by_id.get(each.id, each) for each in watched.deadlines)


def _as_stored(tx: Transaction, deadline: Deadline) -> Deadline:
    """The deadline over the row that stands of it: a visit may be handed over, taken back, and handed over again."""
    old = tx.deadline(deadline.id)
    return replace(deadline, version=old.version, round=old.round + 1) if old is not None else deadline


def _kept(tx: Transaction, answer_id: str, sender: Person, topic: str, at: datetime) -> bool:
    """Whether an answer is new. It is nobody's word about a deadline, and closes none."""
    answer = Answer(
        id=answer_id,
        who=sender.id,
        kind=AnswerKind.CONTACT,
        sent=at,
        received=at,
        via=Via.REPLY,
        deadline_id=topic,
    )
    return tx.add_answer(answer)
