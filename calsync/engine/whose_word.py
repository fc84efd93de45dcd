"""A code word in a mail of somebody's own -> the emergency steps of who said it, or a question whose it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from calsync.domain.holding import standing
from calsync.domain.model import Act, Answer, AnswerKind, Deadline, Notification, Person, Role, Watched
from calsync.domain.naming import meant_by, named_in, namesakes
from calsync.domain.responders import may_take
from calsync.domain.ring_wording import ring_told
from calsync.engine.core import Core
from calsync.engine.direct import visits_in
from calsync.engine.held import is_held
from calsync.engine.mail_text import names_of
from calsync.engine.of_others import OfOthers
from calsync.engine.out_now import open_deadline, running_of
from calsync.engine.passed_on import PassedOn
from calsync.engine.ringing import ask_to_ring
from calsync.engine.subject_words import words_for
from calsync.engine.unwatched import managers_of, told_lately
from calsync.engine.word_questions import WHOSE, ask_back, ask_whose, settle
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries import cries_for_help, folded
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.parsers.whose import is_everybodys, is_mistake

MOST_MEANT = 3
"""Of so many who were not in question a part of a name may be that of each."""


class WhoseWord:
    """Hears code words that a responder was told and writes in a mail that answers nothing. No worker is written to."""

    def __init__(self, core: Core, passed_on: PassedOn) -> None:
        self._core, self._passed_on = core, passed_on
        self._of_others = OfOthers(core, passed_on)

    def take(
        self, answer: Answer, text: str, sender: Person, row: Notification | None, deadline: Deadline | None
    ) -> bool | None:
        """Whether it was new that a code word was told; None where none was, or where whose it is stands elsewhere.

        Under a message about a deadline it is heard only of somebody else than its worker.
        """
        if row is not None and deadline is not None:
            return self._of_others.take(answer, text, sender, row, deadline)
        return self._of_nobody_asked(answer, text, sender)

    def _of_nobody_asked(self, answer: Answer, text: str, sender: Person) -> bool | None:
        """Whether it was new that a code word was told; None where none was, or where it is the writer's own.

        It is that of the workers whom the mail names, whichever team's word it is; where it names none, that of the one
        whom the writer answers for and who is out. Are there several or none, the writer is asked, and whoever may be
        meant is rung. Somebody who visits is never asked: it may be their own, and be read by who is beside them.
        """
        own, at = unquoted(text), self._core.clock.now()
        if not says_code_word(own, self._core.policies.code_words):
            return None
        with self._core.store.transaction() as tx:
            if tx.cursor(_mark(answer)) is not None:
                return False
            people = tx.people()
            workers = [each for each in people.persons if each.works and each.id != sender.id]
            named = _not_signed(named_in(visible_text(text, names_of(sender)), workers), own, sender)
            running = {each.id: found for each in workers if (found := running_of(tx, each, at)) is not None}
            theirs = [
                each for each in workers if each.id in running and may_take(sender, running[each.id].visit, people, ())
            ]
            answers_for = all(any(sender.id in standing(role, each.id, people) for role in Role) for each in named)
            whose = [
                each for each in workers if each.id in running and says_code_word(own, words_for(self._core, tx, each))
            ]
            may_be_out = not sender.works and told_lately(tx, sender, at)
            own_too = sender.works and (not answers_for or running_of(tx, sender, at) is not None)
        plain = [each for each in named if not namesakes(each, named)]
        # Where nobody is named, the word has to be theirs: one of another team was said by somebody else.
        of = plain or (theirs if not named and len(theirs) == 1 and theirs[0] in whose else [])
        if sender.works and not plain:
            return None  # who visits speaks of themselves
        new = [self._passed_on.take(answer, each.id, open_deadline(running.get(each.id))) for each in of]
        if own_too:
            return None  # it may be their own besides: they are shown nothing of either
        if of:
            with self._core.store.transaction() as tx:
                tx.put_cursor(_mark(answer), at)
            return any(new)
        meant = named or list(dict.fromkeys((*theirs, *whose)))
        if may_be_out:
            # It may be their own: their own phone shows what the mail would bring without the word (law 7).
            self._ask(answer, sender, [sender, *meant], running, at, own=True)
            return None
        self._ask(answer, sender, meant, running, at)
        return True

    def answered(self, answer: Answer, text: str, row: Notification, sender: Person) -> bool | None:
        """Whether an answer to "whose word was it?" was new; None where it is the writer's own call for help.

        Any part of a name counts, and a slip in one. What names nobody is asked back, and the question stands.
        """
        own, at, names = unquoted(text), self._core.clock.now(), frozenset(names_of(sender))
        said = visible_text(text, names)
        with self._core.store.transaction() as tx:
            workers = [each for each in tx.people().persons if each.works and each.id != sender.id]
            asked = [each for each in tx.people().persons if each.id in visits_in(row)]
            everybody = asked if is_everybodys(said) else []
            named = everybody or meant_by(own, asked) or named_in(own, workers) or _few(meant_by(said, workers))
            visits = sender.works or bool(tx.deadlines_of(sender.id))
            heard = says_code_word(own, words_for(self._core, tx, sender))
            about = {each.id: open_deadline(running_of(tx, each, at)) for each in named}
            was_asked = sender.id in {each.recipient for each in tx.notifications_of(row.deadline_id)}
        mistake = is_mistake(said) and was_asked
        if mistake and not (named and says_code_word(own, self._core.policies.code_words)):
            named = []
        elif not named and visits and (heard or cries_for_help(folded(said))):
            return None
        new = [self._passed_on.take(answer, each.id, about[each.id]) for each in named]
        with self._core.store.transaction() as tx:
            kept = replace(answer, kind=AnswerKind.UNCLEAR, deadline_id=row.deadline_id)
            if named:
                settle(tx, row, at)
                return any(new)
            if not tx.add_answer(kept):
                return False
            if mistake:
                settle(tx, row, at)
                tx.add_acts([Act(at=at, what="whose-word-nobodys", who=sender.id)])
            else:
                ask_back(self._core, tx, sender, row, at)
        return True

    def _ask(
        self,
        answer: Answer,
        sender: Person,
        of: Sequence[Person],
        running: dict[str, Watched],
        at: datetime,
        *,
        own: bool = False,
    ) -> None:
        """The writer is asked whose it was, and whoever may be meant is rung; is it nobody, on call is asked too.

        May it be the writer's `own`, their line manager is asked in their place.
        """
        core, name = self._core, _mark(answer).rpartition(" ")[2]
        with core.store.transaction() as tx:
            people = tx.people()
            on_call = () if of else people.holding(Role.OUT_OF_HOURS)
            asked = [each for key in dict.fromkeys((sender.id, *on_call)) if (each := people.get(key)) is not None]
            asked = managers_of(core, tx, sender, at) if own else asked
            ask_whose(core, tx, sender, asked, of, at)
            for each in of:
                found = running.get(each.id)
                visit = found.visit if found is not None else None
                if is_held(tx, each):
                    continue
                ask_to_ring(core, tx, each, f"{WHOSE} {name}", visit, at, words=ring_told(each))
            tx.put_cursor(_mark(answer), at)
            tx.add_acts([Act(at=at, what="whose-word-asked", who=sender.id)])


def _few(persons: list[Person]) -> list[Person]:
    """These, where they are so few that a part of a name can have meant them; else nobody."""
    return persons if len(persons) <= MOST_MEANT else []


def _not_signed(named: Sequence[Person], text: str, sender: Person) -> list[Person]:
    """Those whom a text names, without namesakes of its writer whose whole names it does not give."""
    own, said = sender.name.casefold().split()[:1], text.casefold()
    return [each for each in named if each.name.casefold().split()[:1] != own or each.name.casefold() in said]


def _mark(answer: Answer) -> str:
    return f"{WHOSE} {blake2b(answer.id.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"
