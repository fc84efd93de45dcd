"""A code word in the subject of an entry -> the emergency steps, or a responder who is asked to ring (law 7).

Everything else reads a diary without its code words: so the worker's devices show what they would show had the subject
been edited without the word, and no message has it. Of the subjects themselves nothing is kept but marks, under a hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from calsync.domain.danger import beside
from calsync.domain.model import (
    AlarmKind,
    Answer,
    AnswerKind,
    DeadlineKind,
    Event,
    Person,
    Series,
    Snapshot,
    Tag,
    Via,
    Watched,
)
from calsync.domain.unbelieved import shown
from calsync.engine.answer import Answering
from calsync.engine.core import Core, log
from calsync.engine.held import is_held
from calsync.engine.ringing import ask_to_ring
from calsync.engine.story import Happened
from calsync.parsers.code_words import cut_code_words, says_code_word
from calsync.ports import Transaction

FROM = timedelta(minutes=30)
"""From so long before its start on a code word in a visit's subject counts."""
IN_SUBJECT = "the code word, in the subject of the entry"
"""What responders read as the worker's last word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """One reading of a diary without the code words in its subjects, and the entries in which they stood, as read."""

    snapshot: Snapshot
    asked: Mapping[str, Event | None]
    said: tuple[Event, ...] = ()

    @property
    def without(self) -> frozenset[str]:
        """The ids of the entries that stand in the diary now without such a word."""
        gone = {key for key, each in self.asked.items() if each is None}
        return (
            frozenset({each.id for each in self.snapshot.events} | self.asked.keys())
            - gone
            - {each.id for each in self.said}
        )


def words_for(core: Core, tx: Transaction, worker: Person) -> tuple[str, ...]:
    """What a worker may write under duress: by their policy, and by those under which open visits of theirs began."""
    words = core.policies.of(worker).code_words
    if len(core.policies.every) > 1:
        names = {one.policy for each in tx.deadlines_of(worker.id) for one in each.deadlines}
        words += tuple(word for each in sorted(names) for word in core.policies.named(each, worker).code_words)
    return tuple(dict.fromkeys(words))


def spelled(snapshot: Snapshot, asked: Mapping[str, Event | None], words: Sequence[str]) -> Spelled:
    """The reading taken apart. What was asked for by its id was read later than the snapshot: it wins."""
    now = {each.id: each for each in snapshot.events} | dict(asked)
    said = [each for each in now.values() if each is not None and says_code_word(each.subject, words)]
    if not said and not any(says_code_word(each.subject, words) for each in snapshot.events if each.id in asked):
        return Spelled(snapshot=snapshot, asked=asked)
    return Spelled(
        snapshot=replace(snapshot, events=tuple(_plain(each, words) for each in snapshot.events)),
        asked={key: _plain(each, words) if each is not None else None for key, each in asked.items()},
        said=tuple(sorted(said, key=lambda each: (each.start, each.id))),
    )


def _plain(event: Event, words: Sequence[str]) -> Event:
    said = says_code_word(event.subject, words)
    return replace(event, subject=cut_code_words(event.subject, words)) if said else event


class SubjectWords:
    """Acts on the code words in the subjects of one reading, in its own unit of work."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    def heed(
        self,
        tx: Transaction,
        said: Sequence[Event],
        known: Sequence[Watched],
        worker: Person,
        watched_from: datetime,
        at: datetime,
        *,
        without: frozenset[str] = frozenset(),
    ) -> list[Happened]:
        """Act on the words in `said`, once each, after all else that the reading means was written.

        `known` is what was watched before this reading, and `without` names the entries that show no word in it: one
        that is written there later is new. An entry that was over before anybody watched is left alone.
        """
        read = f"code-word-read {worker.id}"
        last = tx.cursor(read)
        if not said and last is None:
            return []  # in nearly every diary no such word ever stood
        tx.put_cursor(read, at)
        for event_id in without:
            # A word that stood there is gone: what was marked of it ends, so that one written anew is heard.
            if tx.cursor(_mark("in", worker.id, event_id)) == last and last is not None:
                tx.put_cursor(_mark("out", worker.id, event_id), at)
        happened: list[Happened] = []
        for event in said:
            if event.end > watched_from:
                happened += self._one(tx, event, _of_entry(tx, event, shown(known)), worker, last, at)
        return happened

    def _one(
        self,
        tx: Transaction,
        event: Event,
        visits: Sequence[tuple[Watched, Watched]],
        worker: Person,
        last: datetime | None,
        at: datetime,
    ) -> list[Happened]:
        entry, first = _mark("in", worker.id, event.id), _mark("first", worker.id, event.id)
        whole = event.series_id if event.series is Series.OCCURRENCE and event.series_id else event.id
        heeded = _mark("heeded", worker.id, whole, " ".join(event.subject.casefold().split()))
        # It stood there at the last reading too: nobody has written it anew since.
        stands = last is not None and tx.cursor(entry) == last
        out = tx.cursor(_mark("out", worker.id, event.id))
        tx.put_cursor(entry, at)
        words = words_for(self._core, tx, worker)
        if not visits or any(says_code_word(before.visit.subject, words) for before, _ in visits):
            tx.put_cursor(first, at)
        before = _holds(tx.cursor(heeded), out)
        counts = [] if _holds(tx.cursor(first), out) else [now for was, now in visits if _counts(was, now, at)]
        if counts and not (before and stands):
            tx.put_cursor(heeded, at)
            return self._raise(tx, min(counts, key=lambda each: each.visit.start), at)
        visit = visits[0][1].visit if visits else None
        if not before and not is_held(tx, worker) and ask_to_ring(self._core, tx, worker, heeded, visit, at):
            tx.put_cursor(heeded, at)
        return []

    def _raise(self, tx: Transaction, watched: Watched, at: datetime) -> list[Happened]:
        """The emergency steps at once; to the visit's own deadlines nothing was said."""
        visit = watched.visit
        own, kind = AlarmKind.SILENCE, DeadlineKind.VISIT_END
        about = min(watched.deadlines, key=lambda each: (not each.is_open, each.alarm != own, each.kind != kind))
        word = Answer(
            id=f"diary:{visit.id}:word:{at.isoformat()}",
            who=visit.worker,
            kind=AnswerKind.DURESS,
            sent=at,
            received=at,
            via=Via.DIARY,
            deadline_id=about.id,
            words=IN_SUBJECT,
        )
        outcome, happened = self._answering.take(tx, beside(word), at)
        log.info("a code word in the subject of visit %s was taken as %s", visit.id, outcome.took_as)
        return happened


def _of_entry(tx: Transaction, event: Event, known: Iterable[Watched]) -> list[tuple[Watched, Watched]]:
    """The visits that an entry was or has taken over, as they were before this reading and as it left them."""
    now = {each.visit.id: each for each in tx.watched_under(event.worker, [event.id])}
    of_it = [each for each in known if each.visit.event_id == event.id or each.visit.id in now]
    return [(each, now.get(each.visit.id, each)) for each in of_it]


def _counts(was: Watched, now: Watched, at: datetime) -> bool:
    """Whether a new code word counts on a visit: watched as one, not closed before this reading, and near or begun."""
    is_one = Tag.VISIT in (was.visit.tag, now.visit.tag)
    near = min(was.visit.start, now.visit.start) - FROM <= at
    return is_one and near and any(each.is_open for each in (*was.deadlines, *now.deadlines)) and bool(now.deadlines)


def _holds(mark: datetime | None, out: datetime | None) -> bool:
    """Whether a mark was made, and the word has not been taken out since."""
    return mark is not None and (out is None or out < mark)


def _mark(what: str, *about: str) -> str:
    return f"code-word-{what} {blake2b(chr(31).join(about).encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
