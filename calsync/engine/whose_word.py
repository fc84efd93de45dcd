"""A code word in a mail of somebody's own -> the emergency steps of who said it, or a question whose it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from calsync.domain.holding import standing
from calsync.domain.model import Act, Answer, Ask, Lane, Notification, Person, Role, Watched
from calsync.domain.responders import may_take
from calsync.domain.ring_wording import ring_told, whose_word
from calsync.domain.unbelieved import shown
from calsync.engine.core import Core
from calsync.engine.direct import WORD, direct_row, visits_in
from calsync.engine.passed_on import PassedOn
from calsync.engine.ringing import ask_to_ring
from calsync.engine.subject_words import FROM, words_for
from calsync.parsers.code_words import says_code_word
from calsync.parsers.visible_text import unquoted
from calsync.ports import Transaction

WHOSE = "whose-word"


class WhoseWord:
    """Hears code words that a responder was told and writes in a mail that answers nothing. No worker is written to."""

    def __init__(self, core: Core, passed_on: PassedOn) -> None:
        self._core, self._passed_on = core, passed_on

    def take(self, answer: Answer, text: str, sender: Person) -> bool | None:
        """Whether it was new that a code word was told; None where none was, or where it is the writer's own.

        It is that of the workers whom the mail names; where it names none, that of the one whom the writer answers for
        and who is out. Are there several or none, the writer is asked, and whoever may be meant is rung.
        """
        own, at = unquoted(text), self._core.clock.now()
        if not says_code_word(own, self._core.policies.code_words):
            return None
        with self._core.store.transaction() as tx:
            if tx.cursor(_mark(answer)) is not None:
                return False
            people = tx.people()
            workers = [each for each in people.persons if each.works and each.id != sender.id]
            named = [each for each in named_in(own, workers) if says_code_word(own, words_for(self._core, tx, each))]
            running = {each.id: found for each in workers if (found := running_visit(tx, each, at)) is not None}
            theirs = [
                each for each in workers if each.id in running and may_take(sender, running[each.id].visit, people, ())
            ]
            answers_for = all(any(sender.id in standing(role, each.id, people) for role in Role) for each in named)
            own_too = sender.works and (not answers_for or running_visit(tx, sender, at) is not None)
        of = named or ([] if len(theirs) != 1 else theirs)
        if sender.works and not named:
            return None  # who visits speaks of themselves
        if of and not _is_ambiguous(of):
            new = [self._passed_on.take(answer, each.id, _about(running.get(each.id))) for each in of]
            if own_too:
                return None  # it may be their own besides: they are shown nothing of either
            with self._core.store.transaction() as tx:
                tx.put_cursor(_mark(answer), at)
            return any(new)
        self._ask(answer, sender, named or theirs, running, at)
        return True

    def answered(self, answer: Answer, text: str, row: Notification) -> bool | None:
        """Whether an answer to "whose word was it?" was new; None when it names nobody who was in question."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            people = tx.people().persons
            asked = [each for each in people if each.id in visits_in(row)] or [each for each in people if each.works]
            named = named_in(unquoted(text), asked)
            running = {each.id: running_visit(tx, each, at) for each in named}
        if not named:
            return None
        new = [self._passed_on.take(answer, each.id, _about(running[each.id])) for each in named]
        return any(new)

    def _ask(
        self, answer: Answer, sender: Person, of: Sequence[Person], running: dict[str, Watched], at: datetime
    ) -> None:
        """The writer is asked whose it was, and whoever may be meant is rung; is it nobody, on call is asked too."""
        core, name = self._core, _mark(answer).rpartition(" ")[2]
        with core.store.transaction() as tx:
            people = tx.people()
            on_call = () if of else people.holding(Role.OUT_OF_HOURS)
            asked = [each for key in dict.fromkeys((sender.id, *on_call)) if (each := people.get(key)) is not None]
            tx.add_notifications(
                direct_row(
                    f"{WORD}{name}", WHOSE, each, whose_word(sender, of), at, ready=core.ready, role=Role.LINE_MANAGER,
                    lane=Lane.ALARM, ask=Ask.KNOW, about=[one.id for one in of],
                )
                for each in asked
            )  # fmt: skip
            for each in of:
                found = running.get(each.id)
                visit = found.visit if found is not None else None
                ask_to_ring(core, tx, each, f"{WHOSE} {name}", visit, at, words=ring_told(each))
            tx.put_cursor(_mark(answer), at)
            tx.add_acts([Act(at=at, what="whose-word-asked", who=sender.id)])


def named_in(text: str, persons: Sequence[Person]) -> list[Person]:
    """Whom a text names: by their whole names, else by their first names."""
    said = " ".join(re.findall(r"\w+", text.casefold().replace("'s", "").replace("\u2019s", "")))
    whole = [each for each in persons if each.name and _stands(each.name, said)]
    firsts = {part for each in whole for part in each.name.casefold().split()[:1]}
    first = [each for each in persons if (parts := each.name.casefold().split()) and _stands(parts[0], said)]
    return whole + [each for each in first if each.name.casefold().split()[0] not in firsts]


def _stands(name: str, said: str) -> bool:
    plain = " ".join(re.findall(r"\w+", name.casefold()))
    return f" {plain} " in f" {said} "


def _is_ambiguous(persons: Sequence[Person]) -> bool:
    """Whether several share a first name, so that only one of them may have been meant."""
    firsts = [each.name.casefold().split()[0] for each in persons]
    return len(firsts) != len(set(firsts))


def running_visit(tx: Transaction, person: Person, at: datetime) -> Watched | None:
    """The visit of somebody that is watched now, from half an hour before its start; None when none is."""
    watched = [
        each
        for each in shown(tx.deadlines_of(person.id))
        if each.visit.start - FROM <= at and any(one.is_open for one in each.deadlines)
    ]
    return max(watched, key=lambda each: each.visit.start, default=None)


def _about(watched: Watched | None) -> str | None:
    return next((one.id for one in watched.deadlines if one.is_open), None) if watched is not None else None


def _mark(answer: Answer) -> str:
    return f"{WHOSE} {blake2b(answer.id.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"
