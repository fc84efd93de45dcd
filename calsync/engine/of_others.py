"""A code word or a cry under a message about one worker that names another -> the emergency steps of who is named."""

from __future__ import annotations

import re
from datetime import datetime

from calsync.domain.model import AlarmKind, Answer, AnswerKind, Deadline, Notification, Person, Role
from calsync.domain.naming import named_in
from calsync.domain.responders import on_the_visit
from calsync.engine.core import Core
from calsync.engine.mail_text import names_of
from calsync.engine.orders_beside import RUNNING, OrdersBeside
from calsync.engine.out_now import open_deadline, running_of
from calsync.engine.passed_on import PassedOn
from calsync.engine.subject_words import words_for
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries import cries_for_help, folded, needs_help
from calsync.parsers.responder_reply import ResponderIntent, ResponderReply, read_responder_reply
from calsync.parsers.visible_text import unquoted

_OF_THEMSELVES = re.compile(r"\b(?:i|me|my|we|us|i'm|im)\b", re.IGNORECASE)

_SOMEBODY = re.compile(r"\b(?:somebody|someone|she|he|they|her|him|them|(?:a|the) (?:wo)?man|the (?:worker|caller))\b")
_CALL_ME = re.compile(r"\b(?:call|ring|phone|contact)\s+me\b", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"^(?:(?:kind|kindest|best|many|warm|with) )?(?:regards|wishes|thanks|thank you|cheers|sincerely)\b[\s,.!]*$",
    re.IGNORECASE,
)


class OfOthers:
    """Hears what responders write of somebody else than of whom they were asked. No worker is written to."""

    def __init__(self, core: Core, passed_on: PassedOn) -> None:
        self._core, self._passed_on = core, passed_on
        self._orders = OrdersBeside(core, passed_on)

    def take(self, answer: Answer, text: str, sender: Person, row: Notification, deadline: Deadline) -> bool | None:
        """Whether it was new that a code word or a cry is somebody else's; None where the rest is the deadline's own.

        That is so where nobody else is named, and where the deadline's worker is named too: then it is both's.
        """
        if row.role is Role.WORKER or sender.id == deadline.worker:
            return None
        own, at = unquoted(text), self._core.clock.now()
        with self._core.store.transaction() as tx:
            worker, visit = tx.people().get(deadline.worker), tx.visit(deadline.visit_id)
            others = [
                each
                for each in tx.people().persons
                if each.id not in (sender.id, deadline.worker) and (each.works or tx.deadlines_of(each.id))
            ]
            known = [*others, *([worker] if worker is not None else [])]
            named = named_in(own, known)
            theirs = worker is not None and worker in named
            of = [each for each in named if each is not worker and not (theirs and _shares_first(each, worker, own))]
            words = {each.id: words_for(self._core, tx, each) for each in of}
            about = {each.id: open_deadline(running_of(tx, each, at)) for each in of}
        said = {each.id: kind for each in of if (kind := _said(text, own, each, words[each.id], sender)) is not None}
        reply = read_responder_reply(text, names=names_of(sender))
        if not said:
            closed_cry = not _is_sought(deadline, at) and reply.kind is ResponderIntent.UNKNOWN and _cries(reply.text)
            if _is_sought(deadline, at) and deadline.is_open and not named and _is_nameless_cry(reply, sender):
                # The emergency steps start; where they run already, who wrote it reads whose they are.
                if deadline.alarm is AlarmKind.SILENCE:
                    return self._passed_on.take(answer, deadline.worker, deadline.id, kind=AnswerKind.HELP)
                return self._orders.tell(answer, sender, deadline, RUNNING)
            if closed_cry and not named and not (sender.works and _OF_THEMSELVES.search(reply.text)):
                # In an alarm they are sought already; here nobody would hear of it.
                return self._passed_on.take(answer, deadline.worker, deadline.id, kind=AnswerKind.HELP)
            return None
        new = [self._passed_on.take(answer, key, about[key], kind=kind) for key, kind in said.items()]
        # A name in the signature alone may be anybody's; and who is with the worker may speak of them.
        plain = _above_signature(reply.text, sender)
        beside = not any(each.id in said for each in named_in(plain, known))
        together = visit is not None and any(on_the_visit(each, visit) for each in of)
        # What is closed or taken beside a cry is the alarm that they were asked about.
        settled = reply.kind not in (ResponderIntent.UNKNOWN, ResponderIntent.TOLD_OUTSIDE)
        if theirs or beside or together or (settled and AnswerKind.DURESS not in said.values()):
            if theirs and not _is_sought(deadline, at) and AnswerKind.HELP in said.values():
                self._passed_on.take(answer, deadline.worker, deadline.id, kind=AnswerKind.HELP)
            return None
        of_themselves = sender.works and AnswerKind.HELP in said.values() and _OF_THEMSELVES.search(plain)
        if of_themselves:
            return None
        return self._orders.beside(answer, own, sender, deadline, [each for each in of if each.id in said]) or any(new)


def _said(text: str, own: str, person: Person, words: tuple[str, ...], sender: Person) -> AnswerKind | None:
    """What was said of somebody who is named: their code word, a cry for them, or nothing."""
    reply = read_responder_reply(text, names=names_of(sender))
    if says_code_word(own, words):
        return AnswerKind.DURESS
    spoken_of = reply.text
    for name in dict.fromkeys((person.name, *person.name.split())):
        spoken_of = re.sub(rf"\b{re.escape(name)}\b", "she", spoken_of, flags=re.IGNORECASE)
    if read_responder_reply(spoken_of).kind is ResponderIntent.DURESS:
        return AnswerKind.DURESS
    return AnswerKind.HELP if _cries(spoken_of) else None


def _is_sought(deadline: Deadline, at: datetime) -> bool:
    """Whether an alarm is on about its worker."""
    return deadline.is_open and (deadline.alarm is not AlarmKind.SILENCE or deadline.due <= at)


def _cries(text: str) -> bool:
    """Whether a responder says that somebody needs help; "please call me" from them is no cry."""
    return needs_help(_CALL_ME.sub(" ", text))


def _is_nameless_cry(reply: ResponderReply, sender: Person) -> bool:
    """Whether it says of somebody unnamed that they need help: "somebody rang for help"; not "can somebody help me"."""
    said = folded(_CALL_ME.sub(" ", _above_signature(reply.text, sender)))
    if reply.kind is not ResponderIntent.UNKNOWN or "?" in said or not _SOMEBODY.search(said):
        return False
    return cries_for_help(said) and not _OF_THEMSELVES.search(said)


def _above_signature(text: str, sender: Person) -> str:
    """What stands above the first line that ends a letter, or that is the writer's own name."""
    lines, names = text.split("\n"), names_of(sender)
    ends = (at for at, line in enumerate(lines) if at and (_SIGN_OFF.match(line.strip()) or line.strip() in names))
    return "\n".join(lines[: next(ends, len(lines))])


def _shares_first(person: Person, worker: Person | None, text: str) -> bool:
    """Whether somebody is named by no more than the first name that the deadline's own worker has too."""
    first = person.name.casefold().split()[:1]
    same = worker is not None and first == worker.name.casefold().split()[:1]
    return same and person.name.casefold() not in text.casefold()
