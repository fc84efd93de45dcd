""" "NO", "still here" or "+30" that answers nothing open -> what it is read as an answer to (laws 1 and 6).

Nothing is open of its writer then; but where a visit of theirs was closed of late, by whomever, the word is about that
visit, and is read as an answer to "Marked done".
"""

from __future__ import annotations

from calsync.domain.answering import STILL_CLOSED, is_marked_done
from calsync.domain.answering.reopening import WITHIN, ended_lately
from calsync.domain.model import Deadline, Notification, Person, Role
from calsync.domain.unbelieved import shown
from calsync.engine.away_answers import AwayAnswers
from calsync.engine.core import Core
from calsync.engine.mail_text import names_of, sent_of
from calsync.engine.marked_done import is_marked, stand_in
from calsync.parsers.code_words import without_code_words
from calsync.parsers.not_going import says_not_going
from calsync.parsers.not_me import Marked, read_marked
from calsync.parsers.one_line import tells_of_a_visit
from calsync.parsers.reply import Intent, read_reply
from calsync.parsers.short_answer import AFFIRMED, spelled_out
from calsync.parsers.visible_text import unquoted
from calsync.ports import IncomingMail

_LONGEST_VISIT = WITHIN * 12
"""How long before it was closed a visit can have begun."""


def of_closed(
    core: Core,
    mail: IncomingMail,
    sender: Person,
    row: Notification | None,
    deadline: Deadline | None,
    text: str,
    away: AwayAnswers,
) -> tuple[Notification | None, Deadline | None]:
    """The "Marked done" to which a word is an answer, or one that stands for it, and its deadline; else as given.

    `row` is what it answers, if anything, and `deadline` that of it: only one of their own that is closed is looked at.
    What is about their working day, of which `away` knows, is no "no" ("not working today"). Code words are left out
    throughout: with or without one, a word is about the same visit (law 7).
    """
    given = row, deadline
    if row is not None and (row.role is not Role.WORKER or is_marked(row) or deadline is None or deadline.is_open):
        return given
    code_words = core.policies.code_words
    plain, names = without_code_words(unquoted(text), code_words), names_of(sender)
    if tells_of_a_visit(plain, frozenset(names)) or says_not_going(plain, frozenset(names)):
        return given
    if away.is_of_own_day(sender, plain, frozenset(names), sent_of(mail)):
        return given
    intent = read_reply(plain, sent=sent_of(mail), zone=core.zone, names=names).intent
    # "Yes" means what was asked: it is a word of being there under "Are you still there?" alone.
    affirmed = spelled_out(without_code_words(unquoted(mail.said or text), code_words)) in AFFIRMED
    if not affirmed and intent in (Intent.SAFE, Intent.HELP):
        return given
    if not affirmed and intent is not Intent.EXTEND and read_marked(plain, frozenset(names)) is not Marked.NOT_BY_ME:
        return given
    with core.store.transaction() as tx:
        watched = shown(tx.watched(sender.id, sent_of(mail) - _LONGEST_VISIT))
        end = ended_lately(watched, sent_of(mail), more=intent is Intent.EXTEND)
        if end is None:
            return given
        own = [each for each in tx.notifications_of(end.id) if each.recipient == sender.id]
    if affirmed and (not own or own[-1].step != STILL_CLOSED):
        return given
    told = [each for each in own if is_marked(each)]
    if told and is_marked_done(end):
        return told[-1], end
    return stand_in(end, sender.id, mail.received), end
