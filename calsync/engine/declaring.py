"""Answers to letters -> what is kept of them: that somebody has read the policy, or that their numbers are right."""

from __future__ import annotations

from calsync.domain.letters import policy_digest
from calsync.domain.model import Act, Person
from calsync.domain.model.letters import Declaration, Letter, LetterKind
from calsync.engine.core import Core, log
from calsync.parsers.answer_mail import TOKEN
from calsync.parsers.declared import read_declared
from calsync.ports import IncomingMail, Transaction


def needs_no_answer(core: Core, mail: IncomingMail, sender: Person) -> bool:
    """Whether a mail answers a letter to its sender, of whose visits none has begun: nothing is asked back then."""
    with core.store.transaction() as tx:
        begun = any(each.visit.start <= mail.received for each in tx.deadlines_of(sender.id))
        return not begun and _answered(tx, mail, sender, any_kind=True) is not None


def take_declaration(core: Core, mail: IncomingMail, sender: Person, *, names: frozenset[str]) -> bool | None:
    """Whether a declaration was new; None when the mail is none, and is read as any other.

    It is one when it answers a letter that asked this very person, and says nothing but what was asked.
    """
    with core.store.transaction() as tx:
        letter = _answered(tx, mail, sender)
        if letter is None:
            return None
        what = read_declared(mail.text, letter.kind, names)
        if what is None:
            return None
        about = ""
        if letter.kind is LetterKind.READ:
            # What they were asked about, whatever policy is theirs by now; letters of earlier versions do not say it.
            about = letter.about or policy_digest(core.policies.of(sender))
        declaration = Declaration(
            id=f"mail:{mail.message_id or mail.id}", who=sender.id, what=what, about=about, at=mail.received
        )
        new = tx.add_declaration(declaration)
        if new:
            details = (("what", str(what)), ("letter", letter.id), *((("policy", about),) if about else ()))
            tx.add_acts([Act(at=core.clock.now(), what="declared", who=sender.id, details=details)])
    if new:
        log.info("mail %s was taken as %s", mail.id[-12:], what)
    return new


def _answered(tx: Transaction, mail: IncomingMail, sender: Person, *, any_kind: bool = False) -> Letter | None:
    """The letter to its sender that a mail answers, of those that ask or of `any_kind`; None when it answers none."""
    token = TOKEN.search(mail.subject)
    letter = tx.letter_for(
        message_ids=[each for each in (mail.in_reply_to, *mail.references) if each],
        conversation_id=mail.conversation_id,
        token=token.group(1) if token else "",
        any_kind=any_kind,
    )
    return letter if letter is not None and letter.recipient == sender.id else None
