"""An answer to "Marked done. Not you? Answer NO." -> the visit watched again, unless it plainly says "it was me"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.answering import MARKED_DONE, PUT_BACK, Outcome, is_marked_done
from calsync.domain.answering.not_done import NOT_PLAIN, STILL_THERE, TAKEN_BACK, is_out
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import (
    Act,
    Answer,
    AnswerKind,
    Ask,
    Channel,
    Deadline,
    DeadlineKind,
    Lane,
    Notification,
    Person,
    PersonId,
    Role,
    Visit,
)
from calsync.domain.unbelieved import shown
from calsync.engine.core import Core, tell_outside_ladder
from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.not_me import Marked, read_marked
from calsync.parsers.one_line import tells_of_a_visit
from calsync.parsers.short_answer import spelled_out
from calsync.ports import IncomingText, Transaction


def tell_marked_done(core: Core, tx: Transaction, outcome: Outcome, at: datetime) -> None:
    """Record the one line to a worker whose visit's end the diary has closed; nothing where it closed none."""
    for deadline in outcome.deadlines:
        visit = tx.visit(deadline.visit_id)
        if deadline.kind is DeadlineKind.VISIT_END and is_marked_done(deadline) and visit is not None:
            tell_outside_ladder(core, tx, MARKED_DONE, deadline, visit, at)


def is_asked_instead(core: Core, tx: Transaction, answer: Answer, visit: Visit, at: datetime) -> bool:
    """Whether a mark in the diary is no word of the worker's any more, as they took an earlier one back; then they are
    asked whether they have finished.

    By what was sent to them it is known, so that beside a code word it is the same (law 7).
    """
    deadline = tx.deadline(answer.deadline_id) if answer.deadline_id is not None else None
    if deadline is None:
        return False
    told = tx.notifications_of(deadline.id)
    if not any(row.step == PUT_BACK and row.recipient == visit.worker for row in told):
        return False
    tx.add_acts([Act(at=at, what="visit-marked-again", visit_id=visit.id, deadline_id=deadline.id)])
    tell_outside_ladder(core, tx, DIARY_CHANGED, deadline, visit, at)
    return True


def is_marked(row: Notification | None) -> bool:
    """Whether a message told its reader that the diary has closed their visit."""
    return row is not None and row.step == MARKED_DONE


def stand_in(deadline: Deadline, who: PersonId, at: datetime) -> Notification:
    """A "Marked done" that was never sent, and so has no id: for a closing of which no message told."""
    return Notification(
        id="",
        deadline_id=deadline.id,
        step=MARKED_DONE,
        round=0,
        recipient=who,
        channel=Channel.MAIL,
        role=Role.WORKER,
        ask=Ask.KNOW,
        lane=Lane.REMINDER,
        due=at,
        recorded=at,
        token="",
    )


def _is_stand_in(row: Notification) -> bool:
    return not row.id


def answers_marked(
    tx: Transaction, text: IncomingText, sender: Person, newest: Notification, code_words: Sequence[str]
) -> str:
    """The words, spelled out, of a text that answers such a message; empty for one that does not.

    A text names no message: it answers the `newest` one to its sender. While they are on another visit, what is no
    plain "no" is about that.
    """
    plain = without_code_words(text.words, code_words)
    if not is_marked(newest):
        return ""
    if is_out(shown(tx.deadlines_of(sender.id)), text.received) and read_marked(plain) is not Marked.NOT_BY_ME:
        return ""
    said = [each for each in code_words if says_code_word(text.words, (each,))]
    return "\n".join((spelled_out(plain), *said))


def about_marked(answer: Answer, text: str, names: Collection[str], row: Notification | None) -> Answer:
    """What an answer to `row` means; after a person's closing, of which no message tells, a "no" takes it back."""
    said = _about_marked(answer, text, names)
    taken_back = said.kind is AnswerKind.NOT_DONE and row is not None and _is_stand_in(row)
    return replace(said, reason=TAKEN_BACK) if taken_back else said


def _about_marked(answer: Answer, text: str, names: Collection[str]) -> Answer:
    """What an answer to such a message means: that the visit is not over, or that it was the worker who said so.

    `text` is what was written, without code words. A call for help and a word of having left mean what they always do;
    more time, and "still here", say that it is not over.
    """
    if answer.kind is AnswerKind.HELP:
        denied = read_marked(text, frozenset(names)) is Marked.NOT_BY_ME
        return replace(answer, reason=TAKEN_BACK) if denied else answer
    if tells_of_a_visit(text, frozenset(names)):
        return answer
    if answer.kind in (AnswerKind.CONTACT, AnswerKind.EXTEND):
        return replace(answer, kind=AnswerKind.NOT_DONE, reason=STILL_THERE)
    said = read_marked(text, frozenset(names))
    if answer.kind is AnswerKind.SAFE and said is Marked.OTHER:
        return answer
    if said is Marked.BY_ME:
        return replace(answer, kind=AnswerKind.CONTACT, leaving=False, back=False, home=False)
    plain = "" if said is Marked.NOT_BY_ME else NOT_PLAIN
    return replace(answer, kind=AnswerKind.NOT_DONE, reason=plain, leaving=False, back=False, home=False)
