"""Whoever passes on a code word by telephone says whose it is, by name; it is never dropped (law 7).

The names come in pages of eight. Each page's keys stand for the ids in the signed address that they are sent to, not
for places in a list: what changes meanwhile makes no key mean somebody else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from calsync.domain.model import Answer, AnswerKind, Person, PersonId, Via
from calsync.domain.spoken import Spoken
from calsync.domain.text_brief import LONGEST_NAME
from calsync.domain.voice_wording import MOST_NAMES, SOMEBODY_ELSE, gave_code_word, nobody_named, whose_word
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import Core
from calsync.engine.passed_on import PassedOn
from calsync.engine.word_calls import ask_now, drop, hold, is_asked
from calsync.engine.word_candidates import MOST_OTHERS, candidates, others
from calsync.engine.word_questions import WHOSE
from calsync.ports import Transaction


class WordMenus:
    """Asks by telephone whose code word it was, and takes what the keys say."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering
        self._passed_on = PassedOn(core, answering)

    def ask(
        self, caller: Person, name: str, *, first: Sequence[PersonId] = (), seen: Sequence[str] = (), go_on: bool = True
    ) -> Spoken | None:
        """The next names, those of `first` before all; None where there is nobody at all and nothing was heard before.

        Where all were said, the question goes out by mail, and that is said. Without `go_on` it does not. Who hears
        names may hang up: the question goes out then as well.
        """
        with self._core.store.transaction() as tx:
            meant = self._likely(tx, caller, first)
            likely = [each for each in meant if mark(each.id) not in seen]
            listed = likely or [each for each in others(tx, caller) if mark(each.id) not in seen]
            if page := listed[:MOST_NAMES]:
                hold(
                    self._core, tx, caller, call_of(name), _once(*meant, *page), self._core.clock.now(), names=len(page)
                )
        if page:
            ids = tuple(each.id for each in page)
            return whose_word([_name(each) for each in page], ids, (*seen, *map(mark, ids)))
        return self.unnamed(caller, name) if go_on else None

    def keyed(
        self,
        caller: Person,
        name: str,
        key: str,
        whom: Sequence[PersonId],
        seen: Sequence[str],
        *,
        about: Mapping[PersonId, str] | None = None,
    ) -> Spoken:
        """What a key did under the names `whom`; `about` says which deadline is meant of whom."""
        if key == SOMEBODY_ELSE:
            return self.ask(caller, name, seen=seen) or self.unnamed(caller, name)
        with self._core.store.transaction() as tx:
            people = tx.people()
            named = [people.get(each) for each in whom]
            known = {each.person.id: each.deadline_id for each in candidates(tx, caller, self._core.clock.now())}
        place = int(key) - 1 if key.isdigit() else -1
        if not 0 <= place < len(named):
            if key:
                return whose_word([_name(each) for each in named], tuple(whom), tuple(seen))
            return self.unnamed(caller, name, whom)
        worker = whom[place]
        spoken = self._note(caller, name, worker, named[place], (about or {}).get(worker) or known.get(worker))
        with self._core.store.transaction() as tx:  # the word stands by now
            drop(tx, call_of(name), self._core.clock.now())
        return spoken

    def unnamed(self, caller: Person, name: str, of: Sequence[PersonId] = ()) -> Spoken:
        """A word was given, and nobody named: it is asked by mail whose it was, of the caller unless they visit."""
        core, at = self._core, self._core.clock.now()
        cursor = f"{WHOSE} {mark(f'call:{name}')}"
        with core.store.transaction() as tx:
            if tx.cursor(cursor) is None:
                people = tx.people()
                meant = [each for key in of if (each := people.get(key)) is not None]
                ask_now(core, tx, caller, call_of(name), meant, at)
                tx.put_cursor(cursor, at)
            return nobody_named(mailed=is_asked(tx, caller))

    def _note(self, caller: Person, name: str, worker: PersonId, person: Person | None, deadline: str | None) -> Spoken:
        at = self._core.clock.now()
        answer = Answer(
            id=f"call:{name}", who=caller.id, kind=AnswerKind.DURESS, sent=at, received=at, via=Via.VOICE,
            deadline_id=deadline,
        )  # fmt: skip
        done = self._answering.answer(answer) if deadline is not None else None
        if done is None or (done.took_as in ("nothing", "refused") and done is not TAKEN_BEFORE):
            self._passed_on.take(replace(answer, deadline_id=None), worker, None)  # never dropped for want of a visit
        return gave_code_word(_name(person))

    def _likely(self, tx: Transaction, caller: Person, first: Sequence[PersonId]) -> list[Person]:
        people, found = tx.people(), candidates(tx, caller, self._core.clock.now())
        told = [each for key in first if (each := people.get(key)) is not None]
        every = {each.id: each for each in (*told, *(one.person for one in found))}
        return list(every.values())


def _once(*persons: Person) -> list[Person]:
    return list({each.id: each for each in persons}.values())[:MOST_OTHERS]


def call_of(name: str) -> str:
    """The call of a step in it."""
    return name.rpartition(":")[0]


def mark(person: str) -> str:
    """What stands for somebody who was offered already, short enough for an address of many."""
    return blake2b(person.encode("utf-8", "replace"), digest_size=4).hexdigest()


def _name(person: Person | None) -> str:
    return person.name[:LONGEST_NAME] if person is not None and person.name else "a colleague"
