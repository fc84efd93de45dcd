"""A visit told in a mail that calls for help, or holds a code word -> watched first, so that its place is known."""

from __future__ import annotations

from calsync.domain.model import Person
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.mail_text import names_of, sent_of
from calsync.engine.one_line import OneLines
from calsync.errors import Conflict, StoreUnavailable
from calsync.parsers.code_words import says_code_word, without_code_words
from calsync.parsers.cries import needs_help
from calsync.parsers.line_beside import read_line_beside
from calsync.parsers.visible_text import unquoted, visible_text
from calsync.ports import IncomingMail


def take_line_beside(
    core: Core, lines: OneLines, mail: IncomingMail, sender: Person, text: str, *, alone: bool
) -> None:
    """Watch the visit of such a mail, with what it shows anybody as without the word (law 7). The call is not taken.

    Whatever goes wrong with the line, the call is still to be heard.
    """
    names, words = frozenset(names_of(sender)), core.policies.code_words
    written = unquoted(text)
    if not says_code_word(written, words) and not needs_help(visible_text(text, names)):
        return
    try:
        line = read_line_beside(text, words, sent=sent_of(mail), zone=core.zone, names=names, alone=alone)
        if line is not None:
            lines.take(mail, sender, without_code_words(written, words), alone=alone, line=line)
    except (StoreUnavailable, Conflict):
        raise
    except Exception as error:
        log.error("a visit told beside a call for help could not be made: %s", fault(error))
