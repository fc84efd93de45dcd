"""Which words of a mail are its answer, and what they mean: the same for the mailbox and for `calsync parse-reply`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from calsync.parsers.automatic import is_automatic, may_be_written
from calsync.parsers.code_words import says_code_word
from calsync.parsers.cries import cries_for_help, folded
from calsync.parsers.reply import Intent, Reply, read_reply
from calsync.parsers.visible_text import doubtful_quotes, unquoted, visible_text

TOKEN = re.compile(r"\[([A-HJ-NP-Z2-9]{6})\]")
"""The word in the subjects of our own mails by which an answer is told."""
_PREFIXES = re.compile(r"^(?:\s*(?:re|aw|sv|fw|fwd|wg|antw|ateb|tr|réf|rv)\s*:)+", re.IGNORECASE)


def answer_text(text: str, subject: str, names: Collection[str] = (), code_words: Sequence[str] = ()) -> str:
    """What was written; of a mail without any text its subject above it, where somebody in a hurry puts it all.

    A code word counts in the subject too (law 7): it alone is put above the text, so that without it the text is as it
    would be. So does a cry for help in a subject that the writer made themselves.
    """
    own = _PREFIXES.sub("", TOKEN.sub("", subject)).strip()
    fresh = own == subject.strip()
    if own and ((fresh and cries_for_help(folded(own))) or not visible_text(text, names).strip()):
        return f"{own}\n\n{text}"
    word = next((each for each in code_words if says_code_word(own, [each])), None)
    return f"{word}\n\n{text}" if word is not None else text


def is_set_aside(
    text: str,
    *,
    headers: Sequence[tuple[str, str]],
    subject: str,
    sender: str | None,
    names: Collection[str] = (),
    code_words: Sequence[str] = (),
) -> bool:
    """Whether a mail is automatic and has no word that must be heard; never safe is each of them (law 6).

    A code word is heard in all of them (law 7), a cry for help where a person may have written it.
    """
    if not is_automatic(headers, subject, sender):
        return False
    if says_code_word(f"{subject}\n{unquoted(text)}\n{doubtful_quotes(text)}", code_words):
        return False
    return not (may_be_written(headers, sender) and cries_for_help(folded(visible_text(text, names))))


def read_answer(
    text: str,
    *,
    headers: Sequence[tuple[str, str]],
    subject: str,
    sender: str | None,
    sent: datetime,
    zone: str = "Europe/London",
    code_words: Sequence[str] = (),
    names: Sequence[str] = (),
) -> Reply:
    """What a worker's mail means, AUTOMATIC where no person wrote it; raises as `read_reply` does.

    `sender` is None where nobody knows it, and empty for the null sender of a bounce.
    """
    if is_set_aside(text, headers=headers, subject=subject, sender=sender, names=names, code_words=code_words):
        return Reply(intent=Intent.AUTOMATIC)
    said = answer_text(text, subject, names, code_words)
    return read_reply(said, sent=sent, zone=zone, code_words=code_words, names=names)
