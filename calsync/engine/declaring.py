"""Answers to letters -> what is kept of them: that somebody has read the policy, or that their numbers are right."""

from __future__ import annotations

from calsync.domain.letters import policy_digest
from calsync.domain.model import Act, Person
from calsync.domain.model.letters import Declaration, LetterKind
from calsync.engine.core import Core, log
from calsync.parsers.declared import read_declared
from calsync.ports import IncomingMail


def take_declaration(
    core: Core, mail: IncomingMail, sender: Person, *, token: str, text: str, names: frozenset[str]
) -> bool | None:
    """Whether a declaration was new; None when the mail is none, and is read as any other.

    It is one when it answers a letter that asked this very person, and says nothing but what was asked.
    """
    ids = [each for each in (mail.in_reply_to, *mail.references) if each]
    with core.store.transaction() as tx:
        letter = tx.letter_for(message_ids=ids, conversation_id=mail.conversation_id, token=token)
        if letter is None or letter.recipient != sender.id:
            return None
        what = read_declared(text, letter.kind, names)
        if what is None:
            return None
        about = policy_digest(core.policies.of(sender)) if letter.kind is LetterKind.READ else ""
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
